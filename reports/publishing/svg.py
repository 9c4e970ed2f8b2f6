"""Drawings as SVG: made small when they are written, and put into a page so that they take its colours.

`small` rounds coordinates and leaves out what matplotlib says of itself. `Inlined` makes of
drawings parts of one page: equal styles become one class, black and white the page's ink and paper, and what has a name
in one drawing is told apart from what has it in another. Both give the same bytes for the same drawing.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from xml.etree import ElementTree

import numpy as np

from tightrope.reports.publishing.joined import join

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)

FAMILY = "'DejaVu Sans', Verdana, sans-serif"
POINT, GROWN = 4 / 3, 1.15  # pixels in a point; by how much a page may enlarge a drawing
PNG = "data:image/png;base64,"
REFERENCE = re.compile(r"(?:^|(?<=url\())#([\w-]+)")  # to a part of the drawing; in a style stand colours, too
MEASURES = {"x", "y", "width", "height", "transform", "points", "viewBox"}
WORDS = {f"{{{SVG}}}text", f"{{{SVG}}}tspan"}
DRESS = {"fill", "stroke"}  # attributes that tell a colour, which a style may say, too
COLOURS: Mapping[str, str] = {  # what a page has a name for, so that its dark form can choose another; see page.css
    "#000000": "var(--ink)",
    "#ffffff": "var(--paper)",
    "#b0b0b0": "var(--grid)",
    "#e69f00": "var(--orange)",
    "#56b4e9": "var(--sky)",
    "#009e73": "var(--green)",
    "#00543d": "var(--deep-green)",
    "#0072b2": "var(--blue)",
    "#d55e00": "var(--red)",
    "#cc79a7": "var(--pink)",
    "#7f7f7f": "var(--grey)",
    "#8c564b": "var(--brown)",
    "#555555": "var(--quiet)",
    "#b34700": "var(--red)",
}


def small(svg: bytes) -> bytes:
    """The same drawing in fewer bytes: what looks alike is one path, told to a tenth of a point."""
    root = ElementTree.fromstring(svg)
    for part in root.findall(f"{{{SVG}}}metadata"):
        root.remove(part)
    for element in root.iter():
        if "style" in element.attrib:
            element.set("style", _one_family(element.attrib["style"]))
        if element.get("transform", "").startswith("rotate(-0 "):
            del element.attrib["transform"]
        for name in [name for name in element.attrib if name.endswith("href")]:
            element.set(name, _few_colours("".join(element.attrib[name].split())))  # without line breaks
        element.tail = None
        if not (element.text or "").strip():
            element.text = None
    join(root)
    for element in root.iter():
        for name in MEASURES & set(element.attrib):
            element.set(name, _rounded(element.attrib[name]))
        if element.tag not in WORDS:
            element.tail = "\n"
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _few_colours(place: str) -> str:
    """A picture's bytes with a palette instead of four numbers a point; another reference as it is."""
    from PIL import Image

    if not place.startswith(PNG):
        return place
    points = np.asarray(Image.open(BytesIO(b64decode(place.removeprefix(PNG)))).convert("RGBA"))
    shades, numbers = np.unique(points.reshape(-1, 4), axis=0, return_inverse=True)
    if len(shades) > 256:
        return place
    told, packed = Image.fromarray(numbers.reshape(points.shape[:2]).astype(np.uint8)), BytesIO()
    told.putpalette(shades[:, :3].tobytes())
    told.save(packed, "PNG", optimize=True, transparency=shades[:, 3].tobytes())
    return PNG + b64encode(packed.getvalue()).decode()


def _rounded(measures: str) -> str:
    """To a tenth of a point."""
    shorter = re.sub(r"-?\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), measures)
    return " ".join(re.sub(r"-0(?![\d.])", "0", shorter).split())


def _one_family(style: str) -> str:
    style = re.sub(r"font-family: [^;]*", f"font-family: {FAMILY}", style)
    return re.sub(r"font: (.*?px) [^;]*", rf"font: \1 {FAMILY}", style)


@dataclass
class Inlined:
    """Drawings of one page, with the styles that they share."""

    classes: dict[str, str] = field(default_factory=dict)  # by style
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # by drawing, and the name there

    def of(self, svg: bytes, key: str, words: str) -> str:
        """The drawing as a part of the page, called `words` to whoever cannot see it."""
        root = ElementTree.fromstring(svg)
        for part in root.findall(f"{{{SVG}}}defs"):  # of the whole drawing: how lines end, which page.css says once
            if part.find(f"{{{SVG}}}style") is not None:
                root.remove(part)
        referred = {name for e in root.iter() for place in _places(e) for name in REFERENCE.findall(e.attrib[place])}
        for element in root.iter():
            element.tag = element.tag.removeprefix(f"{{{SVG}}}")
            self._dress(element, key, referred)
        view = root.attrib["viewBox"]
        _unwrap(root)
        inside = "".join(ElementTree.tostring(part, encoding="unicode") for part in root)
        inside = re.sub(r' xmlns(:\w+)?="[^"]*"', "", inside).replace("xlink:href", "href")
        most = float(root.attrib["width"].removesuffix("pt")) * (POINT if root.attrib["width"].endswith("pt") else 1)
        size = f'viewBox="{view}" style="max-width: {GROWN * most:.0f}px"'
        return f'<svg {size} role="img" aria-label="{escape(words)}">{inside}</svg>'

    def _dress(self, element: ElementTree.Element, key: str, referred: set[str]) -> None:
        element.tail = None
        name = element.attrib.pop("id", None)
        if name in referred:
            element.set("id", self._name(key, name))
        for place in _places(element):
            told = REFERENCE.sub(lambda found: f"#{self._name(key, found[1])}", element.attrib[place])
            element.set(place, told)
        style = element.attrib.pop("style", "")
        for name in sorted(DRESS & set(element.attrib)):
            style += f"; {name}: {element.attrib.pop(name)}" if style else f"{name}: {element.attrib.pop(name)}"
        if style:
            element.set("class", self.classes.setdefault(style, f"d{len(self.classes)}"))

    def _name(self, key: str, name: str) -> str:
        """Of a part of a drawing, on the page."""
        return self.names.setdefault((key, name), f"p{len(self.names)}")

    def css(self) -> str:
        """What each class says, in the page's colours."""
        return "\n".join(f".{name} {{ {_in_the_pages_colours(style)} }}" for style, name in self.classes.items())


def _unwrap(element: ElementTree.Element) -> None:
    """Puts what groups hold that say nothing in their place."""
    for part in list(element):
        _unwrap(part)
        if part.tag == "g" and not part.attrib:
            at = list(element).index(part)
            element[at : at + 1] = list(part)


def _places(element: ElementTree.Element) -> list[str]:
    """The attributes that refer to a part of the drawing, a style too; not those with a colour or a picture's bytes."""
    links = (name for name, value in element.attrib.items() if name.endswith("href") and value.startswith("#"))
    return [*links, *(name for name, value in element.attrib.items() if "url(#" in value)]


def _in_the_pages_colours(style: str) -> str:
    return re.sub(r"#[0-9a-fA-F]{6}", lambda found: COLOURS.get(found[0].lower(), found[0]), style)

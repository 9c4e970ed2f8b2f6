"""Drawings as SVG: made small when they are written, and put into a page so that they take its colours.

`small` rounds coordinates and leaves out what matplotlib says of itself. `Inlined` makes of
drawings parts of one page: equal styles become one class, black and white the page's ink and paper, and what has a name
in one drawing is told apart from what has it in another. Both give the same bytes for the same drawing.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np

from tightrope.reports.publishing import paths
from tightrope.reports.publishing.joined import CURVE, NAME, PANEL, TIE, TITLE, join

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)

FAMILY = "'DejaVu Sans', Verdana, sans-serif"
POINT, GROWN = 4 / 3, 1.3  # pixels in a point; by how much a page may enlarge a drawing
PNG = "data:image/png;base64,"
REFERENCE = re.compile(r"(?:^|(?<=url\())#([\w-]+)")  # to a part of the drawing; in a style stand colours, too
MIDDLE = 1500, 400  # of the swatch of a curve, in hundredths
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
    "#b34700": "var(--rust)",
}


@dataclass(frozen=True)
class Panels:
    """How a page may take a drawing apart, in points: its pictures end at these heights, and what is right of `width`
    is names of curves, which can be told in another way.
    """

    width: float
    edges: tuple[int, ...]


def small(svg: bytes, panels: Panels | None = None) -> bytes:
    """The same drawing in fewer bytes: what looks alike is one path, told to a tenth of a point."""
    root = ElementTree.fromstring(svg)
    if panels:
        root.set("data-width", f"{panels.width:g}")
        root.set("data-edges", " ".join(map(str, panels.edges)))
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
        most = float(root.attrib["width"].removesuffix("pt")) * (POINT if root.attrib["width"].endswith("pt") else 1)
        if "data-edges" in root.attrib:
            return _in_panels(root, most, words, {name: style for style, name in self.classes.items()})
        _unwrap(root)
        size = f'viewBox="{root.attrib["viewBox"]}" style="max-width: {GROWN * most:.0f}px"'
        return f'<svg {size} role="img" aria-label="{escape(words)}">{_as_text(root)}</svg>'

    def _dress(self, element: ElementTree.Element, key: str, referred: set[str]) -> None:
        element.tail = None
        name = element.attrib.get("id", "")
        if name in referred:
            element.set("id", self._name(key, name))
        elif not name.startswith((PANEL, TITLE, NAME, CURVE, TIE)):
            element.attrib.pop("id", None)
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


def _in_panels(root: ElementTree.Element, most: float, words: str, styles: Mapping[str, str]) -> str:
    """Its pictures one below the other, each with the names of its curves once more, for whoever sees no more than
    the picture; see page.css.
    """
    left, wide = float(root.attrib["data-width"]), float(root.attrib["viewBox"].split()[2])
    edges = list(map(int, root.attrib["data-edges"].split()))
    lines = [line for part in root if part.get("id") == TITLE for line in part.iter("text")]
    title = " ".join("".join(line.itertext()) for line in lines)  # as words of the page, which breaks them anew
    shared = "".join(_as_text([part]) for part in root if part.tag == "defs")
    told = ""
    for number, (top, foot) in enumerate(pairwise(edges)):
        parts = [part for part in root if part.get("id") == f"{PANEL}{number}"]
        keys = _keys(parts, styles)
        for part in parts:
            for one in part.iter():
                _take_apart(one)
            _unwrap(part)
        told += f'<svg viewBox="0 {top} {wide:g} {foot - top}" aria-hidden="true">{_as_text(parts)}{shared}</svg>{keys}'
        shared = ""
    size = f"--whole: {wide / left:.3f}; max-width: {GROWN * most:.0f}px"
    above = f'<span class="see">{escape(title)}</span>' if title else ""
    return f'{above}<span class="panels" style="{size}" role="img" aria-label="{escape(words)}">{told}</span>'


def _take_apart(element: ElementTree.Element) -> None:
    """Its name has done its work; a tie is told apart, because without the curve's name it looks like the curve."""
    name = element.get("id", "")
    if name.startswith((PANEL, NAME, CURVE, TIE)):
        del element.attrib["id"]
    if name.startswith(TIE):
        element.set("class", f"{element.get('class', '')} tie".strip())


def _keys(parts: Sequence[ElementTree.Element], styles: Mapping[str, str]) -> str:
    """The names of curves that stand right of a picture, from the top, each with a piece of its curve and its mark."""
    named = {one.get("id", ""): one for part in parts for one in part.iter()}
    follows = {one.get("id", ""): after for part in parts for group in part.iter() for one, after in pairwise(group)}
    names = [(name, one) for name, one in named.items() if name.startswith(NAME)]
    told = ""
    for name, one in sorted(names, key=lambda pair: float(pair[1].get("y", "0"))):
        curve = named[CURVE + name.removeprefix(NAME)]
        mark = _mark(curve, follows.get(curve.get("id", "")), styles)
        swatch = f'<svg viewBox="0 0 30 8"><path d="m0 4h30" class="{curve.get("class")}" />{mark}</svg>'
        told += f"<span>{swatch}{escape(''.join(one.itertext()))}</span>"
    return f'<span class="keys">{told}</span>' if told else ""


def _mark(curve: ElementTree.Element, after: ElementTree.Element | None, styles: Mapping[str, str]) -> str:
    """The first of a curve's marks, in the middle of a swatch. What follows a curve is its marks if it has no name, the
    curve's colour, and is filled or made of points with round ends.
    """
    if after is None or after.tag != "path" or after.get("id"):
        return ""
    own, others = (styles.get(one.get("class", ""), "") for one in (curve, after))
    colour = re.search(r"stroke: (#\w+)", own)
    if not colour or f"stroke: {colour[1]}" not in others or not re.search("fill: #|linecap: round", others):
        return ""
    first = paths.read(after.attrib["d"])[0]
    xs, ys = zip(first.start, *(one for _, places in first.segments for one in places), strict=True)
    middle = MIDDLE[0] - (min(xs) + max(xs)) // 2, MIDDLE[1] - (min(ys) + max(ys)) // 2
    return f'<path d="{paths.told([first.moved(middle)])}" class="{after.get("class")}" />'


def _as_text(parts: Iterable[ElementTree.Element]) -> str:
    told = "".join(ElementTree.tostring(part, encoding="unicode") for part in parts)
    return re.sub(r' xmlns(:\w+)?="[^"]*"', "", told).replace("xlink:href", "href")


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

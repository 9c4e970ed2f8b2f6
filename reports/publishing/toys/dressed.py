"""Drawings of boxes and arrows for a toy: in the page's colours, what is alike said once, as a class."""

from collections.abc import Mapping
from html import escape
from xml.etree import ElementTree

from tightrope.reports.publishing.svg import COLOURS

SVG = "{http://www.w3.org/2000/svg}"
SAID_BY_CLASSES = (
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"),
    *("paint-order", "text-anchor", "font-size"),
)


def dressed(drawings: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The drawings by their names, each at its own size, and the styles that they share."""
    classes: dict[str, str] = {}
    found = {name: _drawing(ElementTree.fromstring(svg), classes) for name, svg in drawings.items()}
    return found, "\n".join(f".problem .{name} {{ {style} }}" for style, name in classes.items())


def _drawing(root: ElementTree.Element, classes: dict[str, str]) -> str:
    """Without its ground: the page has one."""
    inside = ""
    for part in root:
        if part.attrib.get("width") == "100%":
            continue
        style = "; ".join(_said(name, part.attrib.pop(name)) for name in SAID_BY_CLASSES if name in part.attrib)
        part.set("class", classes.setdefault(style, f"q{len(classes)}"))
        part.tag, part.tail = part.tag.removeprefix(SVG), None
        inside += ElementTree.tostring(part, encoding="unicode")
    width, view = (escape(root.attrib[name]) for name in ("width", "viewBox"))
    return f'<svg class="problem" aria-hidden="true" width="{width}" viewBox="{view}">{inside}</svg>'


def _said(name: str, value: str) -> str:
    """An attribute as a style."""
    return f"{name}: {COLOURS.get(value.lower(), value)}{'px' * (name == 'font-size')}"

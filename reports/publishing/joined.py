"""A drawing of matplotlib's in fewer parts: marks, ticks and lines of a grid that look alike become one path.

A mark that is drawn many times becomes strokes of one path, a disk a point with a wide round end. What is seen through
is left as it is: two parts that lie on each other would look like one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from tightrope.reports.publishing.paths import TENTH, Stroke, disk, hundredths, read, thinned, told

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
PATH, GROUP, USE, DEFS = (f"{{{SVG}}}{name}" for name in ("path", "g", "use", "defs"))
HREF = f"{{{XLINK}}}href"
AXIS = "matplotlib.axis"  # begins the name of the group of an axis: what is in it does not overlap
CLIP = "clip-path"
PANEL, TITLE, NAME, CURVE, TIE = "panel-", "title", "name-", "curve-", "tie-"  # begin names of what a page takes apart
NOWHERE = (("L", ((0, 0),)),)  # segments of a stroke that is a point
SEEN_THROUGH = {"opacity", "stroke-opacity", "fill-opacity"}


def join(root: Element) -> None:
    """Change a drawing, as matplotlib writes it, in place."""
    marks = {part.attrib["id"]: part for part in root.iter(PATH) if "id" in part.attrib}
    root[:] = _Joined(marks).parts(root)


@dataclass
class _Joined:
    """The marks of a drawing by their names; of each path its strokes, and the mark that it was."""

    marks: Mapping[str, Element]
    strokes: dict[Element, list[Stroke]] = field(default_factory=dict)
    was: dict[Element, str] = field(default_factory=dict)

    def parts(self, parent: Element) -> list[Element]:
        """What stands in a group, without groups that say nothing, in the order in which it is drawn."""
        found = self._inside(parent, axis=False)
        for path, strokes in self.strokes.items():
            path.set("d", told(strokes))
        return found

    def _inside(self, parent: Element, axis: bool) -> list[Element]:
        found: list[Element] = []
        for part in parent:
            if part.tag == DEFS:
                part[:] = [one for one in part if one.get("id") not in self.marks]
                found += [part] if len(part) else []
            elif part.tag == GROUP:
                found += self._group(part, axis)
            elif part.tag == USE:
                found.append(self._written_out(part))
            else:
                if part.tag == PATH:
                    self.strokes[part] = [thinned(one) for one in read(part.attrib["d"])]
                found.append(part)
        return self._merged(found, axis)

    def _group(self, group: Element, axis: bool) -> list[Element]:
        name = group.attrib.pop("id", "")
        inside = self._inside(group, axis or name.startswith(AXIS))
        if name.startswith((PANEL, TITLE)):
            group[:], group.attrib["id"] = inside, name
            return [group]
        if name.startswith((NAME, CURVE, TIE)) and inside:
            inside[0].set("id", name)  # of a curve the line, which its marks follow
        if set(group.attrib) <= {CLIP} and not any("transform" in part.attrib for part in inside):
            for part in inside:
                part.attrib.update(group.attrib)
            return inside
        group[:] = inside
        return [group] if group.attrib else inside

    def _written_out(self, use: Element) -> Element:
        """A mark as a path at its place."""
        name, style = use.attrib[HREF][1:], _sayings(use.get("style", ""))
        at = tuple(round(hundredths(use.get(one, "0")) / TENTH) * TENTH for one in ("x", "y"))
        strokes = [thinned(one) for one in read(self.marks[name].attrib["d"])]
        radius = disk(strokes[0]) if len(strokes) == 1 else None
        if radius is not None and style.get("fill") == style.get("stroke") and not SEEN_THROUGH & set(style):
            width = 2 * radius / 100 + float(style.get("stroke-width", "1"))
            style |= {"fill": "none", "stroke-width": f"{width:g}", "stroke-linecap": "round"}
            strokes = [Stroke((0, 0), NOWHERE, closed=False)]
        elif all(len(one.segments) < 2 for one in strokes):
            style["fill"] = "none"  # a line has no inside
        path = Element(PATH, {"style": "; ".join(f"{one}: {said}" for one, said in style.items())})
        self.strokes[path], self.was[path] = [one.moved((at[0], at[1])) for one in strokes], name
        return path

    def _merged(self, parts: list[Element], axis: bool) -> list[Element]:
        """With one path for those that look alike, if nothing is drawn between them; on an axis, whatever is."""
        found: list[Element] = []
        first: dict[tuple, Element] = {}
        for part in parts:
            look = self._look(part, axis) if part.tag == PATH else None
            if look and look in first:
                self.strokes[first[look]] += self.strokes.pop(part)
                continue
            if not axis:
                first.clear()
            if look:
                first[look] = part
            found.append(part)
        return found

    def _look(self, path: Element, axis: bool) -> tuple | None:
        """What two paths have in common that can be one, or None for a path that stays alone."""
        style = _sayings(path.get("style", ""))
        if "id" in path.attrib or (SEEN_THROUGH & set(style) and not axis):
            return None
        if style.get("fill") != "none":
            if style.get("fill") != style.get("stroke") or path not in self.was:
                return None
            style["mark"] = self.was[path]  # marks run round alike, so that none cuts a hole into another
        return (
            tuple(sorted(style.items())),
            *sorted((k, v) for k, v in path.attrib.items() if k not in {"d", "style"}),
        )


def _sayings(style: str) -> dict[str, str]:
    """A style as the properties and what it says of them."""
    pairs = [one.split(":", 1) for one in style.split(";") if ":" in one]
    return {name.strip(): said.strip() for name, said in pairs}

"""A claim's card as one drawing for a slide, 16:9: id, verdict, claim, answer, what the notes say, picture, source."""

from collections.abc import Mapping
from html import escape

from tightrope.reports.publishing.cards.drawing import BLACK, FAMILY, PAPER, parts
from tightrope.reports.publishing.cards.picture import Picture
from tightrope.reports.publishing.cards.words import lines_of, text_of
from tightrope.simulators.model.graph_svg import width_of

WIDTH, HEIGHT, EDGE = 800, 450, 36
LEADING = 1.32  # of lines, of the letters' size
WIDER = {400: 1.07, 700: 1.16}  # letters of this weight than estimated
QUIET = "#555555"
GROWN, SMALL = 1.3, (300.0, 150.0)  # of the picture: by how much it is enlarged, and its size before
BESIDE = WIDTH - 2 * EDGE - GROWN * SMALL[0] - 26  # what a picture leaves for words
VERDICTS = {  # fill, words, edge: as on the page (page.css)
    "attained": ("#0b4f8a", "#ffffff", "#0b4f8a"),
    "holds": ("#e3eef8", "#0b4f8a", "#0b4f8a"),
    "conditional": ("#fdf1d3", "#7a4b00", "#a66a00"),
    "refuted": ("#ad3410", "#ffffff", "#ad3410"),
    "undecided": ("#e9e9e6", "#3d3d3b", "#8a8880"),
}
WITNESSED = {"refuted": "Counterexample", "attained": "Reached"}


def slide(claim: Mapping, picture: Picture | None, found: str, report: str) -> str:
    """The SVG. `found` says where the claim fails, or is reached; `report` is the id of the results.

    What is too long for its place ends in dots.
    """
    whole = WIDTH - 2 * EDGE
    drawn = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>', *_head(claim)]
    top = _write(drawn, claim["short"], 60, 25, 700, whole, 2) + 12
    top = below = _write(drawn, claim["answer"], top, 20, 700, whole, 3) + 18
    room = BESIDE if picture else whole
    top = _write(drawn, f"The notes: {claim['gist']}", top, 16, 400, room, 8) + 12
    if found:
        _write(drawn, f"{WITNESSED[claim['verdict']]}{found}", top, 16, 400, room, 3)
    if picture:
        place = f"translate({WIDTH - EDGE - GROWN * SMALL[0]:g} {below + 4:.1f}) scale({GROWN:g})"
        drawn.append(f'<g transform="{place}">\n{parts(picture, *SMALL)}\n</g>')
    command = f"tightrope explain {claim['id']}"
    source = f"{claim['id']} of notes on CS285, lecture 2 · a tightrope report, {report[:12]} · {command}"
    drawn.append(_text(EDGE, HEIGHT - 20, source, 13, 400, QUIET))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{FAMILY}" role="img" aria-label="{escape(claim["id"])}, {escape(claim["verdict"])}">\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


def _head(claim: Mapping) -> list[str]:
    """The id, the verdict as a chip, and the evidence."""
    fill, words, edge = VERDICTS[claim["verdict"]]
    left = EDGE + 20 * WIDER[700] * width_of(claim["id"], 1) + 14
    wide = 14 * WIDER[700] * width_of(claim["verdict"], 1) + 22
    chip = (
        f'x="{left:.1f}" y="26" width="{wide:.1f}" height="24" rx="12" fill="{fill}" stroke="{edge}" stroke-width="1.5"'
    )
    middle = (
        f'<text x="{left + wide / 2:.1f}" y="43" text-anchor="middle" font-size="14" font-weight="700" fill="{words}">'
    )
    return [
        _text(EDGE, 45, claim["id"], 20, 700, QUIET),
        f"<rect {chip}/>",
        f"{middle}{escape(claim['verdict'])}</text>",
        _text(left + wide + 12, 43, f"{claim['evidence']} · {claim['section']}", 14, 400, QUIET),
    ]


def _write(drawn: list[str], words: str, top: float, size: float, weight: int, room: float, most: int) -> float:
    """Draw words in lines below `top`; where they end."""
    lines = lines_of(words, WIDER[weight] * size, room, most)
    for number, line in enumerate(lines, 1):
        told = text_of(line, size)
        drawn.append(_element(EDGE, top + number * size * LEADING, told, size, weight, BLACK))
    return top + len(lines) * size * LEADING


def _text(x: float, y: float, words: str, size: float, weight: int, colour: str) -> str:
    return _element(x, y, escape(words), size, weight, colour)


def _element(x: float, y: float, inside: str, size: float, weight: int, colour: str) -> str:
    bold = f' font-weight="{weight}"' if weight > 400 else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}"{bold} fill="{colour}">{inside}</text>'

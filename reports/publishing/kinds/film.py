"""A film strip as SVG text: the first group of walkers on each rope, at some of their decisions."""

from html import escape

from tightrope.reports.publishing.walks import OFF, Film, Walks
from tightrope.simulators.model.graph_svg import BLACK, GREY, RED

ROPE = "#b0b0b0"
NAME, SMALL = 12.5, 12.0  # sizes of letters
LANE, STILL, GAP, LEFT = 18.0, 106.0, 18.0, 6.0  # height of a rope's lane, width of a picture, between pictures
HEADING, LEGEND = 26.0, 34.0  # above a row of pictures, and below it
FALLEN = 8.0  # how far below the rope who is off it hangs


def film_strip(film: Film) -> str:
    """A row of pictures for each rope."""
    row = HEADING + LANE * film.together + LEGEND
    width, height = 2 * LEFT + len(film.stills) * (STILL + GAP) - GAP, row * len(film.ropes)
    parts = []
    for number, rope in enumerate(film.ropes):
        top = number * row
        parts.append(_text(LEFT, top + 15, rope.heading, NAME, BLACK))
        for i, decision in enumerate(film.stills):
            parts += _still(rope, film.together, decision, LEFT + i * (STILL + GAP), top + HEADING)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="sans-serif">\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _still(rope: Walks, together: int, decision: int, left: float, top: float) -> list[str]:
    """The ropes, red where a decision has ended off them, and who walks there."""
    step, shown = STILL / len(rope.sums), rope.walkers[:together]
    heights = [top + LANE * (i + 0.5) for i in range(together)]
    lines = "".join(f"M{left:.1f} {y:.1f}h{STILL:.1f}" for y in heights)
    parts = [f'<path d="{lines}" fill="none" stroke="{ROPE}"/>']
    fallen = ""
    for walker, y in zip(shown, heights, strict=True):
        fallen += "".join(
            f"M{left + t * step:.1f} {y + 2.6:.1f}h{step:.1f}" for t in range(decision) if walker[t] == OFF
        )
    if fallen:
        parts.append(f'<path d="{fallen}" fill="none" stroke="{RED}" stroke-width="4"/>')
    x, places = left + decision * step, list(zip(shown, heights, strict=True))
    parts += _walkers([(x, y) for walker, y in places if walker[decision - 1] != OFF], BLACK)
    parts += _walkers([(x, y + FALLEN) for walker, y in places if walker[decision - 1] == OFF], RED)
    count = sum(walker[:decision].count(OFF) for walker in shown)
    parts.append(_text(left, top + LANE * together + 14, f"after {decision}: sum {count}", SMALL, GREY))
    return parts


def _walkers(feet: list[tuple[float, float]], colour: str) -> list[str]:
    """Heads, which are lines with round ends, long enough for typst to draw one alone, and bodies."""
    if not feet:
        return []
    heads = "".join(f"M{x:.1f} {y - 9:.1f}h.01" for x, y in feet)
    bodies = "".join(f"M{x:.1f} {y - 7:.1f}v3.5l-2.2 3.5m2.2-3.5l2.2 3.5" for x, y in feet)
    return [
        f'<path d="{heads}" fill="none" stroke="{colour}" stroke-width="4.6" stroke-linecap="round"/>',
        f'<path d="{bodies}" fill="none" stroke="{colour}" stroke-width="1.4"/>',
    ]


def _text(x: float, y: float, words: str, size: float, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}">{escape(words)}</text>'

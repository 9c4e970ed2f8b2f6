"""Toys in a page, and the walkers: where `markup.lua` has left a place for one, and a script that the policy allows."""

import re
from pathlib import Path

from markupsafe import Markup

from tightrope.reports.publishing.html_template import html_template
from tightrope.reports.publishing.scripts import with_script
from tightrope.reports.publishing.toys import ALL, walk
from tightrope.reports.publishing.toys.dressed import dressed
from tightrope.reports.publishing.toys.javascript import drawn, script, walking
from tightrope.reports.publishing.toys.toy import Toy
from tightrope.reports.publishing.toys.worst_problem import picture
from tightrope.reports.publishing.walks import Film

TEMPLATES = Path(__file__).parents[1] / "templates"
PLACE = re.compile(r'<div data-toy="([^"]*)"></div>')


def with_toys(html: str) -> str:
    """The page with its toys, if it has places for any. Raises ValueError for one that is unknown, or there twice."""
    keys, known = PLACE.findall(html), [*ALL, walk.KEY]
    if not keys:
        return html
    for key in keys:
        if key not in known or keys.count(key) > 1:
            raise ValueError(f"report.md must name each toy once, and one of {', '.join(known)}; it says {key}")
    code = script(ALL[key] for key in keys if key in ALL)
    if walk.KEY in keys:
        code += walking(walk.film())
    html = PLACE.sub(lambda place: markup(ALL[place[1]]) if place[1] in ALL else walkers(walk.film()), html)
    return with_script(html, code)


def markup(toy: Toy) -> str:
    """What a browser shows once the script runs."""
    shown = toy.cases[" ".join(toy.start)]
    pictures, styles = dressed({one.name: picture(one.key, one.priced).svg for one in drawn(toy)})
    return html_template(TEMPLATES / "toy.html.jinja").render(
        toy=toy,
        lines=shown.lines,
        witness=shown.witness,
        pictures={name: Markup(svg) for name, svg in pictures.items()},
        styles=Markup(styles),
        drawing=f"{toy.up}, along {toy.along}; the table has the numbers",
    )


def walkers(film: Film) -> str:
    """What a browser shows of the walkers, unless it is asked to move nothing."""
    return html_template(TEMPLATES / "walk.html.jinja").render(film=film)

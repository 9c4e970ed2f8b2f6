"""Toys in a page, and the walkers: where `markup.lua` has left a place for one, and a script that the policy allows."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tightrope.reports.publishing.toys import ALL, walk
from tightrope.reports.publishing.toys.javascript import fingerprint, script, walking
from tightrope.reports.publishing.toys.toy import Toy
from tightrope.reports.publishing.walks import Film

TEMPLATES = Path(__file__).parents[1] / "templates"
PLACE = re.compile(r'<div data-toy="([^"]*)"></div>')
POLICY = re.compile(r'(<meta\s+http-equiv="Content-Security-Policy"\s+content="[^"]*)"')  # as pandoc writes page.html


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
    html, policies = POLICY.subn(rf"\1; script-src '{fingerprint(code)}'" + '"', html, count=1)
    if not policies:
        raise ValueError("page.html must have a policy that can allow a script by its hash")
    body, end = html.rsplit("</body>", 1)
    return f"{body}<script>{code}</script>\n</body>{end}"


def markup(toy: Toy) -> str:
    """What a browser shows once the script runs."""
    shown = toy.cases[" ".join(toy.start)]
    return _template("toy.html.jinja").render(
        toy=toy,
        lines=shown.lines,
        witness=shown.witness,
        drawing=f"{toy.up}, along {toy.along}; the table has the numbers",
    )


def walkers(film: Film) -> str:
    """What a browser shows of the walkers, unless it is asked to move nothing."""
    return _template("walk.html.jinja").render(film=film)


@cache
def _template(name: str):
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)

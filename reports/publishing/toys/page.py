"""Toys in a page: where `markup.lua` has left a place for one, and a script that the page's policy allows."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tightrope.reports.publishing.scripts import with_script
from tightrope.reports.publishing.toys import ALL
from tightrope.reports.publishing.toys.javascript import script
from tightrope.reports.publishing.toys.toy import Toy

TEMPLATES = Path(__file__).parents[1] / "templates"
PLACE = re.compile(r'<div data-toy="([^"]*)"></div>')


def with_toys(html: str) -> str:
    """The page with its toys, if it has places for any. Raises ValueError for one that is unknown, or there twice."""
    keys = PLACE.findall(html)
    if not keys:
        return html
    for key in keys:
        if key not in ALL or keys.count(key) > 1:
            raise ValueError(f"report.md must name each toy once, and one of {', '.join(ALL)}; it says {key}")
    return with_script(PLACE.sub(lambda place: markup(ALL[place[1]]), html), script(ALL[key] for key in keys))


def markup(toy: Toy) -> str:
    """What a browser shows once the script runs."""
    shown = toy.cases[" ".join(toy.start)]
    return _template().render(
        toy=toy,
        lines=shown.lines,
        witness=shown.witness,
        drawing=f"{toy.up}, along {toy.along}; the table has the numbers",
    )


@cache
def _template():
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("toy.html.jinja")

"""Toys in a page: where `markup.lua` has left a place for one, and a script that the page's policy allows."""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tightrope.reports.publishing.toys import ALL
from tightrope.reports.publishing.toys.javascript import fingerprint, script
from tightrope.reports.publishing.toys.toy import Toy

TEMPLATES = Path(__file__).parents[1] / "templates"
PLACE = re.compile(r'<div data-toy="([^"]*)"></div>')
POLICY = re.compile(r'(<meta\s+http-equiv="Content-Security-Policy"\s+content="[^"]*)"')  # as pandoc writes page.html


def with_toys(html: str) -> str:
    """The page with its toys, if it has places for any. Raises ValueError for one that is unknown, or there twice."""
    keys = PLACE.findall(html)
    if not keys:
        return html
    for key in keys:
        if key not in ALL or keys.count(key) > 1:
            raise ValueError(f"report.md must name each toy once, and one of {', '.join(ALL)}; it says {key}")
    code = script(ALL[key] for key in keys)
    html = PLACE.sub(lambda place: markup(ALL[place[1]]), html)
    html, policies = POLICY.subn(rf"\1; script-src '{fingerprint(code)}'" + '"', html, count=1)
    if not policies:
        raise ValueError("page.html must have a policy that can allow a script by its hash")
    body, end = html.rsplit("</body>", 1)
    return f"{body}<script>{code}</script>\n</body>{end}"


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

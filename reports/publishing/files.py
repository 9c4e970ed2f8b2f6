"""The files of a report: each follows from results.json, so a report is written, and checked, by the same function."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS, closed_forms
from tightrope.bounds.language.letters import to_latex
from tightrope.bounds.language.readings import READINGS
from tightrope.reports.evidence.verdict import rounded
from tightrope.reports.exercises import exercises
from tightrope.reports.glossary import with_glossary
from tightrope.reports.lecture import claim as claim_of
from tightrope.reports.publishing import citation, crate, scope
from tightrope.reports.publishing.cards.made import cards, hero_in_words, on_page
from tightrope.reports.publishing.cards.witness import told_of
from tightrope.reports.publishing.cards.words import signs_of
from tightrope.reports.publishing.figure import Figure
from tightrope.reports.publishing.results import Results, as_text
from tightrope.reports.publishing.rounding import significant
from tightrope.reports.publishing.schema import schema
from tightrope.reports.publishing.shape import shaped
from tightrope.reports.publishing.training import NUMBERS, entries
from tightrope.reports.publishing.workers import each

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates"
TRIED = {"brake-light": "Try it: the brake light", "paradox": "Try it: recoveries in the data"}  # by experiment
SENTENCE = 9  # words of a cell that needs a wide column
PAGE = 120  # the sum of such widths that an upright page has room for
VERDICTS = {  # in words, of so many claims
    "attained": "attained",
    "holds": "hold",
    "conditional": "under a condition",
    "refuted": "refuted as written",
    "undecided": "undecided",
    "open": "open",
}
BIBLIOGRAPHY = Path(__file__).parents[2] / "bounds" / "references.bib"


def texts(results: dict) -> dict[str, bytes]:
    """The files that this program alone makes, by their paths: results, data, Markdown, references, what they are."""
    found = _texts(results)
    return {**found, crate.PATH: crate.crate(results, found, drawn_paths(results)).encode()}


def _texts(results: dict) -> dict[str, bytes]:
    return {
        "results.json": as_text(results).encode(),
        **_described(results),
        "report.md": markdown(results).encode(),
        "cite.bib": f"{citation.report(results)}\n{citation.software()}".encode(),
        "references.bib": BIBLIOGRAPHY.read_bytes(),
        **{path: text.encode() for path, text in data_files(results).items()},
        **_trained(results),
        **{path: text.encode() for path, text in _cards(results).items()},
    }


def _cards(results: dict) -> dict[str, str]:
    """Of a report about one problem there are none: it is about no claim."""
    return {} if scope.is_of_a_problem(results) else cards(results, {one.key: one for one in figures_of(results)})


def _trained(results: dict) -> dict[str, bytes]:
    """Every number of how training went, which is no part of the id and so none of `data_files`."""
    rows = [row for one in entries(results) for row in one.numbers()]
    return {"data/training.csv": _csv(NUMBERS, rows).encode()} if rows else {}


def _described(results: dict) -> dict[str, bytes]:
    """The form of results.json, beside it; that of one's own problem follows its tables, which differ."""
    if scope.is_of_a_problem(results):
        return {}
    return {"results.schema.json": as_text(schema(Results, "results.json of a tightrope report")).encode()}


def figures_of(results: dict) -> tuple[Figure, ...]:
    """What is drawn. Raises ValueError if it has not the form of figures."""
    return shaped(tuple[Figure, ...], results["figures"], "results.figures")


def write_texts(results: dict, folder: Path) -> None:
    """Write what `texts` has to a folder."""
    for path, content in texts(results).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def write_drawn(results: dict, folder: Path, workers: int = 1) -> None:
    """Write the figures, and the pages that show them, beside the texts: by matplotlib, pandoc and typst."""
    from tightrope.reports.publishing.pages import write_html, write_pdf

    figures = figures_of(results)
    if figures:
        (folder / "figures").mkdir(exist_ok=True)
    for _ in each(partial(_draw, folder=folder / "figures"), figures, workers):
        pass
    sources = (folder / "report.md", folder / "references.bib", folder / "results.json")
    write_html(*sources, folder / "index.html")
    write_pdf(*sources, folder / "report.pdf")


def _draw(figure: Figure, folder: Path) -> None:
    from tightrope.reports.publishing.pictures import draw

    draw(figure, folder)


def drawn_paths(results: dict) -> set[str]:
    """What `write_drawn` writes."""
    figures = {f"figures/{figure.key}.{kind}" for figure in figures_of(results) for kind in figure.formats}
    return {"index.html", "report.pdf", *figures}


def data_files(results: dict) -> dict[str, str]:
    """The content of data/KEY.csv of each figure, one row a point of each picture, and of data/KEY-table.csv of each
    experiment's table, with exact values where they are short.
    """
    found = {}
    for figure in figures_of(results):
        rows = [map(_cell, point) for picture in figure.pictures for point in picture.points()]
        found[f"data/{figure.key}.csv"] = _csv(["panel", "curve or y", "x", "value", "lower", "upper"], rows)
    for key, table in _tables(results).items():
        if table:
            header = list(table[0])
            rows = [[_cell(row[name]) for name in header] for row in table]
            found[f"data/{key}-table.csv"] = _csv(header, rows)
    return dict(sorted(found.items()))


def _tables(results: dict) -> Mapping[str, Sequence[dict]]:
    return (
        results["tables"] if scope.is_of_a_problem(results) else {x["key"]: x["table"] for x in results["experiments"]}
    )


def data_hashes(results: dict) -> dict[str, str]:
    return {path: hashlib.sha256(text.encode()).hexdigest() for path, text in data_files(results).items()}


def _csv(header: Sequence[object], rows: Iterable[Iterable[object]]) -> str:
    file = StringIO()
    csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return file.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, Mapping):
        return value.get("exact", value["value"])
    return rounded(value) if isinstance(value, float) else value


def markdown(results: dict) -> str:
    """The report's text, from its template."""
    if scope.is_of_a_problem(results):
        return _of_a_problem(results)
    return with_glossary(told_by_title(_of_experiments(results), scope.titles()))


def told_by_title(text: str, titles: Mapping[str, str]) -> str:
    """References to sections of the whole report that this part of it lacks become the titles of these sections."""
    here = set(re.findall(r"\{#sec:([\w-]+)\}", text))
    lacking = "|".join(sorted(titles.keys() - here, key=len, reverse=True))
    return re.sub(rf"@sec:({lacking})\b(?!-)", lambda found: f"*{titles[found[1]]}*", text) if lacking else text


def _template(name: str) -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="<#",  # {# begins an identifier in the Markdown
        comment_end_string="#>",
    )
    environment.filters["escaped"] = escaped
    return environment.get_template(name)


def escaped(text: str) -> str:
    """Anybody's text as Markdown that means just it."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def _of_a_problem(results: dict) -> str:
    return _template("problem.md.jinja").render(
        results=results,
        figures={figure["key"]: figure for figure in results["figures"]},
        title=scope.title(results),
        command=scope.command(results),
        citation=citation.report(results),
        show=show,
        **scope.own_problem().words(results),
    )


def _of_experiments(results: dict) -> str:
    whole, claims = scope.is_whole(results), results["claims"]
    looked_at = claims if whole else [claim for claim in claims if claim["verdict"] != "open"]
    figures = {figure["key"]: figure for figure in results["figures"]}
    shaped_figures = {one.key: one for one in figures_of(results)}
    return _template("report.md.jinja").render(
        whole=whole,
        title=scope.title(results),
        experiments=results["experiments"],
        begins=scope.parts() if whole else {},
        figures=figures,
        picture=lambda key: _picture(figures[key]),
        readings=READINGS,
        results=results,
        claims=looked_at,
        groups=[(section, list(group)) for section, group in groupby(looked_at, lambda claim: claim["section"])],
        number_of_experiments=scope.number_of_all(),
        count=lambda verdict: sum(claim["verdict"] == verdict for claim in claims),
        command=scope.command(results),
        worst_cases={
            one.reading.spoken: to_latex(one.disagreement) for one in CLOSED_FORMS if one.derivation == "worst-case"
        },
        worst_case=lambda key: to_latex(closed_forms(key).disagreement),
        program=version("tightrope"),
        card_of=lambda claim: on_page(claim, shaped_figures),
        hero=hero_in_words(shaped_figures),
        verdicts=VERDICTS,
        released=citation.RELEASED,
        drawn=lambda claim: _drawn(claim, figures),
        beside=lambda claim: _beside(claim["id"], [one["id"] for one in claims]),
        spoken=lambda key: key.replace("_", " "),
        counterexample=_counterexample,
        homes=lambda claim: [one["key"] for one in results["experiments"] if claim["id"] in one["claims"]],
        lines=lambda claim: list(claim_of(claim["id"]).lines()),
        exercises=exercises(),
        toys=TRIED,
        show=show,
        widths=widths,
        shape=table_shape,
        citation=citation.report(results),
        training=[one.row() for one in entries(results)],
    )


def _picture(figure: Mapping) -> str:
    """Its title is drawn in it; a diagram and a film have none of their own."""
    picture = figure["pictures"][0]
    title = f"{figure['see']} " if {"nodes", "stills"} & set(picture) else ""
    words = f"![{title}{figure['caption']} [CSV](data/{figure['key']}.csv)](figures/{figure['key']}.svg)"
    kinds = {".diagram": {"nodes"}, ".plane": {"nodes", "regions", "stills"}}
    classes = "".join(f" {kind}" for kind, parts in kinds.items() if parts & set(picture))
    return f'{words}{{#fig:{figure["key"]}{classes} alt="{signs_of(figure["see"])} {figure["alt"]}"}}'


def _drawn(claim: Mapping, figures: Mapping) -> str:
    """The diagram of the problem that refutes the claim, if there is one."""
    found = claim.get("readings", {}).get(claim["reading"]) or {}
    key = f"problem-{(found.get('witness') or {}).get('problem')}"
    return key if found.get("verdict") == "refuted" and key in figures else ""


def _beside(key: str, keys: Sequence[str]) -> list[tuple[str, str]]:
    """The claims before and after it, with what leads there."""
    at = keys.index(key)
    before, after = keys[:at][-1:], keys[at + 1 :][:1]
    return [*((one, f"← {one}") for one in before), *((one, f"{one} →") for one in after)]


def _counterexample(found: Mapping) -> str:
    """Where a line fails: the problem and both sides."""
    witness = found.get("witness") or {}
    return f" by {told_of(witness)}" if found["verdict"] == "refuted" and witness.get("problem") else ""


def widths(table: Sequence[Mapping]) -> list[int]:
    """How wide the columns of a table are to each other: formulas and sentences need more room than numbers."""
    cells = {name: [str(row[name]) for row in table] for name in table[0]}
    found = [_width(column) for column in cells.values()]
    return [max(18, found[0]), *found[1:]]


def _width(cells: Sequence[str]) -> int:
    formulas, sentences = (any(map(is_such, cells)) for is_such in (_formula, _sentence))
    return 10 + 18 * formulas + 14 * sentences


def _formula(cell: str) -> bool:
    return cell.startswith("$")


def _sentence(cell: str) -> bool:
    return len(cell.split()) >= SENTENCE


def table_shape(table: Sequence[Mapping]) -> str:
    """The classes of a table: more than five columns are set small; what is too wide even so lies across a page."""
    wide = " .wide" if len(table[0]) > 5 else ""
    return f"{wide} .landscape" if sum(widths(table)) > PAGE else wide


def show(value: object) -> str:
    """A cell of a table for a reader: a short fraction as it is, any other number to four digits."""
    if not isinstance(value, dict):
        formula = "$" in str(value) or str(value).startswith("[")
        return str(value) if formula else str(value).replace("_", " ")
    return value["exact"] if len(value.get("exact", "")) in range(1, 9) else significant(value, 4)

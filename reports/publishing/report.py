"""The main job: run the experiments, collect the answers to the notes' claims, write the report.

A report is written beside its target and put in place at the end: what stands there is always whole.
"""

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from os import PathLike, fspath
from pathlib import Path

from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS
from tightrope.bounds.formal import theorems_of_claim
from tightrope.bounds.language.letters import to_latex
from tightrope.bounds.language.readings import READINGS
from tightrope.reports.evidence.verdict import Answer, rounded
from tightrope.reports.lecture import CLAIMS, Claim
from tightrope.reports.publishing import citation
from tightrope.reports.publishing.experiment import FULL, QUICK, Experiment, Profile, Result
from tightrope.reports.publishing.figure import Figure
from tightrope.reports.publishing.manifest import RESULTS_SCHEMA, file_hash, foreign_files, results_id, write_manifest
from tightrope.reports.publishing.rounding import significant
from tightrope.simulators.model.arithmetic import shown
from tightrope.simulators.model.parameters import one_of

TEMPLATES = Path(__file__).parent / "templates"
BIBLIOGRAPHY = Path(__file__).parents[2] / "bounds" / "references.bib"

Progress = Callable[[str], None]
PROFILES = {profile.key: profile for profile in (FULL, QUICK)}


def run_experiments(
    experiments: tuple[Experiment, ...], profile: Profile, progress: Progress
) -> list[tuple[Experiment, Result]]:
    """Run them in order. Raises RuntimeError if two answer the same claim, or one answers other claims than it says."""
    found, answered = [], set()
    for experiment in experiments:
        progress(experiment.title)
        result = experiment.run(profile)
        claims = {answer.claim for answer in result.answers}
        if claims != set(experiment.claims) or claims & answered:
            raise RuntimeError(f"{experiment.key} must answer {experiment.claims}, once; it answered {sorted(claims)}")
        answered |= claims
        found.append((experiment, result))
    return found


def results_document(found: list[tuple[Experiment, Result]], profile: Profile, data: dict[str, str]) -> dict:
    """The content of results.json. `data` maps each data file to its hash, so that the id covers the curves."""
    answers = {answer.claim: answer for _, result in found for answer in result.answers}
    figures = {figure.key for _, result in found for figure in result.figures}
    results = {
        "schema": RESULTS_SCHEMA,
        "profile": profile.key,
        "seed": profile.seed,
        "claims": [_claim(claim, answers.get(claim.id), figures) for claim in CLAIMS],
        "experiments": [
            {
                "key": experiment.key,
                "question": experiment.question,
                "claims": list(experiment.claims),
                "numbers": dict(result.numbers),
                "table": [dict(row) for row in result.table],
                "figures": [figure.key for figure in result.figures],
            }
            for experiment, result in found
        ],
        "data": data,
    }
    return {**results, "id": results_id(results)}


def _claim(claim: Claim, answer: Answer | None, figures: set[str]) -> dict:
    """A claim of results.json. `kernel` names the theorems of bounds/formal that speak of it."""
    kernel = [theorem.name for theorem in theorems_of_claim(claim.id)]
    if answer is None:
        return {**asdict(claim), "verdict": "open", "evidence": "none", "kernel": kernel}
    shown = {k: v for k, v in asdict(answer).items() if k != "claim"}
    shown["figure"] = answer.figure if answer.figure in figures else ""  # a report may have been asked for a part only
    return {**asdict(claim), **shown, "kernel": kernel}


def report(
    out: str | PathLike,
    *,
    only: Sequence[str] | None = None,
    profile: str = "full",
    progress: Progress = lambda title: None,
) -> dict:
    """Run the experiments, all or `only` those of some keys, write the report to a folder, and return its results.

    The profile is full or quick (shorter horizons, fewer episodes, the same claims). Raises ValueError for an unknown
    key or profile, or if the folder holds something else than an older report.
    """
    from tightrope.reports.experiments import chosen  # experiments import what publishing offers them

    if not isinstance(out, str | PathLike) or not isinstance(fspath(out), str):
        raise TypeError(f"a report's folder is a text or a Path; got {shown(out)}")
    one_of(profile, PROFILES, "profile")
    selected = chosen(only)
    words = ["tightrope report", *(["--quick"] if profile == "quick" else [])]
    words += ["--only", *(one.key for one in selected)] if only else []
    return write_report(Path(out), selected, PROFILES[profile], " ".join(words), progress)


def write_report(
    target: Path, experiments: tuple[Experiment, ...], profile: Profile, command: str, progress: Progress
) -> dict:
    """Write a whole report to `target` and return its results.

    Raises ValueError if the folder cannot be written, or holds something else than an older report: then nothing
    there is touched.
    """
    target = target.absolute()
    check_target(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as beside:
        folder = Path(beside) / "report"
        results = _write(folder, experiments, profile, command, progress)
        if target.exists():
            os.replace(target, Path(beside) / "old")
        os.replace(folder, target)
    return results


def check_target(target: Path) -> None:
    """Raises ValueError unless a report can be put there: a new or empty folder,
    or an older report and nothing else.
    """
    if target.exists() and not target.is_dir():
        raise ValueError(f"the output must be a folder; {target} is a file")
    if target.is_dir() and any(target.iterdir()):
        try:
            foreign = foreign_files(target)
        except ValueError as error:
            raise ValueError(f"{target} is not empty and holds no report; give a new folder ({error})") from None
        if foreign:
            raise ValueError(f"{target} holds files that are not part of its report, {', '.join(foreign)}: move them")
    existing = next(folder for folder in target.absolute().parents if folder.exists())
    try:
        with tempfile.TemporaryDirectory(dir=existing):
            pass
    except OSError as error:
        raise ValueError(f"the output folder {target} cannot be written: {error.strerror}") from error


def _write(folder, experiments, profile, command, progress) -> dict:
    from tightrope.reports.publishing.pages import write_html, write_pdf
    from tightrope.reports.publishing.pictures import draw

    (folder / "figures").mkdir(parents=True)
    (folder / "data").mkdir()
    found = run_experiments(experiments, profile, progress)
    data = {}
    for experiment, result in found:
        for figure in result.figures:
            draw(figure, folder / "figures")
            data |= _write_curves(figure, folder / "data")
        if result.table:
            data |= _write_table(experiment.key, result, folder / "data")
    progress("Pages")
    results = results_document(found, profile, data)
    files = {"results": folder / "results.json", "markdown": folder / "report.md", "cite": folder / "cite.bib"}
    files["results"].write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    files["cite"].write_text(citation.report(results) + "\n" + citation.software(), encoding="utf-8")
    files["markdown"].write_text(markdown(found, results, command), encoding="utf-8")
    shutil.copy(BIBLIOGRAPHY, folder / "references.bib")
    pages = (files["markdown"], folder / "references.bib", files["results"])
    write_html(*pages, folder / "index.html")
    write_pdf(*pages, folder / "report.pdf")
    write_manifest(folder, results, command)
    return results


def markdown(found: list[tuple[Experiment, Result]], results: dict, command: str) -> str:
    """The report's text, from the template."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="<#",  # {# begins an identifier in the Markdown
        comment_end_string="#>",
    )
    return environment.get_template("report.md.jinja").render(
        found=found,
        readings=READINGS,
        results=results,
        claims=results["claims"],
        count=lambda verdict: sum(claim["verdict"] == verdict for claim in results["claims"]),
        command=command,
        worst_cases={
            one.reading.spoken: to_latex(one.disagreement) for one in CLOSED_FORMS if one.derivation == "worst-case"
        },
        show=show,
        row_of_formulas=lambda table: str(next(iter(table[0].values()))).startswith("$"),
        citation=citation.report(results),
    )


def show(value: object) -> str:
    """A cell of a table for a reader: a short fraction as it is, any other number to four digits."""
    if not isinstance(value, dict):
        return str(value).replace("_", " ") if not str(value).startswith(("$", "[")) else str(value)
    return value["exact"] if len(value.get("exact", "")) in range(1, 9) else significant(value, 4)


def _write_curves(figure: Figure, folder: Path) -> dict[str, str]:
    """data/KEY.csv: one row a point of each picture."""
    rows = [list(map(_cell, point)) for picture in figure.pictures for point in picture.points()]
    header = ["panel", "curve or y", "x", "value", "lower", "upper"]
    return _write_csv(folder / f"{figure.key}.csv", [header, *rows])


def _write_table(key: str, result: Result, folder: Path) -> dict[str, str]:
    """data/KEY-table.csv: the table as shown, with exact values where they are short."""
    header = list(result.table[0])
    rows = [[_cell(row[name]) for name in header] for row in result.table]
    return _write_csv(folder / f"{key}-table.csv", [header, *rows])


def _cell(value: object) -> object:
    if isinstance(value, dict):
        return value.get("exact", value["value"])
    return rounded(value) if isinstance(value, float) else value


def _write_csv(path: Path, rows: Iterable[Sequence[object]]) -> dict[str, str]:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return {f"data/{path.name}": file_hash(path)}

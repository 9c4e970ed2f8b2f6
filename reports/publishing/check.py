"""Does a report still say what it said? Its files are made again from its results.json, and compared byte by byte.

What is compared comes from this program; the report decides about nothing. Its manifest's word about the machine that
made it is compared with nothing, and turns nothing off.
"""

import hashlib
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tightrope.reports.publishing import own_problem, scope
from tightrope.reports.publishing.files import data_hashes, drawn_paths, write_drawn, write_texts
from tightrope.reports.publishing.listing import things_in
from tightrope.reports.publishing.manifest import Manifest, manifest, manifest_text, other_tools, read_manifest
from tightrope.reports.publishing.report import Progress, results_of
from tightrope.reports.publishing.results import PROFILES, as_text, contradictions, read_results
from tightrope.reports.publishing.workers import check_workers
from tightrope.simulators.formats.door import read_bytes
from tightrope.simulators.model.terminal import line


def read_report(folder: Path) -> tuple[dict, Manifest]:
    """Results and manifest of a report. Raises ValueError if the folder is none."""
    try:
        return read_results(folder), read_manifest(folder)
    except ValueError as error:
        raise ValueError(f"{line(folder)} is not a report: {error}") from error


def read_sound(folder: Path) -> dict:
    """The results of a report that do not contradict themselves or this program. Raises ValueError if they do."""
    results, _ = read_report(folder)
    if found := _contradictions(results, folder):
        raise ValueError(f"{line(folder)} does not verify: {found[0]}")
    return results


def problems_of(folder: Path, drawn: bool = True, workers: int = 1) -> list[str]:
    """What does not follow from the results of a report, is missing, or does not belong there; empty if it is sound.

    Without `drawn`, what matplotlib, pandoc and typst make is only held against the manifest.
    Raises ValueError if there are no workers, the folder is no report, or no files can be made from its results.
    """
    check_workers(workers)
    results, given = read_report(folder)
    found = _contradictions(results, folder)
    if not found:
        with _made_of(folder):
            hashes = data_hashes(results)
        if results["data"] != hashes:
            found = ["results.json: the hashes are not those of the data that follow from it"]
    if found:
        return [*found, "results.json is false, so what should follow from it was not compared"]
    with tempfile.TemporaryDirectory() as beside:
        again = Path(beside)
        with _made_of(folder):
            _make(results, again, drawn, workers)
            if scope.is_of_a_problem(results):
                own_problem.sources_of(results, folder).write(again)
        found = _differences(folder, again, drawn_paths(results))
    if not found:
        return _differences_of_manifest(folder, results, given)
    if others := other_tools(given):
        found.append(f"it says that it was made with {line(', '.join(others))}: with those it may come out the same")
    return found


def _contradictions(results: dict, folder: Path) -> list[str]:
    found = contradictions(results)
    if found or not scope.is_of_a_problem(results):
        return found
    return own_problem.contradictions_with_sources(results, folder)


def recomputed(results: dict, folder: Path, progress: Progress, workers: int = 1) -> list[str]:
    """What comes out differently when the experiments are run again, or the problem beside the results is looked at."""
    if scope.is_of_a_problem(results):
        return own_problem.recomputed(results, folder)
    again = results_of(scope.experiments(results), PROFILES[results["profile"]], progress, workers)
    found = [
        f"recomputed, {new['id' if part == 'claims' else 'key']} comes out differently"
        for part in ("claims", "experiments", "figures")
        for old, new in zip(results[part], again[part], strict=False)
        if as_text(old) != as_text(new)
    ]
    if as_text(_cited(again)) != as_text(_cited(results)):
        found.append(f"recomputed, the results have the id {again['id']}, the report has {results['id']}")
    return found


def _cited(results: dict) -> dict:
    """All but the word on training: whoever trains again here has another one."""
    return {part: one for part, one in results.items() if part != "training"}


def _make(results: dict, again: Path, drawn: bool, workers: int) -> None:
    write_texts(results, again)
    if drawn:
        write_drawn(results, again, workers)


@contextmanager
def _made_of(folder: Path) -> Generator[None]:
    """Around what is made of a stranger's results: matplotlib, pandoc and typst raise what they like at his words."""
    try:
        yield
    except Exception as error:
        reason = f"{type(error).__name__} {error}"
        raise ValueError(f"{line(folder)}: its files cannot be made from results.json: {line(reason, 300)}") from error


def _differences(folder: Path, again: Path, drawn: set[str]) -> list[str]:
    made = {path.relative_to(again).as_posix(): path for path in again.rglob("*") if path.is_file()}
    there, expected = things_in(folder), {*made, *drawn, "manifest.json"}
    found = [f"{path} is missing" for path in sorted(expected - there.keys())]
    for path, kind in sorted(there.items()):
        if path in expected and kind != "file":
            found.append(f"{path} is a {kind}, not a file")
        elif path in made and not _same(folder / path, made[path]):
            found.append(f"{path} is not what follows from results.json")
        elif path not in expected and not (kind == "folder" and any(one.startswith(f"{path}/") for one in expected)):
            found.append(f"{line(path)} ({kind}) is not part of the report")
    return found


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and read_bytes(one) == read_bytes(other)


def _differences_of_manifest(folder: Path, results: dict, given: Manifest) -> list[str]:
    paths = [path for path, kind in things_in(folder).items() if kind == "file" and path != "manifest.json"]
    hashes = {path: hashlib.sha256(read_bytes(folder / path)).hexdigest() for path in paths}
    text = read_bytes(folder / "report.md").decode()
    must = manifest_text(manifest(results, text, hashes, given.environment, given.source))
    if read_bytes(folder / "manifest.json") == must.encode():
        return []
    return ["manifest.json does not list the files that are there, with their hashes, for these results"]

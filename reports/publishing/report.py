"""The main job: run the experiments, collect the answers to the notes' claims, write the report.

A report is written beside its target and put in place at the end: what stands there is always whole.
"""

from collections.abc import Callable, Sequence
from os import PathLike, fspath, path
from pathlib import Path

from tightrope.reports.publishing.experiment import Experiment, Profile, Result
from tightrope.reports.publishing.extras import check_extras
from tightrope.reports.publishing.files import data_hashes, write_drawn, write_texts
from tightrope.reports.publishing.manifest import write_manifest
from tightrope.reports.publishing.place import beside, put
from tightrope.reports.publishing.results import PROFILES, document, sealed
from tightrope.reports.publishing.workers import check_workers
from tightrope.reports.publishing.workers import results as results_by_workers
from tightrope.simulators.model.arithmetic import shown
from tightrope.simulators.model.parameters import one_of

Progress = Callable[[str], None]


def report(
    out: str | PathLike,
    *,
    only: Sequence[str] | None = None,
    profile: str = "full",
    workers: int = 1,
    progress: Progress = lambda title: None,
) -> dict:
    """Run the experiments, all or `only` those of some keys, write the report to a folder, and return its results.

    The profile is full or quick (shorter horizons, fewer episodes, the same claims). With more than one of `workers`
    they run in processes of their own, with the same results; see `workers.results`. Raises ValueError for an unknown
    key or profile, if something that is needed is not installed, or if the folder holds something else than an older
    report; see `write_report`.
    """
    from tightrope.reports.experiments import chosen  # experiments import what publishing offers them

    if not isinstance(out, str | PathLike) or not isinstance(fspath(out), str):
        raise TypeError(f"a report's folder is a text or a Path; got {shown(out)}")
    one_of(profile, PROFILES, "profile")
    check_workers(workers)
    return write_report(Path(out), chosen(only), PROFILES[profile], progress, workers)


def write_report(
    target: Path,
    experiments: tuple[Experiment, ...],
    profile: Profile,
    progress: Progress = lambda title: None,
    workers: int = 1,
) -> dict:
    """Write a whole report to `target` and return its results.

    Raises ValueError if the folder cannot be written, or holds something else than an older report: then nothing
    there is touched; if something else is put there while the report is made, the report is kept beside it.
    """
    check_extras(experiments)
    try:
        target = Path(path.abspath(target))
    except OSError as error:
        raise ValueError(
            f"the current folder is gone ({error.strerror}): give the output folder from the root on"
        ) from None
    with beside(target) as new:
        results = results_of(experiments, profile, progress, workers)
        progress("Pages")
        try:
            new.mkdir()
            write_texts(results, new)
            write_drawn(results, new, workers)
            write_manifest(new, results)
        except OSError as error:
            raise ValueError(f"the report cannot be written beside {target}: {error.strerror}") from error
        put(new, target)
    return results


def results_of(
    experiments: tuple[Experiment, ...],
    profile: Profile,
    progress: Progress = lambda title: None,
    workers: int = 1,
) -> dict:
    """Run the experiments; the content of results.json."""
    found = document(run_experiments(experiments, profile, progress, workers), profile)
    return sealed(found, data_hashes(found))


def run_experiments(
    experiments: tuple[Experiment, ...], profile: Profile, progress: Progress, workers: int = 1
) -> list[tuple[Experiment, Result]]:
    """Run them in order. Raises RuntimeError if two answer the same claim, or one answers other claims than it says."""
    found, answered = [], set()
    if min(workers, len(experiments)) > 1:
        each = results_by_workers([experiment.key for experiment in experiments], profile, workers)
    else:
        each = (experiment.run(profile) for experiment in experiments)
    for experiment in experiments:
        progress(experiment.title)
        result = next(each)
        claims = {answer.claim for answer in result.answers}
        if claims != set(experiment.claims) or claims & answered:
            raise RuntimeError(f"{experiment.key} must answer {experiment.claims}, once; it answered {sorted(claims)}")
        answered |= claims
        found.append((experiment, result))
    return found

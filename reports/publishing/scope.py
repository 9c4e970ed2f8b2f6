"""What a report is of: all experiments, some of them, or one problem. Title and command follow from its results."""

from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tightrope.reports.publishing.experiment import Experiment

WHOLE = "Imitation learning: error bounds, claim by claim"
MOST_NAMED = 3  # experiments in a title


def is_of_a_problem(results: dict) -> bool:
    """Whether it is about one problem (`own_problem`), and not about experiments."""
    return "experiments" not in results


def own_problem() -> ModuleType:
    from tightrope.reports.publishing import own_problem as found  # it loads what evaluates problems

    return found


def experiments(results: dict) -> "tuple[Experiment, ...]":
    """The experiments of the report. Raises ValueError for a key that this version does not know."""
    from tightrope.reports.experiments import chosen  # experiments import what publishing offers them

    keys = [one["key"] for one in results["experiments"]]
    return chosen(keys) if keys else ()


def is_whole(results: dict) -> bool:
    from tightrope.reports.experiments import ALL

    return [one["key"] for one in results["experiments"]] == [one.key for one in ALL]


def parts() -> dict[str, str]:
    """The parts of a whole report, by the keys of the experiments that they begin with."""
    from tightrope.reports.experiments import PARTS

    return {part[0].key: name for name, part in PARTS.items()}


def titles() -> dict[str, str]:
    """Of all sections of a whole report that are experiments, by their keys."""
    from tightrope.reports.experiments import ALL

    return {one.key: one.title for one in ALL}


def number_of_all() -> int:
    from tightrope.reports.experiments import ALL

    return len(ALL)


def title(results: dict) -> str:
    """Of a whole report the title of the notes' verification; of a part, the titles of what was run."""
    if is_of_a_problem(results):
        return own_problem().title(results)
    found = experiments(results)
    if is_whole(results):
        return WHOLE
    if len(found) > MOST_NAMED:
        return f"Error bounds of imitation learning: {len(found)} of {number_of_all()} experiments"
    return "; ".join(one.title for one in found)


def command(results: dict) -> str:
    """The command that makes this report."""
    if is_of_a_problem(results):
        return own_problem().command(results)
    words = ["tightrope report", *(["--quick"] if results["profile"] == "quick" else [])]
    if not is_whole(results):
        words += ["--only", *(one.key for one in experiments(results))]
    return " ".join(words)

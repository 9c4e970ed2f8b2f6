"""What a report is of: all experiments or some of them. Its title and command follow from the keys in its results."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tightrope.reports.publishing.experiment import Experiment

WHOLE = "Imitation learning: error bounds, claim by claim"
MOST_NAMED = 3  # experiments in a title


def experiments(results: dict) -> "tuple[Experiment, ...]":
    """The experiments of the report. Raises ValueError for a key that this version does not know."""
    from tightrope.reports.experiments import chosen  # experiments import what publishing offers them

    keys = [one["key"] for one in results["experiments"]]
    return chosen(keys) if keys else ()


def is_whole(results: dict) -> bool:
    from tightrope.reports.experiments import ALL

    return [one["key"] for one in results["experiments"]] == [one.key for one in ALL]


def number_of_all() -> int:
    from tightrope.reports.experiments import ALL

    return len(ALL)


def title(results: dict) -> str:
    """Of a whole report the title of the notes' verification; of a part, the titles of what was run."""
    found = experiments(results)
    if is_whole(results):
        return WHOLE
    if len(found) > MOST_NAMED:
        return f"Error bounds of imitation learning: {len(found)} of {number_of_all()} experiments"
    return "; ".join(one.title for one in found)


def command(results: dict) -> str:
    """The command that makes this report."""
    words = ["tightrope report", *(["--quick"] if results["profile"] == "quick" else [])]
    if not is_whole(results):
        words += ["--only", *(one.key for one in experiments(results))]
    return " ".join(words)

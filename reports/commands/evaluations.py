"""A problem at several epsilons and horizons, and what is claimed of each: exact worst case and the lecture's bound."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tightrope.bounds.catalogue import bound
from tightrope.bounds.extremes.worst_case import Setting, enclosed_largest
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.commands.output import nearest_float
from tightrope.simulators.imitation import problem
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.model.arithmetic import Arithmetic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import Cost, work
from tightrope.simulators.model.terminal import line
from tightrope.simulators.names import FAMILIES

MOST_ROWS = 1_000
OWN_READING = "per_step"  # what epsilon is measured by where a problem carries its own learner


@dataclass(frozen=True, kw_only=True)
class Point:
    """One epsilon (None: the problem has its own learner), one horizon, and the problem there."""

    error: Fraction | None
    horizon: int
    problem: Problem


def reading_of(name: str | Problem, asked: str | None, error: Fraction | None) -> str:
    """The reading that epsilon has: what is asked for, or the witness's own, or pointwise; see `imitation`."""
    if error is None:
        return OWN_READING
    key = "" if isinstance(name, Problem) else name.partition(":")[0]
    own = next((one.reading for one in FAMILIES if one.key == key), None)
    return asked or own or "pointwise"


def title(name: str, errors: Sequence[Fraction | None], reading: str) -> str:
    """What a table or a plot is about: the problem, and what its epsilon is."""
    if errors[0] is None:
        return f"{line(name)}, with its own learner"
    return f"{line(name)}, {reading} error" + (f" epsilon = {errors[0]}" if len(errors) == 1 else " epsilon")


def points(
    name: str | Problem, errors: Sequence[Fraction | None], horizons: Sequence[int], asked: dict[str, Any]
) -> Iterator[Point]:
    """The problem with its learner at each epsilon and horizon, made one after the other.

    Raises ValueError if there are more than MOST_ROWS.
    """
    if len(errors) * len(horizons) > MOST_ROWS:
        raise ValueError(
            f"a table has at most {MOST_ROWS} rows; got {len(errors)} epsilons x {len(horizons)} horizons: "
            "choose fewer numbers"
        )
    for error in errors:
        for horizon in horizons:
            yield Point(error=error, horizon=horizon, problem=problem(name, horizon, error, **asked))


def evaluations(
    name: str | Problem,
    errors: Sequence[Fraction | None],
    horizons: Sequence[int],
    asked: dict[str, Any],
    arithmetic: Arithmetic,
) -> Iterator[tuple[Point, Evaluation]]:
    """What happens at each epsilon and horizon. Raises ValueError before the first if all of them are too much."""
    if len(errors) * len(horizons) > 1:
        _check(name, errors, horizons, asked, arithmetic)
    for one in points(name, errors, horizons, asked):
        yield one, evaluate(one.problem, one.horizon, arithmetic)


def _check(name, errors, horizons, asked, arithmetic) -> None:
    """The longest horizon, with the longest epsilon, is made first, and speaks for all."""
    longest = max(errors, key=lambda error: 0 if error is None else error.denominator)
    (one,) = points(name, [longest], [max(horizons)], asked)
    costs = [work(one.problem, horizon, arithmetic) for horizon in horizons]
    together = Cost(
        seconds=len(errors) * sum(cost.seconds for cost in costs), bytes=max(cost.bytes for cost in costs)
    )
    rows = len(errors) * len(horizons)
    together.check(f"{rows} evaluations of up to {max(horizons)} decisions", "fewer numbers or shorter horizons")


def claims(reading: str, error: Fraction, horizon: int, missing: Fraction) -> dict[str, Fraction | float | None]:
    """The exact worst case of the disagreements, and the lecture's bound where it is one for this reading."""
    lecture = bound("lecture")
    setting = Setting(reading=reading, missing=missing)
    worst = enclosed_largest(setting, error, horizon)
    value = lecture.at({epsilon: error, T: horizon}) if reading in {one.key for one in lecture.readings} else None
    return {"worst_case": nearest_float(worst.upper) if worst.exact is None else worst.exact, "lecture": value}

"""A policy of somebody's own that only samples, measured by episodes: epsilon and cost, beside what bounds allow."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import nextafter
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from tightrope.bounds.catalogue import bound
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language import letters
from tightrope.bounds.language.readings import reading as reading_of
from tightrope.reports.publishing.figure import Axis, Curves, curve
from tightrope.simulators.formats.demonstrations import Demonstrations
from tightrope.simulators.imitation import problem as asked_problem
from tightrope.simulators.measures.confidence import Interval
from tightrope.simulators.measures.logged_errors import Estimated, lower_limit, upper_limit
from tightrope.simulators.model.arithmetic import Number, exact_number, shown, whole_number
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.rounding import digits_above, digits_below
from tightrope.simulators.model.terminal import line
from tightrope.simulators.own_policies.measured import errors, measured
from tightrope.simulators.own_policies.played import of_course, of_names, own_episodes, shown_episodes
from tightrope.simulators.own_policies.tables import observed
from tightrope.simulators.worlds.tree_course import TreeCourse

if TYPE_CHECKING:
    from tightrope.reports.publishing.on_axes import Axes, Style

LECTURE = "lecture"  # the bound beside the worst case
MOST_DRAWN = 25  # horizons of the picture


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """A reading's epsilon, and how many disagreements any problem with its upper limit can have, at the same level.

    `worst_case` and `bound`, the lecture's, are None where the upper limit says nothing or the bound does not hold.
    """

    epsilon: Estimated
    worst_case: Fraction | None
    bound: Fraction | None


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasuredPolicy:
    """What was measured; made by `measure`.

    readings       those that can be measured, each with what it allows
    disagreement   the expected number in an episode
    task_cost      of an episode; `expert_task` is the expert's, a float by the exact recursion
    shown, own     the expert's episodes, labelled by the policy, and the policy's own, labelled by the expert:
                   `from_trajectories` takes them as any others
    """

    problem: Problem
    confidence: float
    readings: tuple[Allowed, ...]
    disagreement: Estimated
    task_cost: Interval
    expert_task: float
    shown: Demonstrations
    own: Demonstrations

    @property
    def horizon(self) -> int:
        return self.own.actions.shape[1]

    def epsilon(self, reading: str) -> Estimated:
        """The epsilon of a reading. Raises ValueError for one that is not measured."""
        for one in self.readings:
            if one.epsilon.what == reading:
                return one.epsilon
        known = ", ".join(one.epsilon.what for one in self.readings)
        raise ValueError(f"the readings that are measured are {known}; got {shown(reading)}")

    def picture(self) -> Curves:
        """Disagreements in the first t decisions, with intervals, beside what the per_step limit allows."""
        times = np.unique(np.linspace(1, self.horizon, MOST_DRAWN).astype(int))
        wrong = errors(self.problem, self.own).surely.cumsum(axis=1)
        means = [wrong[:, t - 1].mean() for t in times]
        limits = [[f(wrong[:, t - 1], t, self.confidence) for t in times] for f in (lower_limit, upper_limit)]
        curves = [curve("this policy", "problem", times, means)]
        curves += [replace(curves[0], role="sampled", lower=tuple(limits[0]), upper=tuple(limits[1]))]
        limit = _above(self.epsilon("per_step").upper)
        if limit < 1:
            worst = [worst_case("per_step", limit, int(t)) for t in times]
            curves.append(curve("worst case", "worst", times, worst))
        return Curves(
            x=Axis(label="decisions t"),
            y=Axis(label="expected disagreements so far"),
            curves=tuple(curves),
            heading=line(self.problem.name, 40).replace("$", r"\$"),
        )

    def draw(self, axes: "Axes | None" = None, *, style: "Style" = None) -> "Axes":
        """The picture on axes of one's own or new ones: see `on_axes.on_axes`."""
        from tightrope.reports.publishing.on_axes import on_axes

        return on_axes(self.picture(), axes, style)

    def __repr__(self) -> str:
        return (
            f"<a policy on {line(self.problem.name)}, T = {self.horizon}, {len(self.own.states)} episodes, "
            f"{100 * self.confidence:g} %: disagreements {_limits(self.disagreement, 4)}, "
            f"per_step error {_limits(self.epsilon('per_step'), 4)}>"
        )

    def _repr_html_(self) -> str:
        heads = (
            "",
            "estimate",
            f"{100 * self.confidence:g} % interval",
            "at most, on any problem",
            f"bound: {LECTURE}",
        )
        rows = [
            (one.epsilon.what, *_cells(one.epsilon), _most(one.worst_case), _most(one.bound)) for one in self.readings
        ]
        rows += [("disagreements", *_cells(self.disagreement), "", "")]
        cost = self.task_cost
        rows += [("task cost", f"{cost.mean:.6g}", cost.words.partition("]")[0] + "]", "", "")]
        rows += [("the expert's", f"{self.expert_task:.6g}", "", "", "")]
        return html_table(repr(self)[1:-1], rows, heads)


def measure(
    policy: Any,
    problem: str | PathLike | Problem | TreeCourse,
    horizon: Number,
    *,
    episodes: Number,
    seed: Number,
    confidence: Number = 0.99,
    observations: ArrayLike | None = None,
) -> MeasuredPolicy:
    """Epsilon, disagreements and task cost of a policy of any library, from episodes, beside what bounds allow.

    The policy has `sample(observation, rng)`, or `samples(observations, rng)` for many at once, or, with a memory,
    `sample(observation, memory, rng)` and `remember(memory, observation, action)`: see `own_policies.asked`. It sees
    `observations[s]` in state s, by default s. An action is its number or its name; on a course of trees in a row
    (`worlds.tree_course.TreeCourse`) the view is seen, and an action is a place on the road, right or wrong.

    So many episodes are played of the policy, and as many of the expert, who must take one action in each state. Each
    interval holds by itself, with probability >= confidence. The same seed, policy and number of episodes give the same
    result.
    Raises ValueError that says what must hold, what came, at which decision, and in which state.
    """
    decisions, many = whole_number(horizon, "the horizon"), whole_number(episodes, "the number of episodes")
    begin, level = whole_number(seed, "the seed"), exact_number(confidence, "the confidence")
    if many < 1:
        raise ValueError(f"the number of episodes must be at least 1; got {many}")
    if not 0 < level < 1:
        raise ValueError(f"the confidence must lie strictly between 0 and 1; got {shown(level)}")
    if isinstance(problem, TreeCourse):
        made, meaning, views = problem.problem, of_course(problem), problem.views
    else:
        made, views = asked_problem(problem, decisions), None
        meaning = of_names(made)
    made.check_horizon(decisions)
    seen = observed(made, views if observations is None else observations)
    theirs, own = (play(policy, made, decisions, many, begin, seen, meaning) for play in (shown_episodes, own_episodes))
    found = measured(made, theirs, own, float(level))
    return MeasuredPolicy(
        problem=made,
        confidence=float(level),
        readings=tuple(_allowed(one, decisions) for one in found.estimates),
        disagreement=found.disagreement,
        task_cost=found.task_cost,
        expert_task=found.expert_task,
        shown=theirs,
        own=own,
    )


def _allowed(epsilon: Estimated, horizon: int) -> Allowed:
    asked, lecture, limit = reading_of(epsilon.what), bound(LECTURE), _above(epsilon.upper)
    if limit >= 1:
        return Allowed(epsilon=epsilon, worst_case=None, bound=None)
    holds = asked in lecture.readings
    return Allowed(
        epsilon=epsilon,
        worst_case=worst_case(epsilon.what, limit, horizon),
        bound=Fraction(lecture.at({letters.epsilon: limit, letters.T: horizon})) if holds else None,
    )


def _above(limit: float) -> Fraction:
    """A short number that is no smaller."""
    return min(Fraction(1), Fraction(digits_above(Fraction(nextafter(limit, 2)), 6)))


def _limits(one: Estimated, digits: int) -> str:
    return f"[{digits_below(Fraction(one.lower), digits)}, {digits_above(Fraction(one.upper), digits)}]"


def _cells(one: Estimated) -> tuple[str, str]:
    return "-" if one.estimate is None else f"{one.estimate:.6g}", _limits(one, 6)


def _most(value: Fraction | None) -> str:
    return "" if value is None else f"{float(value):.6g}"

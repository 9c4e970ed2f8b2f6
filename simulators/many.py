"""What many horizons and many epsilons cost on one problem, in as few passes as they need.

    curve      nothing depends on the decision: one pass gives the cost at every horizon up to the longest
               (`measures.long_horizons`)
    polynomial one wrong action, and as often everywhere: one pass for all epsilons (`measures.many_epsilons`)
    together   learners that are made for a reading: one backward pass for all epsilons (`learners.many_errors`)
    alone      everything else: one horizon and one epsilon after the other

Which one it was is said with the result, and why. The numbers are those of single evaluations, within the error that
stands beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from os import PathLike, fspath
from typing import Any

from flint import arb
from numpy.typing import ArrayLike

from tightrope.simulators.imitation import ARITHMETICS, check_words, evaluate, problem
from tightrope.simulators.learners.many_errors import SAME_EVERYWHERE, by_one_chance, costs
from tightrope.simulators.learners.within_reading import told_apart
from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.long_horizons import changes, disagreement_curve, task_cost_curve
from tightrope.simulators.measures.many_epsilons import binomial, polynomial
from tightrope.simulators.measures.occupancy import expected_total, relative_error, task_cost
from tightrope.simulators.model.arithmetic import FLOAT, Number, probability, short, whole_number
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import is_family, is_witness
from tightrope.simulators.names import problem as named_problem

WORDS = {
    "curve": "nothing depends on the decision: one pass for all horizons",
    "polynomial": "the cost is a polynomial in epsilon: one pass for all of them",
    "together": "the learner is made for each epsilon: one backward pass for all of them",
    "alone": "one evaluation after the other",
}
FEWEST, LEFT_OUT = 8, 1e-12  # mistakes that are counted, and disagreements that may be missed by counting no more
MOST = 10_000  # horizons times epsilons


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one horizon and one epsilon, None for a learner that takes none.

    `disagreement` is right to within `disagreement_error`, the costs of learner and expert to within `task_error` each,
    absolutely. With arithmetic="exact" the numbers are Fractions and the errors 0, with "ball" balls and their radii.
    `way` is a key of `WORDS`.
    """

    horizon: int
    epsilon: Fraction | None
    way: str
    disagreement: Any
    learner_task: Any
    expert_task: Any
    disagreement_error: float
    task_error: float

    def __repr__(self) -> str:
        error = "" if self.epsilon is None else f", epsilon = {self.epsilon}"
        return f"<T = {self.horizon}{error}: {short(self.disagreement)} disagreements, gap {short(self.gap)}>"

    @property
    def gap(self) -> Any:
        """J(learner) - J(expert), right to within 2 `task_error`."""
        return self.learner_task - self.expert_task


class Costs(tuple[Cost, ...]):
    """Costs in the order in which they were asked for; a notebook shows them as a table."""

    def _repr_html_(self) -> str:
        heads = ("T", "epsilon", "disagreements", "task cost beyond the expert's")
        return html_table("at each horizon, with each epsilon", map(_cells, self), heads)


def _cells(one: Cost) -> tuple[str, str, str, str]:
    epsilon = "-" if one.epsilon is None else short(one.epsilon)
    return str(one.horizon), epsilon, short(one.disagreement), short(one.gap)


def evaluate_many(
    name: str | PathLike | Problem,
    horizons: Sequence[Number],
    epsilons: Sequence[Number] = (),
    *,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    learner: Table | ArrayLike | None = None,
    arithmetic: str = "float",
) -> Costs:
    """The costs at every horizon with every epsilon, epsilons running faster, in the order in which they are given.

    The problem is what `imitation.problem` says, made for each horizon and epsilon; without epsilons it has to carry
    its learner. `arithmetic` is float, ball or exact; the last two are evaluated one by one. Raises ValueError as
    `imitation.evaluate` does, and for no horizon or more than MOST pairs.

    >>> [round(one.disagreement, 9) for one in evaluate_many("exam", [5, 6], ["1/10", "1/5"])]
    [1.5, 3.0, 2.1, 4.0]
    """
    one_of(arithmetic, ARITHMETICS, "arithmetic")
    times = [whole_number(horizon, "the horizon") for horizon in horizons]
    errors = [probability(epsilon, "epsilon") for epsilon in epsilons]
    if not times or len(times) * max(1, len(errors)) > MOST:
        raise ValueError(f"give at least one horizon, and {MOST} pairs of a horizon and an epsilon at most")
    asked = _Asked(name=name, reading=reading, off_support=off_support, missing=missing, learner=learner)
    check_words(reading, off_support, missing)
    if not isinstance(name, Problem) and not is_family(fspath(name)):
        asked = replace(asked, name=named_problem(fspath(name), times[0]))  # a file is read once
    wanted: list[Fraction | None] = [*errors] or [None]
    pairs = [(time, error) for time in times for error in wanted]
    found = {}
    if arithmetic == "float":
        found = _together(asked, times, errors) if errors and asked.takes_errors else _curves(asked, times, wanted)
    for time, error in pairs:
        if (time, error) not in found:
            if arithmetic == "float":
                found[time, error] = _in_floats(asked, time, error)
            else:
                found[time, error] = _enclosed(asked, time, error, arithmetic)
    return Costs(found[pair] for pair in pairs)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    name: str | PathLike | Problem
    reading: str | None
    off_support: str | None
    missing: Number | None
    learner: Table | ArrayLike | None

    def problem(self, horizon: int, epsilon: Fraction | None) -> Problem:
        return problem(
            self.name,
            horizon,
            epsilon,
            reading=self.reading,
            off_support=self.off_support,
            missing=self.missing,
            learner=self.learner,
        )

    @property
    def takes_errors(self) -> bool:
        """Whether each epsilon gets a learner on one and the same problem."""
        if isinstance(self.name, Problem):
            return self.learner is None and self.name.learner is None
        return self.learner is None and not is_witness(fspath(self.name))


def _curves(asked: _Asked, times: list[int], errors: Sequence[Fraction | None]) -> dict:
    """For the epsilons whose problem is the same at every horizon and every decision."""
    found, longest = {}, max(times)
    for error in errors:
        made = [asked.problem(min(times), error)]
        if not changes(made[0]) and not (isinstance(asked.name, Problem) and asked.name.expert is not None):
            made += [asked.problem(time, error) for time in sorted(set(times))[1:]]
        if any(map(changes, made)) or len(set(map(content_hash, made))) > 1:
            continue
        last = made[0]
        wrong = disagreement_curve(last, longest)
        paid, expert = (task_cost_curve(last, who, longest) for who in (last.learner_table, last.expert_table))
        for time in times:
            found[time, error] = Cost(
                horizon=time,
                epsilon=error,
                way="curve",
                disagreement=wrong.total(time),
                learner_task=paid.total(time),
                expert_task=expert.total(time),
                disagreement_error=wrong.total_error(time),
                task_error=max(paid.total_error(time), expert.total_error(time)),
            )
    return found


def _together(asked: _Asked, times: list[int], errors: list[Fraction]) -> dict:
    """For readings that allow the same everywhere, and epsilons that floats can tell from 0 and 1."""
    reading, off_support = asked.reading or "pointwise", asked.off_support or "worst"
    some = [error for error in dict.fromkeys(errors) if told_apart(error)]
    found = {}
    for time in dict.fromkeys(times) if some and reading in SAME_EVERYWHERE else ():
        made = problem(asked.name, time)
        if made.learner is not None:
            break
        left_out = check_words(asked.reading, asked.off_support, asked.missing)
        expert = task_cost(made.mdp, made.expert_table, time, FLOAT)
        mistakes = _enough(time, max(some))
        chance = by_one_chance(made, reading, time, off_support, left_out) if 2 * mistakes <= len(some) else None
        if chance is not None:
            way, each = "polynomial", polynomial(*chance, time, mistakes).costs(some)
            beyond = each.left_out.tolist()
        else:
            way, each = "together", costs(made, reading, some, time, off_support, left_out)
            beyond = [0.0] * len(some)
        for error, wrong, paid, more in zip(
            some, each.disagreement.tolist(), each.task_cost.tolist(), beyond, strict=True
        ):
            found[time, error] = Cost(
                horizon=time,
                epsilon=error,
                way=way,
                disagreement=wrong,
                learner_task=paid,
                expert_task=expert,
                disagreement_error=each.error * wrong + more,
                task_error=(each.error * time + more) * _largest(made),
            )
    return found


def _enough(time: int, error: Fraction) -> int:
    """So many mistakes that what is beyond costs at most LEFT_OUT; the next power of two."""
    mistakes = FEWEST
    while time * binomial(time, error, mistakes)[1] > LEFT_OUT:
        mistakes *= 2
    return mistakes


def _enclosed(asked: _Asked, time: int, error: Fraction | None, arithmetic: str) -> Cost:
    """In rationals or balls."""
    one = evaluate(asked.problem(time, error), time, arithmetic=arithmetic)
    sums = one.disagreement, one.learner_task, one.expert_task
    wrong, *paid = (float(x.rad()) * (1 + 2.0**-52) if isinstance(x, arb) else 0.0 for x in sums)
    return Cost(
        horizon=time,
        epsilon=error,
        way="alone",
        disagreement=sums[0],
        learner_task=sums[1],
        expert_task=sums[2],
        disagreement_error=wrong,
        task_error=max(paid),
    )


def _in_floats(asked: _Asked, time: int, error: Fraction | None) -> Cost:
    made = asked.problem(time, error)
    mdp, acting, expert = made.mdp, made.learner_table, made.expert_table
    wrong = expected_total(mdp, acting, time, lambda t: error_rates(made, acting, t, FLOAT))
    relative = relative_error(mdp, time)
    return Cost(
        horizon=time,
        epsilon=error,
        way="alone",
        disagreement=wrong,
        learner_task=task_cost(mdp, acting, time, FLOAT),
        expert_task=task_cost(mdp, expert, time, FLOAT),
        disagreement_error=relative * wrong,
        task_error=relative * time * _largest(made),
    )


def _largest(made: Problem) -> float:
    """The largest cost of a decision."""
    return float(abs(made.mdp.cost(FLOAT)).max())

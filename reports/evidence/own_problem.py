"""One problem looked at from all sides: what a report about it says, as rows of numbers.

Everything is exact where rationals take seconds, else in floats whose relative error is stated. Bounds are asked with
the epsilon that is measured; what comes from episodes has an interval and a seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from sympy import Symbol

from tightrope.bounds.catalogue import bound
from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.language import letters
from tightrope.bounds.language.ball import upper_value
from tightrope.bounds.language.bound import Bound
from tightrope.bounds.language.readings import READINGS, reading
from tightrope.reports.evidence.applicability import Application, applications
from tightrope.reports.evidence.verdict import number, rounded
from tightrope.simulators.logs import FromLogs, from_trajectories
from tightrope.simulators.measures.confidence import Interval
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.measures.logged_errors import Estimated
from tightrope.simulators.measures.occupancy import relative_error
from tightrope.simulators.measures.origins import Origins, origins
from tightrope.simulators.measures.outcomes import Outcome, decisions, totals
from tightrope.simulators.measures.recoverability import recoverability_of
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic, plain
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import work
from tightrope.simulators.rollouts.precision import counted
from tightrope.simulators.training.label_curve import LabelCurve, label_curves

EXACT_SECONDS = 5  # what rationals may take, about; else floats
MOST_STATES = 20  # of those that errors come from
MOST_POINTS = 40  # horizons at which a cost is drawn
LARGE = 20_000_000  # horizon times entries: from here on fewer runs of DAgger are made
RUNS, ROUNDS, FEWER_RUNS, FEWER_ROUNDS = 8, 13, 6, 5
QUANTITIES = {letters.disagreement: "disagreements", letters.gap: "task cost", letters.largest_shift: "distance"}
MOST_LABELS = 1_000_000  # of a run
MOST_EPISODES = 1 << 50  # asked of a bound: beyond it "more than anybody has"; a results.json holds less than 2^53

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How much is played: `episodes` for each sampled point, with intervals of that confidence, from a seed."""

    horizon: int
    episodes: int
    seed: int
    confidence: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Findings:
    """What is found of a problem with a learner; each part is made when asked for, once.

    Raises ValueError if there is no learner, the expert draws its actions, or it is too large.
    """

    problem: Problem
    asked: Asked
    logs: FromLogs | None = None

    @cached_property
    def arithmetic(self) -> Arithmetic:
        quick = work(self.problem, self.asked.horizon, EXACT).seconds <= EXACT_SECONDS
        return EXACT if quick else FLOAT

    @property
    def relative_error(self) -> float:
        return 0.0 if self.arithmetic is EXACT else relative_error(self.problem.mdp, self.asked.horizon)

    @cached_property
    def evaluation(self) -> Evaluation:
        return evaluate(self.problem, self.asked.horizon, self.arithmetic)

    @cached_property
    def origins(self) -> Origins:
        return origins(self.evaluation)

    @cached_property
    def recoverability(self) -> Any:
        return max(0 * self.evaluation.gap, recoverability_of(self.problem, self.asked.horizon, self.arithmetic))

    @cached_property
    def taken(self) -> Outcome | None:
        """How many decisions are taken, where episodes end early."""
        return decisions(self.problem, self.evaluation)

    @cached_property
    def totals(self) -> dict[str, Outcome]:
        """What is counted beside the cost, such as return and success."""
        return totals(self.problem, self.evaluation, self.arithmetic)

    @cached_property
    def applications(self) -> list[Application]:
        return applications(self.problem, self.evaluation)

    @cached_property
    def tightest(self) -> dict[str, Application]:
        """Of each quantity the least bound that follows from an error on the expert's states, where there is one.

        An error on the learner's own states is no training error: T times it is the number of disagreements.
        """
        found: dict[str, Application] = {}
        for one in self.applications:
            name = QUANTITIES.get(one.bound.quantity)
            if one.value is None or not name or not one.reading or reading(one.reading).measured_on == "learner":
                continue
            least = found[name].value if name in found else None
            if one.bound.kind == "inequality" and (least is None or one.value < least):
                found[name] = one
        return {name: found[name] for name in QUANTITIES.values() if name in found}

    def worst_case(self, key: str, horizon: int) -> Fraction:
        """The most disagreements of any problem whose learner has this one's epsilon under that reading."""
        values = {
            letters.epsilon: Fraction(self.evaluation.epsilon[key]),
            letters.m: Fraction(self.evaluation.missing),
            letters.T: Fraction(horizon),
        }
        return upper_value(closed_forms(key).disagreement, values)

    @cached_property
    def readings(self) -> list[Row]:
        found = []
        for one in READINGS:
            worst = self.worst_case(one.key, self.asked.horizon)
            found.append(
                {
                    "reading": one.spoken,
                    "the error is at most epsilon": one.words,
                    "epsilon": number(self.evaluation.epsilon[one.key]),
                    "worst case": number(worst),
                    "share of it": number(Fraction(self.evaluation.disagreement) / worst) if worst else None,
                }
            )
        return found

    @cached_property
    def estimates(self) -> list[Row]:
        """What logs say by themselves, each with its interval; none without logs."""
        return [
            {
                "what": one.what.replace("_", " "),
                "estimate": None if one.estimate is None else rounded(one.estimate),
                "from": rounded(one.lower),
                "to": rounded(one.upper),
                "level": rounded(one.confidence),
                "source": one.source,
                "words": one.words,
            }
            for one in (() if self.logs is None else self.logs.table)
        ]

    @cached_property
    def agreeing(self) -> tuple[int, int]:
        """How many of the demonstrated actions are the expert's, and how many there are, where something is decided."""
        if self.logs is None:
            return 0, 0
        counts = self.logs.demonstrations.counts()[: self.asked.horizon] * self.problem.mdp.decides[:, None]
        everyone = np.arange(self.problem.mdp.shape[0])
        right = sum(int(each[everyone, self.problem.expert_at(t)].sum()) for t, each in enumerate(counts, start=1))
        return right, int(counts.sum())

    @cached_property
    def logged(self) -> list[tuple[int, Estimated]]:
        """Disagreements of the learner's own log in the first decisions, at a few horizons; none without one."""
        if self.logs is None or self.logs.disagreement is None or self.logs.learner_log is None:
            return []
        last, found = self.asked.horizon, self.logs
        some = sorted({max(1, last // part) for part in (8, 4, 2)} - {last})
        shorter = [
            from_trajectories(
                found.demonstrations,
                learner_log=found.learner_log,
                problem=self.problem,
                horizon=h,
                confidence=self.asked.confidence,
            ).disagreement
            for h in some
        ]
        return [(h, one) for h, one in zip([*some, last], [*shorter, found.disagreement], strict=True) if one]

    @cached_property
    def states(self) -> list[Row]:
        """The states that most disagreements begin in, and after them those in which more are made."""
        mine, mdp = self.origins, self.problem.mdp
        weight, made = (np.array([float(x) for x in map(plain, part)]) for part in (mine.caused, mine.errors))
        order = [int(s) for s in np.lexsort((-made, -weight))[:MOST_STATES] if made[s] > 0]
        return [
            {
                "state": mdp.states[s],
                "errors": number(plain(mine.errors[s])),
                "first errors": number(plain(mine.first[s])),
                "one leads to": number(plain(mine.caused[s] / mine.first[s])) if weight[s] > 0 else None,
                "disagreements": number(plain(mine.caused[s])),
                "task cost": number(plain(mine.extra[s])),
            }
            for s in order
        ]

    @cached_property
    def horizons(self) -> list[int]:
        last = self.asked.horizon
        if last <= MOST_POINTS:
            return list(range(1, last + 1))
        return sorted({max(1, round(last ** (i / (MOST_POINTS - 1)))) for i in range(MOST_POINTS)} | {last})

    @cached_property
    def costs(self) -> list[Any]:
        """The disagreements in the first 1, 2, ..., T decisions."""
        return [plain(x) for x in np.cumsum(self.evaluation.costs)]

    @cached_property
    def sampled(self) -> list[tuple[int, Interval]]:
        """The same from episodes, at a few horizons."""
        last, asked = self.asked.horizon, self.asked
        some = sorted({max(1, last // part) for part in (8, 4, 2, 1)})
        return [(h, counted(self.problem, h, asked.episodes, asked.seed, asked.confidence)) for h in some]

    @property
    def epsilon(self) -> Fraction:
        """The average error on the expert's states."""
        return Fraction(self.evaluation.epsilon["time_averaged"])

    @property
    def target(self) -> Fraction:
        """epsilon T: what DAgger promises a class with that error."""
        return self.epsilon * self.asked.horizon

    @cached_property
    def labels(self) -> tuple[LabelCurve, LabelCurve] | None:
        """Of cloning and DAgger, run by run.

        None if the learner never errs: then nothing is to be learned. None, too, if the problem is large and its states
        have different actions: a learner that guesses is no rule there.
        """
        mdp = self.problem.mdp
        large = self.asked.horizon * len(mdp.successor) / mdp.layers > LARGE
        if not self.target or (large and mdp.available is not None):
            return None
        affordable = (MOST_LABELS // self.asked.horizon).bit_length()  # rounds: each doubles the labels
        runs, rounds = (FEWER_RUNS, FEWER_ROUNDS) if large else (RUNS, max(FEWER_ROUNDS, min(ROUNDS, affordable)))
        return label_curves(self.problem, self.asked.horizon, rounds, runs, self.asked.seed)

    @cached_property
    def in_theory(self) -> list[Row]:
        """How many episodes of T labels orders of growth ask for, until the task cost is u epsilon T."""
        most = Fraction(plain(self.origins.most))
        target = most * self.target
        if not target:
            return []
        values = {letters.u: most, letters.states: Fraction(self.problem.mdp.shape[0])}
        rows, horizon = [], self.asked.horizon
        for key, what in (("tabular-cloning", "cloning"), ("interaction", "DAgger")):
            episodes = episodes_until(bound(key), {**values, letters.T: Fraction(horizon)}, target)
            rows.append(
                {
                    "learner": what,
                    "bound": key,
                    "episodes": episodes,
                    "labels": None if episodes is None or episodes * horizon > MOST_EPISODES else episodes * horizon,
                }
            )
        return rows


def episodes_until(one: Bound, values: dict[Symbol, Fraction], target: Fraction) -> int | None:
    """The least number of episodes at which the bound, which falls with them, is at most the target.

    None beyond MOST_EPISODES.
    """

    def enough(episodes: int) -> bool:
        return upper_value(one.expression, {**values, letters.samples: Fraction(episodes)}) <= target

    high = next((many for many in _doublings() if enough(many)), None)
    if high is None:
        return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _doublings() -> Iterator[int]:
    many = 1
    while many <= MOST_EPISODES:
        yield many
        many *= 2

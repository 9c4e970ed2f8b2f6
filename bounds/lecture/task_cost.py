"""The task cost of cloning: how disagreements on the expert's states become extra cost, with nothing assumed of the
task but that every decision costs between 0 and 1.

Where learner and expert have made the same choices so far, an agreement costs both the same; everything else costs the
learner at most 1 and the expert at least 0. So the extra cost of decision t + 1 is at most 1 - S', the probability of a
disagreement by then, and the sums are those of the distribution-shift argument: the number of disagreements and the
task cost have the same worst case.
"""

from functools import cache

from sympy import Le, Min, Sum

from tightrope.bounds.language.letter import NONNEGATIVE, Letter
from tightrope.bounds.language.letters import DECIDING, DECISION, T, c, e, epsilon, expert_cost, extra, g, gap, p, q, t
from tightrope.bounds.lecture import distribution_shift as shift
from tightrope.bounds.proof.derivation import Derivation, Step, under
from tightrope.bounds.proof.tactics import all_decisions, sum_decisions, sum_up, totals
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, later

pays = Letter("c_pi", NONNEGATIVE, DECIDING, tex=r"c_\pi(s)")  # what the learner pays there, averaged over its actions
learner_pays = Letter("j_{t+1}", NONNEGATIVE, DECISION, home="task-cost")  # its expected task cost of decision t + 1

_extra = p * pays - q * c
_SUMS = {**shift.SUMS, _extra: extra, p * pays: learner_pays}
_unit, _pays_at_most = Le(c, 1), Le(pays, (1 - e) * c + e)  # the expert's cost where it agrees, 1 where it errs

_each = Le(extra, Min(1, epsilon * (t + 1)))
_sharp = Le(gap, Sum(Min(1, epsilon * (t + 1)), (t, 0, T - 1)))
_square = Le(gap, epsilon * T**2)
_total = Le(gap, T - expert_cost)


@cache
def _extra_cost() -> Theorem:
    """x <= 1 - S': who has agreed so far and agrees again pays what the expert pays."""
    known = (shift.agreement(), assume(_unit), assume(_pays_at_most))
    return sum_up(Le(_extra, p - g * (1 - e)), shift.STATES, _SUMS, *known)


@cache
def _decision(reading: str) -> Theorem:
    return arithmetic(_each, _extra_cost(), later(shift.survives_line(reading), t))


def _sum(reading: str) -> Theorem:
    return sum_decisions(_decision(reading), gap, t)


def _square_of_sum(reading: str) -> Theorem:
    weaker = arithmetic(Le(extra, epsilon * (t + 1)), _decision(reading))
    return arithmetic(_square, sum_decisions(weaker, gap, t))


def _square_of_budget(reading: str) -> Theorem:
    survives = shift.survives_budget(reading)
    decision = arithmetic(Le(extra, Min(1, epsilon * T)), _extra_cost(), later(survives, t))
    return arithmetic(_square, sum_decisions(decision, gap, t))


def _at_most_all() -> Theorem:
    """J(pi) - J(pi*) <= T - J(pi*): T decisions cost at most 1 each."""
    decision = sum_up(Le(p * pays, p), shift.STATES, _SUMS, assume(_unit), assume(_pays_at_most))
    return arithmetic(_total, sum_decisions(decision, gap + expert_cost, t))


DERIVATION = Derivation(
    key="task-cost",
    title="The task cost of cloning",
    source="ross2010efficient",
    facts=(
        *shift.FACTS,
        *totals(shift.STATES, {_extra: extra, p * pays: learner_pays}),
        *(_unit, _pays_at_most),
        all_decisions(extra, gap, t),
        all_decisions(learner_pays, gap + expert_cost, t),
    ),
    assumes=shift.ASSUMES,
    steps=(
        Step(
            id="sharp-gap",
            lecture="",
            statement=_sharp,
            scope="episode",
            reason="the extra cost of decision t + 1 is at most the probability of a disagreement by then",
            proofs=under(_sum, *shift.EACH),
        ),
        Step(
            id="square",
            lecture="",
            statement=_square,
            scope="episode",
            reason="Ross and Bagnell's bound, sharp under the time-averaged reading",
            proofs={**under(_square_of_sum, *shift.EACH), **under(_square_of_budget, *shift.AVERAGED)},
        ),
        Step(
            id="nothing-left",
            lecture="",
            statement=_total,
            scope="episode",
            reason="the learner pays at most 1 a decision, whatever it does, and T in all",
            proofs={"any": _at_most_all},
        ),
    ),
)

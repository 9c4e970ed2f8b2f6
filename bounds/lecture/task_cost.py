"""The task cost of cloning: how disagreements on the expert's states become extra cost, with nothing assumed of the task
but that every decision costs between 0 and 1.

Where learner and expert have made the same choices so far, an agreement costs both the same; everything else costs the
learner at most 1 and the expert at least 0. So the extra cost of decision t + 1 is at most 1 - S', the probability of a
disagreement by then, and the sums are those of the distribution-shift argument: the number of disagreements and the
task cost have the same worst case.
"""

from sympy import Le, Min

from tightrope.bounds.language.letters import T, c, e, epsilon, expert_cost, extra, g, gap, p, q, survival_next, t
from tightrope.bounds.lecture import distribution_shift as shift
from tightrope.bounds.proof.derivation import Derivation, Step, later, over_decisions, over_states, scalar, sums

_unit, _at_most_one = Le(c, 1), Le(e, 1)
_paid = p * ((1 - e) * c + e)  # at most: the expert's cost where it agrees, 1 where it errs
EXTRA = over_states(
    Le(_paid - q * c, p - g * (1 - e)),
    *(shift.BELOW_BOTH, _at_most_one, _unit),
    totals={_paid - q * c: extra, p: 1, g * (1 - e): survival_next},
)

_each = Le(extra, Min(1, epsilon * (t + 1)))
_budget = Le(extra, Min(1, epsilon * T))
_each_line = (
    EXTRA,
    later(shift.SURVIVES_LINE, shift.ONE_DECISION_LATER),
    scalar(_each, EXTRA.statement, later(shift.SURVIVES_LINE, shift.ONE_DECISION_LATER).statement),
    over_decisions(_each),
)
_pointwise = (*shift.SURVIVAL_IF_POINTWISE, *shift.POWER_TO_LINE, *_each_line)
_per_step = (*shift.SURVIVAL_IF_PER_STEP, *_each_line)
_square = Le(gap, epsilon * T**2)
_from_sum = (
    over_decisions(Le(extra, epsilon * (t + 1))),
    scalar(_square, over_decisions(Le(extra, epsilon * (t + 1))).statement),
)
_weaker = scalar(Le(extra, epsilon * (t + 1)), _each)
_time_averaged = (
    *(*shift.SURVIVAL_IF_TIME_AVERAGED, EXTRA),
    later(shift.SURVIVES_BUDGET, shift.ONE_DECISION_LATER),
    scalar(_budget, EXTRA.statement, later(shift.SURVIVES_BUDGET, shift.ONE_DECISION_LATER).statement),
    over_decisions(_budget),
    scalar(_square, over_decisions(_budget).statement),
)
_total = Le(gap, T - expert_cost)
_learner_at_most_all = Le(gap + expert_cost, T)  # T decisions cost at most 1 each

DERIVATION = Derivation(
    key="task-cost",
    title="The task cost of cloning",
    source="ross2010efficient",
    facts=(*shift.FACTS, *sums({_paid - q * c: extra}), _unit, _learner_at_most_all),
    assumes=shift.ASSUMES,
    steps=(
        Step(
            id="sharp-gap",
            lecture="",
            statement=over_decisions(_each).statement,
            scope="episode",
            reason="the extra cost of decision t + 1 is at most the probability of a disagreement by then",
            proofs={"pointwise": _pointwise, "per_step": _per_step},
        ),
        Step(
            id="square",
            lecture="",
            statement=_square,
            scope="episode",
            reason="Ross and Bagnell's bound, sharp under the time-averaged reading",
            proofs={
                "pointwise": (*_pointwise[:-1], _weaker, *_from_sum),
                "per_step": (*_per_step[:-1], _weaker, *_from_sum),
                "time_averaged": _time_averaged,
            },
        ),
        Step(
            id="nothing-left",
            lecture="",
            statement=_total,
            scope="episode",
            reason="the learner pays at most T, whatever it does",
            proofs={"any": (scalar(_total, _learner_at_most_all),)},
        ),
    ),
)

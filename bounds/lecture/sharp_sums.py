"""The exact worst cases as upper bounds on the expected number of disagreements C, each proved from its reading.

A decision costs at most 1 - S', the probability of a disagreement by then; S is at least (1 - epsilon)^t, 1 - epsilon t
or 1 - epsilon T, as the reading says; the sums over the decisions are the worst cases. That they are reached is shown by
the witness problems, and that no schedule of errors does more by the certificates of `worst_case`.
"""

from sympy import Le, Min, Sum

from tightrope.bounds.language.letters import (
    T,
    budget,
    cost,
    disagreement,
    epsilon,
    expert_error,
    power,
    survival,
    survival_next,
    t,
)
from tightrope.bounds.lecture import distribution_shift as shift
from tightrope.bounds.proof.derivation import Derivation, Step, induction, later, over_decisions, scalar, written_out

_power_later = later(shift.SURVIVES_POWER, {survival: survival_next, power: (1 - epsilon) * power})
_power_decision = scalar(Le(cost, 1 - (1 - epsilon) * power), shift.COST.statement, _power_later.statement)
_power_written = written_out(_power_decision, shift.CLOSED)
_pointwise = over_decisions(_power_written.statement)

_line_decision = Le(cost, Min(1, epsilon * (t + 1)))
_per_step = over_decisions(_line_decision)

_spent = induction(
    Le(budget, epsilon * t),
    shift.EACH_DECISION,
    over=t,
    start={budget: 0},
    following={budget: budget + expert_error},
)
_within_budget = (_spent, scalar(shift.ALTOGETHER, _spent.statement, shift.IN_EPISODE))
_horizon = Le(disagreement, T * Min(1, epsilon * T))
_budget_sum = Le(disagreement, Sum(Min(1, epsilon * T), (t, 0, T - 1)))
_from_budget = (*shift.SURVIVAL_IF_TIME_AVERAGED, *shift.COSTS_BUDGET, scalar(_horizon, _budget_sum))

DERIVATION = Derivation(
    key="worst-case",
    title="The exact worst cases",
    source="cs285lecture2",
    facts=shift.FACTS,
    assumes={key: shift.ASSUMES[key] for key in ("pointwise", "per_step", "time_averaged")},
    steps=(
        Step(
            id="pointwise",
            lecture="L5",
            statement=_pointwise.statement,
            scope="episode",
            reason="the tightrope is the worst that a pointwise error can do",
            proofs={
                "pointwise": (
                    *(*shift.SURVIVAL_IF_POINTWISE, shift.COST, _power_later),
                    *(_power_decision, _power_written, _pointwise),
                )
            },
        ),
        Step(
            id="per-step",
            lecture="L12",
            statement=_per_step.statement,
            scope="episode",
            reason="the exam is the worst that an error averaged over the expert's states can do",
            proofs={
                "pointwise": (*shift.SURVIVAL_IF_POINTWISE, *shift.POWER_TO_LINE, *shift.COSTS_LINE, _per_step),
                "per_step": (*shift.SURVIVAL_IF_PER_STEP, *shift.COSTS_LINE, _per_step),
            },
        ),
        Step(
            id="time-averaged",
            lecture="L12",
            statement=_horizon,
            scope="episode",
            reason="the trap is the worst if the error is averaged over the decisions as well",
            proofs={
                "pointwise": (shift.EXPERT_ERROR, *_within_budget, *_from_budget),
                "per_step": (*_within_budget, *_from_budget),
                "time_averaged": _from_budget,
            },
        ),
    ),
)

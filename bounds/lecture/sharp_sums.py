"""The exact worst cases as upper bounds on the expected number of disagreements C, each proved from its reading.

A decision costs at most 1 - S', the probability of a disagreement by then; S is at least (1 - epsilon)^t, 1 - epsilon t
or 1 - epsilon T, as the reading says; the sums over the decisions are the worst cases. That they are reached is shown by
the witness problems, and that no schedule of errors does more by the certificates of `worst_case`.
"""

from functools import cache

from sympy import Eq, Le, Min, Sum

from tightrope.bounds.language.letters import T, budget, cost, disagreement, epsilon, paid, power, t
from tightrope.bounds.lecture import distribution_shift as shift
from tightrope.bounds.lecture import log_loss
from tightrope.bounds.proof.bernoulli import POWER
from tightrope.bounds.proof.derivation import Derivation, Step, under
from tightrope.bounds.proof.tactics import by_induction, sum_decisions
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, at_the_end, later, rewrite, within

_pointwise = Le(disagreement, Sum(1 - (1 - epsilon) * (1 - epsilon) ** t, (t, 0, T - 1)))
_per_step = Le(disagreement, Sum(Min(1, epsilon * (t + 1)), (t, 0, T - 1)))
_time_averaged = Le(disagreement, T * Min(1, epsilon * T))
_log_loss_averaged = Le(disagreement, T * (1 - (1 - epsilon) ** T))


@cache
def _sum_of_powers(reading: str) -> Theorem:
    power_later = arithmetic(
        Le(cost, 1 - (1 - epsilon) * power),
        shift.decision_cost(),
        later(shift.survives_power(reading), t),
        assume(Eq(power.next, (1 - epsilon) * power)),
    )
    written_out = Le(cost, 1 - (1 - epsilon) * (1 - epsilon) ** t)
    decision = rewrite(written_out, power_later, assume(Eq(power, (1 - epsilon) ** t)))
    return sum_decisions(decision, disagreement, t)


def _whole_budget(reading: str) -> Theorem:
    return arithmetic(_time_averaged, shift.budget_sum(shift.survives_budget(reading)))


@cache
def _budget_of_each_decision(reading: str) -> Theorem:
    """What every decision keeps to, all of them keep to together: the weaker reading's assumption is proved, then used."""
    spent = by_induction(Le(budget, epsilon * t), t, *shift.BUDGET, shift.average_error(reading))
    return arithmetic(
        _time_averaged, shift.budget_sum(shift.within_budget(arithmetic(shift.ALTOGETHER, spent, within(t))))
    )


@cache
def _power_sum(reading: str) -> Theorem:
    """C <= T (1 - (1 - epsilon)^T), from what each decision costs: the first t of them at most t (1 - w)."""
    each = shift.sharp_decision(reading)
    so_far = by_induction(Le(paid, t * (1 - power)), t, *shift.PAID, *POWER, each)
    return _written_out(arithmetic(_in_letters, at_the_end(so_far, t), assume(shift.PAID_IN_ALL)))


@cache
def _power_budget() -> Theorem:
    """The same, from what survives all decisions: each costs at most 1 - (1 - epsilon)^T."""
    decision = arithmetic(Le(cost, 1 - power.end), shift.decision_cost(), later(log_loss.survives_whole_power(), t))
    return _written_out(arithmetic(_in_letters, sum_decisions(decision, disagreement, t)))


_in_letters = Le(disagreement, T * (1 - power.end))


def _written_out(theorem: Theorem) -> Theorem:
    return rewrite(_log_loss_averaged, theorem, at_the_end(assume(Eq(power, (1 - epsilon) ** t)), t))


DERIVATION = Derivation(
    key="worst-case",
    title="The exact worst cases",
    source="cs285lecture2",
    facts=shift.FACTS,
    assumes={key: shift.ASSUMES[key] for key in (*shift.EACH, *shift.AVERAGED)},
    steps=(
        Step(
            id="pointwise",
            lecture="L5",
            statement=_pointwise,
            scope="episode",
            reason="the tightrope is the worst that a pointwise error can do, and the worst that a log loss can",
            proofs=under(_sum_of_powers, "pointwise", "log_loss"),
        ),
        Step(
            id="per-step",
            lecture="L12",
            statement=_per_step,
            scope="episode",
            reason="the exam is the worst that an error averaged over the expert's states can do",
            proofs=under(shift.sharp_sum, *shift.EACH),
        ),
        Step(
            id="log-loss-averaged",
            lecture="L12",
            statement=_log_loss_averaged,
            scope="episode",
            reason="all of the loss at the first decision is the worst if the log loss is averaged over the decisions",
            proofs={**under(_power_sum, *shift.EACH), "log_loss_averaged": _power_budget},
        ),
        Step(
            id="time-averaged",
            lecture="L12",
            statement=_time_averaged,
            scope="episode",
            reason="the trap is the worst if the error is averaged over the decisions as well",
            proofs={
                **under(_budget_of_each_decision, *shift.EACH),
                **under(_whole_budget, *shift.AVERAGED),
            },
        ),
    ),
)

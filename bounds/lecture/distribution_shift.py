r"""L7 to L12: the lecture's argument for the average error, line by line, and the argument that repairs it.

Conventions: p_theta and p_train are state laws after t actions; decision t + 1 is taken in them. w stands for
(1 - epsilon)^t. The lecture splits p_theta into "no mistake yet", weight w, and "some mistake". That is true if the
error is at most epsilon in every state and false if it is so on average: survival can then be as small as
1 - epsilon t < w, and the survivors are not distributed like the expert. The repair keeps, instead of w p_train, the
agreement mass g: the part of both laws that has made the same choices so far. Its sum over the states is S.

Which lines are false, and where, is not stated here: a line without a proof is put to the test on the witness
problems, and `reports` joins the two.
"""

from functools import cache

from sympy import Abs, Eq, Ge, Le, Min, Or, Sum

from tightrope.bounds.language.letters import (
    T,
    budget,
    c,
    c_max,
    cost,
    disagreement,
    e,
    epsilon,
    expert_error,
    g,
    l1_distance,
    move,
    p,
    paid,
    power,
    q,
    returned,
    survival,
    t,
)
from tightrope.bounds.lecture import log_loss
from tightrope.bounds.proof.bernoulli import INEQUALITY, POWER, bernoulli
from tightrope.bounds.proof.derivation import Derivation, Step, under
from tightrope.bounds.proof.statements import Family
from tightrope.bounds.proof.tactics import all_decisions, by_induction, equations, sum_decisions, sum_up, totals
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, at_the_end, later, within

STATES = Family(name="over states", binds=frozenset({"state"}))
# Over the states before one action, from each of which it leads to the state spoken of with probability P.
STATES_BEFORE = Family(name="over the states before", binds=frozenset({"state", "pair"}), leaves=frozenset({"state"}))

# What has to be believed: what the letters are at the start, one decision later, and in sum.
_agreed, _learner_agreed, _expert_goes = g * (1 - e) * move, p * (1 - e) * move, q * move
SUMS = {p: 1, q: 1, g: survival, q * e: expert_error, p * e: cost, g * (1 - e): survival.next, Abs(p - q): l1_distance}
MOVES = {_agreed: g.next, _learner_agreed: p.next - returned, _expert_goes: q.next}
TOGETHER = equations({g.start: q.start, p.start: q.start})  # both laws begin alike, and nobody has disagreed
ALL_SURVIVE = equations({survival.start: 1})
BUDGET = equations({budget.start: 0, budget.next: budget + expert_error})
PAID = equations({paid.start: 0, paid.next: paid + cost})
PAID_IN_ALL = Eq(paid.end, disagreement)
FACTS = (
    *(*TOGETHER, *ALL_SURVIVE, *BUDGET, *POWER, *PAID, PAID_IN_ALL),
    *log_loss.FACTS,
    *equations({power: (1 - epsilon) ** t}),
    *totals(STATES, SUMS),
    *totals(STATES_BEFORE, MOVES),
    all_decisions(cost, disagreement, t),
    Le(c, c_max),
)

# What each reading says.
EVERYWHERE = Or(Eq(q, 0), Le(e, epsilon))
EACH_DECISION = Le(expert_error, epsilon)
ALTOGETHER = Le(budget, epsilon * T)
ASSUMES = {
    "pointwise": (EVERYWHERE,),
    "log_loss": (log_loss.EACH_DECISION,),
    "per_step": (EACH_DECISION,),
    "log_loss_averaged": (log_loss.ALTOGETHER,),
    "time_averaged": (ALTOGETHER,),
    "finite_data": (),  # nothing about the states outside the data
}
EACH = ("pointwise", "log_loss", "per_step")  # the readings that say something of every decision
AVERAGED = ("log_loss_averaged", "time_averaged")


BELOW_BOTH = Le(g, p) & Le(g, q)


@cache
def agreement() -> Theorem:
    """g <= p_theta and g <= p_train: it moves on by g' = sum of g (1 - e) P over the states before."""
    here = assume(BELOW_BOTH, t)
    expert = sum_up(Le(_agreed, _expert_goes), STATES_BEFORE, MOVES, here)
    learner = sum_up(Le(_agreed, _learner_agreed), STATES_BEFORE, MOVES, here)
    return by_induction(BELOW_BOTH, t, *TOGETHER, expert, learner)


# One decision: what it does to survival, what survival says about the distance and the cost.
@cache
def survival_falls() -> Theorem:
    """S' >= S - E_{p_train}[e]."""
    return sum_up(Ge(g * (1 - e), g - q * e), STATES, SUMS, agreement())


@cache
def survival_falls_pointwise() -> Theorem:
    """S' >= (1 - epsilon) S."""
    return sum_up(Ge(g * (1 - e), g * (1 - epsilon)), STATES, SUMS, agreement(), assume(EVERYWHERE))


@cache
def distance() -> Theorem:
    """|p_theta - p_train|_1 <= 2 (1 - S)."""
    return sum_up(Le(Abs(p - q), p + q - 2 * g), STATES, SUMS, agreement())


@cache
def decision_cost() -> Theorem:
    """E_{p_theta}[e] <= 1 - S': who has agreed so far and agrees again pays nothing."""
    return sum_up(Le(p * e, p - g * (1 - e)), STATES, SUMS, agreement())


@cache
def split_sum() -> Theorem:
    """E_{p_theta}[e] <= E_{p_train}[e] + |p_theta - p_train|_1."""
    return sum_up(Le(p * e, q * e + Abs(p - q)), STATES, SUMS)


# Survival after t actions, as each reading has it.
SURVIVES_POWER = Ge(survival, power)
SURVIVES_LINE = Ge(survival, 1 - epsilon * t)
SURVIVES_BUDGET = Ge(survival, 1 - epsilon * T)


@cache
def survives_power(reading: str) -> Theorem:
    """S >= w, the lecture's own survival: in every state, or by Jensen."""
    if reading == "log_loss":
        return log_loss.survives_power()
    return by_induction(SURVIVES_POWER, t, *ALL_SURVIVE, *POWER, survival_falls_pointwise())


@cache
def survives_line(reading: str) -> Theorem:
    """S >= 1 - epsilon t, under a reading that says something of every decision."""
    if reading == "per_step":
        return by_induction(SURVIVES_LINE, t, *ALL_SURVIVE, EACH_DECISION, survival_falls())
    return arithmetic(SURVIVES_LINE, survives_power(reading), bernoulli())


@cache
def survives_budget(reading: str) -> Theorem:
    """S >= 1 - epsilon T, under one that speaks of all decisions together."""
    if reading == "log_loss_averaged":
        return arithmetic(SURVIVES_BUDGET, log_loss.survives_whole_power(), at_the_end(bernoulli(), t))
    return within_budget(assume(ALTOGETHER))


@cache
def within_budget(altogether: Theorem) -> Theorem:
    """From the budget of all decisions together, assumed or proved."""
    spent = by_induction(Ge(survival, 1 - budget), t, *ALL_SURVIVE, *BUDGET, survival_falls())
    return arithmetic(SURVIVES_BUDGET, spent, altogether)


# The lecture's lines, and, at the end, the repair: the same sums with survival in place of the mixture.
_average = Le(expert_error, epsilon)
_mixture = Ge(p, power * q)
_distance_power = Le(l1_distance, 2 * (1 - power))
_distance_line = Le(l1_distance, 2 * epsilon * t)
_split_equal = Eq(p * c, q * c + Abs(p - q) * c)
_split = Le(p * c, q * c + Abs(p - q) * c_max)
_one_decision = Le(cost, epsilon + 2 * epsilon * t)
_all_decisions = Le(disagreement, Sum(epsilon + 2 * epsilon * t, (t, 0, T - 1)))
_headline = Le(disagreement, epsilon * T + 2 * epsilon * T**2)
_distance_budget = Le(l1_distance, 2 * epsilon * T)
SHARP_DECISION = Le(cost, Min(1, epsilon * (t + 1)))
_sharp = Le(disagreement, Sum(Min(1, epsilon * (t + 1)), (t, 0, T - 1)))


def average_error(reading: str) -> Theorem:
    """The assumption itself, as the argument uses it."""
    if reading == "per_step":
        return assume(EACH_DECISION)
    if reading == "log_loss":
        return log_loss.average_error()
    return sum_up(Le(q * e, epsilon * q), STATES, SUMS, assume(EVERYWHERE))


@cache
def _mixture_is_kept() -> Theorem:
    kept = Ge(g, power * q)
    each = Ge(_agreed, (1 - epsilon) * power * _expert_goes)
    moved = sum_up(each, STATES_BEFORE, MOVES, assume(kept, t), assume(EVERYWHERE))
    return arithmetic(_mixture, agreement(), by_induction(kept, t, *TOGETHER, *POWER, moved))


def _distance_as_power(reading: str) -> Theorem:
    return arithmetic(_distance_power, distance(), survives_power(reading))


def _distance_as_line(reading: str) -> Theorem:
    return arithmetic(_distance_line, distance(), survives_line(reading))


@cache
def _decision(reading: str) -> Theorem:
    return arithmetic(_one_decision, split_sum(), average_error(reading), _distance_as_line(reading))


def budget_sum(survives: Theorem) -> Theorem:
    """From S >= 1 - epsilon T at every t: each decision costs at most epsilon T, and all T of them together."""
    decision = arithmetic(Le(cost, Min(1, epsilon * T)), decision_cost(), later(survives, t))
    return sum_decisions(decision, disagreement, t)


@cache
def _summed(reading: str) -> Theorem:
    if reading in AVERAGED:
        return arithmetic(_all_decisions, budget_sum(survives_budget(reading)))
    return sum_decisions(_decision(reading), disagreement, t)


def _distance_in_the_end(reading: str) -> Theorem:
    if reading in AVERAGED:
        return arithmetic(_distance_budget, distance(), survives_budget(reading))
    return arithmetic(_distance_budget, _distance_as_line(reading), within(t))


@cache
def sharp_decision(reading: str) -> Theorem:
    """A decision costs at most min(1, epsilon (t + 1)), under a reading that speaks of every decision."""
    return arithmetic(SHARP_DECISION, decision_cost(), later(survives_line(reading), t))


def sharp_sum(reading: str) -> Theorem:
    return sum_decisions(sharp_decision(reading), disagreement, t)


DERIVATION = Derivation(
    key="distribution-shift",
    title="The distribution-shift argument",
    source="cs285lecture2",
    facts=FACTS,
    assumes=ASSUMES,
    steps=(
        Step(
            id="average-error",
            lecture="L7",
            statement=_average,
            scope="decision",
            reason="the assumption itself, as the argument uses it: at every decision, on the expert's states",
            proofs=under(average_error, *EACH),
        ),
        Step(
            id="mixture",
            lecture="L8",
            statement=_mixture,
            scope="state",
            reason=(
                "p_theta = w p_train + (1 - w) p_mistake with a law p_mistake: possible just if p_theta >= w p_train"
            ),
            proofs={"pointwise": _mixture_is_kept},
        ),
        Step(
            id="distance-power",
            lecture="L9",
            statement=_distance_power,
            scope="decision",
            reason="two laws are at most 2 apart in L1, which is 1 in total variation: here a factor 2 enters",
            proofs=under(_distance_as_power, "pointwise", "log_loss"),
        ),
        Step(
            id="bernoulli",
            lecture="L10",
            statement=INEQUALITY,
            scope="scalar",
            reason="Bernoulli's inequality, by induction",
            proofs={"any": bernoulli},
        ),
        Step(
            id="distance-line",
            lecture="L10",
            statement=_distance_line,
            scope="decision",
            reason="the distance after t actions; on the average reading it needs survival, not the mixture",
            proofs=under(_distance_as_line, *EACH),
        ),
        Step(
            id="split-equality",
            lecture="L11",
            statement=_split_equal,
            scope="state",
            reason="the notes' equality: false wherever the learner is less likely than the expert",
        ),
        Step(
            id="split",
            lecture="L11",
            statement=_split,
            scope="state",
            reason="with <= in place of = it is true",
            proofs={"any": lambda: arithmetic(_split, assume(Le(c, c_max)))},
        ),
        Step(
            id="one-decision",
            lecture="L12",
            statement=_one_decision,
            scope="decision",
            reason="the cost of decision t + 1",
            proofs=under(_decision, *EACH),
        ),
        Step(
            id="all-decisions",
            lecture="L12",
            statement=_all_decisions,
            scope="episode",
            reason="added up over t = 0, ..., T - 1; the sum is exactly epsilon T^2",
            proofs=under(_summed, *EACH, *AVERAGED),
        ),
        Step(
            id="headline",
            lecture="L12",
            statement=_headline,
            scope="episode",
            reason="the lecture's bound: epsilon T^2 <= epsilon T + 2 epsilon T^2",
            slack="one half of it holds too: its factor over the largest worst case is 2 + 1/T at least",
            proofs=under(lambda reading: arithmetic(_headline, _summed(reading)), *EACH, *AVERAGED),
        ),
        Step(
            id="repaired-distance",
            lecture="",
            statement=_distance_budget,
            scope="decision",
            reason="what is left of 2 epsilon t if the error is only averaged over the decisions",
            proofs=under(_distance_in_the_end, *EACH, *AVERAGED),
        ),
        Step(
            id="repaired-decision",
            lecture="",
            statement=SHARP_DECISION,
            scope="decision",
            reason=(
                "total variation instead of L1, and the decision's own error inside the survival: half the lecture's"
            ),
            proofs=under(sharp_decision, *EACH),
        ),
        Step(
            id="repaired",
            lecture="",
            statement=_sharp,
            scope="episode",
            reason="the sharp bound for the average error at every decision",
            proofs=under(sharp_sum, *EACH),
        ),
    ),
)

r"""L7 to L12: the lecture's argument for the average error, line by line, and the argument that repairs it.

Conventions: p_theta and p_train are state laws after t actions; decision t + 1 is taken in them. w stands for
(1 - epsilon)^t. The lecture splits p_theta into "no mistake yet", weight w, and "some mistake". That is true if the
error is at most epsilon in every state and false if it is so on average: survival can then be as small as
1 - epsilon t < w, and the survivors are not distributed like the expert. The repair keeps, instead of w p_train, the
agreement mass g: the part of both laws that has made the same choices so far. Its sum over the states is S.

Which lines are false, and where, is not stated here: a line without a proof is put to the test on the witness
problems, and `reports` joins the two.
"""

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
    g_next,
    initial,
    l1_distance,
    move,
    p,
    p_next,
    paid,
    power,
    q,
    q_next,
    returned,
    survival,
    survival_next,
    t,
)
from tightrope.bounds.proof.bernoulli import BERNOULLI, INEQUALITY
from tightrope.bounds.proof.derivation import (
    Derivation,
    Step,
    induction,
    later,
    means,
    moves,
    over_decisions,
    over_states,
    scalar,
    starts,
    sums,
)

# What always holds, and what each reading says about one decision.
_at_most_one, _epsilon_at_most_one, _capped, IN_EPISODE = Le(e, 1), Le(epsilon, 1), Le(c, c_max), Le(t, T)
_everywhere = Or(Eq(q, 0), Le(e, epsilon))
EACH_DECISION = Le(expert_error, epsilon)
ALTOGETHER = Le(budget, epsilon * T)
# What the letters mean: values at the beginning, one decision later, and sums over the states.
MOVES = {
    **{g: g_next, p: p_next, q: q_next, survival: survival_next},
    **{power: (1 - epsilon) * power, budget: budget + expert_error, paid: paid + cost},
}
SUMS = {
    **{p: 1, q: 1, g: survival, q * e: expert_error, p * e: cost, Abs(p - q): l1_distance},
    **{g * (1 - e): survival_next, q * move: q_next},  # the last two: over the states that lead to one state
    **{g * (1 - e) * move: g_next, p * (1 - e) * move: p_next - returned},
}
CLOSED = {power: (1 - epsilon) ** t}
MEANINGS = (
    *means(CLOSED),
    *starts({g: initial, p: initial, q: initial, survival: 1, power: 1, budget: 0, paid: 0}),
    *moves(MOVES),
    *sums(SUMS),
)

FACTS = (*MEANINGS, _at_most_one, _epsilon_at_most_one, _capped, IN_EPISODE)
ASSUMES = {
    "pointwise": (_everywhere,),
    "per_step": (EACH_DECISION,),
    "time_averaged": (ALTOGETHER,),
    "finite_data": (),  # nothing about the states outside the data
}

# The agreement mass lies below both laws; it moves on by g' = sum over states of g (1 - e) P.
BELOW_BOTH = Le(g, p) & Le(g, q)
_agreed, _learner_agreed = g * (1 - e) * move, p * (1 - e) * move
AGREEMENT = induction(
    BELOW_BOTH,
    over=t,
    start={g: initial, p: initial, q: initial},
    following={g: g_next, p: p_next, q: q_next},
    inside=(
        over_states(Le(_agreed, q * move), BELOW_BOTH, _at_most_one, totals={_agreed: g_next, q * move: q_next}),
        over_states(
            Le(_agreed, _learner_agreed),
            *(BELOW_BOTH, _at_most_one),
            totals={_agreed: g_next, _learner_agreed: p_next - returned},
        ),
    ),
)

# One decision: what it does to survival, what survival says about the distance and the cost.
_survivors = {g * (1 - e): survival_next, g: survival}
SURVIVAL = over_states(Ge(g * (1 - e), g - q * e), BELOW_BOTH, _at_most_one, totals={**_survivors, q * e: expert_error})
SURVIVAL_POINTWISE = over_states(Ge(g * (1 - e), g * (1 - epsilon)), BELOW_BOTH, _everywhere, totals=_survivors)
DISTANCE = over_states(
    Le(Abs(p - q), p + q - 2 * g), BELOW_BOTH, totals={Abs(p - q): l1_distance, p: 1, q: 1, g: survival}
)
COST = over_states(
    Le(p * e, p - g * (1 - e)), BELOW_BOTH, _at_most_one, totals={p * e: cost, p: 1, g * (1 - e): survival_next}
)
EXPERT_ERROR = over_states(Le(q * e, epsilon * q), _everywhere, totals={q * e: expert_error, q: 1})
SPLIT = over_states(
    Le(p * e, q * e + Abs(p - q)),
    _at_most_one,
    totals={p * e: cost, q * e: expert_error, Abs(p - q): l1_distance},
)

# Survival after t actions, per reading.
_one_more = {survival: survival_next}
SURVIVES_POWER = induction(
    Ge(survival, power),
    *(SURVIVAL_POINTWISE.statement, _epsilon_at_most_one),
    over=t,
    start={survival: 1, power: 1},
    following={**_one_more, power: (1 - epsilon) * power},
)
SURVIVES_LINE = induction(
    Ge(survival, 1 - epsilon * t),
    *(SURVIVAL.statement, EACH_DECISION),
    over=t,
    start={survival: 1},
    following=_one_more,
)
_spent = induction(
    Ge(survival, 1 - budget),
    SURVIVAL.statement,
    over=t,
    start={survival: 1, budget: 0},
    following={**_one_more, budget: budget + expert_error},
)
SURVIVES_BUDGET = scalar(Ge(survival, 1 - epsilon * T), _spent.statement, ALTOGETHER)

SURVIVAL_IF_POINTWISE = (AGREEMENT, SURVIVAL_POINTWISE, SURVIVES_POWER)
POWER_TO_LINE = (BERNOULLI, scalar(SURVIVES_LINE.statement, SURVIVES_POWER.statement, INEQUALITY))
SURVIVAL_IF_PER_STEP = (AGREEMENT, SURVIVAL, SURVIVES_LINE)
SURVIVAL_IF_TIME_AVERAGED = (AGREEMENT, SURVIVAL, _spent, SURVIVES_BUDGET)

# The lecture's lines.
_average = Le(expert_error, epsilon)
_mixture = Ge(p, power * q)
_distance_power = Le(l1_distance, 2 * (1 - power))
_distance_line = Le(l1_distance, 2 * epsilon * t)
_split_equal = Eq(p * c, q * c + Abs(p - q) * c)
_split = Le(p * c, q * c + Abs(p - q) * c_max)
_one_decision = Le(cost, epsilon + 2 * epsilon * t)
_all_decisions = over_decisions(_one_decision)
_headline = Le(disagreement, epsilon * T + 2 * epsilon * T**2)

# The repair: the same sums with survival in place of the mixture.
_distance_budget = Le(l1_distance, 2 * epsilon * T)
_sharp_decision = Le(cost, Min(1, epsilon * (t + 1)))
_budget_decision = Le(cost, Min(1, epsilon * T))
_sharp = Le(disagreement, Sum(Min(1, epsilon * (t + 1)), (t, 0, T - 1)))

ONE_DECISION_LATER = {survival: survival_next}
COSTS_LINE = (
    COST,
    later(SURVIVES_LINE, ONE_DECISION_LATER),
    scalar(_sharp_decision, COST.statement, later(SURVIVES_LINE, ONE_DECISION_LATER).statement),
)
COSTS_BUDGET = (
    COST,
    later(SURVIVES_BUDGET, ONE_DECISION_LATER),
    scalar(_budget_decision, COST.statement, later(SURVIVES_BUDGET, ONE_DECISION_LATER).statement),
    over_decisions(_budget_decision),
)
_mixture_kept = induction(
    Ge(g, power * q),
    _epsilon_at_most_one,
    over=t,
    start={g: initial, q: initial, power: 1},
    following={g: g_next, q: q_next, power: (1 - epsilon) * power},
    inside=(
        over_states(
            Ge(_agreed, (1 - epsilon) * power * q * move),
            *(Ge(g, power * q), _everywhere, _epsilon_at_most_one, _at_most_one),
            totals={_agreed: g_next, q * move: q_next},
        ),
    ),
)
_line_pointwise = (*SURVIVAL_IF_POINTWISE, *POWER_TO_LINE, DISTANCE)
_line_per_step = (*SURVIVAL_IF_PER_STEP, DISTANCE)
_to_line = scalar(_distance_line, DISTANCE.statement, SURVIVES_LINE.statement)
_add_up = (SPLIT, scalar(_one_decision, SPLIT.statement, _average, _distance_line))
_decision_pointwise = (EXPERT_ERROR, *_line_pointwise, _to_line, *_add_up)
_decision_per_step = (*_line_per_step, _to_line, *_add_up)
_total_budget = scalar(_all_decisions.statement, over_decisions(_budget_decision).statement)
_to_headline = scalar(_headline, _all_decisions.statement)

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
            proofs={"pointwise": (EXPERT_ERROR,), "per_step": (scalar(_average, EACH_DECISION),)},
        ),
        Step(
            id="mixture",
            lecture="L8",
            statement=_mixture,
            scope="state",
            reason="p_theta = w p_train + (1 - w) p_mistake with a law p_mistake: possible just if p_theta >= w p_train",
            proofs={"pointwise": (AGREEMENT, _mixture_kept, scalar(_mixture, BELOW_BOTH, _mixture_kept.statement))},
        ),
        Step(
            id="distance-power",
            lecture="L9",
            statement=_distance_power,
            scope="decision",
            reason="two laws are at most 2 apart in L1, which is 1 in total variation: here a factor 2 enters",
            proofs={
                "pointwise": (
                    *(*SURVIVAL_IF_POINTWISE, DISTANCE),
                    scalar(_distance_power, DISTANCE.statement, SURVIVES_POWER.statement),
                )
            },
        ),
        Step(
            id="bernoulli",
            lecture="L10",
            statement=INEQUALITY,
            scope="scalar",
            reason="Bernoulli's inequality, by induction",
            proofs={"any": (BERNOULLI,)},
        ),
        Step(
            id="distance-line",
            lecture="L10",
            statement=_distance_line,
            scope="decision",
            reason="the distance after t actions; on the average reading it needs survival, not the mixture",
            proofs={"pointwise": (*_line_pointwise, _to_line), "per_step": (*_line_per_step, _to_line)},
        ),
        Step(
            id="split-equality",
            lecture="L11",
            statement=_split_equal,
            scope="scalar",
            reason="the notes' equality: false wherever the learner is less likely than the expert",
        ),
        Step(
            id="split",
            lecture="L11",
            statement=_split,
            scope="scalar",
            reason="with <= in place of = it is true",
            proofs={"any": (scalar(_split, _capped),)},
        ),
        Step(
            id="one-decision",
            lecture="L12",
            statement=_one_decision,
            scope="decision",
            reason="the cost of decision t + 1",
            proofs={"pointwise": _decision_pointwise, "per_step": _decision_per_step},
        ),
        Step(
            id="all-decisions",
            lecture="L12",
            statement=_all_decisions.statement,
            scope="episode",
            reason="added up over t = 0, ..., T - 1; the sum is exactly epsilon T^2",
            proofs={
                "pointwise": (*_decision_pointwise, _all_decisions),
                "per_step": (*_decision_per_step, _all_decisions),
                "time_averaged": (*SURVIVAL_IF_TIME_AVERAGED, *COSTS_BUDGET, _total_budget),
            },
        ),
        Step(
            id="headline",
            lecture="L12",
            statement=_headline,
            scope="episode",
            reason="the lecture's bound: epsilon T^2 <= epsilon T + 2 epsilon T^2",
            slack="one half of it holds too: its factor over the largest worst case is 2 + 1/T at least",
            proofs={
                "pointwise": (*_decision_pointwise, _all_decisions, _to_headline),
                "per_step": (*_decision_per_step, _all_decisions, _to_headline),
                "time_averaged": (*SURVIVAL_IF_TIME_AVERAGED, *COSTS_BUDGET, _total_budget, _to_headline),
            },
        ),
        Step(
            id="repaired-distance",
            lecture="",
            statement=_distance_budget,
            scope="decision",
            reason="what is left of 2 epsilon t if the error is only averaged over the decisions",
            proofs={
                "pointwise": (
                    *_line_pointwise,
                    _to_line,
                    scalar(_distance_budget, _distance_line, IN_EPISODE),
                ),
                "per_step": (
                    *_line_per_step,
                    _to_line,
                    scalar(_distance_budget, _distance_line, IN_EPISODE),
                ),
                "time_averaged": (
                    *(*SURVIVAL_IF_TIME_AVERAGED, DISTANCE),
                    scalar(_distance_budget, DISTANCE.statement, SURVIVES_BUDGET.statement),
                ),
            },
        ),
        Step(
            id="repaired-decision",
            lecture="",
            statement=_sharp_decision,
            scope="decision",
            reason="total variation instead of L1, and the decision's own error inside the survival: half the lecture's",
            proofs={
                "pointwise": (*SURVIVAL_IF_POINTWISE, *POWER_TO_LINE, *COSTS_LINE),
                "per_step": (*SURVIVAL_IF_PER_STEP, *COSTS_LINE),
            },
        ),
        Step(
            id="repaired",
            lecture="",
            statement=_sharp,
            scope="episode",
            reason="the sharp bound for the average error at every decision",
            proofs={
                "pointwise": (*SURVIVAL_IF_POINTWISE, *POWER_TO_LINE, *COSTS_LINE, over_decisions(_sharp_decision)),
                "per_step": (*SURVIVAL_IF_PER_STEP, *COSTS_LINE, over_decisions(_sharp_decision)),
            },
        ),
    ),
)

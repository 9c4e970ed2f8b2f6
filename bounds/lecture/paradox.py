"""L13: why data with mistakes and recoveries can be better, and how many of them are enough.

A chain with a way back (`recovery`). Of the data a share alpha shows the states off the track, and the learner's error is
at most epsilon on average over the data, with one rate on the track and one off it. It may split it: a part x of the budget for errors off the track, the rest on it,

    e_on = (1 - x) epsilon/(1 - alpha),    e_off = x epsilon/alpha <= 1,    return with probability rho (1 - e_off).

With alpha < epsilon it can afford e_off = 1: nobody returns, and what is left of the budget, (epsilon - alpha)/(1 - alpha) a
decision, makes a tightrope. With alpha >= epsilon no split is worse than x = 0 (proved here for e_0 + rho <= 1, e_0 = epsilon/(1 - alpha)): its chain is
at least as fast as a lazy copy of that one, which is never further off. So the cost is at most epsilon T/((1 - alpha) rho).

Mistakes whose wrong label is kept, a share eta of those on the track, raise the error there to 1 - (1 - epsilon)(1 - eta).
"""

from sympy import Eq, Expr, Le, Min, Symbol

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.language.letters import T, epsilon, off_rope, recovery_cost, rho, t, task_paid
from tightrope.bounds.lecture.recovery import EXPECTED_COST
from tightrope.bounds.proof.derivation import (
    Derivation,
    Step,
    at_the_end,
    ends,
    induction,
    later,
    moves,
    scalar,
    starts,
)

off_share = Symbol("alpha", positive=True)  # of the data, off the track
split = Symbol("x", nonnegative=True)  # part of the error budget that is spent off the track
kept_mistakes = Symbol("eta", nonnegative=True)  # how often the demonstrator errs on the track, wrong label kept

ON_ERROR: Expr = (1 - split) * epsilon / (1 - off_share)
OFF_ERROR: Expr = Min(1, split * epsilon / off_share)

NOT_SPLIT: Expr = EXPECTED_COST.subs(epsilon, epsilon / (1 - off_share))  # x = 0
BOUGHT: Expr = closed_forms("pointwise").disagreement.subs(
    epsilon, (epsilon - off_share) / (1 - off_share)
)  # e_off = 1
LINEAR_CAP: Expr = epsilon * T / ((1 - off_share) * rho)


def slope(back: Expr = rho) -> Expr:
    """dJ/d epsilon at epsilon = 0: what one small error costs, [T - (1 - rho)(1 - (1 - rho)^T)/rho]/rho."""
    return (T - (1 - back) * (1 - (1 - back) ** T) / back) / back


unlearned = Symbol("rho_0", positive=True)  # return probability of a learner that never saw a recovery
KEPT_LIMIT: Expr = epsilon * (slope(unlearned) / slope(rho) - 1)  # to first order: help while eta is below

e_on = Symbol("e_on", nonnegative=True)
e_off = Symbol("e_off", nonnegative=True)
e_whole = Symbol("e_0", nonnegative=True)  # epsilon/(1 - alpha): the whole budget on the track
back = Symbol("rho_x", nonnegative=True)  # rho (1 - e_off)
off_whole = Symbol("q_t0", nonnegative=True)  # P(off the track after t actions) if nothing is split off
paid_whole = Symbol("A_t0", nonnegative=True)  # and what it paid
cost_whole = Symbol("J_0", nonnegative=True)

_spent_off = Le(off_share * e_off, split * epsilon)
_spent_on = Eq(e_on, (1 - split) * e_whole)
_some, _enough, _monotone = Le(split, 1), Le(epsilon, off_share), Le(e_whole + rho, 1)
_returns = Eq(back, rho * (1 - e_off))
_whole = Eq((1 - off_share) * e_whole, epsilon)

_next = {
    off_rope: off_rope * (1 - back) + (1 - off_rope) * e_on,
    off_whole: off_whole * (1 - rho) + (1 - off_whole) * e_whole,
}
_next |= {task_paid: task_paid + _next[off_rope], paid_whole: paid_whole + _next[off_whole]}
_start = dict.fromkeys(_next, 0)
_end = {task_paid: recovery_cost, paid_whole: cost_whole}
_chain = {"over": t, "start": _start, "following": _next}

# What is bought off the track is at most x of all errors there; the way back that is left is at least 1 - x of it.
_part = scalar(Le(e_off, split), _spent_off, _enough)
_lazy = scalar(Le((1 - split) * rho, back), _part.statement, _returns)
# The whole budget on the track: the chain comes from below to its long run, so moving on never brings it back.
_below = induction(Le((e_whole + rho) * off_whole, e_whole), _monotone, **_chain)
_certain = induction(Le(off_rope, 1), _spent_on, _some, _monotone, _returns, **_chain)
_behind = induction(
    Le(off_rope, off_whole),
    *(_below.statement, _certain.statement, _lazy.statement, _spent_on, _some, _monotone),
    **_chain,
)
_still_behind = later(_behind, {letter: _next[letter] for letter in (off_rope, off_whole)})
_cheaper = induction(Le(task_paid, paid_whole), _still_behind.statement, **_chain)  # paid if off afterwards
_owed = induction(Le(rho * paid_whole + (1 - rho) * off_whole, e_whole * t), **_chain)
_linear = scalar(
    Le((1 - off_share) * rho * task_paid, epsilon * t), _cheaper.statement, _owed.statement, _monotone, _whole
)

DERIVATION = Derivation(
    key="paradox",
    title="Data off the track: when they are enough",
    source="cs285lecture2",
    facts=(
        *(*starts(_start), *moves(_next), *ends(_end)),
        *(_spent_off, _spent_on, _some, _enough, _returns, _whole, _monotone),
    ),
    assumes={"any": ()},
    steps=(
        Step(
            id="way-back",
            lecture="L13",
            statement=_lazy.statement,
            scope="scalar",
            reason="if alpha >= epsilon, the part x of the budget spoils at most the part x of the way back",
            proofs={"any": (_part, _lazy)},
        ),
        Step(
            id="behind",
            lecture="L13",
            statement=_behind.statement,
            scope="scalar",
            reason="so the learner is never further off than one that spends all of it on the track, by induction over t",
            proofs={"any": (_part, _lazy, _below, _certain, _behind)},
        ),
        Step(
            id="linear",
            lecture="L13",
            statement=at_the_end(_linear, _end).statement,
            scope="scalar",
            reason="and its cost is linear in T: at most epsilon T/((1 - alpha) rho)",
            proofs={
                "any": (
                    *(_part, _lazy, _below, _certain, _behind, _still_behind, _cheaper, _owed, _linear),
                    at_the_end(_linear, _end),
                )
            },
        ),
    ),
)

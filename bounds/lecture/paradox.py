"""L13: why data with mistakes and recoveries can be better, and how many of them are enough.

A chain with a way back (`recovery`). Of the data a share alpha shows the states off the track, and the learner's error
is at most epsilon on average over the data, with one rate on the track and one off it. It may split it: a part x of the
budget for errors off the track, the rest on it,

    e_on = (1 - x) epsilon/(1 - alpha),    e_off = x epsilon/alpha <= 1,    return with probability rho (1 - e_off).

With alpha < epsilon it can afford e_off = 1: nobody returns, and what is left of the budget,
(epsilon - alpha)/(1 - alpha) a decision, makes a tightrope. With alpha >= epsilon the part x of the budget spoils at
most the part x of the way back: the cost is at most epsilon T/((1 - alpha) rho), whatever the split. And no split is
worse than x = 0, if e_0 + rho <= 1 with e_0 = epsilon/(1 - alpha): a chain that overshoots its long run is left out.
That e_0 is a probability is assumed of all lines, so epsilon <= 1 - alpha.

Mistakes whose wrong label is kept, a share eta of those on the track,
raise the error there to 1 - (1 - epsilon)(1 - eta).
"""

from functools import cache

from sympy import And, Eq, Expr, Implies, Le, Min

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.language.letter import NONNEGATIVE, PROBABILITY, Domain, Letter
from tightrope.bounds.language.letters import MOMENT, T, epsilon, off_rope, recovery_cost, rho, t, task_paid
from tightrope.bounds.lecture.recovery import EXPECTED_COST, closed_form
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, at_the_end, later

SHARE = Domain(words="a number above 0, at most 1", least=0, most=1, open=True)

off_share = Letter("alpha", SHARE)  # of the data, off the track
split = Letter("x", PROBABILITY)  # part of the error budget that is spent off the track
kept_mistakes = Letter("eta", PROBABILITY)  # how often the demonstrator errs on the track, wrong label kept

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


unlearned = Letter("rho_0", SHARE)  # return probability of a learner that never saw a recovery
KEPT_LIMIT: Expr = epsilon * (slope(unlearned) / slope(rho) - 1)  # to first order: help while eta is below

# Which division is worst, for alpha < epsilon. Never returning costs more than none where BOUGHT > NOT_SPLIT, and the
# first small part of the budget that goes off the track adds, for each unit of x,
_e0 = epsilon / (1 - off_share)
_rises, _falls = (closed_form().diff(letter).subs(epsilon, _e0) for letter in (epsilon, rho))
FIRST_PART: Expr = -_e0 * _rises - epsilon * rho / off_share * _falls

# For small epsilon a learner that is wrong off the track with probability y costs
# epsilon (1 - y alpha/epsilon) S(rho (1 - y)), S = `slope`, S(0) = T (T + 1)/2; that is more than epsilon S(rho) if and
# only if alpha/epsilon < (1 - S(rho)/S(rho (1 - y)))/y. As 1/S is convex, the right side is largest for small y.
# It is convex: S = sum_i c_i z^i with z = 1 - rho and c_i = max(0, T - i), and the coefficient of z^(n-2) in
# 2 S'^2 - S S'' is the sum over i <= n of (3 i (n - i) - n (n - 1)/2) c_i c_(n-i). The first factors add up to 0, and
# where they are larger, the others are not smaller.
LOST_UP_TO: Expr = 1 - 2 * slope() / (T * (T + 1))  # of alpha/epsilon, for small epsilon: y = 1, never returning
DIVIDED_UP_TO: Expr = -rho * slope().diff(rho) / slope()  # some y > 0

# Kept mistakes, eta of them for each epsilon, against nobody's return without them, to first order in epsilon.
WORTH_KEEPING: Expr = T * (T + 1) / (2 * slope()) - 1  # of eta/epsilon: up to it the recoveries are worth the mistakes

e_on = Letter("e_on", PROBABILITY)
e_off = Letter("e_off", PROBABILITY)
e_whole = Letter("e_0", PROBABILITY)  # epsilon/(1 - alpha): the whole budget on the track
back = Letter("rho_x", PROBABILITY)  # rho (1 - e_off)
off_whole = Letter("q_t0", PROBABILITY, MOMENT)  # P(off the track after t actions) if nothing is split off
paid_whole = Letter("A_t0", NONNEGATIVE, MOMENT)  # and what it paid

SPENT_OFF = Le(off_share * e_off, split * epsilon)
SPENT_ON = Eq(e_on, (1 - split) * e_whole)
ENOUGH = Le(epsilon, off_share)
MONOTONE = Le(e_whole + rho, 1)  # the chain that splits nothing never overshoots its long run
RETURNS = Eq(back, rho * (1 - e_off))
ALL_SPENT = Eq((1 - off_share) * e_whole, epsilon)

_off_next = off_rope * (1 - back) + (1 - off_rope) * e_on
_whole_next = off_whole * (1 - rho) + (1 - off_whole) * e_whole
OFF = equations({off_rope.start: 0, off_rope.next: _off_next})
WHOLE_OFF = equations({off_whole.start: 0, off_whole.next: _whole_next})
PAID = equations({task_paid.start: 0, task_paid.next: task_paid + _off_next})  # paid if off afterwards
WHOLE_PAID = equations({paid_whole.start: 0, paid_whole.next: paid_whole + _whole_next})
COST = equations({task_paid.end: recovery_cost})

_lazy = Le((1 - split) * rho, back)
_behind = Implies(MONOTONE, Le(off_rope, off_whole))
_cheaper = Implies(MONOTONE, Le(task_paid, paid_whole))
_linear = Le((1 - off_share) * rho * recovery_cost, epsilon * T)


@cache
def lazy() -> Theorem:
    """rho_x >= (1 - x) rho: what is bought off the track is at most x of all errors there."""
    bought = arithmetic(Le(e_off, split), assume(SPENT_OFF), assume(ENOUGH))
    return arithmetic(_lazy, bought, assume(RETURNS))


@cache
def behind() -> Theorem:
    """q_t <= q_t0 if e_0 + rho <= 1: that chain comes from below to its long run,
    so that moving on never brings it back.
    """
    below = by_induction(Implies(MONOTONE, Le((e_whole + rho) * off_whole, e_whole)), t, *WHOLE_OFF)
    return by_induction(_behind, t, *OFF, *WHOLE_OFF, below, lazy(), SPENT_ON)


def cheaper() -> Theorem:
    """A_t <= A_t0 if e_0 + rho <= 1."""
    off_next = Implies(MONOTONE, Le(_off_next, _whole_next))
    still_behind = arithmetic(off_next, later(behind(), t), assume(OFF[1]), assume(WHOLE_OFF[1]))
    return by_induction(_cheaper, t, *PAID, *WHOLE_PAID, still_behind)


def linear() -> Theorem:
    """(1 - alpha) rho J(rho) <= epsilon T: what was paid and what those off still owe,
    at the rate (1 - x) rho at least.
    """
    rate = (1 - split) * rho
    chain = (*OFF, *PAID, SPENT_ON)
    owed = Le(rate * task_paid + (1 - rate) * off_rope, (1 - split) * e_whole * t)
    never_exceeds = by_induction(owed, t, *chain, lazy())
    nothing = by_induction(Implies(Eq(split, 1), And(Eq(off_rope, 0), Eq(task_paid, 0))), t, *chain)
    so_far = Le((1 - off_share) * rho * task_paid, epsilon * t)
    divided = arithmetic(Le(rho * task_paid, e_whole * t), never_exceeds, nothing)
    capped = arithmetic(so_far, divided, assume(ALL_SPENT))
    return arithmetic(_linear, at_the_end(capped, t), *map(assume, COST))


DERIVATION = Derivation(
    key="paradox",
    title="Data off the track: when they are enough",
    means={
        off_share: "the share of the data that lies off the track",
        split: "the part of the error budget that is spent off the track",
        e_whole: "epsilon/(1 - alpha), the error on the track if the whole budget is spent there",
        back: "rho (1 - e_off), the probability of coming back if x is spent off the track",
        off_whole: "the probability of being off the track after t actions if nothing is spent there",
        paid_whole: "the expected cost of the first t decisions if nothing is spent there",
    },
    source="cs285lecture2",
    facts=(*OFF, *WHOLE_OFF, *PAID, *WHOLE_PAID, *COST, SPENT_OFF, SPENT_ON, RETURNS, ALL_SPENT),
    assumes={"any": (ENOUGH,)},
    steps=(
        Step(
            id="way-back",
            lecture="L13",
            statement=_lazy,
            scope="scalar",
            reason="if alpha >= epsilon, the part x of the budget spoils at most the part x of the way back",
            proofs={"any": lazy},
        ),
        Step(
            id="behind",
            lecture="L13",
            statement=_behind,
            scope="scalar",
            reason=(
                "so the learner is never further off than one that spends all of it on the track, by induction over "
                "t, if that one's chain does not overshoot: e_0 + rho <= 1"
            ),
            proofs={"any": behind},
        ),
        Step(
            id="cheaper",
            lecture="L13",
            statement=_cheaper,
            scope="scalar",
            reason="nor does it ever have paid more: under the same condition no split is worse than none",
            proofs={"any": cheaper},
        ),
        Step(
            id="linear",
            lecture="L13",
            statement=_linear,
            scope="scalar",
            reason=(
                "whatever the split, the cost is linear in T: at most epsilon T/((1 - alpha) rho); nothing rests on "
                "e_0 + rho <= 1"
            ),
            proofs={"any": linear},
        ),
    ),
)

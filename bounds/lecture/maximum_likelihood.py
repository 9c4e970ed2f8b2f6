"""L1: the frequencies are the most likely policy, whatever the weights; so cloning a table is maximum likelihood.

In one cell (one state) action i has weight n_i, a count or a count with something added, and N is their sum. Against
the frequencies p_i = n_i/N no other law q does better: n_i log(q_i/p_i) <= n_i (q_i/p_i - 1) = N (q_i - p_i), and these
add up to N (Q - 1) <= 0, with Q <= 1 the probability that q gives to the actions that have a weight. Cells add up, so
the clone of all cells is the optimum of the likelihood of all actions. It is the only one: the logarithm touches its
tangent at 1 alone. Nothing has to be shown of a q that gives 0 to an action with weight:
under it the data are impossible.

That log x <= x - 1 is a fact of analysis which the last two lines believe: arithmetic knows no logarithm. The first two
lines show the slope from which it follows.
"""

from functools import cache

from sympy import Derivative, Eq, Le, log, sign

from tightrope.bounds.language.letter import POSITIVE, PROBABILITY, REAL, Letter, Scope
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import equations, sum_up, totals
from tightrope.bounds.proof.theorem import Family, Theorem, arithmetic, assume, identity, rewrite

ACTION = Scope(words="a number of each action that has a weight in the cell", each=frozenset({"action"}))
ACTIONS = Family(name="over the actions", binds=frozenset({"action"}))

x = Letter("x", POSITIVE)
slope = Letter("d_x", REAL, tex="d")  # of x - 1 - log x
weight = Letter("n_i", POSITIVE, ACTION)
weights = Letter("N", POSITIVE)  # of all actions of the cell
frequency = Letter("p_i", PROBABILITY, ACTION)  # the clone's probability of the action
other = Letter("q_i", PROBABILITY, ACTION)  # another policy's
ratio = Letter("r_i", POSITIVE, ACTION)  # q_i/p_i
log_ratio = Letter("ell_i", REAL, ACTION)  # log(q_i/p_i)
gain = Letter("G", REAL)  # log-likelihood of q less that of p, over the actions
other_mass = Letter("Q", PROBABILITY)  # the sum of q_i

_derivative = Derivative(x - 1 - log(x), x)
_slope = Eq(_derivative, (x - 1) / x)
_least = Eq(sign(slope), sign(x - 1))
_tangent = Le(log_ratio, ratio - 1)
_one_action = Le(weight * log_ratio, weights * (other - frequency))
_optimum = Le(gain, 0)

# The tangent of the logarithm, at q_i/p_i. That it lies above follows from the sign of the slope, which is no
# arithmetic.
TANGENT = Le(log(other / frequency), ratio - 1)
IS_LOG_RATIO, IS_SLOPE = equations({log_ratio: log(other / frequency), slope: _derivative})
RATIOS = equations({ratio * frequency: other, frequency * weights: weight})
SUMS = {weight * log_ratio: gain, frequency: 1, other: other_mass}


@cache
def least() -> Theorem:
    """The slope has the sign of x - 1."""
    cleared = identity(Eq(x * _derivative, x - 1))
    return arithmetic(_least, rewrite(Eq(x * slope, x - 1), cleared, assume(IS_SLOPE)))


@cache
def one_action() -> Theorem:
    """n_i log(q_i/p_i) <= N (q_i - p_i)."""
    tangent = rewrite(_tangent, assume(TANGENT), assume(IS_LOG_RATIO))
    return arithmetic(_one_action, tangent, *map(assume, RATIOS))


@cache
def optimum() -> Theorem:
    """G <= N (Q - 1) <= 0."""
    return arithmetic(_optimum, sum_up(_one_action, ACTIONS, SUMS, one_action()))


DERIVATION = Derivation(
    key="maximum-likelihood",
    title="Frequencies are the most likely policy",
    means={
        x: "a ratio of two probabilities",
        slope: "the derivative of x - 1 - log x",
        weight: "how often the data of one cell (one state) have action i",
        weights: "how many data the cell has",
        frequency: "action i's share of the data of the cell, which the clone copies",
        other: "the probability that another policy gives to action i",
        log_ratio: "log(q_i/p_i)",
        gain: "the log-likelihood of the other policy less the clone's",
    },
    source="cs285lecture2",
    facts=(TANGENT, IS_LOG_RATIO, IS_SLOPE, *RATIOS, *totals(ACTIONS, SUMS)),
    assumes={"any": ()},
    steps=(
        Step(
            id="slope",
            lecture="L1",
            statement=_slope,
            scope="scalar",
            reason="how x - 1 - log x, which is 0 at x = 1, changes with x",
            proofs={"any": lambda: identity(_slope)},
        ),
        Step(
            id="tangent",
            lecture="L1",
            statement=_least,
            scope="scalar",
            reason=(
                "d stands for this slope: x - 1 - log x falls before 1 and rises after it, so log x <= x - 1, with "
                "equality at 1 only"
            ),
            proofs={"any": least},
        ),
        Step(
            id="one-action",
            lecture="L1",
            statement=_one_action,
            scope="state",
            reason=(
                "for one action, with x = q/p, log x = ell and p = n/N; log x <= x - 1 is believed here, a fact of "
                "analysis, and not proved"
            ),
            proofs={"any": one_action},
        ),
        Step(
            id="optimum",
            lecture="L1",
            statement=_optimum,
            scope="scalar",
            reason=(
                "added up over the actions: no policy is more likely than the frequencies; it rests on log x <= x - 1 "
                "as the line before does"
            ),
            proofs={"any": optimum},
        ),
    ),
)

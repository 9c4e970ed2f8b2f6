"""L1: the frequencies are the most likely policy, whatever the weights; so cloning a table is maximum likelihood.

In one cell (one state) action i has weight n_i, a count or a count with something added, and N is their sum. Against the
frequencies p_i = n_i/N no other law q does better: n_i log(q_i/p_i) <= n_i (q_i/p_i - 1) = N (q_i - p_i), and these add up
to N (1 - 1) = 0. Cells add up, so the clone of all cells is the optimum of the likelihood of all actions. It is the only
one: the logarithm touches its tangent at 1 alone. An action without weight adds 0 on the left and N q_i >= 0 on the right.
"""

from sympy import Derivative, Eq, Le, Symbol, log, sign

from tightrope.bounds.proof.derivation import Derivation, Step, identity, induction, means, moves, scalar, starts

x = Symbol("x", positive=True)
weight = Symbol("n_i", positive=True)  # of one action in the cell
weights = Symbol("N", positive=True)  # of all its actions
frequency = Symbol("p_i", positive=True)  # the clone's probability of the action
other = Symbol("q_i", nonnegative=True)  # another policy's
ratio = Symbol("r_i", nonnegative=True)  # q_i/p_i
log_ratio = Symbol("ell_i", real=True)  # log(q_i/p_i)
gain = Symbol("G", real=True)  # log-likelihood of q less that of p, over the actions so far
clone_mass = Symbol("P", nonnegative=True)  # sum of p_i over the actions so far
other_mass = Symbol("Q", nonnegative=True)  # sum of q_i
index = Symbol("i", integer=True, nonnegative=True)  # actions so far

_slope = Eq(Derivative(x - 1 - log(x), x), (x - 1) / x)
_least = Eq(sign((x - 1) / x), sign(x - 1))
_tangent = Le(log_ratio, ratio - 1)
_is_ratio = Eq(ratio * frequency, other)
_is_frequency = Eq(frequency * weights, weight)
_complete = (Eq(clone_mass, 1), Eq(other_mass, 1))

_one_action = scalar(Le(weight * log_ratio, weights * (other - frequency)), _tangent, _is_ratio, _is_frequency)
_so_far = induction(
    Le(gain, weights * (other_mass - clone_mass)),
    _one_action.statement,
    over=index,
    start={gain: 0, clone_mass: 0, other_mass: 0},
    following={
        gain: gain + weight * log_ratio,
        clone_mass: clone_mass + frequency,
        other_mass: other_mass + other,
    },
)
_optimum = scalar(Le(gain, 0), _so_far.statement, *_complete)

DERIVATION = Derivation(
    key="maximum-likelihood",
    title="Frequencies are the most likely policy",
    source="cs285lecture2",
    facts=(
        *(_tangent, _is_ratio, _is_frequency, *_complete),
        *starts({gain: 0, clone_mass: 0, other_mass: 0}),
        *moves({gain: gain + weight * log_ratio, clone_mass: clone_mass + frequency, other_mass: other_mass + other}),
        *means({log_ratio: log(other / frequency)}),
    ),
    assumes={"any": ()},
    steps=(
        Step(
            id="slope",
            lecture="L1",
            statement=_slope,
            scope="scalar",
            reason="how x - 1 - log x, which is 0 at x = 1, changes with x",
            proofs={"any": (identity(_slope),)},
        ),
        Step(
            id="tangent",
            lecture="L1",
            statement=_least,
            scope="scalar",
            reason="it falls before 1 and rises after it: so log x <= x - 1, with equality at 1 only",
            proofs={"any": (scalar(_least),)},
        ),
        Step(
            id="one-action",
            lecture="L1",
            statement=_one_action.statement,
            scope="scalar",
            reason="for one action, with x = q/p, log x = ell and p = n/N",
            proofs={"any": (_one_action,)},
        ),
        Step(
            id="optimum",
            lecture="L1",
            statement=_optimum.statement,
            scope="scalar",
            reason="added up over the actions: no policy is more likely than the frequencies",
            proofs={"any": (_one_action, _so_far, _optimum)},
        ),
    ),
)

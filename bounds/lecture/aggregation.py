"""L28: does the distribution of DAgger's data approach the learner's own?

Labels shared, frequencies copied. Two states look the same; the learner takes action 1 with probability p in both, and is then in the
second state a share h(p) = p* + s (p - p*) of the time: s is the feedback. n data sets of equal weight, the first of them with
share p_1, give the learner p_n, their mean share of the second state:

    p_n - p* = (p_1 - p*) prod_{i=2}^n (1 - (1 - s)/i)          TV(data, learner) = |p_n - h(p_n)| = (1 - s) |p_n - p*|

which falls like n^-(1 - s). Labels shared, majority followed, h(0) > 1/2 > h(1): the learner takes 1 after too many visits to the second state,
and 0 after too few, for ever. Nothing shared: the learner stops changing after n_0 rounds, and TV <= n_0/n from there on.
"""

from sympy import Dummy, Eq, Product, Rational, gamma

from tightrope.bounds.language.letters import (
    data_share,
    data_share_next,
    fading,
    fading_next,
    feedback,
    first_share,
    rest,
    rounds,
    t,
)
from tightrope.bounds.proof.derivation import Derivation, Step, induction, moves, starts

_i = Dummy("i", integer=True, positive=True)
DECAY = Product(1 - (1 - feedback) / _i, (_i, 2, rounds))  # of the distance to the fixed point, after n data sets
DECAY_CLOSED = gamma(rounds + feedback) / (gamma(rounds + 1) * gamma(1 + feedback))  # ~ n^-(1 - s) / gamma(1 + s)
SHIFT = (1 - feedback) * (first_share - rest) * DECAY

# Majorities, with h(0) and h(1) for the shares of the second state under the two constant policies.
share_zero, share_one = (Dummy(f"h_{action}", nonnegative=True) for action in (0, 1))
ONES = (share_zero - Rational(1, 2)) / (share_zero - share_one)  # share of rounds that take action 1
MEAN_ERROR = (1 - ONES) * share_zero + ONES * (1 - share_one)

_own_share = rest + feedback * (data_share - rest)  # h(p)
_one_more = Eq((t + 2) * data_share_next, (t + 1) * data_share + _own_share)  # the mean of t + 2 data sets
_one_factor = Eq((t + 2) * fading_next, (t + 1 + feedback) * fading)
_loop = {
    "over": t,
    "start": {data_share: first_share, fading: 1},
    "following": {data_share: data_share_next, fading: fading_next},
}
_mixed = induction(Eq(data_share - rest, (first_share - rest) * fading), _one_more, _one_factor, **_loop)

DERIVATION = Derivation(
    key="aggregation",
    title="The distribution of DAgger's data",
    source="cs285lecture2",
    facts=(*starts(_loop["start"]), *moves(_loop["following"]), _one_more, _one_factor),
    assumes={"any": ()},
    steps=(
        Step(
            id="mean-share",
            lecture="L28",
            statement=_mixed.statement,
            scope="scalar",
            reason=(
                "t + 1 data sets, each with the share h(p) of the learner fitted to those before it; d_t is the product of "
                "1 - (1 - s)/i for i = 2, ..., t + 1"
            ),
            proofs={"any": (_mixed,)},
        ),
    ),
)

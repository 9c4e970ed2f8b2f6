"""L28: does the distribution of DAgger's data approach the learner's own?

Labels shared, frequencies copied. Two states look the same; the learner takes action 1 with probability p in both, and
is then in the second state a share h(p) = p* + s (p - p*) of the time: s is the feedback. n data sets of equal weight,
the first of them with share p_1, give the learner p_n, their mean share of the second state:

    p_n - p* = (p_1 - p*) prod_{i=2}^n (1 - (1 - s)/i)          TV(data, learner) = |p_n - h(p_n)| = (1 - s) |p_n - p*|

which falls like n^-(1 - s). Labels shared, majority followed, h(0) > 1/2 > h(1): the learner takes 1 after too many
visits to the second state, and 0 after too few, for ever. Nothing shared: the learner stops changing after n_0 rounds,
and TV <= n_0/n from there on.
"""

from sympy import Dummy, Eq, Product, Rational, gamma

from tightrope.bounds.language.letter import PROBABILITY, REAL, Index, Letter, Scope
from tightrope.bounds.language.letters import rounds
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem

added = Index("t", home="the data of DAgger")  # data sets beside the demonstrations, without end
DATA = Scope(words="a number of t + 1 data sets", index=added)

feedback = Letter("s", REAL)  # slope of the share of a state in what a learner visits, by how it was labelled
first_share = Letter("p_1", PROBABILITY)  # the state's share in the demonstrations
rest = Letter("p_*", PROBABILITY)  # the share at which data and learner agree
data_share = Letter("p_{t+1}", PROBABILITY, DATA)  # its mean share in the data sets, which the learner copies
fading = Letter("d_t", REAL, DATA)  # stands for the product of 1 - (1 - s)/i, i = 2, ..., t + 1

_i = Dummy("i", integer=True, positive=True)
DECAY = Product(1 - (1 - feedback) / _i, (_i, 2, rounds))  # of the distance to the fixed point, after n data sets
DECAY_CLOSED = gamma(rounds + feedback) / (gamma(rounds + 1) * gamma(1 + feedback))  # ~ n^-(1 - s) / gamma(1 + s)
SHIFT = (1 - feedback) * (first_share - rest) * DECAY

# Majorities, with h(0) and h(1) for the shares of the second state under the two constant policies.
share_zero, share_one = (Letter(f"h_{action}", PROBABILITY) for action in (0, 1))
ONES = (share_zero - Rational(1, 2)) / (share_zero - share_one)  # share of rounds that take action 1
MEAN_ERROR = (1 - ONES) * share_zero + ONES * (1 - share_one)

own_share = rest + feedback * (data_share - rest)  # h(p)
FADING = (
    *equations({fading.start: 1}),
    Eq((added + 2) * fading.next, (added + 1 + feedback) * fading),
)
FIRST = equations({data_share.start: first_share})
ONE_MORE = Eq((added + 2) * data_share.next, (added + 1) * data_share + own_share)  # the mean of t + 2 data sets

_mixed = Eq(data_share - rest, (first_share - rest) * fading)


def mixed() -> Theorem:
    """p_{t+1} - p* = (p_1 - p*) d_t."""
    return by_induction(_mixed, added, *FIRST, ONE_MORE, *FADING)


DERIVATION = Derivation(
    key="aggregation",
    title="The distribution of DAgger's data",
    means={
        first_share: "the share of a state in the demonstrations",
        rest: "the share at which data and learner agree",
        data_share: "the mean share of that state in t + 1 data sets, which the learner copies",
        fading: "what is left of the distance to p_*: the product of 1 - (1 - s)/i over i = 2, ..., t + 1",
    },
    source="cs285lecture2",
    facts=(*FIRST, ONE_MORE, *FADING),
    assumes={"any": ()},
    steps=(
        Step(
            id="mean-share",
            lecture="L28",
            statement=_mixed,
            scope="scalar",
            reason=(
                "t + 1 data sets, each with the share h(p) of the learner fitted to those before it; d_t is the "
                "product of 1 - (1 - s)/i for i = 2, ..., t + 1"
            ),
            proofs={"any": mixed},
        ),
    ),
)

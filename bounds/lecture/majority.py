"""How often the majority of n independent votes is wrong, each being wrong with probability eta; a tie is a coin's toss.

P(Bin(n, eta) > n/2) + P(Bin(n, eta) = n/2)/2, written as the mean of "more than half" and "at least half" are wrong. The
votes may be labels of one state, or cues of one hidden cause.
"""

from sympy import Sum, binomial, floor

from tightrope.bounds.language.letter import NATURAL, PROBABILITY, Index, Letter

n = Letter("n", NATURAL)  # votes
eta = Letter("eta", PROBABILITY)  # probability that a vote, a label or a cue is wrong

_wrong = Index("i")
_chance = binomial(n, _wrong) * eta**_wrong * (1 - eta) ** (n - _wrong)

MAJORITY_WRONG = (Sum(_chance, (_wrong, floor(n / 2) + 1, n)) + Sum(_chance, (_wrong, floor((n + 1) / 2), n))) / 2

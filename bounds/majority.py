"""How often the majority of n independent votes is wrong, each being wrong with probability eta; a tie is a coin's toss.

P(Bin(n, eta) > n/2) + P(Bin(n, eta) = n/2)/2. The votes may be labels of one state, or cues of one hidden cause.
"""

from sympy import Eq, Mod, Piecewise, Rational, Sum, Symbol, binomial, floor

from bounds.symbols import eta, n

_wrong = Symbol("i", integer=True, nonnegative=True)

MAJORITY_WRONG = Sum(
    binomial(n, _wrong) * eta**_wrong * (1 - eta) ** (n - _wrong), (_wrong, floor(n / 2) + 1, n)
) + Piecewise((binomial(n, n / 2) * (eta * (1 - eta)) ** (n / 2) * Rational(1, 2), Eq(Mod(n, 2), 0)), (0, True))

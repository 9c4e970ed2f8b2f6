"""How many of n equally likely kinds are among B independent draws: the coupon collector's law.

    P_0(0) = 1,   P_{b+1}(M) = P_b(M) M/n + P_b(M - 1) (n - M + 1)/n

Exact in rationals. It is the law of how many states a table has labels for.
"""

from fractions import Fraction


def coupon_law(kinds: int, draws: int) -> list[Fraction]:
    """P(M different kinds among the draws) for M = 0..n. Raises ValueError unless kinds >= 1 and draws >= 0."""
    if kinds < 1 or draws < 0:
        raise ValueError(f"there must be at least one kind and no negative number of draws; got {kinds}, {draws}")
    ways = [1] + [0] * kinds  # sequences of draws with M different kinds: whole numbers, divided once at the end
    for _ in range(draws):
        ways = [m * ways[m] + (ways[m - 1] * (kinds - m + 1) if m else 0) for m in range(kinds + 1)]
    return [Fraction(way, kinds**draws) for way in ways]

"""Drawing coupons: how many of the kinds that matter are known after some draws. Exact.

N independent draws, each uniform over all kinds; `relevant` of the kinds matter. It is what a table needs of
independent labels: a cell is known as soon as one label has fallen into it.
"""

from fractions import Fraction


def known_law(relevant: int, kinds: int, draws: int) -> list[Fraction]:
    """P(exactly M of the relevant kinds were drawn), for M = 0..relevant.

    Raises ValueError unless 0 <= relevant <= kinds, kinds >= 1 and draws >= 0.
    """
    if not 0 <= relevant <= kinds or kinds < 1 or draws < 0:
        raise ValueError(
            f"coupons need 0 <= relevant <= kinds, kinds >= 1 and draws >= 0; got {relevant}, {kinds}, {draws}"
        )
    ways = [1] + [0] * relevant  # sequences of draws, counted in whole numbers
    for _ in range(draws):
        ways = [
            ways[known] * (kinds - relevant + known) + (ways[known - 1] * (relevant - known + 1) if known else 0)
            for known in range(relevant + 1)
        ]
    return [Fraction(count, kinds**draws) for count in ways]


def expected_draws(kinds: int) -> Fraction:
    """Expected draws until every kind is known, all of them equally likely: n (1 + 1/2 + ... + 1/n).

    Raises ValueError unless there is at least one kind.
    """
    if kinds < 1:
        raise ValueError(f"there must be at least one kind of coupon; got {kinds}")
    return kinds * sum((Fraction(1, i) for i in range(1, kinds + 1)), start=Fraction(0))

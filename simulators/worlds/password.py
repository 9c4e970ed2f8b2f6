"""A password of T letters: the right one leads on, a wrong one opens the door at once with a small chance, or never (L27).

States    right 0, ..., right T - 1 (that many letters were right), open, shut; start with none. Open and shut stay.
Moves     letter 0 leads from right i to right i + 1, and from the last one to open; any other to open with probability
          lucky[i], else to shut.
Goal      to be open after the last of T decisions. The best policy types 0 every time, and is open for certain.

It is the worst that can happen to a clone of uniform play that is told the steps to go: all but one of the words of T
letters are taken with the same chance if lucky is the same everywhere, and the clone takes that luck for skill.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp

ONE = Fraction(1)


def password(letters: int, lucky: Sequence[Fraction]) -> TabularMDP:
    """The world above, for an alphabet of that many letters and one chance for each of the T places.

    Raises ValueError if there is only one letter or no place, or a chance is no probability.
    """
    if letters < 2 or not lucky:
        raise ValueError(f"a password needs two letters and a place; got {letters} letters and {len(lucky)} places")
    places = len(lucky)
    opened, shut = places, places + 1
    rows = []
    for place, chance in enumerate(map(Fraction, lucky)):
        wrong = {opened: chance, shut: 1 - chance}
        rows.append([{place + 1: ONE}, *[wrong] * (letters - 1)])
    return tabular_mdp(
        states=(*(f"right {place}" for place in range(places)), "open", "shut"),
        actions=[f"letter {a}" for a in range(letters)],
        start=[ONE * (state == 0) for state in range(places + 2)],
        transition=[[*rows, [{opened: ONE}] * letters, [{shut: ONE}] * letters]],
        cost=[[0] * letters] * (places + 2),
    )


def worst_luck(words: int) -> Fraction:
    """The chance at which the clone keeps least, 1/(1 + sqrt(words)), where words = letters^T is a square.

    Raises ValueError if it is no square: then the worst chance is irrational.
    """
    root = isqrt(words)
    if root**2 != words:
        raise ValueError(f"the worst chance is rational for a square number of words only; got {words}")
    return Fraction(1, 1 + root)

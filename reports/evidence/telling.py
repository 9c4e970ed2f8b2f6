"""Where it counts that a bound is attained, or that a false one is refuted.

With a single decision, or with an error that is certain, most of what is claimed of cloning is the same number, and whatever
cannot exceed T is T once epsilon T > 1. Equality there says nothing of a bound, and a check that refutes only there has no
power.
"""

from fractions import Fraction

EDGE = "T = 1 or epsilon = 1"


def telling(error: Fraction, horizon: int) -> bool:
    """T >= 2 and 0 < epsilon < 1: claims about cloning differ."""
    return horizon >= 2 and 0 < error < 1


def meant(error: Fraction, horizon: int) -> bool:
    """The same, and epsilon T <= 1: fewer than one error is expected in an episode, which is where such bounds are meant."""
    return telling(error, horizon) and error * horizon <= 1

"""How much of N(0, I) in the plane a function makes positive that looks alike after a turn by 2 pi/M, and in a mirror.

    P(g(n) > 0) = integral of r exp(-r^2/2) f(r) dr        f(r): the share of angles in (0, pi/M) with g > 0

The first axis is a mirror. Changes of sign between neighbouring angles of a grid are found by bisection; a part of the
wedge that begins and ends between two neighbours is not seen. Both ends of the wedge are among them: what is thin lies
there, where one way goes over to the next. Each of RADII rings on (0, REACH) has its own mass, and its middle's share.
"""

from collections.abc import Callable

import numpy as np

REACH, RADII, ANGLES, HALVINGS = 6.5, 240, 13, 30  # beyond REACH lies less than 10^-9


def positive(g: Callable[[np.ndarray], np.ndarray], ways: int) -> float:
    """The mass where g > 0; g takes points (N, 2) to (N,). Raises ValueError unless M >= 1 and g is never NaN."""
    if ways < 1:
        raise ValueError(f"a wedge is one of at least one; got {ways}")
    ends = REACH * np.linspace(0, 1, RADII + 1) ** 2  # closer together in the middle, where all ways meet
    r, mass = (ends[1:] + ends[:-1]) / 2, -np.diff(np.exp(-(ends**2) / 2))
    angles = np.linspace(0, np.pi / ways, ANGLES)

    def sign(radius: np.ndarray, angle: np.ndarray) -> np.ndarray:
        value = g(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))
        if np.isnan(value).any():
            raise ValueError("the function must have a value everywhere; it is nan somewhere in the wedge")
        return value > 0

    above = sign(np.repeat(r, ANGLES), np.tile(angles, RADII)).reshape(RADII, ANGLES)
    covered = (above[:, :-1] & above[:, 1:]).sum(axis=1) * angles[1]
    row, place = np.nonzero(above[:, :-1] != above[:, 1:])
    low, high, begins = angles[place], angles[place + 1], above[row, place]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = sign(r[row], middle) == begins
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    parts = np.where(begins, low - angles[place], angles[place + 1] - low)
    covered = covered + np.bincount(row, parts, minlength=RADII)
    return float((mass * covered).sum() / angles[-1])

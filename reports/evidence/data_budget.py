"""The first recovery among many labels: what it does to the cost, and where it helps; the closed forms at numbers."""

from collections.abc import Iterable

from sympy import lambdify

from tightrope.bounds.language.letters import T, actions
from tightrope.bounds.lecture.data_budget import MOST_OFF_STATES, NO_RECOVERY, ONE_RECOVERY, off_states, track_states

LARGEST = 200  # states off the track among which a boundary is looked for

first_recovery = lambdify(  # (states on the track, off it, actions, T): the cost with one recovery over that with none
    (track_states, off_states, actions, T), ONE_RECOVERY / ((1 - 1 / track_states) * NO_RECOVERY), "numpy"
)
most_off_states = lambdify((track_states, actions), MOST_OFF_STATES, "numpy")  # below it helps in the long run


def boundary(on_track: Iterable[float], choices: int, horizon: int) -> dict[float, float]:
    """The number of states off the track at which the first recovery neither helps nor hurts, where there is one."""
    from scipy.optimize import brentq

    found = {}
    for on in on_track:

        def change(off: float, on: float = on) -> float:
            return first_recovery(on, off, choices, horizon) - 1

        if change(1.0) < 0 < change(float(LARGEST)):
            found[on] = brentq(change, 1, LARGEST)
    return found

"""Of excursions from the track: where a driver is t frames after a frame off it,
or was t frames before one in the long run.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import late_labels
from tightrope.simulators.measures.occupancy import push
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.worlds.excursions import OFF, ON, driver, excursions

DERIVATIONS = (late_labels.DERIVATION,)
CORNERS = tuple((Fraction(slip), Fraction(lost)) for slip in (0, 1) for lost in (0, 1))
FRAMES = 5


def worlds(count: int, seed: int) -> Iterator[World]:
    """Drivers that were never taught to return; those that always or never slip or get back come first."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        slip, lost = CORNERS[i] if i < len(CORNERS) else (Fraction(int(n), 12) for n in rng.integers(0, 13, size=2))
        yield world(slip, lost, backward=i % 2 == 1 and slip > 0)


def world(slip: Fraction, lost: Fraction, backward: bool) -> World:
    mdp, untaught = excursions(Fraction(1), lost).mdp, driver(slip, Fraction(1), Fraction(0))
    from_off, from_anywhere, shares = EXACT.zeros(2), EXACT.zeros(2), []
    from_off[OFF] += 1
    from_anywhere[ON], from_anywhere[OFF] = map(EXACT.number, (lost, slip))  # the long run, times slip + lost
    for t in range(FRAMES + 1):
        shares.append(EXACT.number(slip) * from_off[OFF] / from_anywhere[OFF] if backward else from_off[OFF])
        from_off, from_anywhere = (
            push(mdp, law, untaught.at(t + 1, EXACT), t + 1, EXACT) for law in (from_off, from_anywhere)
        )
    of_time = {
        late_labels.still_off: shares,
        l.memory: [(1 - slip - lost) ** t for t in range(FRAMES + 1)],
    }
    constant = {l.epsilon: slip, l.rho: lost, l.T: FRAMES}
    return World(
        name=f"excursions, slip = {slip}, lost = {lost}",
        last={l.t: FRAMES},
        means=lambda letter, place: constant[letter] if letter in constant else of_time[letter][place[l.t]],
    )

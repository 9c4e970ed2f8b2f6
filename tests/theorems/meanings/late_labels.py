"""Of excursions from the track: where a driver is that was off t frames before."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import late_labels
from tightrope.simulators.measures.occupancy import push
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.worlds.excursions import OFF, driver, excursions

DERIVATIONS = (late_labels.DERIVATION,)
CORNERS = tuple((Fraction(slip), Fraction(lost)) for slip in (0, 1) for lost in (0, 1))
FRAMES = 5


def worlds(count: int, seed: int) -> Iterator[World]:
    """Drivers that were never taught to return; those that always or never slip or get back come first."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        yield world(*(CORNERS[i] if i < len(CORNERS) else (Fraction(int(n), 12) for n in rng.integers(0, 13, size=2))))


def world(slip: Fraction, lost: Fraction) -> World:
    mdp, untaught = excursions(Fraction(1), lost).mdp, driver(slip, Fraction(1), Fraction(0))
    law = EXACT.zeros(2)
    law[OFF] += 1
    laws = [law]
    for t in range(FRAMES):
        laws.append(push(mdp, laws[t], untaught.at(t + 1, EXACT), t + 1, EXACT))
    of_time = {
        late_labels.still_off: [law[OFF] for law in laws],
        l.memory: [(1 - slip - lost) ** t for t in range(FRAMES + 1)],
    }
    constant = {l.epsilon: slip, l.rho: lost, l.T: FRAMES}
    return World(
        name=f"excursions, slip = {slip}, lost = {lost}",
        last={l.t: FRAMES},
        means=lambda letter, place: constant[letter] if letter in constant else of_time[letter][place[l.t]],
    )

"""The world of excursions, and the driver that slips."""

from fractions import Fraction

import pytest

from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.excursions import OFF, driver, excursions

WORLD, SLIP = excursions(Fraction(9, 10), Fraction(1, 20)), Fraction(1, 20)


@pytest.mark.parametrize(("returns", "rate"), [(Fraction(0), Fraction(1, 20)), (Fraction(1), Fraction(9, 10))])
def test_a_driver_is_off_at_first_as_often_as_it_slips_and_then_returns_at_its_rate(returns, rate):
    off = [fraction(law[OFF]) for law in state_laws(WORLD.mdp, driver(SLIP, Fraction(1), returns), 5)]

    assert off[:2] == [0, SLIP]
    assert all(later == now * (1 - rate) + (1 - now) * SLIP for now, later in zip(off, off[1:], strict=False))


def test_the_expert_never_leaves_the_track():
    assert task_cost(WORLD.mdp, deterministic(WORLD.expert, 2), 50) == 0


@pytest.mark.parametrize(("back", "lost"), [(Fraction(1, 2), Fraction(3, 4)), (Fraction(3, 2), Fraction(0))])
def test_impossible_chances_are_refused(back, lost):
    with pytest.raises(ValueError, match="must be"):
        excursions(back, lost)

"""The world of excursions, and the driver that slips."""

from fractions import Fraction

import pytest

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.recovery import EXPECTED_COST
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.excursions import driver, excursions

WORLD = excursions(Fraction(9, 10), Fraction(1, 20))


@pytest.mark.parametrize(("returns", "rate"), [(Fraction(0), Fraction(1, 20)), (Fraction(1), Fraction(9, 10))])
def test_a_driver_costs_what_the_recovery_chain_costs(returns, rate):
    acting = driver(Fraction(1, 20), Fraction(1), returns)

    for horizon in (1, 2, 40):
        values = {epsilon: Fraction(1, 20), rho: rate, T: horizon}
        assert task_cost(WORLD.mdp, acting, horizon) == exact_value(EXPECTED_COST, values)


def test_the_expert_never_leaves_the_track():
    assert task_cost(WORLD.mdp, deterministic(WORLD.expert, 2), 50) == 0


@pytest.mark.parametrize(("back", "lost"), [(Fraction(1, 2), Fraction(3, 4)), (Fraction(3, 2), Fraction(0))])
def test_impossible_chances_are_refused(back, lost):
    with pytest.raises(ValueError, match="0 <= lost <= back <= 1"):
        excursions(back, lost)

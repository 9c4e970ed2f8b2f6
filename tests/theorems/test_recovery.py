"""The recovery chain's cost is what a driver pays in the world of excursions."""

from fractions import Fraction

import pytest

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.recovery import EXPECTED_COST
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.worlds.excursions import driver, excursions

WORLD = excursions(Fraction(9, 10), Fraction(1, 20))


@pytest.mark.parametrize(("returns", "rate"), [(Fraction(0), Fraction(1, 20)), (Fraction(1), Fraction(9, 10))])
def test_a_driver_costs_what_the_recovery_chain_costs(returns, rate):
    acting = driver(Fraction(1, 20), Fraction(1), returns)

    for horizon in (1, 2, 40):
        values = {epsilon: Fraction(1, 20), rho: rate, T: horizon}
        assert task_cost(WORLD.mdp, acting, horizon) == exact_value(EXPECTED_COST, values)

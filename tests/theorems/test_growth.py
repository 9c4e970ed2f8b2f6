"""Growth exponents in exact arithmetic: two for cloning, one for DAgger, between T = 100 and T = 200."""

from fractions import Fraction

import pytest

from tightrope.reports.evidence.growth import (
    CLIFF,
    LINEAR,
    LONG,
    SHORT,
    SMALL,
    cloned,
    exponent,
    labelled,
    off_support,
)
from tightrope.reports.experiments import forgetting
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import EXACT


def cost(problem, horizon):
    return evaluate(problem, horizon).disagreement


def slope(build, name):
    return exponent(*(cost(build(name, SMALL, horizon), horizon) for horizon in (SHORT, LONG)))


def test_the_exponents_are_taken_where_the_theory_is_asymptotic():
    assert SHORT >= 100
    assert Fraction(1, 100) >= SMALL * LONG


@pytest.mark.parametrize("name", ["tightrope", CLIFF])
def test_cloning_is_quadratic(name):
    assert 1.98 < slope(cloned, name) < 2.01


@pytest.mark.parametrize("name", ["tightrope", CLIFF])
def test_dagger_is_linear_and_costs_epsilon_T_exactly(name):
    assert slope(labelled, name) == 1
    assert cost(labelled(name, SMALL, SHORT), SHORT) == SMALL * SHORT


def test_cloning_is_linear_on_the_slippery_lake_because_the_experts_slips_cover_the_states():
    lake, rope = cloned(LINEAR, SMALL, SHORT), cloned("tightrope", SMALL, SHORT)

    assert 0.98 < slope(cloned, LINEAR) < 1.05
    assert off_support(lake, SHORT, EXACT) < SMALL * SHORT / 100
    assert off_support(rope, SHORT, EXACT) > SMALL * SHORT / 3


def test_the_loop_without_aggregation_stays_quadratic_and_with_it_becomes_linear():
    keeping, dropping = (row["exponent"]["value"] for row in forgetting.EXPERIMENT.table(QUICK))

    assert dropping > 1.85
    assert abs(keeping - 1) < 1e-3


def test_on_the_task_cost_dagger_is_quadratic_on_the_tightrope_and_linear_on_the_recovery_chain():
    def gap_slope(name):
        return exponent(*(evaluate(labelled(name, SMALL, h), h).gap for h in (SHORT, LONG)))

    assert gap_slope("tightrope") > 1.98
    assert gap_slope("recovery:rho=1/5") < 1.05

"""L2: the three effective numbers of samples are what exact counts say; without memory they are one."""

from fractions import Fraction

import numpy as np
import pytest
from sympy import Rational, limit

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T
from tightrope.bounds.lecture.effective_samples import (
    FOR_AVERAGES,
    FOR_COVERAGE,
    FOR_LABELS,
    INFLATION,
    MISSING_MASS,
    UNSEEN,
    VARIANCE,
    memory,
    share,
)
from tightrope.simulators.measures.missing_mass import missing_mass
from tightrope.simulators.measures.visit_counts import count_law, never
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.two_state_chain import two_state_chain

CHAINS = [
    (Fraction(*pair), Fraction(*held), horizon)
    for pair in ((1, 10), (1, 3), (3, 4))
    for held in ((9, 10), (0, 1), (-1, 4))
    for horizon in (1, 2, 9)
    if Fraction(*held) >= 1 - 1 / max(Fraction(*pair), 1 - Fraction(*pair))
]


def values(formula, one, held, horizon):
    return float(formula.subs({share: Rational(one), memory: Rational(held), T: horizon}))


def marks(state):
    return np.array([[s == state] * 2 for s in range(2)])


@pytest.mark.parametrize(("one", "held", "horizon"), CHAINS)
def test_the_closed_forms_are_what_exact_counts_say(one, held, horizon):
    made = two_state_chain(one, held)
    expert = deterministic(made.expert, 2)
    law = [fraction(x) for x in count_law(made.mdp, expert, horizon, marks(1))]
    mean = sum(k * p for k, p in enumerate(law)) / horizon
    variance = sum((Fraction(k, horizon) - mean) ** 2 * p for k, p in enumerate(law))
    missing = one * law[0] + (1 - one) * never(made.mdp, expert, horizon, marks(0))
    at = {share: one, memory: held, T: horizon}

    assert exact_value(VARIANCE, at) == variance
    assert exact_value(UNSEEN, at) == law[0]
    assert exact_value(MISSING_MASS, at) == missing
    if horizon > 1 and held:
        assert exact_value(VARIANCE, {**at, memory: held / 2}) != variance


@pytest.mark.parametrize("one", [Fraction(1, 10), Fraction(1, 2)])
def test_without_memory_all_three_are_T(one):
    for formula in (FOR_AVERAGES, FOR_COVERAGE, FOR_LABELS):
        assert values(formula, one, 0, 37) == pytest.approx(37, rel=1e-12)


def test_they_are_ordered_where_memory_is_positive_and_the_state_no_common_one():
    for one in (Fraction(1, 100), Fraction(1, 10), Fraction(1, 3), Fraction(1, 2)):
        for held in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)):
            for horizon in (2, 10, 100):
                average, coverage = (values(f, one, held, horizon) for f in (FOR_AVERAGES, FOR_COVERAGE))
                assert average <= coverage <= horizon
                assert coverage <= 1 + (horizon - 1) * (1 - float(held)) + 1e-9


def test_the_order_turns_round_for_a_state_that_is_nearly_always_there_and_for_negative_memory():
    common, held = Fraction(9, 10), Fraction(1, 2)
    assert values(FOR_COVERAGE, common, held, 50) < values(FOR_AVERAGES, common, held, 50)

    assert values(FOR_AVERAGES, Fraction(1, 3), Fraction(-1, 2), 20) > 56 > 20


def test_the_values_of_the_notes():
    rare, held = Fraction(1, 10), Fraction(9, 10)

    assert values(FOR_AVERAGES, rare, held, 50) == pytest.approx(3.24, abs=0.005)
    assert values(FOR_COVERAGE, rare, held, 50) == pytest.approx(5.67, abs=0.005)
    assert values(MISSING_MASS, rare, held, 50) == pytest.approx(0.0559, abs=5e-5)
    assert limit(INFLATION.subs(T, 50), memory, 1) == 50


def test_a_trajectory_without_memory_misses_what_independent_steps_miss_and_with_it_more():
    free, bound = (missing_mass(two_state_chain(Fraction(1, 10), held), 50) for held in (Fraction(0), Fraction(9, 10)))

    assert free.trajectory == pytest.approx(free.independent, rel=1e-12)
    assert free.draws == pytest.approx(50, rel=1e-6)
    assert bound.trajectory > 100 * bound.independent


def test_a_path_that_is_walked_whole_misses_nothing_although_its_steps_depend_on_each_other():
    pytest.importorskip("gymnasium")
    found = missing_mass(problem("gymnasium:CliffWalking-v1,restart=true", 30), 30)

    assert found.trajectory == 0 < found.independent
    assert found.draws == np.inf

"""Where errors come from: what begins in the states adds up to what happens, and to what is paid."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.imitation import problem
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.origins import origins
from tightrope.simulators.measures.recoverability import advantages
from tightrope.simulators.model.arithmetic import FLOAT, plain, plain_array
from tightrope.simulators.strategies import imitation_problems

PROBLEMS = st.one_of(imitation_problems(max_states=3, max_horizon=4), changing_problems())


@settings(max_examples=60)
@given(PROBLEMS)
def test_errors_and_what_they_cause_add_up_to_the_disagreements_and_extra_costs_to_the_gap(drawn):
    made, horizon = drawn
    found = evaluate(made, horizon)
    mine = origins(found)

    assert plain(mine.errors.sum()) == plain(mine.caused.sum()) == found.disagreement
    assert plain(mine.first.sum()) == 1 - found.survival[-1]
    assert plain(mine.extra.sum()) == found.gap
    assert plain(mine.most) == plain(advantages(made, horizon).max())


@settings(max_examples=30)
@given(PROBLEMS)
def test_floats_are_near_the_rationals(drawn):
    made, horizon = drawn
    exact, floats = origins(evaluate(made, horizon)), origins(evaluate(made, horizon, FLOAT))

    for name in ("errors", "first", "caused", "extra"):
        assert getattr(floats, name) == pytest.approx(plain_array(getattr(exact, name)).astype(float), abs=1e-12)


def test_one_error_on_the_tightrope_causes_all_that_follow():
    """By hand: on the rope with probability (1 - e)^t after t actions; off it every decision is wrong."""
    error, horizon = Fraction(1, 10), 3
    mine = origins(evaluate(problem("tightrope", horizon, error), horizon))
    on = 0

    assert plain(mine.first[on]) == 1 - (1 - error) ** 3
    assert plain(mine.caused[on]) == error * 3 + (1 - error) * error * 2 + (1 - error) ** 2 * error
    assert np.array_equal(plain_array(mine.first)[1:], [0] * (len(mine.first) - 1))

"""Bounds asked in floats say what they say in rationals, and one that needs more than was measured is not asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.changing_problems import changing_problems
from tightrope.reports.evidence.applicability import UNMEASURED, applications
from tightrope.simulators.imitation import problem
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.strategies import imitation_problems


@settings(max_examples=25)
@given(st.one_of(imitation_problems(max_states=3, max_horizon=4), changing_problems()))
def test_the_same_bounds_apply_with_the_same_values_but_for_those_that_were_not_measured(drawn):
    made, horizon = drawn
    exact, floats = (applications(made, evaluate(made, horizon, *how)) for how in ((), (FLOAT,)))

    assert len(exact) == len(floats)
    for one, other in zip(exact, floats, strict=True):
        assert (one.bound, one.reading) == (other.bound, other.reading)
        if not other.failed:
            assert not one.failed, other.bound.key
            assert float(other.value) == pytest.approx(float(one.value), rel=1e-6, abs=1e-6), other.bound.key
            assert float(other.actual) == pytest.approx(float(one.actual), abs=1e-12), other.bound.key


def test_what_was_not_measured_is_told_and_what_was_is_asked():
    found = applications(made := problem("exam", 5, "1/10"), evaluate(made, 5, FLOAT))
    by_key = {(one.bound.key, one.reading): one for one in found}

    assert by_key["log-loss-exact", ""].failed == (UNMEASURED,)
    assert not by_key["lecture", "per_step"].failed
    assert float(by_key["triangle", "per_step"].ratio) == pytest.approx(1)

"""The queue: the exam without a clock, and what it does with too few places."""

from fractions import Fraction

import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.worlds.queue import needed, queue
from tightrope.simulators.worlds.witnesses.exam import exam

ERRORS = (Fraction(1, 7), Fraction(2, 7), Fraction(1, 2))


@pytest.mark.parametrize("error", ERRORS)
def test_it_disagrees_as_often_as_the_exam_and_looks_at_no_clock(error):
    for horizon in (2, 3, 5, 8):
        made = queue(error, horizon)
        found = evaluate(made, horizon)

        assert made.mdp.layers == made.learner_table.shape[0] == 1
        assert found.disagreement == evaluate(exam(error, horizon), horizon).disagreement
        assert found.epsilon["per_step"] == error


@pytest.mark.parametrize(("error", "places"), [(Fraction(1, 7), 3), (Fraction(2, 7), 2), (Fraction(1, 20), 4)])
def test_with_too_few_places_some_runs_are_examined_twice(error, places):
    """Survival is 1 - epsilon t at first, then geometric: b (1 - epsilon/b)^(t - n + 1), b the share at the back."""
    horizon, back = places + 3, 1 - (places - 1) * error
    found = evaluate(queue(error, horizon, places), horizon)

    assert places < needed(error, horizon)
    assert found.epsilon["per_step"] == error
    for t in range(1, horizon + 1):
        late = back * (1 - error / back) ** (t - places + 1)
        assert found.survival[t] == (1 - error * t if t < places else late)
    assert found.disagreement < evaluate(queue(error, horizon), horizon).disagreement


def test_more_places_than_runs_fill_are_refused_and_one_place_is_a_learner_that_errs_evenly():
    with pytest.raises(ValueError, match=r"\(places - 1\) epsilon < 1; got 5 places and epsilon 1/4"):
        queue(Fraction(1, 4), 9, 5)
    assert evaluate(queue(Fraction(1, 4), 1), 1).disagreement == Fraction(1, 4)
    assert evaluate(queue(Fraction(0), 3), 3).disagreement == 0

"""Curves by products of matrices are those by single steps, within the error that they state."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.measures import long_horizons
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.long_horizons import disagreement_curve, task_cost_curve
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.garnet import garnet


def slow_chain(states=7):
    """A stationary problem whose learner errs differently in every state."""
    mdp = garnet(states=states, actions=2, branching=2, seed=3)
    learner = policy([[[1 - Fraction(1, s + 2), Fraction(1, s + 2)] for s in range(states)]])
    return Problem(name="chain", mdp=mdp, expert=np.zeros((1, states), dtype=int), learner=learner)


@pytest.mark.parametrize("stride", [True, False])
@pytest.mark.parametrize("horizon", [1, 2, 3, 4, 9, 10, 37])
@pytest.mark.parametrize("made", [slow_chain(), problem("recovery:rho=1/5", 40, Fraction(1, 10))], ids=["chain", "way"])
def test_every_point_of_the_curve_is_the_exact_one_within_its_error(made, horizon, stride, monkeypatch):
    monkeypatch.setattr(long_horizons, "STEP", 1.0 if stride else 0.0)
    monkeypatch.setattr(long_horizons, "MOST_STATES", 100 if stride else 0)
    found, exact = disagreement_curve(made, horizon), evaluate(made, horizon)

    assert len(found.costs) == horizon
    for t, (x, y) in enumerate(zip(found.costs, exact.costs, strict=True), 1):
        assert abs(Fraction(x) - y) <= t * Fraction(found.error)
    paid = task_cost_curve(made, made.learner, horizon)
    for t in (1, horizon):
        off = abs(Fraction(paid.total(t)) - task_cost(made.mdp, made.learner, t))
        assert off <= Fraction(paid.total_error(t)) <= Fraction(1, 10**10)


def test_a_million_decisions_end_where_the_chain_has_its_limit():
    made = problem("recovery:rho=1/5", 10, Fraction(1, 10))
    found = disagreement_curve(made, 10**6)
    expected = float(evaluate(made, 300, EXACT).costs[-1])

    assert found.costs[-1] == pytest.approx(expected, abs=1e-12)
    assert 0 < found.error * 10**6 < 1e-8


@pytest.mark.parametrize(
    ("name", "words"),
    [("exam", "the dynamics has"), ("garnet:states=3,actions=2,branching=2,seed=1", "the expert has")],
)
def test_what_changes_with_time_must_be_stepped(name, words):
    made = problem(name, 5, Fraction(1, 10))
    with pytest.raises(ValueError, match=f"{words}|has no learner"):
        disagreement_curve(made, 5)

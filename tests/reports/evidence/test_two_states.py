"""The search among problems of two states: it reckons what happens, and finds what is there."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.reports.evidence import two_states
from tightrope.reports.evidence.two_states import least_survival, survival
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem

HALF = Fraction(1, 2)


@pytest.mark.parametrize("together", [False, True])
def test_survival_is_that_of_the_problem_evaluated_exactly(together):
    """Shares 1/4, 1/2, 1/8 of the first state, epsilon 1/5: each spends all of it on the first state, if it can."""
    shares, error = [Fraction(1, 4), HALF, Fraction(1, 8)], Fraction(1, 5)
    layers, rows = [], []
    for share, after in zip(shares, [*shares[1:], HALF], strict=True):
        both = min(share, after) if together else max(Fraction(0), share + after - 1)
        stays, comes = both / share, (after - both) / (1 - share)
        layers.append([[{0: stays, 1: 1 - stays}] * 2, [{0: comes, 1: 1 - comes}] * 2])
        errors = min(Fraction(1), error / share), max(Fraction(0), error - share) / (1 - share)
        rows.append([(1 - one, one) for one in errors])
    mdp = tabular_mdp(
        states=("first", "second"),
        actions=("right", "wrong"),
        start=(shares[0], 1 - shares[0]),
        transition=layers,
        cost=((0, 1), (0, 1)),
    )
    made = Problem(name="corners", mdp=mdp, expert=np.zeros((1, 2), dtype=np.int64), learner=policy(rows))
    found = evaluate(made, 3)

    assert found.epsilon["per_step"] == error
    came = survival(np.array([shares], dtype=float), np.full((1, 3), together), float(error))
    assert came[0] == pytest.approx(float(found.survival[3]), rel=1e-12)


def test_the_search_comes_as_low_as_the_queue_and_would_have_seen_less(monkeypatch):
    error = Fraction(1, 5)
    assert least_survival(error, 5, 4_000, seed=1) == pytest.approx(1, abs=1e-9)

    monkeypatch.setattr(two_states, "survives", lambda error, horizon: Fraction(1, 2))  # if the queue did worse
    assert least_survival(error, 5, 4_000, seed=1) < 0.9

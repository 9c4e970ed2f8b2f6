"""Adam finds what it must, repeats itself, and what diverges returns nothing."""

import sys
from itertools import repeat

import numpy as np
import pytest

from tightrope.simulators.networks.adam import Diverged, trained

START = {"x": np.array([3.0, -2.0]), "y": np.array(1.0)}
GOAL = np.array([1.0, 2.0])


def bowl(xp, parameters, batch):
    return xp.sum((parameters["x"] - batch) ** 2) + (parameters["y"] - 5) ** 2


@pytest.fixture
def autograd():
    return pytest.importorskip("autograd")


def test_the_least_of_a_bowl_is_found_and_the_start_stays(autograd):
    found = trained(bowl, START, repeat(GOAL), 2000, 0.05)

    assert found["x"] == pytest.approx(GOAL, abs=1e-3)
    assert found["y"] == pytest.approx(5, abs=1e-3)
    assert START["x"].tolist() == [3, -2]


def test_the_first_step_has_the_length_of_the_rate_in_every_parameter(autograd):
    found = trained(bowl, START, repeat(GOAL), 1, 0.05)

    assert found["x"] == pytest.approx([2.95, -1.95])
    assert found["y"] == pytest.approx(1.05)


def test_the_same_start_and_batches_give_the_same_bits(autograd):
    once, again = (trained(bowl, START, repeat(GOAL), 50, 0.05) for _ in range(2))

    assert once["x"].tobytes() == again["x"].tobytes()


def test_a_run_that_diverges_says_so_and_returns_nothing(autograd):
    batches = iter([GOAL, GOAL, np.array([np.inf, 0])])

    with pytest.raises(Diverged, match="diverged at step 3 of 9: .* use a lower rate than 0.05"):
        trained(bowl, START, batches, 9, 0.05)


def test_a_derivative_that_is_not_finite_counts_as_well(autograd):
    with pytest.raises(Diverged, match="step 1 of 2"):
        trained(lambda xp, p, batch: xp.sum(xp.sqrt(p["x"])), {"x": np.zeros(2)}, repeat(None), 2, 0.1)


@pytest.mark.parametrize(
    "steps, rate, start, said",
    [
        (0, 0.1, START, "at least one step; got 0"),
        (1, 0.0, START, "positive and finite; got 0"),
        (1, float("nan"), START, "positive and finite; got nan"),
        (1, 0.1, {"x": np.array([np.nan])}, "finite arrays of float64; x is none"),
        (1, 0.1, {"x": np.array([1])}, "finite arrays of float64; x is none"),
    ],
)
def test_what_cannot_be_trained_is_refused(steps, rate, start, said):
    with pytest.raises(ValueError, match=said):
        trained(bowl, start, repeat(GOAL), steps, rate)


def test_too_few_batches_are_told(autograd):
    with pytest.raises(ValueError, match="a batch for each of 3 steps; there were 2"):
        trained(bowl, START, iter([GOAL, GOAL]), 3, 0.1)


def test_without_autograd_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "autograd", None)

    with pytest.raises(ModuleNotFoundError, match=r"training needs autograd: pip install 'tightrope\[learn\]'"):
        trained(bowl, START, repeat(GOAL), 1, 0.1)

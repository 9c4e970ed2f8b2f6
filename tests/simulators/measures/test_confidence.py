"""Intervals keep their level where the usual ones do not: on rare, large costs."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from tightrope.simulators.measures.confidence import _stakes, betting, clopper_pearson

REPEATS, LEVEL = 400, 0.9


def rare_costs(rng, size):
    """Most episodes cost nothing, one in fifty nearly everything: mean 0.018."""
    return np.where(rng.random(size) < 0.02, 0.9, 0.0)


def misses(interval_of):
    rng = np.random.default_rng(0)
    intervals = [interval_of(rare_costs(rng, 60)) for _ in range(REPEATS)]
    return sum(not lower <= 0.018 <= upper for lower, upper in intervals)


def test_betting_misses_no_more_often_than_it_says(false_alarm):
    """Fails by chance with probability 1e-6 at most, if the level holds."""
    false_alarm(1e-6)

    def interval(values):
        found = betting(values, 1.0, LEVEL)
        return found.lower, found.upper

    assert misses(interval) <= binom.ppf(1 - 1e-6, REPEATS, 1 - LEVEL)


@pytest.mark.parametrize("mean", [0.1, 0.3])
def test_each_side_misses_with_half_of_what_is_allowed_at_most(mean):
    """Exact: over all sequences of six zeros and ones, each with its probability. The level is split between sides."""
    confidence, above, below = 0.3, 0.0, 0.0
    for values in product((0.0, 1.0), repeat=6):
        chance = mean ** sum(values) * (1 - mean) ** (6 - sum(values))
        found = betting(values, 1.0, confidence)
        above += chance * (found.lower > mean)
        below += chance * (found.upper < mean)

    assert 0 < max(above, below) <= (1 - confidence) / 2


def test_a_stake_is_laid_before_its_value_is_seen():
    values = np.random.default_rng(2).random(30)
    stakes = _stakes(values, 0.1)
    for i in range(len(values)):
        others = np.append(values[:i], 1 - values[i:])

        assert np.array_equal(_stakes(others, 0.1)[: i + 1], stakes[: i + 1])
    assert len(set(stakes)) == len(values)  # they do depend on what was seen


def test_the_normal_approximation_misses_far_more_often():
    def interval(values):
        half = 1.645 * values.std(ddof=1) / np.sqrt(len(values))
        return values.mean() - half, values.mean() + half

    assert misses(interval) > binom.ppf(1 - 1e-6, REPEATS, 1 - LEVEL)


def test_betting_contains_the_mean_of_the_sample_and_shrinks_with_more_of_it():
    rng = np.random.default_rng(1)
    few, many = (betting(10 * rng.random(n), 10.0, 0.99) for n in (100, 10_000))

    assert few.lower < few.mean < few.upper
    assert many.upper - many.lower < 0.2 * (few.upper - few.lower)
    assert 0 <= few.lower < few.upper <= 10


@pytest.mark.parametrize(("successes", "trials"), [(0, 20), (1, 20), (7, 20), (20, 20)])
def test_clopper_pearson_is_scipys_exact_interval(successes, trials):
    ours = clopper_pearson(successes, trials, 0.95)
    theirs = binomtest(successes, trials).proportion_ci(0.95, "exact")

    assert (ours.lower, ours.upper) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: betting(np.array([]), 1.0, 0.9), "at least one"),
        (lambda: betting(np.array([2.0]), 1.0, 0.9), r"values in \[0, 1.0\]"),
        (lambda: betting(np.array([0.5]), 1.0, 1.0), "strictly between 0 and 1"),
        (lambda: clopper_pearson(3, 2, 0.9), "between 0 and the number of trials"),
        (lambda: clopper_pearson(0, 0, 0.9), "trials >= 1"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()

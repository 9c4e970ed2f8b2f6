"""Intervals where rare catastrophes live: they cover, looked at once or all the time, and the usual ones do not."""

import numpy as np
import pytest
from scipy.stats import binom

from tightrope.simulators.measures.anytime import Anytime
from tightrope.simulators.measures.confidence import betting

LEVEL, HORIZON, RARE = 0.9, 100, 1e-3  # one episode in a thousand costs as much as it can
REPEATS, ALARM = 150, 1e-6
LOOKS = (100, 400, 1600)


def catastrophes(rng):
    """Costs of the last look's number of episodes: T with probability 1/1000, else few; their mean."""
    small = rng.integers(0, 2, size=LOOKS[-1])
    return np.where(rng.random(LOOKS[-1]) < RARE, HORIZON, small).astype(float)


MEAN = RARE * HORIZON + (1 - RARE) * 0.5


def misses(interval_of):
    rng = np.random.default_rng(0)
    return sum(not lower <= MEAN <= upper for lower, upper in (interval_of(catastrophes(rng)) for _ in range(REPEATS)))


def watched(values):
    """The intersection of the intervals at all looks: it misses if one of them does."""
    so_far, lower, upper = Anytime(0, HORIZON, LEVEL), -np.inf, np.inf
    for begin, end in zip((0, *LOOKS), LOOKS, strict=False):
        so_far.add(values[begin:end])
        interval = so_far.interval
        lower, upper = max(lower, interval.lower), min(upper, interval.upper)
    return lower, upper


def once(values):
    interval = betting(values[: LOOKS[1]], HORIZON, LEVEL)
    return interval.lower, interval.upper


def normal(values):
    """The usual interval, stopped at the look at which it is shortest."""
    seen = [values[:n] for n in LOOKS]
    half, mean = min((1.645 * some.std(ddof=1) / np.sqrt(len(some)), some.mean()) for some in seen)
    return mean - half, mean + half


@pytest.mark.parametrize("interval_of", [watched, once], ids=lambda one: one.__name__)
def test_coverage_of_rare_catastrophes(interval_of, false_alarm):
    false_alarm(ALARM)

    assert misses(interval_of) <= binom.ppf(1 - ALARM, REPEATS, 1 - LEVEL)


def test_the_normal_interval_misses_rare_catastrophes_far_more_often():
    assert misses(normal) > binom.ppf(1 - ALARM, REPEATS, 1 - LEVEL) * 3


@pytest.mark.parametrize("mean", [0.5, 1e-3])
def test_the_interval_shrinks_like_the_root_of_the_number_and_not_much_wider_than_the_one_of_a_fixed_number(mean):
    rng = np.random.default_rng(1)
    few, many = (rng.random(n) < mean for n in (2000, 128_000))
    lengths = []
    for values in (few, many):
        so_far = Anytime(0, 1, 0.99)
        so_far.add(values)
        lengths.append(so_far.interval.upper - so_far.interval.lower)
    fixed = betting(few.astype(float), 1, 0.99)

    assert lengths[1] < lengths[0] / 5
    assert lengths[0] < 1.5 * (fixed.upper - fixed.lower)


def test_values_between_grid_points_widen_the_interval_and_never_narrow_it():
    values = np.random.default_rng(2).random(500)
    so_far = Anytime(0, 1, 0.99)
    so_far.add(values)

    def capital(m, shares):
        return np.exp(np.log1p(shares[:, None] * (values / m - 1)).sum(axis=1)).mean()

    from tightrope.simulators.measures.anytime import SHARES

    assert capital(so_far.interval.lower, SHARES) > 2 / 0.01 * (1 - 1e-6)
    assert so_far.interval.lower < values.mean() < so_far.interval.upper
    assert so_far.interval.mean == pytest.approx(values.mean())


def test_it_does_not_matter_in_what_parts_values_come_and_what_range_they_have():
    values = np.random.default_rng(3).random(300)
    whole, parts, shifted = Anytime(0, 1, 0.95), Anytime(0, 1, 0.95), Anytime(-5, 5, 0.95)
    whole.add(values)
    for part in np.split(values, [7, 100]):
        parts.add(part)
    shifted.add(10 * values - 5)

    assert (parts.interval.lower, parts.interval.upper) == pytest.approx((whole.interval.lower, whole.interval.upper))
    assert (shifted.interval.lower + 5) / 10 == pytest.approx(whole.interval.lower)


@pytest.mark.parametrize("least", [0, -2])
def test_a_limit_lies_above_what_is_below_it(least):
    one = Anytime(least, 3, 0.95)
    one.add(np.random.default_rng(4).random(50))
    lower, upper = one.interval.lower, one.interval.upper

    for value in np.linspace(least, 3, 50):
        assert one.lies_above(value) == (lower > value)
        assert one.reaches_above(value) == (upper > value)


def test_before_the_first_value_the_interval_is_the_whole_range():
    interval = Anytime(-1, 3, 0.9).interval

    assert (interval.lower, interval.upper) == (-1, 3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: Anytime(0, 1, 1.0), "strictly between 0 and 1"),
        (lambda: Anytime(1, 1, 0.9), "least < most"),
        (lambda: Anytime(0, 1, 0.9).add(np.array([1.5])), r"values must lie in \[0, 1\]"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()

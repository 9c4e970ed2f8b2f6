"""The stream's words look random along decisions and across episodes: tests that weaker generators fail.

Each statistic is compared with its law at a level that is stated; the words are fixed, so nothing is rerun.
"""

import numpy as np
import pytest
from scipy.stats import chi2, norm

from tightrope.simulators.rollouts.stream import USES, stream

ALARM = 1e-7  # of each statistic
WORDS = 1 << 16
ORDERS = {  # which positions one after the other
    "decisions": lambda n: (np.zeros(n, np.uint64), np.arange(n)),
    "episodes": lambda n: (np.arange(n, dtype=np.uint64), np.full(n, 1)),
    "grid": lambda n: (np.arange(n, dtype=np.uint64) // np.uint64(256), np.arange(n) % 256),
    "episodes far apart": lambda n: (np.arange(n, dtype=np.uint64) << np.uint64(20), np.full(n, 200)),
}


def words(order, seed=1, use=0):
    episode, decision = ORDERS[order](WORDS)
    return stream(seed, 256, WORDS << 20).words(use, episode, decision)


def weak(order):
    """What a generator without its finaliser would give: the positions, times an odd number."""
    episode, decision = ORDERS[order](WORDS)
    return ((episode << np.uint64(24)) + decision.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)


def bits_of(given):
    return np.unpackbits(given.view(np.uint8)).reshape(len(given), 64)


def ones(given):
    """Of each of the 64 bits, how far its share of ones is from 1/2, in standard deviations; the farthest."""
    return float(np.abs(bits_of(given).mean(axis=0) - 0.5).max() * 2 * np.sqrt(len(given))), 64


def neighbours(given):
    """The same of the exclusive or of neighbouring words: are bits of one word copied from the one before?"""
    return ones(given[1:] ^ given[:-1])


def differences(given):
    """The same of the difference of neighbours, less the mean one: does the sequence go in steps?"""
    steps = given[1:] - given[:-1]
    return ones(steps[1:] ^ steps[:-1])


def correlation(given):
    """Serial correlation of the upper and of the lower halves, at lags 1 to 8; the farthest, in standard deviations."""
    worst = 0.0
    for half in (given >> np.uint64(32), given & np.uint64(2**32 - 1)):
        x = half.astype(float) / 2.0**32 - 0.5
        worst = max(worst, *(abs((x[:-lag] * x[lag:]).mean()) * 12 * np.sqrt(len(x) - lag) for lag in range(1, 9)))
    return worst, 16


def byte_counts(given):
    """Chi-square of the counts of each of the eight bytes, as a normal deviate of the same probability; the largest."""
    found = []
    for byte in given.view(np.uint8).reshape(-1, 8).T:
        expected = len(given) / 256
        statistic = ((np.bincount(byte, minlength=256) - expected) ** 2).sum() / expected
        found.append(max(norm.isf(chi2.sf(statistic, 255)), norm.isf(chi2.cdf(statistic, 255))))
    return max(found), 16


def pairs(given):
    """Chi-square of the pairs (upper six bits, upper six bits of the next word), likewise."""
    high = (given >> np.uint64(58)).astype(np.int64)
    counts = np.bincount(high[:-1:2] * 64 + high[1::2], minlength=4096)
    expected = len(given) / 2 / 4096
    statistic = ((counts - expected) ** 2).sum() / expected
    return max(norm.isf(chi2.sf(statistic, 4095)), norm.isf(chi2.cdf(statistic, 4095))), 2


STATISTICS = (ones, neighbours, differences, correlation, byte_counts, pairs)


@pytest.mark.parametrize("statistic", STATISTICS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("order", ORDERS)
def test_no_statistic_is_beyond_chance(order, statistic, false_alarm):
    false_alarm(USES * ALARM)
    for use in range(USES):
        farthest, tried = statistic(words(order, use=use))

        assert farthest < norm.isf(ALARM / (2 * tried))


@pytest.mark.parametrize("statistic", [neighbours, differences, correlation, pairs], ids=lambda one: one.__name__)
def test_the_same_statistics_find_a_generator_that_only_multiplies(statistic):
    assert any(statistic(weak(order))[0] > 20 for order in ORDERS)


def test_every_bit_of_the_position_and_of_the_seed_moves_half_of_the_bits_of_a_word(false_alarm):
    """Avalanche: one flipped bit of episode, decision or seed changes each bit of the word with probability 1/2."""
    false_alarm(64 * 49 * 1e-9)
    count, limit = 2048, norm.isf(1e-9 / 2)
    episode, decision = np.arange(count, dtype=np.uint64), np.arange(count) % 200
    source = stream(5, 256, 2**40)
    before = source.words(0, episode, decision)
    flipped = [source.words(0, episode ^ np.uint64(1 << bit), decision) for bit in range(40)]
    flipped += [source.words(0, episode, decision ^ (1 << bit)) for bit in range(8)]
    flipped.append(stream(4, 256, 2**40).words(0, episode, decision))
    for after in flipped:
        moved = bits_of(before ^ after).mean(axis=0)

        assert (np.abs(moved - 0.5) * 2 * np.sqrt(count) < limit).all()


def test_no_word_is_drawn_twice_and_uses_and_seeds_share_none():
    """Within a use positions are mapped one to one; between them a common word among so many is a chance of 1e-9."""
    drawn = np.concatenate([words("grid", seed, use)[: WORDS // 4] for seed in (1, 2) for use in range(USES)])

    assert len(np.unique(drawn)) == len(drawn)


def test_the_words_are_those_that_were_published():
    """Fixed for good: results that were cited stay what they are."""
    episode = np.array([0, 1, 2**39], dtype=np.uint64)

    assert [hex(word) for word in stream(1, 200, 2**40).words(0, episode, 7)] == PUBLISHED


@pytest.mark.parametrize(
    ("horizon", "episodes", "fits"),
    [(2**24 - 1, 2**40, True), (200, 2**40 + 1, False), (2**24, 2**39, True), (2**24, 2**40, False), (2**63, 1, False)],
)
def test_positions_never_run_out_silently(horizon, episodes, fits):
    if fits:
        assert stream(1, horizon, episodes).shift == max(24, horizon.bit_length())
    else:
        with pytest.raises(ValueError, match="more random words than"):
            stream(1, horizon, episodes)


PUBLISHED = ["0x5c123e9ba2dd6ed7", "0xada5e0ed270d1032", "0x883bfec5f9ee8228"]

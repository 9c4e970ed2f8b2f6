"""What side cameras do to the chance of being off the road, in the lane: few frames, wrong labels, labels too strong.

off                the clone of labels of which a share is flipped         exact
mean_time          how long it stays on the road on average                exact
steered_off        the clone of labels too weak or too strong              floats, relative error below 1e-10
expected_off       the clone of one label an offset, over all labels that it may get; exact
most_flipped, greatest_gain    where side cameras help as little as none, by halving in floats
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
from flint import fmpq, fmpq_mat

from tightrope.simulators.measures.occupancy import push, task_cost
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.worlds.lane import augmented, labelled, steered

Labels = tuple[bool, ...]  # whether the label points inward, at the offsets -w..-1, 1..w


def off(road: Problem, clone: Table, horizon: int) -> Fraction:
    """The probability of being off the road within that many decisions."""
    return task_cost(road.mdp, clone, horizon)


def mean_time(road: Problem, clone: Table) -> Fraction:
    """How many decisions it takes on average until the car is off, h = 1 + P h over the offsets; a stationary clone.

    Raises ValueError if it may stay on the road for ever.
    """
    mdp, size = road.mdp, road.mdp.shape[0] - 1
    system = fmpq_mat(size, size)
    for offset in range(size):
        there = EXACT.zeros(size + 1)
        there[offset] = fmpq(1)
        after = push(mdp, there, clone.at(1, EXACT), 1, EXACT)
        for to in range(size):
            system[offset, to] = fmpq(int(offset == to)) - after[to]
    try:
        times = system.solve(fmpq_mat(size, 1, [1] * size))
    except ZeroDivisionError:
        raise ValueError("the car must leave the road at last; this one may stay on it for ever") from None
    return fraction(times[size // 2, 0])


def steered_off(road: Problem, error: Fraction, width: int, gain: Fraction, horizon: int) -> float:
    """The same of the clone whose labels say -gain x at offset x, and that steers at random beyond the width."""
    return task_cost(road.mdp, steered(road, error, width, gain, "uniform"), horizon, FLOAT)


def most_flipped(road: Problem, error: Fraction, width: int, horizon: int) -> float:
    """The share of flipped labels beyond which side cameras hurt a clone that steers at random where it has no data."""

    def chance(width: int, share: Fraction) -> float:
        return task_cost(road.mdp, augmented(road, error, width, share, "uniform"), horizon, FLOAT)

    plain = chance(0, Fraction(0))
    return _last(lambda share: chance(width, share) < plain, Fraction(0), Fraction(1), halvings=40)


def greatest_gain(road: Problem, error: Fraction, width: int, horizon: int) -> float:
    """The strength above 1 beyond which side labels hurt."""
    plain = steered_off(road, error, 0, Fraction(1), horizon)
    helps = lambda gain: steered_off(road, error, width, gain, horizon) < plain  # noqa: E731
    return _last(helps, Fraction(1), Fraction(4), halvings=20)


def fallen(road: Problem, clone: Table, horizon: int, episodes: int, seed: int) -> np.ndarray:
    """In how many of the episodes the car is off after t decisions, shape (T + 1,)."""
    gone = road.mdp.shape[0] - 1
    return (trajectories(road.with_learner(clone), horizon, episodes, seed).states == gone).sum(axis=0)


def expected_off(road: Problem, error: Fraction, width: int, wrong: Fraction, horizon: int) -> Fraction:
    """P(off) of the clone of one label an offset, each outward with probability `wrong`, in expectation; exact."""
    tables = product((True, False), repeat=2 * width)
    return sum(
        (
            prod((1 - wrong) if inward else wrong for inward in table) * table_off(road, error, table, horizon)
            for table in tables
        ),
        Fraction(0),
    )


def table_off(road: Problem, error: Fraction, table: Labels, horizon: int) -> Fraction:
    """P(off) of the clone that has this label at each offset, and steers outward beyond them; exact."""
    width = len(table) // 2
    offsets = [x for x in range(-width, width + 1) if x]
    clone = labelled(road, error, dict(zip(offsets, table, strict=True)), "outward")
    return off(road, clone, horizon)


def drawn_tables(
    frames: int, flipped: Fraction, width: int, data_sets: int, random: np.random.Generator
) -> list[Labels]:
    """The majority labels of that many frames at each offset, in each of so many data sets; a tie is a coin's toss."""
    outward = random.binomial(frames, float(flipped), size=(data_sets, 2 * width))
    coin = random.random((data_sets, 2 * width)) < 0.5
    inward = np.where(2 * outward == frames, coin, 2 * outward < frames)
    return [tuple(table) for table in inward.tolist()]


def _last(helps: Callable[[Fraction], bool], low: Fraction, high: Fraction, halvings: int) -> float:
    """Where `helps` turns from true to false between low and high."""
    for _ in range(halvings):
        middle = (low + high) / 2
        low, high = (middle, high) if helps(middle) else (low, middle)
    return float(low)

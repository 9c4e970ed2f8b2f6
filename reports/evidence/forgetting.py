"""DAgger's loop on the tightrope with sampled rounds, in expectation: with the labels of many rounds kept, or of one."""

from fractions import Fraction

from tightrope.bounds.extremes.worst_case import worst_case


def unlabelled_chance(floor: Fraction, horizon: int, episodes: int) -> Fraction:
    """P(no episode of a round leaves the rope before its last decision): (1 - floor)^((T - 1) episodes)."""
    return (1 - floor) ** ((horizon - 1) * episodes)


def expected_cost(floor: Fraction, horizon: int, episodes: int, rounds_kept: int) -> float:
    """Expected cost after rounds whose data is kept; exact but for the last rounding.

    Either some kept episode left the rope before its last decision, and then both states are labelled and the cost is
    floor T; or none did, and the cost is cloning's. Every learner errs on the rope at the same rate, so the rounds are
    alike.
    """
    chance = float(unlabelled_chance(floor, horizon, episodes)) ** rounds_kept
    clone, labelled = float(worst_case("pointwise", floor, horizon)), float(worst_case("on_policy", floor, horizon))
    return chance * clone + (1 - chance) * labelled

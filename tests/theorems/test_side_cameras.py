"""The formulas about side cameras are what happens in the lane, and their neighbours are not."""

from fractions import Fraction

import pytest
from sympy import Matrix, Rational

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.side_cameras import PLAIN, SAFE_FOR_EVER, TIME_COVERED, gain, half_width, width
from tightrope.simulators.learners.side_labels import expected_off
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.model.arithmetic import FLOAT, fraction
from tightrope.simulators.worlds.lane import augmented, lane, steered

ERROR = Fraction(1, 20)
RIGHT = Fraction(0)


def off(road, clone, horizon):
    return task_cost(road.mdp, clone, horizon)


@pytest.mark.parametrize("half", [1, 2, 4])
@pytest.mark.parametrize("horizon", [1, 4, 5, 20])
def test_without_side_cameras_the_car_is_off_as_the_formula_says(half, horizon):
    road = lane(half)
    clone = augmented(road, ERROR, 0, RIGHT, "outward")

    assert off(road, clone, horizon) == exact_value(PLAIN, {epsilon: ERROR, T: horizon, half_width: half})
    assert off(road, augmented(road, ERROR, 0, RIGHT, "uniform"), 20) < off(road, clone, 20) or half == 1


@pytest.mark.parametrize("half", [1, 2, 4])
@pytest.mark.parametrize("error", [ERROR, Fraction(1)])
def test_with_right_labels_the_car_never_leaves(half, error):
    road = lane(half)
    for covered in range(1, half + 1):
        assert off(road, augmented(road, error, covered, RIGHT, "outward"), 50) == 0


@pytest.mark.parametrize("flipped", [Fraction(1, 10), Fraction(1, 2), Fraction(3, 4)])
@pytest.mark.parametrize("w", [1, 2, 4])
def test_the_mean_time_in_the_strip_solves_its_linear_system(w, flipped):
    """t(x) = 1 + sum over the moves that stay in the strip; t(0) is the formula."""
    road = lane(w + 1)
    clone = augmented(road, ERROR, w, flipped, "outward")
    size, rows = 2 * w + 1, []
    for x in range(-w, w + 1):
        row = [Rational(int(x == y)) for y in range(-w, w + 1)]
        for a, chance in enumerate(clone.probability[0][x + w + 1]):
            if chance and abs(x + a - 1) <= w:
                row[x + a - 1 + w] -= Rational(fraction(chance))
        rows.append(row)
    times = Matrix(rows).LUsolve(Matrix([1] * size))

    assert times[w] == Rational(exact_value(TIME_COVERED, {epsilon: ERROR, eta: flipped, width: w}))


@pytest.mark.parametrize("w", [1, 2, 3])
def test_the_strip_is_safe_for_ever_if_and_only_if_the_condition_holds(w):
    road = lane(w, reach=4 * w)
    for tenths in range(-5, 26):
        strength = Fraction(tenths, 10)
        ever = task_cost(road.mdp, steered(road, ERROR, w, strength, "uniform"), 200, FLOAT)
        assert (ever == 0) == bool(SAFE_FOR_EVER.subs({gain: Rational(strength), width: w}))


@pytest.mark.parametrize("strength", [Fraction(1, 2), Fraction(0), Fraction(-1), Fraction(13, 10)])
@pytest.mark.parametrize("fallback", ["uniform", "outward"])
def test_too_strong_is_exactly_as_bad_as_too_weak(strength, fallback):
    road = lane(3, reach=12)
    laws = [
        state_laws(road.mdp, steered(road, ERROR, 2, g, fallback), 12) for g in (strength, 2 - strength, strength / 2)
    ]
    distance = [[[mass[3 + x] + mass[3 - x] for x in range(1, 4)] for mass in each] for each in laws]

    assert distance[0] == distance[1]
    assert distance[0] != distance[2] or strength == 0


def test_half_wrong_labels_lose_the_gain():
    """The contrast: as many frames, but labels that tell nothing."""
    road = lane(3)
    informed, uninformed = (
        off(road, augmented(road, ERROR, 3, share, "outward"), 60) for share in (ERROR * 2, 10 * ERROR)
    )

    assert uninformed > 100 * informed


def test_with_the_worst_fallback_side_cameras_never_hurt_and_with_a_random_one_they_may():
    road, shares = lane(3), [Fraction(i, 8) for i in range(9)]
    for fallback, hurts in (("outward", False), ("uniform", True)):
        plain = off(road, augmented(road, ERROR, 0, RIGHT, fallback), 20)
        with_cameras = [
            off(road, augmented(road, ERROR, w, share, fallback), 20) for w in (1, 2, 3) for share in shares
        ]
        assert any(value > plain for value in with_cameras) == hurts

    assert off(road, augmented(road, ERROR, 3, Fraction(1), "outward"), 20) == off(
        road, augmented(road, ERROR, 0, RIGHT, "outward"), 20
    )


def test_the_expectation_over_labels_of_one_offset_each_is_linear_where_one_offset_matters():
    road = lane(1)
    values = [expected_off(road, ERROR, 1, wrong, 60) for wrong in (Fraction(0), Fraction(1, 2), Fraction(1))]

    assert values[0] == 0
    assert values[2] == exact_value(PLAIN, {epsilon: ERROR, T: 60, half_width: 1})
    assert 0 < values[1] < values[2]

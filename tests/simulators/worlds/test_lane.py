"""The lane and its clones are what their docstrings say."""

from fractions import Fraction

import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.worlds.lane import augmented, labelled, lane, steered

ERROR, FLIPPED = Fraction(1, 10), Fraction(1, 4)


def law(road, clone, x, half_width):
    """The clone's steering at offset x, without the steerings that it never takes."""
    reach = (road.mdp.shape[1] - 1) // 2
    row = clone.probability[0][x + half_width]
    return {a - reach: fraction(chance) for a, chance in enumerate(row) if chance}


def by_hand(act, half_width, horizon):
    """P(off within T) by pushing a dictionary of offsets."""
    mass, off = {0: Fraction(1)}, Fraction(0)
    for _ in range(horizon):
        following = {}
        for x, here in mass.items():
            for a, chance in act(x).items():
                if abs(x + a) > half_width:
                    off += here * chance
                else:
                    following[x + a] = following.get(x + a, 0) + here * chance
        mass = following
    return off


def test_the_expert_never_leaves_the_centre_and_steers_back_from_elsewhere():
    road = lane(3, reach=2)
    reach = [int(a) - 2 for a in road.expert[0]]

    assert reach == [2, 2, 1, 0, -1, -2, -2, 0]
    expert = evaluate(road.with_learner(augmented(road, Fraction(0), 0, Fraction(0), "outward")), 5)
    assert [expert.expert_law(t)[3] for t in range(6)] == [1] * 6


def test_off_the_road_is_for_good_and_paid_once():
    road = lane(1)
    clone = augmented(road, Fraction(1), 0, Fraction(0), "outward")
    laws = state_laws(road.mdp, clone, 5)

    assert [fraction(mass[-1]) for mass in laws] == [0, 0, 1, 1, 1, 1]
    assert task_cost(road.mdp, clone, 5) == 1


def test_an_augmented_clone_errs_in_the_centre_and_obeys_its_side_labels():
    road = lane(3)
    clone = augmented(road, ERROR, 2, FLIPPED, "uniform")

    assert law(road, clone, 0, 3) == {-1: ERROR / 2, 0: 1 - ERROR, 1: ERROR / 2}
    assert law(road, clone, 2, 3) == {-1: 1 - FLIPPED, 1: FLIPPED}
    assert law(road, clone, -1, 3) == {1: 1 - FLIPPED, -1: FLIPPED}
    assert law(road, clone, 3, 3) == dict.fromkeys((-1, 0, 1), Fraction(1, 3))
    assert law(road, augmented(road, ERROR, 2, FLIPPED, "outward"), -3, 3) == {-1: 1}


def test_a_steered_clone_takes_its_label_on_average_and_errs_everywhere_in_the_strip():
    road = lane(4, reach=12)
    for gain in (Fraction(-1, 2), Fraction(1), Fraction(7, 5), Fraction(2)):
        clone = steered(road, ERROR, 3, gain, "uniform")
        for x in range(-3, 4):
            steering = law(road, clone, x, 4)
            assert sum(a * chance for a, chance in steering.items()) == -gain * x
            assert max(steering) - min(steering) in (2, 3)


def test_a_labelled_clone_goes_where_its_label_says():
    road = lane(2)
    clone = labelled(road, ERROR, {-1: True, 1: False}, "outward")

    assert (law(road, clone, -1, 2), law(road, clone, 1, 2)) == ({1: 1}, {1: 1})
    assert law(road, clone, 2, 2) == {1: 1}


@pytest.mark.parametrize("horizon", [1, 4, 9])
@pytest.mark.parametrize("width", [0, 1, 3])
def test_the_probability_of_being_off_is_the_task_cost(width, horizon):
    road = lane(3, reach=6)
    for clone in (
        augmented(road, ERROR, width, FLIPPED, "uniform"),
        steered(road, ERROR, width, Fraction(3, 2), "outward"),
    ):
        off = by_hand(lambda x, clone=clone: law(road, clone, x, 3), 3, horizon)
        assert task_cost(road.mdp, clone, horizon) == off


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: lane(0), "half must be a whole number from 1"),
        (lambda: augmented(lane(2), ERROR, 3, FLIPPED, "outward"), "width must lie between 0 and the half width 2"),
        (lambda: augmented(lane(2), ERROR, 1, Fraction(2), "outward"), "flipped must be a probability"),
        (lambda: augmented(lane(2), ERROR, 1, FLIPPED, "inward"), "fallback must be one of outward, uniform"),
        (lambda: steered(lane(2), Fraction(-1), 1, Fraction(1), "uniform"), "error must be a probability"),
    ],
)
def test_what_makes_no_lane_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()

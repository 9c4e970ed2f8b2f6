"""A network behind the windscreen is the table of its sixteen inputs, and its data are the expert's own law."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from tightrope.simulators.learners.windscreen_network import (
    NETWORK,
    PIXELS,
    Training,
    blur_of,
    in_proportion,
    likelier,
    margin,
    scores,
    stacked,
    taken,
)
from tightrope.simulators.worlds.brake_light import LIGHT, VIEW

RANDOM = np.random.default_rng(7)
P = NETWORK.initial(RANDOM)


def test_pixels_err_together_as_often_as_an_odd_number_of_them_does():
    p = Fraction(1, 7)
    odd = sum(p ** sum(f) * (1 - p) ** (3 - sum(f)) for f in product((0, 1), repeat=3) if sum(f) % 2)

    assert blur_of(p) == odd


@pytest.mark.parametrize("training", [Training(), Training(turned=Fraction(1, 9)), Training(blanked=Fraction(1, 3))])
def test_the_data_are_a_law_in_which_the_light_errs_as_often_as_the_obstacle_changes(training):
    inputs, chances = training.law()
    light = (inputs[:, 3] > 0).astype(int)

    assert chances.sum() == pytest.approx(1)
    assert sum(chance[1 - lit] for chance, lit in zip(chances, light, strict=True)) == pytest.approx(1 / 20)
    assert len({tuple(row) for row in inputs.tolist()}) == len(inputs)


def test_clear_pixels_tell_the_expert_s_action_and_noisy_ones_err_by_their_blur():
    for turned in (Fraction(0), Fraction(1, 10)):
        inputs, chances = Training(turned=turned).law()
        told = (inputs[:, :3] > 0).sum(axis=1) % 2
        wrong = sum(chance[1 - says] for chance, says in zip(chances, told, strict=True))
        assert wrong == pytest.approx(float(blur_of(turned)))


def test_without_light_it_sees_none():
    assert (Training(lit=0).law()[0][:, 3] == 0).all()
    assert (scores(P, 0)[0] == scores(P, 0)[1]).all()


def test_the_table_is_what_the_network_does_on_average_over_the_pixels_of_a_view():
    for view, light, row, drawn in zip(
        VIEW, LIGHT, likelier(P, 1).probability[0], in_proportion(P, 1).probability[0], strict=True
    ):
        shown = [[*pixels, 2 * light - 1] for pixels in PIXELS if (pixels > 0).sum() % 2 == view]
        values = NETWORK.values(np, P, np.array(shown, dtype=float))
        brakes = values[:, 1] - values[:, 0]
        assert float(row[1]) == (brakes > 0).mean()
        assert float(drawn[1]) == pytest.approx((1 / (1 + np.exp(-brakes))).mean(), abs=1e-6)
        assert row.sum() == drawn.sum() == 1
        assert np.abs(brakes).min() >= margin(P, 1) > 0


def test_a_decay_adds_half_the_squares_to_the_loss():
    law = Training().law()
    squares = sum((value**2).sum() for value in P.values())

    assert Training(decay=0.1).loss(np, P, law) - Training().loss(np, P, law) == pytest.approx(0.05 * squares)


def test_networks_that_are_stacked_come_back_each_by_itself():
    other = NETWORK.initial(RANDOM)
    stack = stacked([P, other])

    assert all((taken(stack, 1)[name] == other[name]).all() and (taken(stack, 0)[name] == P[name]).all() for name in P)


def test_a_short_training_lowers_the_loss():
    pytest.importorskip("autograd")
    training = Training(steps=20)
    start = NETWORK.initial(np.random.default_rng(1))

    assert training.loss(np, training.trained(1), training.law()) < training.loss(np, start, training.law())

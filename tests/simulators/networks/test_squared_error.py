"""The network of least squared error: its loss is the mean squared error, and batches of other shapes are refused."""

import numpy as np
import pytest

from tightrope.simulators.networks.squared_error import NETWORK, actions, law, loss

RANDOM = np.random.default_rng(20261126)
START = NETWORK.initial(RANDOM)


def test_the_loss_is_the_mean_squared_error_and_the_law_is_the_one_action():
    s, a = 2 * RANDOM.random(7) - 1, RANDOM.standard_normal(7)
    found = actions(START, s)

    assert loss(np, START, (s, a)) == pytest.approx(((found - a) ** 2).mean())
    assert law(START, s).mass(found - 1e-9, found + 1e-9).tolist() == [1] * 7


@pytest.mark.parametrize("shape", [(4,), (3, 1), ()])
def test_actions_in_another_shape_than_their_states_are_refused(shape):
    """A column of actions beside a row of states would be stretched to a square of errors without a word."""
    with pytest.raises(ValueError, match="states and actions of one shape"):
        loss(np, START, (np.zeros(3), np.zeros(shape)))

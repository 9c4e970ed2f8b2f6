"""The latent variable policy of networks: its bound is one, its law is that of samples, and bad input is refused."""

import numpy as np
import pytest

from tightrope.simulators.learners import latent_variable as latent
from tightrope.simulators.networks.adam import trained
from tightrope.simulators.networks.autoencoder import Autoencoder, batches
from tightrope.simulators.networks.autoencoder_balls import collision
from tightrope.simulators.worlds.tree import one_tree

ONE, S = one_tree(), np.zeros(1)
NETWORK = Autoencoder(hidden=(6,), deviation=0.3)
PARAMETERS = NETWORK.initial(np.random.default_rng(5))


def test_the_bound_is_that_of_the_training_loss_in_its_state():
    count, random = 400_000, np.random.default_rng(6)
    a = ONE.expert(np.zeros(count)).sample(random)
    loss = NETWORK.loss(np, PARAMETERS, (np.zeros(count), a, random.standard_normal(count)))

    assert NETWORK.elbo(PARAMETERS, ONE) == pytest.approx(-loss, rel=0.01)


def test_the_bound_is_below_the_likelihood_of_the_policy_and_of_the_expert():
    at = np.linspace(-3, 3, 2001)
    likely = np.log(NETWORK.law(PARAMETERS, S).density(at)[0])
    expert = ONE.expert(S).density(at)[0]
    of_policy = (expert * likely).sum() * (at[1] - at[0])

    assert NETWORK.elbo(PARAMETERS, ONE) < of_policy < latent.log_likelihood_of_expert(ONE)


def test_the_ball_of_collisions_holds_the_sum_and_no_neighbour():
    """Of a decoder that is steep."""
    steep = PARAMETERS | {"decoder.weight0": 6 * PARAMETERS["decoder.weight0"]}
    ball, found = collision(NETWORK, steep, ONE), ONE.collisions(NETWORK.law(steep, S), S)[0]
    other = collision(Autoencoder(hidden=(6,), deviation=0.31), steep, ONE)

    assert float(ball.rad()) < 1e-11 and abs(found - float(ball.mid())) < 1e-10
    assert not ball.overlaps(other)


def test_a_guess_that_the_grid_cannot_tell_is_an_error():
    for bias in ([0.0, -8.0], [9.0, 0.0], [0.0, np.nan]):
        with pytest.raises(ValueError, match="mass 1 on the grid"):
            NETWORK.elbo(PARAMETERS | {"encoder.bias1": np.array(bias)}, ONE)


def test_a_linear_decoder_with_its_best_encoder_has_the_bound_in_closed_form():
    """A decoder w tanh(z/1000) 1000, nearly w z, and the encoder that suits it."""
    d, w = 0.6, (float(latent.variance(ONE)) - 0.36) ** 0.5
    network = Autoencoder(hidden=(1,), deviation=d)
    small, pull = 1e-3, w / (w**2 + d**2)
    parameters = {
        "decoder.weight0": np.array([[0.0], [small]]),
        "decoder.bias0": np.zeros(1),
        "decoder.weight1": np.array([[w / small]]),
        "decoder.bias1": np.zeros(1),
        "encoder.weight0": np.array([[0.0], [small]]),
        "encoder.bias0": np.zeros(1),
        "encoder.weight1": np.array([[pull / small, 0.0]]),
        "encoder.bias1": np.array([0.0, np.log(d / (w**2 + d**2) ** 0.5)]),
    }
    exact = latent.linear(ONE, latent.Fraction(3, 5))

    assert network.elbo(parameters, ONE) == pytest.approx(exact, abs=1e-4)


def test_the_law_and_what_z_tells_are_those_of_samples():
    """Of a decoder that is shifted, so that one side of z tells more than the other."""
    count, random = 200_000, np.random.default_rng(8)
    shifted = PARAMETERS | {"decoder.bias1": PARAMETERS["decoder.bias1"] + 0.2}
    z = random.standard_normal(count)
    drawn = NETWORK.decoded(np, shifted, np.full(count, 0.2), z) + 0.3 * random.standard_normal(count)
    inside = NETWORK.law(shifted, np.array([0.2])).mass(-0.2, 0.5)[0]
    told, (right, left) = NETWORK.told(shifted, 0.2), [((drawn > 0) == (z > 0))[side].mean() for side in (z > 0, z < 0)]

    assert abs(((drawn > -0.2) & (drawn <= 0.5)).mean() - inside) < 4 * (inside * (1 - inside) / count) ** 0.5
    assert abs(max((right + left) / 2, 1 - (right + left) / 2) - told) < 4 * (told * (1 - told) / count) ** 0.5
    assert abs(right - left) > 0.1


@pytest.mark.parametrize("deviation", [0.0, -1.0, np.nan, np.inf])
def test_a_deviation_that_is_none_is_an_error(deviation):
    with pytest.raises(ValueError, match="positive and finite"):
        Autoencoder(hidden=(4,), deviation=deviation)


def test_states_actions_and_sizes_that_are_none_are_errors():
    with pytest.raises(ValueError, match="finite"):
        NETWORK.law(PARAMETERS, np.array([np.nan]))
    with pytest.raises(ValueError, match="at least one number"):
        Autoencoder(hidden=(0,), deviation=1.0).initial(np.random.default_rng(1))
    with pytest.raises(ValueError, match="demonstrations"):
        next(batches((np.zeros(2), np.array([0.0, np.inf])), 4, np.random.default_rng(1)))


def test_a_short_training_raises_the_bound():
    pytest.importorskip("autograd")
    random = np.random.default_rng(1)
    parameters = trained(NETWORK.loss, PARAMETERS, batches(ONE.demonstrations(500, 1), 64, random), 100, 0.02)

    assert NETWORK.elbo(parameters, ONE) > NETWORK.elbo(PARAMETERS, ONE) + 0.5

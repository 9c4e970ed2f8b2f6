"""The plain network is its formula, whoever computes it, and refuses what is no batch of its own."""

import numpy as np
import pytest

from tightrope.simulators.networks.log_sum_exp import log_shares, log_sum_exp
from tightrope.simulators.networks.perceptron import Perceptron, waves

RANDOM = np.random.default_rng(20261126)


def test_a_network_is_its_formula_row_by_row():
    network = Perceptron(inputs=2, hidden=(3, 4), outputs=2)
    p, x = network.initial(RANDOM), RANDOM.standard_normal((5, 2))
    p = {name: value + 0.1 for name, value in p.items()}
    one = np.tanh(x[3] @ p["weight0"] + p["bias0"])
    two = np.tanh(one @ p["weight1"] + p["bias1"])

    assert network.values(np, p, x).shape == (5, 2)
    assert network.values(np, p, x)[3] == pytest.approx(two @ p["weight2"] + p["bias2"], rel=1e-13)


def test_without_hidden_layers_it_is_linear_and_the_first_biases_are_zero():
    network = Perceptron(inputs=2, hidden=(), outputs=1)
    p = network.initial(RANDOM)

    assert network.values(np, p, np.zeros((1, 2))) == 0
    assert network.values(np, p, np.eye(2)) == pytest.approx(p["weight0"])


def test_autograd_finds_the_slope_that_differences_find():
    autograd = pytest.importorskip("autograd")
    import autograd.numpy as xp

    network, x = Perceptron(inputs=3, hidden=(4,), outputs=2), RANDOM.standard_normal((6, 3))
    p = network.initial(RANDOM)

    def loss(module, bias):
        return module.sum(log_sum_exp(module, network.values(module, {**p, "bias0": bias}, waves(module, x[:, :1], 1))))

    slope = autograd.grad(lambda bias: loss(xp, bias))(p["bias0"])
    differences = [(loss(np, p["bias0"] + h) - loss(np, p["bias0"] - h)) / 2e-5 for h in 1e-5 * np.eye(4)]

    assert slope == pytest.approx(differences, rel=1e-6)


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 2, 2)])
def test_a_batch_of_another_shape_is_refused(shape):
    network = Perceptron(inputs=2, hidden=(3,), outputs=1)

    with pytest.raises(ValueError, match=r"must have the shape \(N, 2\); got"):
        network.values(np, network.initial(RANDOM), np.zeros(shape))


def test_an_empty_layer_is_refused():
    with pytest.raises(ValueError, match=r"at least one number; got the sizes \(1, 0, 1\)"):
        Perceptron(inputs=1, hidden=(0,), outputs=1)


def test_logarithms_of_sums_do_not_overflow_and_shares_add_up_to_one():
    x = np.array([[1000.0, 1000.0], [-1000.0, 0.0]])

    assert log_sum_exp(np, x) == pytest.approx([1000 + np.log(2), 0])
    assert np.exp(log_shares(np, x)).sum(axis=1) == pytest.approx([1, 1])


def test_waves_are_the_values_and_their_sines_and_cosines_octave_by_octave():
    found = waves(np, np.array([[0.3], [0.7]]), 2)

    assert found[1] == pytest.approx([0.7, np.sin(0.7), np.sin(1.4), np.cos(0.7), np.cos(1.4)])
    assert waves(np, np.ones((4, 2)), 3).shape == (4, 2 * 7)

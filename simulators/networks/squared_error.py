"""A network of least squared error (L19): one action for each state, trained by E (f(s) - a)^2."""

import numpy as np

from tightrope.simulators.model.laws import Atoms, atom
from tightrope.simulators.networks import Array, Module, Parameters, check_batch
from tightrope.simulators.networks.perceptron import Perceptron

NETWORK = Perceptron(inputs=1, hidden=(32, 32), outputs=1)


def loss(xp: Module, parameters: Parameters, batch: tuple[np.ndarray, np.ndarray]) -> Array:
    """The mean squared error of a batch of states and actions, shapes (N,)."""
    s, a = batch
    check_batch(s, a)
    return xp.mean((NETWORK.values(xp, parameters, s[:, None])[:, 0] - a) ** 2)


def actions(parameters: Parameters, s: np.ndarray) -> np.ndarray:
    """f(s), shape (S,)."""
    return NETWORK.values(np, parameters, s[:, None])[:, 0]


def law(parameters: Parameters, s: np.ndarray) -> Atoms:
    """The policy in each state."""
    return atom(actions(parameters, s))

"""Flow matching with a trained velocity (L22): noise is carried to an action on a straight way.

    x_t = (1 - t) n + t a        dx/dt = a - n        Euler: x <- x + v(s, x, t)/N, N times, from N(0, 1)

Source: Lipman and others 2023. What infinite data make of it: simulators/learners/flow_matching.py. The velocity of a
network need not make an action that increases with the noise; its law is carried piece by piece (model/carried.py).
"""

from functools import partial

import numpy as np

from tightrope.simulators.model.carried import ROUNDS, Pieces, carried
from tightrope.simulators.model.pushed import standard
from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.noised import Noised, checked


def way(t: np.ndarray) -> tuple[np.ndarray, ...]:
    """c, d and their derivatives."""
    return t, 1 - t, np.ones_like(t), -np.ones_like(t)


def euler(network: Noised, parameters: Parameters, s: np.ndarray, noise: np.ndarray, steps: int) -> np.ndarray:
    """Where noise of shape (S, Z) is after N steps, in the states s. Raises ValueError for fewer steps than one."""
    x = noise
    for k in range(checked(steps)):
        x = x + network.on_grid(parameters, s, x, k / steps) / steps
    return x


def law(network: Noised, parameters: Parameters, s: np.ndarray, steps: int, rounds: tuple[int, ...] = ROUNDS) -> Pieces:
    """The law of the action after N steps of Euler's rule."""
    moved = partial(euler, network, parameters, s, steps=checked(steps))
    return carried(standard(len(s)), moved, rounds)

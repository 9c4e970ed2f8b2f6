"""Diffusion with a trained network (L22): the chain of simulators/learners/diffusion.py, the denoiser being learned.

    x_t = sin(pi t/2) a + cos(pi t/2) n        dx/dt = pi/2 (cos(pi t/2) a - sin(pi t/2) n)
    E[a given x_t] = sin(pi t/2) x_t + cos(pi t/2) (2/pi) v(s, x_t, t)

The network learns the velocity (up to the factor pi/2 the v of Salimans and Ho 2022): from the noise alone that is a
fair question, while predicted noise tells nothing of the action there. The squares of c and d add up to 1; where a
schedule has c^2 = A, the network is told t = (2/pi) arcsin(sqrt(A)). So one network serves any number of steps.
"""

import numpy as np

from tightrope.simulators.learners import diffusion
from tightrope.simulators.model.carried import ROUNDS, Pieces, carried
from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.noised import Noised, checked

PLACES = 351  # of the grid on which the chain's law is pushed: its step is about the last noise of fifty steps


def way(t: np.ndarray) -> tuple[np.ndarray, ...]:
    """c, d and their derivatives."""
    c, d = np.sin(np.pi / 2 * t), np.cos(np.pi / 2 * t)
    return c, d, np.pi / 2 * d, -np.pi / 2 * c


def action(network: Noised, parameters: Parameters, s: np.ndarray, x: np.ndarray, left: float) -> np.ndarray:
    """What the network takes for the expected action at places of shape (S, Z), where A = `left`."""
    t = 2 / np.pi * np.arcsin(left**0.5)
    return left**0.5 * x + (1 - left) ** 0.5 * 2 / np.pi * network.on_grid(parameters, s, x, t)


def law(network: Noised, parameters: Parameters, s: np.ndarray, steps: int, rounds: tuple[int, ...] = ROUNDS) -> Pieces:
    """The law of the action after N steps of the chain. Raises ValueError for fewer than one."""

    def denoised(x: np.ndarray, left: float) -> np.ndarray:
        return action(network, parameters, s, x, left)

    last = float(diffusion.kept(checked(steps))[1])
    return carried(diffusion.before_the_last(denoised, len(s), steps, PLACES), lambda x: denoised(x, last), rounds)

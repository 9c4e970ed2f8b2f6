"""Diffusion with the exact denoiser (L22): the chain of Ho and others (2020) with the cosine schedule of Nichol and
Dhariwal (2021), in N steps from noise to an action.

    x_k = sqrt(A_k) a + sqrt(1 - A_k) n        A_k = f(k/N)/f(0),    f(t) = cos^2((t + 0.008)/1.008 pi/2)
    x_{k-1} given x_k is N(g(x_k), b)
        g(x) = (sqrt(A_{k-1}) B E[a | x] + sqrt(A_k/A_{k-1}) (1 - A_{k-1}) x)/(1 - A_k)
        b = B (1 - A_{k-1})/(1 - A_k)          B = 1 - A_k/A_{k-1}

from x_N ~ N(0, 1); as A_0 = 1, the last step has no noise: the action is E[a | x_1]. A_N is 0 here (the paper keeps it
a little larger), so that the first step knows nothing of x_N: with one step the action is E[a].

The law of each x_k is pushed on a uniform grid: a sum of Gaussians with one weight for each place of the grid. For
smooth laws whose Gaussians are wider than the grid's step that has all digits of a float.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from tightrope.simulators.learners.denoising import expected
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.pushed import Pushed, standard

OFFSET = 0.008
REACH, PLACES = 7.0, 701
LIGHT = 1e-18  # weights below it are left out
FAR = 9.4  # deviations
Denoiser = Callable[[np.ndarray, float], np.ndarray]  # places of shape (S, Z), and A, to what is taken for E[a | x]


def kept(steps: int) -> np.ndarray:
    """A_0 = 1, ..., A_N = 0: how much of the action's square is left under the noise."""
    if steps < 1:
        raise ValueError(f"noise becomes an action in at least one step; got {steps}")
    f = np.cos((np.arange(steps + 1) / steps + OFFSET) / (1 + OFFSET) * np.pi / 2) ** 2
    f[-1] = 0
    return f / f[0]


def law(expert: Mixture, steps: int) -> Pushed:
    """The law of the action after N steps: E[a | x_1], an increasing function of x_1."""

    def denoised(x: np.ndarray, left: float) -> np.ndarray:
        return expected(expert, x, left**0.5, (1 - left) ** 0.5)[0]

    left = kept(steps)
    start = before_the_last(denoised, len(expert.weights), steps)
    return Pushed(start=start, forward=partial(expected, expert, c=left[1] ** 0.5, d=(1 - left[1]) ** 0.5))


def before_the_last(denoised: Denoiser, states: int, steps: int, places: int = PLACES) -> Mixture:
    """The law of x_1, for any denoiser, on a grid of so many places."""
    left, start = kept(steps), standard(states)
    for k in range(steps, 1, -1):
        start = _earlier(denoised, start, float(left[k]), float(left[k - 1]), places)
    return start


def _earlier(denoised: Denoiser, law: Mixture, now: float, then: float, places: int) -> Mixture:
    """The law of x_{k-1} as a mixture, one component for each place of the grid of x_k."""
    at = np.broadcast_to(np.linspace(-REACH, REACH, places), (len(law.weights), places))
    density = _density(law, at[0])
    weights = density / density.sum(axis=1, keepdims=True)
    drop = 1 - now / then
    action = denoised(at, now)
    means = (then**0.5 * drop * action + (now / then) ** 0.5 * (1 - then) * at) / (1 - now)
    deviation = (drop * (1 - then) / (1 - now)) ** 0.5
    heavy = (weights > LIGHT).any(axis=0)
    weights = weights[:, heavy] / weights[:, heavy].sum(axis=1, keepdims=True)
    return Mixture(weights, means[:, heavy], np.full(weights.shape, deviation))


def _density(law: Mixture, places: np.ndarray) -> np.ndarray:
    """The density at increasing places, shape (S, Z), each Gaussian where it is above 10^-19 of its height."""
    found = np.zeros((len(law.weights), len(places)))
    for w, m, d in zip(law.weights.T, law.means.T, law.deviations.T, strict=True):
        first, end = np.searchsorted(places, ((m - FAR * d).min(), (m + FAR * d).max()))
        x = (places[first:end] - m[:, None]) / d[:, None]
        found[:, first:end] += (w / d)[:, None] * np.exp(-(x**2) / 2)
    return found / np.sqrt(2 * np.pi)

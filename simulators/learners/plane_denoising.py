"""From noise to an action of the plane with the exact denoiser (L22): flow matching and diffusion in N steps.

The formulas are those of `denoising`, `flow_matching` and `diffusion`, in one state: with round Gaussians

    E[a | x] = sum_k r_k (m_k + c d_k^2 (x - c m_k)/v_k)        r_k ~ w_k/v_k exp(-|x - c m_k|^2/(2 v_k))

and v_k = d^2 + c^2 d_k^2. The flow carries each noise to an action. Of diffusion the law of each x_k is pushed on a
grid: a sum of Gaussians, one for each place of the grid of x_{k+1}, which is smaller where there is less noise. Each
Gaussian is a product over the coordinates, so that the sum is a product of matrices. All floats.
"""

import numpy as np

from tightrope.simulators.learners.diffusion import kept
from tightrope.simulators.model.plane_grid import PlaneGrid
from tightrope.simulators.model.plane_laws import RoundMixture

FAR, WAYS = (
    5.0,
    1.4,
)  # deviations of the noise that are held, and of the expert's actions: 10^-5 of the noise lies beyond
COARSE, FINE = 81, 301  # places of a grid on the way, and of the noise or of x_1
LIGHT = 1e-12  # weights below it are left out


def expected(law: RoundMixture, x: np.ndarray, c: float, d: float) -> np.ndarray:
    """E[a | x] at places of shape (N, 2), of a law of one state.

    Raises ValueError for another shape or several states, and unless c is finite and d > 0.
    """
    if len(law.weights) != 1 or np.ndim(x) != 2 or np.shape(x)[1] != 2:
        raise ValueError(
            f"actions of one state are denoised, of shape (N, 2); got {len(law.weights)} states and {np.shape(x)}"
        )
    if not (np.isfinite(c) and d > 0):
        raise ValueError(f"the action must have a finite factor, and noise must be added, d > 0; got c = {c}, d = {d}")
    means, variances = law.means[0], law.deviations[0] ** 2
    spread = d**2 + c**2 * variances
    off = x[:, None, :] - c * means
    likely = np.log(law.weights[0] / spread) - (off**2).sum(axis=2) / (2 * spread)
    share = np.exp(likely - likely.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    return (share[..., None] * (means + (c * variances / spread)[:, None] * off)).sum(axis=1)


def flow(law: RoundMixture, noise: np.ndarray, steps: int) -> np.ndarray:
    """Where noise of shape (N, 2) is after so many steps of Euler's rule with the exact velocity."""
    if steps < 1:
        raise ValueError(f"noise becomes an action in at least one step; got {steps}")
    x = noise
    for k in range(steps):
        t = k / steps
        x = x + (expected(law, x, t, 1 - t) - x) / (steps * (1 - t))
    return x


def diffused(law: RoundMixture, steps: int) -> tuple[PlaneGrid, np.ndarray, np.ndarray]:
    """A grid of x_1, its weights, and the action E[a | x_1] of each point: the chain of `diffusion` in the plane."""
    left = kept(steps)
    grid = PlaneGrid(FAR, COARSE if steps > 1 else FINE)
    weights = grid.weights(RoundMixture(np.ones((1, 1)), np.zeros((1, 1, 2)), np.ones((1, 1))))
    for k in range(steps, 1, -1):
        now, then = float(left[k]), float(left[k - 1])
        earlier = PlaneGrid(WAYS * then**0.5 + FAR * (1 - then) ** 0.5, COARSE if k > 2 else FINE)
        weights, grid = _earlier(law, grid, weights, earlier, now, then), earlier
    return grid, weights, expected(law, grid.points, float(left[1]) ** 0.5, float(1 - left[1]) ** 0.5)


def _earlier(
    law: RoundMixture, grid: PlaneGrid, weights: np.ndarray, earlier: PlaneGrid, now: float, then: float
) -> np.ndarray:
    """Weights of x_{k-1} on its own grid."""
    heavy = weights.ravel() > LIGHT
    x, mass = grid.points[heavy], weights.ravel()[heavy]
    drop = 1 - now / then
    action = expected(law, x, now**0.5, (1 - now) ** 0.5)
    means = (then**0.5 * drop * action + (now / then) ** 0.5 * (1 - then) * x) / (1 - now)
    variance = drop * (1 - then) / (1 - now)
    first, second = (np.exp(-((earlier.axis[:, None] - m) ** 2) / (2 * variance)) for m in means.T)
    found = (first * mass) @ second.T
    return found / found.sum()

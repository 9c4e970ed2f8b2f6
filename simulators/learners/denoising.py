"""What is known of an action under noise (L22): x = c a + d n, with a from a mixture of Gaussians and n from N(0, 1).

    E[a | x] = sum_k r_k e_k        r_k ~ w_k N(x; c m_k, v_k),    e_k = m_k + c d_k^2 (x - c m_k)/v_k

with v_k = d^2 + c^2 d_k^2 and the mixture's own w_k, m_k, d_k. It increases with x: its slope is (c/d^2) Var(a | x).
Flow matching has c = t and d = 1 - t, diffusion c^2 + d^2 = 1. Infinitely many data and any network make a denoiser
this expectation: it is the least squared error. All floats, with relative errors of a few units of rounding.
"""

import numpy as np

from tightrope.simulators.model.laws import Mixture


def expected(law: Mixture, x: np.ndarray, c: float, d: float) -> tuple[np.ndarray, np.ndarray]:
    """E[a | x] and its slope in x at places of shape (S, Z), the same shape twice.

    Raises ValueError for places of another shape, or NaN, and unless c is finite and d > 0.
    """
    if np.ndim(x) != 2 or len(x) != len(law.weights):
        raise ValueError(
            f"noised actions must have the shape ({len(law.weights)}, Z), a row a state; got {np.shape(x)}"
        )
    if np.isnan(x).any():
        raise ValueError(
            f"a noised action must be a number; got nan in the row {int(np.isnan(x).any(axis=1).argmax())}"
        )
    if not (np.isfinite(c) and d > 0):
        raise ValueError(f"the action must have a finite factor, and noise must be added, d > 0; got c = {c}, d = {d}")
    weights, means, deviations = (part[:, :, None] for part in (law.weights, law.means, law.deviations))
    spread = d**2 + (c * deviations) ** 2
    off = x[:, None, :] - c * means
    with np.errstate(divide="ignore"):
        likely = np.log(weights) - np.log(spread) / 2 - off**2 / (2 * spread)
    share = np.exp(likely - likely.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    pull = c * deviations**2 / spread
    action = means + pull * off
    mean, tilt = (share * action).sum(axis=1), -off / spread
    return mean, (share * (pull + tilt * (action - mean[:, None, :]))).sum(axis=1)

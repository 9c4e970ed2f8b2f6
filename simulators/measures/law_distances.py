"""Total variation and KL divergence from an expert of Gaussians to another law, by quadrature; one number a state.

    KL(p, q) = integral of p log(p/q)        TV(p, q) = 1/2 integral of |p - q| = integral of max(p - q, 0)

The trapezoidal rule on a uniform grid gives smooth integrands that fall off to all digits, as long as its step is well
below every standard deviation. max(p - q, 0) has kinks: there the error is of the order of the step squared. Over
bins, TV is that of the binned laws, and at most that of the laws themselves. Results are floats, in nats.
"""

import numpy as np

from tightrope.simulators.model.laws import Bins, Density, Law, Mixture, binned

DEVIATIONS = 10  # of the outermost component, on each side: 10^-23 lies beyond
STEPS = 16  # in the narrowest standard deviation


def nodes(law: Mixture, steps: int = STEPS) -> np.ndarray:
    """A uniform grid for each state, of the same number of nodes, that holds all but 10^-23 of it; shape (S, N)."""
    if steps < 1:
        raise ValueError(f"a grid needs at least one step in a standard deviation; got {steps}")
    low = (law.means - DEVIATIONS * law.deviations).min(axis=1)
    high = (law.means + DEVIATIONS * law.deviations).max(axis=1)
    count = int(np.ceil(((high - low) * steps / law.deviations.min(axis=1)).max())) + 1
    return low[:, None] + (high - low)[:, None] * np.linspace(0, 1, count)


def integral(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """By the trapezoidal rule on a uniform grid, shapes (S, N)."""
    step = (at[:, -1] - at[:, 0]) / (at.shape[1] - 1)
    return (values.sum(axis=1) - (values[:, 0] + values[:, -1]) / 2) * step


def divergence(expert: Mixture, law: Density) -> np.ndarray:
    """KL(expert, law) in each state, shape (S,); infinite where the law has no density and the expert has."""
    from scipy.special import rel_entr

    at = nodes(expert)
    values = rel_entr(expert.density(at), law.density(at))
    infinite = np.isinf(values)
    return np.where(infinite.any(axis=1), np.inf, integral(np.where(infinite, 0, values), at))


def divergence_of_bins(expert: Mixture, law: Bins) -> np.ndarray:
    """KL(expert given that it lies in the bins, law), shape (S,): the entropies by quadrature, the rest exact."""
    from scipy.special import entr

    at = nodes(expert)
    entropy = integral(entr(expert.density(at)), at)
    ends = np.atleast_2d(law.edges)
    masses = binned(expert, ends)
    with np.errstate(divide="ignore"):
        logs = np.where(masses > 0, np.log(law.masses / np.diff(ends, axis=1)), 0)
    return -entropy - (masses * logs).sum(axis=1)


def total_variation(expert: Mixture, law: Density) -> np.ndarray:
    """TV(expert, law) in each state, shape (S,): the integral of p - q where p is larger."""
    at = nodes(expert)
    return integral(np.maximum(expert.density(at) - law.density(at), 0), at)


def binned_total_variation(expert: Law, law: Law, edges: np.ndarray) -> np.ndarray:
    """TV of the two laws' masses on bins, and outside them; edges (B + 1,) or (S, B + 1), result (S,)."""
    ends = np.atleast_2d(edges)
    apart = binned(expert, ends) - binned(law, ends)
    return (np.abs(apart).sum(axis=1) + np.abs(apart.sum(axis=1))) / 2

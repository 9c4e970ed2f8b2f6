"""Finds the parameters in latent_variable.json: `python -m tightrope.simulators.learned.find_latent_variable`.

L-BFGS over the encoder, the decoder being the best one for it, from several starts; the highest ELBO is kept. It is not
convex: nothing says that there is no higher one. It takes minutes, and other machines find other last digits: therefore
the parameters are kept as whole numbers of 2^-20, and all that is said of them is computed from these.
"""

from fractions import Fraction

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri

from tightrope.simulators.learned.parameters import SCALE, keep
from tightrope.simulators.learners.latent_variable import (
    CELLS,
    EDGES,
    actions,
    best_decoder,
    divergence_from_prior,
    masses,
)
from tightrope.simulators.worlds.tree import TreeWorld, four_trees, one_tree

SOUGHT = (
    *((one_tree(), deviation) for deviation in map(Fraction, ("1/20", "1/10", "3/20", "3/10", "3/5", "9/10"))),
    (four_trees(), Fraction(1, 10)),
)
ITERATIONS = 1500


def loss(v: np.ndarray, a: np.ndarray, weights: np.ndarray, deviation: float) -> tuple[float, np.ndarray]:
    """-ELBO but for a constant, and its gradient; the decoder is the best, so that its part of the gradient is 0."""
    mean, log_deviation = np.split(v, 2)
    e = np.exp(log_deviation)[:, None]
    u = (EDGES - mean[:, None]) / e
    density = np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi)
    q = masses(mean, log_deviation)
    off = (a[:, None] - best_decoder(a, weights, q)) ** 2 / (2 * deviation**2)
    ends = np.where(np.isfinite(u), u, 0) * density
    to_mean = -(np.diff(density, axis=1) / e * off).sum(axis=1) + mean
    to_log = -(np.diff(ends, axis=1) * off).sum(axis=1) + e[:, 0] ** 2 - 1
    value = (weights * ((q * off).sum(axis=1) + divergence_from_prior(mean, log_deviation))).sum()
    return float(value), np.concatenate((weights * to_mean, weights * to_log))


def starts(world: TreeWorld, a: np.ndarray, deviation: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Encoders: along the quantiles, along a line, and one place of z for each mode."""
    modes = np.array(world.modes, dtype=float)
    expert = world.expert(np.zeros(1))
    quantiles = ndtri(np.clip([expert.mass(-np.inf, x)[0] for x in a], 1e-9, 1 - 1e-9))
    narrow = np.clip(deviation * np.gradient(quantiles, a), 0.05, 0.9)
    places = ndtri((np.arange(len(modes)) + 0.5) / len(modes))
    nearest = places[np.abs(a[:, None] - modes).argmin(axis=1)]
    return {
        "quantiles": (quantiles, narrow),
        "line": (0.8 * a / modes.max(), np.full(len(a), 0.5)),
        "modes": (nearest, np.full(len(a), 1 / len(modes))),
    }


def found(world: TreeWorld, deviation: Fraction) -> dict:
    """The best parameters, as whole numbers of 1/SCALE."""
    a, weights = actions(world)
    ended = []
    for name, (mean, e) in starts(world, a, float(deviation)).items():
        came = minimize(
            loss,
            np.concatenate((mean, np.log(e))),
            args=(a, weights, float(deviation)),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": ITERATIONS, "maxfun": 2 * ITERATIONS, "maxcor": 30, "ftol": 1e-11},
        )
        print(f"{world.key}, d = {deviation}, from {name}: {came.fun:.6f} after {came.nit} iterations", flush=True)
        ended.append(came)
    mean, log_deviation = np.split(min(ended, key=lambda came: came.fun).x, 2)
    decoder = best_decoder(a, weights, masses(mean, log_deviation))[CELLS:]
    parts = {"mean": mean, "log_deviation": log_deviation, "decoder": decoder}
    whole = {name: [round(float(x) * SCALE) for x in part] for name, part in parts.items()}
    return {"world": world.key, "deviation": str(deviation), **whole}


if __name__ == "__main__":
    keep("latent_variable", [found(world, deviation) for world, deviation in SOUGHT])

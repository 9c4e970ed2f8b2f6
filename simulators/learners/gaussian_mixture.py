"""The best mixture of K Gaussians for an expert's law in one state, searched by EM on the law itself (L20).

With infinitely many samples EM alternates
    r_k(a) = w_k N(a; m_k, d_k^2) / q(a)        w_k, m_k, d_k^2 = mass, mean and variance of p r_k
where p is the expert's density, on a uniform grid, and q the mixture's. Each round lowers KL(p, q). Where it ends
depends on where it begins, so what is found is the best of several starts: an upper bound of the least KL, no more.
A policy that may depend on s in any way has the best mixture in each state.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np

from tightrope.simulators.measures.law_distances import STEPS, divergence, nodes
from tightrope.simulators.model.laws import Mixture

ROUNDS, STILL = 20_000, 1e-13  # at most so many rounds; it has ended when nothing moves by more than this
SMALLEST = 1e-6  # of a standard deviation: narrower components are held there


@dataclass(frozen=True)
class Fit:
    """A mixture in one state, and KL(expert, mixture) in nats."""

    law: Mixture
    loss: float


def best(expert: Mixture, components: int) -> Fit:
    """The fit of least loss from the starts of `grouped`; the expert itself, loss 0, if it has no more components.

    Raises ValueError unless K >= 1 and there is one state.
    """
    _check(expert, components)
    if components >= expert.weights.shape[1]:
        return Fit(law=expert, loss=0.0)
    return min((fitted(expert, start) for start in grouped(expert, components)), key=lambda fit: fit.loss)


def fitted(expert: Mixture, start: Mixture, rounds: int = ROUNDS, steps: int = STEPS) -> Fit:
    """Where EM is after so many rounds from this start, or before if it stands still."""
    _check(expert, start.weights.shape[1])
    if len(start.weights) != 1 or rounds < 1:
        raise ValueError(f"EM needs a start in one state and at least one round; got {len(start.weights)} and {rounds}")
    at = nodes(expert, steps)[0]
    mass = expert.density(at)[0]
    mass = mass / mass.sum()
    w, m, d = (part[0].copy() for part in (start.weights, start.means, start.deviations))
    for _ in range(rounds):
        x = (at - m[:, None]) / d[:, None]
        parts = (w / d)[:, None] * np.exp(-(x**2) / 2)
        share = mass * parts / np.maximum(parts.sum(axis=0), np.finfo(float).tiny)
        new_w = share.sum(axis=1)
        weight = np.maximum(new_w, np.finfo(float).tiny)
        new_m = (share * at).sum(axis=1) / weight
        new_d = np.sqrt(np.maximum((share * (at - new_m[:, None]) ** 2).sum(axis=1) / weight, SMALLEST**2))
        moved = max(np.abs(new_w - w).max(), np.abs(new_m - m).max(), np.abs(new_d - d).max())
        w, m, d = new_w, new_m, new_d
        if moved < STILL:
            break
    law = Mixture((w / w.sum())[None], m[None], d[None])
    return Fit(law=law, loss=float(divergence(expert, law)[0]))


def grouped(expert: Mixture, components: int) -> Iterator[Mixture]:
    """Starts: neighbouring modes put together in every way, each group with its own mean and variance."""
    _check(expert, components)
    modes = expert.weights.shape[1]
    for cuts in combinations(range(1, modes), components - 1):
        yield _groups(expert, [slice(*ends) for ends in pairwise((0, *cuts, modes))])


def grouping_bound(expert: Mixture, components: int) -> float:
    """The least loss of these starts themselves, in closed form if the modes do not overlap.

    A group of modes of total weight W, entropy H of its weights and variance v has KL 1/2 log(v/sigma^2) - H from its
    Gaussian, and the mixture of groups no more than the weighted mean of these, by the log-sum inequality.
    """
    return min(_grouping_loss(expert, start) for start in grouped(expert, components))


def drawn(expert: Mixture, components: int, random: np.random.Generator) -> Mixture:
    """A start as training has it: means are actions of the expert, and every component is as wide as the law."""
    _check(expert, components)
    many = Mixture(*(np.repeat(part, components, axis=0) for part in vars(expert).values()))
    wide = _groups(expert, [slice(None)]).deviations
    return Mixture(
        np.full((1, components), 1 / components), many.sample(random)[None], np.repeat(wide, components, axis=1)
    )


def _groups(expert: Mixture, parts: Sequence[slice]) -> Mixture:
    w, m, d = (part[0] for part in (expert.weights, expert.means, expert.deviations))
    weights = np.array([w[one].sum() for one in parts])
    means = np.array([(w[one] * m[one]).sum() for one in parts]) / weights
    squares = np.array([(w[one] * (m[one] ** 2 + d[one] ** 2)).sum() for one in parts]) / weights
    return Mixture((weights / weights.sum())[None], means[None], np.sqrt(squares - means**2)[None])


def _grouping_loss(expert: Mixture, start: Mixture) -> float:
    """sum_g W_g (log d_g - H_g) - log sigma, where sum_g W_g H_g is the entropy of all weights less that of the W_g."""
    from scipy.special import entr

    within = entr(expert.weights).sum() - entr(start.weights).sum()
    return float((start.weights * np.log(start.deviations)).sum() - within - np.log(expert.deviations[0, 0]))


def _check(expert: Mixture, components: int) -> None:
    if len(expert.weights) != 1:
        raise ValueError(f"a mixture is fitted in one state; got laws of {len(expert.weights)}")
    if components < 1:
        raise ValueError(f"a mixture needs at least one component; got K = {components}")

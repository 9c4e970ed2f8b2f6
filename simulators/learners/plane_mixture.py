"""The best mixture of K round Gaussians for an expert's law in the plane, searched by EM on the law itself (L20).

As `gaussian_mixture`, one state, with d_k^2 half of the mean square distance from m_k, for a round Gaussian has one
deviation. The expert's modes lie on a circle and are equally likely; starts put neighbouring ones together, in groups
of every K sizes. Two arrangements of the same sizes round the circle are mirror images for five modes or fewer. What
is found is the best of these, so its KL is an upper bound of the least.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tightrope.simulators.model.plane_grid import PlaneGrid
from tightrope.simulators.model.plane_laws import RoundMixture

MOST_MODES = 5
ROUNDS, STILL = 2000, 1e-10
REACH, PER_DEVIATION = (
    8,
    2,
)  # of the grid, in deviations beyond the modes; places in a deviation: smooth integrands need no more


@dataclass(frozen=True)
class PlaneFit:
    """A mixture in one state, and KL(expert, mixture) in nats."""

    law: RoundMixture
    loss: float


def best(expert: RoundMixture, components: int) -> PlaneFit:
    """The fit of least loss; the expert itself, loss 0, if it has no more components than K.

    Raises ValueError unless K >= 1, there is one state, and its at most five modes are equally likely and equally wide.
    """
    _check(expert, components)
    if components >= expert.weights.shape[1]:
        return PlaneFit(law=expert, loss=0.0)
    return min((fitted(expert, start) for start in grouped(expert, components)), key=lambda fit: fit.loss)


def fitted(expert: RoundMixture, start: RoundMixture) -> PlaneFit:
    """Where EM stands still from this start, or is after ROUNDS rounds."""
    narrow = float(expert.deviations.min())
    reach = float(np.abs(expert.means).max()) + REACH * narrow
    grid = PlaneGrid(reach, int(np.ceil(2 * reach * PER_DEVIATION / narrow)) + 1)
    at, mass = grid.points, grid.weights(expert).ravel()
    at, mass = at[mass > 0], mass[mass > 0]
    w, m, v = start.weights[0], start.means[0], start.deviations[0] ** 2
    for _ in range(ROUNDS):
        far = ((at[:, None, :] - m) ** 2).sum(axis=2)
        parts = w / v * np.exp(-far / (2 * v))
        share = mass[:, None] * parts / np.maximum(parts.sum(axis=1, keepdims=True), np.finfo(float).tiny)
        new_w = np.maximum(share.sum(axis=0), np.finfo(float).tiny)
        new_m = share.T @ at / new_w[:, None]
        new_v = (share.T @ (at**2).sum(axis=1) / new_w - (new_m**2).sum(axis=1)) / 2
        moved = max(np.abs(new_w - w).max(), np.abs(new_m - m).max(), np.abs(new_v - v).max())
        w, m, v = new_w, new_m, new_v
        if moved < STILL:
            break
    law = RoundMixture((w / w.sum())[None], m[None], np.sqrt(v)[None])
    p, q = expert.density(at)[0], law.density(at)[0]
    return PlaneFit(law=law, loss=float((mass * np.log(p / q)).sum()))


def grouped(expert: RoundMixture, components: int) -> Iterator[RoundMixture]:
    """Starts: neighbours put together, each group with its own mean and deviation."""
    _check(expert, components)
    for sizes in _sizes(expert.weights.shape[1], components):
        ends = np.cumsum([0, *sizes])
        yield _groups(expert, [slice(*pair) for pair in pairwise(ends.tolist())])


def _sizes(modes: int, groups: int, least: int = 1) -> Iterator[tuple[int, ...]]:
    """Partitions of a number into so many numbers, in order."""
    if groups == 1:
        if modes >= least:
            yield (modes,)
        return
    for first in range(least, modes // groups + 1):
        for rest in _sizes(modes - first, groups - 1, first):
            yield (first, *rest)


def _groups(expert: RoundMixture, parts: list[slice]) -> RoundMixture:
    w, m, d = expert.weights[0], expert.means[0], expert.deviations[0]
    weights = np.array([w[one].sum() for one in parts])
    means = np.array([(w[one, None] * m[one]).sum(axis=0) / w[one].sum() for one in parts])
    squares = [(w[one] * ((m[one] ** 2).sum(axis=1) / 2 + d[one] ** 2)).sum() / w[one].sum() for one in parts]
    deviations = np.sqrt(np.array(squares) - (means**2).sum(axis=1) / 2)
    return RoundMixture((weights / weights.sum())[None], means[None], deviations[None])


def _check(expert: RoundMixture, components: int) -> None:
    if len(expert.weights) != 1:
        raise ValueError(f"a mixture is fitted in one state; got laws of {len(expert.weights)}")
    if components < 1:
        raise ValueError(f"a mixture needs at least one component; got K = {components}")
    alike = all(np.ptp(part) < 1e-12 for part in (expert.weights, expert.deviations))
    if expert.weights.shape[1] > MOST_MODES or not alike:
        raise ValueError(
            f"the expert's modes must be at most {MOST_MODES}, equally likely and equally wide; got the weights "
            f"{expert.weights[0].round(4).tolist()}"
        )

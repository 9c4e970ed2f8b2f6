"""Discretised outputs (L23): actions of several parts in bins, chosen by independent heads or one after the other.

Tables are of two parts: p_ij is the probability of bin i of the first part and bin j of the second, shape (S, B, B),
one table a state. Divergences are in nats. The expert's own table costs nothing; independent heads can copy its
marginals m_i and n_j at best and then lose the total correlation, KL(p, m n).

Let the d parts of an action all go left, or all right, each way with probability 1/2, by 1 with standard deviation
sigma and independently once the side is chosen. At most h is unknown of the side if one part is seen, where h is the
entropy of a coin that falls wrong with probability Phi(-1/sigma). So the total correlation lies between
(d - 1) log 2 - d h and (d - 1) log 2, and a chain that sees the last part only loses at most (d - 2) h.
"""

from fractions import Fraction

import numpy as np
from flint import arb

from tightrope.simulators.model.plane_laws import RoundMixture


def product_of_marginals(table: np.ndarray) -> np.ndarray:
    """What the best independent heads choose, shape (S, B, B)."""
    return table.sum(axis=2)[:, :, None] * table.sum(axis=1)[:, None, :]


def divergence(expert: np.ndarray, learner: np.ndarray) -> np.ndarray:
    """KL of tables, shape (S,)."""
    from scipy.special import rel_entr

    return rel_entr(expert, learner).sum(axis=(1, 2))


def independent_heads(law: RoundMixture) -> RoundMixture:
    """The product of the laws of both coordinates: every pair of components, its first mean with its second."""
    states, count = law.weights.shape
    i, j = (one.ravel() for one in np.indices((count, count)))
    if not (law.deviations == law.deviations[:, :1]).all():
        raise ValueError("the product is a mixture of round Gaussians only if all have one standard deviation")
    return RoundMixture(
        weights=law.weights[:, i] * law.weights[:, j],
        means=np.stack([law.means[:, i, 0], law.means[:, j, 1]], axis=2),
        deviations=np.broadcast_to(law.deviations[:, :1], (states, count**2)),
    )


def mixed_sides(parts: int) -> Fraction:
    """How often independent heads go left with one part and right with another: 1 - 2^(1 - d)."""
    return 1 - Fraction(2, 2**parts)


def unknown_side(sigma: Fraction) -> arb:
    """h: the entropy of a side that is wrong with probability Phi(-1/sigma), a ball."""
    wrong = (arb(sigma.denominator) / (arb(sigma.numerator) * arb(2).sqrt())).erfc() / 2
    return -wrong * wrong.log() - (1 - wrong) * (-wrong).log1p()


def sides_correlation(parts: int, sigma: Fraction) -> arb:
    """The total correlation of the expert whose parts all go to one side: a ball from (d - 1) log 2 - d h up."""
    most = (parts - 1) * arb(2).log()
    return most.union(most - parts * unknown_side(sigma))


def joint_numbers(bins: int, parts: int) -> int:
    """Free probabilities of a table of all actions: B^d - 1."""
    return bins**parts - 1


def chain_numbers(bins: int, parts: int, seen: int) -> int:
    """Those of a chain of tables that see the last few parts: each part after `before` has B^before rows of B - 1."""
    return sum(bins ** min(before, seen) * (bins - 1) for before in range(parts))

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

OFF = 1e-6  # of a table's sum: what lies outside of its bins


def product_of_marginals(table: np.ndarray) -> np.ndarray:
    """What the best independent heads choose, shape (S, B, B). Raises ValueError for what are no tables of laws."""
    _check_tables(table)
    return table.sum(axis=2)[:, :, None] * table.sum(axis=1)[:, None, :]


def divergence(expert: np.ndarray, learner: np.ndarray) -> np.ndarray:
    """KL of tables, shape (S,). Raises ValueError unless both are tables of laws, of one shape."""
    _check_tables(expert, learner)
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
    _at_least_one(parts=parts)
    return 1 - Fraction(2, 2**parts)


def unknown_side(sigma: Fraction) -> arb:
    """h: the entropy of a side that is wrong with probability Phi(-1/sigma), a ball."""
    if sigma <= 0:
        raise ValueError(f"the expert's standard deviation must be positive; got {sigma}")
    wrong = (arb(sigma.denominator) / (arb(sigma.numerator) * arb(2).sqrt())).erfc() / 2
    return -wrong * wrong.log() - (1 - wrong) * (-wrong).log1p()


def sides_correlation(parts: int, sigma: Fraction) -> arb:
    """The total correlation of the expert whose parts all go to one side: a ball from (d - 1) log 2 - d h up."""
    _at_least_one(parts=parts)
    most = (parts - 1) * arb(2).log()
    return most.union(most - parts * unknown_side(sigma))


def joint_numbers(bins: int, parts: int) -> int:
    """Free probabilities of a table of all actions: B^d - 1."""
    _at_least_one(bins=bins, parts=parts)
    return bins**parts - 1


def chain_numbers(bins: int, parts: int, seen: int) -> int:
    """Those of a chain of tables that see the last few parts: each part after `before` has B^before rows of B - 1."""
    _at_least_one(bins=bins, parts=parts)
    if seen < 0:
        raise ValueError(f"a part sees some of those before it, or none; got {seen}")
    return sum(bins ** min(before, seen) * (bins - 1) for before in range(parts))


def _at_least_one(**counts: int) -> None:
    for what, count in counts.items():
        if count < 1:
            raise ValueError(f"the number of {what} must be at least 1; got {count}")


def _check_tables(*tables: np.ndarray) -> None:
    for table in tables:
        if table.ndim != 3 or table.shape != tables[0].shape or not table.size:
            shapes = " and ".join(str(each.shape) for each in tables)
            raise ValueError(f"tables must have one shape (S, B, C), one for each state; got {shapes}")
        if not (np.isfinite(table).all() and (table >= 0).all()):
            raise ValueError("the probabilities of a table must be finite and not negative")
        if (off := np.abs(table.sum(axis=(1, 2)) - 1).max()) > OFF:
            raise ValueError(
                f"a table must hold all of the law but {OFF:g}: wider bins or more; one sum is off by {off:.3g}"
            )

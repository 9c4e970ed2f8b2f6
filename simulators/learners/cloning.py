"""Behavioural cloning on a table: the policy under which the demonstrated actions are most likely.

    likelihood   L(pi) = product over s, a of pi(a|s)^n(s, a)
    clone        pi(a|s) = n(s, a)/n(s): the frequencies, the only maximum where n(s) > 0
    smoothed     pi(a|s) = (n(s, a) + k)/(n(s) + k A), the maximum of L(pi) times the product of all pi(a|s)^k
    unseen       where n(s) + k = 0 the likelihood says nothing: the clone guesses uniformly

Weights n are counts of demonstrations, or exact masses for the population; shape (L, S, A), one layer for every
decision or one for all. So one object is the learner from data and its limit. Exact.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import prod

import numpy as np
from flint import fmpq

from tightrope.simulators.learners.table import as_rationals
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, ZERO, fraction, object_array, rational
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Clone:
    """Maximum likelihood; `smoothing` is what is added to every count. Raises ValueError if it is negative."""

    smoothing: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if self.smoothing < 0:
            raise ValueError(f"smoothing is added to counts and must be at least 0; got {self.smoothing}")

    def fit(self, weight: np.ndarray) -> Table:
        """The clone for weights (L, S, A). Raises ValueError if nothing was demonstrated."""
        if weight.ndim != 3:
            raise ValueError(f"weights must have the shape (layers, states, actions); got {weight.shape}")
        if not weight.any():
            raise ValueError("cloning needs at least one demonstrated action; all weights are 0")
        raised = as_rationals(weight) + rational(self.smoothing)
        total = raised.sum(axis=2)
        seen = total.astype(bool)
        table = np.full(weight.shape, fmpq(1, weight.shape[2]), dtype=object)
        table[seen] = raised[seen] / total[seen][:, None]
        return Table(table)


def among(table: Table, available: np.ndarray) -> Table:
    """The same clone where a state has only some of the actions, shape (S, A): also where it guesses."""
    if available.all():
        return table
    shares = np.where(available, table.probability, ZERO)
    return Table(shares / shares.sum(axis=2)[..., None])


def pooled(weight: np.ndarray) -> np.ndarray:
    """The weights of all decisions together, shape (1, S, A): for a clone that does not look at the time."""
    return weight.sum(axis=0, keepdims=True)


def population(problem: Problem, demonstrator: Table, horizon: int) -> np.ndarray:
    """The weights of infinitely many demonstrations, exact, shape (T, S, A): P(s at decision t) pi(a|s)."""
    laws = state_laws(problem.mdp, demonstrator, horizon)[:-1]
    return np.array([law[:, None] * demonstrator.at(t, EXACT) for t, law in enumerate(laws, start=1)])


def likelihood(policy: Table, counts: np.ndarray) -> Fraction:
    """The probability of the demonstrated actions, given the states; exact. Shapes (L, S, A), counts whole numbers."""
    return prod(
        (fraction(p) ** int(n) for p, n in zip(policy.probability.flat, counts.flat, strict=True) if n),
        start=Fraction(1),
    )


def majority(weight: np.ndarray) -> Table:
    """The most frequent action in each cell, ties to the lowest: what fewest errors on the data would choose."""
    layers, states, actions = weight.shape
    best = as_rationals(weight).argmax(axis=2)
    one = (fmpq(int(a == best[layer, s])) for layer in range(layers) for s in range(states) for a in range(actions))
    return Table(object_array(one, weight.shape))

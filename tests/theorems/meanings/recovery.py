"""Of the chain with a way back: where a learner is after t actions, and what it has paid, by evaluation.

The lines parity and share-cap-overshoot are about numbers only; the chain with rho = epsilon is evaluated in
`tests/theorems/test_recovery_derivation.py`.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import recovery
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.model.policy import policy
from tightrope.simulators.names import problem

DERIVATIONS = (recovery.DERIVATION,)
CORNERS = tuple((Fraction(epsilon), Fraction(rho)) for epsilon in (0, 1) for rho in (0, 1))


def worlds(count: int, seed: int) -> Iterator[World]:
    """A learner whose error is at most epsilon and may change, beside one whose error is epsilon; the corners first."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        epsilon, rho = CORNERS[i] if i < len(CORNERS) else (_share(rng), _share(rng))
        horizon = 1 + i % 6
        yield world(epsilon, rho, [epsilon * (1 if i % 3 else _share(rng)) for _ in range(horizon)])


def world(epsilon: Fraction, rho: Fraction, errors: Sequence[Fraction]) -> World:
    horizon = len(errors)
    off, paid = walk(rho, errors, Fraction(0))
    exact_off, exact_paid = walk(rho, [epsilon] * horizon, Fraction(0))
    of_time = {
        l.off_rope: off,
        l.task_paid: paid,
        recovery.exact_off: exact_off,
        recovery.exact_paid: exact_paid,
        recovery.error: errors,
        l.memory: [(1 - epsilon - rho) ** t for t in range(horizon + 1)],
    }
    constant = {l.epsilon: epsilon, l.rho: rho, l.T: horizon, l.recovery_cost: paid[-1]}
    return World(
        name=f"recovery, epsilon = {epsilon}, rho = {rho}, errors {', '.join(map(str, errors))}",
        last={l.t: horizon},
        means=lambda letter, place: constant[letter] if letter in constant else of_time[letter][place[l.t]],
    )


def walk(rho: Fraction, on_errors: Sequence[Fraction], off_error: Fraction) -> tuple[list, list]:
    """P(off after t actions) and the expected cost of the first t decisions, t = 0..T,
    of a learner with these errors.
    """
    horizon = len(on_errors)
    made = problem(f"recovery:rho={rho}", horizon, Fraction(0))
    learner = policy([[[1 - error, error], [1 - off_error, off_error]] for error in on_errors])
    laws, cost = state_laws(made.mdp, learner, horizon), made.mdp.cost(EXACT)
    each = [(laws[t] * (learner.at(t + 1, EXACT) * cost).sum(axis=1)).sum() for t in range(horizon)]
    return [law[1] for law in laws], list(accumulate(each, initial=0))


def _share(rng: np.random.Generator) -> Fraction:
    return Fraction(int(rng.integers(0, 13)), 12)

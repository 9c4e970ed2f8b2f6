"""Of the tightrope with k decisions to take: what it costs is evaluated, for every k."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import tightrope
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.names import problem

DERIVATIONS = (tightrope.DERIVATION,)
LONGEST = 5
EPSILONS = (Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 20))


def worlds(count: int, seed: int) -> Iterator[World]:
    """Errors of a learner that are at most epsilon, one in four worlds with one that is not."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        epsilon = EPSILONS[i] if i < len(EPSILONS) else Fraction(int(rng.integers(0, 13)), 12)
        errors = [epsilon * Fraction(int(rng.integers(0, 5)), 4) for _ in range(LONGEST + 1)]
        if i % 4 == 3:
            errors[int(rng.integers(LONGEST))] = Fraction(1)
        yield world(epsilon, errors, horizon=1 + i % 12)


def world(epsilon: Fraction, errors: list[Fraction], horizon: int) -> World:
    """C_k and the chance to stay on the rope are those of the tightrope that is k decisions long."""
    evaluations = [evaluate(problem("tightrope", k, epsilon), k) for k in range(1, LONGEST + 2)]
    with_k_left = {
        tightrope.cost_to_go: [0, *(one.disagreement for one in evaluations)],
        tightrope.stays_on: [1, *(one.survival[-1] for one in evaluations)],
        tightrope.error: errors,
    }
    constant = {l.epsilon: epsilon, l.T: horizon}
    return World(
        name=f"tightrope, epsilon = {epsilon}, errors {', '.join(map(str, errors))}, T = {horizon}",
        last={l.k: LONGEST},
        means=lambda letter, place: constant[letter] if letter in constant else with_k_left[letter][place[l.k]],
    )

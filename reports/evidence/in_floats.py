"""What bounds speak of, measured in floats: for problems on which rationals would take long.

A float stands for the rational that it is, off by what `occupancy.relative_error` states; of a difference (the gap, u,
P(disagree), distances) by that much of its terms. Left out is what takes balls or differences of laws: divergences, the
density ratio, the other distances. A bound that needs one of those is not asked, and says so. Structure is exact:
whether costs lie in [0, 1], whether moves are certain, how many states there are.
"""

from fractions import Fraction

import numpy as np
from sympy import Expr

from tightrope.bounds.language import letters as symbols
from tightrope.simulators.measures.disagreement import Evaluation
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.measures.planning import optimal_expert
from tightrope.simulators.measures.recoverability import recoverability_of
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.policy import deterministic


def measured_in_floats(evaluation: Evaluation[float]) -> dict[Expr, Fraction]:
    """What is measured of a problem that was evaluated in floats."""
    problem, horizon = evaluation.problem, evaluation.horizon
    mdp = problem.mdp
    best = task_cost(mdp, deterministic(optimal_expert(mdp, horizon, FLOAT), mdp.shape[1]), horizon, FLOAT)
    leading = np.maximum.reduceat(mdp.weight, mdp.indptr[:-1])
    certain = bool((leading == np.add.reduceat(mdp.weight, mdp.indptr[:-1])).all())
    numerators, denominator = mdp.cost_numerator, int(mdp.cost_denominator)
    floats = {
        **{symbols.measured(reading): x for reading, x in evaluation.epsilon.items()},
        symbols.missing: evaluation.missing,
        symbols.recoverability: max(0.0, recoverability_of(problem, horizon, FLOAT)),
        symbols.expert_cost: evaluation.expert_task,
        symbols.suboptimality: max(0.0, evaluation.expert_task - best),
        symbols.first_error: min(1.0, max(0.0, 1 - evaluation.survival[-1])),
        symbols.largest_shift: max(evaluation.tv),
        symbols.disagreement: evaluation.disagreement,
        symbols.gap: evaluation.gap,
    }
    return {
        **{letter: Fraction(float(x)) for letter, x in floats.items()},
        symbols.T: Fraction(horizon),
        symbols.states: Fraction(mdp.shape[0]),
        symbols.least_cost: Fraction(int(numerators.min()), denominator),
        symbols.largest_cost: Fraction(int(numerators.max()), denominator),
        symbols.expert_determinism: Fraction(1),
        symbols.discount: Fraction(1),
        **({symbols.dynamics_determinism: Fraction(1)} if certain else {}),
        **dict.fromkeys((symbols.samples, symbols.rounds, symbols.goals, symbols.continuous, symbols.mle), Fraction(0)),
    }

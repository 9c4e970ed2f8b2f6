"""How far apart two whole trajectories are: Hellinger, Kullback-Leibler, and the ratio of state laws.

Of the trajectory s_0, a_1, s_1, ..., a_T, s_T under the expert (P*) and under the learner (P). The expert is
deterministic, so only trajectories without an error have both probabilities positive, and both recursions run over the
expert's moves alone:

    affinity     B_t(s') = sum_s B_{t-1}(s) sqrt(1 - e_t(s)) P_t(s'|s, expert);  D_H2 = 2 - 2 sum_s B_T(s), in [0, 2]
    chain rule   KL(P* || P) = sum_t sum_s p*_{t-1}(s) (-log(1 - e_t(s))); infinite if e = 1 where the expert goes
    ratio        C = max p_t(s)/p*_t(s) over decisions and states where the learner is and may disagree

Exact      the ratio; the other two lie between the two rationals returned (ball arithmetic with 128 bits).
Source     Foster, Block and Misra 2024 for D_H2 without the factor 1/2 [foster2024behavior]; Spencer et al. 2021 for C,
           here over the states with e > 0 only, where it is needed [spencer2021feedback].
"""

from fractions import Fraction

import numpy as np
from flint import arb, ctx

from tightrope.simulators.measures.disagreement import Evaluation, error_rates
from tightrope.simulators.measures.occupancy import push, state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction, object_array
from tightrope.simulators.model.problem import Problem

BITS = 128


def enclosure(ball: arb) -> tuple[Fraction, Fraction]:
    """Rationals below and above everything in the ball."""
    return _rational(ball.lower()), _rational(ball.upper())


def hellinger_squared(problem: Problem, horizon: int) -> tuple[Fraction, Fraction]:
    """D_H2 = sum over trajectories of (sqrt P - sqrt P*)^2, from below and above; between P(disagree) and twice that."""
    problem.check_horizon(horizon)
    mdp, expert = problem.mdp, problem.expert_table
    with ctx.workprec(BITS):
        affinity = _balls(mdp.start_law(EXACT))
        for decision in range(1, horizon + 1):
            agreement = _balls(1 - error_rates(problem, problem.learner, decision))
            kept = expert.at(decision, EXACT) * object_array((x.sqrt() for x in agreement), agreement.shape)[:, None]
            affinity = push(mdp, affinity, kept, decision, EXACT)
        low, high = enclosure(2 - 2 * affinity.sum())
    return max(Fraction(0), low), min(Fraction(2), high)


def trajectory_kl(problem: Problem, horizon: int) -> tuple[Fraction, Fraction] | None:
    """KL(P* || P) from below and above, None if it is infinite."""
    problem.check_horizon(horizon)
    laws = state_laws(problem.mdp, problem.expert_table, horizon)
    with ctx.workprec(BITS):
        total = arb(0)
        for decision in range(1, horizon + 1):
            law, rates = laws[decision - 1], error_rates(problem, problem.learner, decision)
            wrong = law.astype(bool) & rates.astype(bool)
            if any(rate == 1 for rate in rates[wrong]):
                return None
            total -= sum((p * arb(1 - e).log() for p, e in zip(law[wrong], rates[wrong], strict=True)), arb(0))
        low, high = enclosure(total)
    return max(Fraction(0), low), high


def density_ratio(problem: Problem, evaluation: Evaluation) -> Fraction | None:
    """C, exactly; 0 if the learner never may disagree, None if it may where the expert never is."""
    largest = Fraction(0)
    for decision in range(1, evaluation.horizon + 1):
        here, there = evaluation.laws[decision - 1], evaluation.expert_laws[decision - 1]
        wrong = here.astype(bool) & error_rates(problem, problem.learner, decision).astype(bool)
        if not all(there[wrong]):
            return None
        largest = max([largest, *(fraction(p / q) for p, q in zip(here[wrong], there[wrong], strict=True))])
    return largest


def _balls(values: np.ndarray) -> np.ndarray:
    return object_array((arb(x) for x in values.flat), values.shape)


def _rational(point: arb) -> Fraction:
    mantissa, exponent = point.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)

"""What an estimator is worth: variance times processor time, against counting.

A random problem whose expert is the optimum; the learner errs where it costs most, with probability epsilon on average
over the expert's states at each decision, and does its worst elsewhere. Naive values are rare and need many episodes
for their variance; every estimator is checked against the exact value.
"""

from fractions import Fraction
from time import process_time

import numpy as np

from tests.benchmarks.race import Row
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts.episodes import expect
from tightrope.simulators.rollouts.estimators import Estimator, estimators

PLAIN = {"disagreement": "naive", "gap": "apart"}
SIGMAS, PRECISION = 6, 1e-3


def worth(one: Estimator, exact: float, episodes: int) -> tuple[float, float]:
    """Variance of a value, and processor seconds of one. Raises AssertionError if the mean is not the exact value."""
    one.draw(0, 1000)
    began = process_time()
    values = one.draw(1000, episodes)
    seconds = (process_time() - began) / episodes
    error = np.std(values) / np.sqrt(episodes) + (one.most - one.least) / episodes
    if abs(values.mean() - exact) > SIGMAS * error + 1e-9 * abs(exact):
        raise AssertionError(f"{one.name}: {values.mean()} is not {exact} within {SIGMAS} times {error}")
    return float(np.var(values)), seconds


def made(states: int, horizon: int, error: Fraction) -> Problem:
    world = problem(f"garnet:states={states},actions=4,branching=4,seed=1", horizon)
    return epsilon_learner(world, "per_step", error, horizon, "worst", Fraction(0), FLOAT)


def rows(episodes: int) -> list[Row]:
    """At ε = 10⁻⁵: processor time for a standard error of 1/1000, of the best estimator and of counting.

    Counting plays so many episodes, the others a tenth of them.
    """
    expect(1e9)
    problem = made(100, 200, Fraction(1, 100_000))
    found, rows = evaluate(problem, 200, FLOAT), []
    for quantity, goal in (("disagreement", 1e3), ("gap", 1e5)):
        exact = found.disagreement if quantity == "disagreement" else found.gap
        needed = {}
        for one in estimators(problem, 200, quantity, 1):
            variance, seconds = worth(one, exact, episodes if one.name in PLAIN.values() else episodes // 10)
            needed[one.name] = variance * seconds / PRECISION**2
        best = min(needed, key=lambda name: needed[name])
        rows.append(
            Row(
                work=f"precision of the {quantity} at ε = 10⁻⁵",
                peer="counting",
                ours=needed[best],
                theirs=needed[PLAIN[quantity]],
                goal=goal,
                unit=f"seconds for a standard error of 1/1000; {best}",
            )
        )
    return rows

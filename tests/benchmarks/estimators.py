"""What an estimator is worth: variance times processor time, against counting: `python -m tests.benchmarks.estimators`.

A random problem whose expert is the optimum; the learner errs with probability epsilon on the expert's states, and does
its worst elsewhere. Naive values are rare and need many episodes for their variance; every estimator is checked against
the exact value.
"""

import argparse
from fractions import Fraction
from time import process_time

import numpy as np

from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts.episodes import expect
from tightrope.simulators.rollouts.estimators import QUANTITIES, Estimator, estimators

PLAIN = {"disagreement": "naive", "gap": "apart"}
SIGMAS = 6


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
    return epsilon_learner(world, "pointwise", error, horizon, "worst", Fraction(0), FLOAT)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=100)
    parser.add_argument("--horizon", type=int, default=200)
    parser.add_argument("--episodes", type=float, default=2e6, help="of the plain estimator; a tenth of it of others")
    asked = parser.parse_args()
    expect(1e9)
    for error in (Fraction(1, 10), Fraction(1, 1000), Fraction(1, 100_000)):
        acting = made(asked.states, asked.horizon, error)
        found = evaluate(acting, asked.horizon, FLOAT)
        for quantity in QUANTITIES:
            exact = found.disagreement if quantity == "disagreement" else found.gap
            plain = 0.0
            for one in estimators(acting, asked.horizon, quantity, 1):
                few = int(asked.episodes if one.name == PLAIN[quantity] else asked.episodes / 10)
                variance, seconds = worth(one, exact, few)
                plain = plain or variance * seconds
                gain = plain / (variance * seconds) if variance else np.inf
                print(f"epsilon = {str(error):9} {quantity:13} {one.name:12} {gain:12.3g} times", flush=True)


if __name__ == "__main__":
    main()

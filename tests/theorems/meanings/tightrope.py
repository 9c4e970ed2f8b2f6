"""Of the tightrope with k decisions to take: what it costs is evaluated, for every k; beside it a learner whose cost is
measured from where it is most expensive, of the states that the expert comes to."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from tests.theorems.meanings.imitation import random_problem
from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import tightrope
from tightrope.simulators.measures.disagreement import Evaluation, error_rates, evaluate
from tightrope.simulators.measures.occupancy import pull
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem

DERIVATIONS = (tightrope.DERIVATION,)
LONGEST = 6
EPSILONS = (Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 20))


def worlds(count: int, seed: int) -> Iterator[World]:
    """Learners of random problems, and of the tightrope with one error or one for each decision. Epsilon is what the
    reading measures of them; in one world of eight it is half of that, and the reading is not met."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        if i % 2:
            made, horizon = random_problem(rng)
        else:
            largest = EPSILONS[i // 2] if i // 2 < len(EPSILONS) else _share(rng, 12)
            made, horizon = _on_the_rope([largest * (_share(rng, 4) if i % 4 else 1) for _ in range(LONGEST)]), LONGEST
        evaluation = evaluate(made, horizon)
        measured = fraction(evaluation.epsilon["pointwise"])
        yield world(made, evaluation, measured / 2 if i % 8 == 7 else measured)


def world(made: Problem, evaluation: Evaluation, epsilon: Fraction) -> World:
    """C_k and the chance to stay on the rope are those of the tightrope that is k decisions long."""
    horizon = evaluation.horizon
    ropes = [evaluate(problem("tightrope", k, epsilon), k) for k in range(1, horizon + 1)]
    costs, errors = _where_most_expensive(made, evaluation)
    with_k_left = {
        tightrope.cost_to_go: [0, *(rope.disagreement for rope in ropes)],
        tightrope.stays_on: [1, *(rope.survival[-1] for rope in ropes)],
        tightrope.learners_cost: costs,
        tightrope.error: errors,
    }
    return World(
        name=f"tightrope, epsilon = {epsilon}, beside {made.name}, errors {', '.join(map(str, errors))}",
        last={l.k: horizon - 1},  # looked at: k decisions and one more
        means=lambda letter, place: epsilon if letter == l.epsilon else with_k_left[letter][place[l.k]],
    )


def _where_most_expensive(made: Problem, evaluation: Evaluation) -> tuple[list, list]:
    """The learner's disagreements in the last k decisions, k = 0..T, from the expert's state in which they are most;
    and its error there, at the first of them."""
    to_go, costs, errors = EXACT.zeros(made.mdp.shape[0]), [0], []
    for decision in range(evaluation.horizon, 0, -1):
        rates = error_rates(made, made.learner, decision)
        to_go = rates + (made.learner.at(decision, EXACT) * pull(made.mdp, to_go, decision, EXACT)).sum(axis=1)
        visited = np.flatnonzero(evaluation.expert_laws[decision - 1] > 0)
        worst = visited[to_go[visited].argmax()]
        costs.append(to_go[worst])
        errors.append(rates[worst])
    return costs, errors


def _on_the_rope(errors: list[Fraction]) -> Problem:
    """The tightrope with that error at each decision on it, and always wrong off it."""
    rows = [[[1 - error, error], [0, 1]] for error in errors]
    return problem("tightrope", len(errors), Fraction(0)).with_learner(policy(rows))


def _share(rng: np.random.Generator, parts: int) -> Fraction:
    return Fraction(int(rng.integers(0, parts + 1)), parts)

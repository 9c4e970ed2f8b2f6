"""Of an expert that could take over: what it would still pay, and what each wrong choice costs,
by backward recursion.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

import numpy as np

from tests.theorems.meanings.imitation import random_problem, witnesses
from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import dagger
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.measures.occupancy import pull
from tightrope.simulators.measures.recoverability import advantages, recoverability
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem

DERIVATIONS = (dagger.DERIVATION, dagger.EVERY_STEP)


def worlds(count: int, seed: int) -> Iterator[World]:
    """Penalties of every length, the witnesses, and random problems;
    epsilon is the average or the largest of the errors.
    """
    rng = np.random.default_rng(seed)
    problems = [*witnesses()]
    for i in range(count):
        made = [
            lambda: (penalties(Fraction(1, 10), int(rng.integers(1, 6)), 4), 4),
            lambda: problems[int(rng.integers(len(problems)))],
            lambda: random_problem(rng),
        ]
        problem, horizon = made[i % 3]()
        evaluation = evaluate(problem, horizon)
        average, largest = evaluation.epsilon["on_policy"], max(evaluation.costs)
        yield world(problem, horizon, evaluation, fraction(largest if i % 2 else average))


def world(problem: Problem, horizon: int, evaluation: Evaluation, epsilon: Fraction) -> World:
    """The choice (s, j) is the jth of the wrong actions in state s.

    Shapes: values and laws (T + 1, S), totals (T, S, A).
    """
    mdp, laws = problem.mdp, evaluation.laws
    size, actions = mdp.shape
    values, totals = [EXACT.zeros(size)], []
    for decision in range(horizon, 0, -1):
        totals.insert(0, mdp.cost(EXACT) + pull(mdp, values[0], decision, EXACT))
        values.insert(0, totals[0][np.arange(size), problem.expert_at(decision)])
    chances = [laws[t][:, None] * problem.learner.at(t + 1, EXACT) for t in range(horizon)]
    costs = [(chances[t] * mdp.cost(EXACT)).sum() for t in range(horizon)]
    extra = [(chances[t] * (totals[t] - values[t][:, None])).sum() for t in range(horizon)]
    u = fraction(recoverability(advantages(problem, horizon), laws))
    of_time = {
        l.task_paid: _so_far(costs),
        dagger.task_cost: costs,
        dagger.to_come: [(laws[t] * values[t]).sum() for t in range(horizon + 1)],
        dagger.advantage: extra,
        dagger.advantages: _so_far(extra),
        l.cost: evaluation.costs,
        l.paid: _so_far(evaluation.costs),
        dagger.allowance: _so_far([min(u, horizon - t) for t in range(horizon)]),
    }
    constant = {
        l.epsilon: epsilon,
        l.T: horizon,
        l.u: u,
        l.disagreement: evaluation.disagreement,
        l.gap: evaluation.gap,
        l.expert_total: evaluation.expert_task,
        dagger.all_advantages: sum(map(fraction, extra)),
    }

    def means(letter, place):
        if letter in constant:
            return constant[letter]
        t = place[l.t]
        if letter in of_time:
            return of_time[letter][t]
        state, j = place["choice"]
        action = (problem.expert_at(t + 1)[state] + 1 + j) % actions
        if not laws[t][state]:
            return 0
        here, right = totals[t][state, action], values[t][state]
        of_choice = {
            dagger.weight: chances[t][state, action],
            dagger.one_advantage: here - right,
            dagger.if_wrong: here,
            dagger.if_right: right,
        }
        return of_choice[letter]

    choices = tuple((state, j) for state in range(size) for j in range(actions - 1))
    return World(
        name=f"{problem.name}, T = {horizon}, epsilon = {epsilon}, u = {u}",
        last={l.t: horizon},
        means=means,
        individuals={"choice": choices},
        families={dagger.CHOICES.name: lambda place: ({**place, "choice": choice} for choice in choices)},
    )


def penalties(error: Fraction, recovery: int, horizon: int) -> Problem:
    """An error costs 1 and recovery - 1 decisions of penalty. The learner errs outside of it, so often that the error
    is the same at every decision."""
    on, laws, rows = Fraction(1), [Fraction(0)] * (recovery - 1), []
    for _ in range(horizon):
        rows.append([[1 - error / on, error / on], *([[1, 0]] * (recovery - 1))])
        back = laws[-1] if laws else error
        on, laws = on - error + back, [error, *laws[:-1]] if laws else []
    states = range(recovery)
    return Problem(
        name=f"penalties of {recovery} decisions",
        mdp=tabular_mdp(
            states=tuple(map(str, states)),
            actions=("right", "wrong"),
            start=tuple(Fraction(s == 0) for s in states),
            transition=[
                [
                    [{0: Fraction(1)}, {1 % recovery: Fraction(1)}],
                    *([{(s + 1) % recovery: Fraction(1)}] * 2 for s in states[1:]),
                ]
            ],
            cost=tuple((int(s > 0), 1) for s in states),
        ),
        expert=np.zeros((1, recovery), dtype=np.int64),
        learner=policy(rows),
        data=None,
    )


def _so_far(each) -> list:
    return list(accumulate(each, initial=0))

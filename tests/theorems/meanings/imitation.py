"""Of an expert, a learner and a process: the letters of the distribution-shift argument,
the sharp sums and the task cost.
"""

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from flint import fmpq

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import distribution_shift, log_loss, sharp_sums, task_cost
from tightrope.simulators.measures.disagreement import Evaluation, error_rates, evaluate
from tightrope.simulators.measures.geometric_mean import geometric_mean
from tightrope.simulators.measures.occupancy import push
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import deterministic, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.witnesses import WITNESSES

DERIVATIONS = (distribution_shift.DERIVATION, sharp_sums.DERIVATION, task_cost.DERIVATION)
READINGS = ("pointwise", "log_loss", "per_step", "log_loss_averaged", "time_averaged")
EPSILONS = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 5), Fraction(0), Fraction(1))


def worlds(count: int, seed: int) -> Iterator[World]:
    """The witnesses at horizons 1 to 4, and random problems whose dynamics may depend on t; epsilon is what the
    readings measure on them, so that each reading is met with equality."""
    rng = np.random.default_rng(seed)
    problems = [*witnesses()]
    order = rng.permutation(len(problems))  # so that a few of them have long and short horizons
    for i in range(count):
        problem, horizon = problems[order[i // 2 % len(problems)]] if i % 2 else random_problem(rng)
        evaluation = evaluate(problem, horizon)
        yield world(problem, horizon, evaluation, evaluation.epsilon[READINGS[i % len(READINGS)]])


def agreement_means(problem: Problem, evaluation: Evaluation) -> list:
    """For each decision the geometric mean, over the expert's states, of the probability of agreeing: exact if that is
    the same in all of them, else a ball."""
    laws = enumerate(evaluation.expert_laws[:-1])
    return [geometric_mean(1 - error_rates(problem, problem.learner, t + 1), law) for t, law in laws]


def world(problem: Problem, horizon: int, evaluation: Evaluation, epsilon: Fraction) -> World:
    """The letters on one problem with a learner. Shapes: rates and gone (T, S), agreed (T + 1, S), moves (T, S, S)."""
    mdp = problem.mdp
    size = mdp.shape[0]
    expert = deterministic(problem.expert, mdp.shape[1])
    rates = np.array([error_rates(problem, problem.learner, t + 1) for t in range(horizon)])
    moves = np.array(
        [
            [push(mdp, _unit(size, s), expert.at(t + 1, EXACT), t + 1, EXACT) for s in range(size)]
            for t in range(horizon)
        ]
    )
    agreed = [evaluation.laws[0]]
    for t in range(horizon):
        agreed.append(((agreed[t] * (1 - rates[t]))[:, None] * moves[t]).sum(axis=0))
    agreeing = [((evaluation.laws[t] * (1 - rates[t]))[:, None] * moves[t]).sum(axis=0) for t in range(horizon)]
    costs = mdp.cost(EXACT)
    own = np.array([(problem.learner.at(t + 1, EXACT) * costs).sum(axis=1) for t in range(horizon)])
    state_cost = np.array([costs[np.arange(size), problem.expert_at(t + 1)] for t in range(horizon)])
    learner_paid = [
        (evaluation.laws[t] * (problem.learner.at(t + 1, EXACT) * costs).sum(axis=1)).sum() for t in range(horizon)
    ]
    expert_paid = [(evaluation.expert_laws[t] * state_cost[t]).sum() for t in range(horizon)]
    of_state = {
        l.p: evaluation.laws,
        l.q: evaluation.expert_laws,
        l.g: agreed,
        l.e: rates,
        l.c: state_cost,
        task_cost.pays: own,
        l.returned: [evaluation.laws[t + 1] - agreeing[t] for t in range(horizon)],
    }
    of_time = {
        l.survival: evaluation.survival,
        l.power: [(1 - epsilon) ** t for t in range(horizon + 1)],
        l.budget: [evaluation.expert_errors[:t].sum() for t in range(horizon + 1)],
        l.paid: [evaluation.costs[:t].sum() for t in range(horizon + 1)],
        l.l1_distance: 2 * evaluation.tv,
        l.expert_error: evaluation.expert_errors,
        l.cost: evaluation.costs,
        task_cost.learner_pays: learner_paid,
        l.extra: [mine - theirs for mine, theirs in zip(learner_paid, expert_paid, strict=True)],
    }
    means_of_agreement = agreement_means(problem, evaluation)
    of_time |= {
        log_loss.agreeing: means_of_agreement,
        log_loss.all_agreeing: [math.prod(means_of_agreement[:t], start=fmpq(1)) for t in range(horizon + 1)],
        log_loss.still_to_agree: [math.prod(means_of_agreement[t:], start=fmpq(1)) for t in range(horizon + 1)],
    }
    constant = {
        l.epsilon: epsilon,
        l.T: horizon,
        l.c_max: max(fraction(x) for x in costs.flat),
        l.disagreement: evaluation.disagreement,
        l.gap: evaluation.gap,
        l.expert_cost: evaluation.expert_task,
    }

    def means(letter, place):
        if letter in constant:
            return constant[letter]
        if letter == l.move:
            before, after = place["pair"]
            return moves[place[l.t]][before][after]
        at = (of_state | of_time)[letter][place[l.t]]
        return at[place["state"]] if letter in of_state else at

    states = range(size)
    return World(
        name=f"{problem.name}, T = {horizon}, epsilon = {epsilon}",
        last={l.t: horizon},
        means=means,
        individuals={"state": tuple(states), "pair": tuple((r, s) for r in states for s in states)},
        families={
            "over states": lambda place: ({**place, "state": s} for s in states),
            "over the states before": lambda place: (
                {**place, "state": r, "pair": (r, place["state"])} for r in states
            ),
        },
    )


def _unit(size: int, state: int) -> np.ndarray:
    law = EXACT.zeros(size)
    law[state] += 1
    return law


def witnesses() -> Iterator[tuple[Problem, int]]:
    for horizon in (1, 2, 3, 4):
        for witness in WITNESSES:
            for epsilon in EPSILONS:
                try:
                    yield witness.problem(epsilon, horizon), horizon
                except ValueError:
                    continue  # this witness does not exist for this epsilon


def random_problem(rng: np.random.Generator) -> tuple[Problem, int]:
    """Two to four states, costs in [0, 1], moves to one state or two, errors that are often 0 or 1."""
    size, actions, horizon = int(rng.integers(2, 5)), int(rng.integers(2, 4)), int(rng.integers(1, 5))
    layers = int(rng.choice((1, horizon)))
    mdp = tabular_mdp(
        states=[f"s{i}" for i in range(size)],
        actions=[f"a{i}" for i in range(actions)],
        start=_law(rng, size),
        transition=[
            [[dict(enumerate(_law(rng, size))) for _ in range(actions)] for _ in range(size)] for _ in range(layers)
        ],
        cost=[[Fraction(int(rng.integers(0, 3)), 2) for _ in range(actions)] for _ in range(size)],
    )
    table = [[_law(rng, actions) for _ in range(size)] for _ in range(horizon)]
    expert = rng.integers(0, actions, size=(1, size))
    return Problem(name="random", mdp=mdp, expert=expert, learner=policy(table)), horizon


def _law(rng: np.random.Generator, size: int) -> list[Fraction]:
    weights = rng.integers(0, 5, size=size) * (rng.random(size) < 0.6)
    if not weights.any():
        weights[int(rng.integers(size))] = 1
    return [Fraction(int(w), int(weights.sum())) for w in weights]

"""Of clones of N demonstrations: every data set that can be drawn is made, its clone evaluated, and all is averaged."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import finite_samples as theory
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import Table, deterministic, policy
from tightrope.simulators.model.problem import Problem

DERIVATIONS = (theory.DERIVATION,)
RIGHT, WRONG = 0, 1


def worlds(count: int, seed: int) -> Iterator[World]:
    """Random problems of two states and two actions, and N + 1 equally likely states, of which most are missing."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        samples, horizon = 1 + i % 2, 1 + i // 2 % 3
        even = (Fraction(1, samples + 1),) * (samples + 1)
        yield world(cliff(even) if i % 3 == 0 else random_problem(rng), samples, 1 if i % 3 == 0 else horizon)


def cliff(law: tuple[Fraction, ...]) -> Problem:
    """Fresh states by that law; a wrong action costs 1."""
    fresh = dict(enumerate(law))
    return _problem("fresh states", law, [[fresh, fresh]] * len(law), [[0, 1]] * len(law))


def random_problem(rng: np.random.Generator) -> Problem:
    def law() -> tuple[Fraction, Fraction]:
        share = Fraction(int(rng.integers(0, 5)), 4)
        return share, 1 - share

    moves = [[dict(enumerate(law())) for _ in range(2)] for _ in range(2)]
    return _problem(
        "two states", law(), moves, [[Fraction(int(rng.integers(0, 5)), 4) for _ in range(2)] for _ in "ab"]
    )


def _problem(name: str, start, moves, cost) -> Problem:
    names = [f"s{i}" for i in range(len(start))]
    moves = [[{s: x for s, x in law.items() if x} for law in row] for row in moves]
    mdp = tabular_mdp(states=names, actions=("right", "wrong"), start=start, transition=[moves], cost=cost)
    return Problem(name=name, mdp=mdp, expert=np.zeros((1, len(start)), dtype=np.int64))


def world(problem: Problem, samples: int, horizon: int) -> World:
    """The clone takes the wrong action wherever its data show nothing."""
    size = problem.mdp.shape[0]
    laws = evaluate(problem.with_learner(deterministic(np.zeros((1, size), dtype=np.int64), 2)), horizon).expert_laws
    law = [[Fraction(str(x)) for x in row] for row in laws]
    unseen = [[(1 - x) ** samples for x in row] for row in law[:horizon]]
    gone, lost = [Fraction(0)] * (horizon + 1), [Fraction(0)] * horizon
    for chance, clone in clones(problem, samples, horizon):
        made = problem.with_learner(clone)
        whole = evaluate(made, horizon)
        gone = [all_ + chance * (1 - left) for all_, left in zip(gone, whole.survival, strict=True)]
        totals = [evaluate(made, t).gap if t else Fraction(0) for t in range(horizon + 1)]
        lost = [lost[t] + chance * (totals[t + 1] - totals[t]) for t in range(horizon)]
    constant = {
        **{l.T: horizon, l.samples: samples, l.states: size, theory.lost: sum(lost, Fraction(0))},
        theory.peak: Fraction(samples**samples, (samples + 1) ** (samples + 1)),
    }
    of_state = {theory.probability: law, theory.unseen: unseen}
    missed = [sum((x * v for x, v in zip(*row, strict=True)), Fraction(0)) for row in zip(law, unseen, strict=False)]
    of_time = {theory.missed: missed, theory.astray: gone, theory.lost_then: lost}

    def means(letter, place):
        if letter in constant:
            return constant[letter]
        at = (of_state | of_time)[letter][place[l.t]]
        return at[place["state"]] if letter in of_state else at

    return World(
        name=f"{problem.name}, N = {samples}, T = {horizon}",
        last={l.t: horizon},
        means=means,
        individuals={"state": tuple(range(size))},
        families={"over states": lambda place: ({**place, "state": s} for s in range(size))},
    )


def clones(problem: Problem, samples: int, horizon: int) -> Iterator[tuple[Fraction, Table]]:
    """(probability, clone) for every data set of so many trajectories."""
    runs = list(trajectories(problem, horizon))
    for shown in product(runs, repeat=samples):
        seen = {(t, s) for states, _ in shown for t, s in enumerate(states)}
        rows = [[(1, 0) if (t, s) in seen else (0, 1) for s in range(problem.mdp.shape[0])] for t in range(horizon)]
        yield prod((chance for _, chance in shown), start=Fraction(1)), policy(rows)


def trajectories(problem: Problem, horizon: int) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    """The expert's states at the decisions, with their probability."""
    expert = deterministic(np.zeros((1, problem.mdp.shape[0]), dtype=np.int64), 2)
    size = problem.mdp.shape[0]
    start = [Fraction(str(x)) for x in evaluate(problem.with_learner(expert), 1).expert_laws[0]]
    move = [[Fraction(0)] * size for _ in range(size)]
    for entry, (row, to) in enumerate(zip(problem.mdp.entry_row, problem.mdp.successor, strict=True)):
        if row % 2 == RIGHT:
            move[row // 2][to] += Fraction(str(problem.mdp.exact_probability[entry]))
    for states in product(range(size), repeat=horizon):
        chance = start[states[0]] * prod((move[a][b] for a, b in zip(states, states[1:], strict=False)))
        if chance:
            yield states, chance

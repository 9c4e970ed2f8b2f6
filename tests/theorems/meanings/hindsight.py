"""Of play, its hindsight labels and their clone: the letters of the argument about one decision and about many."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
from flint import arb, fmpq

from tests.theorems.truth import World
from tightrope.bounds.language import letters as l
from tightrope.bounds.lecture import hindsight as theory
from tightrope.simulators.learners.goal_conditioned import any_later_state, best_chances, clone, expected
from tightrope.simulators.measures.occupancy import pull
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.worlds.lock import lock
from tightrope.simulators.worlds.password import password, worst_luck

DERIVATIONS = (theory.DERIVATION,)
GOAL, DECISIONS, PARTS = 0, 3, 24


def worlds(count: int, seed: int) -> Iterator[World]:
    """Passwords at their worst and beside it, locks, and random dynamics; uniform play and other play.

    Half as many as asked for: each is looked at in hundreds of places.
    """
    rng = np.random.default_rng(seed)
    for i in range((count + 1) // 2):
        name, moves = _dynamics(rng, i)
        size, actions = len(moves), len(moves[0])
        uniform = [[Fraction(1, actions)] * actions] * size
        play = uniform if i % 2 else [_law(rng, actions) for _ in range(size)]
        yield world(f"{name}, number {i}", moves, play, _one_decision(rng))


def world(name: str, moves: Sequence, play: Sequence, chances: tuple[list, list, Fraction]) -> World:
    """Each number is what happens: the clone is fitted to exact data from all states, and acts.

    Moves are one law for each state and action. In the one decision the best action has the share that is the least of
    a best action in the many, r^2, if that is a square.
    """
    mdp = _with_any_start(moves)
    behaviour, size, actions = policy([play]), len(moves), len(moves[0])
    pupil = clone(expected(mdp, behaviour, DECISIONS, any_later_state), GOAL)
    after = _after(mdp, behaviour, pupil)
    to_go = [_to_go(after, behaviour, pupil, steps) for steps in range(DECISIONS + 1)]
    best = after[0].argmax(axis=2)
    shares = np.array([[play[s][best[h][s]] for s in range(size)] for h in range(DECISIONS)])
    root = _root_below(min(shares.flat))
    of_one, of_others = _one(root, *chances)
    constant = {l.actions: arb(actions), l.T: arb(2), theory.best_root: root, **of_one}

    def of_state(letter, steps, s):
        table, chosen = behaviour.at(1, EXACT)[s], best[steps][s]
        others = [a for a in range(actions) if a != chosen and table[a]]
        weighted = sum(table[a] * after[1][steps][s][a] for a in others)
        return {
            theory.best_share: table[chosen],
            theory.best_reached: after[1][steps][s][chosen],
            theory.best_cloned: after[2][steps][s][chosen],
            theory.others_reached: weighted / sum(table[a] for a in others) if others else 0,
        }[letter]

    def means(letter, place):
        if letter in constant:
            return constant[letter]
        if letter in of_others:
            return of_others[letter][place["action"]]
        steps = place[l.k]
        if letter == theory.root:
            return root**steps
        if letter == theory.moves:
            s, a, then = place["arrival"]
            return moves[s][a].get(then, 0)
        if letter in TO_GO:
            return to_go[steps][TO_GO.index(letter)][place["state"]]
        if letter in AFTER:
            return after[AFTER.index(letter)][steps][place["choice"]]
        if letter == theory.taken:
            s, a = place["choice"]
            return play[s][a]
        if letter == theory.lift:
            best_after, play_after = (after[i][steps][place["choice"]] for i in (0, 1))
            return (best_after - play_after) / play_after if play_after else 0
        return of_state(letter, steps, place["state"])

    states, choices = range(size), tuple(product(range(size), range(actions)))
    return World(
        name=name,
        last={l.k: DECISIONS},
        means=means,
        individuals={
            "action": tuple(range(len(of_others[theory.share]))),
            "state": tuple(states),
            "choice": choices,
            "arrival": tuple((*choice, then) for choice in choices for then in states),
        },
        families={
            "over the other actions of one decision": lambda place: (
                {**place, "action": one} for one in range(len(of_others[theory.share]))
            ),
            "over the states after an action": lambda place: (
                {**place, "state": then, "arrival": (*place["choice"], then)} for then in states
            ),
            "over the one best action": lambda place: (
                {**place, "choice": (s, int(best[place[l.k]][s]))} for s in (place["state"],)
            ),
            "over the other actions": lambda place: (
                {**place, "choice": (place["state"], a)}
                for a in range(actions)
                if a != best[place[l.k]][place["state"]]
            ),
        },
    )


TO_GO = (theory.optimum, theory.reached, theory.cloned)
AFTER = (theory.optimum_after, theory.reached_after, theory.cloned_after)


def _after(mdp: TabularMDP, behaviour: Table, pupil: Table) -> tuple[np.ndarray, ...]:
    """Chance to be in the goal after each action, with 1, 2, ... decisions to go: best ones,
    play or the clone following.

    Shapes (decisions, S, A)."""
    play = cloned = _goal(mdp.shape[0])
    rows = []
    for steps in range(DECISIONS):
        rows.append((pull(mdp, play, 1, EXACT), pull(mdp, cloned, 1, EXACT)))
        play = (behaviour.at(1, EXACT) * rows[-1][0]).sum(axis=1)
        cloned = (pupil.at(DECISIONS - steps, EXACT) * rows[-1][1]).sum(axis=1)
    return best_chances(mdp, GOAL, DECISIONS), *(np.array(part) for part in zip(*rows, strict=True))


def _to_go(after: tuple, behaviour: Table, pupil: Table, steps: int) -> tuple[np.ndarray, ...]:
    """V, U and C of each state with that many decisions to go."""
    if steps == 0:
        return (_goal(after[0].shape[1]),) * 3
    best, play, cloned = (part[steps - 1] for part in after)
    return (
        best.max(axis=1),
        (behaviour.at(1, EXACT) * play).sum(axis=1),
        (pupil.at(DECISIONS - steps + 1, EXACT) * cloned).sum(axis=1),
    )


def _goal(size: int) -> np.ndarray:
    chance = EXACT.zeros(size)  # to be in the goal when no decision is left
    chance[GOAL] = fmpq(1)
    return chance


def _with_any_start(moves: Sequence) -> TabularMDP:
    """Every state can be the first, so that there are data of each with any number of decisions to go."""
    size, actions = len(moves), len(moves[0])
    return tabular_mdp(
        states=[f"s{i}" for i in range(size)],
        actions=[f"a{i}" for i in range(actions)],
        start=[Fraction(1, size)] * size,
        transition=[list(moves)],
        cost=[[0] * actions] * size,
    )


def _dynamics(rng: np.random.Generator, i: int) -> tuple[str, list]:
    if i % 4 == 0:
        letters, places = ((2, 2), (4, 1))[i // 4 % 2]
        luck = [worst_luck(letters**places)] * places
        return f"password at its worst, {letters} letters", _moves(password(letters, luck), goal=places)
    if i % 4 == 1:
        luck = [Fraction(int(rng.integers(0, 7)), 12) for _ in range(2)]
        return "password", _moves(password(2, luck), goal=2)
    if i % 4 == 2:
        return "lock", _moves(lock([Fraction(int(one), 6) for one in rng.integers(0, 7, size=4)]), goal=0)
    size, actions = int(rng.integers(2, 4)), int(rng.integers(2, 4))
    return "random", [[dict(enumerate(_sparse(rng, size))) for _ in range(actions)] for _ in range(size)]


def _moves(mdp: TabularMDP, goal: int) -> list:
    """The laws of the next state, the goal being called 0 and the others after it."""
    order = [goal, *(s for s in range(mdp.shape[0]) if s != goal)]
    to = [[] for _ in order]
    unit = np.eye(len(order), dtype=int)
    reached = [pull(mdp, EXACT.zeros(len(order)) + unit[then], 1, EXACT) for then in order]
    for new, s in enumerate(order):
        to[new] = [{n: fraction(reached[n][s, a]) for n in range(len(order))} for a in range(mdp.shape[1])]
    return to


def _one_decision(rng: np.random.Generator) -> tuple[list[int], list[Fraction], Fraction]:
    """Weights and chances of the actions but the best, and how much likelier the best one is to reach the goal."""
    count = int(rng.integers(1, 4))
    chances = [Fraction(int(one), 12) for one in rng.integers(0, 10, size=count)]
    return rng.integers(1, 6, size=count).tolist(), chances, max(chances) + Fraction(int(rng.integers(0, 4)), 12)


def _one(root: Fraction, weights: list[int], chances: list[Fraction], best: Fraction) -> tuple[dict, dict]:
    """One decision, played and counted in a lock with one tumbler: which actions opened it, and how often then."""
    shares = [root**2, *((1 - root**2) * Fraction(w, sum(weights)) for w in weights)]
    data = expected(lock([best, *chances]), policy([[shares, shares]]), 1, any_later_state)
    opened = [fraction(one) for one in data[0, 0, 0]]
    again = [mass * chance for mass, chance in zip(opened, (best, *chances), strict=True)]
    return (
        {theory.best_chance: best, theory.other_chance: sum(opened[1:]), theory.other_square: sum(again[1:])},
        {theory.share: shares[1:], theory.chance: chances},
    )


def _root_below(number: Fraction) -> Fraction:
    """The largest whole number of parts whose square is at most the number."""
    return max(Fraction(i, PARTS) for i in range(PARTS + 1) if Fraction(i, PARTS) ** 2 <= number)


def _law(rng: np.random.Generator, size: int) -> list[Fraction]:
    weights = rng.integers(1, 6, size=size)
    return [Fraction(int(w), int(weights.sum())) for w in weights]


def _sparse(rng: np.random.Generator, size: int) -> list[Fraction]:
    weights = rng.integers(0, 5, size=size) * (rng.random(size) < 0.6)
    if not weights.any():
        weights[int(rng.integers(size))] = 1
    return [Fraction(int(w), int(weights.sum())) for w in weights]

"""A policy with a memory, as a table: what it remembers becomes part of the state.

    state    (s, m): where the process is, and what the policy remembers when it decides
    move     P((s', m') | (s, m), a) = P(s' | s, a) where m' = remember(m, sees(s), a), else 0

There every exact evaluation of tables applies: costs, distances and disagreements are those of the policy. Exact; the
memories are those that the policy can have within the horizon, whatever it does, so they must be few.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Generic

import numpy as np

from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.policy import Law, Memory, Policy, Table, policy
from tightrope.simulators.model.problem import Problem

MOST_STATES = 100_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Unrolled(Generic[Memory]):
    """The problem whose states are `pairs` of a state and a memory; its learner is the policy, as a table.

    `cell[0][i]` numbers what the policy knows in state i, its observation and its memory: what any learner with this
    memory can tell apart. Shape (1, pairs).
    """

    problem: Problem
    pairs: tuple[tuple[int, Memory | None], ...]
    cell: np.ndarray


def unrolled(
    problem: Problem, acting: Policy[Memory], horizon: int, sees: np.ndarray | None = None
) -> Unrolled[Memory]:
    """The problem with that policy as its learner, for so many decisions at most.

    `sees[s]` is the observation in each state, shape (S,); the state itself if it is None. Where nothing is decided the
    policy remembers the first action. Raises ValueError if there are too many memories, or a law is no distribution.
    """
    problem.check_horizon(horizon)
    mdp = problem.mdp
    seen = range(mdp.shape[0]) if sees is None else sees.tolist()

    def following(pair: tuple[int, Memory | None], action: int) -> Memory | None:
        state, memory = pair
        return acting.remember(memory, seen[state], action if mdp.decides[state] else 0)

    horizon, moves = max(2, horizon), _moves(mdp)  # one layer would stand for any number of decisions
    pairs, closed = _reachable(mdp, moves, following, horizon)
    index = {pair: i for i, pair in enumerate(pairs)}

    def law(layer: int, pair: tuple[int, Memory | None], action: int) -> Law:
        memory, moved = following(pair, action), moves[layer][pair[0]][action]
        if any((s, memory) not in index for s in moved):
            return {index[pair]: Fraction(1)}  # first met after the last decision: it makes no other
        return {index[s, memory]: chance for s, chance in moved.items()}

    states = [s for s, _ in pairs]
    choices = range(mdp.shape[1])
    unrolled_mdp = tabular_mdp(
        states=[mdp.states[s] if memory is None else f"{mdp.states[s]} after {memory}" for s, memory in pairs],
        actions=mdp.actions,
        start=[fraction(mdp.start_law(EXACT)[s]) if memory is None else 0 for s, memory in pairs],
        transition=[[[law(layer, pair, a) for a in choices] for pair in pairs] for layer in range(mdp.layers)],
        cost=[[fraction(x) for x in mdp.exact_cost[s]] for s in states],
        decides=mdp.decides[states].tolist(),
        available=None if mdp.available is None else mdp.available[states],
    )
    laws = [acting.law(seen[s], memory) for s, memory in pairs]
    known: dict[tuple[int, Memory | None], int] = {}
    made = Problem(
        name=problem.name,
        mdp=unrolled_mdp,
        expert=_expert(problem.known_expert, states, None if closed else horizon),
        learner=policy([[[one.get(a, 0) for a in choices] for one in laws]]),
        data=None if problem.data is None else problem.data[states],
    )
    cell = np.array([[known.setdefault((seen[s], memory), len(known)) for s, memory in pairs]])
    return Unrolled(problem=made, pairs=tuple(pairs), cell=cell)


def _moves(mdp: TabularMDP) -> list[list[list[Law]]]:
    """P(s' | s, a) by layer, state and action, as laws of the next state."""
    size, choices = mdp.shape
    laws: list[Law] = []
    for row in range(mdp.layers * size * choices):
        part = slice(mdp.indptr[row], mdp.indptr[row + 1])
        successors, chances = mdp.successor[part].tolist(), map(fraction, mdp.exact_probability[part])
        laws.append(dict(zip(successors, chances, strict=True)))
    by_state = [laws[i : i + choices] for i in range(0, len(laws), choices)]
    return [by_state[i : i + size] for i in range(0, len(by_state), size)]


def _reachable(
    mdp: TabularMDP,
    moves: list[list[list[Law]]],
    following: Callable[[tuple[int, Memory | None], int], Memory | None],
    horizon: int,
) -> tuple[list[tuple[int, Memory | None]], bool]:
    """The pairs that any actions can lead to within the horizon, first met first,
    and whether nothing lies beyond them.
    """
    found: dict[tuple[int, Memory | None], None] = {(int(s), None): None for s in np.flatnonzero(mdp.start)}
    latest = list(found)
    for _ in range(horizon):
        met: dict[tuple[int, Memory | None], None] = {}
        for pair, action in product(latest, range(mdp.shape[1])):
            memory = following(pair, action)
            met.update({(s, memory): None for layer in moves for s in layer[pair[0]][action]})
        latest = [pair for pair in met if pair not in found]
        found.update(dict.fromkeys(latest))
        if len(found) > MOST_STATES:
            raise ValueError(f"the policy remembers too much: more than {MOST_STATES} states with what is remembered")
    return list(found), not latest


def _expert(expert: np.ndarray | Table, states: list[int], last: int | None) -> np.ndarray | Table:
    """The same expert, who remembers nothing of it; for `last` decisions only if that is given."""
    layers = expert.probability if isinstance(expert, Table) else expert
    if last is not None:
        layers = layers[[0 if len(layers) == 1 else t for t in range(last)]]
    return Table(layers[:, states]) if isinstance(expert, Table) else layers[:, states]

"""Runs of play on a line of states, and the clone of them at a task that they were not meant for (L26)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import comb

import numpy as np

from tightrope.simulators.learners.goal_conditioned import Hindsight, clone, counted, pooled, reaches
from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.worlds.goal_grid import LEFT, RIGHT, goal_grid

Run = tuple[np.ndarray, np.ndarray]  # states (T + 1,), actions (T,)


@dataclass(frozen=True, kw_only=True)
class LineTask:
    """From state 0 to the goal in so many decisions, on the line 0..length - 1; each move is certain."""

    length: int
    goal: int
    decisions: int

    @property
    def world(self) -> TabularMDP:
        return goal_grid(self.length, 1)

    def run(self, start: int, actions: Sequence[int]) -> Run:
        """The run that these actions make."""
        states = [start]
        for action in actions:
            states.append(min(max(states[-1] + (1 if action == RIGHT else -1), 0), self.length - 1))
        return np.array(states), np.array(actions)

    def play(self, start: int, steps: int) -> list[Run]:
        """All runs of that many steps; a random walk makes each of them with the same probability."""
        return [self.run(start, actions) for actions in product((LEFT, RIGHT), repeat=steps)]

    def success(self, runs: Sequence[Run], hindsight: Hindsight) -> Fraction:
        """The chance of the task for the clone that is told the steps to go; it tosses a coin where it has no label."""
        weight = counted(self.world, runs, hindsight)[: self.decisions]
        unseen = np.zeros((self.decisions - len(weight), *weight.shape[1:]), dtype=weight.dtype)  # of short runs
        return self._reached(np.concatenate([weight, unseen]))

    def untold_success(self, runs: Sequence[Run], hindsight: Hindsight) -> Fraction:
        """The same of the clone that is not told the steps to go."""
        return self._reached(pooled(counted(self.world, runs, hindsight)))

    @property
    def chance(self) -> Fraction:
        """The same without any label."""
        return self._reached(np.zeros((self.decisions, self.length, *self.world.shape), dtype=np.int64))

    def expected_success(self, kinds: Sequence[Run], hindsight: Hindsight) -> Callable[[int], Fraction]:
        """`success` as a function of the number of runs, in expectation over data sets of runs drawn evenly from the kinds.

        Moves are certain and the steps to go are told, so every label of a cell leads to the goal, and only which of the
        kinds were seen matters. All sets of a size are equally likely.
        """
        by_size = [Fraction(0)] * (len(kinds) + 1)
        for size in range(1, len(kinds) + 1):
            for seen in combinations(kinds, size):
                by_size[size] += self.success(seen, hindsight) / comb(len(kinds), size)

        def expectation(runs: int) -> Fraction:
            law = known_law(len(kinds), len(kinds), runs)
            return sum(chance * value for chance, value in zip(law, by_size, strict=True))

        return expectation

    def _reached(self, weight: np.ndarray) -> Fraction:
        return reaches(self.world, clone(weight, self.goal), self.goal, self.decisions)

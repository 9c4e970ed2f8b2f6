"""A course of trees in a row: the tightrope of the continuous world (L12, L19, L29).

At each of T decisions there is one tree of `worlds.tree`, passed on the left or on the right; the view s is drawn anew.

States    on the road: s in the middle of each of `road` equal parts of (-1, 1), each as likely at every decision
          on the verge: s in the middle of each of `verge` equal parts of (3/2, 2), and as many of (-2, -3/2)
Expert    on the road the mixture of `worlds.tree`. On the verge it steers back: N(c - sign(s), sigma^2), where c is
          the middle of the road
Wrong     an action that the expert would not take. On the road: it hits the tree. On the verge: it does not pass the
          tree on the road's side
Moves     on the road a wrong action leads to the verge, to any s there. On the verge a wrong action stays there, a
          right one leads back to the road with probability `back`
Start     on the road. The demonstrator is put back after a collision: demonstrations show the road and nothing else
Cost      1 for a wrong action on the road, and for every decision on the verge; disagreement is counted apart from it

What comes next depends on the action only through right and wrong, so a policy, whatever its actions are, is one table
of two actions here: exact but for the law's own rounding. The expert's law errs, too: its Gaussians reach the tree.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from tightrope.simulators.model.laws import Law, Mixture
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.tree import TreeWorld, one_tree, states

NEAREST, FURTHEST = 1.5, 2.0  # the views from the verge
KEPT = 2**60  # a probability of erring is kept as a whole number of its inverse


@dataclass(frozen=True, kw_only=True)
class TreeCourse:
    """The course with so many views on the road, and on the verge at either side.

    Raises ValueError unless there is one of each, and `back` is a probability.
    """

    road: int = 20
    verge: int = 5
    back: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if self.road < 1 or self.verge < 1:
            raise ValueError(f"a course needs views of the road and of the verge; got {self.road} and {self.verge}")
        if not 0 <= self.back <= 1:
            raise ValueError(f"the way back succeeds with a probability; got {self.back}")

    @property
    def tree(self) -> TreeWorld:
        return one_tree()

    @cached_property
    def views(self) -> np.ndarray:
        """s of each state, shape (S,): the road, then the verge."""
        beside = (NEAREST + FURTHEST + (FURTHEST - NEAREST) * states(self.verge)) / 2
        return np.concatenate((states(self.road), -beside[::-1], beside))

    @property
    def on_the_road(self) -> np.ndarray:
        """Shape (S,)."""
        return np.arange(len(self.views)) < self.road

    def expert(self) -> Mixture:
        """The expert's law in each state; on the verge one of its two components has no weight."""
        whole = self.tree.expert(self.views)
        inward = (np.array([[-1.0, 1.0]]) * self.views[:, None] < 0).astype(float)
        return Mixture(np.where(self.on_the_road[:, None], whole.weights, inward), whole.means, whole.deviations)

    def wrong(self, law: Law) -> np.ndarray:
        """The probability of a wrong action in each state, shape (S,), of laws of these states."""
        low, high = (ends[:, 0] for ends in self.tree.trees_at(self.views))
        right_side = self.views > 0
        past = law.mass(np.where(right_side, low, -np.inf), np.where(right_side, np.inf, high))
        return np.clip(np.where(self.on_the_road, self.tree.collisions(law, self.views), past), 0, 1)

    def errs(self, state: np.ndarray, a: np.ndarray) -> np.ndarray:
        """Whether each action is wrong in its state, a number from 0 to S - 1; shapes (n,)."""
        s = self.views[state]
        low, high = (ends[:, 0] for ends in self.tree.trees_at(s))
        past = np.where(s > 0, low < a, a <= high)
        return np.where(self.on_the_road[state], self.tree.collide(s, a), past)

    @cached_property
    def problem(self) -> Problem:
        """The table of two actions, right and wrong; the expert takes the first."""
        road = {s: Fraction(1, self.road) for s in range(self.road)}
        verge = {self.road + s: Fraction(1, 2 * self.verge) for s in range(2 * self.verge)}
        returned = {s: self.back * p for s, p in road.items()} | {s: (1 - self.back) * p for s, p in verge.items()}
        size = len(self.views)
        mdp = tabular_mdp(
            states=[
                f"{'road' if on else 'verge'}, s = {s:g}" for s, on in zip(self.views, self.on_the_road, strict=True)
            ],
            actions=("right", "wrong"),
            start=[road.get(s, 0) for s in range(size)],
            transition=[[[road, verge]] * self.road + [[returned, verge]] * (2 * self.verge)],
            cost=[[0, 1]] * self.road + [[1, 1]] * (2 * self.verge),
        )
        return Problem(name="tree-course", mdp=mdp, expert=np.zeros((1, size), dtype=np.int64))

    def table(self, wrong: np.ndarray) -> Table:
        """The policy that errs with these probabilities, shape (S,), each kept to 2^-60."""
        rates = [Fraction(round(float(rate) * KEPT), KEPT) for rate in wrong]
        return policy([[[1 - rate, rate] for rate in rates]])

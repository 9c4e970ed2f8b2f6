"""An imitation problem: a decision process, a deterministic expert, and perhaps a learner and the data it saw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table, policy


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """`expert[layer][s]` is the expert's action, shape (L, S). `data[s]` marks the states of a finite data set.

    `name` is how the command line calls it. Raises ValueError if the shapes do not fit the decision process.
    """

    name: str
    mdp: TabularMDP
    expert: np.ndarray
    learner: Table | None = None
    data: np.ndarray | None = None

    def __post_init__(self) -> None:
        size, choices = self.mdp.shape
        if self.expert.ndim != 2 or self.expert.shape[1] != size:
            raise ValueError(
                f"the expert must name an action for each of {size} states; its shape is {self.expert.shape}"
            )
        if self.expert.min() < 0 or self.expert.max() >= choices:
            raise ValueError(
                f"the expert's actions must lie in 0 to {choices - 1}; got {sorted(set(self.expert.flat))}"
            )
        if self.learner is not None and self.learner.probability.shape[1:] != (size, choices):
            shape = self.learner.probability.shape
            raise ValueError(f"the learner's table must have shape (layers, {size}, {choices}); it has {shape}")

    def expert_at(self, decision: int) -> np.ndarray:
        """The expert's action in each state at decision t = 1, 2, ..., shape (S,)."""
        return self.expert[0 if len(self.expert) == 1 else decision - 1]

    def with_learner(self, learner: Table, name: str | None = None) -> "Problem":
        return replace(self, learner=learner, name=name or self.name)

    def check_horizon(self, horizon: int) -> None:
        """Raises ValueError unless dynamics, expert and learner are given for that many decisions."""
        self.mdp.check_horizon(horizon)
        if 1 < len(self.expert) < horizon:
            raise ValueError(f"the expert is given for {len(self.expert)} decisions; the horizon is {horizon}")
        if self.learner is not None:
            self.learner.check_horizon(horizon)


def right_or_wrong(name: str, mdp: TabularMDP, right: Sequence[Fraction], data: np.ndarray | None = None) -> Problem:
    """A problem of two actions: the expert always takes the first, the learner with the given probability in each state."""
    learner = policy([[[agree, 1 - agree] for agree in right]])
    return Problem(name=name, mdp=mdp, expert=np.zeros((1, len(right)), dtype=np.int64), learner=learner, data=data)

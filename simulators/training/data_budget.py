"""A fixed number of labels in the recovery contexts, so many of them of recoveries: what the clone costs."""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.learners.cloning import Clone
from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.worlds.recovery_contexts import chain_cost, expected_cost, label_counts, recovery_contexts

MOST = 40  # recoveries among many labels that are tried


@dataclass(frozen=True, kw_only=True)
class Budget:
    """So many labels in a world with so many states on the track and off it."""

    on: int
    off: int
    actions: int
    labels: int

    def cost(self, recoveries: int, horizon: int, harmless: bool = False) -> float:
        """The expected cost of an episode, `recoveries` of the labels being of states off the track."""
        shares = self.labels - recoveries, recoveries
        return expected_cost(self.on, self.off, self.actions, horizon, *shares, harmless=harmless)

    def ratio(self, recoveries: int, horizon: int, harmless: bool = False) -> float:
        """The expected cost over that without recoveries."""
        return self.cost(recoveries, horizon, harmless) / self.cost(0, horizon, harmless)

    def drawn_costs(self, recoveries: int, horizon: int, data_sets: int, random: np.random.Generator) -> list[float]:
        """The costs of clones of so many drawn sets of labels, each evaluated without sampling."""
        world, shares = recovery_contexts(self.on, self.off, self.actions), (self.labels - recoveries, recoveries)
        drawn = (label_counts(self.on, self.off, self.actions, *shares, random) for _ in range(data_sets))
        return [task_cost(world.mdp, Clone().fit(counts), horizon, FLOAT) for counts in drawn]


def best_recoveries(on: int, off: int, actions: int, horizon: int) -> tuple[int, float]:
    """The best number of recoveries among many labels, and the cost over that of none: it does not depend on N."""
    wrong = 1 - 1 / actions
    back = 1 - wrong * (1 - np.arange(off + 1) / off)
    costs = chain_cost(wrong / on, back, horizon)
    factors = [
        (1 - 1 / on) ** -k * float(np.array(known_law(off, off, k), dtype=float) @ costs) for k in range(MOST + 1)
    ]
    best = int(np.argmin(factors))
    return best, factors[best] / factors[0]

"""The missing mass: the probability that a state, drawn from the expert's occupancy, is not in the data; in floats."""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.measures.visit_counts import never, visits_of
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.problem import Problem

NONE, MOST_DRAWS = 1e-12, 1e6  # a mass that is rounding; the most draws that are looked for


@dataclass(frozen=True, kw_only=True)
class MissingMass:
    """After one trajectory of T steps, after as many independent draws, and how many draws are worth the trajectory."""

    trajectory: float
    independent: float
    draws: float  # infinite if the trajectory misses nothing


def missing_mass(made: Problem, horizon: int) -> MissingMass:
    from scipy.optimize import brentq

    expert = made.expert_table
    occupancy = state_laws(made.mdp, expert, horizon, FLOAT)[:-1].mean(axis=0)
    visited = np.flatnonzero(occupancy)
    unseen = np.array([never(made.mdp, expert, horizon, visits_of(made.mdp, s), FLOAT) for s in visited])
    law = occupancy[visited]
    independent, trajectory = _independent(law, horizon), float((law * unseen).sum())
    if trajectory < NONE:
        return MissingMass(trajectory=0.0, independent=independent, draws=np.inf)
    draws = float(brentq(lambda n: _independent(law, n) - trajectory, 0, MOST_DRAWS))
    return MissingMass(trajectory=trajectory, independent=independent, draws=draws)


def _independent(law: np.ndarray, draws: float) -> float:
    return float((law * (1 - law) ** draws).sum())

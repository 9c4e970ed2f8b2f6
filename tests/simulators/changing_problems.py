"""Problems whose dynamics, expert and learner differ from decision to decision; nothing is stationary by accident."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.strategies import laws

COSTS = st.sampled_from((Fraction(0), Fraction(1), Fraction(1, 3)))
RATES = st.sampled_from((Fraction(0), Fraction(1, 5), Fraction(1, 2), Fraction(1)))


@st.composite
def changing_problems(draw, max_states: int = 3, max_horizon: int = 3) -> tuple[Problem, int]:
    """A problem with as many layers of dynamics, expert and learner as the horizon has decisions."""
    states, horizon = draw(st.integers(2, max_states)), draw(st.integers(1, max_horizon))
    start = draw(laws(states, 0))
    mdp = tabular_mdp(
        states=[f"s{s}" for s in range(states)],
        actions=("left", "right"),
        start=[start.get(s, Fraction(0)) for s in range(states)],
        transition=[[[draw(laws(states, s)) for _ in range(2)] for s in range(states)] for _ in range(horizon)],
        cost=[[draw(COSTS), draw(COSTS)] for _ in range(states)],
    )
    expert = np.array([[draw(st.integers(0, 1)) for _ in range(states)] for _ in range(horizon)])
    table = []
    for layer in expert:
        rates = [(action, draw(RATES)) for action in layer]
        table.append([[1 - rate, rate] if action == 0 else [rate, 1 - rate] for action, rate in rates])
    return Problem(name="changing", mdp=mdp, expert=expert, learner=policy(table)), horizon

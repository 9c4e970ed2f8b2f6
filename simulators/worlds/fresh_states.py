"""On track the next state is always a fresh one; a wrong action leads off it, and at most one action leads back (L30).

States    on 0, ..., on n-1, and off; start on track. On track every next state is uniform over the n.
Actions   A; the expert takes action 0 everywhere. On track another action leads off. Off track action 0 leads back to a
          fresh state on track if `ways_back` is 1; with `ways_back` 0 nothing does: this is the reset cliff.
Cost      1 for each decision after which the learner is off the track.

A table learner that knows M of the n states and guesses in the others errs on track with probability
(1 - 1/A)(1 - M/n), and returns with probability 1 if it knows the state off the track, else 1/A.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.guessing import guessing_table
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.problem import Problem

STATES, ACTIONS = Parameter("states", Whole(1, 10_000)), Parameter("actions", Whole(2, 1_000))
KNOWN, WAYS_BACK = Parameter("known", Whole(0, 10_000)), Parameter("ways_back", Whole(0, 1))


def fresh_states(states: int, actions: int, ways_back: int = 1) -> Problem:
    """The world above. Raises ValueError outside the domains of its parameters."""
    require(STATES, ACTIONS, WAYS_BACK, states=states, actions=actions, ways_back=ways_back)
    fresh, off = {s: Fraction(1, states) for s in range(states)}, {states: Fraction(1)}
    on_track = [fresh, *[off] * (actions - 1)]
    off_track = [fresh if ways_back else off, *[off] * (actions - 1)]
    right, wrong = [0, *[1] * (actions - 1)], [1 - ways_back, *[1] * (actions - 1)]
    mdp = tabular_mdp(
        states=[*(f"on {s}" for s in range(states)), "off"],
        actions=[f"a{a}" for a in range(actions)],
        start=[*[Fraction(1, states)] * states, Fraction(0)],
        transition=[[*[on_track] * states, off_track]],
        cost=[*[right] * states, wrong],
    )
    return Problem(name="fresh-states", mdp=mdp, expert=np.zeros((1, states + 1), dtype=np.int64))


def partly_known(horizon: int, states: int, actions: int, known: int) -> Problem:
    """The world with a table that knows the first states on track and guesses elsewhere.

    Raises ValueError unless known <= states.
    """
    if known > states:
        raise ValueError(f"known must be at most the number of states, {states}; got {known}")
    world = fresh_states(states, actions)
    return world.with_learner(guessing_table(world, np.arange(states + 1) < known))


FAMILY = Family(
    key="fresh-states",
    words="fresh states, a way back, and a table that guesses in the states it does not know",
    parameters=(STATES, ACTIONS, KNOWN),
    build=partly_known,
    size=lambda horizon, states, actions, known: states * (states + actions),
    examples=("fresh-states:states=6,actions=4,known=3",),
)

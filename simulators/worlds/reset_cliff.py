"""Reset-Cliff: each right decision leads to a fresh state, each wrong one over the cliff, for good.

States    n states on top, drawn anew at every step with probabilities `law`, and `off`.
Actions   A of them; the first is right everywhere. On top it leads to a fresh state, any other leads off. Off is off.
Cost      1 for a decision that ends off: T - t + 1 for a first error at decision t.
Data      a demonstration shows T independent states and never `off`; a clone guesses where it has seen nothing.

Source    Rajaraman et al. 2020 [rajaraman2020toward]: without the dynamics no learner does better by an order.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem

STATES, ACTIONS = Parameter("states", Whole(1, 10_000)), Parameter("actions", Whole(2, 1_000))
DEMONSTRATIONS = Parameter("demonstrations", Whole(0, 1_000_000))


def reset_cliff(law: tuple[Fraction, ...], actions: int) -> Problem:
    """The cliff with those fresh states. Raises ValueError unless there are two actions at least and law is one."""
    require(ACTIONS, actions=actions)
    off = len(law)
    fresh, fallen = dict(enumerate(law)), {off: Fraction(1)}
    mdp = tabular_mdp(
        states=(*(f"s{i}" for i in range(off)), "off"),
        actions=("right", *(f"wrong{i}" for i in range(1, actions))),
        start=(*law, Fraction(0)),
        transition=[[[fresh] + [fallen] * (actions - 1)] * off + [[fallen] * actions]],
        cost=((0, *(1,) * (actions - 1)),) * off + ((1,) * actions,),
    )
    return Problem(name="reset-cliff", mdp=mdp, expert=np.zeros((1, off + 1), dtype=np.int64))


def uniform_cliff(states: int, actions: int) -> Problem:
    """The cliff with equally likely states."""
    require(STATES, states=states)
    return reset_cliff((Fraction(1, states),) * states, actions)


def expected_clone(problem: Problem, demonstrations: int) -> Table:
    """The clone with a clock, averaged over data sets of so many demonstrations; exact.

    It guesses in state i if no demonstration was there at that decision, with probability (1 - law_i)^N. The data of
    different decisions are independent, so what the average policy does is what the clone does on average.
    Raises ValueError if the number of demonstrations is negative, or so large that its powers fill the memory.
    """
    require(DEMONSTRATIONS, demonstrations=demonstrations)
    actions = problem.mdp.shape[1]
    rows = []
    for chance in map(fraction, problem.mdp.start_law(EXACT)):
        guess = (1 - chance) ** demonstrations / actions
        rows.append([1 - (actions - 1) * guess, *(guess,) * (actions - 1)])
    return policy([rows])


def cloned_cliff(horizon: int, states: int, actions: int, demonstrations: int) -> Problem:
    """The uniform cliff and its clone, averaged over the data."""
    cliff = uniform_cliff(states, actions)
    return cliff.with_learner(expected_clone(cliff, demonstrations))


def table_and_learner(horizon: int, states: int, actions: int, demonstrations: int) -> int:
    """Entries of the table, and bytes of the learner's probabilities: states^demonstrations is their denominator."""
    return states * (states + actions + demonstrations * states.bit_length() // 8)


FAMILY = Family(
    key="reset-cliff",
    words="fresh states on top of a cliff, and the clone, averaged over its data",
    parameters=(STATES, ACTIONS, DEMONSTRATIONS),
    build=cloned_cliff,
    size=table_and_learner,
    examples=("reset-cliff:states=20,actions=4,demonstrations=16",),
)

"""The best expert: of equally cheap actions the first, looking ahead no further than the episode goes."""

from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import given, settings

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.imitation import problem as asked
from tightrope.simulators.measures.occupancy import push, task_cost
from tightrope.simulators.measures.planning import optimal_expert
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import EXPERT_IN_FLOATS, LEARNER_IN_FLOATS


def test_of_equally_cheap_actions_the_expert_takes_the_first():
    stay = {0: 1}
    mdp = tabular_mdp(
        states=("here",),
        actions="abc",
        start=(1,),
        transition=[[[stay] * 3]],
        cost=((1, Fraction(1, 2), Fraction(1, 2)),),
    )

    assert optimal_expert(mdp, 3).tolist() == [[1]] * 3


@settings(max_examples=40)
@given(changing_problems(max_states=2, max_horizon=2))
def test_no_table_is_cheaper_and_none_that_is_as_cheap_from_every_state_comes_before_it(drawn):
    made, horizon = drawn
    best = optimal_expert(made.mdp, horizon)

    def cost(actions):
        return task_cost(made.mdp, deterministic(np.array(actions), 2), horizon)

    rows = [list(product((0, 1), repeat=2))] * horizon
    assert all(cost(best) <= cost(actions) for actions in product(*rows))
    for layer, state in np.argwhere(best == 1):  # the first action would have cost more from there on
        other = best.copy()
        other[layer, state] = 0
        assert cost_from(made.mdp, other, layer, state) > cost_from(made.mdp, best, layer, state)


def cost_from(mdp, actions, layer, state):
    """The cost of the decisions after the first `layer` ones, from one state."""
    mass, table, paid = EXACT.zeros(len(mdp.states)), deterministic(actions, 2), 0
    mass[state] = EXACT.number(Fraction(1))
    for decision in range(layer + 1, len(actions) + 1):
        law = table.at(decision, EXACT)
        paid += (mass * (law * mdp.cost(EXACT)).sum(axis=1)).sum()
        mass = push(mdp, mass, law, decision, EXACT)
    return paid


def test_what_was_planned_in_floats_says_so():
    name = "garnet:states=60,actions=2,branching=2,seed=1"
    short, long = (asked(name, horizon, "1/10") for horizon in (3, 700))

    assert short.notes == ()
    assert long.notes == (EXPERT_IN_FLOATS, LEARNER_IN_FLOATS)
    assert long.with_learner(long.expert_table).notes == (EXPERT_IN_FLOATS,)

"""The complete graph: what its docstring says, and its exact expectations against all data sets."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from tightrope.simulators.learners.goal_conditioned import clone, counted, knows, last_state
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import Table
from tightrope.simulators.worlds.complete_graph import FIRST, TARGET, complete_graph, knows_the_way, play, success


def arrival(graph, policy, decisions):
    """The probability to have been at the target by then, the clone keeping still once it is there."""
    table = policy.probability.copy()
    table[:, TARGET] = EXACT.zeros(graph.shape[1])
    law, total = state_laws(graph, policy, 1)[0], Fraction(0)
    for _ in range(decisions):
        total += fraction(law[TARGET])
        law[TARGET] *= 0
        law = sum(
            law[s] * sum(table[0][s][a] * row(graph, s, a) for a in range(graph.shape[1])) for s in range(len(law))
        )
    return total + fraction(law[TARGET])


def row(graph, s, a):
    laws = EXACT.zeros(graph.shape[0])
    part = slice(graph.indptr[s * graph.shape[1] + a], graph.indptr[s * graph.shape[1] + a + 1])
    laws[graph.successor[part]] = graph.exact_probability[part]
    return laws


def all_data_sets(goals, pairs):
    return product(product(range(goals), repeat=2), repeat=pairs)


def test_an_action_leads_to_its_state_or_with_a_slip_anywhere():
    graph = complete_graph(4, slip=Fraction(1, 5))

    for s in range(4):
        assert list(map(fraction, row(graph, s, 2))) == [Fraction(1, 20) + Fraction(4, 5) * (x == 2) for x in range(4)]


@pytest.mark.parametrize(("goals", "pairs", "slip"), [(2, 2, Fraction(1, 3)), (3, 2, Fraction(0)), (2, 3, Fraction(1))])
def test_success_and_coverage_are_the_means_over_all_data_sets(goals, pairs, slip):
    places, decisions = 4, 2
    graph = complete_graph(places, slip, start=[FIRST])
    shares, arrivals = [], []
    for data in all_data_sets(goals, pairs):
        weight = counted(graph, [(np.array(pair), np.array(pair[1:])) for pair in data], last_state)
        shares.append(Fraction(int(knows(weight, TARGET).sum()), places))
        arrivals.append(arrival(graph, clone(weight, TARGET), decisions))

    assert knows_the_way(places, goals, pairs) == sum(shares) / len(shares)
    assert success(places, goals, pairs, slip, decisions) == sum(arrivals) / len(arrivals)


def test_one_goal_is_the_task_itself():
    states, actions = play(1, 5, 2, seed=1)

    assert states.shape == (2, 5, 2) and actions.shape == (2, 5, 1)
    assert (states == [FIRST, TARGET]).all() and (actions == TARGET).all()
    assert success(4, 1, 5, Fraction(0), 1) == 1
    assert success(4, 1, 0, Fraction(0), 1) == Fraction(1, 4)
    assert knows_the_way(4, 1, 5) == Fraction(1, 4)


def test_play_is_uniform_over_the_goals_and_ends_where_its_action_went():
    states, actions = play(3, 1000, 1, seed=2)

    assert (states[:, :, 1:] == actions).all()
    assert set(states.flat) == {0, 1, 2}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: complete_graph(3, slip=Fraction(2)), "slip is a probability"),
        (lambda: complete_graph(3, start=[3]), "the start must be some of the states 0 to 2"),
        (lambda: complete_graph(3, start=[]), "the start must be"),
        (lambda: success(3, 4, 1, Fraction(0), 1), "1 <= goals <= states"),
        (lambda: play(0, 1, 1, seed=1), "1 <= goals <= states"),
    ],
)
def test_what_is_no_such_world_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_uniform_policy_arrives_by_chance_only():
    graph = complete_graph(4, start=[FIRST])
    uniform = Table(EXACT.ratios(np.ones((1, 4, 4), dtype=int), np.full((1, 4, 4), 4)))

    assert arrival(graph, uniform, 1) == Fraction(1, 4)
    assert arrival(graph, uniform, 2) == 1 - Fraction(3, 4) ** 2

"""How episodes end is read off the tables: by what is decided, paid and left, never by a name."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.outcomes import decisions, ends, totals
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, object_array, rational
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import FAMILIES, problem

HALF = Fraction(1, 2)


def walk(*, end_costs=0, end_decides=False, end_leads=None, step_costs=1):
    """The right action stays and the wrong one ends the episode; the learner errs half of the time."""
    stay, stop = {0: 1}, {1: 1}
    mdp = tabular_mdp(
        states=["go", "end"],
        actions=["right", "wrong"],
        start=[1, 0],
        transition=[[[stay, stop], [end_leads or stop] * 2]],
        cost=[[step_costs] * 2, [end_costs] * 2],
        decides=[True, end_decides],
    )
    learner = policy([[[HALF, HALF], [1, 0]]])
    return Problem(name="walk", mdp=mdp, expert=np.zeros((1, 2), dtype=np.int64), learner=learner)


@pytest.mark.parametrize(
    ("made", "ended"),
    [
        (walk(), [False, True]),
        (walk(end_costs=1), [False, False]),
        (walk(end_decides=True), [False, False]),
        (walk(end_leads={0: HALF, 1: HALF}), [False, False]),
    ],
)
def test_a_state_ends_the_episode_if_nothing_is_decided_or_paid_there_and_it_is_never_left(made, ended):
    assert ends(made.mdp).tolist() == ended


def test_a_state_that_leads_to_ended_ones_only_has_ended_too():
    same = [{1: 1}], [{2: HALF, 1: HALF}], [{2: 1}], [{0: 1}]
    mdp = tabular_mdp(
        states=list("abcd"), actions=["x"], start=[1, 0, 0, 0], transition=[same], cost=[[0]] * 4, decides=[False] * 4
    )
    leaves = tabular_mdp(
        states=list("abcd"),
        actions=["x"],
        start=[1, 0, 0, 0],
        transition=[same],
        cost=[[0]] * 4,
        decides=[True, False, False, False],
    )

    assert ends(mdp).tolist() == [True] * 4
    assert ends(leaves).tolist() == [False, True, True, False]


def test_the_decisions_before_the_end_are_counted():
    found = decisions(walk(), evaluate(walk(), 4))

    assert (found.learner, found.expert) == (1 + HALF + HALF**2 + HALF**3, 4)
    assert decisions(walk(), evaluate(walk(), 4, FLOAT)).learner == pytest.approx(float(found.learner))


@pytest.mark.parametrize("made", [walk(end_costs=1), walk(step_costs=0)])
def test_where_no_episode_ends_early_or_all_is_free_nothing_is_said(made):
    assert decisions(made, evaluate(made, 4)) is None


def test_an_end_that_is_reached_after_the_last_decision_is_not_early():
    assert decisions(walk(), evaluate(walk(), 1)) is None


@pytest.mark.parametrize("family", [one for one in FAMILIES if one.reading], ids=lambda one: one.key)
def test_no_witness_ends_early(family):
    made = problem(family.examples[0], 4, Fraction(1, 4))

    assert decisions(made, evaluate(made, 4)) is None


def test_totals_add_up_what_a_problem_counts_for_learner_and_expert():
    amount = object_array(map(rational, [3, Fraction(-1, 3), 0, 0]), (2, 2))
    made = Problem(name="walk", mdp=walk().mdp, expert=walk().expert, learner=walk().learner, totals={"return": amount})
    found = totals(made, evaluate(made, 2), EXACT)["return"]

    assert found.expert == 6
    assert found.learner == (1 + HALF) * (HALF * 3 - HALF * Fraction(1, 3))
    assert totals(walk(), evaluate(walk(), 2), EXACT) == {}

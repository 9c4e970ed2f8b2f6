"""An expert that draws its actions is a problem's expert too; what needs one action a state says so."""

from fractions import Fraction

import pytest
from hypothesis import given

from tightrope.simulators.formats.demonstrations import noisy_expert
from tightrope.simulators.formats.problem_json import from_document, load, save, to_document
from tightrope.simulators.learners.cloning import Clone, population
from tightrope.simulators.learners.guessing import guessing_table
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.policy import Table, deterministic, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts.episodes import disagreements
from tightrope.simulators.strategies import problems

THIRD = Fraction(1, 3)
ROPE = problem("tightrope", 3, Fraction(1, 4))
DRAWS = Problem(name="draws", mdp=ROPE.mdp, expert=policy([[[1 - THIRD, THIRD], [1, 0]]]), learner=ROPE.learner)


def test_an_expert_that_draws_moves_and_pays_by_its_law():
    assert [fraction(law[1]) for law in state_laws(DRAWS.mdp, DRAWS.expert_table, 2)] == [
        0,
        THIRD,
        1 - (1 - THIRD) ** 2,
    ]
    assert task_cost(DRAWS.mdp, DRAWS.expert_table, 2) == THIRD + THIRD + (1 - THIRD) * THIRD


def test_it_can_be_cloned():
    assert (Clone().fit(population(DRAWS, DRAWS.expert_table, 2)).at(1, EXACT) == DRAWS.expert_table.at(1, EXACT))[
        0
    ].all()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: DRAWS.expert_at(1),
        lambda: evaluate(DRAWS, 3),
        lambda: epsilon_learner(DRAWS, "pointwise", THIRD, 3),
        lambda: guessing_table(DRAWS, ROPE.mdp.decides),
        lambda: noisy_expert(DRAWS, THIRD),
        lambda: disagreements(DRAWS, 3, 10, seed=1),
    ],
)
def test_what_needs_one_action_in_each_state_says_so(ask):
    with pytest.raises(ValueError, match="the expert of draws draws its actions; what is asked needs an expert"):
        ask()


def test_a_file_holds_its_laws(tmp_path):
    save(DRAWS, tmp_path / "draws.json")
    again = load(tmp_path / "draws.json")

    assert to_document(again)["expert"] == [{"on": {"right": "2/3", "wrong": "1/3"}, "off": "right"}]
    assert content_hash(again) == content_hash(DRAWS)


def test_a_law_that_does_not_add_up_is_refused_with_its_place():
    document = to_document(DRAWS)
    document["expert"][0]["on"]["right"] = "1/2"

    with pytest.raises(ValueError, match=r"\(1/2, 1/3\) sum to 5/6, not 1"):
        from_document(document, "wrong")


@given(problems())
def test_a_table_that_is_certain_is_the_expert_that_names_its_actions(made):
    table = Problem(
        name="table",
        mdp=made.mdp,
        expert=deterministic(made.expert, made.mdp.shape[1]),
        learner=made.learner,
        data=made.data,
    )

    assert (table.expert_actions == made.expert).all()
    assert evaluate(table, 3).disagreement == evaluate(made, 3).disagreement
    assert content_hash(table) == content_hash(made)


def test_a_table_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"the expert's table must have shape \(layers, 2, 2\)"):
        Problem(name="wrong", mdp=ROPE.mdp, expert=Table(ROPE.learner.probability[:, :1]))

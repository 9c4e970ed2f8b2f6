"""The course of trees, and the lanes where the way decides what comes next, are what their docstrings say."""

from fractions import Fraction
from math import erf, sqrt

import numpy as np
import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.model.laws import atom
from tightrope.simulators.training.tree_course import LAWS, Trained, paid, squared_error
from tightrope.simulators.worlds.tree_course import TreeCourse
from tightrope.simulators.worlds.tree_lanes import TreeLanes
from tightrope.simulators.worlds.witnesses.tightrope import tightrope

COURSE = TreeCourse(road=6, verge=2)
SEED, EPISODES = 20261126, 20_000


def played(course, law, horizon, random):
    """Wrong actions of episodes in which actions are drawn, and judged by where the tree is and nothing else."""
    views, on, count = course.views, course.on_the_road, np.zeros(EPISODES)
    state = random.integers(course.road, size=EPISODES)
    actions = [law.sample(random) for _ in range(400)]  # of every state; one is taken at random
    for _ in range(horizon):
        a = np.array(actions)[random.integers(400, size=EPISODES), state]
        s, middle = views[state], views[state] / 5
        hit, inward = np.abs(a - middle) < 0.4, (a - middle) * np.sign(s) < -0.4
        wrong = np.where(on[state], hit, ~inward)
        count += wrong
        verge = course.road + random.integers(2 * course.verge, size=EPISODES)
        back = (random.random(EPISODES) < float(course.back)) | on[state]
        state = np.where(wrong | ~back, verge, random.integers(course.road, size=EPISODES))
    return count


@pytest.mark.parametrize("back", [Fraction(0), Fraction(1, 2), Fraction(1)])
def test_drawn_actions_on_the_course_cost_what_the_table_says(back):
    course = TreeCourse(road=6, verge=2, back=back)
    law = squared_error(course.expert())
    table = course.table(course.wrong(law))
    drawn = played(course, law, 8, np.random.default_rng(SEED))

    assert drawn.mean() == pytest.approx(paid(course.problem, table, 8).disagreements[-1], abs=5 * drawn.std() / 141)
    assert drawn.mean() != pytest.approx(paid(course.problem, table, 9).disagreements[-1], abs=5 * drawn.std() / 141)


def test_the_expert_errs_on_the_road_by_its_gaussians_tail_and_steers_back_from_the_verge():
    near, far = ((1 - erf(x / 0.15 / sqrt(2))) / 2 for x in (0.6, 1.4))
    wrong = COURSE.wrong(COURSE.expert())

    assert np.allclose(wrong[: COURSE.road], near - far, rtol=1e-9)
    assert np.allclose(wrong[COURSE.road :], near, rtol=1e-9)


def test_on_the_verge_an_action_is_right_on_the_roads_side_of_the_tree_and_nowhere_else():
    verge, side, middle = ~COURSE.on_the_road, np.sign(COURSE.views), COURSE.views / 5
    for offset, wrong in ((-1.0, 0), (-0.41, 0), (-0.39, 1), (0.0, 1), (1.0, 1)):
        assert (COURSE.wrong(atom(middle + offset * side))[verge] == wrong).all()


@pytest.mark.parametrize("method", ["squared error", "flow, 5 steps"])
def test_a_clone_on_the_course_is_a_learner_on_the_tightrope_of_its_average_error(method):
    trained = Trained(course=COURSE, method=method)
    clone = trained.rounds(6, 1)[0].learner
    rates = [fraction(rate) for rate in clone.probability[0, : COURSE.road, 1]]
    average = sum(rates) / len(rates)
    found = evaluate(COURSE.problem.with_learner(clone), 6, EXACT)

    assert found.disagreement == evaluate(tightrope(average, 6), 6).disagreement
    assert found.disagreement != evaluate(tightrope(max(rates), 6), 6).disagreement
    assert found.learner_task == found.disagreement


def test_the_costs_by_decision_are_those_of_the_evaluation():
    policy = COURSE.table(COURSE.wrong(LAWS["flow, 5 steps"](COURSE.expert())))
    costs, found = paid(COURSE.problem, policy, 7), evaluate(COURSE.problem.with_learner(policy), 7, FLOAT)

    assert np.allclose(costs.disagreements, np.cumsum(found.costs), rtol=1e-13)
    assert costs.task[-1] == pytest.approx(found.learner_task, rel=1e-13)
    assert costs.task[-1] > 1.5 * costs.disagreements[-1]


def test_daggers_learner_errs_on_the_road_as_before_and_beside_it_no_longer():
    clone, asked, again = Trained(course=COURSE, method="squared error").rounds(5, 3)

    assert (clone.weight[:, COURSE.road :] == 0).all()
    assert (clone.learner.probability[0, COURSE.road :, 1] == 1).all()
    assert (asked.learner.probability[0, COURSE.road :, 1] == 0).all()
    assert (asked.learner.probability[0, : COURSE.road] == clone.learner.probability[0, : COURSE.road]).all()
    assert (again.learner.probability == asked.learner.probability).all()


def test_with_one_decision_nothing_beside_the_road_is_ever_shown():
    rounds = Trained(course=COURSE, method="squared error").rounds(1, 3)

    assert all((one.learner.probability[0, COURSE.road :, 1] == 1).all() for one in rounds)


def test_the_expert_of_the_lanes_does_nothing_wrong_and_who_takes_its_ways_evenly_does():
    lanes = TreeLanes(each_side=2, astray=Fraction(1, 10))
    evenly = lanes.evenly()
    inner = slice(1, -2)

    assert task_cost(lanes.mdp, lanes.expert, 20) == 0
    assert not (lanes.wrong & evenly.takes(1))[inner].any()
    # The first wrong action can be the third, after two steps to one side: with probability 1/2, then 1/2.
    assert [task_cost(lanes.mdp, evenly, horizon) for horizon in (2, 3)] == [0, Fraction(1, 4)]


def test_the_lanes_are_walked_one_by_one():
    lanes = TreeLanes(each_side=1, astray=Fraction(1, 10))
    laws = state_laws(lanes.mdp, lanes.evenly(), 2)

    assert [[fraction(p) for p in law] for law in laws] == [
        [0, 1, 0, 0],
        [Fraction(1, 2), 0, Fraction(1, 2), 0],
        [0, Fraction(1, 2), 0, Fraction(1, 2)],
    ]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: TreeCourse(road=0), "needs views of the road and of the verge"),
        (lambda: TreeCourse(verge=0), "needs views of the road and of the verge"),
        (lambda: TreeCourse(back=Fraction(3, 2)), "succeeds with a probability"),
        (lambda: TreeLanes(each_side=0, astray=Fraction(1, 2)), "a lane on each side"),
        (lambda: TreeLanes(each_side=1, astray=Fraction(1)), "with a probability between 0 and 1"),
    ],
)
def test_what_makes_no_course_is_named(make, words):
    with pytest.raises(ValueError, match=words):
        make()

"""Strategies for everyone: what they draw is what they say, they shrink to readable fractions,
and annotations are enough.
"""

import subprocess
import sys
from fractions import Fraction
from importlib.metadata import entry_points

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from tightrope.simulators.hypothesis_plugin import register
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.readings import KEYS
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.strategies import imitation_problems, learners_within, problems, problems_within, roads

READINGS = KEYS
QUIET = settings(
    phases=[Phase.generate], database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


@given(
    st.data(), problems(), st.sampled_from(READINGS), st.sampled_from([Fraction(1, 10), Fraction(1, 3), Fraction(1)])
)
def test_a_learner_within_a_reading_meets_it_in_exact_arithmetic(data, problem, reading, error):
    found = evaluate(data.draw(learners_within(problem, reading, error, 4)), 4)

    assert found.epsilon[reading] <= error


@given(st.data(), st.sampled_from(READINGS), st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(1)]))
def test_a_problem_within_a_reading_meets_it_in_exact_arithmetic(data, reading, error):
    found = evaluate(data.draw(problems_within(reading, error, 3)), 3)

    assert found.epsilon[reading] <= error


@given(
    st.integers(2, 5).flatmap(lambda states: st.lists(st.integers(0, 2), min_size=states, max_size=states)), st.data()
)
def test_on_a_road_only_the_right_action_does_not_fall_for_good(right, data):
    mdp = data.draw(roads(right, actions=3))
    moves = mdp.successor.reshape(len(right), 3)
    fallen = len(right) - 1

    for s, action in enumerate(right[:-1]):
        assert [a for a in range(3) if moves[s, a] != fallen] == [action]
    assert set(moves[-1]) == {fallen}
    assert mdp.start[-1] == 0


def test_an_unknown_reading_is_refused_in_words():
    with pytest.raises(ValueError, match="reading must be one of pointwise"):
        find(
            problems().flatmap(lambda p: learners_within(p, "average", Fraction(1), 2)), lambda _: True, settings=QUIET
        )


def test_a_counterexample_shrinks_to_readable_fractions_and_few_states():
    problem, horizon = find(
        imitation_problems(),
        lambda drawn: evaluate(*drawn).disagreement > 1,
        settings=settings(QUIET, max_examples=1000, phases=[Phase.generate, Phase.shrink]),
    )

    assert problem.mdp.shape[0] == 2
    assert horizon == 2
    assert max(fraction(x).denominator for x in problem.learner.probability.flat) <= 2
    assert max(fraction(x).denominator for x in problem.mdp.exact_probability) == 1


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("dynamics that depend on t", lambda p: p.mdp.layers > 1),
        ("three actions", lambda p: p.mdp.shape[1] == 3),
        (
            "an absorbing last state",
            lambda p: (
                set(p.mdp.successor[p.mdp.entry_row // p.mdp.shape[1] == len(p.mdp.states) - 1])
                == {len(p.mdp.states) - 1}
            ),
        ),
        ("a dense row", lambda p: p.mdp.branching >= 3),
        ("an expert that takes another action than the first", lambda p: p.expert.max() > 0),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_problems_are_of_every_kind(words, condition):
    assert condition(find(problems(), condition, settings=settings(QUIET, max_examples=500)))


@pytest.mark.parametrize("kind", [TabularMDP, Table, Problem])
def test_once_registered_a_type_is_enough(kind):
    register()

    assert isinstance(find(st.from_type(kind), lambda _: True, settings=QUIET), kind)


def test_the_entry_point_is_installed_and_hypothesis_finds_it_by_itself():
    if "tightrope" not in {one.name for one in entry_points(group="hypothesis")}:
        pytest.skip("the installed metadata are older than pyproject.toml: install again")
    code = (
        "from hypothesis import find, strategies as st; from tightrope.simulators.model.problem import Problem; "
        "print(type(find(st.from_type(Problem), lambda _: True)).__name__)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert shown.stdout == "Problem\n"

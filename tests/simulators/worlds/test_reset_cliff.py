"""Reset-Cliff does what its docstring says; the expected clone is the average over all data sets."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from tightrope.simulators.learners.cloning import Clone
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.reset_cliff import expected_clone, reset_cliff, uniform_cliff

LAW = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))


def test_the_expert_sees_a_fresh_state_at_every_step_and_one_wrong_action_is_for_good():
    made = reset_cliff(LAW, 3)
    for law in state_laws(made.mdp, deterministic(made.expert, 3), 3):
        assert [fraction(x) for x in law] == [*LAW, 0]
    fallen = state_laws(made.mdp, deterministic(np.array([[1, 0, 0, 0]]), 3), 2)

    assert [fraction(law[3]) for law in fallen] == [0, Fraction(1, 2), Fraction(3, 4)]


@pytest.mark.parametrize(("demonstrations", "horizon"), [(1, 2), (2, 2), (1, 3)])
def test_the_expected_clone_is_the_average_over_all_data_sets(demonstrations, horizon):
    """Each data set by its probability, each clone evaluated exactly."""
    law, actions = (Fraction(2, 3), Fraction(1, 3)), 3
    made = reset_cliff(law, actions)
    total = disagreement = Fraction(0)
    for seen in product(range(2), repeat=horizon * demonstrations):
        counts = np.zeros((horizon, 3, actions), dtype=np.int64)
        for i, s in enumerate(seen):
            counts[i % horizon, s, 0] += 1
        chance = np.prod([law[s] for s in seen])
        found = evaluate(made.with_learner(Clone().fit(counts)), horizon)
        total += chance * found.learner_task
        disagreement += chance * found.disagreement
    expected = evaluate(made.with_learner(expected_clone(made, demonstrations)), horizon)

    assert expected.learner_task == total
    assert expected.disagreement == disagreement
    other = evaluate(made.with_learner(expected_clone(made, demonstrations + 1)), horizon)
    assert other.learner_task < total


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: uniform_cliff(3, 1), "actions must be a whole number from 2"),
        (lambda: uniform_cliff(0, 2), "states must be a whole number from 1"),
        (lambda: reset_cliff((Fraction(1, 2),), 2), "sum to 1/2"),
        (lambda: expected_clone(uniform_cliff(2, 2), -1), "demonstrations must be a whole number from 0"),
    ],
)
def test_a_cliff_without_wrong_actions_or_states_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()

"""What holds of every format of problem files: what is written is read back as the same problem, whichever it is.

Explicit files hold floats and no names: of them, `test_explicit` says what holds.
"""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

import tightrope
from tests.simulators.formats.test_arrays import random_arrays
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.names import FORMATS
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import WITNESSES

every_format = pytest.mark.parametrize(
    "one", [one for one in FORMATS if one.suffix != ".tra"], ids=lambda one: one.suffix
)


def there_and_back(one, made, folder):
    path = folder / f"problem{one.suffix}"
    one.save(made, path)
    return one.load(path)


def same(left, right):
    totals = [
        {name: [fraction(x) for x in amount.flat] for name, amount in each.totals.items()} for each in (left, right)
    ]
    return content_hash(left) == content_hash(right) and totals[0] == totals[1]


@every_format
@pytest.mark.parametrize("witness", WITNESSES, ids=lambda w: w.key)
def test_every_witness_survives_its_file(one, witness, tmp_path):
    made = witness.problem(Fraction(1, 4), 4)
    if one.suffix == ".drn" and made.mdp.layers > 1:
        with pytest.raises(ValueError, match="these dynamics change: write a .json or .npz"):
            one.save(made, tmp_path / "changing.drn")
        return

    assert same(there_and_back(one, made, tmp_path), made)


@every_format
@settings(max_examples=25)
@given(drawn=imitation_problems())
def test_a_random_problem_survives_its_file(one, drawn, tmp_path_factory):
    made, _ = drawn
    if one.suffix != ".drn" or made.mdp.layers == 1:
        again = there_and_back(one, made, tmp_path_factory.mktemp("random"))

        assert content_hash(again) == content_hash(made)
        assert np.array_equal(again.learner.probability, made.learner.probability)


@every_format
def test_a_problem_of_ones_own_survives_with_all_that_it_has(one, tmp_path):
    """Actions that depend on the state, an end that pays, a discount, a law of the first state, names, no expert."""
    p, moves = random_arrays(2)
    rewards = moves[:, :, 0].T.copy()
    rewards[0, 0] = rewards[3, 1] = -np.inf
    rewards[5, [0, 2]] = -np.inf
    rewards[2] = 3
    names = ["on", "état", "状态", "a b", 'q"', "$x$"]
    given_names = {"states": names, "actions": ["left", "go on", "["]}
    made = tightrope.from_arrays(p, rewards, start=[0.5, 0, 0, 0.5, 0, 0], discount=0.9, ends=[2], **given_names)
    again = there_and_back(one, made, tmp_path)

    assert again.expert is None
    assert same(again, made)
    assert same(tightrope.problem(again, 7), tightrope.problem(made, 7))
    ready = replace(tightrope.problem(made, 4, "1/10"), data=np.arange(made.mdp.shape[0]) != 3)
    assert same(there_and_back(one, ready, tmp_path), ready)


@every_format
def test_numbers_of_any_length_survive(one, tmp_path):
    tiny = Fraction(1, 10**40 + 7)
    p = np.array([[[1 - tiny, tiny], [0, 1]], [["1/3", "2/3"], [0, 1]]], dtype=object)
    made = tightrope.problem(tightrope.from_arrays(p, [[0, tiny], [0, 1]], start=0), 2, tiny)

    assert same(there_and_back(one, made, tmp_path), made)


@every_format
def test_a_learner_that_draws_and_an_expert_that_draws_survive(one, tmp_path):
    p, moves = random_arrays(4, states=3, actions=2)
    laws = [[["1/3", "2/3"], [1, 0], ["1/2", "1/2"]]] * 2
    made = tightrope.from_arrays(p, moves, start=0, expert=laws)
    made = replace(made, learner=np.array(laws, dtype=object)[::-1])

    assert same(there_and_back(one, made, tmp_path), made)


@every_format
@pytest.mark.parametrize("name", ["FrozenLake-v1", "CliffWalking-v1", "Taxi-v4"])
def test_the_same_table_by_every_door_is_the_same_problem_with_the_same_numbers(one, name, tmp_path):
    gymnasium = pytest.importorskip("gymnasium")
    by_name = tightrope.problem(f"gymnasium:{name}", 6)
    opened = tightrope.from_environment(gymnasium.make(name))
    one.save(opened, tmp_path / f"open{one.suffix}")
    one.save(by_name, tmp_path / f"planned{one.suffix}")

    for made in (opened, tmp_path / f"open{one.suffix}", str(tmp_path / f"planned{one.suffix}")):
        assert same(tightrope.problem(made, 6), by_name)
    if name == "FrozenLake-v1":
        found = tightrope.evaluate(tmp_path / f"open{one.suffix}", 6, epsilon="1/20")
        expected = tightrope.evaluate(f"gymnasium:{name}", 6, epsilon="1/20")
        assert (found.disagreement, found.gap, found.epsilon) == (expected.disagreement, expected.gap, expected.epsilon)
        assert found.problem.mdp.states[-1] == "end"


@every_format
def test_what_no_file_can_say_is_not_written(one, tmp_path):
    gymnasium = pytest.importorskip("gymnasium")
    again = tightrope.from_environment(gymnasium.make("FrozenLake-v1"), restart=True)

    with pytest.raises(ValueError, match="has no expert yet, and a file cannot say what it wants: give a horizon"):
        one.save(again, tmp_path / f"x{one.suffix}")
    assert not list(tmp_path.iterdir())


@every_format
def test_a_missing_file_says_that_it_is_missing(one, tmp_path):
    with pytest.raises(ValueError, match=f"nothing{one.suffix} cannot be read: No such file"):
        tightrope.problem(tmp_path / f"nothing{one.suffix}", 3)

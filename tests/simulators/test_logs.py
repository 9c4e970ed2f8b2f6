"""What logs say of an expert and of a learner's epsilon, through the public door, on problems of known readings."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import tightrope
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.learners.cloning import Clone
from tightrope.simulators.measures.readings import KEYS
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem

MADE = tightrope.problem("garnet:states=6,actions=3,branching=2,seed=1", 5)
ERRING = tightrope.problem(MADE, 5, "1/10", reading="pointwise")
EXACT = tightrope.evaluate(ERRING, 5)
SHOWN = demonstrate(MADE, MADE.expert_table, 5, 200, seed=1)
PLAYED = demonstrate(ERRING, ERRING.learner_table, 5, 200, seed=2)
EXPERT = np.array([MADE.expert_at(t) for t in range(1, 6)])
LABELLED = replace(PLAYED, labels=EXPERT[np.arange(5), PLAYED.states[:, :-1]])


def contains(found, key):
    one = found.estimate(key)
    return one.lower <= EXACT.epsilon[key] <= one.upper


@pytest.mark.parametrize(
    ("given", "whose"),
    [
        ({"learner": ERRING.learner_table}, "the table that is given"),
        ({"learner_log": LABELLED}, "the learner of its own log"),
        ({"learner_log": PLAYED}, "the learner of its own log"),
        ({"learner": ERRING.learner_table, "learner_log": LABELLED}, "the table that is given"),
        ({}, "the clone of every other demonstration, tried on the rest"),
    ],
)
def test_every_reading_has_an_interval_or_words_for_what_it_lacks(given, whose):
    found = tightrope.from_trajectories(SHOWN, problem=MADE, **given)

    assert found.whose == whose
    assert [one.what for one in found.estimates] == list(KEYS)
    for one in found.table:
        assert 0 <= one.lower <= one.upper <= (5 if one.what == "disagreement" else 1)
        assert one.estimate is None or one.lower <= one.estimate <= one.upper
        assert one.source or one.words
    if given:
        assert all(contains(found, key) for key in KEYS)


def test_what_is_known_makes_the_intervals_shorter():
    def width(given, key="on_policy"):
        found = tightrope.from_trajectories(SHOWN, problem=MADE, **given).estimate(key)
        return found.upper - found.lower

    nothing, unasked, asked = {}, {"learner_log": PLAYED}, {"learner_log": LABELLED}
    table = {"learner_log": LABELLED, "learner": ERRING.learner_table}

    assert 1 == width(nothing) > width(unasked) >= width(asked) > width(table)
    assert width(asked, "per_step") > width(table, "per_step")


def test_the_sources_of_the_same_episodes_give_the_same_estimates():
    """As our file, as padded arrays, and as rows: nothing but the names of states differs."""
    rows = [
        {"episode": i, "t": t, "state": s[t], "action": a[t] if t < 5 else None}
        for i, (s, a) in enumerate(zip(SHOWN.states, SHOWN.actions, strict=True))
        for t in range(6)
    ]
    padded = {"states": SHOWN.states, "actions": SHOWN.actions}
    ours, arrays, dicts = (tightrope.from_trajectories(one, problem=MADE) for one in (SHOWN, padded, rows))

    assert ours.table == arrays.table == dicts.table == tightrope.from_trajectories(padded).table


def test_the_clone_has_the_frequencies_of_all_demonstrations_and_is_tried_on_those_it_was_not_made_of():
    states = np.array([[0, 0], [1, 0], [0, 0], [1, 0]])
    found = tightrope.from_trajectories({"states": states, "actions": np.array([[1], [0], [1], [0]])})

    assert found.clone.floats.tolist() == [[[0, 1], [1, 0]]]
    assert found.clone_by_decision.floats.tolist() == [[[0, 1], [1, 0]]]
    assert found.estimate("per_step").estimate == 0.5  # episodes 0 and 2 never show state 1, and there it guesses
    assert found.missing.estimate == 1
    assert found.estimate("pointwise").lower == 0.5
    assert found.estimate("finite_data").upper == 0


def test_a_smoothed_clone_is_the_one_of_the_learners():
    found = tightrope.from_trajectories(SHOWN, smoothing="1/2")
    smoothed = Clone(smoothing=Fraction(1, 2)).fit(SHOWN.counts().sum(axis=0, keepdims=True))

    assert (found.clone.probability == smoothed.probability).all()


def test_one_demonstration_is_not_enough_to_try_a_clone_on():
    found = tightrope.from_trajectories(SHOWN.part(slice(1)))

    assert found.estimate("per_step").upper == 1
    assert "it takes another" in found.estimate("per_step").words
    assert "none is left" in found.missing.words


def test_where_the_expert_is_inconsistent_is_told():
    actions = np.array([[0, 1], [0, 0], [1, 0]])
    found = tightrope.from_trajectories({"states": [["x", "y"], ["x", "x"], ["z", "y"]], "actions": actions})

    (one,) = found.inconsistent
    assert (one.state, dict(one.actions), one.at_once) == ("y", {"0": 1, "1": 1}, True)
    changing = tightrope.from_trajectories({"states": [["x", "x"]] * 2, "actions": [[0, 1]] * 2})
    assert [(one.state, one.at_once) for one in changing.inconsistent] == [("x", False)]
    assert not tightrope.from_trajectories(SHOWN).inconsistent


SHORT = {"states": np.array([[0, 1, 1, 0], [0, 1, -1, -1]]), "actions": np.array([[0, 0, 0], [0, -1, -1]])}


@pytest.mark.parametrize(
    ("given", "horizon"),
    [
        ({}, 1),
        ({"shorter": "ended"}, 3),
        ({"shorter": "ended", "horizon": 5}, 5),
        ({"ended": [False, True]}, 3),
        ({"ended": [True, True], "horizon": "7"}, 7),
        ({"ended": [True, False]}, 1),
    ],
)
def test_a_horizon_is_as_long_as_all_episodes_are_known(given, horizon):
    arrays = SHORT | ({"ended": np.array(given.pop("ended"))} if "ended" in given else {})

    assert tightrope.from_trajectories(arrays, **given).horizon == horizon


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        (SHORT, "must be at most 1: in the demonstrations, episode 1 has 1 decisions and does not say that it ended"),
        (SHORT | {"ended": np.array([False, True])}, "must be at most 3: .*episode 0 has 3 decisions and was cut off"),
    ],
)
def test_a_longer_horizon_is_refused(arrays, words):
    with pytest.raises(ValueError, match=words):
        tightrope.from_trajectories(arrays, horizon=4)


def test_after_an_end_nothing_is_wrong_and_the_horizon_still_counts():
    arrays = {"states": [[0, 0]] * 4, "actions": [[0, 0]] * 4, "ended": np.array([True] * 4)}
    found = tightrope.from_trajectories(arrays, learner=[[0.75, 0.25]], horizon=8)

    assert found.estimate("time_averaged").estimate == 0.25 * 2 / 8
    assert found.estimate("per_step").estimate == 0.25


@pytest.mark.parametrize(
    ("states", "actions", "words"),
    [
        ([[1, 1]], [[0]], "episode 0, step 0 is impossible: tightrope never begins in off"),
        ([[0, 0, 1], [0, 1, 1]], [[0, 0], [1, 1]], "episode 0, step 2 is impossible: .* never leads to off"),
        ([[0, 1, 0]], [[1, 0]], "episode 0, step 2 is impossible"),
    ],
)
def test_steps_that_the_problem_makes_impossible_are_refused_with_episode_and_step(states, actions, words):
    rope = tightrope.problem("tightrope", 3, "1/10")
    off = replace(rope, name="tightrope", mdp=replace(rope.mdp, states=("on", "off")))
    with pytest.raises(ValueError, match=words):
        tightrope.from_trajectories({"states": states, "actions": actions}, problem=off)


def test_an_episode_of_gymnasium_ends_in_a_state_that_the_problem_calls_the_end():
    pytest.importorskip("gymnasium")
    walk = [0, 4, 8, 9, 13, 14, 15]  # down, down, right, down, right, right; the table's done leads to the one end
    log = {"states": [walk] * 2, "actions": [[1, 1, 2, 1, 2, 2]] * 2}
    found = tightrope.from_trajectories(log, problem="gymnasium:FrozenLake-v1", horizon=9)

    assert found.demonstrations.ended.all()
    with pytest.raises(ValueError, match="episode 1, step 3 is impossible"):
        tightrope.from_trajectories(
            log | {"states": [walk, [0, 4, 8, 2, 13, 14, 15]]}, problem="gymnasium:FrozenLake-v1"
        )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"confidence": 1}, "strictly between 0 and 1"),
        ({"shorter": "whole"}, "shorter must be one of cut, ended"),
        ({"horizon": 0}, "the horizon must be a whole number >= 1"),
        ({"horizon": 6}, "must be at most 5"),
        ({"learner": np.full((3, 3), 1 / 3)}, "array of actions, shape"),
        ({"learner": "clone"}, "array of actions"),
        ({"problem": "garnet:states=7,actions=3,branching=2,seed=1"}, "the data are not of garnet:states=7"),
        ({"problem": "nobody"}, "no problem is called"),
        ({"smoothing": -1}, "smoothing is added to counts"),
        ({"learner_log": PLAYED, "learner": np.eye(3)[EXPERT]}, "step .* probability 0, so the log is another"),
        ({"learner_log": 7}, "demonstrations are a path"),
    ],
)
def test_what_does_not_go_together_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        tightrope.from_trajectories(SHOWN, **given)


def test_what_is_found_shows_itself():
    found = tightrope.from_trajectories(SHOWN, learner_log=PLAYED)

    assert repr(found).startswith("<200 demonstrations, T = 5, the learner of its own log, 95 %: pointwise [")
    assert found._repr_html_().count("<tr>") == 1 + len(found.table)
    assert json.loads(json.dumps(found.document()))["estimates"]["missing"]["upper"] == found.missing.upper
    with pytest.raises(ValueError, match="reading must be one of"):
        found.estimate("nobody's")


def test_an_action_that_a_state_lacks_is_refused_and_never_cloned():
    mdp = tabular_mdp(
        states=["x", "y", "z"],
        actions=["a", "b", "c"],
        start=[1, 0, 0],
        transition=[[[{1: 1}] * 3, [{0: 1}] * 3, [{2: 1}] * 3]],
        cost=[[0] * 3] * 3,
        available=np.array([[True, True, False], [False, True, True], [True, False, True]]),
    )
    own = Problem(name="own", mdp=mdp, expert=[0, 1, 0])
    log = {"states": [["x", "y"]] * 4, "actions": [["a", "b"]] * 4}

    for smoothing, first in ((0, [1, 0, 0]), (4, [8 / 12, 4 / 12, 0])):
        clone = tightrope.from_trajectories(log, problem=own, smoothing=smoothing).clone.floats[0]
        assert clone[0].tolist() == first
        assert clone[2].tolist() == [0.5, 0, 0.5]  # unseen: it guesses among what there is
    assert tightrope.from_trajectories(log, problem=own, smoothing=4).estimate("log_loss").upper < 1
    with pytest.raises(ValueError, match="episode 3, step 2 is impossible: in own, y has no action a"):
        tightrope.from_trajectories(log | {"actions": [["a", "b"]] * 3 + [["a", "a"]]}, problem=own)


def test_where_nothing_is_decided_but_the_episode_goes_on_is_no_end():
    mdp = tabular_mdp(
        states=["x", "pass", "end"],
        actions=["a", "b"],
        start=[1, 0, 0],
        transition=[[[{1: 1}, {2: 1}], [{0: 1}] * 2, [{2: 1}] * 2]],
        cost=[[0] * 2] * 3,
        decides=[True, False, False],
    )
    own = Problem(name="own", mdp=mdp, expert=[0, 0, 0])
    log = {"states": [["x", "pass"], ["x", "end"]], "actions": [["a"], ["b"]]}

    assert tightrope.from_trajectories(log, problem=own).demonstrations.ended.tolist() == [False, True]
    table = [[0.75, 0.25], [1.0, 0], [1.0, 0]]  # what it would never do where nothing is decided costs nothing
    assert tightrope.from_trajectories(log, problem=own, learner=table).estimate("log_loss").upper < 1
    with pytest.raises(ValueError, match="episode 0 has 1 decisions and was cut off there"):
        tightrope.from_trajectories(log, problem=own, horizon=3)

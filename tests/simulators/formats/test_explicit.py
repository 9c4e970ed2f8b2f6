"""Explicit files: Storm's and PRISM's say the same, Storm agrees with us, and ours are read back as they were."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import tightrope
from tests.simulators.formats.test_arrays import random_arrays
from tightrope.simulators.formats.explicit import load, save
from tightrope.simulators.measures.outcomes import totals
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.weights import Numbered

STORM = {
    "coin.tra": "mdp\n0 0 1 0.3333333333333333\n0 0 2 0.6666666666666666\n0 1 0 1.0\n1 0 1 1\n2 0 0 0.5\n2 0 2 0.5\n",
    "coin.lab": "#DECLARATION\ninit goal\n#END\n0 init\n1 goal\n",
    "coin.steps.state.rew": "0 1\n2 1\n",
    "coin.pay.trans.rew": "0 0 1 3\n0 0 2 -1\n2 0 0 2\n",
}
PRISM = {
    "coin.tra": "3 4 6\n0 0 1 1/3 toss\n0 0 2 2/3 toss\n0 1 0 1 wait\n1 0 1 1 wait\n2 0 0 0.5 back\n2 0 2 0.5 back\n",
    "coin.lab": '0="init" 1="deadlock" 2="goal"\n0: 0\n1: 2\n',
    "coin.steps.srew": "3 2\n0 1\n2 1\n",
    "coin.pay.trew": "# rewards\n3 4 3\n0 0 1 3\n0 0 2 -1\n2 0 0 2\n",
}


def written(folder, files):
    for name, content in files.items():
        (folder / name).write_text(content)
    return folder / "coin.tra"


@pytest.fixture
def coin(tmp_path):
    return written(tmp_path, STORM)


def bare(made):
    """The problem without its names."""
    return content_hash(replace(made, mdp=replace(made.mdp, states=Numbered("s", made.mdp.shape[0]))))


def test_prism_and_storm_write_the_same_problem(tmp_path):
    (tmp_path / "storm").mkdir()
    (tmp_path / "prism").mkdir()
    storm, prism = written(tmp_path / "storm", STORM), written(tmp_path / "prism", PRISM)

    left, right = (tightrope.problem(f"{path}:minimise=steps") for path in (storm, prism))
    assert left.mdp.actions == ("a0", "a1")
    assert right.mdp.actions == ("toss", "wait", "back")
    assert left.mdp.weight[:2].tolist() == [1, 2]
    for wish in ("minimise=steps", "maximise=pay", "goal=goal"):
        one, other = (tightrope.problem(f"{path}:{wish}", 6, "1/10") for path in (storm, prism))
        found = [tightrope.evaluate(made, 6) for made in (one, other)]
        assert (found[0].disagreement, found[0].gap) == (found[1].disagreement, found[1].gap)


def test_a_reward_of_a_move_is_expected(coin):
    made = tightrope.problem(f"{coin}:maximise=pay", 1)
    found = tightrope.evaluate(made, 1, learner=made.expert)

    assert totals(found.problem, found, EXACT)["return"].expert == Fraction(1, 3)
    assert made.mdp.decides.tolist() == [True, False, False]


def test_storm_agrees(coin):
    stormpy = pytest.importorskip("stormpy", reason="Storm is the extra `storm`")
    made = tightrope.problem(f"{coin}:goal=goal", 7)
    found = tightrope.evaluate(made, 7, learner=made.expert)
    model = stormpy.build_model_from_explicit(str(coin), str(coin.with_suffix(".lab")))
    question = stormpy.parse_properties('Pmax=? [F<=6 "goal"]')[0]

    reached = totals(found.problem, found, EXACT)["return"].expert
    assert stormpy.model_checking(model, question).get_value(0) == pytest.approx(float(reached))


@pytest.mark.parametrize("start", [2, [0.25, 0, 0.75, 0]])
def test_what_floats_hold_is_read_back_as_it_was(start, tmp_path):
    p, _ = random_arrays(6, states=4, actions=2)
    made = tightrope.from_arrays(p, np.array([0, 1, -1, 4]), start=start, ends=[3])
    save(made, tmp_path / "ours.tra")
    again = load(tmp_path / "ours.tra")

    assert bare(again) == bare(made)
    assert tightrope.problem(again, 5).expert.tolist() == tightrope.problem(made, 5).expert.tolist()


def test_what_floats_do_not_hold_is_not_written(tmp_path):
    p, _ = random_arrays(6, states=3, actions=3)
    tiny = Fraction(1, 10**9 + 7)
    odd = np.array([[[1 - tiny, tiny], [0, 1]]] * 2, dtype=object)
    for made, words in (
        (tightrope.from_arrays(odd, [0, 1], start=0), "write a .drn"),
        (tightrope.from_arrays(p, np.where(np.arange(9).reshape(3, 3) == 1, -np.inf, 0), start=0), "same actions"),
        (tightrope.problem("exam", 3, "1/2"), "one table for all decisions"),
    ):
        with pytest.raises(ValueError, match=words):
            save(made, tmp_path / "x.tra")


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("coin.tra", ("0 0 1 0.3333333333333333", "0 0 1 0.25"), "choice a0 of state 0 sums to 0.91666"),
        ("coin.tra", ("0 1 0 1.0", "0 1 0"), "line 5 has a choice, those before it have none"),
        ("coin.tra", ("0 1 0 1.0", "0 1 0 1.0\n0 1 0 1.0"), "the move 0 1 0 is there twice"),
        ("coin.tra", ("0 1 0 1.0", "0 1 0 x"), "a number must be a number"),
        ("coin.tra", ("0 1 0 1.0", "0 -1 0 1"), "line 4 must begin with numbers of states"),
        ("coin.tra", ("0 1 0 1.0", "0 1 999999999 1"), "more than 4194304 states"),
        ("coin.lab", ("1 goal", "7 goal"), "line 5 must begin with a state, 0 to 2"),
        ("coin.lab", ("0 init", "0 other"), "0 states have the label init: write start=NUMBER"),
        ("coin.steps.state.rew", ("2 1", "2 1 1"), "line 2 is about .2, 1., which is not in the .tra file"),
        ("coin.steps.state.rew", ("2 1", "9 1"), "which is not in the .tra file"),
        ("coin.pay.trans.rew", ("2 0 0 2", "2 1 0 2"), "which is not in the .tra file"),
    ],
)
def test_what_is_wrong_is_named(coin, name, change, words):
    path = coin.parent / name
    path.write_text(STORM[name].replace(*change))
    with pytest.raises(ValueError, match=words) as caught:
        tightrope.problem(f"{coin}:minimise=steps", 3)
    assert "coin." in str(caught.value)


def test_a_folder_that_may_not_be_listed_is_told(coin, monkeypatch):
    def refused(folder):
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(ValueError, match="cannot be read: Permission denied"):
        tightrope.problem(f"{coin}:maximise=pay", 3)

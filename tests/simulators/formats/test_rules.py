"""A learner that is a rule goes into a file of arrays as a rule, and comes back as the same learner."""

import numpy as np
import pytest

from tightrope.simulators.formats import problem_npz
from tightrope.simulators.imitation import problem
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.policy import Erring

NAMES = ("garnet:states=9,actions=3,branching=2,seed=1", "gymnasium:FrozenLake-v1")


@pytest.fixture
def arrays():
    return problem_npz.to_arrays(problem(NAMES[0], 5, "1/7"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("off_support", ["worst", "uniform"])
def test_it_comes_back_as_the_same_learner(name, off_support, tmp_path):
    made = problem(name, 6, "1/7", reading="per_step", off_support=off_support)
    problem_npz.save(made, tmp_path / "made.npz")
    again = problem_npz.load(tmp_path / "made.npz")

    assert isinstance(again.learner, Erring)
    assert content_hash(again) == content_hash(made)
    for t in range(1, 7):
        assert np.array_equal(again.learner.at(t, EXACT), made.learner.at(t, EXACT))


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("which", None, "lacks learner_which"),
        ("wrong", np.full((1, 9), 3), "learner_wrong must lie in -1 to 2"),
        ("which", np.full((1, 9), 99), "learner_which must lie in 0 to"),
        ("expert", np.zeros((1, 8), dtype=int), "must have the shape"),
        ("rates", np.array(["0", "1", "8/7"]), "must lie in"),
        ("rates", np.array(["0", "1", "x"]), "learner_rates"),
        ("wrong", np.zeros((3, 9), dtype=int), "the layers of learner"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_place(arrays, part, value, said, tmp_path):
    changed = arrays | {f"learner_{part}": value}
    np.savez(tmp_path / "bad.npz", **{name: one for name, one in changed.items() if one is not None})

    with pytest.raises(ValueError, match=said):
        problem_npz.load(tmp_path / "bad.npz")


def test_texts_in_ascii_are_texts(arrays, tmp_path):
    short = {name: one.astype("S") if one.dtype.kind == "U" else one for name, one in arrays.items()}
    np.savez(tmp_path / "short.npz", **short)

    assert content_hash(problem_npz.load(tmp_path / "short.npz")) == content_hash(problem(NAMES[0], 5, "1/7"))

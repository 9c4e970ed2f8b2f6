"""A policy of one's own from a file: the same by every kind of file, and what is wrong is named."""

import json

import numpy as np
import pytest

import tightrope
from tightrope.simulators.formats.learner_files import load

LAWS = np.array([[0.25, 0.75], [1.0, 0.0], [1 / 3, 2 / 3]])


def written(folder):
    np.save(folder / "p.npy", LAWS)
    np.savez(folder / "one.npz", LAWS)
    np.savez(folder / "named.npz", policy=LAWS, other=np.zeros(3))
    np.savetxt(folder / "p.csv", LAWS, delimiter=", ")
    (folder / "exact.csv").write_text("1/4,3/4\n1,0\n1/3,2/3\n")
    (folder / "p.json").write_text(json.dumps([["1/4", "3/4"], [1, 0], [1 / 3, 2 / 3]]))
    return sorted(folder.iterdir())


def test_every_kind_of_file_says_the_same_learner(tmp_path):
    walk = tightrope.from_arrays([np.eye(3), np.roll(np.eye(3), 1, axis=1)], [0, 0, 1], start=0, discount=0.5)
    found = {path.name: tightrope.evaluate(walk, 3, learner=load(path)).disagreement for path in written(tmp_path)}

    assert len(found) == 6
    assert set(found.values()) == {tightrope.evaluate(walk, 3, learner=LAWS).disagreement}


def test_actions_are_whole_numbers_a_line_each(tmp_path):
    (tmp_path / "p.csv").write_text("1\n0\n1\n")
    (tmp_path / "p.json").write_text("[1, 0, 1]")

    assert load(tmp_path / "p.csv").tolist() == load(tmp_path / "p.json").tolist() == [1, 0, 1]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("p.txt", b"1", "the format of .*p.txt is not read: a learner is .npy, .npz, .json or .csv"),
        ("p.csv", b"1,2\n3\n", r"every line must have as many numbers; they have \[1, 2\]"),
        ("p.csv", b"left,right\n1,0\n", "line 1 must be a number such as 1/100 or 0.01; got 'left'"),
        ("p.csv", b"", "every line must have as many numbers"),
        ("p.csv", b"\xff\xfe", "cannot be read as a learner"),
        ("p.json", b'{"s0": 1}', "must be a list of lists of numbers"),
        ("p.json", b"[[[[1]]]]", "it has the shape .1, 1, 1, 1."),
        ("p.json", b"[]", "it has the shape .0,."),
        ("p.npy", b"\x93NUMPY", "cannot be read as a learner"),
        ("p.npz", b"PK", "cannot be read as a learner"),
    ],
)
def test_what_is_wrong_is_named(name, content, words, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ValueError, match=words) as caught:
        load(tmp_path / name)
    assert name in str(caught.value)


def test_no_pickle_is_opened(tmp_path):
    np.save(tmp_path / "p.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="must be numbers, or texts of them"):
        load(tmp_path / "p.npy")


def test_laws_too_short_to_tell_what_they_mean_are_refused_with_what_to_do(tmp_path):
    np.save(tmp_path / "short.npy", LAWS.astype(np.float32))
    np.save(tmp_path / "exact.npy", np.array([[0.25, 0.75], [1, 0], [0, 1]], dtype=np.float32))
    walk = tightrope.from_arrays([np.eye(3), np.roll(np.eye(3), 1, axis=1)], [0, 0, 1], start=0)

    with pytest.raises(ValueError, match="the learner is in float32, .*give float64, each row divided by its sum"):
        tightrope.evaluate(walk, 3, learner=load(tmp_path / "short.npy"))
    assert tightrope.evaluate(walk, 3, learner=load(tmp_path / "exact.npy")).horizon == 3
    with pytest.raises(ValueError, match="the learner's law in state 1 at decision 2 is not a probability"):
        tightrope.evaluate(walk, 2, learner=[LAWS.tolist(), [[1, 0], [0.5, 0.4], [1, 0]]])

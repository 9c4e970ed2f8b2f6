"""Problem files: read back as the same problem, the same hash everywhere, and clear about what is wrong."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from tightrope.simulators.formats.problem_json import from_document, load, save, to_document
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import WITNESSES


@pytest.fixture
def document():
    return json.loads(json.dumps(to_document(problem("tightrope", 3, Fraction(1, 10)))))


@settings(max_examples=40)
@given(imitation_problems())
def test_a_random_problem_survives_its_document(drawn):
    made, _ = drawn
    again = from_document(json.loads(json.dumps(to_document(made))), "again")

    assert content_hash(again) == content_hash(made)
    assert np.array_equal(again.learner.probability, made.learner.probability)


@pytest.mark.parametrize("one", WITNESSES, ids=lambda w: w.key)
def test_every_witness_survives_its_file(one, tmp_path):
    made = one.problem(Fraction(1, 4), 5)
    save(made, tmp_path / "problem.json")

    assert content_hash(load(tmp_path / "problem.json")) == content_hash(made)


def test_the_hash_is_the_same_on_every_machine_and_for_every_way_of_writing_a_probability(document):
    tightrope = problem("tightrope", 3, Fraction(1, 10))
    document["learner"][0]["on"] = {"right": 0.9, "wrong": "0.1"}
    decimals = json.loads(json.dumps(document), parse_float=str)

    assert content_hash(tightrope) == "17c33fdcf6227ba9c6d41f04ee15acec856bc2b866cf3f47f572abf017398d06"
    assert content_hash(from_document(decimals, "decimals")) == content_hash(tightrope)


def test_another_problem_has_another_hash():
    assert content_hash(problem("tightrope", 3, Fraction(1, 10))) != content_hash(
        problem("tightrope", 3, Fraction(1, 9))
    )


def change(document, path, value):
    *front, last = path
    for key in front:
        document = document[key]
    if value is None:
        del document[last]
    else:
        document[last] = value


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["format"], "other", "a problem is a JSON object"),
        (["version"], 2, "version 1"),
        (["expert"], None, '"expert" is missing'),
        (["colour"], "red", "unknown keys: colour"),
        (["start"], {"on": "1/2"}, "start is not a probability distribution.*sum to 1/2"),
        (["start"], {"moon": "1"}, "start must be one of on, off; got 'moon'"),
        (["transition", 0, "on", "right"], {"on": "3/2", "off": "-1/2"}, "is negative"),
        (["transition", 0, "on", "right"], {"on": "x"}, r"transition\[0\]\[on\]\[right\]\[on\] must be a number"),
        (["transition", 0, "off"], None, r'transition\[0\] has no entry for "off"'),
        (["transition"], [], '"transition" must be a list'),
        (["transition", 0, "on"], 7, r"transition\[0\]\[on\] must be a JSON object"),
        (["learner", 0, "on"], {"right": "1/2"}, r"policy\[0\]\[0\] .* sum to 1/2"),
        (["expert", 0, "on"], "fly", r"expert\[0\]\[on\] must be one of right, wrong; got 'fly'"),
        (["states"], "on", '"states" must be a list of names'),
        (["undecided"], ["moon"], "undecided must be one of on, off; got 'moon'"),
        (["cost"], {"moon": {"right": "1"}}, "cost, a key must be one of on, off; got 'moon'"),
        (["cost", "on"], {"right": "-1"}, "costs must be at least 0"),
        (["transition", 0, "moon"], {}, r"transition\[0\], a key must be one of on, off; got 'moon'"),
        (["learner", 0, "on"], {"right": "1e9999999"}, "must be a number such as 1/100"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(document, path, value, words, tmp_path):
    change(document, path, value)
    (tmp_path / "bad.json").write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(ValueError, match=words) as caught:
        load(tmp_path / "bad.json")
    assert "bad.json" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "is not a JSON file"),
        (b"\xff\xfe", "is not a JSON file"),
        (b'{"a": NaN}', "must be finite"),
        (b"[]", "object"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(content, words, tmp_path):
    (tmp_path / "bad.json").write_bytes(content)

    with pytest.raises(ValueError, match=words):
        load(tmp_path / "bad.json")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        load(tmp_path / "nothing.json")

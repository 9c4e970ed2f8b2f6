"""Problem files: read back as the same problem, the same hash everywhere, and clear about what is wrong."""

import json
import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

import tightrope
from tightrope.simulators.formats.problem_json import (
    _layers,
    _marked,
    _numbered,
    _read_expert,
    from_document,
    load,
    save,
    to_document,
)
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

    assert content_hash(tightrope) == "bfad756492fa360776267c8e1a2f7b75a251c1dd7c728807abd676525187e14a"
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
        (["cost"], None, '"cost" is missing'),
        (["transition", 0, "on", "fly"], {"on": "1"}, r"transition\[0\]\[on\], a key must be one of right, wrong"),
        (["totals"], {"return": {"moon": {}}}, r"totals\[return\], a key must be one of on, off; got 'moon'"),
        (["totals"], [], "totals must be a JSON object"),
        (["colour"], "red", "unknown keys: colour"),
        (["start"], {"on": "1/2"}, "start is not a probability distribution.*sum to 1/2"),
        (["start"], {"moon": "1"}, "start must be one of on, off; got 'moon'"),
        (["transition", 0, "on", "right"], {"on": "3/2", "off": "-1/2"}, "is negative"),
        (["transition", 0, "on", "right"], {"on": "x"}, r"transition\[0\]\[on\]\[right\]\[on\] must be a number"),
        (["transition", 0, "off"], None, r"transition\[0\] has no entry for 'off'"),
        (["transition"], [], '"transition" must be a list'),
        (["transition", 0, "on"], 7, r"transition\[0\]\[on\] must be a JSON object"),
        (["learner", 0, "on"], {"right": "1/2"}, "law in state 0 .* sum to 1/2"),
        (["expert", 0, "on"], "fly", r"expert\[0\]\[on\] must be one of right, wrong; got 'fly'"),
        (["states"], "on", '"states" must be a list of names'),
        (["undecided"], ["moon"], "undecided must be one of on, off; got 'moon'"),
        (["cost"], {"moon": {"right": "1"}}, "cost, a key must be one of on, off; got 'moon'"),
        (["cost", "on"], {"right": "-1"}, "costs must be at least 0"),
        (["transition", 0, "moon"], {}, r"transition\[0\], a key must be one of on, off; got 'moon'"),
        (["learner", 0, "on"], {"right": "1e9999999"}, "must be a number such as 1/100"),
        (["learner", 0, "on"], {"right": "1/" + "9" * 8600}, "must be a number such as 1/100"),
        (["learner", 0, "on"], {"right": None}, r"learner\[0\]\[on\]\[right\] must be a number"),
        (
            ["start"],
            {"on": f"1/{7**4000}", "off": f"1/{11**4000}"},
            "start needs a common denominator of more than 20000",
        ),
        (["cost", "on"], {"right": f"1/{7**4000}", "wrong": f"1/{11**4000}"}, "cost needs a common denominator"),
        (["states"], ["on", "off", "on"], "\"states\" must differ; 'on' is there twice"),
        (["states"], ["on", []], '"states" must be a list of names'),
        (["expert", 0, "on"], [], r"expert\[0\]\[on\] must be one of right, wrong; got \[\]"),
        (["undecided"], ["x" * 10**6], "undecided must be one of on, off; got 'xxx"),
        (["version"], True, "version 1 of the format; the file has True"),
        (["k" * 10**6], 1, "unknown keys: kkk"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(document, path, value, words, tmp_path):
    change(document, path, value)
    (tmp_path / "bad.json").write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(ValueError, match=words) as caught:
        load(tmp_path / "bad.json")
    assert "bad.json" in str(caught.value)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "cannot be read as a JSON file"),
        (b"\xff\xfe", "cannot be read as a JSON file"),
        (b'{"a": NaN}', "must be finite"),
        (b"[]", "object"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(content, words, tmp_path):
    (tmp_path / "bad.json").write_bytes(content)

    with pytest.raises(ValueError, match=words):
        load(tmp_path / "bad.json")


def test_a_key_that_stands_twice_is_refused_with_its_place(document, tmp_path):
    text = json.dumps(document).replace('"right": "9/10"', '"right": "1/2", "wrong": "1/2", "right": "9/10"')
    (tmp_path / "twice.json").write_text(text, encoding="utf-8")

    with pytest.raises(
        ValueError, match=r"twice.json cannot be read as .*learner\[0\]\[on\] has the key 'right' twice"
    ):
        load(tmp_path / "twice.json")


def test_unusual_names_are_names(document, tmp_path):
    names = ["\x1b[2J", "\u202eon", "状态", "a\nb", "", "$x$", "n" * 10_000]
    for name in names:
        text = json.dumps(document).replace('"on"', json.dumps(name))
        (tmp_path / "named.json").write_text(text, encoding="utf-8")

        assert load(tmp_path / "named.json").mdp.states == (name, "off")


def test_adding_up_a_law_ends_though_its_denominators_have_nothing_in_common(document):
    """The common denominator of 1,000 numbers below 10^-60 has over 50,000 digits, a large file millions."""
    document["actions"] = [f"a{i}" for i in range(1000)]
    document["learner"] = [
        {s: {a: f"1/{10**60 + i}" for i, a in enumerate(document["actions"])} for s in ("on", "off")}
    ]
    document["transition"] = [{s: {a: {"on": "1"} for a in document["actions"]} for s in ("on", "off")}]
    document |= {"cost": {}, "expert": [{"on": "a0", "off": "a0"}]}

    with pytest.raises(ValueError, match=r"learner\[0\]\[on\] needs a common denominator of more than 20000 bits"):
        from_document(document, "x")


def test_a_table_much_larger_than_its_file_is_refused(document):
    document["actions"] = [f"a{i}" for i in range(1000)]
    document["transition"] = [{s: {a: {"on": "1"} for a in document["actions"]} for s in ("on", "off")}]
    document |= {
        "cost": {},
        "expert": [{"on": "a0", "off": "a0"}],
        "learner": [{"on": {"a0": "1"}, "off": {"a0": "1"}}] * 2200,
    }

    with pytest.raises(ValueError, match="learner would be a table of 4400000 numbers; at most 4194304 are read"):
        from_document(document, "x")


def test_the_names_of_20_000_states_are_looked_up_and_not_searched_for():
    """Searching takes some 10 s for each of the three, looking up a tenth of a second for all."""
    names = [f"s{i}" for i in range(20_000)]
    document = {"states": names, "data": names, "expert": [dict.fromkeys(names, "s19999")]}
    started = time.process_time()
    numbers = _numbered(document, "states")
    marks = _marked(document, "data", numbers, True)
    expert = _read_expert(_layers(document, "expert", numbers), numbers)

    assert time.process_time() - started < 3
    assert all(marks)
    assert set(expert.flat) == {19_999}


def test_without_an_expert_the_best_one_is_planned(document, tmp_path):
    del document["expert"], document["learner"]
    (tmp_path / "open.json").write_text(json.dumps(document), encoding="utf-8")

    assert load(tmp_path / "open.json").expert is None
    assert tightrope.problem(tmp_path / "open.json", 3).expert.tolist() == [[0, 0]] * 3
    document["totals"] = {"return": {"on": {"wrong": "2"}, "off": {}}}
    (tmp_path / "paid.json").write_text(json.dumps(document), encoding="utf-8")
    assert tightrope.problem(tmp_path / "paid.json", 3).expert[-1, 0] == 1, "the return is what it wants"


def test_actions_that_a_state_does_not_name_are_not_there_and_a_state_without_any_is_an_end(document):
    document["transition"][0]["on"] = {"wrong": {"off": "1"}}
    document["transition"][0]["off"] = {}
    document["expert"], document["cost"] = [{"on": "wrong", "off": "right"}], {}
    del document["learner"]
    made = from_document(document, "x")

    assert made.mdp.decides.tolist() == [False, False], "one action is no decision"
    document["actions"].append("third")
    document["transition"][0]["on"]["third"] = {"on": "1"}
    made = from_document(document, "x")
    assert made.mdp.decides.tolist() == [True, False]
    assert made.mdp.available[0].tolist() == [False, True, True]
    assert content_hash(from_document(json.loads(json.dumps(to_document(made))), "x")) == content_hash(made)
    document["expert"][0]["on"] = "right"
    with pytest.raises(ValueError, match="the expert may take right in on, which has wrong, third"):
        from_document(document, "x")
    document["cost"] = {"on": {"right": "1"}}
    with pytest.raises(ValueError, match=r"cost\[on\] names right, an action that the state does not have"):
        from_document(document, "x")


def test_floats_that_json_writes_without_quotes_mean_what_they_round(document, tmp_path):
    document["transition"][0]["on"]["wrong"] = {"on": 28 / 43, "off": 15 / 43 + 1e-16}
    (tmp_path / "floats.json").write_text(json.dumps(document), encoding="utf-8")
    mdp = load(tmp_path / "floats.json").mdp

    assert mdp.weight[mdp.indptr[1] : mdp.indptr[2]].tolist() == [28, 15]
    document["transition"][0]["on"]["wrong"] = {"on": "0.333333333333", "off": "0.666666666666"}
    (tmp_path / "texts.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ValueError, match="sum to 999999999999/1000000000000, not 1"):
        load(tmp_path / "texts.json")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        load(tmp_path / "nothing.json")

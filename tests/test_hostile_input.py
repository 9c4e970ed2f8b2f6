"""Whatever comes to the public door, it is answered, or refused in words of our own; numbers of all kinds mean one."""

import linecache
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

import tightrope
from tests.simulators.own_policies.policies import Answers
from tightrope.bounds.language.readings import KEYS
from tightrope.simulators.formats.problem_json import save

TENTH = Fraction(1, 10)


class Strange:
    """Answers nothing."""

    def _refuses(self, *_):
        raise ZeroDivisionError("strange")

    __eq__ = __str__ = __repr__ = __bool__ = __float__ = __int__ = __len__ = __iter__ = __hash__ = _refuses  # ty: ignore


JUNK = [
    *("", "x", "1/0", "-1", "3", "1/2", "nan", "1e400", "1" * 5000, "\0", "é\x1b[2J", "tightrope:rho=1", "a" * 300),
    *(True, -1, 0, 2, 10**400, 0.5, -0.5, 1e308, float("nan"), float("inf"), 1j, None, ..., b"1"),
    *(Decimal("0.5"), Decimal("NaN"), Decimal("1e999999"), Fraction(-1, 3), np.float32(0.1), np.int8(3)),
    *([], {}, (), [1, 2], {"u": 1}, {"u": Strange()}, {"v": "1"}, {1}, (1, 2, 3), object(), Strange(), int, len),
    *(np.array(0.5), np.array("x"), np.arange(3), np.zeros((2, 2)), np.ones((1, 0)), np.datetime64("2020-01-01")),
    *(Path("/nowhere.json"), Path("x\0y"), Path("/")),
]
ASKED = {"name": "exam", "horizon": 3, "epsilon": TENTH, "reading": None, "off_support": None, "missing": None}
OF_A_TASK = {"quantity": "gap", "u": 1, "J_star": 0, "rho": None, "missing": None}
GARNET = "garnet:states=3,actions=2,branching=1,seed=1"
EVENLY = Answers(sample=0, predict_proba=[[0.5, 0.5]] * 3)
GOOD = {
    "worst_case": {"reading": "per_step", "epsilon": TENTH, "horizon": 3, **OF_A_TASK},
    "problem": {**ASKED, "learner": None},
    "evaluate": {**ASKED, "learner": None, "arithmetic": "exact"},
    "simulate": {**ASKED, "learner": None, "episodes": 2, "seed": 1, "confidence": 0.9, "threads": 1},
    "bounds_that_apply": {**ASKED, "learner": None},
    "bound": {"key": "lecture"},
    "curve": {
        "name": "exam",
        "epsilon": TENTH,
        "learner": None,
        "horizons": [2, 3],
        "under": "per_step",
        "bound": "lecture",
    },
    "from_policy": {"policy": EVENLY, "problem": GARNET, "horizon": 2, "observations": None, "acts": "draws"},
    "measure": {
        **{"policy": EVENLY, "problem": GARNET, "horizon": 2, "episodes": 2, "seed": 1},
        **{"confidence": 0.9, "observations": None},
    },
    "measure_action": {
        **{"policy": EVENLY, "world": "one-tree", "samples": 2, "seed": 1, "confidence": 0.9, "box": (-1, 1)},
    },
    "from_trajectories": {
        "demonstrations": {"states": [[0, 1], [0, 1]], "actions": [[0], [1]]},
        **{"learner_log": None, "learner": None, "problem": None, "horizon": None, "state_of": None},
        **{"confidence": 0.9, "shorter": "cut", "smoothing": 1},
    },
}


@pytest.mark.parametrize("name", GOOD)
def test_whatever_is_put_in_is_answered_or_refused_in_our_own_words(name):
    good, ask = GOOD[name], getattr(tightrope, name)

    @settings(max_examples=10 if name == "bounds_that_apply" else 100)
    @given(st.dictionaries(st.sampled_from(sorted(good)), st.sampled_from(range(len(JUNK))), min_size=1, max_size=3))
    def check(chosen):
        try:
            ask(**{**good, **{key: JUNK[i] for key, i in chosen.items()}})
        except (ValueError, TypeError) as refusal:
            _is_our_own(refusal)

    check()


@pytest.mark.parametrize("junk", [one for one in JUNK if not isinstance(one, str | Path | None)], ids=lambda _: "junk")
@pytest.mark.parametrize("name", ["out", "only", "profile"])
def test_a_report_is_refused_before_it_starts(name, junk, tmp_path):
    only = {"out": tmp_path / "report", "only": ["nobody"], "profile": "quick"}
    if name == "only" and isinstance(junk, list | tuple) and not junk:
        return  # no key: all experiments
    with pytest.raises((ValueError, TypeError)) as refused:
        tightrope.report(**{**only, name: junk})

    _is_our_own(refused.value)
    assert not list(tmp_path.iterdir())


def _is_our_own(refusal: Exception) -> None:
    """It is raised by a line of ours that says `raise`, is short, and prints on any terminal."""
    last = refusal.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    assert last is not None
    line = linecache.getline(last.tb_frame.f_code.co_filename, last.tb_lineno).strip()
    if not line.startswith("raise"):
        raise AssertionError(f"{type(refusal).__name__} from {line}") from refusal
    assert 10 < len(str(refusal)) < 1500


NUMBERS = [TENTH, "1/10", ".1", 0.1, np.float64(0.1), np.float32(0.1), np.array(0.1), Decimal("0.1"), fmpq(1, 10)]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda x: type(x).__name__)
def test_a_tenth_is_a_tenth_of_whatever_kind(number):
    assert tightrope.worst_case("per_step", number, np.int64(5)).value == Fraction(3, 2)
    assert tightrope.evaluate("exam", 5.0, number).disagreement == Fraction(3, 2)
    assert tightrope.simulate("exam", "5", number, episodes="7", seed=np.uint8(1)).upper <= 5


@given(st.integers(1, 10**6), st.integers(0, 12))
def test_a_float_means_the_decimal_that_it_prints(digits, places):
    number = digits / 10**places

    for kind in (float, np.float64, str, Decimal):
        given = kind(str(number))
        assert tightrope.worst_case("per_step", 0, 1, quantity="gap", u=given).setting.u == Fraction(str(number))


GRID = tightrope.problem("garnet:states=4,actions=2,branching=2,seed=1", 3)


@pytest.mark.parametrize("layers", [(), (3,)])
def test_a_learner_may_be_an_array_of_probabilities_or_of_actions(layers):
    rng = np.random.default_rng(1)
    actions = rng.integers(2, size=(*layers, 4))
    shares = rng.random((*layers, 4, 2))
    for table in (np.eye(2)[actions], shares / shares.sum(axis=-1, keepdims=True)):
        found = tightrope.evaluate(GRID, 3, learner=table)
        exact = tightrope.evaluate(GRID, 3, learner=table.tolist())
        assert found.disagreement == exact.disagreement
    assert (
        tightrope.evaluate(GRID, 3, learner=actions).disagreement
        == tightrope.evaluate(GRID, 3, learner=np.eye(2)[actions]).disagreement
    )


@pytest.mark.parametrize(
    ("learner", "words"),
    [
        (np.array([[0.5, 0.4]] * 4), "law in state 0 is not a probability distribution.*sum to 9/10, not 1"),
        (np.array([[1.5, -0.5]] * 4), "its entry -1/2 is negative"),
        (np.full((4, 2), np.nan), "must be a number"),
        (np.full((3, 2), 0.5), r"shape \(4, 2\) or \(T, 4, 2\); got the shape \(3, 2\)"),
        (np.array([0, 1, 2, 0]), "actions must lie in 0 to 1"),
        (np.array([[[0.5, 0.5]] * 4] * 2), "given for 2 decisions; the horizon is 3"),
        ("uniform", "array of actions"),
        ([[0.5, 0.5], [1]], "array of actions"),
    ],
)
def test_a_learner_that_is_none_is_refused_with_what_must_hold(learner, words):
    with pytest.raises(ValueError, match=words):
        tightrope.evaluate(GRID, 3, learner=learner)


def test_whole_numbers_that_may_be_actions_or_probabilities_are_asked_about():
    square = tightrope.problem("garnet:states=2,actions=2,branching=2,seed=1", 2)

    with pytest.raises(ValueError, match="may be actions or probabilities"):
        tightrope.evaluate(square, 2, learner=[[1, 0], [0, 1]])
    assert tightrope.evaluate(square, 2, learner=[[1.0, 0], [0, 1]]).horizon == 2
    assert tightrope.evaluate(GRID, 3, learner=[[1, 0]] * 4).horizon == 3


def test_a_learner_goes_with_no_other_learner():
    with pytest.raises(ValueError, match="takes no epsilon"):
        tightrope.evaluate(GRID, 3, TENTH, learner=np.full((4, 2), 0.5))


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_is_a_text_or_a_path(kind, tmp_path):
    save(GRID, tmp_path / "grid.json")

    assert tightrope.evaluate(kind(tmp_path / "grid.json"), 3, TENTH).disagreement > 0
    with pytest.raises(ValueError, match="cannot be read"):
        tightrope.evaluate(kind(tmp_path / "none.json"), 3, TENTH)


def test_every_reading_takes_a_float():
    for key in KEYS:
        missing = 0.25 if key == "finite_data" else None
        assert tightrope.worst_case(key, 0.1, 4, missing=missing).epsilon == TENTH

"""Worst cases: closed form = linear program in rationals = what an independent checker accepts;
changed ones are rejected.
"""

import json
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from tightrope.bounds import check_certificate
from tightrope.bounds.extremes import closed_forms
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.simplex import solve
from tightrope.bounds.extremes.worst_case import certificate, largest, worst_case
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.language.readings import KEYS
from tightrope.bounds.lecture.recovery import closed_form

MISSING = Fraction(1, 9)
READINGS = KEYS
HALF = {"u": Fraction(1, 2), "J_star": Fraction(3, 2)}
SETTINGS = [
    *(
        Setting(
            reading=reading, quantity=quantity, missing=MISSING if reading == "finite_data" else Fraction(0), **more
        )
        for reading in READINGS
        for quantity, more in (  # of a log loss the worst gap is known for J_star = 0
            ("disagreement", {}),
            ("tv", {}),
            ("gap", {}),
            ("gap", HALF),
            ("gap", {"u": Fraction(2)}),
            ("gap", {"u": Fraction(1, 2)}),
            ("gap", {"J_star": Fraction(1)}),
        )
        if closed_forms.closed_forms(reading).gap is not None or not more.get("J_star")
    ),
    Setting(reading="pointwise", quantity="gap", rho=Fraction(1, 5)),
]
ERRORS = [Fraction(0), Fraction(1, 100), Fraction(1, 7), Fraction(2, 5), Fraction(1, 2), Fraction(1)]
HORIZONS = [2, 3, 7, 20]


def name(setting):
    return " ".join([setting.reading, setting.quantity, *setting.assumed()])


def document(setting, error, horizon):
    proof = certificate(setting, error, horizon)
    return {
        **{"reading": setting.reading, "quantity": setting.quantity, "epsilon": str(error), "horizon": horizon},
        **setting.assumed(),
        "exact": str(largest(setting, error, horizon)),
        "certificate": {
            "schedule": [str(x) for x in proof.schedule],
            "multipliers": [str(x) for x in proof.multipliers],
        },
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=name)
@pytest.mark.parametrize("horizon", HORIZONS)
def test_the_program_solved_in_rationals_has_the_closed_form_as_its_value_and_the_checker_accepts_it(setting, horizon):
    for error in ERRORS:
        assert check_certificate.errors(document(setting, error, horizon)) == []


@given(error=st.fractions(0, 1, max_denominator=60), horizon=st.integers(1, 15), reading=st.sampled_from(READINGS))
def test_program_and_closed_form_agree_for_any_error_and_horizon(error, horizon, reading):
    for quantity in ("disagreement", "gap", "tv"):
        setting = Setting(reading=reading, quantity=quantity, missing=MISSING if reading == "finite_data" else 0)
        assert check_certificate.errors(document(setting, error, horizon)) == []


@given(error=st.fractions(0, 1, max_denominator=9), back=st.fractions(0, 1, max_denominator=9))
def test_a_way_back_is_never_worse_than_the_recovery_chain_even_where_it_overshoots(error, back):
    """The program lets errors and returns change from decision to decision; none does more than constant ones."""
    setting = Setting(reading="pointwise", quantity="gap", rho=back)

    assert check_certificate.errors(document(setting, error, 7)) == []
    if error + back:
        closed = closed_form().subs({epsilon: str(error), rho: str(back), T: 7})
        assert largest(setting, error, 7) == Fraction(int(closed.p), int(closed.q))


@pytest.mark.parametrize("setting", SETTINGS, ids=name)
def test_a_linear_programming_solver_finds_the_same_value(setting):
    gains, constraints = check_certificate.program(document(setting, Fraction(1, 7), 9))
    dense = [[float(row.get(i, 0)) for i in range(len(gains))] for row, _ in constraints]
    limits = [limit for _, limit in constraints]
    solved = linprog([-float(x) for x in gains], A_ub=dense, b_ub=[float(x) for x in limits])

    assert -solved.fun == pytest.approx(float(largest(setting, Fraction(1, 7), 9)), rel=1e-9)


@pytest.mark.parametrize("setting", SETTINGS, ids=name)
def test_a_changed_certificate_is_rejected(setting):
    for key in ("schedule", "multipliers"):
        for change in (Fraction(1, 100), Fraction(-1, 100), Fraction(-7)):
            changed = document(setting, Fraction(1, 7), 5)
            numbers = changed["certificate"][key]
            place = next(i for i, x in enumerate(numbers) if x != "0")
            numbers[place] = str(Fraction(numbers[place]) + change)
            assert check_certificate.errors(changed), (key, change)


@pytest.mark.parametrize("setting", SETTINGS, ids=name)
def test_a_certificate_of_the_wrong_length_or_value_or_assumption_is_rejected(setting):
    good = document(setting, Fraction(1, 7), 5)

    assert check_certificate.errors({**good, "exact": "1"})
    assert check_certificate.errors({**good, "horizon": 6})
    assert check_certificate.errors({**good, "epsilon": "1/8"})


def test_the_checker_says_what_is_wrong_and_where():
    """per_step, T = 2, epsilon = 1/2: maximise 2 f_1 + f_2 subject to f_1 <= 1/2, f_2 <= 1/2 and f_1 + f_2 <= 1."""
    asked = {"reading": "per_step", "epsilon": "1/2", "horizon": 2}
    reached, proved = ["1/2", "1/2"], ["2", "1", "0"]

    def wrong(schedule, multipliers, exact="3/2"):
        given = {"schedule": schedule, "multipliers": multipliers}
        return check_certificate.errors({**asked, "exact": exact, "certificate": given})

    assert wrong(reached, proved) == []
    assert wrong(reached, proved, "1") == ["the schedule reaches 3/2, not 1", "the multipliers prove 3/2, not 1"]
    assert wrong(["1", "-1/2"], proved) == ["a probability or a multiplier is negative", "constraint 1 is broken"]
    assert wrong(["1/4", "1"], proved) == ["constraint 2 is broken", "constraint 3 is broken"]
    assert wrong(reached, ["3", "0", "0"]) == ["variable 2 is not covered"]
    assert wrong(reached, ["0", "3", "0"]) == ["variable 1 is not covered"]
    assert wrong(reached, ["2"]) == ["2 variables and 3 constraints; got 2 and 1 numbers"]
    assert wrong(["1/2"], proved) == ["2 decisions need a variable each; got 1 numbers"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "JSONDecodeError"),
        ("[]", "AttributeError"),
        ("[" * 100_000, "RecursionError"),
        ('{"reading": "per_step"}', "KeyError"),
        ('{"epsilon": "1/2", "epsilon": "1/3"}', "a key stands twice among"),
        ('{"reading": "per_step", "epsilon": "1e999999999", "horizon": 2}', "must be whole, or a text p/q"),
        ('{"reading": "\\u001b[2J", "epsilon": "1/2", "horizon": 2}', r"no program is known for \[2J"),
    ],
)
def test_the_checker_refuses_what_is_no_certificate_in_one_line(given, words):
    check = [sys.executable, "-m", "tightrope.bounds.check_certificate"]
    refused = subprocess.run(check, input=given, capture_output=True, text=True, check=False)

    assert refused.returncode == 1
    assert re.search(words, refused.stdout)
    assert refused.stdout.strip().isprintable()
    assert refused.stderr == ""


def test_the_checker_takes_no_memory_for_decisions_that_the_certificate_does_not_have():
    asked = {"reading": "per_step", "epsilon": "1/2", "horizon": 10**9, "exact": "1"}
    forged = {"schedule": ["1"], "multipliers": ["1"]}

    assert check_certificate.errors({**asked, "certificate": forged}) == [
        "1000000000 decisions need a variable each; got 1 numbers"
    ]


def test_a_certificate_that_names_no_quantity_is_of_the_disagreement():
    asked = {"reading": "on_policy", "epsilon": "1/4", "horizon": 2, "exact": "1/2"}

    assert check_certificate.errors({**asked, "certificate": {"schedule": ["1/2"], "multipliers": ["1"]}}) == []


def test_negative_errors_do_not_make_room_for_others():
    """2 f_1 + f_2 subject to f_1 + f_2 <= 1 is at most 2, but f = (2, -1) would reach 3,
    and y = (0, 3) does prove 3.
    """
    asked = {"reading": "time_averaged", "epsilon": "1/2", "horizon": 2, "exact": "3"}
    forged = {"schedule": ["2", "-1"], "multipliers": ["0", "3"]}

    assert check_certificate.errors({**asked, "certificate": forged}) == ["a probability or a multiplier is negative"]


def test_negative_multipliers_prove_nothing():
    """f_1 <= 1/10 and f_1 <= 1: y = (10/9, -1/9) covers f_1 and adds up to 0, which f_1 = 0 reaches."""
    asked = {"reading": "per_step", "epsilon": "1/10", "horizon": 1, "exact": "0"}
    forged = {"schedule": ["0"], "multipliers": ["10/9", "-1/9"]}

    assert check_certificate.errors({**asked, "certificate": forged}) == ["a probability or a multiplier is negative"]


def test_each_assumption_that_helps_is_part_of_what_the_certificate_proves():
    good = document(Setting(reading="per_step", quantity="gap", **HALF), Fraction(1, 2), 4)

    assert check_certificate.errors({**good, "u": "1/3"})
    assert check_certificate.errors({**good, "J_star": "3"})


def test_the_checker_is_short_and_uses_the_standard_library_only():
    text = Path(check_certificate.__file__).read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 220
    assert "import tightrope" not in text
    assert "from tightrope" not in text


def test_the_checker_reads_what_the_command_line_prints():
    line = "worst-case --reading finite_data --missing 1/8 --quantity gap --assume J_star=2 --epsilon 1/10 --horizon 6"
    printed = subprocess.run(
        [sys.executable, "-m", "tightrope", *line.split(), "--json"], capture_output=True, text=True, check=True
    )
    check = [sys.executable, "-m", "tightrope.bounds.check_certificate"]
    accepted = subprocess.run(check, input=printed.stdout, capture_output=True, text=True, check=False)
    forged = json.dumps({**json.loads(printed.stdout), "exact": "2"})
    rejected = subprocess.run(check, input=forged, capture_output=True, text=True, check=False)

    assert (accepted.returncode, accepted.stdout) == (0, "the certificate proves the value\n")
    assert rejected.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("average", Fraction(1, 2), 3), "reading must be one of pointwise"),
        (("per_step", Fraction(-1, 2), 3), r"\[0, 1\]; got -1/2"),
        (("per_step", Fraction(1, 2), 0), ">= 1; got 0"),
        (("finite_data", Fraction(1, 2), 3, Fraction(2)), r"missing mass .* got 2"),
        (("per_step", Fraction(1, 2), 3, Fraction(1, 2)), "missing mass goes with finite_data"),
    ],
)
def test_bad_input_is_refused_in_words(arguments, words):
    with pytest.raises(ValueError, match=words):
        worst_case(*arguments)


@pytest.mark.parametrize(
    ("assumed", "words"),
    [
        (
            {"reading": "per_step", "quantity": "cost"},
            "quantity must be one of .*, tv, .*; got 'cost'",
        ),
        ({"reading": "per_step", "u": Fraction(1)}, "go with the quantity gap, not disagreement"),
        ({"reading": "per_step", "quantity": "gap", "u": Fraction(-1)}, "u is a cost .* got -1"),
        ({"reading": "per_step", "quantity": "gap", "rho": Fraction(1)}, "an average says nothing of the states"),
        ({"reading": "pointwise", "quantity": "gap", "rho": Fraction(2)}, r"rho .* \[0, 1\]; got 2"),
    ],
)
def test_assumptions_whose_worst_case_is_unknown_or_senseless_are_refused_in_words(assumed, words):
    with pytest.raises(ValueError, match=words):
        Setting(**assumed)


def test_a_broken_recoverability_between_one_and_T_has_no_known_worst_case_on_policy():
    broken = Setting(reading="on_policy", quantity="gap", u=Fraction(5, 2))

    with pytest.raises(ValueError, match="known for u <= 1, for whole u, and for u >= T; got u = 5/2"):
        largest(broken, Fraction(1, 2), 3)
    assert largest(broken, Fraction(1, 2), 2) == 2


def test_an_expert_cannot_pay_more_than_the_horizon():
    with pytest.raises(ValueError, match="J_star must be at most the horizon"):
        largest(Setting(reading="per_step", quantity="gap", J_star=Fraction(4)), Fraction(1, 2), 3)


@pytest.mark.parametrize(
    ("setting", "change", "words"),
    [
        ({"reading": "per_step"}, {"reading": "nonsense"}, "no program is known for nonsense"),
        ({"reading": "per_step"}, {"quantity": "regret"}, "no program is known"),
        ({"reading": "pointwise"}, {"missing": "1/2"}, "missing goes with finite_data"),
        ({"reading": "per_step"}, {"epsilon": "3"}, "must lie in"),
        ({"reading": "per_step"}, {"u": "1/2"}, "go with gap"),
        (
            {"reading": "pointwise", "quantity": "gap", "rho": Fraction(1, 2)},
            {"J_star": "1"},
            "rho goes with pointwise alone",
        ),
        ({"reading": "pointwise", "quantity": "gap", "rho": Fraction(1, 2)}, {"reading": "per_step"}, "rho goes with"),
        ({"reading": "on_policy", "quantity": "gap", "u": Fraction(2)}, {"u": "3/2"}, "only an upper bound is known"),
        ({"reading": "on_policy", "quantity": "gap", "J_star": Fraction(1)}, {"J_star": "-100"}, "J_star at most T"),
    ],
)
def test_no_certificate_answers_a_senseless_question(setting, change, words):
    """Its numbers would be those of another program."""
    asked = {**document(Setting(**setting), Fraction(1, 7), 5), **change}
    gains, constraints = check_certificate.program(asked)
    x, y = solve(gains, [row for row, _ in constraints], [max(Fraction(0), limit) for _, limit in constraints])
    asked["certificate"] = {"schedule": [str(v) for v in x], "multipliers": [str(v) for v in y]}

    (wrong,) = check_certificate.errors(asked)
    assert words in wrong


def test_a_reading_whose_worst_gap_is_not_known_is_answered_only_where_the_expert_pays_nothing(monkeypatch):
    monkeypatch.setitem(closed_forms._BY_KEY, "per_step", replace(closed_forms.closed_forms("per_step"), gap=None))
    error, plain = Fraction(1, 3), Setting(reading="per_step", quantity="gap")

    assert largest(plain, error, 5) == largest(Setting(reading="per_step"), error, 5)
    assert largest(replace(plain, u=Fraction(1, 2)), error, 5) == largest(plain, error, 5) / 2
    for assumed in ({"J_star": Fraction(1)}, {"J_star": Fraction(1), "u": Fraction(2)}):
        with pytest.raises(ValueError, match="known only where nothing is assumed"):
            largest(replace(plain, **assumed), error, 5)

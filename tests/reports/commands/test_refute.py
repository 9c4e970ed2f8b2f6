"""`tightrope refute`: exit status, the contract's JSON, the postcard, the file that evaluate reads,
and hostile input.
"""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from tests.bounds.language.test_grammar import HOSTILE
from tightrope.reports.commands.cli import main
from tightrope.reports.publishing.postcard import postcard
from tightrope.simulators.formats.problem_json import load
from tightrope.simulators.model.drawing import arrows
from tightrope.simulators.model.rounding import (
    digits_above,
    digits_below,
    float_above,
    float_below,
    fraction_and_decimal,
)
from tightrope.simulators.names import problem


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """run('epsilon*T', '--reading', ...) gives (exit status, stdout, stderr), in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        try:
            status = main(["refute", *arguments])
        except SystemExit as stopped:
            status = stopped.code
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.mark.parametrize(
    ("formula", "status", "verdict"),
    [
        ("epsilon*T**2", 0, "ATTAINED (proved)"),
        ("epsilon*T", 1, "REFUTED (exact)"),
        ("1.6*T*(1-exp(-epsilon*T))", 3, "UNDECIDED"),
    ],
)
def test_the_exit_status_tells_the_verdict(run, formula, status, verdict):
    found, out, err = run(formula, "--reading", "per_step")

    assert (found, err) == (status, "")
    assert verdict in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_refutation_is_json_of_the_contract_and_its_problem_can_be_evaluated(run, capsys):
    status, out, _ = run(
        "epsilon*T**2/2", "--reading", "per_step", "--epsilon", "0:1/10", "--horizon", "2:50", "--json"
    )
    document = json.loads(out)
    witness = document["witness"]
    line = ["evaluate", witness["problem"], "--epsilon", witness["epsilon"], "--horizon", str(witness["horizon"])]
    main([*line, "--exact", "--json"])
    evaluated = json.loads(capsys.readouterr().out)

    assert status == 1
    assert {"conjecture", "reading", "quantity", "domain", "verdict", "evidence", "witness", "searched"} <= set(
        document
    )
    assert document["domain"] == {"epsilon": ["0", "1/10"], "horizon": [2, 50]}
    assert witness["horizon"] == 2
    assert evaluated["disagreement"]["exact"] == witness["actual"]["exact"]
    assert Fraction(witness["claimed"]["exact"]) < Fraction(witness["actual"]["exact"])


def test_a_problem_without_a_name_is_written_beside_and_evaluate_reads_it(run, capsys):
    line = ("--reading", "on_policy", "--quantity", "gap", "--assume", "u=5/2", "--json")
    _, out, _ = run("2*epsilon*T", *line)
    witness = json.loads(out)["witness"]
    main(["evaluate", witness["problem"], "--horizon", str(witness["horizon"]), "--exact", "--json"])
    evaluated = json.loads(capsys.readouterr().out)

    assert Path(witness["problem"]).name == "counterexample.json"
    assert evaluated["exact"]["task_cost"]["gap"] == witness["actual"]["exact"]
    assert Fraction(evaluated["exact"]["readings"]["on_policy"]) == Fraction(witness["epsilon"])
    assert Fraction(evaluated["exact"]["recoverability"]) <= Fraction(5, 2)


def test_out_writes_the_problem_and_its_drawing(run, tmp_path):
    run("epsilon*T", "--reading", "pointwise", "--out", "made")

    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["counterexample.json", "counterexample.svg"]
    assert load(tmp_path / "made" / "counterexample.json").mdp.states == ("on", "off")


def test_the_answer_as_latex(run):
    _, refuted, _ = run("epsilon*T", "--reading", "per_step", "--latex")
    _, proved, _ = run("epsilon*T**2", "--reading", "per_step", "--latex")

    assert refuted.startswith(r"The conjecture $\text{disagreement} \leq T \epsilon$")
    assert r"$\epsilon = \frac{1}{2}$, $T = 2$" in refuted
    assert "attained (proved)" in proved


def test_numbers_that_count_otherwise_than_what_was_asked_say_so(run):
    _, document, _ = run(">= 1 - epsilon*T/3", "--reading", "per_step", "--quantity", "all_right", "--json")
    scaled = ("--reading", "time_averaged", "--quantity", "gap", "--assume", "R=5", "--horizon", "1:3", "--latex")
    _, sentence, _ = run("epsilon*T**2", *scaled)

    assert json.loads(document)["numbers_of"] == "first_error"
    assert "count 5 times" in sentence


@pytest.mark.parametrize(
    ("formula", "more", "says"),
    [
        ("epsilon*T**2*3/4", ("--horizon", "2:"), r"for all $0 < \epsilon \leq 1$, $T \geq 2$: attained (proved)"),
        (
            "epsilon*T**2",
            ("--horizon", "eventually", "--epsilon", "1/2:1"),
            r"all $\frac{1}{2} \leq \epsilon \leq 1$, large $T$",
        ),
        ("u*epsilon*T**2", ("--quantity", "gap", "--assume", "u=0:1/2"), r"$T \geq 1$, $0 \leq u \leq \frac{1}{2}$"),
        ("T-J_star", ("--quantity", "gap"), r"$0 \leq J(\pi^*) \leq T$"),
        ("T", ("--quantity", "gap", "--assume", "u=3", "--horizon", "1:4"), r"$1 \leq T \leq 4$, where $u = 3$:"),
        ("C*epsilon*T**2", ("--horizon", "2:"), r"$T \geq 2$: $C = \frac{3}{4}$ (attained, proved)"),
        ("C*epsilon*T", (), "there is none (refuted, proved)"),
    ],
)
def test_a_sentence_of_latex_names_the_domain_and_what_is_assumed(run, formula, more, says):
    _, out, _ = run(formula, "--reading", "per_step", *more, "--latex")

    assert says in out


@pytest.mark.parametrize(("text", "words"), HOSTILE, ids=[text[:20] for text, _ in HOSTILE])
def test_a_hostile_formula_ends_in_status_2_and_writes_nothing(run, tmp_path, text, words):
    status, out, err = run("--reading", "per_step", "--", text)

    assert (status, out) == (2, "")
    assert err.startswith("tightrope: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        ["epsilon*T", "--reading", "average"],
        ["epsilon*T", "--reading", "finite_data"],
        ["epsilon*T", "--reading", "per_step", "--missing", "1/2"],
        ["epsilon*T", "--reading", "per_step", "--assume", "v=2"],
        ["epsilon*T", "--reading", "per_step", "--epsilon", "1/2:1/3"],
        ["epsilon*T", "--reading", "per_step", "--horizon", "3:1"],
        ["epsilon*T", "--reading", "per_step", "--reading", "on_policy"],
        ["epsilon*T", "--reading", "per_step", "--read", "per_step"],
        ["epsilon*T", "--reading", "per_step", "--quantity", "gap", "--assume", "u=2", "--assume", "u=3"],
        ["epsilon*T/0", "--reading", "per_step"],
        ["epsilon*T/(epsilon-epsilon)", "--reading", "per_step"],
    ],
)
def test_bad_options_end_in_status_2(run, line):
    assert run(*line)[0] == 2


def test_letters_may_be_assumed_one_by_one(run):
    line = ("--reading", "per_step", "--quantity", "gap", "--assume", "u=2", "--assume", "J_star=1")

    assert run("T - J_star", *line)[0] == 0


def test_what_sympy_would_rewrite_is_written_as_it_was_asked(run):
    _, out, _ = run("exp(log(T-2))*T", "--reading", "per_step", "--latex")

    assert r"\texttt{exp(log(T-2))*T}" in out


def test_a_postcard_shows_only_states_that_are_reached_and_each_table_once():
    text = postcard(problem("exam", 3, Fraction(1, 2)), 3)
    stationary = postcard(problem("cycle", 6, Fraction(1, 3)), 6)

    assert "decision 1" in text
    assert "decision 2, what is new" not in text  # every run is examined by then
    assert stationary.count("s0 ->") == 2
    assert "decision" not in stationary


def test_the_arrows_of_a_drawing_carry_the_actions_and_their_probabilities():
    assert arrows(problem("recovery", 3, Fraction(1, 4)).mdp, 1) == [
        ("on", "on", "right"),
        ("on", "off", "wrong"),
        ("off", "on", "right 1/5"),
        ("off", "off", "right 4/5, wrong"),
    ]


@pytest.mark.parametrize(
    ("formula", "more"),
    [
        ("5000 + 0*log(sum(1/t**2,t,1,T) - 1/2) + 0*log(20 - sum(1/t,t,1,T))", ("--reading", "per_step")),
        (
            "3100*epsilon + 0*log(sum(1/t**4,t,1,T)-1) + 0*sqrt(12-sum(1/t,t,1,T))",
            ("--reading", "on_policy", "--horizon", "2:"),
        ),
        (
            "T + 0*log(sum(1/t,t,1,T)-89/10) + 0*log(91/10-sum(1/t,t,1,T)) + 0*log(sum(1/t**2,t,1,T)-3/2)",
            ("--reading", "per_step", "--horizon", "100:"),
        ),
    ],
)
def test_what_stands_under_a_sum_is_no_number_outside_of_it(run, formula, more):
    """Once, sum 1/t was T times one letter 1/t, shared by both conditions: proved, though false at T = 5001;
    or nowhere.
    """
    assert run(formula, *more)[0] == 3


def test_the_verdicts_status_stands_when_nobody_reads_the_answer():
    command = f"{sys.executable} -m tightrope refute 'epsilon*T' --reading per_step"
    for reader in ("true", "head -c 1 >/dev/null"):
        ran = subprocess.run(["bash", "-o", "pipefail", "-c", f"{command} | {reader}"], capture_output=True, text=True)

        assert (ran.returncode, ran.stderr) == (1, "")


def test_a_formula_may_begin_with_a_minus(run):
    assert run("-epsilon*T", "--reading", "per_step")[0] == 1
    assert run("-epsilon*T + 2*epsilon*T**2", "--reading", "per_step", "--json")[0] == 0


@pytest.mark.parametrize(
    ("formula", "more", "status", "ends"),
    [
        ("C*epsilon*T**2", ("--horizon", "2:"), 0, ("3/4", "3/4")),
        ("C*epsilon*T", (), 1, (None, None)),
        ("C*epsilon*T**1.99", (), 3, ("512", None)),
    ],
)
def test_an_open_constant_is_answered_by_an_interval(run, formula, more, status, ends):
    found, out, _ = run(formula, "--reading", "per_step", *more, "--json")
    constant = json.loads(out)["constant"]

    assert found == status
    assert constant["upper"] == (ends[1] and {"exact": ends[1], "value": 0.75})
    assert ends[0] in (None, constant["lower"]["exact"])
    assert bool(constant["growing"]) == (status == 1)


def test_a_postcard_leaves_out_what_is_alike(run):
    _, out, _ = run("10*epsilon*T", "--reading", "per_step")

    assert out.count("what is new") == 3
    assert "decisions 5 to 20: left out" in out


@pytest.mark.parametrize("size", [Fraction(1), Fraction(10) ** 12, Fraction(1, 10**12), Fraction(2) ** 3000])
@pytest.mark.parametrize("share", [Fraction(2, 3), Fraction(-2, 3), Fraction(3, 4), Fraction(10**30 - 1, 10**30)])
def test_an_end_is_rounded_outward(share, size):
    value = share * size
    low, high = Fraction(digits_below(value)), Fraction(digits_above(value))

    assert low <= value <= high
    assert high - low <= abs(value) / 10**8
    if abs(value) < 10**300:
        assert float_below(value) <= value <= float_above(value)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("2/3", "2/3, about 0.666667"),
        ("3/4", "3/4 = 0.75"),
        ("7", "7"),
        ("9407999/9408000", "9407999/9408000, about 1"),
    ],
)
def test_a_decimal_is_said_to_be_equal_only_if_it_is(number, text):
    assert fraction_and_decimal(Fraction(number)) == text


@pytest.mark.parametrize(
    ("formula", "more", "interval"),
    [
        ("C*epsilon*T**2", ("--reading", "pointwise", "--horizon", "3:"), "0.6666666666 <= C <= 2/3, about 0.666667"),
        ("C*epsilon*T*T*7654321/123456789", ("--reading", "per_step"), "C = 123456789/7654321, about 16.129"),
        ("C + 10**50", ("--reading", "per_step", "--horizon", "1"), "-1e+50 <= C <= -9.999999999e+49"),
    ],
)
def test_the_smallest_constant_lies_in_the_interval_that_is_printed(run, formula, more, interval):
    _, out, _ = run(formula, *more)

    assert f"  the smallest C:  {interval}" in out.splitlines()


@pytest.mark.parametrize("largest", [10**300, 0])
def test_where_no_constant_is_enough_no_smallest_one_is_printed(run, monkeypatch, largest):
    """Even if every point of the family needs more than is shown."""
    monkeypatch.setattr("tightrope.reports.evidence.smallest_constant.LARGEST_SHOWN", largest)
    _, out, _ = run("C*epsilon*T", "--reading", "per_step")

    assert "no C is enough" in out
    assert "C >= 5.5" in out
    assert "  the smallest C:" not in out

"""The command line: its JSON, its exit status, and one clear message for bad input."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.commands.cli import COMMANDS, main
from tightrope.simulators.formats.problem_json import save
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.names import problem


@pytest.fixture
def run(capsys):
    """run('evaluate ...') gives (exit status, stdout, stderr)."""

    def call(line):
        status = main(line.split())
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return call


@pytest.fixture
def json_of(run):
    def call(line):
        status, out, _ = run(line + " --json")
        assert status == 0
        return json.loads(out)

    return call


HEAVY = ("z3", "pyscipopt", "matplotlib", "scipy", "pypandoc", "typst", "gymnasium", "h5py")


def loaded_by(line):
    """The heavy libraries that a command imports, in a process of its own."""
    code = (
        "import sys; from tightrope.reports.commands.cli import main\n"
        f"try: main({line.split()!r})\nexcept SystemExit: pass\n"
        f"print(*(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(ran.stderr.split()), ran.stdout


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "list",
        "cite",
        "evaluate exam --epsilon 1/10 --horizon 5",
        "evaluate exam --epsilon 1/10 --horizon 5 --exact --json",
        "evaluate exam --epsilon 1/10 --horizon 5 --bounds",
        "worst-case --reading per_step --epsilon 1/10 --horizon 5",
        "bound lecture --epsilon 1/10 --horizon 5",
        "simulate exam --epsilon 1/10 --horizon 5 --episodes 10 --seed 1",
    ],
)
def test_a_command_loads_no_library_that_it_does_not_use(line):
    loaded, printed = loaded_by(line)

    assert printed
    assert loaded == set()


def test_the_libraries_that_are_watched_are_seen_where_they_are_used():
    assert "z3" in loaded_by("refute epsilon*T**2 --reading per_step")[0]


def test_help_lists_every_command_without_importing_any():
    code = (
        "import sys; from tightrope.reports.commands.cli import main, COMMANDS\n"
        "assert main([]) == 0\n"
        "print(*(name for name, (module, _) in COMMANDS.items() if f'tightrope.reports.commands.{module}' in "
        "sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout

    assert shown.endswith("\n\n")
    assert set(COMMANDS) <= {line.split()[0] for line in shown.split("\n") if line.strip()}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_declares_and_explains_its_options(name, capsys):
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])

    assert caught.value.code == 0
    assert f"tightrope {name}" in capsys.readouterr().out


def test_every_reading_is_offered_where_one_is_chosen(capsys):
    with pytest.raises(SystemExit):
        main(["worst-case", "--help"])
    shown = capsys.readouterr().out

    assert all(key in shown for key in KEYS)


@pytest.mark.parametrize("option", ["--epsilon 1/2", "--exact"])
def test_an_option_that_is_given_twice_is_refused(option, capsys):
    with pytest.raises(SystemExit) as caught:
        main(f"evaluate exam --horizon 3 --exact --epsilon 1/2 {option}".split())

    assert caught.value.code == 2
    assert "may be given once" in capsys.readouterr().err


def test_list_names_everything(json_of):
    document = json_of("list")

    assert {"bounds", "claims", "experiments", "problems"} <= set(document)
    assert len(document["claims"]) == 31
    assert "lecture" in [bound["key"] for bound in document["bounds"]]


def test_derive_gives_each_line_its_verdict_per_reading_and_a_witness_for_each_false_one(json_of):
    document = json_of("derive distribution-shift")
    lines = {step["id"]: step for step in document["steps"]}

    assert document["key"] == "distribution-shift"
    assert lines["mixture"]["readings"]["per_step"]["verdict"] == "refuted"
    assert lines["mixture"]["readings"]["per_step"]["witness"]["problem"]
    assert lines["headline"]["readings"]["per_step"] == {"verdict": "holds", "evidence": "proved", "witness": None}


def test_a_derivation_is_written_as_on_paper(run):
    told = " ".join(run("derive recovery")[1].split())

    assert "q_t*(epsilon + rho) = epsilon*(1 - v)" in told
    assert "J(rho)*(epsilon + rho) <= T*epsilon, if epsilon + rho <= 1" in told
    assert "Eq(" not in told and "Implies(" not in told


def test_products_that_floats_lose_lie_between_the_ends(json_of):
    found = json_of("evaluate exam --epsilon 1e-400 --horizon 3")["disagreement"]
    nothing = json_of("evaluate exam --epsilon 0 --horizon 3")["disagreement"]

    assert found["lower"] == 0 < found["upper"] < 1e-300
    assert nothing["lower"] == nothing["upper"] == 0


def test_derive_writes_latex(run):
    status, out, _ = run("derive dagger --latex")

    assert status == 0
    assert out.startswith("\\begin{align*}")
    assert out.count("&&") == 3


@pytest.mark.parametrize(
    "line",
    [
        "--reading per_step --quantity gap --assume u=1/2 --assume J_star=2",
        "--reading on_policy --quantity gap --assume u=3",
        "--reading pointwise --quantity gap --assume rho=1/4",
        "--reading finite_data --missing 1/6 --quantity tv",
    ],
)
def test_a_worst_case_with_assumptions_names_a_problem_that_evaluate_accepts_and_that_attains_it(json_of, line):
    document = json_of(f"worst-case {line} --epsilon 1/10 --horizon 7")
    evaluated = json_of(f"evaluate {document['witness']} --epsilon 1/10 --horizon 7 --exact")
    gap, shift = Fraction(evaluated["exact"]["task_cost"]["gap"]), max(map(Fraction, evaluated["exact"]["tv"]))

    assert Fraction(document["exact"]) == (shift if document["quantity"] == "tv" else gap)


@pytest.mark.parametrize("reading", ["pointwise", "per_step", "time_averaged", "on_policy"])
def test_worst_case_is_the_closed_form_and_its_witness_can_be_evaluated(json_of, reading):
    document = json_of(f"worst-case --reading {reading} --epsilon 1/10 --horizon 5")
    evaluated = json_of(f"evaluate {document['witness']} --epsilon 1/10 --horizon 5 --exact")

    assert Fraction(document["exact"]) == worst_case(reading, Fraction(1, 10), 5)
    assert Fraction(evaluated["disagreement"]["exact"]) == Fraction(document["exact"])
    assert document["evidence"] == "certified"


def test_worst_case_of_a_finite_data_set_needs_the_mass_that_it_lacks(run, json_of):
    assert run("worst-case --reading finite_data --epsilon 0 --horizon 5")[0] == 2
    assert json_of("worst-case --reading finite_data --epsilon 0 --horizon 5 --missing 1/4")["exact"] == "5/4"


def test_bound_shows_the_looseness_per_reading(json_of):
    document = json_of("bound lecture --epsilon 1/100 --horizon 100")
    readings = document["bounds"][0]["readings"]

    assert document["bounds"][0]["bound"]["exact"] == "201"
    assert readings["per_step"]["looseness"]["exact"] == "402/101"
    assert readings["time_averaged"]["looseness"]["exact"] == "201/100"


def test_evaluate_encloses_the_exact_value(json_of):
    floats = json_of("evaluate gymnasium:FrozenLake-v1 --epsilon 1/100 --horizon 20")
    exact = json_of("evaluate gymnasium:FrozenLake-v1 --epsilon 1/100 --horizon 20 --exact")
    value = Fraction(exact["disagreement"]["exact"])

    assert Fraction(floats["disagreement"]["lower"]) <= value <= Fraction(floats["disagreement"]["upper"])
    assert len(floats["tv"]) == 21
    assert set(floats["readings"]) == set(KEYS)
    assert floats["task_cost"]["gap"] == pytest.approx(floats["task_cost"]["learner"] - floats["task_cost"]["expert"])


def test_evaluate_gives_return_and_success_where_the_problem_counts_them(json_of):
    line = "evaluate gymnasium:FrozenLake-v1 --epsilon 1/10 --horizon 12"
    floats, exact = json_of(line), json_of(f"{line} --exact")

    for name in ("return", "success"):
        assert floats[name]["gap"] == pytest.approx(floats[name]["expert"] - floats[name]["learner"])
        assert float(Fraction(exact["exact"][name]["gap"])) == pytest.approx(floats[name]["gap"])
    assert "success" not in json_of(f"evaluate gymnasium:FrozenLake-v1,restart=true {line.partition('-v1 ')[2]}")


def test_evaluate_says_that_failing_early_looks_cheap_and_takes_that_from_the_tables(run, json_of, tmp_path):
    """From a file, too, that has another name and counts neither return nor success."""
    path = tmp_path / "pond.json"
    made = replace(problem("gymnasium:FrozenLake-v1", 12), totals={})
    save(epsilon_learner(made, "pointwise", Fraction(1, 10), 12), path)
    _, out, _ = run(f"evaluate {path} --horizon 12")

    assert "failing early looks cheap" in " ".join(out.split())
    assert "success" not in out
    assert json_of(f"evaluate {path} --horizon 12")["decisions"]["learner"] < 12
    assert "looks cheap" not in run("evaluate trap --epsilon 1/10 --horizon 5")[1]


def test_the_reading_and_the_behaviour_off_the_support_can_be_chosen(json_of):
    worst, kind = (
        json_of(
            f"evaluate gymnasium:CliffWalking-v1 --epsilon 1/50 --reading per_step --off-support {off} --horizon 20"
        )
        for off in ("worst", "expert")
    )

    assert worst["disagreement"]["value"] > 2 * kind["disagreement"]["value"]


def test_a_file_that_carries_a_learner_takes_no_epsilon(json_of, run, tmp_path):
    path = tmp_path / "rope.json"
    save(problem("tightrope", 5, Fraction(1, 10)), path)
    document = json_of(f"evaluate {path} --horizon 5 --exact")

    assert Fraction(document["disagreement"]["exact"]) == worst_case("pointwise", Fraction(1, 10), 5)
    assert document["epsilon"] is None
    assert run(f"evaluate {path} --epsilon 1/10 --horizon 5")[0] == 2


def test_simulate_is_reproducible_and_near_the_exact_value(json_of, false_alarm):
    false_alarm(1e-6)
    line = "simulate tightrope --epsilon 1/10 --horizon 5 --episodes 4000 --seed 1 --confidence 0.999999"
    document = json_of(line)

    assert document == json_of(line + " --threads 2")
    assert document["lower"] <= float(worst_case("pointwise", Fraction(1, 10), 5)) <= document["upper"]
    assert (document["method"], document["episodes"], document["seed"]) == ("betting", 4000, 1)


@pytest.mark.parametrize("quantity", ["disagreement", "gap"])
def test_simulate_with_a_precision_says_what_was_played_and_why(json_of, run, quantity, false_alarm):
    false_alarm(1e-6)
    line = f"simulate exam --epsilon 1/10 --horizon 5 --precision 1/5 --quantity {quantity} --seed 1"
    document = json_of(line + " --confidence 0.999999")
    exact = json_of("evaluate exam --epsilon 1/10 --horizon 5")
    value = exact["disagreement"]["value"] if quantity == "disagreement" else exact["task_cost"]["gap"]

    assert document["lower"] <= value <= document["upper"] <= document["lower"] + 2 / 5
    assert document["predicted"][document["estimator"]] == min(document["predicted"].values())
    assert f"{json_of(line)['estimator']}: {json_of(line)['why']}\ndecisions needed, about: " in run(line)[1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("simulate exam --epsilon 1/10 --horizon 5 --episodes 9 --seed 1 --quantity gap", "give a --precision"),
        ("simulate exam --epsilon 1/10 --horizon 5 --precision 1/10 --seed 1 --quantity tv", "quantity must be one of"),
        ("simulate exam --epsilon 1/10 --horizon 5 --precision 0 --seed 1", "precision must be positive"),
        ("simulate exam --epsilon 1/10 --horizon 5 --precision 1e-300 --seed 1", "precision must be positive"),
        ("simulate exam --epsilon 1/10 --horizon 5 --precision 1e-12 --seed 1", "ask for less"),
        ("simulate exam --epsilon 1/10 --horizon 5 --episodes 1000000000000 --seed 1", "would take about"),
        ("evaluate tightrope --epsilon 3/2 --horizon 5", "must lie in [0, 1]; got 3/2"),
        ("evaluate tightrope --epsilon nan --horizon 5", "must be a number"),
        ("evaluate tightrope --epsilon 1/0 --horizon 5", "must be a number"),
        ("evaluate tightrope --epsilon 1/2 --horizon 0", ">= 1; got 0"),
        ("evaluate tightrope --epsilon 1/2 --horizon 2.5", "must be a whole number"),
        ("evaluate nobody --epsilon 1/2 --horizon 5", "no problem is called 'nobody'"),
        ("evaluate gymnasium:Blackjack-v1 --epsilon 1/2 --horizon 5", "no transition table"),
        ("evaluate gymnasium:FrozenLake-v1 --horizon 5", "has no learner: give an epsilon"),
        ("evaluate nothing.json --horizon 5", "cannot be read"),
        ("evaluate gymnasium:FrozenLake-v1 --epsilon 1/2 --horizon 5 --reading mean", "reading must be one of"),
        ("simulate tightrope --epsilon 1/2 --horizon 5 --episodes 0 --seed 1", "at least 1; got 0"),
        ("simulate tightrope --epsilon 1/2 --horizon 5 --episodes 9 --seed 1 --confidence 1", "strictly between"),
        ("worst-case --reading mean --epsilon 1/2 --horizon 5", "reading must be one of"),
        ("bound --epsilon 2 --horizon 5", "must lie in [0, 1]"),
        ("bound nobody --epsilon 1/2 --horizon 5", "no bound is called"),
        ("bound lectur --epsilon 1/2 --horizon 5", "did you mean lecture?"),
        ("derive distribution_shift", "did you mean distribution-shift?"),
        ("report --only clonng", "did you mean cloning?"),
        ("report --only growth growth", "each experiment is asked for once"),
        ("bound --epsilon 1/2 --horizon 5 --assume u=1 --assume u=2", "one value; got 1 and 2"),
        ("worst-case --reading per_stp --epsilon 1/2 --horizon 5", "did you mean per_step?"),
        ("bound dagger-task-cost --epsilon 1/2 --horizon 5", "needs a value for u"),
        ("bound --epsilon 1/2 --horizon 5 --assume v=2", "--assume takes NAME=VALUE"),
        ("bound dagger-task-cost --epsilon 1/2 --horizon 5 --assume u=-5", "must be a number of at least 0"),
        (
            "evaluate unseen-start --epsilon 1/10 --missing 1/4 --horizon 3",
            "missing goes with the reading finite_data",
        ),
        ("evaluate tightrope --epsilon 1e-99999999 --horizon 3", "must be a number"),
        ("derive nobody", "no derivation is called"),
        ("report --only nobody", "no experiment is called"),
        ("report --out /dev/null/report", "cannot be written"),
        ("verify /nowhere", "is not a report"),
        ("cite /nowhere", "is not a report"),
    ],
)
def test_bad_input_ends_with_status_two_and_one_message(run, line, words):
    status, out, err = run(line)

    assert status == 2
    assert out == ""
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("line", ["evaluate tightrope", "nonsense", "simulate --seed 1"])
def test_a_malformed_line_ends_with_status_two(line):
    with pytest.raises(SystemExit) as caught:
        main(line.split())

    assert caught.value.code == 2


def test_an_internal_failure_is_never_a_verdict(run, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("tightrope.reports.commands.cite.citation.software", broken)

    assert run("cite")[0] == 4


def test_balls_contain_the_exact_numbers_and_are_narrow(json_of, capsys):
    asked = "evaluate exam --epsilon 1/10 --horizon 5"
    exact, balls = json_of(f"{asked} --exact")["exact"], json_of(f"{asked} --balls")["balls"]

    assert exact.keys() == balls.keys()
    for key in ("task_cost", "readings"):
        for name, number in exact[key].items():
            ball = balls[key][name]
            assert ball["lower"] <= Fraction(number) <= ball["upper"] <= ball["lower"] + 1e-13
    assert main(f"{asked} --balls".split()) == 0
    assert "every number was known to within" in capsys.readouterr().out


@pytest.mark.parametrize("more", ["--exact", "--bounds", "--horizon 1:3"])
def test_balls_go_with_one_evaluation_alone(more, capsys):
    horizon = "" if "horizon" in more else "--horizon 3"
    assert main(f"evaluate exam --epsilon 1/2 --balls {horizon} {more}".split()) == 2
    assert "--balls" in capsys.readouterr().err


def test_a_single_evaluation_does_not_wait_for_the_proofs():
    code = (
        "import sys\n"
        "from tightrope.reports.commands.cli import main\n"
        "assert main('evaluate exam --epsilon 1/10 --horizon 5'.split()) == 0\n"
        "assert 'tightrope.bounds.catalogue' not in sys.modules and 'sympy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

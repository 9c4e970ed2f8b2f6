"""bound, evaluate, simulate and compare at several epsilons and horizons: rows, CSV, JSON and pictures."""

import csv
import io
import json
from fractions import Fraction

import pytest

from tests.width import too_wide
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.reports.commands import layout
from tightrope.reports.commands.answers import Column, Rows
from tightrope.reports.commands.cli import main
from tightrope.reports.commands.plot import figure_of
from tightrope.simulators.formats.problem_json import save
from tightrope.simulators.names import problem

CLIFF = "gymnasium:CliffWalking-v1"
LINES = [
    "evaluate exam --epsilon 1/10,1/7 --horizon 3:9:3",
    "evaluate lag:symbols=4,delay=3,order=1,stay=1/4 --horizon 4,6",
    "bound lecture --epsilon 1/10,1/100 --horizon 10,20",
    "bound --epsilon 1/10 --horizon 10,20",
    "simulate exam --epsilon 1/10 --horizon 3,5 --episodes 100",
    "simulate exam --epsilon 1/10 --horizon 3,5 --precision 1/2 --quantity gap",
    "compare exam --epsilon 1/10 --horizon 3,5",
]


@pytest.fixture
def ask(capsys):
    def call(line):
        status = main(line.split())
        captured = capsys.readouterr()
        assert status == 0, captured.err
        return captured.out

    return call


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("width", [40, 80])
def test_a_table_fits_the_terminal(line, width, ask, monkeypatch):
    monkeypatch.setattr(layout, "columns", lambda: width)

    assert too_wide(ask(line), width) == []


@pytest.mark.parametrize("line", LINES)
def test_csv_and_json_are_the_same_rows(line, ask):
    rows = json.loads(ask(f"{line} --json"))["rows"]
    table = list(csv.DictReader(io.StringIO(ask(f"{line} --csv"))))

    assert len(rows) == len(table) > 1
    for row, cells in zip(rows, table, strict=True):
        assert set(row) == set(cells)
        assert int(cells["horizon"]) == row["horizon"]
        numbers = {key: one["value"] for key, one in row.items() if isinstance(one, dict)}
        assert {key: float(cells[key]) for key in numbers} == numbers


def test_a_row_is_the_evaluation_at_its_epsilon_and_horizon_and_its_worst_case_is_exact(ask):
    name = f"{CLIFF} --reading per-step"
    found = json.loads(ask(f"evaluate {name} --epsilon 1/10,1/50 --horizon 12,5 --json"))

    assert found["reading"] == "per_step"
    assert [(row["epsilon"], row["horizon"]) for row in found["rows"]] == [
        ("1/10", 12), ("1/10", 5), ("1/50", 12), ("1/50", 5)
    ]  # fmt: skip
    for row in found["rows"]:
        alone = json.loads(ask(f"evaluate {name} --epsilon {row['epsilon']} --horizon {row['horizon']} --json"))
        assert row["disagreement"]["value"] == pytest.approx(alone["disagreement"]["value"], rel=1e-12)
        assert row["gap"]["value"] == pytest.approx(alone["task_cost"]["gap"], rel=1e-9, abs=1e-12)
        exact = worst_case("per_step", Fraction(row["epsilon"]), row["horizon"])
        assert (
            Fraction(row["worst_case"]["exact"]) == exact >= Fraction(row["disagreement"]["value"]) - Fraction(1, 10**9)
        )


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("tightrope", "pointwise"),
        ("exam", "per_step"),
        ("trap", "time_averaged"),
        ("tightrope-labelled", "on_policy"),
        ("unseen-start:missing=1/10", "finite_data"),
        ("wager", "log_loss_averaged"),
    ],
)
def test_a_witness_attains_the_worst_case_that_stands_beside_it(name, reading, ask):
    found = json.loads(ask(f"evaluate {name} --epsilon 1/10,1/4 --horizon 2,7 --exact --json"))

    assert found["reading"] == reading
    assert all(row["disagreement"]["exact"] == row["worst_case"]["exact"] for row in found["rows"])


@pytest.mark.parametrize("words", ["", "--reading pointwise", "--off-support expert", "--reading log_loss"])
def test_the_reading_of_a_table_is_one_that_its_learner_meets(words, ask):
    """A witness whose learner is replaced has no longer the witness's reading."""
    found = json.loads(ask(f"evaluate exam --epsilon 1/10 --horizon 4,5 {words} --json"))
    alone = json.loads(ask(f"evaluate exam --epsilon 1/10 --horizon 5 {words} --json"))

    assert alone["readings"][found["reading"]] <= 0.1 + 1e-12
    assert found["reading"] == ("per_step" if not words else words.split()[1] if "reading" in words else "pointwise")


def test_a_learner_that_a_file_carries_is_held_to_the_epsilon_that_is_measured(ask, tmp_path):
    save(problem("exam", 6, Fraction(1, 5)), tmp_path / "exam.json")
    rows = json.loads(ask(f"evaluate {tmp_path / 'exam.json'} --horizon 2:6:2 --exact --json"))["rows"]

    assert {row["measured"]["exact"] for row in rows} == {"1/5"}
    assert [row["worst_case"]["exact"] for row in rows] == [
        str(worst_case("per_step", Fraction(1, 5), horizon)) for horizon in (2, 4, 6)
    ]


def test_a_row_of_simulate_is_what_it_would_be_alone(ask):
    line = "simulate exam --epsilon 1/10 --episodes 300 --seed 4 --json --horizon"
    rows = json.loads(ask(f"{line} 3,6"))["rows"]

    for row in rows:
        alone = json.loads(ask(f"{line} {row['horizon']}"))
        assert [row[key]["value"] for key in ("mean", "lower", "upper")] == [
            alone[x] for x in ("mean", "lower", "upper")
        ]


def test_seed_and_episodes_have_values_that_are_printed(ask):
    assert "10000 episodes, seed 1\n" in ask("simulate exam --epsilon 1/10 --horizon 2")


def test_a_bound_stands_beside_the_worst_cases_of_its_readings(ask):
    rows = json.loads(ask("bound lecture --epsilon 1/10 --horizon 1:9:4 --json"))["rows"]

    for row in rows:
        for reading in ("pointwise", "per_step", "time_averaged"):
            exact = worst_case(reading, Fraction(1, 10), row["horizon"])
            assert Fraction(row[f"worst_case_{reading}"]["exact"]) == exact <= Fraction(row["bound"]["exact"])


def test_cloning_and_dagger_are_each_asked_under_their_own_reading(ask):
    """On the exam cloning costs the square; on the tightrope DAgger saves disagreements, and no task cost."""
    exam = json.loads(ask("compare exam --epsilon 1/10 --horizon 5 --exact --json"))["rows"][0]
    rope = json.loads(ask("compare tightrope --epsilon 1/10 --horizon 5 --exact --json"))["rows"][0]

    assert (exam["cloned"]["exact"], exam["dagger"]["exact"], exam["guarantee"]["exact"]) == ("3/2", "1/2", "1/2")
    assert rope["cloned_gap"] == rope["dagger_gap"]
    assert rope["dagger"]["value"] < rope["cloned"]["value"]
    for row in (exam, rope):
        assert Fraction(row["dagger_gap"]["exact"]) <= Fraction(row["task_guarantee"]["exact"])
        assert Fraction(row["dagger_on_policy"]["exact"]) == Fraction(1, 10)


def test_compare_prints_both_beside_what_they_can_be_at_most(ask):
    out = ask("compare exam --epsilon 1/10 --horizon 20")

    assert "expected disagreements       15.5                 2\n" in out
    assert "at most, on any problem      15.5                 2\n" in out


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_plot_is_drawn_the_same_each_time(suffix, ask, tmp_path):
    drawn = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{suffix}"
        assert f"{name}.{suffix}" in ask(f"evaluate exam --epsilon 1/10 --horizon 2:8:2 --plot {path}")
        drawn.append(path.read_bytes())

    assert drawn[0] == drawn[1]
    assert drawn[0][:4] == {"png": b"\x89PNG", "svg": b"<?xm", "pdf": b"%PDF"}[suffix]
    assert len(list(tmp_path.iterdir())) == 2


def rows_of(columns, rows):
    return Rows(title="of a test", about={}, columns=columns, rows=rows, counted="a number")


def test_curves_are_told_apart_by_epsilon_and_one_that_is_another_gives_it_its_name():
    both = [Column(key="x", head="x", role="problem"), Column(key="y", head="y", role="worst")]
    rows = [
        {"epsilon": Fraction(1, e), "horizon": t, "x": t / e, "y": t / e + (e == 3)} for e in (2, 3) for t in (1, 2)
    ]
    (picture,) = figure_of(rows_of(both, rows)).pictures

    assert [one.label for one in picture.curves] == ["x = y, ε = 1/2", "x, ε = 1/3", "y, ε = 1/3"]
    assert picture.x.label.startswith("horizon T")


def test_where_only_epsilon_changes_it_is_the_axis():
    rows = [{"epsilon": Fraction(1, e), "horizon": 3, "x": 1 / e} for e in (2, 3, 40)]
    (picture,) = figure_of(rows_of([Column(key="x", head="x", role="problem")], rows)).pictures

    assert picture.x.label.startswith("epsilon")
    assert picture.curves[0].x == (1 / 40, 1 / 3, 1 / 2)
    assert (picture.x.scale, picture.y.scale) == ("log", "log")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("evaluate exam --epsilon 1/10 --horizon 1:1e9:x10", "table entries, more than"),
        ("evaluate tightrope --epsilon 1/10 --horizon 1e6,1e5 --exact", "evaluations of up to 1000000 decisions"),
        ("evaluate exam --epsilon 0:1:0.001 --horizon 1:50", "at most"),
        ("evaluate exam --epsilon 0:0.5:0.001 --horizon 1:50", "at most 1000 rows; got 501 epsilons and 50"),
        ("evaluate exam --epsilon 1/10 --horizon 5,6 --bounds", "one epsilon and one horizon"),
        ("evaluate exam --epsilon 1/10 --horizon 5 --plot a.png", "draws a curve"),
        ("evaluate exam --epsilon 1/10 --horizon 5,6 --plot a.gif", ".png, .svg, .pdf; got 'a.gif'"),
        ("evaluate exam --epsilon 1/10 --horizon 5,6 --plot /dev/null/a.png", "cannot be written"),
        ("evaluate gymnasium:FrozenLake-v1 --horizon 5,6", "has no learner"),
        ("bound --epsilon 1/10 --horizon 5,6 --plot a.png", "name it"),
        ("bound --epsilon 1/10 --horizon 1:900", "one for each bound"),
        ("bound lecture --epsilon 1/10 --horizon 10,1e30 --plot a.png", "draw fewer"),
        ("bound dagger-task-cost --epsilon 1/10 --horizon 5,6", "needs a value for u"),
        ("simulate exam --epsilon 1/10 --horizon 1000:9000:1000 --episodes 100000000", "would take about"),
        ("compare exam --epsilon 1/10 --horizon 2:", "needs both ends"),
    ],
)
def test_what_cannot_be_computed_or_drawn_is_refused_and_nothing_is_printed(line, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status = main(line.split())
    captured = capsys.readouterr()

    assert status == 2
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert words in captured.err
    assert list(tmp_path.iterdir()) == []

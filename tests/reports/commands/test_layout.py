"""What commands print fits a terminal, and has no LaTeX in it."""

import re
from argparse import Namespace

import pytest

from tests.width import too_wide
from tightrope.reports.commands import layout
from tightrope.reports.commands.cli import COMMANDS, main
from tightrope.reports.commands.layout import entries, paragraph, table
from tightrope.reports.commands.plain import plain
from tightrope.reports.lecture import CLAIMS

LINES = [  # the widest of each command; those of the README are tested with it
    *("list", "derive causal-confusion", "bound --epsilon 1/100 --horizon 100 --assume gamma=1 --assume u=5"),
    "evaluate gymnasium:FrozenLake-v1 --epsilon 1/100 --horizon 20 --bounds",
    "worst-case --reading finite_data --missing 1/7 --quantity gap --assume u=2 --assume J_star=3 --epsilon 1/9 "
    "--horizon 5",
]


@pytest.mark.parametrize("line", LINES)
def test_no_line_that_a_command_prints_is_wider_than_eighty_columns(line, capsys):
    assert main(line.split()) == 0
    assert too_wide(capsys.readouterr().out) == []


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_no_line_of_a_help_text_is_wider_than_eighty_columns(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main([*([name] if name else []), "--help"])

    assert too_wide(capsys.readouterr().out) == []


@pytest.mark.parametrize("width", [40, 60, 132])
def test_at_a_terminal_its_own_width_counts(width, monkeypatch, capsys):
    monkeypatch.setattr(layout, "columns", lambda: width)
    main(["bound", "--epsilon", "1/100", "--horizon", "100"])
    out = capsys.readouterr().out

    assert too_wide(out, width) == []
    assert max(map(len, out.split("\n"))) > min(width, 104) - 12


def test_the_width_is_the_terminals_and_eighty_where_there_is_none(monkeypatch):
    monkeypatch.setenv("COLUMNS", "99")
    monkeypatch.setattr(layout, "sys", Namespace(stdout=Namespace(isatty=lambda: True)))
    assert layout.columns() == 99

    monkeypatch.setattr(layout, "sys", Namespace(stdout=Namespace(isatty=lambda: False)))
    assert layout.columns() == 80


def test_a_table_that_is_too_wide_puts_the_first_cell_above_its_rows_and_loses_no_cell():
    rows = [("a" * 50, str(i), "b" * 25) for i in range(3)] + [("c", "9", "d" * 25)]
    folded = table(("name", "number", "other"), rows)

    assert too_wide(folded) == []
    assert folded.split().count("a" * 50) == 1
    assert [word for word in folded.split() if word.isdigit()] == ["0", "1", "2", "9"]
    assert table(("name", "x"), [("a", "1")]) == "name  x\na     1"


def test_what_does_not_fit_beside_a_name_stands_below_it():
    shown = entries([("a", "short"), ("b", "x" * 77), ("n" * 50, "words " * 30)])

    assert shown.split("\n")[:3] == ["  a  short", "  b", "    " + "x" * 77]
    assert too_wide(shown) == []


def test_a_word_is_never_cut():
    path = "/".join(["folder"] * 30)

    assert path in paragraph(f"written to {path} just now").split()
    assert path in entries([("name", f"see {path}")]).split()


@pytest.mark.parametrize("one", CLAIMS, ids=lambda one: one.id)
def test_a_claim_is_shown_without_latex_and_fits(one, capsys):
    main(["explain", one.id])
    out = capsys.readouterr().out

    assert not re.search(r"[\\${}]", out)
    assert too_wide(out) == []


def test_a_list_has_no_latex_and_names_everything_that_can_be_asked_for(capsys):
    main(["list"])

    assert not re.search(r"[\\${}]", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"$\epsilon T^2 \leq \frac{a + b}{2}$", "epsilon T^2 <= (a + b)/2"),
        (r"so $p_{\mathrm{train}}(s)$ and $2\sigma^2$", "so p_train(s) and 2 sigma^2"),
        (r"$\left(1 - \frac{1}{G^{2}}\right)^{N+1}$", "(1 - 1/G^2)^(N+1)"),
        (r"$\lvert a - b \rvert > \sqrt{A}$", "|a - b| > sqrt(A)"),
        ("`tightrope list` costs 5 %", "tightrope list costs 5 %"),
    ],
)
def test_a_formula_is_shown_as_the_command_line_writes_it(latex, shown):
    assert plain(latex) == shown

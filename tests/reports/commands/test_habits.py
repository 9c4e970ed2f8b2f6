"""What a shell's user expects: a version, short names, mistypes that are understood, standard input, completion."""

import io
import json
import subprocess
import sys
from fractions import Fraction

import pytest

from tightrope.bounds.catalogue import BOUNDS, DERIVATIONS
from tightrope.bounds.language.grammar import parse
from tightrope.bounds.language.letter import letters
from tightrope.reports.commands import completion
from tightrope.reports.commands.cli import COMMANDS, build_parser, main
from tightrope.reports.commands.completion import COLON, NAMES, commands_of
from tightrope.reports.commands.explain import LETTERS, TOKEN
from tightrope.reports.commands.plain import plain
from tightrope.reports.lecture import CLAIMS
from tightrope.simulators.formats.problem_json import save
from tightrope.simulators.names import FAMILIES, FORMATS, problem


def printed(line, capsys):
    assert main(line.split() if isinstance(line, str) else line) == 0
    return capsys.readouterr().out


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("tightrope 0.")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("bound lecture --eps 1/10 --H 5", "bound lecture --epsilon 1/10 --horizon 5"),
        ("bound lecture --eps=1/10 --T=5", "bound lecture --epsilon 1/10 --horizon 5"),
        (
            "worst-case --reading log-loss-averaged --eps 1/10 --H 5",
            "worst-case --reading log_loss_averaged --epsilon 1/10 --horizon 5",
        ),
        (
            "evaluate swap --reading per-step --eps 1/9 --H 5",
            "evaluate swap --reading per_step --epsilon 1/9 --horizon 5",
        ),
    ],
)
def test_short_names_and_hyphens_are_understood(short, long, capsys):
    assert printed(short, capsys) == printed(long, capsys)


def test_formulas_have_the_letters_of_papers_too():
    assert parse("eps*H**2/2", ("epsilon", "T")) == parse("epsilon*T**2/2", ("epsilon", "T"))
    assert str(parse("sum(H, H, 1, T)", ("epsilon", "T"))).count("'H'") == 2  # the index of a sum is what it is called


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("epsilon*T^2", r"a power is written T\*\*2 in a formula, not T\^2; position 10"),
        ("epsilno*T", "did you mean epsilon"),
        ("ln(T)", "the natural logarithm is log"),
    ],
)
def test_a_formula_as_others_write_it_gets_a_hint(formula, words):
    with pytest.raises(ValueError, match=words):
        parse(formula, ("epsilon", "T"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("evalute exam", "did you mean evaluate"),
        ("evaluate exam --epsilon 1/2 --horizn 5", "no option '--horizn'; did you mean --horizon?"),
        ("evaluate exam --exat --horizon 5", "did you mean --exact"),
    ],
)
def test_a_mistyped_command_or_option_gets_the_nearest_one(line, words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(line.split())

    assert caught.value.code == 2
    assert words in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("evaluate tigthrope --epsilon 1/2 --horizon 5", "did you mean tightrope?"),
        ("evaluate recovery:roh=1/5 --epsilon 1/2 --horizon 5", "did you mean rho?"),
        ("bound lectur --epsilon 1/2 --horizon 5", "did you mean lecture?"),
        ("worst-case --reading pointwis --epsilon 1/2 --horizon 5", "did you mean pointwise?"),
        ("explain lecture", "see tightrope bound lecture"),
        ("explain dagger", "see tightrope derive dagger"),
        ("problems garnett", "did you mean garnet?"),
        ("completion fish", "bash or zsh; got 'fish'"),
    ],
)
def test_a_mistyped_name_gets_the_nearest_one(line, words, capsys):
    assert main(line.split()) == 2
    assert words in capsys.readouterr().err


@pytest.fixture
def on_standard_input(monkeypatch):
    return lambda content: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_problem_comes_on_standard_input_and_is_read_once_for_a_whole_table(on_standard_input, capsys, tmp_path):
    save(problem("exam", 6, Fraction(1, 5)), tmp_path / "exam.json")
    line = "--horizon 2,6 --json"
    rows = json.loads(printed(f"evaluate {tmp_path / 'exam.json'} {line}", capsys))["rows"]
    on_standard_input((tmp_path / "exam.json").read_bytes())

    assert json.loads(printed(f"evaluate - {line}", capsys))["rows"] == rows


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "standard input cannot be read as a problem: "),
        (b"{}", "standard input cannot be read as a problem: "),
        (b"\x80", "standard input cannot be read as a problem: "),
        (b" " * (2**20 + 1), "standard input has 2 MiB, more than 1"),
    ],
)
def test_standard_input_goes_through_the_door_of_files(content, words, on_standard_input, capsys, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_LARGEST_FILE", "1")
    on_standard_input(content)

    assert main(["evaluate", "-", "--horizon", "5"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err


def test_closed_standard_input_is_said(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", None)

    assert main(["evaluate", "-", "--horizon", "5"]) == 2
    assert "standard input cannot be read: it is closed" in capsys.readouterr().err


def test_every_family_and_format_has_a_line_of_its_own(capsys):
    lines = printed("problems", capsys).split("\n\n")[0].split("\n")

    assert [line.split()[0] for line in lines] == [
        *(one.key for one in FAMILIES), *(f"FILE{one.suffix}" for one in FORMATS)
    ]  # fmt: skip
    assert max(map(len, lines)) <= 80


def test_a_family_is_told_with_its_parameters_and_a_command_that_runs(capsys):
    out = printed("problems recovery", capsys)
    command = next(line for line in out.split("\n") if line.startswith("  tightrope "))

    assert "rho  a probability" in out
    assert main(command.split()[1:]) == 0


@pytest.mark.parametrize("one", DERIVATIONS, ids=lambda one: one.key)
def test_every_letter_of_a_derivation_is_explained(one):
    used = {letter.of if letter.place else letter for step in one.steps for letter in letters(step.statement)}
    told = one.letters()

    assert set(told) == used
    assert len(set(told.values())) == len(told)


def test_derive_prints_what_its_letters_mean(capsys):
    assert "u the most that one error can cost if" in " ".join(printed("derive dagger", capsys).split())


@pytest.mark.parametrize("one", CLAIMS, ids=lambda one: one.id)
def test_every_letter_of_a_claim_is_explained(one):
    import re

    formulas = " ".join(plain(each) for each in re.findall(r"\$[^$]*\$", one.gist))
    unexplained = set(re.findall(TOKEN, formulas)) - set(LETTERS) - {"log", "in", "sum_t", "N", "I"}  # N(0, I), a law

    assert unexplained == set()


def test_a_claim_says_where_it_is_proved_and_what_to_run_next(capsys):
    out = printed("explain L6", capsys)
    proved, following = out.partition("Where it is proved")[2].split("What to run next")
    command = next(line for line in following.split("\n") if line.startswith("  tightrope worst-case"))

    assert "tightrope derive tightrope" in proved
    assert main(command.split()[1:]) == 0


def completions(words, folder):
    """What bash would offer for the last of the words."""
    script = (
        f"source {folder / 'script'}; COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); COMPREPLY=()\n"
        "_shtab_tightrope; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, cwd=folder)
    return [line for line in ran.stdout.split("\n") if line]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("shell")
    ran = subprocess.run(
        [sys.executable, "-m", "tightrope", "completion", "bash"], capture_output=True, text=True, check=True
    )
    (made / "script").write_text(ran.stdout)
    (made / "mine.json").write_text("{}")
    return made


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("tightrope ev", ["evaluate"]),
        ("tightrope evaluate tightr", ["tightrope", "tightrope-labelled"]),
        ("tightrope evaluate gymnasium:Fro", ["gymnasium:FrozenLake-v1", "gymnasium:FrozenLake8x8-v1"]),
        ("tightrope evaluate mi", ["mine.json"]),
        ("tightrope evaluate exam --read", ["--reading"]),
        ("tightrope evaluate exam --reading per", ["per_step"]),
        ("tightrope bound lec", ["lecture"]),
        ("tightrope derive dagger", ["dagger", "dagger-every-step"]),
        ("tightrope explain L30", ["L30"]),
        ("tightrope report --only gro", ["growth"]),
    ],
)
def test_bash_completes_commands_options_and_names(words, offered, folder):
    assert completions(words, folder) == offered


def test_completion_without_its_library_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(completion, "find_spec", lambda name: None)

    assert main(["completion", "bash"]) == 2
    assert "pip install 'tightrope[completion]'" in capsys.readouterr().err


def test_zsh_gets_the_same_names(capsys):
    out = printed("completion zsh", capsys)

    assert all(f" {one.key} " in out.replace(";", " ") for one in BOUNDS)
    assert COLON not in out


def test_every_name_that_is_completed_is_one_of_an_option_or_argument():
    parser = build_parser(COMMANDS)
    known = {
        name
        for command, one in commands_of(parser).items()
        for action in one._actions
        for name in (action.dest, f"{command} {action.dest}")
    }

    assert set(NAMES) <= known


def test_a_counterexample_goes_through_a_pipe(on_standard_input, capsys):
    assert main(["refute", "epsilon*T**2*3/4", "--reading", "per_step", "--out", "-"]) == 1
    piped = capsys.readouterr()
    on_standard_input(piped.out.encode())
    command = next(line for line in piped.err.split("\n") if line.startswith("  tightrope evaluate -"))

    assert "expected disagreements 1 task cost" in " ".join(printed(command.split()[1:], capsys).split())


def test_nothing_is_piped_where_nothing_is_refuted_and_one_document_at_most(capsys):
    assert main(["refute", "epsilon*T**2", "--reading", "per_step", "--out", "-"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["refute", "epsilon*T", "--reading", "per_step", "--out", "-", "--json"]) == 2
    assert capsys.readouterr().out == ""


def test_quantities_that_a_command_takes_are_completed():
    assert {"l1", "first_error", "final"} <= set(NAMES["quantity"]) and "all_right" not in NAMES["quantity"]
    assert "all_right" in NAMES["refute quantity"]
    assert set(NAMES["simulate quantity"]) == {"disagreement", "gap"}

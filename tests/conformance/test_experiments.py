"""Every experiment has the same shape: cells that can be replaced, checks with names, pictures with axes,
words beside it.
"""

import ast
import re
import sys
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from tests.conformance.sentences import DERIVATION, unbacked, unexplained
from tests.conformance.typed import texts, typed
from tightrope.bounds.catalogue import DERIVATIONS
from tightrope.reports import experiments
from tightrope.reports.experiments import ALL
from tightrope.reports.publishing.experiment import QUICK, Check, Experiment
from tightrope.reports.publishing.figure import ALONE, Contours, Heat, Ratios
from tightrope.reports.publishing.files import show

SHORTER = {"growth": {"short": 10, "long": 20}}  # where the experiment's own cells take long, others do as well
SMALL = replace(QUICK, horizons=(1, 2, 5, 10), episodes=2000, repetitions=20)
PLAIN = (int, str, bool, Fraction, type(None))
FOLDER = Path(experiments.__file__).parent
# What an axis may count or measure in; an axis that names none of them has no unit.
UNITS = (
    *(
        "decision",
        "round",
        "frame",
        "label",
        "demonstration",
        "example",
        "episode",
        "run",
        "data set",
        "step",
        "state",
        "action",
    ),
    *(
        "probability",
        "chance",
        "share",
        "error",
        "cost",
        "success",
        "disagreement",
        "strength",
        "offset",
        "cue",
        "observation",
        "noise",
        "sample",
        "recover",
        "goal",
        "memory",
        "seconds",
    ),
)

KEYS = {"key"}  # columns of what is typed at the command line

every = pytest.mark.parametrize("one", ALL, ids=lambda one: one.key)


@cache
def found(key):
    """The result, and the study that its checks looked at."""
    one, studies = shorter(experiments.experiment(key)), []

    def study(**measured):
        studies.append(one.study(**measured))
        return studies[-1]

    return replace(one, study=study).run(SMALL), studies[0]


def shorter(one):
    return replace(one, cells=tuple(replace(cell, **SHORTER.get(one.key, {})) for cell in one.cells))


def test_all_are_values_and_keys_are_unique():
    assert all(isinstance(one, Experiment) for one in ALL)
    assert len({one.key for one in ALL}) == len(ALL)


@every
def test_its_cells_are_plain_values_and_all_different(one):
    assert one.cells
    for cell in one.cells:
        assert is_dataclass(cell)
        assert cell.__dataclass_params__.frozen
        assert all(isinstance(getattr(cell, field.name), PLAIN) for field in fields(cell)), cell
    assert len(set(one.cells)) == len(one.cells)


@every
def test_its_cells_can_be_replaced_from_outside_and_do_not_depend_on_each_other(one):
    result, _ = found(one.key)
    last = replace(one, cells=shorter(one).cells[-1:]).table(SMALL)

    assert last == result.table[-1:]
    assert replace(one, cells=()).table(SMALL) == ()


@every
def test_its_table_has_a_row_for_each_cell_with_the_same_columns(one):
    table = found(one.key)[0].table

    assert len(table) == len(one.cells)
    assert len({tuple(row) for row in table}) == 1


@every
def test_its_checks_have_names_compare_something_and_can_fail(one):
    _, study = found(one.key)

    assert len({check.name for check in one.checks}) == len(one.checks)
    for check in one.checks:
        assert " " in check.name
        assert check.apply(study) > 0
        with pytest.raises(RuntimeError, match="came"):
            spoilt(check).apply(study)


def spoilt(check):
    """The same comparisons, but something else must come."""
    return replace(check, compared=lambda study: ((where, came, object()) for where, came, _ in check.compared(study)))


def test_a_check_that_fails_or_compares_nothing_stops_the_experiment():
    one = experiments.experiment("hindsight")
    for compared, said in (
        (lambda study: [("here", 1, 2)], "nothing is right: at here came 1, not 2"),
        (lambda study: [], "nothing was compared"),
    ):
        with pytest.raises(RuntimeError, match=said):
            replace(one, checks=(Check(name="nothing is right", compared=compared),)).run(SMALL)


@every
def test_its_words_stand_beside_it_and_every_placeholder_is_filled(one):
    result, _ = found(one.key)
    words = [result.text, *(a.because + a.condition for a in result.answers)]
    words += [part for figure in result.figures for part in (figure.see, figure.caption, figure.alt)]

    assert one.prose.path == FOLDER / f"{one.key.replace('-', '_')}.md"
    assert one.title
    assert one.question.endswith("?")
    assert all(words)
    assert not any(mark in text for text in words for mark in ("{{", " }}", "{%", "None", "undefined"))


@every
def test_its_general_sentences_name_a_proof_or_the_world_that_they_speak_of(one):
    result, _ = found(one.key)
    blocks = [result.text, *(f"{figure.see} {figure.caption}" for figure in result.figures)]
    blocks += [f"{answer.because} {answer.condition}" for answer in result.answers]

    assert [sentence for block in blocks for sentence in unbacked(block)] == []


@every
def test_it_begins_with_a_figure_or_table_of_its_own_and_refers_to_what_exists(one):
    """Its first paragraphs lead to what the reader will see; a part of a report has only what is its own."""
    begin = re.split(r"\n\n", one.prose.source)[2:4]
    figures = set(re.findall(r"^## Figure (\S+)", one.prose.source, re.MULTILINE))

    assert re.search(r"@(fig|tbl):", "\n".join(begin))
    assert set(re.findall(r"@fig:([\w-]+)", one.prose.source)) <= figures
    assert set(re.findall(r"@tbl:([\w-]+)", one.prose.source)) <= {one.key}
    assert set(re.findall(r"@sec:([\w-]+)", one.prose.source)) <= {other.key for other in ALL}


@every
def test_the_letters_of_its_formulas_are_explained_in_the_section_and_again_in_each_claim(one):
    result, _ = found(one.key)
    section = "\n\n".join([result.text, *(f"{figure.see} {figure.caption}" for figure in result.figures)])

    assert unexplained(section) == set()
    assert {answer.claim: unexplained(f"{answer.because} {answer.condition}") for answer in result.answers} == {
        claim: set() for claim in one.claims
    }


@every
def test_it_answers_each_of_its_claims_in_at_most_fifteen_words_too(one):
    """A formula counts as a word. The longer text stands under the same claim, and only there."""
    for answer in found(one.key)[0].answers:
        assert 3 <= len(re.sub(r"\$[^$]*\$", "x", answer.answer).split()) <= 15
        assert answer.answer not in answer.because


@every
def test_its_mathematics_is_set_and_not_typed(one):
    """A key of a table or bound that is typed at the command line may stand in a column that says so."""
    result, _ = found(one.key)
    cells = [show(value) for row in result.table for name, value in row.items() if name not in KEYS]
    headers = [name.replace("_", " ") for row in result.table[:1] for name in row]  # as the page shows them
    words = [one.title, one.question, result.text, result.caption, *headers, *cells]
    words += [*texts(result.figures), *texts([[a.answer, a.because, a.condition] for a in result.answers])]

    assert [(text[:80], typed(text)) for text in words if typed(text)] == []


def test_typed_mathematics_is_seen():
    for text in (
        "the pointwise epsilon",
        "T**2",
        "10^6 decisions",
        "Δ_star",
        "1e-5",
        "2 * 10",
        "log((−ε+ρ)/(2ρ))",
        "recovery:rho=1/5",
        "$\\Pi_{count}$",
        "$TVmax$",
    ):
        assert typed(text), text
    assert typed("$\\epsilon T + 2 \\epsilon T^2$, `T**2`, ε = 10⁻⁵, a **bold** word, the bound: 3") == []


@every
def test_its_table_says_what_to_see_in_it_and_not_its_title_again(one):
    """A longer table is not on the page, but beside it."""
    result, _ = found(one.key)
    if len(result.table) <= 60:
        assert result.caption.endswith((".", ")."))
        assert one.title.lower() not in result.caption.lower()


@every
def test_the_conditions_of_its_claims_are_two_lines_at_most(one):
    for answer in found(one.key)[0].answers:
        assert len(re.sub(r"\$[^$]*\$", "a formula", answer.condition)) <= 2 * 120, answer.condition


def test_the_proofs_that_the_words_name_exist():
    named = {key for one in ALL for key in DERIVATION.findall(one.prose.source)}

    assert named
    assert named <= {one.key for one in DERIVATIONS}


def test_a_general_sentence_without_proof_or_world_and_a_letter_without_words_are_seen():
    said = "The clone never errs. In this world it never errs. It never errs (`tightrope derive dagger`). It errs."

    assert unbacked(said) == ["The clone never errs."]
    assert unexplained(r"The error is $(1 - \lambda) A^{-j}$ and costs $\epsilon T$.") == {r"\lambda", "A", "j"}
    assert unexplained(r"With memory $\lambda$, $A = 2$ actions: $(1 - \lambda)/A$, and $\sum_{j=1}^T j$.") == set()


@every
def test_it_answers_its_claims_and_shows_figures_that_exist(one):
    result, _ = found(one.key)
    everywhere = {key for other in ALL for key in re.findall(r"^## Figure (\S+)", other.prose.source, re.MULTILINE)}

    assert {answer.claim for answer in result.answers} == set(one.claims)
    assert {answer.figure for answer in result.answers} - {""} <= everywhere
    assert all(answer.numbers or answer.readings or answer.evidence == "proved" for answer in result.answers)


@every
def test_each_axis_says_what_it_shows_and_in_what_unit(one):
    for figure in found(one.key)[0].figures:
        for picture in figure.pictures:
            if isinstance(picture, ALONE):
                continue
            labels = [picture.x.label] + ([] if isinstance(picture, Ratios) else [picture.y.label])
            if isinstance(picture, Heat | Contours):
                labels.append(picture.grid.unit)
            for label in labels:
                assert any(unit in label for unit in UNITS), f"{figure.key}: {label!r} names no unit"


@every
def test_no_word_of_the_prose_is_in_the_module(one):
    """Strings of a module are names and labels; a sentence of more than a dozen words belongs beside it."""
    name = f"{one.key.replace('-', '_')}.py"
    for path in (FOLDER / name, FOLDER / "pictures" / name):
        if not path.exists():
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
        docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
                assert len(node.value.split()) <= 14, f"{path.name}: {node.value!r}"


def test_a_placeholder_without_a_value_is_an_error(tmp_path):
    one = experiments.experiment("hindsight")
    path = tmp_path / "spoilt.md"
    path.write_text(one.prose.source + "\n{{ study.nothing_of_the_kind }}\n", encoding="utf-8")

    with pytest.raises(ValueError, match="a placeholder names what the experiment does not have"):
        replace(one, prose=replace(one.prose, path=path)).run(SMALL)


def test_a_section_that_is_nobodys_and_one_that_is_missing_are_errors(tmp_path):
    one, path = experiments.experiment("hindsight"), tmp_path / "spoilt.md"
    for text in (
        one.prose.source + "\n## Claim L99\n\nNobody says so.\n",
        one.prose.source.replace(f"## Claim {one.claims[0]}", "## Claim L99"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="must have a section for each of the claims"):
            replace(one, prose=replace(one.prose, path=path)).run(SMALL)


@every
def test_what_is_not_in_the_bare_package_is_declared(one):
    """Gymnasium's tables are met by name only: among the values of an experiment's file and of its pictures."""
    modules = [sys.modules[one.measure.__module__], sys.modules[getattr(one.pictures, "__module__", __name__)]]
    values = [value for module in modules for value in vars(module).values() if isinstance(value, str | tuple | dict)]

    assert ("gymnasium" in one.needs) == any("gymnasium:" in repr(value) for value in values)

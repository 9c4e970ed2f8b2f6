"""The table of kernel theorems, its statements and proofs hold together; where Coq is there, the kernel is asked."""

import re

import pytest

from tightrope.bounds.catalogue import BOUNDS
from tightrope.bounds.formal import FILES, MUTANTS, STATEMENTS, THEOREMS, Theorem, theorem_of_bound, theorems_of_claim
from tightrope.bounds.formal.check import CLOSED, SOURCE, assumptions, compile_files, compile_one, coq_is_there

NEEDS_COQ = pytest.mark.skipif(not coq_is_there(), reason="the formal part needs coqc")


def text(name):
    """A file without its comments, its white space made even."""
    return " ".join(re.sub(r"\(\*.*?\*\)", "", (SOURCE / name).read_text(encoding="utf-8"), flags=re.DOTALL).split())


def proposition(theorem):
    """The statement of a theorem, up to its full stop."""
    return re.search(rf"Definition {theorem.name} : Prop := (.*?)\.(?: |$)", text(STATEMENTS)).group(1)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("formal")
    compile_files(folder)
    return folder


@pytest.mark.parametrize("theorem", THEOREMS, ids=lambda theorem: theorem.name)
def test_a_theorem_is_stated_where_a_reader_looks_and_proved_where_the_table_says(theorem):
    assert proposition(theorem)
    assert f"Theorem {theorem.proof} : {theorem.name}." in text(theorem.file)


def test_every_proof_has_its_row_in_the_table():
    proved = [name for file in FILES for name in re.findall(r"Theorem (\w+)_holds :", text(file))]
    refuted = re.findall(r"Theorem (\w+)_refuted : ~", text("mutants.v"))

    assert sorted(proved) == sorted(theorem.name for theorem in THEOREMS)
    assert sorted(refuted) == sorted(mutant.name for mutant in MUTANTS)


def test_every_file_of_the_folder_is_compiled():
    assert sorted(path.name for path in SOURCE.glob("*.v")) == sorted(FILES)


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_assumed_or_left_out(file):
    assert not re.search(r"\b(Axiom|Parameter|Conjecture|Admitted|admit|give_up)\b", text(file))


def test_a_bound_that_names_a_theorem_is_in_the_catalogue_and_its_right_hand_side_in_the_statement():
    keys = {bound.key for bound in BOUNDS}
    for theorem in THEOREMS:
        for key, right_hand_side in theorem.bounds.items():
            assert key in keys
            assert f"<= {right_hand_side}" in proposition(theorem), key


def test_a_bound_has_one_theorem_at_most_and_an_unproved_one_has_none():
    named = [key for theorem in THEOREMS for key in theorem.bounds]

    assert len(named) == len(set(named))
    assert theorem_of_bound("lecture").name == "lecture_bound"
    assert theorem_of_bound("smile") is None


def test_the_claims_of_the_two_arguments_and_of_dagger_have_theorems():
    assert {claim for claim in (f"L{i}" for i in range(1, 32)) if theorems_of_claim(claim)} == {
        *("L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "L11", "L12", "L29")
    }
    assert theorems_of_claim("L12")[0].name == "lecture_bound"


@NEEDS_COQ
def test_every_theorem_and_every_refuted_mutant_is_closed_under_the_global_context(compiled):
    found = assumptions(compiled)

    assert len(found) == len(THEOREMS) + len(MUTANTS)
    assert {name for name, rests_on in found.items() if rests_on != CLOSED} == set()


@NEEDS_COQ
def test_a_proof_that_was_not_given_is_found(compiled):
    cheat = "From Tightrope Require Import statements.\nTheorem bernoulli_holds : bernoulli. Admitted.\n"
    (compiled / "cheat.v").write_text(cheat, encoding="utf-8")
    compile_one(compiled, "cheat.v")
    (compiled / "asked.v").write_text(
        "From Tightrope Require Import cheat.\nPrint Assumptions bernoulli_holds.\n", encoding="utf-8"
    )

    said = compile_one(compiled, "asked.v")
    assert CLOSED not in said
    assert "bernoulli_holds" in said


@NEEDS_COQ
def test_a_theorem_that_proves_something_else_is_refused(compiled):
    class Wrong(Theorem):
        proof = "lecture_sum_value_holds"

    wrong = Wrong(name="lecture_bound", file="sums.v", words="")
    with pytest.raises(RuntimeError, match="does not compile"):
        assumptions(compiled, (wrong,), ())

"""Every derivation: what is true of one is true of all, the next one included.

Its facts and theorems are evaluated on problems in `tests/theorems/test_truth.py`.
"""

import re
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from sympy import Ge, Implies, Le

from tests.theorems.test_truth import MEANINGS, SEED, WORLDS
from tests.theorems.truth import meets
from tightrope import bounds
from tightrope.bounds.catalogue import DERIVATIONS
from tightrope.bounds.language.letter import indices, kinds
from tightrope.bounds.language.letters import t
from tightrope.bounds.proof.derivation import lemmas
from tightrope.bounds.proof.theorem import NotProved, arithmetic
from tightrope.reports.evidence.lines import asked_of_problems, judge

EVERY = pytest.mark.parametrize("derivation", DERIVATIONS, ids=lambda derivation: derivation.key)
MOST_PREMISES = 6
REVERSED = {Le: Ge, Ge: Le}
UNTRUE = {("distribution-shift", "split-equality"), ("recovery", "share-cap-overshoot")}  # lines that say so themselves
FOR_THE_READER = {
    ("hindsight", "two-squares")
}  # the solver finds the two squares by itself, in a hundred times the steps


@cache
def proved(derivation) -> tuple:
    """(reading, line, its theorem) wherever a proof is offered."""
    lines = product(derivation.assumes, derivation.steps)
    found = ((reading, step, derivation.theorem(step, reading)) for reading, step in lines)
    return tuple(one for one in found if one[2])


def reversed_(statement):
    """The line with its <= or >= the other way round, under the same condition; None for other lines."""
    if isinstance(statement, Implies):
        condition, conclusion = statement.args
        other = reversed_(conclusion)
        return None if other is None else Implies(condition, other)
    turned = REVERSED.get(statement.func)
    return None if turned is None else turned(statement.lhs, statement.rhs)


@EVERY
def test_it_has_a_title_a_source_among_the_references_and_one_meaning(derivation):
    references = (Path(bounds.__file__).parent / "references.bib").read_text(encoding="utf-8")

    assert derivation.title
    assert derivation.source in re.findall(r"@\w+\{([^,]+),", references)
    assert sum(derivation in meaning.DERIVATIONS for meaning in MEANINGS) == 1


@EVERY
def test_every_line_has_a_reason_and_an_id_of_its_own(derivation):
    assert all(step.reason for step in derivation.steps)
    assert len({step.id for step in derivation.steps}) == len(derivation.steps)


@EVERY
def test_every_line_is_proved_or_refuted_under_every_reading(derivation):
    for reading in derivation.assumes:
        for step in derivation.steps:
            verdict = judge(derivation, step.id, reading).verdict
            assert verdict in (("holds", "attained") if step.proof(reading) else ("refuted",)), (step.id, reading)


@EVERY
def test_every_line_about_numbers_is_proved_under_every_reading_unless_it_says_that_it_is_false(derivation):
    for step in derivation.steps:
        if not asked_of_problems(step):
            proofs = [step.proof(reading) for reading in derivation.assumes]
            assert any(proofs) == all(proofs) == ((derivation.key, step.id) not in UNTRUE), step.id


@EVERY
def test_a_line_is_refused_without_any_of_the_facts_that_it_rests_on(derivation):
    for reading, step, theorem in proved(derivation):
        for one in theorem.facts():
            fewer = replace(
                derivation,
                facts=tuple(fact for fact in derivation.facts if fact != one),
                assumes={reading: tuple(fact for fact in derivation.assumes[reading] if fact != one)},
            )
            with pytest.raises(NotProved, match="rests on"):
                fewer.proved(replace(step, proofs={reading: lambda theorem=theorem: theorem}), reading)


def test_every_fact_and_assumption_is_needed_by_some_line():
    known = {one for each in DERIVATIONS for one in (*each.facts, *sum(each.assumes.values(), ()))}
    needed = {one for each in DERIVATIONS for _, _, theorem in proved(each) for one in theorem.facts()}

    assert known == needed


@EVERY
def test_no_inference_of_arithmetic_does_without_one_of_its_premises(derivation):
    """But for an induction's base, which is often obvious, its hypothesis, and what a line tells the reader."""
    told = {step.statement for step in derivation.steps if (derivation.key, step.id) in FOR_THE_READER}
    way = {id(one): one for _, _, theorem in proved(derivation) for one in lemmas(theorem)}.values()
    bases = {id(one.premises[0]) for one in way if one.rule.startswith("induction")}
    for one in way:
        if one.rule == "arithmetic" and id(one) not in bases and len(one.premises) <= MOST_PREMISES:
            for premise in one.premises:
                if premise.conclusion in told or _is_inductive_hypothesis(premise):
                    continue
                with pytest.raises(NotProved):
                    arithmetic(one.conclusion, *(other for other in one.premises if other is not premise))


def _is_inductive_hypothesis(premise) -> bool:
    return premise.rule == "assumed" and any(one.fixes for one in premise.hypotheses)


@EVERY
def test_the_reverse_of_an_inequality_is_refused_by_the_rules_that_prove_it(derivation):
    for _, step, theorem in proved(derivation):
        other = reversed_(step.statement)
        if other is None or theorem.rule not in ("arithmetic", "assumed"):
            continue
        with pytest.raises(NotProved):
            arithmetic(other, *theorem.premises)


@pytest.mark.parametrize("meaning", MEANINGS, ids=lambda meaning: meaning.__name__.rpartition(".")[2])
def test_the_reverse_of_an_inequality_is_false_of_some_problem(meaning):
    left = {
        (derivation, reading, reversed_(step.statement))
        for derivation in meaning.DERIVATIONS
        for reading, step, _ in proved(derivation)
        if reversed_(step.statement) is not None
    }
    for world in meaning.worlds(WORLDS, SEED):
        for derivation, reading, other in tuple(left):
            if meets(derivation, reading, world) and world.broken(other) is not None:
                left.remove((derivation, reading, other))

    assert not left


@EVERY
def test_the_scope_of_a_line_is_what_it_speaks_of(derivation):
    for step in derivation.steps:
        individuals, changing = kinds(step.statement), indices(step.statement)
        assert (step.scope == "state") == bool(individuals), step.id
        assert step.scope != "decision" or t in changing, step.id
        assert step.scope != "episode" or not changing, step.id

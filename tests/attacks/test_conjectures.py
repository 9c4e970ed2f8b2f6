"""A small seeded part of the attack on `refute` runs with the suite;
the whole is `python -m tests.attacks.conjectures`.
"""

from fractions import Fraction

import pytest

from tests.attacks import conjectures
from tests.attacks.conjectures import asked_of, attack, objections, wrong

PER_STEP = {"reading": "per_step"}
EVERYWHERE = ("0:1", "1:")


def test_nothing_false_is_said_of_formulas_near_the_truth_undefined_or_at_a_boundary():
    tally = attack(30, seed=11)

    assert tally.fell == []
    assert tally.counts["refuted"] >= 8
    assert tally.counts["holds"] + tally.counts["attained"] >= 10


def test_the_attack_notices_a_prover_that_proves_everything(monkeypatch):
    monkeypatch.setattr(conjectures, "prove", lambda *_: "induction on T")

    assert any("proved by induction on T, and false at" in line for line in attack(12, seed=11).fell)


@pytest.mark.parametrize(
    ("answered", "asked", "words"),
    [
        ("epsilon*T**2", "0.9*epsilon*T**2", "attained, and false at"),
        ("epsilon*T**2", "2*epsilon*T**2", "not equal at epsilon"),
        ("epsilon*T", "epsilon*T**2", "no counterexample"),
        ("1.6*T*(1-exp(-epsilon*T))", "epsilon*T", "left undecided, although false"),
        ("T/(1-epsilon)", "T/(1+epsilon)", "defined at epsilon = 1"),
    ],
)
def test_the_attack_notices_an_answer_that_belongs_to_another_formula(answered, asked, words):
    answer = conjectures.decide(asked_of(answered, PER_STEP, EVERYWHERE))
    other = asked_of(asked, PER_STEP, EVERYWHERE)

    assert any(words in line for line in objections(other, answer, *wrong(other)))


def test_the_attack_notices_that_what_is_said_to_be_defined_nowhere_is_defined():
    asked = asked_of("T", PER_STEP, EVERYWHERE)

    assert objections(asked, None, *wrong(asked))


def test_a_point_where_a_claim_is_false_is_found_by_its_meaning():
    below, defined = wrong(asked_of("T - (1-epsilon)**(50-T)", PER_STEP, ("1:1", "1:50")))

    assert below.startswith(f"epsilon = {Fraction(1)}, T = 50")
    assert defined == 14  # T = 1 to 10, 20, 45, 49, 50

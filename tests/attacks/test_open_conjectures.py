"""A small seeded part of the attack on open letters, an open constant and large T runs with the suite;
the whole is `python -m tests.attacks.open_conjectures`.
"""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.attacks.open_conjectures import attack, objections
from tightrope.reports.evidence.conjecture import decide
from tightrope.reports.evidence.question import question

PER_STEP = {"reading": "per_step"}


def test_nothing_false_is_said():
    tally = attack(12, seed=3)

    assert tally.fell == []
    assert tally.counts["tried"] == 12


@pytest.mark.parametrize(
    ("answered", "asked", "ask", "words"),
    [
        ("u*epsilon*T", "0.9*u*epsilon*T", {"reading": "on_policy", "quantity": "gap"}, "attained, and false at"),
        ("0.9*u*epsilon*T", "u*epsilon*T", {"reading": "on_policy", "quantity": "gap"}, "no counterexample"),
        ("C*epsilon*T**2", "C*epsilon*T", PER_STEP, "is said to be enough, and is false at"),
        ("C*epsilon*T**2", "2*C*epsilon*T**2", PER_STEP, "is not needed"),
        ("0.51*epsilon*T**2", "0.4*epsilon*T**2", {**PER_STEP, "horizon": "eventually"}, "said to hold from T = 50"),
        ("0.49*epsilon*T**2", "epsilon*T**2", {**PER_STEP, "horizon": "eventually"}, "no failure is seen"),
    ],
)
def test_the_attack_notices_an_answer_that_belongs_to_another_formula(answered, asked, ask, words):
    answer, other = decide(question(answered, **ask)), question(asked, **ask)

    assert list(objections(answer.conjecture, answer)) == []
    assert any(words in line for line in objections(other, answer))


def test_the_attack_notices_a_constant_that_is_said_to_grow_and_does_not():
    asked = question("C*epsilon*T", **PER_STEP)
    found = decide(asked)
    still = replace(found.constant, growing=tuple((e, t, Fraction(1)) for e, t, _ in found.constant.growing))

    assert any("and does not" in line for line in objections(asked, replace(found, constant=still)))

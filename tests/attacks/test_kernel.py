"""The attack on the kernel, a short one, and that it would see a fall."""

import random

from sympy import Ge

from tests.attacks.kernel import Attack, attack
from tests.theorems.meanings import imitation
from tightrope.bounds.language.letters import survival
from tightrope.bounds.proof import theorem as kernel


def test_no_theorem_made_by_rules_at_random_is_false():
    made = attack(rounds=150, seed=5)

    assert made.fell == []
    assert sum(made.made.values()) > 30
    assert made.tally.places > 500


def test_a_false_theorem_would_be_seen():
    made = Attack(rng=random.Random(1), worlds=list(imitation.worlds(4, 1)))
    false = kernel.Theorem(kernel._SEAL, Ge(survival, 1), frozenset(), frozenset(), "a lie", ())
    made.step(lambda: false)

    assert made.fell

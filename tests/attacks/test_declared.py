"""A small seeded part of the attack on what is declared; the whole is `python -m tests.attacks.declared`."""

from fractions import Fraction

from tests.attacks import declared
from tightrope.bounds.extremes import shares


def test_nothing_exceeds_what_is_printed():
    tried, fell = declared.attack(25, seed=2)

    assert fell == []
    assert tried["sharp answers"] >= 8
    assert tried["problems, stochastic expert"] == 150


def test_the_attack_notices_a_worst_case_that_is_too_small(monkeypatch):
    right = shares.most_erred
    monkeypatch.setattr(shares, "most_erred", lambda spent, cap: right(spent, cap) * Fraction(9, 10))
    _, fell = declared.attack(10, seed=2)

    assert fell

"""L27: what hindsight keeps of the optimum; each line proved, and refuted when it is made a little stronger."""

from dataclasses import replace

import pytest
from sympy import Eq, Ge, Rational, diff, simplify

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, best_chance, best_root, other_chance, other_square
from tightrope.bounds.lecture.hindsight import (
    DERIVATION,
    LOCK,
    ONE_STEP,
    UNIFORM,
    WORST_ODDS,
    _divided,
    _pivot,
    _reached,
    _squares,
    iterated,
    odds,
)
from tightrope.bounds.proof.derivation import identity, scalar


def verdicts(lemma):
    return [outcome.verdict for outcome in lemma.outcomes()]


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_every_line_is_proved_and_only_with_all_of_its_lemmas(step):
    assert DERIVATION.proved(step, "any")
    lemmas = step.proof("any")
    for i in range(len(lemmas) - 1):
        assert not DERIVATION.proved(replace(step, proofs={"any": (*lemmas[:i], *lemmas[i + 1 :])}), "any")


def test_a_larger_share_of_the_optimum_is_refuted():
    more = Ge((1 + best_root) * (best_root**2 * best_chance**2 + other_square), 3 * best_root * best_chance * _reached)

    assert "refuted" in verdicts(scalar(more, _divided.statement, best_root <= 1))


def test_the_step_needs_the_squares():
    without = scalar(Ge((1 + best_root) * other_square, 2 * _pivot * other_chance - _pivot**2 * (1 - best_root)))

    assert verdicts(without) == ["refuted"]
    assert verdicts(_squares) == ["proved"]


def test_the_floor_is_attained_at_its_odds_and_not_at_twice_them():
    assert verdicts(identity(Eq(ONE_STEP.subs(odds, WORST_ODDS), UNIFORM))) == ["proved"]
    assert "proved" not in verdicts(identity(Eq(ONE_STEP.subs(odds, 2 * WORST_ODDS), UNIFORM)))


@pytest.mark.parametrize("count", [2, 4, 5, 9, 10])
def test_the_worst_odds_are_where_the_derivative_vanishes(count):
    slope = diff(ONE_STEP.subs(actions, count), odds)

    assert simplify(slope.subs(odds, WORST_ODDS.subs(actions, count))) == 0
    assert slope.subs(odds, Rational(1, 100)) < 0 < slope.subs(odds, Rational(99, 100))


def test_values_that_can_be_checked_by_hand():
    assert [UNIFORM.subs(actions, count) for count in (4, 9)] == [Rational(2, 3), Rational(1, 2)]
    assert exact_value(LOCK, {actions: 4, odds: Rational(1, 3), T: 3}) == Rational(8, 27)
    assert exact_value(iterated(0 * T), {actions: 2, odds: Rational(1, 2), T: 1}) == Rational(3, 4)

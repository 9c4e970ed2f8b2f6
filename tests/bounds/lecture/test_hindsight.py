"""L27: what hindsight keeps of the optimum; each line proved, and refuted when it is made a little stronger."""

import pytest
from sympy import And, Eq, Ge, Le, Rational, diff, simplify, sqrt

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, k
from tightrope.bounds.lecture.hindsight import (
    FLOOR,
    IN_THE_END,
    IS_MEAN,
    LEAST_SHARE,
    LOCK,
    MANY_DECISIONS,
    ONE_STEP,
    PASSWORD,
    UNIFORM,
    WORST_ODDS,
    _decision,
    _kept,
    _reached,
    best_chance,
    best_root,
    by_decisions,
    cloned,
    decision,
    iterated,
    kept,
    odds,
    optimum,
    other_square,
    reached,
    root,
    squares,
)
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity


def test_a_larger_share_of_the_optimum_is_refuted():
    more = Ge((1 + best_root) * (best_root**2 * best_chance**2 + other_square), 3 * best_root * best_chance * _reached)

    with pytest.raises(NotProved, match="refuted"):
        arithmetic(more, squares())


def test_the_floor_is_attained_at_its_odds_and_not_at_twice_them():
    assert identity(Eq(ONE_STEP.subs(odds, WORST_ODDS), UNIFORM))
    with pytest.raises(NotProved, match="refuted"):
        identity(Eq(ONE_STEP.subs(odds, 2 * WORST_ODDS), UNIFORM))


@pytest.mark.parametrize("count", [2, 4, 5, 9, 10])
def test_the_worst_odds_are_where_the_derivative_vanishes(count):
    slope = diff(ONE_STEP.subs(actions, count), odds)

    assert simplify(slope.subs(odds, WORST_ODDS.subs(actions, count))) == 0
    assert slope.subs(odds, Rational(1, 100)) < 0 < slope.subs(odds, Rational(99, 100))


def test_values_that_can_be_checked_by_hand():
    assert [UNIFORM.subs(actions, count) for count in (4, 9)] == [Rational(2, 3), Rational(1, 2)]
    assert exact_value(LOCK, {actions: 4, odds: Rational(1, 3), T: 3}) == Rational(8, 27)
    assert exact_value(iterated(0 * T), {actions: 2, odds: Rational(1, 2), T: 1}) == Rational(3, 4)


def test_many_decisions_with_one_decision_are_one_decision_and_a_password_of_one_letter_is_a_lock():
    assert simplify(MANY_DECISIONS.subs(T, 1) - UNIFORM) == 0
    assert simplify(PASSWORD.subs(T, 1) - LOCK.subs(T, 1)) == 0


@pytest.mark.parametrize("decisions", [2, 3, 6])
@pytest.mark.parametrize("count", [2, 5, 16])
def test_a_lock_keeps_more_than_the_floor_of_many_decisions(decisions, count):
    """Between once and 2^(T - 1) times: the mean of powers exceeds the power of the mean."""
    floor, lock = (formula.subs({actions: count, T: decisions}) for formula in (MANY_DECISIONS, UNIFORM**T))

    assert floor < lock < 2 ** (decisions - 1) * floor


def test_the_frontier_needs_each_of_its_parts():
    """What one decision adds, with a part left out or another constant, is refused."""
    frontier = decision(assume(_kept, k))
    later = And(Le(reached.next, cloned.next), _decision)

    assert by_decisions(_kept, later, frontier, *map(assume, IN_THE_END))
    with pytest.raises(NotProved, match="refuted"):
        by_decisions(_kept, later, frontier, assume(IN_THE_END[0]))  # the clone in the end: anything
    with pytest.raises(NotProved):
        arithmetic(_decision, assume(IS_MEAN), assume(LEAST_SHARE))  # without the inductive hypothesis


def test_a_larger_share_of_the_optimum_of_many_decisions_is_refuted():
    assert arithmetic(Ge((1 + root) * cloned, 2 * root * optimum), kept())
    for more in (
        Ge((1 + root) * cloned, Rational(21, 10) * root * optimum),
        Ge((1 + root**2) * cloned, 2 * root * optimum),
        Ge(cloned, root * (2 - root) * optimum),
    ):
        with pytest.raises(NotProved, match="refuted"):
            arithmetic(more, kept())


def test_the_floor_of_many_decisions_is_that_of_one_at_the_share_of_a_word():
    for count, decisions in ((2, 2), (5, 3), (9, 4)):
        word = 1 / sqrt(count) ** decisions
        assert simplify(FLOOR.subs(best_root, word) - MANY_DECISIONS.subs({actions: count, T: decisions})) == 0

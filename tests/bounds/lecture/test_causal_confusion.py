"""L17: the lines about the brake light, each with a neighbour that is false."""

from fractions import Fraction

import pytest
from sympy import Eq, Implies, Le, Lt, Min, Rational

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, t
from tightrope.bounds.lecture.causal_confusion import (
    COPIER,
    COPIER_COST,
    DRAWN_ERROR,
    HALF,
    HALVES,
    ROUNDS,
    ROUNDS_LONG,
    TRAINING_ERROR,
    WITHOUT_LIGHT,
    _contradicted,
    blur,
    copier_closed_form,
    light_error,
    light_wrong,
    parity,
    switch,
)
from tightrope.bounds.proof.tactics import by_induction
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity


def test_the_training_error_is_not_smaller_than_both():
    half = Eq(
        Min((1 - blur) * (1 - switch), blur * switch) + Min((1 - blur) * switch, blur * (1 - switch)),
        Min(switch, blur) / 2,
    )

    with pytest.raises(NotProved, match="refuted"):
        arithmetic(half, *map(assume, HALVES))


def test_the_windscreen_beyond_one_half_would_not_be_kept():
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le(blur, _contradicted), assume(Le(switch, HALF)))


def test_the_light_is_not_obeyed_when_both_err_alike():
    obeyed = Implies(Le(switch, blur), Lt((1 - blur) * switch, blur * (1 - switch)))

    with pytest.raises(NotProved, match="refuted"):
        arithmetic(obeyed)


def test_who_obeys_the_light_is_not_right_at_first():
    with pytest.raises(NotProved, match="refuted"):
        by_induction(Eq(2 * light_wrong, 1 - parity), t, *COPIER)


def test_drawn_actions_err_without_the_light_as_often_as_with_it_only_in_the_long_run():
    values = {light_wrong: Rational(1, 20), switch: Rational(1, 20), blur: Rational(1, 5)}

    assert DRAWN_ERROR.subs(values) < WITHOUT_LIGHT.subs(values)
    with pytest.raises(NotProved, match="refuted"):
        identity(Eq(DRAWN_ERROR.subs(light_wrong, switch), WITHOUT_LIGHT))


@pytest.mark.parametrize("horizon", [1, 2, 9, 40])
@pytest.mark.parametrize("q", [Fraction(1, 20), Fraction(1, 3), Fraction(1, 2)])
def test_the_copiers_cost_is_the_closed_form(q, horizon):
    closed = copier_closed_form().subs({switch: Rational(q), T: horizon})

    assert Rational(exact_value(COPIER_COST, {switch: q, T: horizon})) == closed
    assert closed == Rational(horizon) / 2 - (1 - 2 * q) * (1 - (1 - 2 * q) ** horizon) / (4 * q)


def test_the_rounds_of_dagger_start_at_one_and_grow_towards_the_horizon_where_the_light_is_worth_it():
    def rounds(d, wrong):
        return ROUNDS.subs({switch: Rational(1, 20), blur: d, light_error: wrong})

    assert [rounds(d, HALF) for d in (Rational(1, 5), Rational(9, 20))] == [1, 9]
    assert ROUNDS_LONG.subs({switch: Rational(1, 20), blur: Rational(9, 20)}) == 9
    assert rounds(Rational(1, 5), Rational(201, 1000)) == 151
    assert TRAINING_ERROR.subs({switch: Rational(1, 20), blur: Rational(1, 5)}) == Rational(1, 20)

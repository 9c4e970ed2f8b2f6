"""L15, L16: the lines about memory, each with a neighbour that is false."""

from fractions import Fraction

import pytest
from sympy import Eq, Le

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import samples
from tightrope.bounds.lecture.memory import (
    CHAIN,
    FLOOR,
    ONE_LAG_ERROR,
    TABLE_ERROR,
    alphabet,
    decay,
    delay,
    guess,
    i,
    lags,
    order,
    persistence,
    same,
    same_again,
)
from tightrope.bounds.proof.tactics import by_induction
from tightrope.bounds.proof.theorem import NotProved, arithmetic


def test_observations_do_not_forget_each_other_entirely():
    with pytest.raises(NotProved, match="refuted"):
        by_induction(Eq(same, decay), i, *CHAIN)


def test_the_same_symbol_is_not_likelier_by_a_factor_of_two():
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le(2 * (1 - decay) * guess, same), same_again())


def floor(memory, j):
    return exact_value(FLOOR, {alphabet: 2, delay: 3, order: j, persistence: memory})


def test_the_floor_is_chance_for_independent_observations_and_nothing_for_constant_ones():
    assert [floor(Fraction(0), j) for j in range(5)] == [Fraction(1, 2)] * 3 + [0, 0]
    assert [floor(Fraction(1), j) for j in range(5)] == [0] * 5
    assert floor(Fraction(1, 2), 2) < floor(Fraction(1, 2), 1) < floor(Fraction(1, 2), 0)


def test_the_order_of_the_expert_is_best_for_every_amount_of_data():
    for N in (1, 10, 100):
        errors = [exact_value(TABLE_ERROR, {alphabet: 2, delay: 3, order: j, samples: N}) for j in range(8)]
        assert errors.index(min(errors)) == 3
        assert errors[3:] == sorted(errors[3:])


def test_for_a_markovian_expert_every_further_observation_only_costs_data():
    errors = [exact_value(TABLE_ERROR, {alphabet: 2, delay: 0, order: j, samples: 20}) for j in range(6)]

    assert errors == sorted(errors)
    assert errors[0] < errors[1]


def test_one_lag_to_find_costs_the_logarithm_of_the_lags():
    def needed(largest):
        return next(
            N
            for N in range(1, 60)
            if exact_value(ONE_LAG_ERROR, {alphabet: 2, lags: largest, samples: N}) <= Fraction(1, 20)
        )

    assert [needed(2**doublings - 1) for doublings in (3, 4, 5, 6)] == [6, 7, 8, 9]

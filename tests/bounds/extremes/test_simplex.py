"""Linear programs in rationals: optimal, with multipliers that prove it; the unbounded ones are refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from tightrope.bounds.extremes.simplex import solve

NUMBERS = st.fractions(-3, 3, max_denominator=6)
LIMITS = st.fractions(0, 5, max_denominator=6)


@st.composite
def bounded_programs(draw):
    """Any rows, and one that bounds the sum of all variables."""
    columns, count = draw(st.integers(1, 4)), draw(st.integers(0, 4))
    rows = [dict(enumerate(draw(st.lists(NUMBERS, min_size=columns, max_size=columns)))) for _ in range(count)]
    gains = draw(st.lists(NUMBERS, min_size=columns, max_size=columns))
    limits = draw(st.lists(LIMITS, min_size=count + 1, max_size=count + 1))
    return gains, [*rows, dict.fromkeys(range(columns), Fraction(1))], limits


@given(bounded_programs())
def test_the_solution_is_feasible_and_its_multipliers_prove_it_optimal(program):
    gains, rows, limits = program
    x, y = solve(gains, rows, limits)

    assert min(x + y) >= 0
    assert all(sum(a * x[i] for i, a in row.items()) <= limit for row, limit in zip(rows, limits, strict=True))
    for i, gain in enumerate(gains):
        assert sum(row[i] * price for row, price in zip(rows, y, strict=True)) >= gain
    assert sum(g * v for g, v in zip(gains, x, strict=True)) == sum(b * v for b, v in zip(limits, y, strict=True))


@given(bounded_programs())
def test_the_value_is_that_of_a_floating_point_solver(program):
    gains, rows, limits = program
    x, _ = solve(gains, rows, limits)
    dense = [[float(row[i]) for i in range(len(gains))] for row in rows]
    solved = linprog([-float(g) for g in gains], A_ub=dense, b_ub=[float(b) for b in limits])

    assert float(sum(g * v for g, v in zip(gains, x, strict=True))) == pytest.approx(-solved.fun, abs=1e-9)


def test_beales_program_on_which_the_plain_rule_goes_round_in_circles_ends():
    gains = [Fraction(3, 4), Fraction(-150), Fraction(1, 50), Fraction(-6)]
    rows = [
        {0: Fraction(1, 4), 1: Fraction(-60), 2: Fraction(-1, 25), 3: Fraction(9)},
        {0: Fraction(1, 2), 1: Fraction(-90), 2: Fraction(-1, 50), 3: Fraction(3)},
        {2: Fraction(1)},
    ]
    x, _ = solve(gains, rows, [Fraction(0), Fraction(0), Fraction(1)])

    assert sum(g * v for g, v in zip(gains, x, strict=True)) == Fraction(1, 20)


def test_a_constraint_that_was_used_up_may_be_left_again():
    """x + y subject to 3 x + y <= 4 and 3 x <= 3: the way over x = 1 uses the last constraint up;
    the optimum is x = 0.
    """
    x, y = solve(
        [Fraction(1), Fraction(1)], [{0: Fraction(3), 1: Fraction(1)}, {0: Fraction(3)}], [Fraction(4), Fraction(3)]
    )

    assert (x, y) == ([0, 4], [1, 0])


def test_a_program_without_constraints_has_its_optimum_at_zero_or_none():
    assert solve([Fraction(-1)], [], []) == ([0], [])
    with pytest.raises(ValueError, match="unbounded"):
        solve([Fraction(1)], [], [])


def test_an_unbounded_program_and_a_negative_limit_are_refused():
    with pytest.raises(ValueError, match="unbounded"):
        solve([Fraction(1)], [{0: Fraction(-1)}], [Fraction(1)])
    with pytest.raises(ValueError, match="x = 0 is feasible; got -1"):
        solve([Fraction(1)], [{0: Fraction(1)}], [Fraction(-1)])

"""How many states sharpness needs, and what two can do: what is said, and refuted where a little false."""

from fractions import Fraction

import numpy as np
import pytest
from sympy import Ge, Le, Matrix, Rational, Symbol, eye

from tightrope.bounds.extremes.few_states import FEWEST, with_clock, without_clock
from tightrope.bounds.extremes.two_states import TOGETHER, survives, two_state_worst
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.readings import KEYS
from tightrope.bounds.proof.discharge import Obligation, discharge

TENTH, QUARTER = Fraction(1, 10), Fraction(1, 4)


def test_every_reading_has_its_counts_and_a_clock_never_needs_more():
    assert tuple(FEWEST) == KEYS
    for key in KEYS:
        for horizon in (1, 2, 3, 12):
            assert 1 <= with_clock(key, TENTH, horizon) <= without_clock(key, TENTH, horizon)


def test_an_error_averaged_at_each_decision_takes_as_many_states_as_decisions_without_a_clock_and_three_with_one():
    assert [without_clock("per_step", QUARTER, horizon) for horizon in (1, 2, 3, 4, 5, 9)] == [1, 2, 3, 4, 4, 4]
    assert [with_clock("per_step", QUARTER, horizon) for horizon in (1, 2, 3, 4, 5, 9)] == [1, 2, 3, 3, 3, 3]
    assert without_clock("per_step", Fraction(2, 7), 9) == 4  # 1/epsilon is 3.5
    assert with_clock("per_step", Fraction(1, 2), 9) == 2


@pytest.mark.parametrize("error", [Fraction(0), Fraction(1)])
def test_without_a_doubt_about_errors_the_question_is_refused(error):
    with pytest.raises(ValueError, match="0 < epsilon < 1"):
        without_clock("per_step", error, 3)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_what_leaves_a_set_of_states_at_a_constant_rate_takes_as_many_states_as_decisions(size):
    """The sum of the coefficients of det(x - A) is det(1 - A), which is not 0 if all can leave; and size decisions can
    be reached, by a row of states.
    """
    x = Symbol("x")
    stays = Matrix(size, size, lambda i, j: Rational(1 + (3 * i + 5 * j) % 4, 4 * size + 1))
    coefficients = stays.charpoly(x).all_coeffs()
    row = Matrix(size, size, lambda i, j: int(j == i - 1))
    leaves = [(Matrix([[1] * size]) * row**t * Matrix([1] + [0] * (size - 1)))[0] for t in range(size + 1)]

    assert sum(coefficients) == (eye(size) - stays).det() != 0
    assert leaves == [1] * size + [0]


def test_what_goes_together_does_so_and_what_does_not_does_not():
    """The inequality is proved; with functions that go apart it is refuted, and so is one with a larger constant."""
    given, shown = TOGETHER.hypotheses, TOGETHER.conclusion
    apart = (*given[:-1], Le(given[-1].lhs, 0))

    assert discharge(TOGETHER).verdict == "proved"
    assert discharge(Obligation(apart, shown)).verdict == "refuted"
    assert discharge(Obligation(given, Ge(shown.lhs, shown.rhs * Rational(101, 100)))).verdict == "refuted"


def chain(random, horizon):
    """(epsilon, S_1, S_2, ...) of a Markov chain on two states, each decision with an average error of epsilon."""
    error = Fraction(int(random.integers(1, 12)), 24)
    share = Fraction(int(random.integers(1, 12)), 12)
    left, survival = [share, 1 - share], []
    for _ in range(horizon):
        part = Fraction(int(random.integers(0, 3)), 2)  # of the error that is spent on the first value, if it can be
        first = min(Fraction(1), error * part / share)
        second = (error - share * first) / (1 - share) if share < 1 else Fraction(0)
        if second > 1:
            first, second = (error - (1 - share)) / share, Fraction(1)
        left = [left[0] * (1 - first), left[1] * (1 - second)]
        survival.append(sum(left))
        stays, comes = (Fraction(int(random.integers(0, 5)), 4) for _ in range(2))
        left = [left[0] * stays + left[1] * comes, left[0] * (1 - stays) + left[1] * (1 - comes)]
        share = share * stays + (1 - share) * comes
        if not 0 < share < 1:  # one value only: start anew from there is another chain
            break
    return error, survival


def test_no_chain_of_two_states_that_was_drawn_keeps_fewer_runs_than_the_queue():
    """800 chains in rationals; a bound one decision ahead, or 1/50 higher, is exceeded by some of them."""
    random = np.random.default_rng(20261126)
    drawn = [chain(random, 7) for _ in range(800)]
    pairs = [(error, t, came) for error, survival in drawn if 2 * error < 1 for t, came in enumerate(survival, 1)]

    assert len(pairs) > 1_000
    assert all(came >= survives(error, t) for error, t, came in pairs)
    assert any(came < survives(error, t) * Fraction(51, 50) for error, t, came in pairs if t >= 3)
    assert any(came < survives(error, t - 1) for error, t, came in pairs if t >= 3)


def test_two_states_do_all_that_can_be_done_in_two_decisions_and_with_errors_of_one_half():
    assert two_state_worst(QUARTER, 2) == worst_case("per_step", QUARTER, 2) == 3 * QUARTER
    assert two_state_worst(QUARTER, 3) == 6 * QUARTER - QUARTER**2 / (1 - QUARTER) < worst_case("per_step", QUARTER, 3)
    assert two_state_worst(Fraction(1, 2), 7) == worst_case("per_step", Fraction(1, 2), 7)
    assert survives(QUARTER, 1) == 1 - QUARTER

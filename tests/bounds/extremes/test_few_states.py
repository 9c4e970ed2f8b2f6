"""How many states sharpness needs, and what two can do: decided case by case, and refuted where a little false."""

from fractions import Fraction

import pytest
from sympy import Ge, Matrix, Rational, Symbol, eye

from tightrope.bounds.extremes import two_states
from tightrope.bounds.extremes.few_states import FEWEST, with_clock, without_clock
from tightrope.bounds.extremes.two_states import cases, decided, epsilon, spent, survives, two_state_queue, y, z
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


def test_no_problem_of_two_states_does_more_than_the_queue_in_three_or_four_decisions():
    assert (decided(3), decided(4)) == (5, 40)
    with pytest.raises(ValueError, match="for 3 and 4 decisions; got 5"):
        list(cases(5))


def test_a_little_more_survival_than_the_queues_is_refuted():
    """s_3 (1 + 1/100): the solver finds a problem of two states below it."""
    (_, (obligation,)), *_ = [one for one in cases(3) if one[0].startswith("1 of 3 on a value that they fill")]
    left, right = obligation.conclusion.args
    assert discharge(obligation).verdict == "proved"
    assert discharge(Obligation(obligation.hypotheses, Ge(left, right * Rational(101, 100)))).verdict == "refuted"


def test_the_hard_families_are_the_same_inequalities_in_other_letters():
    """Both sides of each, at rational points: what is left of S_4 (1 - epsilon)^2 - (1 - 2 epsilon)^3."""
    at = {epsilon: Rational(1, 5), y: Rational(3, 10), z: Rational(1, 10)}
    low = {epsilon: Rational(1, 5), y: Rational(1, 8), z: Rational(1, 10)}
    names = list(two_states._HARD)
    found = {}
    for name, point in zip(names, (at, at, low), strict=True):
        first, second = name.split("; ")[0], name.split("; ")[1]
        one = next(kind for kind in spent(2, y) if kind.words == first)
        other = next(kind for kind in spent(2, z) if kind.words == second)
        joint = z if "together" in name else 0
        obligation = two_states._both_survive(one, other, (), joint)
        left, right = obligation.conclusion.args
        over = right / (1 - 2 * epsilon) ** 3  # the denominators
        found[name] = (left / over).subs(point)
    e, w, u, v = Rational(1, 5), Rational(10, 9), Rational(10, 3), Rational(8, 7)
    letters = {two_states.epsilon: e, two_states.w: w, two_states.u: u, two_states.v: v}
    kept, apart, rest = (part.subs(letters) for part in (two_states._kept, two_states._apart, two_states._rest))

    assert found[names[0]] == kept * (1 - e * w) * (1 - e) ** 3 / u
    assert found[names[1]] == kept * w * (1 - e) ** 4 / u
    assert found[names[2]] == apart * rest * (1 - e) ** 2 * w


def test_two_states_do_all_that_can_be_done_in_two_decisions_and_with_errors_of_one_half():
    assert two_state_queue(QUARTER, 2) == worst_case("per_step", QUARTER, 2) == 3 * QUARTER
    assert two_state_queue(QUARTER, 3) == 6 * QUARTER - QUARTER**2 / (1 - QUARTER) < worst_case("per_step", QUARTER, 3)
    assert two_state_queue(Fraction(1, 2), 7) == worst_case("per_step", Fraction(1, 2), 7)
    assert survives(QUARTER, 1) == 1 - QUARTER

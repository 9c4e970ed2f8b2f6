"""What is known of (1 - epsilon)^t: Bernoulli's and Bonferroni's inequalities, by induction and not by quotation."""

from collections.abc import Callable
from functools import cache

from sympy import Ge, Le, Symbol
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letters import T, epsilon, power, t
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic, whole

POWER = equations({power.start: 1, power.next: (1 - epsilon) * power})  # what w is, as facts

_second = epsilon**2 * t * (t - 1) / 2
_third = epsilon**3 * t * (t - 1) * (t - 2) / 6
INEQUALITY = Ge(power, 1 - epsilon * t)
AT_MOST_ONE = Le(power, 1)
ABOVE = Le(power * (1 + epsilon * t), 1)
SECOND_ORDER = Le(power, 1 - epsilon * t + _second)
THIRD_ORDER = Ge(power, 1 - epsilon * t + _second - _third)


@cache
def bernoulli() -> Theorem:
    """w >= 1 - epsilon t."""
    return by_induction(INEQUALITY, t, *POWER)


@cache
def at_most_one() -> Theorem:
    return by_induction(AT_MOST_ONE, t, *POWER)


@cache
def above() -> Theorem:
    """w (1 + epsilon t) <= 1."""
    return by_induction(ABOVE, t, *POWER)


@cache
def second_order() -> Theorem:
    """Bonferroni: w <= 1 - epsilon t + epsilon^2 t (t - 1)/2, where t is whole: t (t - 1) >= 0."""
    return by_induction(SECOND_ORDER, t, *POWER, whole(t - 1))


@cache
def third_order() -> Theorem:
    """And w >= that - epsilon^3 t (t - 1)(t - 2)/6."""
    return by_induction(THIRD_ORDER, t, *POWER, whole(t - 1), whole(t - 2))


FACTS: tuple[Callable[[], Theorem], ...] = (bernoulli, at_most_one, above, second_order, third_order)


@cache
def sharper() -> Theorem:
    """The third one for T = t + 1."""
    return arithmetic(Le(power * (1 - epsilon) * (1 + epsilon * t), 1 - epsilon), above())


def _of(statement: Boolean) -> Callable[[Symbol], Boolean]:
    return lambda letter: statement.subs({power: letter, t: T}, simultaneous=True)


# Of a letter that stands for (1 - epsilon)^T; the last two have the degrees that make a solver slow.
AFTER_T = (_of(INEQUALITY), _of(AT_MOST_ONE), _of(ABOVE), lambda w: Le(w * (1 + epsilon * (T - 1)), 1 - epsilon))
BONFERRONI = (_of(SECOND_ORDER), _of(THIRD_ORDER))

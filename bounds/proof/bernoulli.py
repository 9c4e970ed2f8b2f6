"""What is known of (1 - epsilon)^t: Bernoulli's and Bonferroni's inequalities, by induction and not by quotation."""

from collections.abc import Callable

from sympy import Ge, Le
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letters import T, epsilon, power, t
from tightrope.bounds.proof.derivation import Lemma, induction, scalar

INEQUALITY = Ge(power, 1 - epsilon * t)
WHOLE = (Ge(t * (t - 1), 0), Ge(t * (t - 1) * (t - 2), 0))  # of whole t >= 0; false between 0 and 1, or 1 and 2

_second = epsilon**2 * t * (t - 1) / 2
_third = epsilon**3 * t * (t - 1) * (t - 2) / 6


def _by_induction(statement: Boolean, *given: Boolean) -> Lemma:
    facts = (Le(epsilon, 1), *given)
    return induction(statement, *facts, over=t, start={power: 1}, following={power: (1 - epsilon) * power})


BERNOULLI = _by_induction(INEQUALITY)
FACTS = (
    BERNOULLI,
    _by_induction(Le(power, 1)),
    _by_induction(Le(power * (1 + epsilon * t), 1)),
    _by_induction(Le(power, 1 - epsilon * t + _second), *WHOLE),
    _by_induction(Ge(power, 1 - epsilon * t + _second - _third), *WHOLE),
)


_sharper = Le(power * (1 - epsilon) * (1 + epsilon * t), 1 - epsilon)  # the third one for T = t + 1
SHARPER = scalar(_sharper, FACTS[2].statement, Le(epsilon, 1))


def _after_T(statement: Boolean) -> Callable:
    return lambda letter: statement.subs({power: letter, t: T}, simultaneous=True)


# Of a letter that stands for (1 - epsilon)^T; the last two have the degrees that make a solver slow.
AFTER_T = (
    *(_after_T(lemma.statement) for lemma in FACTS[:3]),
    lambda letter: Le(letter * (1 + epsilon * (T - 1)), 1 - epsilon),
)
BONFERRONI = tuple(_after_T(lemma.statement) for lemma in FACTS[3:])

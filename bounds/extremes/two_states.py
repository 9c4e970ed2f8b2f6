r"""What two states can do with an error averaged over the expert's states (per step), dynamics depending on t or not.

From epsilon = 1/2 on two states attain the worst case (the queue of two places). Below, the same queue disagrees

    C = sum_t [1 - s_t],    s_t = (1 - epsilon) r^(t - 1),    r = (1 - 2 epsilon)/(1 - epsilon)

times, less than sum_t min(1, epsilon t) from T = 3 on; and for T <= 4 no problem of two states does more. For longer
episodes that is open: searched, never exceeded.

Why not more. A decision costs at most 1 - S_t, S_t the probability of no disagreement in t decisions, so it is enough
that S_t >= s_t. For t <= 2 that is the union bound. With a_i(X) the error of decision i in the state X that it is taken
in, S_t = E prod_i (1 - a_i), X a Markov chain on two states.

1   The error of decision 1 may be moved to the state of decision 2, that of decision t to the state of decision t - 1:
    its conditional expectation there has the same average, and does the same to S_t, the chain being Markov. So S_3 is
    E F(Y) with three errors on one state Y, and S_4 = E F(Y) K(Z) with two on each of two, F and K their products.
2   S_t falls with each a_i, and is affine in it; so at its least each a_i is at a corner of {0 <= a <= 1, E a =
    epsilon}: all of it in one of the two states, the rest, if that is full, in the other.
3   It is affine in the joint law of Y and Z between its ends, if the laws of Y and of Z are kept.

That leaves finitely many families of problems, with the probabilities y of one value of Y and z of one of Z; in each
`cases` asks z3 whether S_t >= s_t, for all epsilon < 1/2 at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement, product

from sympy import Expr, Ge, Integer, Le, Lt, S, Symbol, symbols
from sympy.logic.boolalg import Boolean

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.proof.discharge import Obligation, discharge

LONGEST = 4  # decisions for which it is decided
epsilon = Symbol("epsilon", positive=True)
y, z = symbols("y z", positive=True)
_below_half = Lt(2 * epsilon, 1)


@dataclass(frozen=True, kw_only=True)
class Spent:
    """So many errors on one state, at corners: where, and what they leave of its two values.

    `first` and `second` are numerator and denominator of the product of 1 - a_i for the value with probability `mass`
    and for the other one.
    """

    words: str
    mass: Symbol
    where: tuple[Boolean, ...]
    first: tuple[Expr, Expr]
    second: tuple[Expr, Expr]


def survives(error: Fraction, decisions: int) -> Fraction:
    """s_t of the queue with two places, for epsilon <= 1/2 and t >= 1; exact."""
    return (1 - error) * ((1 - 2 * error) / (1 - error)) ** (decisions - 1)


def two_state_queue(error: Fraction, horizon: int) -> Fraction:
    """The disagreements of the queue with two places: the most of all problems with two states if T <= 4, or epsilon
    >= 1/2, or epsilon = 0; exact.
    """
    if 2 * error >= 1:
        return worst_case("per_step", error, horizon)
    return sum((1 - survives(error, t) for t in range(1, horizon + 1)), Fraction(0))


def spent(decisions: int, mass: Symbol) -> Iterator[Spent]:
    """All corners but for the names of the two values: so many errors, `on` of them on the first value."""
    other = 1 - mass
    for on in range((decisions + 1) // 2, decisions + 1):
        full = Lt(mass, 1) if on == decisions else Le(mass, 1 - epsilon)
        yield Spent(
            words=f"{on} of {decisions} on one value",
            mass=mass,
            where=(Ge(mass, epsilon), full),
            first=((mass - epsilon) ** on, mass**on),
            second=((other - epsilon) ** (decisions - on), other ** (decisions - on)),
        )
    for on in range(1, decisions + 1):
        yield Spent(
            words=f"{on} of {decisions} on a value that they fill",
            mass=mass,
            where=(Le(mass, epsilon), Lt(mass, 1)),
            first=(S.Zero, S.One),
            second=((1 - epsilon) ** on * (other - epsilon) ** (decisions - on), other**decisions),
        )


def cases(decisions: int) -> Iterator[tuple[str, tuple[Obligation, ...]]]:
    """Each family, and what has to be shown of it. Raises ValueError but for 3 and 4 decisions."""
    if decisions == 3:
        for one in spent(3, y):
            yield one.words, (_survive(one),)
    elif decisions == LONGEST:
        pairs = combinations_with_replacement(range(len(kinds := list(spent(2, y)))), 2)  # time may run backwards
        for (i, k), (words, where, joint) in product(pairs, _couplings()):
            one, other = kinds[i], list(spent(2, z))[k]
            name = f"{one.words}; {other.words}; {words}"
            yield name, _HARD.get(name, (_both_survive(one, other, where, joint),))
    else:
        raise ValueError(f"two states are decided case by case for 3 and {LONGEST} decisions; got {decisions}")


def decided(decisions: int) -> int:
    """How many families there are, all of them decided. Raises RuntimeError at one that is not."""
    count = 0
    for name, obligations in cases(decisions):
        for one in obligations:
            if (outcome := discharge(one)).verdict != "proved":
                raise RuntimeError(f"two states, {decisions} decisions, {name}: {outcome.verdict} {outcome.model}")
        count += 1
    return count


def _couplings() -> tuple[tuple[str, tuple[Boolean, ...], Expr], ...]:
    """The probability that both have their first value, at its ends."""
    return (
        ("apart", (Le(y + z, 1),), Integer(0)),
        ("apart, overfull", (Ge(y + z, 1),), y + z - 1),
        ("together, y less", (Le(y, z),), y),
        ("together, z less", (Le(z, y),), z),
    )


def _survive(one: Spent) -> Obligation:
    """E F >= s_3, multiplied out."""
    (a, over_a), (b, over_b) = one.first, one.second
    left = one.mass * a * over_b + (1 - one.mass) * b * over_a
    return Obligation((_below_half, *one.where), Ge(left * (1 - epsilon), (1 - 2 * epsilon) ** 2 * over_a * over_b))


def _both_survive(one: Spent, other: Spent, where: tuple[Boolean, ...], joint: Expr) -> Obligation:
    """E F K >= s_4, multiplied out; `joint` is the probability of both first values."""
    chances = ((joint, y - joint), (z - joint, 1 - y - z + joint))
    left, values = Integer(0), ((one.first, one.second), (other.first, other.second))
    for i, (f, _) in enumerate(values[0]):
        for k, (g, _) in enumerate(values[1]):
            left += chances[i][k] * f * g * values[0][1 - i][1] * values[1][1 - k][1]
    over = values[0][0][1] * values[0][1][1] * values[1][0][1] * values[1][1][1]
    hypotheses = (_below_half, *one.where, *other.where, *where)
    return Obligation(hypotheses, Ge(left * (1 - epsilon) ** 2, (1 - 2 * epsilon) ** 3 * over))


# Three families are too hard for z3 as they stand; with u = 1/y or v = 1/(1 - y), and w = 1/(1 - z), they are not.
u, v, w = symbols("u v w", positive=True)
_c = 1 - 2 * epsilon
_in_u_w = (_below_half, Ge(u, 1), Le(u * epsilon, 1), Ge(w, 1), Le(w * (1 - epsilon), 1), Le(w * u - u, w))  # z <= y
_in_v_w = (_below_half, Ge(v, 1), Le(v * (1 - epsilon), 1), Ge(w, 1), Le(w * (1 - epsilon), 1))
_kept = (w - w * u + u) * (1 - epsilon * u) ** 2 + w * (u - 1)  # u w times what F leaves where K leaves something
_apart, _rest = (v + w - v * w) * (1 - epsilon) ** 2, (1 - epsilon * v) * (1 - epsilon)
_f1, _f2, _f3 = symbols("f1 f2 f3", positive=True)  # each stands for a factor
_HARD = {
    "2 of 2 on one value; 1 of 2 on a value that they fill; together, z less": (
        Obligation(_in_u_w, Ge(_kept * (1 - epsilon * w) * (1 - epsilon) ** 3, _c**3 * u)),
    ),
    "2 of 2 on one value; 2 of 2 on a value that they fill; together, z less": (
        Obligation(_in_u_w, Ge(_kept, u * (1 - epsilon) ** 2)),  # S_4 (1 - epsilon)^2 u = f1 f2^2 w, f1 this left side
        Obligation((), Ge((1 - epsilon) ** 2, _c)),
        Obligation((_below_half, Ge(w, 1), Ge(_f1, u * _f2), Ge(_f2, _c)), Ge(_f1 * _f2**2 * w, _c**3 * u)),
    ),
    "1 of 2 on a value that they fill; 2 of 2 on a value that they fill; apart": (  # S_4 (1 - epsilon)^2 = f1 f2 f3 w
        *(Obligation(_in_v_w, Ge(factor, _c)) for factor in (_apart, _rest, (1 - epsilon) ** 2)),
        Obligation(
            (_below_half, Ge(w, 1), *(Ge(factor, _c) for factor in (_f1, _f2, _f3))), Ge(_f1 * _f2 * _f3 * w, _c**3)
        ),
    ),
}

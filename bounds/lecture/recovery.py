"""L13: a way back, once the data show it, turns the quadratic cost linear.

On the rope the learner errs with probability at most epsilon; off it, it has learned the right action, which returns
with probability rho. A decision that ends off the rope costs 1. Without a way back, rho = 0, this is the tightrope.
With it an error is forgiven after 1/rho decisions on average, and the cost is at most epsilon T/rho.

The closed forms are of the learner that errs with probability epsilon exactly; the caps hold for every learner that
errs on the rope with probability e <= epsilon, which may change from decision to decision. Its letters are written
alike.
"""

from functools import cache

from sympy import Eq, Expr, Ge, Implies, Le, Min, Rational, exp, nsolve
from sympy.logic.boolalg import Boolean

from tightrope.bounds.extremes.closed_forms import WITH_A_WAY_BACK
from tightrope.bounds.language.letter import NONNEGATIVE, POSITIVE, PROBABILITY, Letter
from tightrope.bounds.language.letters import (
    DECISION,
    MOMENT,
    T,
    epsilon,
    memory,
    off_rope,
    recovery_cost,
    rho,
    t,
    task_paid,
)
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, at_the_end, identity, later

error = Letter("e", PROBABILITY, DECISION)  # the learner's probability of erring at decision t + 1, on the rope

_EXACTLY = "of a learner that errs with probability epsilon exactly"
exact_off = Letter("q_t", PROBABILITY, MOMENT, home=_EXACTLY)
exact_paid = Letter("A_t", NONNEGATIVE, MOMENT, home=_EXACTLY)

_kept = 1 - epsilon - rho  # what is left, after one more decision, of the distance to the long run

EXPECTED_COST = WITH_A_WAY_BACK  # J(rho) without a division


def closed_form(back: Expr = rho) -> Expr:
    """epsilon/(epsilon + rho) [T - r (1 - r^T)/(epsilon + rho)], r = 1 - epsilon - rho, where epsilon + rho > 0."""
    kept = 1 - epsilon - back
    return epsilon / (epsilon + back) * (T - kept * (1 - kept**T) / (epsilon + back))


# Three regimes of J. How it grows is told by n = (T + 1) q_T/J: 2 on the triangle epsilon T (T + 1)/2 of a learner that
# is not forgiven, and near 1 on a line.
LAST_DECISION = epsilon / (epsilon + rho) * (1 - _kept**T)  # q_T, what it costs
SATURATED = Ge(2 * closed_form(), T)  # at least half of all decisions are lost

# Where n = 3/2, as epsilon + rho goes to 0: with x = T (epsilon + rho), q_T and J/T are 1 - e^-x and 1 - (1 - e^-x)/x,
# but for one factor.
_x = Letter("x", POSITIVE)
CORNER = nsolve(2 * (1 - exp(-_x)) - 3 * (1 - (1 - exp(-_x)) / _x), _x, 2)
STEEP_UP_TO = CORNER / (epsilon + rho)  # decisions


def _next_off(off: Expr, errs: Expr) -> Expr:
    """Who is off stays or returns, who is on errs or does not."""
    return off * (1 - rho) + (1 - off) * errs


_off_next, _exact_next = _next_off(off_rope, error), _next_off(exact_off, epsilon)
EXACT_OFF = equations({exact_off.start: 0, exact_off.next: _exact_next})
EXACT_PAID = equations({exact_paid.start: 0, exact_paid.next: exact_paid + _exact_next})  # pay if off afterwards
MEMORY = equations({memory.start: 1, memory.next: _kept * memory})
OFF = equations({off_rope.start: 0, off_rope.next: _off_next})
PAID = equations({task_paid.start: 0, task_paid.next: task_paid + _off_next})
COST = equations({task_paid.end: recovery_cost})
LESS_ERROR = Le(error, epsilon)

# The chain itself, with v for r^t.
_state = Eq((epsilon + rho) * exact_off, epsilon * (1 - memory))
_sum = Eq((epsilon + rho) ** 2 * exact_paid, epsilon * ((epsilon + rho) * t - _kept * (1 - memory)))
_parity = Eq(closed_form(epsilon), T / 2 - (1 - (1 - 2 * epsilon) ** (T + 1)) / (4 * epsilon) + Rational(1, 2))

# The caps.
_triangle = Le(recovery_cost, epsilon * T * (T + 1) / 2)
_linear = Le(rho * recovery_cost, epsilon * T)
_share = Implies(Le(epsilon + rho, 1), Le((epsilon + rho) * recovery_cost, epsilon * T))

# The last cap without epsilon + rho <= 1, for T = 1, where J is epsilon; Min makes probabilities of the two letters.
_error_chance, _back_chance = Min(1, epsilon), Min(1, rho)
_overshoot = Le((_error_chance + _back_chance) * _error_chance, _error_chance)


@cache
def state() -> Theorem:
    """(epsilon + rho) q_t = epsilon (1 - v)."""
    return by_induction(_state, t, *EXACT_OFF, *MEMORY)


def paid() -> Theorem:
    """(epsilon + rho)^2 A_t = epsilon ((epsilon + rho) t - r (1 - v)), r = 1 - epsilon - rho."""
    return by_induction(_sum, t, *EXACT_PAID, *MEMORY, state())


@cache
def line() -> Theorem:
    """q_t <= epsilon t."""
    return by_induction(Le(off_rope, epsilon * t), t, *OFF, LESS_ERROR)


def triangle() -> Theorem:
    """J(rho) <= epsilon T (T + 1)/2."""
    last = arithmetic(Le(_off_next, epsilon * (t + 1)), later(line(), t), assume(OFF[1]))
    so_far = by_induction(Le(task_paid, epsilon * t * (t + 1) / 2), t, *PAID, last)
    return _of_all(_triangle, so_far)


def linear() -> Theorem:
    """rho J(rho) <= epsilon T: what was paid and what those off still owe never exceed what the errors brought."""
    owed = Le(rho * task_paid + (1 - rho) * off_rope, epsilon * t)
    return _of_all(_linear, arithmetic(Le(rho * task_paid, epsilon * t), _never_exceeds(owed)))


def share() -> Theorem:
    """(epsilon + rho) J(rho) <= epsilon T if epsilon + rho <= 1."""
    owed = Le((epsilon + rho) * task_paid + _kept * off_rope, epsilon * t)
    cap = Le((epsilon + rho) * task_paid, epsilon * t)
    return _of_all(_share, arithmetic(Implies(Le(epsilon + rho, 1), cap), _never_exceeds(owed)))


def _never_exceeds(owed: Le) -> Theorem:
    return by_induction(owed, t, *OFF, *PAID, LESS_ERROR)


def _of_all(statement: Boolean, so_far: Theorem) -> Theorem:
    """From what was paid in the first t decisions to the cost of all of them."""
    return arithmetic(statement, at_the_end(so_far, t), *map(assume, COST))


DERIVATION = Derivation(
    key="recovery",
    title="The chain with a way back",
    means={
        exact_off: "the probability of being off the way after t actions, for errors with probability epsilon exactly",
        exact_paid: "the expected task cost of the first t decisions, for such errors",
    },
    source="cs285lecture2",
    facts=(*EXACT_OFF, *EXACT_PAID, *MEMORY, *OFF, *PAID, *COST, LESS_ERROR),
    assumes={"any": ()},
    steps=(
        Step(
            id="off-rope",
            lecture="L13",
            statement=_state,
            scope="scalar",
            reason="the probability of being off after t actions, by induction; v stands for (1 - epsilon - rho)^t",
            proofs={"any": state},
        ),
        Step(
            id="cost",
            lecture="L13",
            statement=_sum,
            scope="scalar",
            reason="the cost of the first t decisions is the sum of those probabilities; A_T is J(rho)",
            proofs={"any": paid},
        ),
        Step(
            id="parity",
            lecture="",
            statement=_parity,
            scope="scalar",
            reason="with rho = epsilon, errors that undo each other: the chain of Kaariainen's lower bound",
            proofs={"any": lambda: identity(_parity)},
        ),
        Step(
            id="triangle-cap",
            lecture="L13",
            statement=_triangle,
            scope="scalar",
            reason="a way back does no harm: at most the cost of the tightrope's order, whatever rho",
            proofs={"any": triangle},
        ),
        Step(
            id="linear-cap",
            lecture="L13",
            statement=_linear,
            scope="scalar",
            reason="J(rho) <= epsilon T/rho: linear in T as soon as rho does not shrink with T",
            proofs={"any": linear},
        ),
        Step(
            id="share-cap",
            lecture="",
            statement=_share,
            scope="scalar",
            reason="J(rho) <= epsilon T/(epsilon + rho), the long run's share of the time, if epsilon + rho <= 1",
            proofs={"any": share},
        ),
        Step(
            id="share-cap-overshoot",
            lecture="",
            statement=_overshoot,
            scope="scalar",
            reason="without epsilon + rho <= 1 that is false for T = 1: the chain overshoots its long run",
        ),
    ),
)

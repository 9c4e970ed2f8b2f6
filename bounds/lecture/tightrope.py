"""L5 and L6: on the tightrope one error is the end, and the expected number of errors grows like epsilon T^2.

The lecture adds up "wrong at the first step and ever after, or right and then wrong at the second step and ever
after, ...". That is a recursion over the decisions still to take; here it is set up from the assumption, solved, and
shown to be of order epsilon T^2 from both sides.
"""

from sympy import Eq, Ge, Implies, Le, Symbol, rsolve, simplify
from sympy import Function as SequenceName

from tightrope.bounds.language.letters import T, e, epsilon, k, power
from tightrope.bounds.proof.derivation import Derivation, Step, induction, moves, scalar, starts

cost_to_go = Symbol("C_k", nonnegative=True)  # worst expected disagreements with k decisions to take
following = epsilon * (k + 1) + (1 - epsilon) * cost_to_go


def closed_form():
    """T - (1 - epsilon)(1 - (1 - epsilon)^T)/epsilon: sympy's solution of C_k = epsilon k + (1 - epsilon) C_{k-1}."""
    sequence, index = SequenceName("C"), Symbol("k", integer=True)
    recursion = sequence(index) - epsilon * index - (1 - epsilon) * sequence(index - 1)
    return simplify(rsolve(recursion, sequence(index), {sequence(0): 0}).subs(index, T))


def nested(horizon: int):
    """The lecture's own expression, epsilon T + (1 - epsilon)(epsilon (T-1) + (1 - epsilon)(...)), for a number T."""
    total = 0
    for decisions_left in range(1, horizon + 1):
        total = epsilon * decisions_left + (1 - epsilon) * total
    return total


# The recursion in its solved form, free of division and with w for the power: epsilon C_k = epsilon k - (1-epsilon)(1-w).
_solved = Eq(epsilon * cost_to_go, epsilon * k - (1 - epsilon) * (1 - power))
_at_most_triangle = Le(cost_to_go, epsilon * k * (k + 1) / 2)
_at_least = Ge(cost_to_go, epsilon * k * (k + 1) / 2 - epsilon**2 * k * (k**2 - 1) / 6)
_start = {cost_to_go: 0, power: 1}
_next = {cost_to_go: following, power: (1 - epsilon) * power}

_at_most_all = induction(Le(cost_to_go, k), Le(epsilon, 1), over=k, start=_start, following=_next)
_triangle = induction(_at_most_triangle, Le(epsilon, 1), over=k, start=_start, following=_next)
_recursion = Le(e * (k + 1) + (1 - e) * cost_to_go, following)
_order_above = Le(epsilon * T * (T + 1) / 2, epsilon * T**2)
_order_below = Implies(
    Le(epsilon * T, 1),
    Ge(epsilon * T * (T + 1) / 2 - epsilon**2 * T * (T**2 - 1) / 6, epsilon * T**2 / 3),
)

DERIVATION = Derivation(
    key="tightrope",
    title="The tightrope argument",
    source="cs285lecture2",
    facts=(*starts(_start), *moves(_next), Le(epsilon, 1), Le(e, 1)),
    assumes={"pointwise": (Le(e, epsilon),)},
    steps=(
        Step(
            id="recursion",
            lecture="L5",
            statement=_recursion,
            scope="scalar",
            reason=(
                "with k + 1 decisions to take, an error (probability at most epsilon) costs at most all k + 1 of them, and "
                "otherwise C_k remains: the recursion dominates every learner that meets the reading"
            ),
            proofs={
                "pointwise": (_at_most_all, scalar(_recursion, Le(e, epsilon), Le(epsilon, 1), _at_most_all.statement))
            },
        ),
        Step(
            id="closed-form",
            lecture="L5",
            statement=_solved,
            scope="scalar",
            reason="the recursion's solution is T - (1-epsilon)(1-(1-epsilon)^T)/epsilon, with w for (1-epsilon)^k",
            proofs={"pointwise": (induction(_solved, Le(epsilon, 1), over=k, start=_start, following=_next),)},
        ),
        Step(
            id="triangle",
            lecture="L6",
            statement=_at_most_triangle,
            scope="scalar",
            reason="T terms, the term with k decisions to go at most epsilon k",
            proofs={"pointwise": (_triangle,)},
        ),
        Step(
            id="order-above",
            lecture="L6",
            statement=_order_above,
            scope="scalar",
            reason="so the cost is at most epsilon T^2: the order from above",
            slack="an order: any constant from (1 + 1/T)/2 on would do",
            proofs={"pointwise": (scalar(_order_above),)},
        ),
        Step(
            id="lower",
            lecture="L6",
            statement=_at_least,
            scope="scalar",
            reason="the second order term, with its sign: the cost of the tightrope itself from below",
            proofs={
                "pointwise": (
                    _triangle,
                    induction(_at_least, Le(epsilon, 1), _at_most_triangle, over=k, start=_start, following=_next),
                )
            },
        ),
        Step(
            id="order-below",
            lecture="L6",
            statement=_order_below,
            scope="scalar",
            reason="while epsilon T <= 1 the tightrope costs at least epsilon T^2/3: the order is attained",
            slack="an order: any constant up to (1/2 + 1/(2T)) - (1 - 1/T^2)/6 would do",
            proofs={"pointwise": (scalar(_order_below),)},
        ),
    ),
)

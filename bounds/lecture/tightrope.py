"""L5 and L6: on the tightrope one error is the end, and the expected number of errors grows like epsilon T^2.

The lecture adds up "wrong at the first step and ever after, or right and then wrong at the second step and ever
after, ...". That is a recursion over the decisions still to take; here it is set up from the assumption, solved, and
shown to be of order epsilon T^2 from both sides.
"""

from functools import cache

from sympy import Eq, Ge, Implies, Le, Symbol, rsolve, simplify
from sympy.core.function import UndefinedFunction

from tightrope.bounds.language.letter import NONNEGATIVE, PROBABILITY, Letter, Scope
from tightrope.bounds.language.letters import T, epsilon, k
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, whole

REST = Scope(words="a number with k decisions to take", index=k)
cost_to_go = Letter("C_k", NONNEGATIVE, REST)  # worst expected disagreements in them
stays_on = Letter("w", PROBABILITY, REST, tex=r"(1-\epsilon)^k")  # stands for (1 - epsilon)^k inside an induction
# Of any learner, in that of the expert's states from which its decisions still to take cost most.
learners_cost = Letter("D_k", NONNEGATIVE, REST)  # expected disagreements in them
error = Letter("e", PROBABILITY, REST)  # its error there, at the decision after which k are left
following = epsilon * (k + 1) + (1 - epsilon) * cost_to_go


def closed_form():
    """T - (1 - epsilon)(1 - (1 - epsilon)^T)/epsilon: sympy's solution of C_k = epsilon k + (1 - epsilon) C_{k-1}."""
    sequence, index = UndefinedFunction("C"), Symbol("k", integer=True)
    recursion = sequence(index) - epsilon * index - (1 - epsilon) * sequence(index - 1)
    return simplify(rsolve(recursion, sequence(index), {sequence(0): 0}).subs(index, T))


def nested(horizon: int):
    """The lecture's own expression, epsilon T + (1 - epsilon)(epsilon (T-1) + (1 - epsilon)(...)), for a number T."""
    total = 0
    for decisions_left in range(1, horizon + 1):
        total = epsilon * decisions_left + (1 - epsilon) * total
    return total


# The recursion in its solved form, free of division and with w for the power: epsilon C_k = epsilon
# k - (1-epsilon)(1-w).
_solved = Eq(epsilon * cost_to_go, epsilon * k - (1 - epsilon) * (1 - stays_on))
_at_most_triangle = Le(cost_to_go, epsilon * k * (k + 1) / 2)
_at_least = Ge(cost_to_go, epsilon * k * (k + 1) / 2 - epsilon**2 * k * (k**2 - 1) / 6)
_one_step = Le(error * (k + 1) + (1 - error) * cost_to_go, following)
_recursion = Le(learners_cost, cost_to_go)
_order_above = Le(cost_to_go, epsilon * k**2)
_order_below = Implies(Le(epsilon * k, 1), Ge(cost_to_go, epsilon * k**2 / 3))

COSTS = equations({cost_to_go.start: 0, cost_to_go.next: following})
POWER = equations({stays_on.start: 1, stays_on.next: (1 - epsilon) * stays_on})
# An error costs at most all decisions from it on; an agreement leads to one of the expert's states, with k decisions
# left.
LEARNER = (
    *equations({learners_cost.start: 0}),
    Le(learners_cost.next, error * (k + 1) + (1 - error) * learners_cost),
)
ASSUMED = Le(error, epsilon)


@cache
def at_most_all() -> Theorem:
    """C_k <= k."""
    return by_induction(Le(cost_to_go, k), k, *COSTS)


def dominates() -> Theorem:
    """D_k <= C_k: e (k + 1) + (1 - e) C_k grows with e, up to epsilon (k + 1) + (1 - epsilon) C_k."""
    one_step = arithmetic(_one_step, at_most_all(), assume(ASSUMED))
    return by_induction(_recursion, k, *COSTS, *LEARNER, one_step)


def solved() -> Theorem:
    """epsilon C_k = epsilon k - (1 - epsilon)(1 - w)."""
    return by_induction(_solved, k, *COSTS, *POWER)


@cache
def triangle() -> Theorem:
    """C_k <= epsilon k (k + 1)/2."""
    return by_induction(_at_most_triangle, k, *COSTS)


def order_above() -> Theorem:
    """C_k <= epsilon k^2: k (k + 1)/2 <= k^2 for whole k."""
    return arithmetic(_order_above, triangle(), whole(k - 1))


@cache
def at_least() -> Theorem:
    """C_k >= epsilon k (k + 1)/2 - epsilon^2 k (k^2 - 1)/6."""
    return by_induction(_at_least, k, *COSTS, triangle())


def order_below() -> Theorem:
    """C_k >= epsilon k^2/3 while epsilon k <= 1."""
    return arithmetic(_order_below, at_least())


DERIVATION = Derivation(
    key="tightrope",
    title="The tightrope argument",
    means={
        cost_to_go: "the expected disagreements with k decisions to take, at most: by the recursion",
        learners_cost: "the expected disagreements of a learner with k decisions to take",
        stays_on: "(1 - epsilon)^k",
    },
    source="cs285lecture2",
    facts=(*COSTS, *POWER, *LEARNER),
    assumes={"pointwise": (ASSUMED,)},
    steps=(
        Step(
            id="recursion",
            lecture="L5",
            statement=_recursion,
            scope="scalar",
            reason=(
                "with k + 1 decisions to take, an error (probability at most epsilon) costs at most all k + 1 of "
                "them, and otherwise at most D_k remains: by induction the recursion C_k dominates every learner that "
                "meets the reading"
            ),
            proofs={"pointwise": dominates},
        ),
        Step(
            id="closed-form",
            lecture="L5",
            statement=_solved,
            scope="scalar",
            reason="the recursion's solution is T - (1-epsilon)(1-(1-epsilon)^T)/epsilon, with w for (1-epsilon)^k",
            proofs={"pointwise": solved},
        ),
        Step(
            id="triangle",
            lecture="L6",
            statement=_at_most_triangle,
            scope="scalar",
            reason="k terms, the term with i decisions to go at most epsilon i",
            proofs={"pointwise": triangle},
        ),
        Step(
            id="order-above",
            lecture="L6",
            statement=_order_above,
            scope="scalar",
            reason="so with T decisions to take the cost is at most epsilon T^2: the order from above",
            slack="an order: any constant from (1 + 1/k)/2 on would do",
            proofs={"pointwise": order_above},
        ),
        Step(
            id="lower",
            lecture="L6",
            statement=_at_least,
            scope="scalar",
            reason="the second order term, with its sign: the cost of the tightrope itself from below",
            proofs={"pointwise": at_least},
        ),
        Step(
            id="order-below",
            lecture="L6",
            statement=_order_below,
            scope="scalar",
            reason="while epsilon T <= 1 the tightrope costs at least epsilon T^2/3: the order is attained",
            slack="an order: any constant up to (1/2 + 1/(2k)) - (1 - 1/k^2)/6 would do",
            proofs={"pointwise": order_below},
        ),
    ),
)

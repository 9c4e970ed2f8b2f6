"""L13: a way back, once the data show it, turns the quadratic cost linear.

On the rope the learner errs with probability at most epsilon; off it, it has learned the right action, which returns
with probability rho. A decision that ends off the rope costs 1. Without a way back, rho = 0, this is the tightrope. With
it an error is forgiven after 1/rho decisions on average, and the cost is at most epsilon T/rho.

The closed forms are of the learner that errs with probability epsilon exactly; the caps hold for every learner that errs
on the rope with probability e <= epsilon, which may change from decision to decision.
"""

from sympy import Eq, Expr, Implies, Le, Min, Rational

from tightrope.bounds.extremes.closed_forms import WITH_A_WAY_BACK
from tightrope.bounds.language.letters import T, e, epsilon, memory, off_rope, recovery_cost, rho, t, task_paid
from tightrope.bounds.proof.derivation import (
    Derivation,
    Step,
    at_the_end,
    ends,
    identity,
    induction,
    moves,
    scalar,
    starts,
)

_kept = 1 - epsilon - rho  # what is left, after one more decision, of the distance to the long run

EXPECTED_COST = WITH_A_WAY_BACK  # J(rho) without a division


def closed_form(back: Expr = rho) -> Expr:
    """epsilon/(epsilon + rho) [T - r (1 - r^T)/(epsilon + rho)], r = 1 - epsilon - rho, where epsilon + rho > 0."""
    kept = 1 - epsilon - back
    return epsilon / (epsilon + back) * (T - kept * (1 - kept**T) / (epsilon + back))


_off_next = off_rope * (1 - rho) + (1 - off_rope) * e  # who is off stays or returns, who is on errs or does not
_start = {off_rope: 0, task_paid: 0, memory: 1}
_next = {off_rope: _off_next, task_paid: task_paid + _off_next, memory: _kept * memory}  # pay if off afterwards
_end = {task_paid: recovery_cost}
_chain = {"over": t, "start": _start, "following": _next}

_less_error, _error, _back = Le(e, epsilon), Le(epsilon, 1), Le(rho, 1)
_exactly = Eq(e, epsilon)  # only the closed forms use it

# The chain itself, with v for r^t.
_state = induction(Eq((epsilon + rho) * off_rope, epsilon * (1 - memory)), _exactly, **_chain)
_sum = induction(
    Eq((epsilon + rho) ** 2 * task_paid, epsilon * ((epsilon + rho) * t - _kept * (1 - memory))),
    *(_state.statement, _exactly),
    **_chain,
)
_parity = Eq(closed_form(epsilon), T / 2 - (1 - (1 - 2 * epsilon) ** (T + 1)) / (4 * epsilon) + Rational(1, 2))

# The caps. What was paid and what is still owed by those off the rope never exceed what the errors brought.
_line = induction(Le(off_rope, epsilon * t), _less_error, **_chain)
_triangle = induction(Le(task_paid, epsilon * t * (t + 1) / 2), _line.statement, _less_error, **_chain)
_owed = induction(Le(rho * task_paid + (1 - rho) * off_rope, epsilon * t), _less_error, **_chain)
_linear = scalar(Le(rho * task_paid, epsilon * t), _owed.statement, _back)
_probability = induction(Le(off_rope, 1), _less_error, _error, **_chain)
_owed_or_erring = induction(
    Le((epsilon + rho) * task_paid + _kept * off_rope, epsilon * t), _probability.statement, _less_error, **_chain
)
_share = scalar(Implies(Le(epsilon + rho, 1), Le((epsilon + rho) * task_paid, epsilon * t)), _owed_or_erring.statement)

# The last cap without epsilon + rho <= 1, for T = 1, where J is epsilon; Min makes probabilities of the two letters.
_error_chance, _back_chance = Min(1, epsilon), Min(1, rho)
_overshoot = Le((_error_chance + _back_chance) * _error_chance, _error_chance)

DERIVATION = Derivation(
    key="recovery",
    title="The chain with a way back",
    source="cs285lecture2",
    facts=(*starts(_start), *moves(_next), *ends(_end), _less_error, _error, _back, _exactly),
    assumes={"any": ()},
    steps=(
        Step(
            id="off-rope",
            lecture="L13",
            statement=_state.statement,
            scope="scalar",
            reason="the probability of being off after t actions, by induction; v stands for (1 - epsilon - rho)^t",
            proofs={"any": (_state,)},
        ),
        Step(
            id="cost",
            lecture="L13",
            statement=_sum.statement,
            scope="scalar",
            reason="the cost of the first t decisions is the sum of those probabilities; A_T is J(rho)",
            proofs={"any": (_state, _sum)},
        ),
        Step(
            id="parity",
            lecture="",
            statement=_parity,
            scope="scalar",
            reason="with rho = epsilon, errors that undo each other: the chain of Kaariainen's lower bound",
            proofs={"any": (identity(_parity),)},
        ),
        Step(
            id="triangle-cap",
            lecture="L13",
            statement=at_the_end(_triangle, _end).statement,
            scope="scalar",
            reason="a way back does no harm: at most the cost of the tightrope's order, whatever rho",
            proofs={"any": (_line, _triangle, at_the_end(_triangle, _end))},
        ),
        Step(
            id="linear-cap",
            lecture="L13",
            statement=at_the_end(_linear, _end).statement,
            scope="scalar",
            reason="J(rho) <= epsilon T/rho: linear in T as soon as rho does not shrink with T",
            proofs={"any": (_owed, _linear, at_the_end(_linear, _end))},
        ),
        Step(
            id="share-cap",
            lecture="",
            statement=at_the_end(_share, _end).statement,
            scope="scalar",
            reason="J(rho) <= epsilon T/(epsilon + rho), the long run's share of the time, if epsilon + rho <= 1",
            proofs={"any": (_probability, _owed_or_erring, _share, at_the_end(_share, _end))},
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

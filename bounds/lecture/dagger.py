"""L29: DAgger's bound, and what it needs.

An error measured on the learner's own states is the cost, up to the factor T: so the number of disagreements is at
most epsilon T, and that is no theorem but an identity. What makes it a statement about the task is the performance
difference lemma: the extra cost of an episode is the sum of what each disagreement costs if the expert takes over
after it. With u for the most that can be, the task cost is at most u epsilon T; if an error is never forgiven, u = T
and the bound is quadratic again.

If the on-policy error is at most epsilon at every decision, and not only on average, less can happen: an error with k
decisions to take costs at most min(u, k), and no decision can take the error of another.
"""

from sympy import Eq, Implies, Le, Max, Min, Or, Sum, Symbol

from tightrope.bounds.language.letters import (
    T,
    advantage,
    advantages,
    allowance,
    cost,
    disagreement,
    epsilon,
    expert_total,
    gap,
    paid,
    t,
    task_paid,
    to_come,
    u,
)
from tightrope.bounds.proof.derivation import (
    Derivation,
    Step,
    at_the_end,
    ends,
    induction,
    moves,
    over_states,
    scalar,
    starts,
    sums,
)

_next_to_come = Symbol("D_{t+1}", nonnegative=True)
_task_cost = Symbol("j_{t+1}", nonnegative=True)  # expected task cost of decision t + 1
_weight = Symbol("w_a", nonnegative=True)  # probability of one state and one wrong action in it
_one_advantage = Symbol("d", real=True)  # Q* - V* of that state and action
_all_advantages = Symbol("Delta_T", real=True)

_start = {task_paid: 0, to_come: expert_total, advantages: 0, paid: 0}
_moves = {
    **{task_paid: task_paid + _task_cost, to_come: _next_to_come},
    **{advantages: advantages + advantage, paid: paid + cost},
}
_end = {task_paid: gap + expert_total, to_come: 0, advantages: _all_advantages, paid: disagreement}
_sums = {_weight * _one_advantage: advantage, _weight: cost}  # over states and wrong actions

_measured = Le(disagreement, epsilon * T)  # what "the on-policy error is at most epsilon" says
_definition = Eq(advantage, _task_cost + _next_to_come - to_come)
_recoverable = Le(_one_advantage, u)

_telescope = induction(
    Eq(task_paid + to_come, expert_total + advantages),
    _definition,
    over=t,
    start=_start,
    following=_moves,
)
_at_end = at_the_end(_telescope, _end)
_difference = Eq(gap, _all_advantages)
_performance_difference = (_telescope, _at_end, scalar(_difference, _at_end.statement))

_forgiving = over_states(Le(_weight * _one_advantage, u * _weight), _recoverable, totals=_sums)
_so_far = induction(Le(advantages, u * paid), _forgiving.statement, over=t, start=_start, following=_moves)
_altogether = at_the_end(_so_far, _end)
_task = Le(gap, u * epsilon * T)

DERIVATION = Derivation(
    key="dagger",
    title="DAgger's linear bound",
    source="ross2011reduction",
    facts=(*starts(_start), *moves(_moves), *ends(_end), *sums(_sums), _definition, _recoverable),
    assumes={"on_policy": (_measured,)},
    steps=(
        Step(
            id="disagreements",
            lecture="L29",
            statement=_measured,
            scope="episode",
            reason="the on-policy error is the expected number of disagreements divided by T: an identity",
            proofs={"on_policy": (scalar(_measured, _measured),)},
        ),
        Step(
            id="performance-difference",
            lecture="L29",
            statement=_difference,
            scope="scalar",
            reason=(
                "what was paid after t decisions plus what the expert would still pay grows by E[Q* - V*] at each "
                "decision; before the first it is J(pi*), after the last J(pi)"
            ),
            proofs={"any": _performance_difference},
        ),
        Step(
            id="task-cost",
            lecture="L29",
            statement=_task,
            scope="episode",
            reason="each disagreement costs at most u, an agreement nothing",
            proofs={
                "on_policy": (
                    *(*_performance_difference, _forgiving, _so_far, _altogether),
                    scalar(_task, _difference, _altogether.statement, _measured),
                )
            },
        ),
    ),
)


# Every decision: what an error can cost is also at most the number of decisions left.
_to_come_if_wrong = Symbol("Q", nonnegative=True)  # Q* of that state and action
_to_come_if_right = Symbol("V", nonnegative=True)  # V* of that state
_each = Le(cost, epsilon)
_is_difference = Eq(_one_advantage, _to_come_if_wrong - _to_come_if_right)
_unit_cost = Le(_to_come_if_wrong, T - t)  # each of the decisions left costs at most 1
_not_the_last = Le(t + 1, T)
_least = Min(u, T - t)
_one_error = Le(_one_advantage, _least)
_least_forgiving = over_states(Le(_weight * _one_advantage, _least * _weight), _one_error, totals=_sums)
_one_decision = Le(advantage, epsilon * _least)

_capped_start, _capped_moves = {**_start, allowance: 0}, {**_moves, allowance: allowance + _least}
_capped_end = {task_paid: gap + expert_total, to_come: 0, allowance: Sum(_least, (t, 0, T - 1))}
_capped_so_far = induction(
    Le(advantages, epsilon * allowance), _one_decision, over=t, start=_capped_start, following=_capped_moves
)
_extra_so_far = task_paid + to_come - expert_total  # of t decisions, the expert taking over after them
_extra = scalar(
    Le(_extra_so_far, epsilon * allowance),
    *(_telescope.statement, _capped_so_far.statement),
)
_every_decision = (
    scalar(_one_error, _is_difference, _unit_cost, _recoverable),
    _least_forgiving,
    scalar(_one_decision, _least_forgiving.statement, _each, _not_the_last),
    *(_capped_so_far, _telescope, _extra),
)

# The allowance in closed form, for whole u: u per decision, less 0 + 1 + 2 + ... once fewer than u decisions are left.
_late, _late_at_start = Max(0, t + u - T), Max(0, u - T)
_whole = Or(Le(t + u + 1, T), Le(T, t + u))
_closed = induction(
    Eq(allowance, u * t - (_late * (_late - 1) - _late_at_start * (_late_at_start - 1)) / 2),
    _whole,
    over=t,
    start=_capped_start,
    following=_capped_moves,
)
_short = scalar(
    Implies(Le(u, T), Le(_extra_so_far, epsilon * (u * t - _late * (_late - 1) / 2))),
    *(_extra.statement, _closed.statement),
)

EVERY_STEP = Derivation(
    key="dagger-every-step",
    title="DAgger's bound if every decision's error is small",
    source="ross2011reduction",
    facts=(
        *(*starts(_capped_start), *moves(_capped_moves), *ends(_capped_end), *sums(_sums)),
        *(_definition, _recoverable, _is_difference, _unit_cost, _not_the_last, _whole),
    ),
    assumes={"on_policy_every_step": (_each,)},
    steps=(
        Step(
            id="one-error",
            lecture="L29",
            statement=_one_error,
            scope="scalar",
            reason="after t actions an error costs at most the T - t decisions left, and at most u",
            proofs={"any": _every_decision[:1]},
        ),
        Step(
            id="allowance",
            lecture="L29",
            statement=_closed.statement,
            scope="scalar",
            reason="what one error at each of the first t decisions can cost together, for whole u, by induction",
            proofs={"any": (_closed,)},
        ),
        Step(
            id="every-step",
            lecture="L29",
            statement=at_the_end(_extra, _capped_end).statement,
            scope="scalar",
            reason="each decision's error is at most epsilon on the learner's own states; the costs add up",
            proofs={"on_policy_every_step": (*_every_decision, at_the_end(_extra, _capped_end))},
        ),
        Step(
            id="every-step-closed",
            lecture="L29",
            statement=at_the_end(_short, _capped_end).statement,
            scope="scalar",
            reason="below u epsilon T for whole u > 1; with u = T it is cloning's epsilon T (T + 1)/2 again",
            proofs={"on_policy_every_step": (*_every_decision, _closed, _short, at_the_end(_short, _capped_end))},
        ),
    ),
)

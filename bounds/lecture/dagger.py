"""L29: DAgger's bound, and what it needs.

An error measured on the learner's own states is the cost, up to the factor T: so the number of disagreements is at
most epsilon T, and that is no theorem but an identity. What makes it a statement about the task is the performance
difference lemma: the extra cost of an episode is the sum of what each disagreement costs if the expert takes over
after it. With u for the most that can be, the task cost is at most u epsilon T; if an error is never forgiven, u = T
and the bound is quadratic again. The task costs are at least 0.

If the on-policy error is at most epsilon at every decision, and not only on average, less can happen: an error with k
decisions to take costs at most min(u, k), and no decision can take the error of another. Here the task costs are in
[0, 1].
"""

from functools import cache

from sympy import Eq, Implies, Le, Max, Min, Or, Sum

from tightrope.bounds.language.letter import NONNEGATIVE, PROBABILITY, REAL, Letter, Scope
from tightrope.bounds.language.letters import (
    DECISION,
    MOMENT,
    T,
    cost,
    disagreement,
    epsilon,
    expert_total,
    gap,
    paid,
    t,
    task_paid,
    u,
)
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations, sum_up, totals
from tightrope.bounds.proof.theorem import Family, Theorem, arithmetic, assume, at_the_end, before_the_end, rewrite

CHOICE = Scope(
    words="a number of each state and each wrong action in it, at decision t + 1",
    index=t,
    each=frozenset({"choice"}),
    before_last=True,
)
CHOICES = Family(name="over the wrong choices", binds=frozenset({"choice"}))

to_come = Letter("D_t", NONNEGATIVE, MOMENT)  # the expert's cost-to-go, averaged over the learner's states
task_cost = Letter("j_{t+1}", NONNEGATIVE, DECISION)  # expected task cost of decision t + 1
advantage = Letter("delta_t", REAL, DECISION, tex=r"\delta_{t+1}")  # E[Q* - V*] over the learner's states and actions
advantages = Letter("Delta_t", REAL, MOMENT, tex=r"\Delta_t")  # their sum so far
all_advantages = Letter("Delta_T", REAL)

weight = Letter("w_a", PROBABILITY, CHOICE)  # probability that the learner makes this choice
one_advantage = Letter("d", REAL, CHOICE)  # its Q* - V*; 0 where the learner never comes

SO_FAR = equations({task_paid.start: 0, task_paid.next: task_paid + task_cost})
STILL = equations({to_come.start: expert_total, to_come.end: 0})
ALL_PAID = equations({task_paid.end: gap + expert_total})
ADVANTAGES = equations({advantages.start: 0, advantages.next: advantages + advantage})
ADDED_UP = equations({advantages.end: all_advantages})
DISAGREEMENTS = equations({paid.start: 0, paid.next: paid + cost})
COUNTED = equations({paid.end: disagreement})
SUMS = {weight * one_advantage: advantage, weight: cost}
DEFINITION = Eq(advantage, task_cost + to_come.next - to_come)
RECOVERABLE = Le(one_advantage, u)

_measured = Le(disagreement, epsilon * T)  # what "the on-policy error is at most epsilon" says
_difference = Eq(gap, all_advantages)
_task = Le(gap, u * epsilon * T)


@cache
def telescope() -> Theorem:
    """A_t + D_t = J(pi*) + Delta_t."""
    statement = Eq(task_paid + to_come, expert_total + advantages)
    return by_induction(statement, t, *SO_FAR, *STILL, *ADVANTAGES, DEFINITION)


@cache
def performance_difference() -> Theorem:
    """J(pi) - J(pi*) = Delta_T."""
    last = map(assume, (*ALL_PAID, *STILL[1:], *ADDED_UP))
    return arithmetic(_difference, at_the_end(telescope(), t), *last)


@cache
def forgiving() -> Theorem:
    """Delta_T <= u C: each disagreement costs at most u."""
    each = sum_up(Le(weight * one_advantage, u * weight), CHOICES, SUMS, assume(RECOVERABLE))
    so_far = by_induction(Le(advantages, u * paid), t, *ADVANTAGES, *DISAGREEMENTS, each)
    return arithmetic(Le(all_advantages, u * disagreement), at_the_end(so_far, t), *map(assume, (*ADDED_UP, *COUNTED)))


def task_bound() -> Theorem:
    """J(pi) - J(pi*) <= u epsilon T."""
    return arithmetic(_task, performance_difference(), forgiving(), assume(_measured))


DERIVATION = Derivation(
    key="dagger",
    title="DAgger's linear bound",
    means={
        all_advantages: "what the choices cost if the expert takes over after each, added up over the decisions",
    },
    source="ross2011reduction",
    facts=(
        *(*SO_FAR, *STILL, *ALL_PAID, *ADVANTAGES, *ADDED_UP, *DISAGREEMENTS, *COUNTED),
        *totals(CHOICES, SUMS),
        *(DEFINITION, RECOVERABLE),
    ),
    assumes={"on_policy": (_measured,)},
    steps=(
        Step(
            id="disagreements",
            lecture="L29",
            statement=_measured,
            scope="episode",
            reason="the on-policy error is the expected number of disagreements divided by T: an identity",
            proofs={"on_policy": lambda: assume(_measured)},
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
            proofs={"any": performance_difference},
        ),
        Step(
            id="task-cost",
            lecture="L29",
            statement=_task,
            scope="episode",
            reason="each disagreement costs at most u, an agreement nothing",
            proofs={"on_policy": task_bound},
        ),
    ),
)


# Every decision: what an error can cost is also at most the number of decisions left.
allowance = Letter("M_t", NONNEGATIVE, MOMENT)  # what errors at the first t decisions can cost: sum of min(u, T - i)
if_wrong = Letter("Q", NONNEGATIVE, CHOICE)  # Q* of the state and action; 0 where the learner never comes
if_right = Letter("V", NONNEGATIVE, CHOICE)  # and V* of the state

_least = Min(u, T - t)
EACH = Le(cost, epsilon)
WHOLE = Or(Le(t + u + 1, T), Le(T, t + u))  # u is a whole number
IS_DIFFERENCE = Eq(one_advantage, if_wrong - if_right)
UNIT_COST = Le(if_wrong, T - t)  # each of the decisions left costs at most 1
ALLOWED = equations({allowance.start: 0, allowance.next: allowance + _least})
ALL_ALLOWED = equations({allowance.end: Sum(_least, (t, 0, T - 1))})

# The allowance in closed form: u per decision, less 0 + 1 + 2 + ... once fewer than u decisions are left; between whole
# u a bound.
late, _late_at_start = Max(0, t + u - T), Max(0, u - T)
_extra_so_far = task_paid + to_come - expert_total  # of t decisions, the expert taking over after them
_one_error = Le(one_advantage, _least)
_closed = Eq(allowance, u * t - (late * (late - 1) - _late_at_start * (_late_at_start - 1)) / 2)
_every_step = Le(gap, epsilon * Sum(_least, (t, 0, T - 1)))
_at_most_closed = Le(allowance, _closed.rhs)  # for every u
_every_step_closed = Implies(Le(u, T), Le(gap, epsilon * (u * T - u * (u - 1) / 2)))


@cache
def one_error() -> Theorem:
    """d <= min(u, T - t)."""
    return arithmetic(_one_error, assume(IS_DIFFERENCE), assume(UNIT_COST), assume(RECOVERABLE))


@cache
def one_decision() -> Theorem:
    """delta_t <= epsilon min(u, T - t)."""
    each = sum_up(Le(weight * one_advantage, _least * weight), CHOICES, SUMS, one_error())
    return arithmetic(Le(advantage, epsilon * _least), each, assume(EACH), before_the_end(t))


@cache
def extra() -> Theorem:
    """A_t + D_t - J(pi*) <= epsilon M_t."""
    so_far = by_induction(Le(advantages, epsilon * allowance), t, *ADVANTAGES, *ALLOWED, one_decision())
    return arithmetic(Le(_extra_so_far, epsilon * allowance), telescope(), so_far)


@cache
def closed() -> Theorem:
    """M_t = u t less what the last decisions can't cost, for whole u."""
    return by_induction(_closed, t, *ALLOWED, WHOLE)


def every_step() -> Theorem:
    """J(pi) - J(pi*) <= epsilon times the sum of min(u, T - t)."""
    last = map(assume, (*ALL_PAID, *STILL[1:], *ALL_ALLOWED))
    return rewrite(_every_step, at_the_end(extra(), t), *last)


def every_step_closed() -> Theorem:
    """If u <= T, J(pi) - J(pi*) <= epsilon (u T - u (u - 1)/2)."""
    short = Le(_extra_so_far, epsilon * (u * t - late * (late - 1) / 2))
    allowed = by_induction(_at_most_closed, t, *ALLOWED)
    in_time = at_the_end(arithmetic(Implies(Le(u, T), short), extra(), allowed), t)
    return arithmetic(_every_step_closed, in_time, *map(assume, ALL_PAID))


EVERY_STEP = Derivation(
    key="dagger-every-step",
    title="DAgger's bound if every decision's error is small",
    means={
        allowance: "what one error at each of the first t decisions can cost: the sum of min(u, T - i)",
        one_advantage: "what a wrong choice costs if the expert takes over after it",
    },
    source="ross2011reduction",
    facts=(
        *(*SO_FAR, *STILL, *ALL_PAID, *ADVANTAGES, *ALLOWED, *ALL_ALLOWED),
        *totals(CHOICES, SUMS),
        *(DEFINITION, RECOVERABLE, IS_DIFFERENCE, UNIT_COST),
    ),
    assumes={"on_policy_every_step": (EACH, WHOLE)},
    steps=(
        Step(
            id="one-error",
            lecture="L29",
            statement=_one_error,
            scope="state",
            reason="after t actions an error costs at most the T - t decisions left, and at most u",
            proofs={"any": one_error},
        ),
        Step(
            id="allowance",
            lecture="L29",
            statement=_closed,
            scope="scalar",
            reason="what one error at each of the first t decisions can cost together, for whole u, by induction",
            proofs={"on_policy_every_step": closed},
        ),
        Step(
            id="every-step",
            lecture="L29",
            statement=_every_step,
            scope="scalar",
            reason="each decision's error is at most epsilon on the learner's own states; the costs add up",
            proofs={"on_policy_every_step": every_step},
        ),
        Step(
            id="every-step-closed",
            lecture="L29",
            statement=_every_step_closed,
            scope="scalar",
            reason=(
                "below u epsilon T for u > 1, and equal to that sum for whole u; with u = T it is cloning's epsilon T "
                "(T + 1)/2 again"
            ),
            proofs={"on_policy_every_step": every_step_closed},
        ),
    ),
)

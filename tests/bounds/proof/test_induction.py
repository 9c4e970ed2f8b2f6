"""Rules along an index: induction, and what holds at one value moved to another, prove what they should and no more."""

import pytest
from sympy import Eq, Ge, Le

from tightrope.bounds.language.letter import COUNT, NATURAL, REAL, Index, Letter, Scope
from tightrope.bounds.language.letters import (
    T,
    budget,
    cost,
    disagreement,
    epsilon,
    expert_error,
    g,
    power,
    q,
    survival,
    t,
)
from tightrope.bounds.proof.bernoulli import INEQUALITY, POWER, bernoulli
from tightrope.bounds.proof.statements import NotProved
from tightrope.bounds.proof.tactics import all_decisions, by_induction, equations
from tightrope.bounds.proof.theorem import (
    arithmetic,
    assume,
    at_the_end,
    before_the_end,
    induction,
    later,
    over_decisions,
    within,
)

TRUE = arithmetic(Le(0, 1, evaluate=False))


def test_bernoulli_is_proved_and_its_false_neighbours_are_not():
    for wrong in (Ge(power, 1 - epsilon * t / 2), Le(power, 1 - epsilon * t), Eq(power, 1)):
        with pytest.raises(NotProved, match="refuted"):
            by_induction(wrong, t, *POWER)
    with pytest.raises(NotProved, match="refuted"):
        by_induction(INEQUALITY, t, *equations({power.start: 0, power.next: (1 - epsilon) * power}))


@pytest.mark.parametrize("wrong", [Eq(power, 1), Le(budget, 0), Eq(survival, 1)])
def test_a_letter_of_which_nothing_is_said_does_not_stay_what_it_was(wrong):
    """Once, an induction held fixed whatever its list of changes left out."""
    starts = equations({power.start: 1, budget.start: 0, survival.start: 1})
    with pytest.raises(NotProved, match="refuted"):
        by_induction(wrong, t, *starts)


def test_only_what_counts_from_0_is_inducted_over():
    """Once, epsilon (1 - epsilon) <= 0 was proved by induction over epsilon, and epsilon T <= 0 by one over T."""
    for over, wrong in ((epsilon, Le(epsilon * (1 - epsilon), 0)), (T, Le(epsilon * T, 0))):
        with pytest.raises(NotProved, match="only what counts"):
            induction(wrong, over, TRUE, TRUE)
    with pytest.raises(ValueError, match=">= 1"):
        Index("i", last=Letter("n", NATURAL))


def test_the_assumption_of_an_inductions_step_is_of_one_t():
    """Once, `later` was applied to it inside the step: t = 0 gave t + 1 = 0, and from there 1 + epsilon <= 0."""
    with pytest.raises(NotProved, match="known of one t only"):
        later(assume(Eq(t, 0), t), t)
    with pytest.raises(NotProved, match="known of one t only"):
        at_the_end(assume(Le(survival, power), t), t)


def test_what_holds_at_every_t_up_to_the_last_is_not_moved_beyond_it():
    """Once, t <= T was a fact "always", and one later it said t + 1 <= T, which at the end is false."""
    assert within(t).conclusion == Le(t, T)
    moved = later(within(t), t)
    assert moved.conclusion == Le(t + 1, T)
    assert moved.short == before_the_end(t).short == {t}
    for rule in (later, at_the_end):
        with pytest.raises(NotProved, match="last value"):
            rule(moved, t)


def test_a_step_that_rests_on_one_state_proves_nothing_for_all():
    one_state = assume(Le(q, g), "state")
    base = arithmetic(Le(q.start, g.start), assume(Le(q.start, g.start)))
    step = arithmetic(Le(q.next, g.next), one_state, assume(Le(q.next, g.next), t))
    with pytest.raises(NotProved, match="known of one"):
        induction(Le(q, g), t, base, step)


def test_base_and_step_must_be_of_the_statement():
    good = by_induction(INEQUALITY, t, *POWER)
    base, step = good.premises
    with pytest.raises(NotProved, match="the base must conclude"):
        induction(INEQUALITY, t, step, step)
    with pytest.raises(NotProved, match="the step must conclude"):
        induction(INEQUALITY, t, base, base)
    with pytest.raises(NotProved, match="does not speak"):
        induction(Le(epsilon, 1), t, TRUE, TRUE)


def test_an_induction_ends_at_the_last_value_and_reaches_it():
    climbs = by_induction(
        Le(budget, epsilon * t),
        t,
        *equations({budget.start: 0, budget.next: budget + expert_error}),
        Le(expert_error, epsilon),
    )

    assert climbs.short == frozenset()
    assert at_the_end(climbs, t).conclusion == Le(budget.end, epsilon * T)


def test_only_along_an_index_is_anything_moved():
    """Once, S <= S_T was the "range" of a letter S that changes."""
    for rule in (within, before_the_end):
        with pytest.raises(NotProved, match="no index"):
            rule(survival)
    for rule in (later, at_the_end):
        with pytest.raises(NotProved, match="no index"):
            rule(bernoulli(), epsilon)


def test_an_induction_over_one_index_is_not_short_in_another():
    K = Letter("K", COUNT)
    k = Index("k", last=K)
    both = Scope(words="a number at t and k", index=t)
    x, y = Letter("x", REAL, both), Letter("y", REAL, Scope(words="at k", index=k))
    statement = Le(y, x + y)
    step = arithmetic(Le(y, x.next + y), assume(statement, t), assume(Ge(x.next, 0)), before_the_end(k))
    with pytest.raises(NotProved, match="last value of k"):
        induction(statement, t, arithmetic(Le(y, x.start + y), assume(Ge(x.start, 0))), step)


def test_rules_along_an_index_need_one_that_the_statement_speaks_of():
    with pytest.raises(NotProved, match="no index"):
        over_decisions(assume(Le(cost, epsilon)), assume(all_decisions(cost, disagreement, t)), epsilon)
    for rule in (later, at_the_end):
        with pytest.raises(NotProved, match="does not speak of t"):
            rule(arithmetic(Le(epsilon, 1)), t)
    with pytest.raises(NotProved, match="no statement"):
        assume(epsilon)

"""What holds of each state or decision, added up over them: only what the sums say, and only where it is defined."""

import pytest
from sympy import Eq, Le, Lt, Min, Sum, log

from tightrope.bounds.language.letter import COUNT, Index, Letter, placed
from tightrope.bounds.language.letters import (
    T,
    budget,
    cost,
    disagreement,
    e,
    epsilon,
    expert_error,
    g,
    p,
    q,
    survival,
    t,
)
from tightrope.bounds.lecture.distribution_shift import STATES, STATES_BEFORE
from tightrope.bounds.proof.statements import Family, NotProved
from tightrope.bounds.proof.tactics import all_decisions
from tightrope.bounds.proof.theorem import (
    add_up,
    arithmetic,
    assume,
    at_the_end,
    identity,
    induction,
    later,
    over_decisions,
    rewrite,
)


def total(expression, value):
    return assume(Eq(STATES(expression), value))


def test_an_inequality_of_each_state_becomes_one_of_the_sums():
    each = arithmetic(Le(q * e, epsilon * q), assume(Le(e, epsilon)))

    assert add_up(each, STATES, total(q * e, expert_error), total(q, 1)).conclusion == Le(expert_error, epsilon)


def test_what_is_known_of_one_state_is_not_added_up():
    each = arithmetic(Le(q * e, epsilon * q), assume(Le(e, epsilon), "state"))
    with pytest.raises(NotProved, match="known of one state only"):
        add_up(each, STATES, total(q * e, expert_error), total(q, 1))
    with pytest.raises(NotProved, match="known of one state only"):
        add_up(assume(Le(q, p)), STATES, assume(Eq(STATES(q), 1), "state"), total(p, 1))


@pytest.mark.parametrize("side", [q**2, q * p, q + 1, Min(q, 1)])
def test_a_side_that_is_no_combination_of_the_totals_is_not_added_up(side):
    with pytest.raises(NotProved, match=r"not linear|no combination"):
        add_up(assume(Le(side, 3 * p)), STATES, total(q, 1), total(p, 1))


def test_a_total_still_speaks_of_the_state_after_but_of_none_that_was_added_up():
    with pytest.raises(NotProved, match="still speaks"):
        add_up(assume(Le(q, p)), STATES, assume(Eq(STATES(q), p)), total(p, 1))
    with pytest.raises(NotProved, match="a total is"):
        add_up(assume(Le(q, p)), STATES, assume(Eq(STATES_BEFORE(q), 1)), total(p, 1))
    with pytest.raises(NotProved, match="only <=, >= and ="):
        add_up(assume(Lt(q, p)), STATES, total(q, 1), total(p, 1))


def test_what_is_bound_by_a_sum_over_states_is_neither_moved_nor_rewritten():
    mass = total(q, 1)
    for rule in (later, at_the_end):
        with pytest.raises(NotProved):
            rule(mass, t)
    with pytest.raises(NotProved, match="nothing is rewritten"):
        rewrite(Eq(STATES(p), 1), mass, assume(Eq(q, p), "state"))


def test_only_a_bound_on_each_decision_is_added_up_over_them():
    sum_of_costs = assume(all_decisions(cost, disagreement, t))
    each = assume(Le(cost, epsilon * (t + 1)))

    assert over_decisions(each, sum_of_costs, t).conclusion == Le(disagreement, Sum(epsilon * (t + 1), (t, 0, T - 1)))
    with pytest.raises(NotProved, match="function of t and constants"):
        over_decisions(assume(Le(cost, 1 - survival)), sum_of_costs, t)
    with pytest.raises(NotProved, match="with AddedUp"):
        over_decisions(assume(Le(expert_error, epsilon)), sum_of_costs, t)
    with pytest.raises(NotProved, match="known of one t only"):
        over_decisions(assume(Le(cost, epsilon), t), sum_of_costs, t)


def test_sums_are_over_families_and_indices_not_over_names():
    everything = Family(name=STATES.name, binds=frozenset())
    with pytest.raises(NotProved, match="a total is"):
        add_up(assume(Le(q, g), "state"), everything, total(q, 1), total(g, survival))
    other = Index("t", last=Letter("N", COUNT))
    with pytest.raises(NotProved, match="with AddedUp"):
        over_decisions(assume(Le(cost, epsilon)), assume(all_decisions(cost, disagreement, other)), t)
    with pytest.raises(NotProved, match="nothing is known"):
        add_up(assume(Le(q, g)), STATES)


def test_what_a_sum_over_states_binds_is_not_simplified():
    with pytest.raises(NotProved, match="is not simplified"):
        identity(Eq(STATES(q) + disagreement, disagreement + STATES(q) + 0 * T, evaluate=False))


def test_a_family_binds_kinds_and_no_index():
    with pytest.raises(ValueError, match="by name"):
        Family(name="over t", binds=frozenset({t}))


def test_what_may_be_undefined_is_not_moved_from_place_to_place_nor_added_up():
    for part in (1 / budget, log(budget)):
        statement = Le(part, disagreement)
        base, step = (assume(placed(statement, place, t)) for place in ("start", "next"))
        with pytest.raises(NotProved, match="may be undefined"):
            induction(statement, t, base, step)
    with pytest.raises(NotProved, match="may be undefined"):
        add_up(assume(Le(1 / q, p)), STATES, total(1 / q, disagreement), total(p, 1))
    with pytest.raises(NotProved, match="may be undefined"):
        over_decisions(assume(Le(cost, 1 / epsilon)), assume(all_decisions(cost, disagreement, t)), t)

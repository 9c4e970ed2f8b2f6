"""The rules of proof: each rule proves what it should, and refuses what would be false; what once was proved is refused,
by name.
"""

import copy
import pickle
from dataclasses import replace

import pytest
from sympy import (
    And,
    Derivative,
    Eq,
    Float,
    Ge,
    Implies,
    Integer,
    Integral,
    Le,
    Lt,
    Min,
    Or,
    Product,
    Subs,
    Sum,
    Symbol,
    false,
    floor,
    log,
    oo,
    sign,
    sqrt,
)

from tightrope.bounds.language.letter import (
    COUNT,
    NATURAL,
    NONNEGATIVE,
    POSITIVE,
    PROBABILITY,
    REAL,
    Domain,
    Index,
    Letter,
    Scope,
    placed,
)
from tightrope.bounds.language.letters import (
    DECISION,
    MOMENT,
    STATE,
    T,
    budget,
    cost,
    disagreement,
    e,
    epsilon,
    expert_error,
    g,
    p,
    power,
    q,
    survival,
    t,
)
from tightrope.bounds.lecture.distribution_shift import DERIVATION, STATES, STATES_BEFORE
from tightrope.bounds.proof import theorem as kernel
from tightrope.bounds.proof.bernoulli import INEQUALITY, POWER, bernoulli
from tightrope.bounds.proof.statements import AddedUp, Family, NotProved
from tightrope.bounds.proof.tactics import all_decisions, by_induction, equations
from tightrope.bounds.proof.theorem import (
    Theorem,
    add_up,
    arithmetic,
    assume,
    at_the_end,
    before_the_end,
    identity,
    induction,
    later,
    over_decisions,
    rewrite,
    whole,
    within,
)

TRUE = arithmetic(Le(0, 1, evaluate=False))


def total(expression, value):
    return assume(Eq(STATES(expression), value))


# A theorem is made by rules, and by nothing else.


def test_a_theorem_is_not_made_by_hand_changed_copied_or_stored():
    with pytest.raises(TypeError, match="made by a rule"):
        Theorem(object(), Le(epsilon, 0), frozenset(), frozenset(), "arithmetic", ())
    with pytest.raises(AttributeError, match="does not change"):
        TRUE.conclusion = Le(epsilon, 0)
    for way in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="not copied"):
            way(TRUE)
    with pytest.raises(TypeError):
        replace(TRUE, conclusion=Le(epsilon, 0))
    with pytest.raises(TypeError, match="one kind"):
        type("Forged", (Theorem,), {})


def test_a_theorem_carries_what_it_rests_on():
    bound = bernoulli()

    assert bound.conclusion == INEQUALITY
    assert bound.facts() == set(POWER)
    assert bound.short == frozenset()


def test_an_assumption_of_one_place_is_no_fact():
    with pytest.raises(NotProved, match="at one place"):
        assume(Le(survival, 0), t).facts()
    with pytest.raises(NotProved, match="does not speak of"):
        assume(Le(epsilon, 0), t)


# Arithmetic.


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [(Le(epsilon, power), "refuted"), (Le(T, 1), "refuted"), (Le(epsilon**2, epsilon - 1), "refuted")],
)
def test_what_does_not_follow_is_refused_with_numbers(statement, verdict):
    with pytest.raises(NotProved, match=verdict) as caught:
        arithmetic(statement)
    assert caught.value.outcome.verdict == verdict


def test_a_letters_domain_is_known_and_no_more():
    assert arithmetic(Le(epsilon, 1)).facts() == set()
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Le(budget, 1))
    with pytest.raises(NotProved):
        arithmetic(Ge(T, 2))


def test_nothing_follows_from_contradictions():
    with pytest.raises(NotProved, match="never true"):
        arithmetic(Le(budget, 0), assume(Le(survival, -1, evaluate=False)))
    with pytest.raises(NotProved, match="never true"):
        arithmetic(Le(budget, 0), assume(Le(cost, epsilon - 1)), assume(Ge(cost, epsilon + 1)))
    with pytest.raises(NotProved, match="never true"):
        arithmetic(Implies(Lt(2, epsilon), Le(budget, 0)))


@pytest.mark.parametrize("part", [1 / epsilon, sqrt(budget), log(epsilon), (1 - epsilon) ** t])
def test_what_may_be_undefined_or_is_no_polynomial_is_not_asked_of_the_solver(part):
    with pytest.raises(NotProved, match="not asked of the solver"):
        arithmetic(Le(part, part + 1, evaluate=False))


def test_a_sum_that_can_run_backwards_has_no_closed_form():
    """Karr's convention says T - 2, which is -1 at T = 1; the empty sum is 0."""
    with pytest.raises(NotProved, match="not asked of the solver"):
        arithmetic(Le(Sum(1, (t, 0, T - 3)), T - 2))
    assert arithmetic(Le(Sum(1, (t, 0, T - 1)), T)).facts() == set()
    assert arithmetic(Eq(Sum(epsilon * t, (t, 1, T)), epsilon * T * (T + 1) / 2)).facts() == set()


# Induction.


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


# Sums.


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


# Rewriting, identities, whole numbers.


def test_equals_are_replaced_by_equals_either_way():
    w = assume(Eq(power, (1 - epsilon) ** t))
    written = rewrite(Ge((1 - epsilon) ** t, 1 - epsilon * t), bernoulli(), w)

    assert rewrite(INEQUALITY, written, w).conclusion == INEQUALITY
    with pytest.raises(NotProved, match="does not become"):
        rewrite(Ge(power, 1), bernoulli(), w)
    with pytest.raises(NotProved, match="only an equation"):
        rewrite(INEQUALITY, bernoulli(), within(t))


def test_an_identity_that_may_be_undefined_does_not_rewrite():
    """x^2/x = x is claimed where x is not 0; with x/x in its place, 0/0 would become 1."""
    x = Letter("x", REAL)
    ratio = identity(Eq((x**2 + x) / (x + 1), x))
    with pytest.raises(NotProved, match="may be undefined"):
        rewrite(Eq(x, x, evaluate=False), assume(Eq((x**2 + x) / (x + 1), x)), ratio)


def test_an_equation_that_speaks_of_what_a_sum_runs_over_does_not_rewrite_it():
    c = Letter("c", REAL)
    with pytest.raises(NotProved, match="which is bound where"):
        rewrite(Le(c, Sum(t, (t, 0, T - 1))), assume(Le(c, Sum(c, (t, 0, T - 1)))), assume(Eq(c, t)))


def test_a_statement_whose_sum_captures_a_letter_is_none():
    with pytest.raises(NotProved, match="changes with the sum's index"):
        assume(Le(disagreement, Sum(cost, (t, 0, T - 1))))
    with pytest.raises(NotProved, match="stands outside"):
        assume(Le(t, Sum(t, (t, 0, T - 1))))


def test_a_symbol_of_which_nothing_is_known_is_in_no_theorem():
    with pytest.raises(ValueError, match="no letter"):
        assume(Le(Symbol("x"), 1))


def test_identities_are_those_of_both_simplifier_and_balls():
    x = Letter("x", REAL)
    assert identity(Eq(sqrt(x**2), abs(x), evaluate=False)).facts() == set()
    with pytest.raises(NotProved, match="refuted"):
        identity(Eq(sqrt(x**2), x, evaluate=False))
    with pytest.raises(NotProved):
        identity(Eq(log(-(x**2) - 1), log(-(x**2) - 1) + 0 * x + 1, evaluate=False))  # defined nowhere
    with pytest.raises(NotProved, match="is an equation"):
        identity(Le(x, x + 1, evaluate=False))


def test_between_a_whole_number_and_the_next_lies_none():
    assert arithmetic(Ge(t * (t - 1), 0), whole(t - 1)).facts() == set()
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Ge(budget * (budget - 1), 0))
    for expression in (epsilon, t / 2, t * T, budget + t):
        with pytest.raises(NotProved, match=r"whole number|no whole"):
            whole(expression)


# Derivations accept a theorem for the line it states, at all its places, from what is known.


def test_a_derivation_refuses_what_is_not_its_line_rests_on_more_or_says_less():
    line = DERIVATION.step("distance-line")
    others = {
        "is not the line": lambda: assume(Le(survival, 1, evaluate=False)),
        "not known under per_step": lambda: assume(line.statement),
        "not proved at the last value": lambda: arithmetic(line.statement, line.proof("per_step")(), before_the_end(t)),
        "at one place": lambda: assume(line.statement, t),
    }
    for reason, proof in others.items():
        with pytest.raises(NotProved, match=reason):
            DERIVATION.theorem(replace(line, proofs={"per_step": proof}), "per_step")


def test_what_one_reading_assumes_proves_nothing_under_another():
    line = DERIVATION.step("distance-line")
    general = replace(line, proofs={"any": line.proof("per_step")})

    assert DERIVATION.theorem(general, "per_step").conclusion == line.statement
    for reading in ("time_averaged", "on_policy"):  # of the last one nothing at all is assumed
        with pytest.raises(NotProved, match=f"not known under {reading}"):
            DERIVATION.theorem(general, reading)


@pytest.mark.parametrize("reading", DERIVATION.assumes)
def test_a_line_without_a_proof_is_no_theorem(reading):
    assert DERIVATION.theorem(DERIVATION.step("split-equality"), reading) is None


def test_the_kernel_is_short():
    with open(kernel.__file__) as file:
        assert sum(1 for _ in file) < 400


# Letters.


def test_letters_are_the_same_only_if_all_of_them_is_the_same():
    w = Letter("w", PROBABILITY, MOMENT)
    assert w == power
    different = (
        Letter("w", COUNT),
        Letter("w", PROBABILITY),
        Letter("w", NONNEGATIVE, MOMENT),
        Letter("w", PROBABILITY, STATE),
        Letter("w", PROBABILITY, DECISION),
        Letter("w", PROBABILITY, MOMENT, home="elsewhere"),
        Letter("w", PROBABILITY, Scope(words=MOMENT.words, index=Index("t", last=Letter("H", COUNT)))),
        w.start,
        w.next,
        w.end,
    )
    assert len({w, *different}) == 1 + len(different)
    assert pickle.loads(pickle.dumps(w.next)) == w.next
    assert copy.deepcopy(t) == t


def test_what_belongs_to_a_decision_has_no_value_after_the_last():
    for place in ("next", "end"):
        with pytest.raises(ValueError, match="has no value"):
            getattr(cost, place)
    with pytest.raises(ValueError, match="has no value"):
        _ = survival.next.next
    assert epsilon.next == epsilon.end == epsilon


def test_conditions_and_cases_reach_the_solver():
    assert arithmetic(Or(Le(epsilon, power), Le(power, epsilon))).facts() == set()
    assert arithmetic(And(Ge(epsilon + 1, 1), Le(epsilon, 1))).facts() == set()
    assert AddedUp(t, cost) == all_decisions(cost, disagreement, t).lhs


# What an adversary found, rule by rule.


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


@pytest.mark.parametrize(
    "part",
    [
        Sum(t * T, (T, 0, 1)),  # T is no index; moved to the end, t would become T inside
        Sum(1, (t, 0, T - 3)),  # may run backwards
        Sum(1, (t, -1, T)),  # the index would be told to be at least 0
        Sum(1, (t, 0, T / 2)),  # no whole end
        Product(2, (t, 0, T)),
        Integral(epsilon, (epsilon, 0, 1)),
        floor(epsilon),
    ],
)
def test_a_statement_consists_of_known_operations_and_of_sums_that_mean_the_same_to_all(part):
    with pytest.raises(NotProved):
        assume(Le(part, disagreement))


def test_what_a_derivative_or_a_substitution_binds_is_not_rewritten():
    """Once, d(xy)/dx = y with y = x gave d(x^2)/dx = x."""
    x, y = Letter("x", REAL), Letter("y", REAL)
    product_rule = identity(Eq(Derivative(x * y, x), y))
    with pytest.raises(NotProved, match="which is bound where"):
        rewrite(Eq(Derivative(x**2, x), x), product_rule, assume(Eq(y, x)))


@pytest.mark.parametrize("corner", [lambda y: abs(y) * sign(y), lambda y: y * sign(y) ** 2, abs])
def test_what_has_corners_is_not_differentiated(corner):
    y = Letter("y", REAL)
    with pytest.raises(NotProved):
        identity(Eq(Subs(Derivative(corner(y), y), y, 0), 0))


def test_a_domain_tells_no_more_than_it_says():
    with pytest.raises(ValueError, match="a domain begins at"):
        Domain(words="a correlation", least=-1, most=1)


def test_sums_are_over_families_and_indices_not_over_names():
    everything = Family(name=STATES.name, binds=frozenset())
    with pytest.raises(NotProved, match="a total is"):
        add_up(assume(Le(q, g), "state"), everything, total(q, 1), total(g, survival))
    other = Index("t", last=Letter("N", COUNT))
    with pytest.raises(NotProved, match="with AddedUp"):
        over_decisions(assume(Le(cost, epsilon)), assume(all_decisions(cost, disagreement, other)), t)
    with pytest.raises(NotProved, match="nothing is known"):
        add_up(assume(Le(q, g)), STATES)


def test_the_last_value_of_an_index_is_a_constant():
    k = Index("k")
    with pytest.raises(ValueError, match="constant letter"):
        Index("t", last=Letter("N", COUNT, Scope(words="at k", index=k)))


def test_a_letter_does_not_change_and_a_value_of_it_elsewhere_is_made_from_it_alone():
    with pytest.raises(AttributeError, match="does not change"):
        epsilon.domain = REAL
    with pytest.raises(TypeError):
        Letter("S'", PROBABILITY, MOMENT, place="next", of=survival)
    with pytest.raises(ValueError, match="only what changes"):
        Scope(words="of no index", before_last=True)


def test_a_theorem_says_where_it_does_not_hold_and_of_what_one_place_it_speaks():
    assert "not at the last t" in repr(before_the_end(t))
    assert "[at one t]" in repr(assume(Le(survival, power), t))


def test_letters_that_print_alike_live_in_one_formula():
    mine, theirs = Letter("w", PROBABILITY, home="mine"), Letter("w", PROBABILITY, home="theirs")

    assert mine - theirs != 0
    assert len((mine + theirs).free_symbols) == 2


def test_a_part_that_rewriting_would_lose_must_be_defined():
    x, y, z = (Letter(name, REAL) for name in "xyz")
    with pytest.raises(NotProved, match="may be undefined, and is no part"):
        rewrite(Eq(z, 0), assume(Eq((x - y) / z + z, 0)), assume(Eq(x, y)))


# And what a second one found.


@pytest.mark.parametrize(
    "part",
    [
        Subs(
            1 / Letter("x", POSITIVE), Letter("x", POSITIVE), Letter("y", REAL)
        ),  # y may be 0, and x is told not to be
        Subs(Letter("x", REAL), Letter("x", REAL), power),  # two letters that print w would be one
        Subs(Derivative(Letter("x", NONNEGATIVE) ** 2, Letter("x", NONNEGATIVE)), Letter("x", NONNEGATIVE), -1),
        Derivative(T**2, T),
        AddedUp(Integer(3), q),
        AddedUp(STATES.term, q, p),
        Float(0.1),
        oo,
    ],
)
def test_a_statement_has_no_part_whose_meaning_sympy_takes_for_another(part):
    with pytest.raises(NotProved):
        assume(Le(disagreement, disagreement + part, evaluate=False))


def test_rewriting_loses_no_derivative_that_is_not_defined():
    """Once, 2 |y| (d/dx sqrt(y^2 + x) at x = 0) = 1, which claims nothing at y = 0, gave 0 = 1 with y = 0."""
    x, y, v = Letter("x", REAL), Letter("y", REAL), Letter("v", REAL)
    slope = Subs(Derivative(sqrt(y**2 + x), x), x, 0)
    claim = identity(Eq(2 * abs(y) * slope, 1))
    with pytest.raises(NotProved):
        rewrite(false, claim, assume(Eq(y, 0)), assume(Eq(v, sqrt(x + y**2))))


def test_what_a_sum_over_states_binds_is_not_simplified():
    with pytest.raises(NotProved, match="is not simplified"):
        identity(Eq(STATES(q) + disagreement, disagreement + STATES(q) + 0 * T, evaluate=False))


def test_a_family_binds_kinds_and_no_index():
    with pytest.raises(ValueError, match="by name"):
        Family(name="over t", binds=frozenset({t}))


def test_a_sum_whose_terms_may_be_undefined_is_not_asked_of_the_solver():
    x = Letter("x", REAL)
    with pytest.raises(NotProved, match="not asked"):
        arithmetic(Eq(Sum(t * (x**2 + x) / x, (t, 0, T)), (x + 1) * T * (T + 1) / 2))


def test_what_says_nothing_is_no_hypothesis_and_no_line():
    with pytest.raises(NotProved, match="sympy decided it"):
        assume(Ge(survival, 0))
    line = replace(DERIVATION.step("split"), statement=Ge(survival, 0))
    with pytest.raises(NotProved, match="says nothing"):
        DERIVATION.theorem(line, "per_step")


# What mutants of the kernel showed to be untested.


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


def test_rules_along_an_index_need_one_that_the_statement_speaks_of():
    with pytest.raises(NotProved, match="no index"):
        over_decisions(assume(Le(cost, epsilon)), assume(all_decisions(cost, disagreement, t)), epsilon)
    for rule in (later, at_the_end):
        with pytest.raises(NotProved, match="does not speak of t"):
            rule(arithmetic(Le(epsilon, 1)), t)
    with pytest.raises(NotProved, match="no statement"):
        assume(epsilon)


def test_an_index_does_not_change_where_it_ends_and_one_that_never_ends_has_no_end():
    with pytest.raises(AttributeError, match="where it ends"):
        t.last = None
    with pytest.raises(ValueError, match="no last value"):
        within(Index("k"))

"""Hellinger, Kullback-Leibler and the density ratio: enclosed, against every trajectory written out,
and able to fail.
"""

from fractions import Fraction
from itertools import product

import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.divergence import density_ratio, enclosure, hellinger_squared, trajectory_kl
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import WITNESSES, witness

TINY = st.one_of(imitation_problems(max_states=3, max_horizon=3), changing_problems())


def trajectories(problem, horizon):
    """(P, P*) of every trajectory of states and actions that either of the two can take."""
    (size, choices), expert = problem.mdp.shape, deterministic(problem.expert, problem.mdp.shape[1])
    moves = []
    for decision in range(1, horizon + 1):
        part = problem.mdp.entries(decision)
        rows = problem.mdp.entry_row[part] - problem.mdp.layer_of(decision) * size * choices
        entries = zip(rows, problem.mdp.successor[part], problem.mdp.probability(EXACT)[part], strict=True)
        moves.append({(*divmod(int(row), choices), int(after)): p for row, after, p in entries})
    start = problem.mdp.start_law(EXACT)
    for states in product(range(size), repeat=horizon + 1):
        for actions in product(range(choices), repeat=horizon):
            mine = his = start[states[0]]
            for t, action in enumerate(actions):
                move = moves[t].get((states[t], action, states[t + 1]), 0)
                mine = mine * problem.learner.at(t + 1, EXACT)[states[t], action] * move
                his = his * expert.at(t + 1, EXACT)[states[t], action] * move
            if mine or his:
                yield mine, his


def squared_roots(mine, his):
    """(sqrt P - sqrt P*)^2 at twice the precision of what is tested."""
    apart = arb(mine).sqrt() - arb(his).sqrt()
    return apart * apart  # python-flint's power has no value where a ball contains 0


@settings(max_examples=60)
@given(TINY)
def test_the_hellinger_distance_is_enclosed_by_what_the_recursion_returns(drawn):
    low, high = hellinger_squared(*drawn)
    with ctx.workprec(256):
        least, most = enclosure(sum((squared_roots(p, q) for p, q in trajectories(*drawn)), arb(0)))

    assert low <= most and least <= high
    assert 0 <= high - low < Fraction(1, 2**100)


@settings(max_examples=60)
@given(TINY)
def test_the_divergence_is_enclosed_and_infinite_exactly_if_some_expert_trajectory_is_impossible(drawn):
    found = trajectory_kl(*drawn)
    pairs = [(p, q) for p, q in trajectories(*drawn) if q]
    assert (found is None) == any(p == 0 for p, _ in pairs)
    if found:
        with ctx.workprec(256):
            least, most = enclosure(sum((q * arb(q / p).log() for p, q in pairs), arb(0)))
        assert found[0] <= most and least <= found[1]
        assert 0 <= found[1] - found[0] < Fraction(1, 2**100)


@settings(max_examples=200)
@given(imitation_problems())
def test_distances_are_ordered_as_for_every_deterministic_expert(drawn):
    """TV = P(disagree) <= D_H2 <= 2 TV, and TV <= KL."""
    apart = 1 - evaluate(*drawn).survival[-1]
    low, high = hellinger_squared(*drawn)
    divergence = trajectory_kl(*drawn)

    assert apart <= high
    assert low <= 2 * apart
    assert divergence is None or apart <= divergence[1]


@pytest.mark.parametrize("one", WITNESSES, ids=lambda w: w.key)
def test_the_total_variation_of_whole_trajectories_is_the_probability_of_a_disagreement(one):
    problem = one.problem(Fraction(1, 3), 3)
    apart = fraction(sum(abs(p - q) for p, q in trajectories(problem, 3))) / 2

    assert apart == 1 - evaluate(problem, 3).survival[-1]


def test_a_hellinger_distance_with_the_factor_one_half_is_refuted():
    problem = witness("trap").problem(Fraction(1, 100), 5)
    apart = 1 - evaluate(problem, 5).survival[-1]

    assert hellinger_squared(problem, 5)[1] / 2 < apart


def test_nine_tenths_of_twice_the_probability_of_a_disagreement_is_refuted():
    problem = witness("trap").problem(Fraction(1, 5), 5)

    assert hellinger_squared(problem, 5)[0] == 2 > Fraction(9, 10) * 2


@settings(max_examples=200)
@given(imitation_problems())
def test_the_density_ratio_carries_errors_from_the_expert_to_the_learner_and_is_at_least_needed(drawn):
    """c_t <= C epsilon_t for every t, where C is finite."""
    problem, horizon = drawn
    evaluation = evaluate(problem, horizon)
    ratio = density_ratio(problem, evaluation)
    costs, errors = evaluation.costs, evaluation.expert_errors

    if ratio is None:
        assert any(c > 0 for c in costs)
    else:
        assert all(c <= ratio * e for c, e in zip(costs, errors, strict=True))


def test_the_density_ratio_of_known_problems():
    for key, expected in (("recovery", 1), ("exam", 5), ("trap-labelled", 1), ("trap", None), ("tightrope", None)):
        problem = witness(key).problem(Fraction(1, 20), 5)

        assert density_ratio(problem, evaluate(problem, 5)) == expected


def test_the_density_ratio_of_a_learner_that_never_errs_is_zero():
    made = witness("tightrope").problem(Fraction(0), 3)

    assert density_ratio(made, evaluate(made, 3)) == 0

"""The clone is the likelihood's optimum, in exact arithmetic, on data and on the population; smoothed, a prior's."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.learners.cloning import Clone, likelihood, majority, pooled, population
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import policy
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.two_state_chain import noisy_labels, two_state_chain

GRID = [
    row
    for parts in product(range(7), repeat=3)
    if sum(parts) == 6
    for row in [tuple(Fraction(part, 6) for part in parts)]
]


def laws(clone):
    return [[fraction(x) for x in row] for row in clone.probability[0]]


@given(st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any))
def test_no_law_on_a_grid_is_as_likely_as_the_frequencies_and_not_equal_to_them(counts):
    weight = np.array([[counts]])
    clone = Clone().fit(weight)
    best = likelihood(clone, weight)

    for row in GRID:
        other = policy([[row]])
        if list(row) != laws(clone)[0]:
            assert likelihood(other, weight) < best


@given(st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any))
def test_smoothing_is_the_optimum_of_the_likelihood_with_one_more_of_each(counts):
    weight, more = np.array([[counts]]), np.array([[counts]]) + 1
    smoothed = Clone(smoothing=Fraction(1)).fit(weight)
    best = likelihood(smoothed, more)

    assert all(likelihood(policy([[row]]), more) <= best for row in GRID)
    if len(set(counts)) > 1:
        assert likelihood(smoothed, weight) < likelihood(Clone().fit(weight), weight)


def test_frequencies_smoothing_and_a_uniform_guess_where_nothing_was_seen():
    weight = np.array([[[3, 1], [0, 0]]])

    assert laws(Clone().fit(weight)) == [[Fraction(3, 4), Fraction(1, 4)], [Fraction(1, 2)] * 2]
    assert laws(Clone(smoothing=Fraction(1)).fit(weight)) == [[Fraction(2, 3), Fraction(1, 3)], [Fraction(1, 2)] * 2]


def test_the_most_frequent_action_errs_least_on_the_data_and_is_impossible_under_them():
    weight = np.array([[[3, 1]]])

    assert laws(majority(weight)) == [[1, 0]]
    assert likelihood(majority(weight), weight) == 0 < likelihood(Clone().fit(weight), weight)


def test_cloning_the_population_gives_the_demonstrator_back():
    made, demonstrator = two_state_chain(Fraction(1, 3), Fraction(1, 2)), noisy_labels(Fraction(1, 5))
    clone = Clone().fit(pooled(population(made, demonstrator, 4)))

    assert (clone.probability == demonstrator.probability).all()


def test_the_population_of_a_demonstrator_who_changes_has_each_decisions_own_states_and_actions():
    """Right, then wrong, then either: P(s at decision t) P(a | s at decision t); the chain itself is stationary."""
    made = two_state_chain(Fraction(1, 3), Fraction(1, 2))
    demonstrator = policy([[[1, 0]] * 2, [[0, 1]] * 2, [[Fraction(1, 4), Fraction(3, 4)], [1, 0]]])
    weight = [[[fraction(x) for x in row] for row in layer] for layer in population(made, demonstrator, 3)]

    share = Fraction(1, 3)
    assert weight == [
        [[1 - share, 0], [share, 0]],
        [[0, 1 - share], [0, share]],
        [[Fraction(1, 6), Fraction(1, 2)], [share, 0]],
    ]


def test_the_population_is_of_the_states_in_which_decisions_are_made_and_not_of_those_after():
    made = problem("tightrope", 3, Fraction(1, 2))
    on = [fraction(x) for x in population(made, policy([[[0, 1], [1, 0]]]), 2)[:, 0].sum(axis=1)]

    assert on == [1, 0]


def test_between_equally_frequent_actions_the_majority_takes_the_first():
    assert laws(majority(np.array([[[1, 2, 2], [0, 0, 0]]]))) == [[0, 1, 0], [1, 0, 0]]


def test_a_table_for_each_decision_and_one_for_all_are_fitted_alike():
    made = two_state_chain(Fraction(1, 3), Fraction(0))
    counts = demonstrate(made, noisy_labels(Fraction(1, 5)), 3, 30, seed=1).counts()

    assert Clone().fit(counts).probability.shape == (3, 2, 2)
    assert (Clone().fit(counts[:1]).probability == Clone().fit(counts).probability[:1]).all()
    assert Clone().fit(pooled(counts)).probability.shape == (1, 2, 2)


@pytest.mark.parametrize(
    ("fit", "words"),
    [
        (lambda: Clone().fit(np.zeros((1, 2, 2), dtype=int)), "at least one demonstrated action"),
        (lambda: Clone().fit(np.ones((2, 2), dtype=int)), "shape"),
        (lambda: Clone(smoothing=Fraction(-1, 2)), "at least 0"),
    ],
)
def test_an_expert_who_was_never_seen_and_weights_of_another_shape_are_refused(fit, words):
    with pytest.raises(ValueError, match=words):
        fit()

"""The formulas about memory are what happens with tables on windows, and their neighbours are not."""

from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import samples
from tightrope.bounds.lecture.majority import MAJORITY_WRONG, eta, n
from tightrope.bounds.lecture.memory import FLOOR, ONE_LAG_ERROR, TABLE_ERROR, alphabet, delay, lags, order, persistence
from tightrope.simulators.learners.fitted_tables import cell_masses
from tightrope.simulators.learners.majority import expected_error
from tightrope.simulators.learners.one_lag import fitting_lags
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.hidden_mode import counts_cues, hidden_mode, sees_cues
from tightrope.simulators.worlds.lag import lag, sees_last


def least_error(mass):
    return 1 - sum(map(max, mass))


@pytest.mark.parametrize("symbols", [2, 3])
@pytest.mark.parametrize("memory", [Fraction(0), Fraction(1, 3), Fraction(1)])
@pytest.mark.parametrize("seen", [0, 1, 2, 3])
def test_the_floor_is_the_error_of_the_best_table(symbols, memory, seen):
    world = lag(symbols, 2, 3, stay=(1 + (symbols - 1) * memory) / symbols)
    values = {alphabet: symbols, delay: 2, order: seen, persistence: memory}

    assert least_error(cell_masses(world, sees_last(symbols, 3, seen))) == exact_value(FLOOR, values)


def test_the_floor_is_met_by_the_learner_and_on_its_own_states_too():
    world, horizon = lag(2, 2, 3, Fraction(3, 4)), 5
    weight = state_laws(world.mdp, deterministic(world.expert, 2), horizon)[:-1]
    found = evaluate(world.with_learner(TableLearner(cell=sees_last(2, 3, 1), floor=Fraction(0)).fit(world, weight)), 5)
    floor = exact_value(FLOOR, {alphabet: 2, delay: 2, order: 1, persistence: Fraction(1, 2)})

    assert list(found.costs) == [floor] * horizon
    assert found.epsilon["time_averaged"] == found.epsilon["on_policy"]


@pytest.mark.parametrize("delayed", [0, 1, 2])
@pytest.mark.parametrize("examples", [1, 7, 40])
def test_the_tables_expected_error_is_the_formula(delayed, examples):
    world = lag(2, delayed, 4, Fraction(1, 2))
    for seen in range(5):
        values = {alphabet: 2, delay: delayed, order: seen, samples: examples}
        assert expected_error(cell_masses(world, sees_last(2, 4, seen)), examples) == exact_value(TABLE_ERROR, values)


@pytest.mark.parametrize("memory", [Fraction(1, 2), Fraction(19, 20)])
@pytest.mark.parametrize("examples", [1, 10, 100])
def test_the_experts_order_is_the_best_of_tables_on_correlated_observations_as_well(memory, examples):
    world = lag(2, 2, 4, stay=(1 + memory) / 2)
    errors = [expected_error(cell_masses(world, sees_last(2, 4, seen)), examples) for seen in range(5)]

    assert errors.index(min(errors)) == 2


@pytest.mark.parametrize(("seen", "examples"), [(0, 2), (1, 2), (1, 3)])
def test_with_three_symbols_it_is_the_average_over_every_data_set(seen, examples):
    """Lag 1; a window is (o_t, o_{t-1}), a table its majority with even guesses among the most frequent labels."""
    windows, total = list(product(range(3), repeat=2)), Fraction(0)
    for data in product(windows, repeat=examples):
        votes = {}
        for window in data:
            votes.setdefault(window[: seen + 1], [0, 0, 0])[window[1]] += 1
        for window in windows:
            counts = votes.get(window[: seen + 1], [0, 0, 0])
            best = [a for a in range(3) if counts[a] == max(counts)]
            total += Fraction(window[1] not in best or 0) or Fraction(len(best) - 1, len(best))
    total /= 9 ** (examples + 1)

    assert total == exact_value(TABLE_ERROR, {alphabet: 3, delay: 1, order: seen, samples: examples})


@pytest.mark.parametrize(("symbols", "largest", "examples"), [(2, 2, 1), (2, 2, 3), (3, 1, 2), (2, 3, 2)])
def test_the_error_of_one_lag_is_the_average_over_every_data_set(symbols, largest, examples):
    windows, total = np.array(list(product(range(symbols), repeat=largest + 1))), Fraction(0)
    for chosen in product(range(len(windows)), repeat=examples):
        data = windows[list(chosen)]
        fits = fitting_lags(data, data[:, 1])
        total += (1 - Fraction(1, int(fits.sum()))) * (1 - Fraction(1, symbols))
    total /= len(windows) ** examples

    assert total == exact_value(ONE_LAG_ERROR, {alphabet: symbols, lags: largest, samples: examples})


@pytest.mark.parametrize("noise", [Fraction(1, 10), Fraction(3, 10), Fraction(1, 2)])
@pytest.mark.parametrize("cues", range(6))
def test_the_best_of_the_cues_is_their_majority_seen_one_by_one_or_counted(cues, noise):
    floor = exact_value(MAJORITY_WRONG, {n: cues, eta: noise})
    world = hidden_mode(5, noise)

    assert least_error(cell_masses(world, sees_cues(5, cues))) == floor
    assert least_error(cell_masses(world, counts_cues(5, cues))) == floor


def test_with_two_demonstrations_of_two_cues_the_expected_error_is_the_average_over_every_data_set():
    noise, mass = Fraction(3, 10), cell_masses(hidden_mode(2, Fraction(3, 10)), sees_cues(2, 2))
    likely = {
        (z, shown): Fraction(1, 2) * prod(noise if shown >> i & 1 != z else 1 - noise for i in (0, 1))
        for z in (0, 1)
        for shown in range(4)
    }
    total = Fraction(0)
    for first, second, new in product(likely, repeat=3):
        votes = [z for z, shown in (first, second) if shown == new[1]]
        wrong = sum(z != new[0] for z in votes) - sum(z == new[0] for z in votes)
        total += likely[first] * likely[second] * likely[new] * Fraction((wrong > 0) * 2 + (wrong == 0), 2)

    assert expected_error(mass, 2) == total


def test_an_even_number_of_cues_can_be_best_although_it_tells_no_more_than_one_less():
    world = hidden_mode(4, Fraction(3, 10))
    errors = [expected_error(cell_masses(world, sees_cues(4, k)), 3) for k in range(5)]

    assert errors.index(min(errors)) == 2
    assert errors[2] < errors[1]


def test_counting_needs_fewer_examples_than_a_table_of_the_same_cues():
    world = hidden_mode(6, Fraction(3, 10))
    table, counted = (expected_error(cell_masses(world, cells(6, 6)), 30) for cells in (sees_cues, counts_cues))

    assert counted < table

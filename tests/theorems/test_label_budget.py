"""L30: the limit of DAgger's cost over cloning's at equal labels, and where DAgger stops being worth its labels."""

from fractions import Fraction
from math import exp

import pytest

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, known, states
from tightrope.bounds.lecture.label_budget import ERROR, GAIN, LIMIT, WASTE
from tightrope.reports.experiments.label_budget import EXPERIMENT
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.training.label_budget import cloning, costs, dagger, expected_cost, loses_from, splits
from tightrope.simulators.worlds.fresh_states import fresh_states


def ratio(world, horizon, labelling, labels):
    price = costs(world, horizon)
    learner = expected_cost(dagger(world, labelling, labels), price)
    return learner / expected_cost(cloning(world, labels), price)


@pytest.mark.parametrize(("count", "choices", "horizon"), [(2, 2, 5), (3, 4, 20), (6, 4, 2), (6, 2, 20), (4, 3, 9)])
def test_with_many_labels_in_one_long_episode_the_ratio_is_the_limit(count, choices, horizon):
    limit = exact_value(LIMIT, {states: count, actions: choices, T: horizon})
    world = fresh_states(count, choices)

    assert float(ratio(world, horizon, 120, 120)) == pytest.approx(float(limit), rel=1e-6)
    assert float(ratio(world, horizon, 120, 120)) != pytest.approx(float(limit) * 1.01, rel=1e-3)


def test_the_limit_is_waste_over_gain_but_for_never_having_been_off():
    values = {states: 12, actions: 4, T: 20}

    assert float(exact_value(LIMIT, values)) == pytest.approx(
        float(exact_value(WASTE, values) / exact_value(GAIN, values)), rel=1e-4
    )


def test_the_waste_tends_to_e_to_the_chance_of_a_wrong_guess():
    wastes = [float(exact_value(WASTE, {states: count, actions: 4})) for count in (3, 12, 100)]

    assert wastes == sorted(wastes, reverse=True)
    assert wastes[-1] == pytest.approx(exp(3 / 4), rel=0.01)
    assert wastes[-1] != pytest.approx(exp(1 / 4), rel=0.3)


def test_the_error_on_track():
    assert exact_value(ERROR, {states: 6, actions: 4, known: 2}) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("count", "choices", "horizon", "first"),
    [(6, 4, 2, 8), (6, 4, 3, 11), (6, 4, 5, 19), (6, 4, 8, None), (3, 4, 40, 6)],
)
def test_from_how_many_labels_on_dagger_loses(count, choices, horizon, first):
    assert loses_from(fresh_states(count, choices), horizon, most=48) == first


def test_a_few_demonstrations_first_are_better_than_none_and_than_demonstrations_only():
    world = fresh_states(6, 4)
    found = splits(world, costs(world, 20), 20, 20)

    assert found.index(min(found)) == 4
    assert min(found) < found[0] < found[-1]
    assert found[-1] == expected_cost(cloning(world, 20), costs(world, 20))


def test_the_experiment_answers_its_claim_with_the_condition():
    answer = EXPERIMENT.run(QUICK).answers[0]

    assert (answer.claim, answer.verdict) == ("L30", "conditional")
    assert answer.numbers["DAgger, 3 labels"]["value"] < answer.numbers["cloning, 3 labels"]["value"]
    assert (
        answer.numbers["DAgger, 20 labels, no way back"]["value"]
        > answer.numbers["cloning, 20 labels, no way back"]["value"]
    )

"""The brake light's formulas are what happens in its world, and their neighbours are not."""

from fractions import Fraction
from itertools import combinations, islice

import numpy as np
import pytest

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T
from tightrope.bounds.lecture.causal_confusion import (
    COPIER_COST,
    ROUNDS,
    TRAINING_ERROR,
    WITHOUT_LIGHT,
    blur,
    light_error,
    switch,
)
from tightrope.simulators.learners.fitted_tables import expected_error
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.training import dagger
from tightrope.simulators.training.brake_light import WINDSCREEN, WITH_LIGHT
from tightrope.simulators.worlds.brake_light import brake_light, light_at_random, previous_view

SIGNS = [(Fraction(*q), Fraction(*d)) for q, d in (((1, 20), (1, 5)), ((1, 50), (1, 10)), ((1, 3), (2, 5)))]
IGNORED = [(d, q) for q, d in SIGNS]


def rounds(world, learner, horizon):
    return dagger.loop(world, learner, dagger.population(world, horizon), dagger.aggregate)


def clone(world, learner, horizon):
    return next(rounds(world, learner, horizon)).learner


def errors(world, policy, horizon):
    found = evaluate(world.with_learner(policy), horizon)
    return found.epsilon["time_averaged"], found.epsilon["on_policy"]


def copier(q, horizon):
    return exact_value(COPIER_COST, {switch: q, T: horizon}) / horizon


@pytest.mark.parametrize("horizon", [1, 2, 11])
@pytest.mark.parametrize(("q", "d"), SIGNS + IGNORED)
def test_the_greedy_table_errs_as_the_formulas_say(q, d, horizon):
    world = brake_light(q, d)
    trained, driven = errors(world, clone(world, WITH_LIGHT, horizon), horizon)

    assert trained == exact_value(TRAINING_ERROR, {switch: q, blur: d})
    assert driven == (copier(q, horizon) if q < d else d)
    assert errors(world, clone(world, WINDSCREEN, horizon), horizon) == (d, d)


def test_the_light_helps_at_first_and_hurts_from_one_horizon_on():
    q, d = SIGNS[0]
    worse = [copier(q, horizon) > d for horizon in range(1, 60)]

    assert worse == sorted(worse)
    assert worse.index(True) + 1 == 10


@pytest.mark.parametrize(("q", "d"), SIGNS)
def test_without_the_wire_or_with_views_in_its_place_the_clone_is_not_confused(q, d):
    for make in (light_at_random, previous_view):
        shown = make(q, d)
        learner = clone(shown, WITH_LIGHT, 9)

        assert errors(shown, learner, 9) == (d, d)
        assert errors(brake_light(q, d), learner, 9)[1] == d


@pytest.mark.parametrize(
    ("q", "d", "horizon"),
    [(Fraction(1, 20), Fraction(*d), h) for d in ((1, 5), (3, 10), (2, 5)) for h in (5, 25, 60)]
    + [(Fraction(1, 50), Fraction(1, 10), 40)],
)
def test_dagger_drops_the_light_after_the_rounds_of_the_formula_or_never(q, d, horizon):
    world, wrong = brake_light(q, d), copier(q, horizon)
    after = exact_value(ROUNDS, {switch: q, blur: d, light_error: wrong}) if wrong > d else None
    driven = [errors(world, each.learner, horizon)[1] for each in islice(rounds(world, WITH_LIGHT, horizon), 12)]

    if after is None or after > 11:
        assert set(driven) == {wrong}
    else:
        assert driven == [wrong] * int(after) + [d] * (12 - int(after))


def test_sampled_episodes_drop_the_light_as_the_population_does_or_with_few_of_them_on_one_side_first():
    """The light of who obeys it changes seldom, so that few episodes are few votes;
    half a repair is worse than none.
    """
    world = brake_light(Fraction(1, 20), Fraction(1, 5))

    def driven(episodes):
        see = dagger.sampled(world, 40, episodes, seed=11)
        history = islice(dagger.loop(world, WITH_LIGHT, see, dagger.aggregate), 3)
        return [errors(world, each.learner, 40)[1] for each in history]

    copied, dropped = copier(Fraction(1, 20), 40), Fraction(1, 5)
    assert driven(1000) == [copied, dropped, dropped]
    first, second, third = driven(20)
    assert (first, third) == (copied, dropped)
    assert second > copied


@pytest.mark.parametrize(("q", "d"), SIGNS + IGNORED)
def test_a_clone_that_draws_its_actions_is_never_worse_with_the_light_and_no_better_in_the_long_run(q, d):
    world, horizon = brake_light(q, d), 60
    weight = next(rounds(world, WITH_LIGHT, horizon)).weight
    costs = evaluate(world.with_learner(WITH_LIGHT.frequencies(world, weight)), horizon).costs
    without = evaluate(world.with_learner(WINDSCREEN.frequencies(world, weight)), horizon).costs

    assert all(cost == exact_value(WITHOUT_LIGHT, {blur: d}) for cost in without)
    assert all(here < there for here, there in zip(costs, without, strict=True))
    assert float(without[-1] - costs[-1]) < 0.01


@pytest.mark.parametrize("examples", [1, 4, 20])
def test_with_the_cause_in_full_view_only_unseen_cells_confuse(examples):
    """Each cell has one label, so a table is a set of unseen cells; its chance is a sum over the sets that hold it."""
    q, horizon = Fraction(1, 20), 40
    world, mass = brake_light(q, Fraction(0)), {0: (1 - q) / 2, 1: q / 2, 2: q / 2, 3: (1 - q) / 2}
    sets = [set(cells) for size in range(5) for cells in combinations(mass, size)]
    total = 0
    for unseen in sets:
        chance = sum(
            (-1) ** len(more - unseen) * (1 - sum(mass[cell] for cell in more)) ** examples
            for more in sets
            if more >= unseen
        )
        labels = np.array([-1 if cell in unseen else cell // 2 for cell in mass])
        policy = WITH_LIGHT.play(world, labels[WITH_LIGHT.cell].repeat(horizon, axis=0))
        total += chance * errors(world, policy, horizon)[1]

    assert expected_error(world, WITH_LIGHT, examples, horizon) == total
    assert total > (1 - q) ** examples * copier(q, horizon)

"""What labels teach: the exact laws against all sequences, against drawn runs, and the world against its docstring."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.learners.guessing import guessing_table
from tightrope.simulators.measures.confidence import clopper_pearson
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.names import problem
from tightrope.simulators.training.label_budget import asking, cloning, costs, dagger, drawn_dagger, expected_cost
from tightrope.simulators.worlds.fresh_states import fresh_states

WORLD = fresh_states(2, 2)


def tree(world, horizon, labels):
    """DAgger's law by walking through all episodes, frame by frame, with sets of labelled states."""
    size, choices = world.mdp.shape
    off, back = size - 1, 1 - world.mdp.cost_numerator[size - 1, 0]
    law = {}

    def walk(labelled, place, frame, chance):
        if frame == labels:
            key = (len(labelled - {off}), off in labelled)
            law[key] = law.get(key, 0) + chance
            return
        if place is None or frame % horizon == 0:
            for s in range(off):
                step(labelled, s, frame, chance / off)
        else:
            step(labelled, place, frame, chance)

    def step(labelled, place, frame, chance):
        acts = {0: Fraction(1)} if place in labelled else {a: Fraction(1, choices) for a in range(choices)}
        for action, share in acts.items():
            fresh = action == 0 and (place < off or back)
            walk(labelled | {place}, None if fresh else off, frame + 1, chance * share)

    walk(frozenset(), None, 0, Fraction(1))
    return law


@pytest.mark.parametrize("ways_back", [0, 1])
@pytest.mark.parametrize(("horizon", "labels"), [(2, 4), (3, 5), (9, 4)])
def test_daggers_law_is_that_of_all_episodes(ways_back, horizon, labels):
    world = fresh_states(2, 3, ways_back)

    assert dagger(world, horizon, labels) == tree(world, horizon, labels)
    assert sum(dagger(world, horizon, labels).values()) == 1


def test_a_learner_that_acts_after_its_label_would_never_leave_the_track():
    """The label comes after the action: otherwise the state off the track is never seen."""
    assert dagger(WORLD, 5, 2)[1, True] == Fraction(1, 2)


@pytest.mark.parametrize("ways_back", [0, 1])
@pytest.mark.parametrize("labels", [0, 1, 2, 3, 4])
def test_asking_is_dagger_watched_only_when_a_label_is_bought(ways_back, labels):
    """As if DAgger went on for long: the mass that has bought fewer labels by then vanishes."""
    world = fresh_states(3, 2, ways_back)
    law = asking(world, 3, labels)

    assert sum(law.values()) == 1
    bought = {known + off for known, off in law}
    assert bought <= {labels, 3}  # or all that can be met is labelled already
    if labels == 4:
        ever = {key: float(chance) for key, chance in dagger(world, 3, 120).items()}
        assert {key: float(chance) for key, chance in law.items()} == pytest.approx(
            {key: ever[key] for key in law}, abs=1e-6
        )


def test_demonstrations_first_are_labels_on_track_before_the_first_episode():
    assert dagger(WORLD, 5, 4, demonstrated=4) == cloning(WORLD, 4)
    assert dagger(WORLD, 5, 2, demonstrated=1) == {
        (1, False): Fraction(3, 4) - Fraction(1, 4),
        (2, False): Fraction(1, 2),
    }


def test_cloning_never_labels_the_state_off_the_track():
    assert all(not off for _, off in cloning(WORLD, 5))
    assert cloning(WORLD, 2) == {(1, False): Fraction(1, 2), (2, False): Fraction(1, 2)}


@pytest.mark.parametrize("ways_back", [0, 1])
def test_drawn_runs_follow_the_exact_law(ways_back, false_alarm):
    world, runs = fresh_states(6, 4, ways_back), 4000
    drawn = drawn_dagger(world, 20, 12, runs, seed=3)
    law = dagger(world, 20, 12)
    false_alarm(1e-6 * len(law))

    for (known, off), chance in law.items():
        times = int(((drawn[:, :-1].sum(axis=1) == known) & (drawn[:, -1] == off)).sum())
        interval = clopper_pearson(times, runs, 1 - 1e-6)
        assert interval.lower <= chance <= interval.upper


def test_the_frozen_learner_costs_what_the_recovery_chain_with_its_rates_costs():
    """(1 - 1/A)(1 - M/n) on track; back with probability 1 if off is labelled, else 1/A."""
    price = costs(fresh_states(3, 4), 7)

    for (known, off), cost in price.items():
        chain = problem(f"recovery:rho={1 if off else '1/4'}", 7, Fraction(3, 4) * (1 - Fraction(known, 3)))
        assert cost == evaluate(chain, 7).learner_task
    assert price[3, False] == 0 < price[2, True] < price[2, False]


def test_on_the_cliff_dagger_is_never_better_than_cloning_and_with_a_way_back_it_can_be():
    """The contrast: what is off the track teaches nothing if nothing leads back."""
    for count, choices, horizon in ((2, 2, 3), (6, 4, 20), (3, 5, 7)):
        cliff = fresh_states(count, choices, 0)
        fall = costs(cliff, horizon)
        for labels in range(1, 25):
            clone = expected_cost(cloning(cliff, labels), fall)
            assert expected_cost(dagger(cliff, horizon, labels), fall) >= clone
    chain = fresh_states(6, 4)
    price = costs(chain, 20)
    assert expected_cost(dagger(chain, 20, 2), price) < expected_cost(cloning(chain, 2), price)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: fresh_states(0, 2), "states must be a whole number"),
        (lambda: fresh_states(2, 1), "actions must be a whole number from 2"),
        (lambda: fresh_states(2, 2, 2), "ways_back must be a whole number from 0 to 1"),
        (lambda: dagger(WORLD, 3, -1), "number of labels"),
        (lambda: asking(WORLD, 0, 1), "horizon"),
        (lambda: dagger(WORLD, 3, 2, demonstrated=3), "of 2 labels at most so many"),
        (lambda: guessing_table(WORLD, np.array([True])), "each of 3 states"),
    ],
)
def test_what_makes_no_sense_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()

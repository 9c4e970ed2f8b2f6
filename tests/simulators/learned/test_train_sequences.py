"""The networks that see a history: what is kept is what the recipes are of, and keeps to their bands."""

import numpy as np
import pytest

from tightrope.simulators.learned import train_sequences, train_windscreen
from tightrope.simulators.learned.parameters import network
from tightrope.simulators.learned.retraining import WITHIN, judged
from tightrope.simulators.learners.sequence_networks import NETWORKS, TASKS, batches, log_loss

RECIPES = (*train_sequences.RECIPES, *train_windscreen.RECIPES)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_what_is_kept_is_within_the_bands_of_its_recipe(recipe):
    assert judged(recipe, network(recipe.name))["outcome"] == WITHIN


@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_kept_has_the_shapes_of_its_architecture(name):
    fresh = NETWORKS[name][1].initial(np.random.default_rng(1))

    assert {key: value.shape for key, value in network(name).items()} == {k: v.shape for k, v in fresh.items()}


def test_batches_are_the_expert_s_and_the_same_for_the_same_seed():
    task = TASKS["lag3"]
    first, second = ([*batches(task, 2, 5, seed)] for seed in (1, 1))

    assert [len(inputs) for inputs, _ in first] == [5, 5]
    assert all((a == b).all() for one, two in zip(first, second, strict=True) for a, b in zip(one, two, strict=True))
    inputs, right = first[1]
    assert (right[:, 3:] == inputs[:, :-3]).all()
    assert (right[:, :3, 0] == 1).all()


def test_the_loss_is_the_average_of_the_expert_s_actions_surprise():
    task, made = NETWORKS["first_convolution4"]
    parameters, (batch,) = network("first_convolution4"), batches(TASKS[task], 1, 2, 1)
    values = made.values(np, parameters, batch[0])
    chance = (np.exp(values) / np.exp(values).sum(axis=-1, keepdims=True) * batch[1]).sum(axis=-1)

    assert log_loss(made, np, parameters, batch) == pytest.approx(-np.log(chance).mean())


@pytest.mark.parametrize("name", ["lag3_recurrent", "lag3_attention", "lag3_convolution4"])
def test_a_few_steps_of_a_recipe_lower_the_loss(name, monkeypatch):
    pytest.importorskip("autograd")
    monkeypatch.setitem(train_sequences.OTHER_STEPS, name, 8)
    task, made = NETWORKS[name]
    (batch,) = batches(TASKS[task], 1, 64, 99)
    start = made.initial(np.random.default_rng(1))

    assert log_loss(made, np, train_sequences.train(name, 1), batch) < log_loss(made, np, start, batch)

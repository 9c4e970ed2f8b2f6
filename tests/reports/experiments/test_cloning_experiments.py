"""What the experiments on demonstrations say, and that each effect is gone where its cause is."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tightrope.reports.experiments import cloning, dependence, paradox
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.formats.demonstrations import noisy_expert
from tightrope.simulators.learners.cloning import Clone, population
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.training.noisy_demonstrations import clone_costs
from tightrope.simulators.worlds.windy_path import windy_path

SMALL = replace(QUICK, repetitions=20, episodes=2000)


@pytest.mark.parametrize(
    ("experiment", "verdict"), [(cloning, "holds"), (dependence, "conditional"), (paradox, "conditional")]
)
def test_each_answers_its_claim(experiment, verdict):
    answer = experiment.EXPERIMENT.run(SMALL).answers[0]

    assert (answer.claim,) == experiment.EXPERIMENT.claims
    assert answer.verdict == verdict


def mean(wind, noise, labels, data_sets=60):
    return float(np.mean(clone_costs(windy_path(12, 2, wind), noise, labels, 20, 4, data_sets, seed=5)))


def test_relabelled_noise_helps_in_the_wind_and_much_of_it_less():
    costs = [mean(Fraction(1, 20), noise, "relabelled") for noise in (Fraction(0), Fraction(3, 10), Fraction(4, 5))]

    assert costs[1] < 0.7 * costs[0]
    assert costs[2] > costs[1]


def test_contrast_without_wind_noise_only_does_harm():
    assert mean(Fraction(0), Fraction(0), "relabelled") == 0
    assert mean(Fraction(0), Fraction(3, 5), "relabelled") > 0


def test_contrast_kept_mistakes_make_it_worse_with_and_without_wind():
    for wind in (Fraction(0), Fraction(1, 20)):
        assert mean(wind, Fraction(3, 10), "kept") > 2 * mean(wind, Fraction(0), "kept") + 1


def test_with_data_without_end_kept_labels_give_the_noisy_demonstrator_back():
    made, noise = windy_path(4, 1, Fraction(1, 20)), Fraction(1, 5)
    demonstrator = noisy_expert(made, noise)
    clone = Clone().fit(population(made, demonstrator, 6))

    assert task_cost(made.mdp, clone, 6) == task_cost(made.mdp, demonstrator, 6)


def test_an_unseen_policy_is_infinitely_unlikely_and_said_so_in_words():
    rows = cloning.EXPERIMENT.table(replace(SMALL, seed=1))
    likelihood = {row["policy"]: row["log-likelihood of an action"] for row in rows}

    assert likelihood["most frequent action"] == "minus infinity"
    assert likelihood["cloned"]["value"] > likelihood["the demonstrator"]["value"]

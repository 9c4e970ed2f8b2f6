"""Trains the networks behind the windscreen (`learners/windscreen_network`), several in each file.

What may lead a network to its own brake light, in place of the three pixels that tell more: few steps of training,
pixels that are turned over or blanked, a decay of the weights. Judged are the errors of the likelier action on the
network's own states, on the road whose pixels are turned over as in training.
"""

from functools import partial

from tightrope.simulators.learned.recipe import AtLeast, AtMost, Recipe
from tightrope.simulators.learners.fitted_tables import own_error
from tightrope.simulators.learners.windscreen_network import NETWORKS, likelier, stacked, taken
from tightrope.simulators.networks import Parameters

SEEDS, HORIZON = (1, 2, 3, 4, 5), 40
WORDS = {
    "windscreen_steps": "brake light: few steps and many",
    "windscreen_turned": "brake light: pixels turned over",
    "windscreen_blanked": "brake light: pixels blanked in training",
    "windscreen_decay": "brake light: decay of the weights",
}
BANDS = {
    "windscreen_steps": {"100 steps": AtLeast(0.3), "600 steps": AtMost(0)},
    "windscreen_turned": {
        "600 steps, pixels turned over 0.01": AtMost(0.03),
        "600 steps, pixels turned over 0.03": AtLeast(0.3),
        "600 steps, pixels turned over 0.1": AtLeast(0.3),
        "600 steps, pixels turned over 0.1, without light": AtMost(0.245),
    },
    "windscreen_blanked": {"600 steps, pixels blanked 0.2": AtMost(0)},
    "windscreen_decay": {"600 steps, decay 0.001": AtMost(0), "600 steps, decay 0.03": AtLeast(0.3)},
}


def train(name: str, seed: int) -> Parameters:
    return stacked([training.trained(seed) for training in NETWORKS[name]])


def judged(name: str, parameters: Parameters) -> dict[str, float]:
    return {
        training.words: float(own_error(training.road, likelier(taken(parameters, i), training.lit), HORIZON))
        for i, training in enumerate(NETWORKS[name])
    }


RECIPES = tuple(
    Recipe(
        name=name,
        words=WORDS[name],
        seeds=SEEDS,
        steps=sum(training.steps for training in trainings),
        train=partial(train, name),
        judged=partial(judged, name),
        bands=BANDS[name],
    )
    for name, trainings in NETWORKS.items()
)

"""Trains the networks of `learners/sequence_networks`: convolutions of several fields, attention, and recurrent ones.

New episodes come at each step, so that there is nothing to learn by heart: what a network misses it cannot see, or has
not learned in so many steps. A band is the exact floor of the window that it sees, or a small error if it sees enough.
"""

from functools import partial

import numpy as np

from tightrope.simulators.learned.recipe import AtMost, Recipe
from tightrope.simulators.learners.sequence_networks import NETWORKS, TASKS, batches, decided, log_loss
from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.adam import trained

SIZE, SEEDS = 32, (1, 2, 3, 4, 5)  # SIZE episodes a step
STEPS = {"convolution": 300, "attention": 300, "recurrent": 600}
RATE = {"convolution": 0.005, "attention": 0.01, "recurrent": 0.02}
OTHER_STEPS = {
    "lag3_convolution2": 600,
    "first_convolution16": 600,
    "first_recurrent": 200,
    "lag7_recurrent": 1000,
    "lag7_recurrent_longer": 2000,
}
WORDS = {
    "lag3": "repeats what was shown 3 decisions ago",
    "lag7": "7 decisions ago",
    "first": "takes the side shown first",
}
EPISODES, SEED = 2_000, 987_654_321  # that a network is judged by where not all can be looked at
ERROR = "error per decision"
MOST = {  # the floors of short windows, and what is slow to learn; for all others SMALL
    "lag3_convolution1": 39 / 64,
    "lag3_convolution2": 141 / 256,
    "lag7_convolution4": 27 / 64,
    "first_convolution1": 15 / 32,
    "first_convolution4": 3 / 8,
    "lag7_recurrent": 0.15,
    "lag7_recurrent_longer": 0.05,
}
SMALL = 0.005


def kind(name: str) -> str:
    return next(kind for kind in STEPS if kind in name)


def steps(name: str) -> int:
    return OTHER_STEPS.get(name, STEPS[kind(name)])


def train(name: str, seed: int) -> Parameters:
    task, network = NETWORKS[name]
    start = network.initial(np.random.default_rng(seed))
    shown = batches(TASKS[task], steps(name), SIZE, seed)
    return trained(partial(log_loss, network), start, shown, steps(name), RATE[kind(name)])


def judged(name: str, parameters: Parameters) -> dict[str, float]:
    task, network = NETWORKS[name]
    if TASKS[task].can_be_exact(network):
        return {ERROR: float(TASKS[task].exact_error(network, parameters)[0])}
    shown, right = TASKS[task].episodes(EPISODES, SEED)
    return {ERROR: float((decided(network, parameters, shown)[0] != right).mean())}


def words(name: str) -> str:
    task, which, *more = name.split("_")
    field = which.removeprefix("convolution")
    span = "one decision" if field == "1" else f"{field} decisions"
    told = f"convolution over {span}" if field != which else which
    return f"{told}{', trained longer' if more else ''}: {WORDS[task]}"


RECIPES = tuple(
    Recipe(
        name=name,
        words=words(name),
        seeds=SEEDS[: 3 if name.startswith("lag7_recurrent") else 5],
        steps=steps(name),
        train=partial(train, name),
        judged=partial(judged, name),
        bands={ERROR: AtMost(MOST.get(name, SMALL))},
    )
    for name in NETWORKS
)

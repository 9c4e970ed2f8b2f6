"""Recipes of the networks on the course of trees: a clone and three rounds of DAgger, all of them kept."""

from collections.abc import Mapping

from tightrope.simulators.learned.recipe import AtLeast, AtMost, Recipe
from tightrope.simulators.networks import Parameters
from tightrope.simulators.training.course_networks import COURSE, HORIZON, NETWORKS, ROUNDS, CourseNetwork, of_round
from tightrope.simulators.training.tree_course import paid

SEEDS = (1, 2, 3)
CLONE, LAST = "the clone", "the last round"
WORDS = {
    "course_squared_error": "squared error on the course of trees, DAgger in proportion to the visits",
    "course_flow": "flow in 10 steps on the course of trees, DAgger in proportion to the visits",
    "course_mixture": "mixture of 4 on the course of trees, DAgger in proportion to the visits",
    "course_mixture_evenly": "mixture of 4 on the course of trees, DAgger with equal weights of views",
}
OFF = {  # how often the networks err on the verge at the end; the clones do nearly surely
    "course_squared_error": AtMost(0.05),
    "course_flow": AtMost(0.3),
    "course_mixture": AtLeast(0.5),
    "course_mixture_evenly": AtMost(0.1),
}
ROAD = {
    "course_squared_error": AtMost(0.3),
    "course_flow": AtMost(0.1),
    "course_mixture": AtMost(2e-3),
    "course_mixture_evenly": AtMost(5e-3),
}


def judged(network: CourseNetwork, parameters: Parameters) -> Mapping[str, float]:
    """How often the clone and the last round err on the road and on the verge, and what they cost at T = 400."""
    found = {}
    for words, number in ((CLONE, 0), (LAST, ROUNDS - 1)):
        one = of_round(parameters, number)
        wrong = network.wrong(one)
        found[f"{words} errs on the road"] = float(wrong[: COURSE.road].mean())
        found[f"{words} errs on the verge"] = float(wrong[COURSE.road :].mean())
        found[f"{words} costs"] = float(paid(COURSE.problem, network.table(one), HORIZON).disagreements[-1])
    return found


def recipe(network: CourseNetwork) -> Recipe:
    return Recipe(
        name=network.name,
        words=WORDS[network.name],
        seeds=SEEDS,
        steps=ROUNDS * network.steps,
        train=network.rounds,
        judged=lambda parameters: judged(network, parameters),
        bands={
            f"{CLONE} errs on the road": ROAD[network.name],
            f"{LAST} errs on the road": ROAD[network.name],
            f"{CLONE} errs on the verge": AtLeast(0.9),
            f"{LAST} errs on the verge": OFF[network.name],
        },
    )


RECIPES = tuple(recipe(network) for network in NETWORKS)

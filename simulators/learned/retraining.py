"""Training again: each recipe with each of its seeds, judged by its bands. What comes out is told in training.json.

Shipped parameters are never replaced. NAME.json is written only where there is none, and only if every seed of the
recipe ended within the bands; so new parameters come by deleting the old file, and a run that diverges or comes out
worse leaves none behind. A shipped network is judged beside the new ones.
"""

import json
import platform
from collections.abc import Callable, Iterable
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from tightrope.simulators.learned.parameters import HERE, SCALE, keep, kept, whole
from tightrope.simulators.learned.recipe import Recipe
from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.adam import Diverged

WITHIN = "within"
TOLD = "training"
Say = Callable[[str], None]


def retrained(recipe: Recipe, folder: Path = HERE, say: Say = print) -> dict:
    """Trains with all seeds; returns the entry of training.json, and writes NAME.json if it is new and good."""
    started, outcomes, new = perf_counter(), [], []
    for seed in recipe.seeds:
        integers, outcome = _of_seed(recipe, seed)
        outcomes.append({"seed": seed, **outcome})
        new += integers
        say(f"{recipe.name}, seed {seed}: {outcomes[-1]['outcome']} {outcomes[-1]['numbers']}")
    good = all(one["outcome"] == WITHIN for one in outcomes)
    say(f"{recipe.name}: {_shipped(recipe, new[: recipe.kept] if good else [], folder)}")
    return {
        "name": recipe.name,
        "words": recipe.words,
        "steps": recipe.steps,
        "seconds": round(perf_counter() - started, 1),
        "bands": {what: str(band) for what, band in recipe.bands.items()},
        "spread": spread([one["numbers"] for one in outcomes if one["numbers"]]),
        "outcomes": outcomes,
        "versions": {"python": platform.python_version(), **{name: version(name) for name in ("numpy", "autograd")}},
    }


def _of_seed(recipe: Recipe, seed: int) -> tuple[list[dict[str, list]], dict]:
    """The parameters of one seed, if it has any, and what became of it. What went wrong with it ends no other run."""
    try:
        parameters = recipe.train(seed)
    except Diverged as error:
        return [], {"outcome": str(error), "numbers": {}}
    try:
        integers = whole(parameters)
        return [integers], judged(recipe, as_kept(integers))
    except (ValueError, ArithmeticError) as error:  # not finite, or so far off that it makes no policy
        return [], {"outcome": f"cannot be judged: {error}", "numbers": {}}


def as_kept(integers: dict[str, list]) -> Parameters:
    return {name: np.array(value) / SCALE for name, value in integers.items()}


def judged(recipe: Recipe, parameters: Parameters) -> dict:
    """What becomes of parameters: their numbers, to ten digits, and whether these keep to the bands."""
    numbers = {what: float(f"{value:.10g}") for what, value in recipe.judged(parameters).items()}
    if wrong := [what for what, value in numbers.items() if not isfinite(value)]:
        return {"outcome": f"not finite: {', '.join(wrong)}", "numbers": {}}
    return {"outcome": "; ".join(recipe.outside(numbers)) or WITHIN, "numbers": numbers}


def spread(numbers: list[dict]) -> dict[str, list[float]]:
    """Least, median and most of each number over the seeds that came to an end."""
    names = numbers[0] if numbers else ()
    return {what: [f([one[what] for one in numbers]) for f in (min, median, max)] for what in names}


def _shipped(recipe: Recipe, new: list[dict[str, list]], folder: Path) -> str:
    """Writes new networks where there are none; what was done, in words."""
    path = folder / f"{recipe.name}.json"
    seeds = f"seed {', '.join(map(str, recipe.seeds[: recipe.kept]))}"
    if not new:
        return f"a seed is not within its bands: no parameters were written, {path.name} is as it was"
    if not path.exists():
        keep(recipe.name, new, folder)
        return f"{path.name} is new: it has the parameters of {seeds}, and reports get another id"
    there = kept(recipe.name, folder)
    if [whole(one) for one in there] == new:
        return f"the shipped parameters came out again, number by number, from {seeds}"
    numbers = [judged(recipe, one)["numbers"] for one in there]
    return (
        f"the shipped parameters stay, {numbers}; those of {seeds} differ, as on another machine or by another recipe. "
        f"To take them, delete {path.name} and train again"
    )


def retrain(recipes: Iterable[Recipe], folder: Path = HERE, say: Say = print) -> bool:
    """Trains these recipes and writes training.json after each; entries of others stay. Whether all their seeds ended
    within the bands.
    """
    good = True
    for recipe in recipes:
        new = retrained(recipe, folder, say)
        told = {entry["name"]: entry for entry in training(folder)} | {recipe.name: new}  # another run may have written
        keep(TOLD, [told[name] for name in sorted(told)], folder)
        good &= all(one["outcome"] == WITHIN for one in new["outcomes"])
    return good


def training(folder: Path = HERE) -> list[dict]:
    """The entries of training.json: how each network was trained last; none before the first training."""
    path = folder / f"{TOLD}.json"
    return json.loads(path.read_text()) if path.exists() else []

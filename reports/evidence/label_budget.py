"""Cloning's cost and DAgger's after many labels in many states, by the formulas of `bounds.lecture.label_budget`."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sympy import lambdify

from tightrope.bounds.language.letters import T, actions, samples, states
from tightrope.bounds.lecture.label_budget import CLONING_MANY, DAGGER_MANY, MANY_GAIN, MANY_WASTE


@cache
def many_states(count: int, choices: int) -> Callable[[float, float], float]:
    """Of labels and horizon: cloning's cost less DAgger's, divided by DAgger's; floats, also between whole numbers."""
    world: dict[Any, int] = {states: count, actions: choices}
    both = lambdify((samples, T), [one.subs(world) for one in (CLONING_MANY, DAGGER_MANY)], modules="scipy")

    def saved(labels: float, horizon: float) -> float:
        clone, learner = (float(one.real) for one in both(labels + 0j, horizon))
        return clone / learner - 1

    return saved


@cache
def late(choices: int) -> Callable[[float], float]:
    """Of the horizon: the gain less the waste, late in learning."""
    return lambdify(T, (MANY_GAIN - MANY_WASTE).subs(actions, choices))

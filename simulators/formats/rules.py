"""A policy that is a rule (`policy.Erring`) as arrays: a few small numbers for each decision and state, not a table.

NAME_expert, NAME_wrong, NAME_which     whole numbers, (L, S) each with its own L
NAME_rates                              probabilities p/q as texts, (K,)
"""

import numpy as np

from tightrope.simulators.formats.npz import Npz
from tightrope.simulators.model.arithmetic import object_array, probability, rational
from tightrope.simulators.model.policy import EVENLY, Erring

PARTS = ("expert", "wrong", "which", "rates")


def to_arrays(rule: Erring, name: str) -> dict[str, np.ndarray]:
    """The arrays of a policy of that name."""
    numbers = {f"{name}_{part}": getattr(rule, part) for part in PARTS[:3]}
    return numbers | {f"{name}_rates": np.array([str(rate) for rate in rule.rates])}


def is_in(file: Npz, name: str) -> bool:
    """Whether the file holds a rule of that name, or a part of one."""
    return len(file.lacks(*(f"{name}_{part}" for part in PARTS))) < len(PARTS)


def from_file(file: Npz, name: str, states: int, actions: int) -> Erring:
    """The rule of that name. Raises ValueError unless it is whole, and every number in it means something."""
    if lacking := file.lacks(*(f"{name}_{part}" for part in PARTS)):
        raise ValueError(f"it lacks {', '.join(lacking)}")
    texts = file.array(f"{name}_rates", 1, "U").tolist()
    rates = [rational(probability(text, f"{name}_rates")) for text in texts]
    limits = {"expert": (0, actions), "wrong": (EVENLY, actions), "which": (0, len(rates))}
    found = {}
    for part, (least, below) in limits.items():
        values = file.array(f"{name}_{part}", 2, "iu")
        if values.shape[1] != states or not len(values):
            raise ValueError(f"{name}_{part} must have the shape (layers, {states}); it has {values.shape}")
        if values.min() < least or values.max() >= below:
            raise ValueError(f"{name}_{part} must lie in {least} to {below - 1}; got {values.min()} to {values.max()}")
        found[part] = values
    if len({len(values) for values in found.values()} - {1}) > 1:
        raise ValueError(f"the layers of {name} are one, or one for each decision; got several numbers")
    return Erring(actions=actions, rates=object_array(rates, (len(rates),)), **found)

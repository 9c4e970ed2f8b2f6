"""The plain network: layers h -> tanh(h W + b), the last one without tanh."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tightrope.simulators.networks import Array, Module, Parameters


@dataclass(frozen=True, kw_only=True)
class Perceptron:
    """Sizes. Raises ValueError unless each is at least 1."""

    inputs: int
    hidden: tuple[int, ...]
    outputs: int

    def __post_init__(self) -> None:
        if min(self.sizes) < 1:
            raise ValueError(f"every layer of a network needs at least one number; got the sizes {self.sizes}")

    @property
    def sizes(self) -> tuple[int, ...]:
        return (self.inputs, *self.hidden, self.outputs)

    def initial(self, random: np.random.Generator) -> Parameters:
        """weight0, bias0, weight1, ...: weights are normal with variance 1/(size of the layer before), biases 0."""
        found = {}
        for i, (before, after) in enumerate(pairwise(self.sizes)):
            found[f"weight{i}"] = random.standard_normal((before, after)) / np.sqrt(before)
            found[f"bias{i}"] = np.zeros(after)
        return found

    def values(self, xp: Module, parameters: Parameters, inputs: Array) -> Array:
        """Shape (N, outputs) at inputs of shape (N, inputs). Raises ValueError for inputs of another shape."""
        if inputs.ndim != 2 or inputs.shape[1] != self.inputs:
            raise ValueError(f"a batch of this network must have the shape (N, {self.inputs}); got {inputs.shape}")
        layer = inputs
        for i in range(len(self.hidden)):
            layer = xp.tanh(xp.dot(layer, parameters[f"weight{i}"]) + parameters[f"bias{i}"])
        last = len(self.hidden)
        return xp.dot(layer, parameters[f"weight{last}"]) + parameters[f"bias{last}"]


def waves(xp: Module, values: Array, octaves: int) -> Array:
    """Features that tell near actions apart: values (N, D), then sin and cos of 2^j times them, j < octaves.

    Shape (N, D (1 + 2 octaves)).
    """
    angles = [2.0**j * values for j in range(octaves)]
    return xp.concatenate([values, *map(xp.sin, angles), *map(xp.cos, angles)], axis=1)

"""A temporal convolution: each layer looks at its own place and at one `dilation` decisions before.

    x_t <- x_t + relu(x_t A + x_{t - dilation} B + b)        x before the start is 0
    values at t:  relu(x_t H + h) V + v

With dilations 1, 2, 4, ... the last of n layers sees 2^n decisions, no more: the receptive field is
1 + the sum of the dilations. Source: van den Oord and others 2016 (WaveNet), Bai and others 2018.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.networks import Array, Module, Parameters
from tightrope.simulators.networks.sequence import check_batch, check_sizes, linear


@dataclass(frozen=True, kw_only=True)
class Convolution:
    """Sizes; without dilations it sees the present alone. Raises ValueError unless each is at least 1."""

    inputs: int
    width: int
    dilations: tuple[int, ...]
    outputs: int

    def __post_init__(self) -> None:
        check_sizes(self.inputs, self.width, *self.dilations, self.outputs)

    @property
    def field(self) -> int:
        """How many decisions, the present one included, what it does can depend on."""
        return 1 + sum(self.dilations)

    def initial(self, random: np.random.Generator) -> Parameters:
        """Weights are normal with variance 1/(numbers that come in), biases 0."""
        wide, found = self.width, {}
        shapes = {"inward": (self.inputs, wide)}
        for i in range(len(self.dilations)):
            shapes |= {f"now{i}": (wide, wide), f"before{i}": (wide, wide)}
            found[f"bias{i}"] = np.zeros(wide)
        shapes |= {"hidden": (wide, wide), "outward": (wide, self.outputs)}
        found |= {name: random.standard_normal(shape) / np.sqrt(shape[0]) for name, shape in shapes.items()}
        return found | {"hidden_bias": np.zeros(wide), "bias": np.zeros(self.outputs)}

    def values(self, xp: Module, parameters: Parameters, inputs: Array) -> Array:
        """Shape (N, T, outputs) at inputs of shape (N, T, inputs). Raises ValueError for inputs of another shape."""
        check_batch(inputs, self.inputs)
        layer = linear(xp, inputs, parameters["inward"])
        for i, dilation in enumerate(self.dilations):
            reached = linear(xp, layer, parameters[f"now{i}"]) + parameters[f"bias{i}"]
            reached = reached + later(xp, linear(xp, layer, parameters[f"before{i}"]), dilation)
            layer = layer + xp.maximum(reached, 0.0)
        hidden = xp.maximum(linear(xp, layer, parameters["hidden"]) + parameters["hidden_bias"], 0.0)
        return linear(xp, hidden, parameters["outward"]) + parameters["bias"]


def later(xp: Module, sequence: Array, decisions: int) -> Array:
    """Shape (N, T, C): at t what was there so many decisions before, 0 where nothing was."""
    many, length, wide = sequence.shape
    nothing = np.zeros((many, min(decisions, length), wide))
    return xp.concatenate([nothing, sequence[:, : max(0, length - decisions)]], axis=1)

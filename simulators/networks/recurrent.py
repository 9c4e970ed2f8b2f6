"""A recurrent network with gates (LSTM): it carries a cell c along the sequence, and what it shows of it, h.

    i, f, o, g = x_t W + h_{t-1} U + b            four parts of `hidden` numbers each
    c_t = sigmoid(f) c_{t-1} + sigmoid(i) tanh(g)
    h_t = sigmoid(o) tanh(c_t)                    h_0 = c_0 = 0
    values at t:  h_t V + v

Whatever was seen can be kept in c. Source: Hochreiter and Schmidhuber 1997, with Gers and others' forget gate f.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.networks import Array, Module, Parameters
from tightrope.simulators.networks.sequence import check_batch, check_sizes, linear


@dataclass(frozen=True, kw_only=True)
class Recurrent:
    """Sizes. Raises ValueError unless each is at least 1."""

    inputs: int
    hidden: int
    outputs: int

    def __post_init__(self) -> None:
        check_sizes(self.inputs, self.hidden, self.outputs)

    def initial(self, random: np.random.Generator) -> Parameters:
        """Weights are normal with variance 1/(numbers that come in), biases 0, those of the forget gate 1."""
        weights = {"inward": (self.inputs, 4 * self.hidden), "onward": (self.hidden, 4 * self.hidden)}
        found = {name: random.standard_normal(shape) / np.sqrt(shape[0]) for name, shape in weights.items()}
        found["gates"] = np.zeros(4 * self.hidden)
        found["gates"][self.hidden : 2 * self.hidden] = 1.0
        found["outward"] = random.standard_normal((self.hidden, self.outputs)) / np.sqrt(self.hidden)
        return found | {"bias": np.zeros(self.outputs)}

    def values(self, xp: Module, parameters: Parameters, inputs: Array) -> Array:
        """Shape (N, T, outputs) at inputs of shape (N, T, inputs). Raises ValueError for inputs of another shape."""
        check_batch(inputs, self.inputs)
        size = self.hidden
        cell = shown = np.zeros((len(inputs), size))
        seen = []
        for t in range(inputs.shape[1]):
            gates = (
                xp.dot(inputs[:, t], parameters["inward"]) + xp.dot(shown, parameters["onward"]) + parameters["gates"]
            )
            opened, new = xp.split(gates, [3 * size], axis=1)
            enter, keep, show = xp.split(0.5 + 0.5 * xp.tanh(0.5 * opened), 3, axis=1)  # the sigmoid
            cell = keep * cell + enter * xp.tanh(new)
            shown = show * xp.tanh(cell)
            seen.append(shown)
        return linear(xp, xp.stack(seen, axis=1), parameters["outward"]) + parameters["bias"]

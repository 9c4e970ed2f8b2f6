"""A small Transformer: at each t, heads average what was seen up to t, by how well a key there answers t's query.

    x_t   = input_t E + place_t                                      the place tells the decision
    x_t <- x_t + sum over heads of (sum_{s <= t} share_ts x_s V) O   share_t. = softmax of x_t Q . x_s K / sqrt(size)
    x_t <- x_t + relu(x_t A + a) B + b
    values at t:  x_t W + w

The last two of the first three lines are a layer. Every decision so far is one step away. Source: Vaswani and others
2017, without their normalisation of layers.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.networks import Array, Module, Parameters
from tightrope.simulators.networks.log_sum_exp import log_shares
from tightrope.simulators.networks.sequence import check_batch, check_sizes, linear

UNSEEN = -1e9  # added to the scores of what comes later: its share is exactly 0


@dataclass(frozen=True, kw_only=True)
class Attention:
    """Sizes; `longest` is the longest sequence.

    Raises ValueError unless each is at least 1 and the heads divide the width.
    """

    inputs: int
    width: int
    heads: int
    layers: int
    longest: int
    outputs: int

    def __post_init__(self) -> None:
        check_sizes(self.inputs, self.width, self.heads, self.layers, self.longest, self.outputs)
        if self.width % self.heads:
            raise ValueError(f"the heads must divide the width; got {self.heads} heads and {self.width}")

    def initial(self, random: np.random.Generator) -> Parameters:
        """Weights are normal with variance 1/(numbers that come in), biases 0, places small."""
        wide, shapes, found = self.width, {"inward": (self.inputs, self.width)}, {}
        for i in range(self.layers):
            shapes |= {f"{what}{i}": (wide, wide) for what in ("query", "key", "value", "joined")}
            shapes |= {f"hidden{i}": (wide, 2 * wide), f"onward{i}": (2 * wide, wide)}
            found |= {f"hidden_bias{i}": np.zeros(2 * wide), f"onward_bias{i}": np.zeros(wide)}
        shapes["outward"] = (wide, self.outputs)
        found |= {name: random.standard_normal(shape) / np.sqrt(shape[0]) for name, shape in shapes.items()}
        return found | {"place": 0.5 * random.standard_normal((self.longest, wide)), "bias": np.zeros(self.outputs)}

    def values(self, xp: Module, parameters: Parameters, inputs: Array) -> Array:
        """Shape (N, T, outputs) at inputs of shape (N, T, inputs).

        Raises ValueError for inputs of another shape, or longer than `longest`.
        """
        check_batch(inputs, self.inputs)
        length = inputs.shape[1]
        if length > self.longest:
            raise ValueError(f"this network knows places 1 to {self.longest}; the sequences have {length}")
        layer = linear(xp, inputs, parameters["inward"]) + parameters["place"][:length]
        for i in range(self.layers):
            layer = layer + self._seen(xp, parameters, layer, i)
            hidden = xp.maximum(linear(xp, layer, parameters[f"hidden{i}"]) + parameters[f"hidden_bias{i}"], 0.0)
            layer = layer + linear(xp, hidden, parameters[f"onward{i}"]) + parameters[f"onward_bias{i}"]
        return linear(xp, layer, parameters["outward"]) + parameters["bias"]

    def _seen(self, xp: Module, parameters: Parameters, layer: Array, i: int) -> Array:
        """What the heads of layer i bring, shape (N, T, width)."""
        many, length, wide = layer.shape
        size = wide // self.heads

        def by_head(what: str) -> Array:
            apart = xp.reshape(linear(xp, layer, parameters[f"{what}{i}"]), (many, length, self.heads, size))
            return xp.transpose(apart, (0, 2, 1, 3))

        fits = xp.matmul(by_head("query"), xp.transpose(by_head("key"), (0, 1, 3, 2))) / np.sqrt(size)
        shares = xp.exp(log_shares(xp, fits + UNSEEN * np.triu(np.ones((length, length)), 1)))
        brought = xp.transpose(xp.matmul(shares, by_head("value")), (0, 2, 1, 3))
        return linear(xp, xp.reshape(brought, (many, length, wide)), parameters[f"joined{i}"])

"""What networks on sequences ask of their sizes and batches: symbols come as (N, T) whole numbers, inputs as
(N, T, symbols), and at each t a network may use what came up to t.
"""

import numpy as np

from tightrope.simulators.networks import Array, Module


def one_hot(symbols: np.ndarray, many: int) -> np.ndarray:
    """Shape (N, T) to (N, T, many): 1 at the symbol, else 0."""
    return (symbols[..., None] == np.arange(many)).astype(np.float64)


def check_sizes(*sizes: int) -> None:
    if min(sizes) < 1:
        raise ValueError(f"every layer of a network needs at least one number; got the sizes {sizes}")


def check_batch(inputs: Array, wide: int) -> None:
    if inputs.ndim != 3 or inputs.shape[2] != wide:
        raise ValueError(f"a batch of this network must have the shape (N, T, {wide}); got {inputs.shape}")


def linear(xp: Module, sequences: Array, weights: Array) -> Array:
    """Shape (N, T, C) and (C, D) to (N, T, D): one product of matrices, many times faster than `dot` of such arrays."""
    return xp.tensordot(sequences, weights, 1)

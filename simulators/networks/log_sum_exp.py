"""log sum_k exp x_k along the last axis, without overflow. (autograd.scipy has it, and takes a second to import.)"""

from tightrope.simulators.networks import Array, Module


def log_sum_exp(xp: Module, values: Array) -> Array:
    """Shape (..., K) to (...); finite for finite values."""
    most = xp.max(values, axis=-1, keepdims=True)
    return xp.squeeze(most, -1) + xp.log(xp.sum(xp.exp(values - most), axis=-1))


def log_shares(xp: Module, scores: Array) -> Array:
    """The logarithms of exp x_k / sum_j exp x_j, shape (..., K)."""
    return scores - log_sum_exp(xp, scores)[..., None]

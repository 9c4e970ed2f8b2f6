"""Integer thresholds from exact weights, and alias tables of them.

A law with weights w_1..w_n of total W becomes whole numbers q_i of total 2^62, the differences of
floor((w_1 + ... + w_i) 2^62 / W): each probability is off by less than 2^-62, and what is impossible stays impossible.

An alias table spreads them over K = 2^k slots of equal size 2^(62-k), k the least that suffices, so that each slot
holds at most two outcomes: the first below the slot's threshold, the second above. No rounding happens here. One draw
needs one slot, however long the row is. Source: Walker 1977; built by one sweep, Huebschle-Schneider and Sanders 2019.
"""

import numpy as np
from flint import fmpq

BITS = 62
ONE = 1 << BITS


def cumulative(weights: np.ndarray) -> np.ndarray:
    """floor((w_1 + ... + w_i) 2^62 / W) down each column; weights are integers >= 0 with 0 < W < 2^63."""
    rest = np.cumsum(weights, axis=0, dtype=np.uint64)
    total = rest[-1].copy()
    result = np.zeros_like(rest)
    step, left = 64 - int(total.max()).bit_length(), BITS  # a long division, in digits of so many bits
    while left:
        digit = np.uint64(min(step, left))
        rest <<= digit
        digits = rest // total
        rest -= digits * total
        result = (result << digit) + digits
        left -= int(digit)
    return result


def threshold(probability: fmpq) -> int:
    """floor(p 2^62)."""
    return int((probability * ONE).floor())


def slots(parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Alias tables of columns of K whole numbers that sum to 2^62, K a power of two.

    Returns the threshold of each slot, counted from its start, and which cell the second outcome is; slot i's first
    outcome is cell i. Shapes (K, columns). A full slot has itself for the second and threshold 0.

    Light cells fit into their slot, heavy ones do not. The current heavy cell fills up the slots of light ones until it
    has become light; then the next heavy cell fills up its slot. Each step of the sweep completes one slot.
    """
    cells, columns = parts.shape
    size = np.uint64(ONE // cells)
    column = np.arange(columns)
    heavy = parts > size
    order = np.argsort(heavy, axis=0, kind="stable")  # the light cells, then the heavy ones
    lights = cells - heavy.sum(axis=0)
    light, at = np.zeros(columns, dtype=np.int64), np.minimum(lights, cells - 1)  # the next light, the current heavy
    current = order[at, column]
    left = parts[current, column]  # of the current heavy cell
    first, second = np.zeros_like(parts), np.zeros((cells, columns), dtype=np.int64)
    for _ in range(cells):
        fills = (light < lights) & ((left > size) | (at >= cells - 1))
        at += ~fills
        following = order[np.minimum(at, cells - 1), column]  # the current one itself while it fills
        light_cell = order[np.minimum(light, cells - 1), column]
        cell = np.where(fills, light_cell, current)
        held = np.where(fills, parts[light_cell, column], left)
        full = (held == size) | (cell == following)
        first[cell, column] = np.where(full, 0, held)
        second[cell, column] = np.where(full, cell, following)
        left = np.where(fills, left, parts[following, column]) - (size - held)
        current = following
        light += fills
    return first, second

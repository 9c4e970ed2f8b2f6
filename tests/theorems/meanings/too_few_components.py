"""Of mixtures with fewer components than ways: each component is half uniform on an interval, half on one inside."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.lecture import too_few_components as few

DERIVATIONS = (few.DERIVATION,)
Pieces = list[tuple[Fraction, Fraction, Fraction]]  # from, to, mass


def worlds(count: int, seed: int) -> Iterator[World]:
    rng = np.random.default_rng(seed)
    for i in range(count):
        yield world(i, rng)


def world(i: int, rng: np.random.Generator) -> World:
    count = int(rng.integers(1, 4))
    length, tree = (Fraction(int(one), 4) for one in rng.integers(1, 8, size=2))
    ways = [(j * (length + tree), j * (length + tree) + length) for j in range(count + int(rng.integers(1, 3)))]
    end = ways[-1][1]
    weights = rng.integers(1, 5, size=count)
    parts = [component(rng, end, Fraction(int(one), int(weights.sum()))) for one in weights]
    if i % 4 == 0:  # all as wide as the road: each way is chosen
        parts = [[(Fraction(0), end, Fraction(1, count))] for _ in parts]
    on = [[mass(pieces, *way) for pieces in parts] for way in ways]
    largest = [row.index(max(row)) for row in on]
    first, second = next(pair for pair in combinations(range(len(ways)), 2) if len({largest[j] for j in pair}) == 1)
    one = largest[first]
    gaps = [(ways[j][1], ways[j + 1][0]) for j in range(len(ways) - 1)]
    means = {
        few.K: count,
        few.way_length: length,
        few.tree_length: tree,
        few.least: min(sum(row) for row in on),
        few.first_way: sum(on[first]),
        few.second_way: sum(on[second]),
        few.largest_first: max(on[first]),
        few.largest_second: max(on[second]),
        few.between: mass(parts[one], *gaps[first]),
        few.collision: sum(mass(pieces, *gap) for pieces in parts for gap in gaps),
    }
    each = {few.on_first: on[first], few.on_second: on[second]}
    return World(
        name=f"fewer components than ways, number {i}",
        last={},
        means=lambda letter, place: each[letter][place["component"]] if letter in each else means[letter],
        individuals={"component": tuple(range(count))},
        families={"over the components": lambda place: ({**place, "component": k} for k in range(count))},
    )


def component(rng: np.random.Generator, end: Fraction, weight: Fraction) -> Pieces:
    """Half of the mass on an interval, half on one inside: the density has one top."""
    a, b, c, d = sorted(Fraction(int(one), 16) * end for one in rng.choice(17, size=4, replace=False))
    return [(a, d, weight / 2), (b, c, weight / 2)]


def mass(pieces: Pieces, low: Fraction, high: Fraction) -> Fraction:
    found = Fraction(0)
    for a, b, whole in pieces:
        found += whole * max(min(b, high) - max(a, low), Fraction(0)) / (b - a)
    return found

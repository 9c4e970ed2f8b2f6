"""Of samples and of a table's cell: the letters of the two likelihood arguments. Nearly all values are balls."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from math import prod

import numpy as np
from flint import arb, arb_series

from tests.theorems.truth import World
from tightrope.bounds.lecture import gaussian_likelihood as gaussian
from tightrope.bounds.lecture import learned_sigma as learned
from tightrope.bounds.lecture import maximum_likelihood as cell

DERIVATIONS = (gaussian.DERIVATION, learned.DERIVATION, cell.DERIVATION)
EIGHTH = Fraction(1, 8)  # sums and products of such numbers are exact in balls too


def worlds(count: int, seed: int) -> Iterator[World]:
    """Samples of 1 to 8 actions with two outputs each, two modes, and a cell with 1 to 4 actions."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        yield world(i, *_samples(rng, i), *_cell(rng, i))


def world(i: int, of_sample: dict, of_samples: dict, of_action: dict, of_cell: dict) -> World:
    def means(letter, place):
        if letter in of_sample:
            return arb(of_sample[letter][place["sample"]])
        if letter in of_action:
            return arb(of_action[letter][place["action"]])
        return arb((of_samples | of_cell)[letter])

    samples, actions = range(len(of_sample[gaussian.y])), range(len(of_action[cell.weight]))
    return World(
        name=f"samples and a cell, number {i}",
        last={},
        means=means,
        individuals={"sample": tuple(samples), "action": tuple(actions)},
        families={
            "over the samples": lambda place: ({**place, "sample": one} for one in samples),
            "over the actions": lambda place: ({**place, "action": one} for one in actions),
        },
    )


def _samples(rng: np.random.Generator, i: int) -> tuple[dict, dict]:
    """Data and outputs are whole eighths; the densities are multiplied, not their logarithms added."""
    size = 2 ** int(rng.integers(0, 4))
    y, f, other = (_eighths(rng, -16, 17, size) for _ in range(3))
    if i % 4 == 0:
        other = list(f)  # equally likely
    sigma, mode, one_value = (_eighths(rng, low, 17, 1)[0] for low in (1, 0, -16))
    if i % 5 == 0:
        mode = sigma  # where a minimum becomes a maximum
    mean = sum(y) / size
    densities, other_densities = ([_density(a, b, sigma) for a, b in zip(y, out, strict=True)] for out in (f, other))
    return (
        {
            gaussian.y: [_ball(one) for one in y],
            gaussian.f: [_ball(one) for one in f],
            gaussian.other_f: [_ball(one) for one in other],
            gaussian.log_density: [one.log() for one in densities],
            gaussian.other_log_density: [one.log() for one in other_densities],
        },
        {
            gaussian.n: size,
            gaussian.sigma: _ball(sigma),
            gaussian.constant: _density(Fraction(0), Fraction(0), sigma).log(),
            gaussian.log_likelihood: prod(densities, start=arb(1)).log(),
            gaussian.other_log_likelihood: prod(other_densities, start=arb(1)).log(),
            gaussian.squares: _ball(_squares(y, f)),
            gaussian.other_squares: _ball(_squares(y, other)),
            gaussian.one_value: _ball(one_value),
            gaussian.mean: _ball(mean),
            gaussian.squares_of_value: _ball(_squares(y, [one_value] * size)),
            gaussian.squares_of_mean: _ball(_squares(y, [mean] * size)),
            gaussian.total: _ball(sum(y)),
            gaussian.total_square: _ball(_squares(y, [Fraction(0)] * size)),
            gaussian.a: _ball(mode),
            gaussian.curvature: _curvature(mode, sigma),
            **_learned(rng, i, size, mode, sigma, one_value, _squares(y, f) or Fraction(1)),
        },
    )


def _learned(rng: np.random.Generator, i: int, size: int, mode, sigma, value, squares) -> dict:
    """Of samples whose sigma is learned, the slopes from the power series of the logarithms of densities."""
    left, right = _eighths(rng, 1, 17, 2)
    if i % 3 == 0:
        right = left
    if i % 2 == 0:
        squares = size * sigma**2  # where sigma is the best

    def densities(deviation: arb_series) -> arb_series:
        return -(_line(size) * deviation.log()) - _line(squares) / (2 * deviation * deviation)

    def profile(of_squares: arb_series) -> arb_series:
        deviation = (of_squares / _line(size)).sqrt()
        return -(_line(size) * deviation.log()) - of_squares / (2 * deviation * deviation)

    def two(centre: arb_series) -> arb_series:
        apart = (_line(-mode) - centre, left), (_line(mode) - centre, right)
        return -sum((far * far / _line(2 * own**2) for far, own in apart), start=_line(Fraction(0)))

    return {
        learned.sigma: _ball(sigma),
        learned.squares: _ball(squares),
        learned.value: _ball(value),
        learned.left_sigma: _ball(left),
        learned.right_sigma: _ball(right),
        learned.sigma_slope: densities(_line(sigma, 1))[1],
        learned.squares_slope: profile(_line(squares, 1))[1],
        learned.value_slope: two(_line(value, 1))[1],
    }


def _line(value: Fraction | int, slope: int = 0) -> arb_series:
    """value + slope h, as a power series in h."""
    return arb_series([_ball(Fraction(value)), arb(slope)])


def _cell(rng: np.random.Generator, i: int) -> tuple[dict, dict]:
    """Sixteenths of both policies; q may give a part to an action without weight, and is p itself now and then."""
    size = int(rng.integers(1, 5))
    cuts = sorted(rng.choice(np.arange(1, 16), size - 1, replace=False).tolist())
    p = [Fraction(b - a, 16) for a, b in zip([0, *cuts], [*cuts, 16], strict=True)]
    drawn = rng.integers(1, 16 // size + 1, size=size).tolist()
    q = p if i % 3 == 0 else [Fraction(int(one), 16) for one in drawn]
    weights = 16 * _eighths(rng, 1, 9, 1)[0]  # a smoothed count need not be whole
    weight = [one * weights for one in p]
    x = _eighths(rng, 1, 33, 1)[0]
    chances = [(_ball(b) / _ball(a)) for a, b in zip(p, q, strict=True)]
    before, after = (
        prod((_ball(b) ** _ball(n) for b, n in zip(law, weight, strict=True)), start=arb(1)) for law in (p, q)
    )
    return (
        {
            cell.weight: [_ball(one) for one in weight],
            cell.frequency: [_ball(one) for one in p],
            cell.other: [_ball(one) for one in q],
            cell.ratio: chances,
            cell.log_ratio: [one.log() for one in chances],
        },
        {
            cell.x: _ball(x),
            cell.slope: _series_slope(x),
            cell.weights: _ball(weights),
            cell.gain: (after / before).log(),
            cell.other_mass: _ball(list(accumulate(q))[-1]),
        },
    )


def _eighths(rng: np.random.Generator, low: int, high: int, size: int) -> list[Fraction]:
    return [int(one) * EIGHTH for one in rng.integers(low, high, size=size)]


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator if number else arb(0)


def _squares(y: list[Fraction], outputs: list[Fraction]) -> Fraction:
    return sum(((a - b) ** 2 for a, b in zip(y, outputs, strict=True)), start=Fraction(0))


def _density(value: Fraction, centre: Fraction, sigma: Fraction) -> arb:
    return (-_ball((value - centre) ** 2 / (2 * sigma**2))).exp() / (_ball(sigma) * (2 * arb.pi()).sqrt())


def _curvature(mode: Fraction, sigma: Fraction) -> arb:
    """p''(0)/p(0) from the power series of the mixture at 0."""
    series = [
        (arb_series([_ball(x) for x in (-(mode**2), 2 * side * mode, Fraction(-1))]) / _ball(2 * sigma**2)).exp()
        for side in (1, -1)
    ]
    density = series[0] + series[1]
    return 2 * density[2] / density[0]


def _series_slope(x: Fraction) -> arb:
    """The derivative of x - 1 - log x from its power series at x."""
    line = arb_series([_ball(x), arb(1)])
    return (line - 1 - line.log())[1]

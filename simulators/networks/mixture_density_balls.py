"""How often a mixture density network hits a tree in one state, as a rigorous ball, for the parameters that are kept.

The network is evaluated in ball arithmetic from its first layer on, so that every rounding is in the ball.
"""

from fractions import Fraction

import numpy as np
from flint import arb, arb_mat

from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.mixture_density import MixtureDensity
from tightrope.simulators.worlds.tree import BEND, TreeWorld


def collision(network: MixtureDensity, parameters: Parameters, world: TreeWorld, s: Fraction) -> arb:
    """The mass of the trees in the state s."""
    out, k, root = _values(network, parameters, s), network.components, arb(2).sqrt()
    scores, total = [out[0, i].exp() for i in range(k)], arb(0)
    for i in range(k):
        weight, mean, deviation = scores[i] / sum(scores, arb(0)), out[0, k + i], out[0, 2 * k + i].exp()
        for tree in world.trees:
            ends = [_ball(BEND * s + tree + side * world.radius) for side in (-1, 1)]
            low, high = (((end - mean) / (deviation * root)).erfc() for end in ends)
            total += weight * (low - high) / 2
    return total


def _values(network: MixtureDensity, parameters: Parameters, s: Fraction) -> arb_mat:
    """What the perceptron puts out, one row."""
    layer, last = arb_mat([[_ball(s)]]), len(network.hidden)
    for i in range(last + 1):
        layer = layer * _balls(parameters[f"weight{i}"]) + _balls(parameters[f"bias{i}"][None])
        if i < last:
            layer = arb_mat([[layer[0, j].tanh() for j in range(layer.ncols())]])
    return layer


def _balls(array: np.ndarray) -> arb_mat:
    return arb_mat([[arb(float(one)) for one in row] for row in array])


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator

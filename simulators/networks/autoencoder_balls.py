"""How often a trained latent variable policy hits a tree in the state 0, as a rigorous ball, for kept parameters.

    P(hit) = integral of phi(z) P(f(0, z) + d n hits) dz

The decoder is evaluated in complex balls, of which acb.integral makes the integral with all its error in the ball.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import acb, acb_mat, arb

from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.autoencoder import Autoencoder
from tightrope.simulators.worlds.tree import TreeWorld

FAR, PIECES = 8, 16  # of z; pieces of the integral
TOLERANCE = 1e-13


def collision(network: Autoencoder, parameters: Parameters, world: TreeWorld) -> arb:
    """The probability that the action hits a tree in the state 0. d and the parameters are taken as they are."""
    decoder = [
        (acb_mat(parameters[f"decoder.weight{i}"].T.tolist()), parameters[f"decoder.bias{i}"])
        for i in range(len(network.hidden) + 1)
    ]
    wide = arb(network.deviation) * arb(2).sqrt()
    ends = [[_ball(tree + side * world.radius) for side in (-1, 1)] for tree in world.trees]

    def hit(z: acb, _analytic: bool) -> acb:
        action = _decoded(decoder, z)
        masses = (((low - action) / wide).erfc() - ((high - action) / wide).erfc() for low, high in ends)
        return (-(z**2) / 2).exp() * sum(masses, acb(0)) / 2

    cuts = [arb(FAR) * (2 * i - PIECES) / PIECES for i in range(PIECES + 1)]
    inside = sum((acb.integral(hit, *part, abs_tol=TOLERANCE).real for part in pairwise(cuts)), arb(0))
    return inside / (2 * arb.pi()).sqrt() + arb(0).union((arb(FAR) / arb(2).sqrt()).erfc())


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator


def _decoded(decoder: list[tuple[acb_mat, np.ndarray]], z: acb) -> acb:
    """f(0, z)."""
    layer = acb_mat([[acb(0)], [z]])
    for i, (weights, biases) in enumerate(decoder):
        layer = weights * layer
        sums = [layer[j, 0] + bias for j, bias in enumerate(biases.tolist())]
        layer = acb_mat([[one.tanh()] for one in sums]) if i + 1 < len(decoder) else acb_mat([[one] for one in sums])
    return layer[0, 0]

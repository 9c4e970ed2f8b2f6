"""What is said of a mixture density network in one state, as rigorous balls, for the parameters that are kept.

The network is evaluated in ball arithmetic from its first layer on, so that every rounding is in the ball.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import acb, arb, arb_mat, ctx

from tightrope.simulators.networks import Parameters
from tightrope.simulators.networks.mixture_density import MixtureDensity
from tightrope.simulators.worlds.tree import BEND, TreeWorld

Component = tuple[arb, arb, arb]  # its weight, mean and standard deviation
BITS = 80  # of the balls: a loss is a small difference
FAR, PIECES = 10, 40  # deviations beyond which the expert's tails are bounded; pieces of the integral between


def collision(network: MixtureDensity, parameters: Parameters, world: TreeWorld, s: Fraction) -> arb:
    """The mass of the trees in the state s."""
    with ctx.workprec(BITS):
        root, total = arb(2).sqrt(), arb(0)
        for weight, mean, deviation in components(network, parameters, s):
            for tree in world.trees:
                ends = [_ball(BEND * s + tree + side * world.radius) for side in (-1, 1)]
                low, high = (((end - mean) / (deviation * root)).erfc() for end in ends)
                total += weight * (low - high) / 2
        return total


def divergence(network: MixtureDensity, parameters: Parameters, world: TreeWorld, s: Fraction) -> arb:
    """KL(expert, network) in the state s, in nats: the integral, and a bound of what lies FAR from every mode."""
    far = FAR * world.sigma
    low, high = BEND * s + min(world.modes) - far, BEND * s + max(world.modes) + far
    with ctx.workprec(BITS):
        expert, learner = experts(world, s), components(network, parameters, s)

        def loss(x: acb, analytic: bool) -> acb:
            p, q = (sum((_bell(one, x) for one in law), acb(0)) for law in (expert, learner))
            return p * (p / q).log(analytic)

        cuts = [_ball(low + (high - low) * Fraction(i, PIECES)) for i in range(PIECES + 1)]
        inside = sum((acb.integral(loss, *ends).real for ends in pairwise(cuts)), arb(0))
        return inside / (2 * arb.pi()).sqrt() + _tails(expert, learner)


def components(network: MixtureDensity, parameters: Parameters, s: Fraction) -> list[Component]:
    """The network's law."""
    out, k = _values(network, parameters, s), network.components
    scores = [out[0, i].exp() for i in range(k)]
    whole = sum(scores, arb(0))
    return [(scores[i] / whole, out[0, k + i], out[0, 2 * k + i].exp()) for i in range(k)]


def experts(world: TreeWorld, s: Fraction) -> list[Component]:
    """The expert's law."""
    scores = [_ball(world.tilt * s * mode).exp() for mode in world.modes]
    whole, middle = sum(scores, arb(0)), _ball(BEND * s)
    return [(one / whole, middle + _ball(m), _ball(world.sigma)) for one, m in zip(scores, world.modes, strict=True)]


def _tails(expert: list[Component], learner: list[Component]) -> arb:
    """The integral of p log(p/q) over what is FAR from every mode, where p has a mass e at most.

    From below it is e log e at least, by the log-sum inequality. From above: p <= 1/sigma and q >= w N(m, d^2) of the
    heaviest component, both without the factor 1/sqrt(2 pi), and (a - m)^2 <= 2 (a - mode)^2 + 2 (mode - m)^2, where
    (a - mode)^2 has the integral sigma^2 (2 c phi(c) + e) beyond c deviations.
    """
    sigma, far = expert[0][2], arb(FAR)
    e = (far / arb(2).sqrt()).erfc()
    weight, mean, deviation = max(learner, key=lambda one: float(one[0]))
    apart = max((abs(mode - mean) / deviation).upper() for _, mode, _ in expert)
    constant = -sigma.log() - (weight / deviation).log() + apart**2
    squares = (sigma / deviation) ** 2 * (2 * far * (-(far**2) / 2).exp() / (2 * arb.pi()).sqrt() + e)
    return (e * e.log()).union(e * constant.max(0) + squares)


def _bell(one: Component, x: acb) -> acb:
    """w N(x; m, d^2) without the factor 1/sqrt(2 pi)."""
    weight, mean, deviation = one
    return (-(((x - mean) / deviation) ** 2) / 2).exp() * (weight / deviation)


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

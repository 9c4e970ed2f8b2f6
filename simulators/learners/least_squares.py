"""Least squares on the worlds with trees (L19): the expected action, and how often it hits a tree, in balls.

With infinitely many data and any function of s, the least squared error has the policy E[a | s]. From the middle of
the road it is m(s) = sum_i w_i(s) m_i, with slope tilt Var(mode | s) > 0: it passes each end of a tree once at most,
so the states in which it hits that tree are one interval, whose ends bisection encloses.
"""

from fractions import Fraction

import numpy as np
from flint import acb, arb

from tightrope.simulators.model.laws import Atoms, atom
from tightrope.simulators.worlds.tree import TreeWorld

HALVINGS = 50  # of an interval of states: its end is known within 2^-49


def law(world: TreeWorld, s: np.ndarray) -> Atoms:
    """The policy: one action in each state."""
    return atom(world.mean(s))


def collision(world: TreeWorld) -> arb:
    """The probability that the expected action hits a tree, over all states: a ball, rounding included."""
    total = arb(0)
    for tree in world.trees:
        enters, leaves = (_reached(world, tree + side * world.radius) for side in (-1, 1))
        total += (leaves - enters) / 2
    return total


def expert_collision(world: TreeWorld) -> arb:
    """The same probability for the expert: the masses of the trees for each mode, weights integrated over s; a ball."""
    root = _ball(world.sigma) * arb(2).sqrt()
    total = arb(0)
    for i, mode in enumerate(world.modes):
        weight = acb.integral(lambda s, _analytic, i=i: _weights(world, s)[i], -1, 1).real / 2
        for tree in world.trees:
            near = abs(_ball(tree - mode)) - _ball(world.radius)
            total += weight * ((near / root).erfc() - ((near + 2 * _ball(world.radius)) / root).erfc()) / 2
    return total


def _reached(world: TreeWorld, place: Fraction) -> arb:
    """The state in which the expected action is at that place, or the end of (-1, 1) nearest to it."""
    low, high = Fraction(-1), Fraction(1)
    if _expected(world, low) > _ball(place):
        return arb(-1)
    if _expected(world, high) < _ball(place):
        return arb(1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _expected(world, middle) < _ball(place):
            low = middle
        elif _expected(world, middle) > _ball(place):
            high = middle
        else:  # too near to tell: both ends stay
            break
    return _ball(low).union(_ball(high))


def _expected(world: TreeWorld, s: Fraction) -> arb:
    return sum((w * _ball(m) for w, m in zip(_weights(world, acb(_ball(s))), world.modes, strict=True)), acb(0)).real


def _weights(world: TreeWorld, s: acb) -> list[acb]:
    likely = [(s * _ball(world.tilt * mode)).exp() for mode in world.modes]
    return [one / sum(likely, acb(0)) for one in likely]


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator

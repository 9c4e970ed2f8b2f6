"""How often Euler's steps with the exact velocity hit a tree, in one state: rigorous balls (L22).

The action is an increasing function of the noise (`flow_matching`), so the noise that hits a tree is one interval. Its
ends are enclosed by bisection: on either side the function is evaluated in balls, at rational places.
"""

from fractions import Fraction

from flint import arb, ctx

from tightrope.simulators.worlds.tree import BEND, TreeWorld

BITS, HALVINGS = 160, 48  # of the arithmetic; of the interval of noise
REACH = 10  # the noise beyond it has its mass added to the ball


def collision(world: TreeWorld, steps: int, state: Fraction = Fraction(0)) -> arb:
    """The probability that the action after N Euler steps hits a tree, in that state: a ball."""
    if steps < 1 or not -1 <= state <= 1:
        raise ValueError(f"there must be at least one step, and the state lie in [-1, 1]; got {steps} and {state}")
    with ctx.workprec(BITS):
        middle = state * BEND
        total = arb(0)
        for tree in world.trees:
            low, high = (_mass_below(world, steps, state, middle + tree + side * world.radius) for side in (-1, 1))
            total += high - low
        return total


def two_steps(mode: Fraction, reach: Fraction) -> arb:
    """The same for two single actions -m and m, equally likely, and a tree from -r to r, after two steps; r < m.

    2 Phi(artanh(r/m)/m) - 1, a ball (`tightrope derive denoising`).
    """
    if not 0 < reach < mode:
        raise ValueError(f"the tree must lie between the two actions, 0 < r < m; got r = {reach}, m = {mode}")
    return (_ball(reach / mode).atanh() / (_ball(mode) * arb(2).sqrt())).erf()


def _mass_below(world: TreeWorld, steps: int, state: Fraction, place: Fraction) -> arb:
    """The probability of an action of at most `place`."""
    low, high = Fraction(-REACH), Fraction(REACH)
    if _action(world, steps, state, low) > _ball(place):
        return arb(0).union(_below(low))
    if _action(world, steps, state, high) < _ball(place):
        return _below(high).union(arb(1))
    for _ in range(HALVINGS):
        between = (low + high) / 2
        reached = _action(world, steps, state, between)
        if reached < _ball(place):
            low = between
        elif reached > _ball(place):
            high = between
        else:  # too near to tell: both ends stay
            break
    return _below(low).union(_below(high))


def _action(world: TreeWorld, steps: int, state: Fraction, noise: Fraction) -> arb:
    """Where the noise ends."""
    x, variance = _ball(noise), _ball(world.sigma**2)
    modes = [_ball(mode + state * BEND) for mode in world.modes]
    weights = [_ball(world.tilt * state * mode).exp() for mode in world.modes]
    for k in range(steps):
        t, left = _ball(Fraction(k, steps)), _ball(1 - Fraction(k, steps))
        spread = left**2 + t**2 * variance
        likely = [w * (-((x - t * m) ** 2) / (2 * spread)).exp() for w, m in zip(weights, modes, strict=True)]
        pull = t * variance / spread
        there = [m + pull * (x - t * m) for m in modes]
        expected = sum((w * a for w, a in zip(likely, there, strict=True)), arb(0)) / sum(likely, arb(0))
        x += (expected - x) / (left * steps)
    return x


def _below(noise: Fraction) -> arb:
    """Phi, from the tail in which it is small."""
    return (-_ball(noise) / arb(2).sqrt()).erfc() / 2


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator

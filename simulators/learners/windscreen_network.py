"""A network in the car of `worlds/brake_light`: what it sees are three pixels and its own brake light.

Pixels      three bits, -1 or 1, drawn afresh at each decision: evenly among the four triples whose number of ones is
            odd (an obstacle) or even (none). Each pixel is turned over with probability `turned`, independently. So the
            windscreen errs with probability (1 - (1 - 2 turned)^3)/2, `blur_of`, and only all three together tell.
Light       -1 or 1; 0 for a network that is not to see it.
Network     a perceptron with one hidden layer; its action is the likelier one, or drawn by its probabilities.

Training minimises the expected log loss over the expert's own law, which is a sum over all inputs: data without end. To
it may be added pixels turned over or set to 0 in training only, and a decay of the weights, rate/2 times their squares.
The sixteen inputs are all there are, so that what a network does is a table, and its errors are exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product, repeat

import numpy as np

from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.networks import Array, Module, Parameters
from tightrope.simulators.networks.adam import trained
from tightrope.simulators.networks.log_sum_exp import log_shares
from tightrope.simulators.networks.perceptron import Perceptron
from tightrope.simulators.worlds.brake_light import LIGHT, VIEW, brake_light

PIXELS = np.array(list(product((-1, 1), repeat=3)))
TELLS = (PIXELS > 0).sum(axis=1) % 2  # 1 where three pixels show an obstacle
NETWORK = Perceptron(inputs=4, hidden=(16,), outputs=2)
RATE = 0.01
SHARES = 2**20  # probabilities of actions are taken as whole numbers of 1/SHARES


@dataclass(frozen=True, kw_only=True)
class Training:
    """How one network is trained; `lit` is 1 if it sees the light, else 0."""

    switch: Fraction = Fraction(1, 20)
    steps: int = 600
    turned: Fraction = Fraction(0)
    blanked: Fraction = Fraction(0)
    decay: float = 0.0
    lit: int = 1

    @property
    def road(self) -> Problem:
        """The world whose windscreen errs as the pixels do that are turned over."""
        return brake_light(self.switch, blur_of(self.turned))

    @property
    def words(self) -> str:
        added = {"pixels turned over": self.turned, "pixels blanked": self.blanked, "decay": self.decay}
        told = [f"{what} {float(much):g}" for what, much in added.items() if much]
        return ", ".join([f"{self.steps} steps", *told, *([] if self.lit else ["without light"])])

    def trained(self, seed: int) -> Parameters:
        start = NETWORK.initial(np.random.default_rng(seed))
        return trained(self.loss, start, repeat(self.law()), self.steps, RATE)

    def loss(self, xp: Module, parameters: Parameters, law: tuple[np.ndarray, np.ndarray]) -> Array:
        inputs, chances = law
        expected = -xp.sum(chances * log_shares(xp, NETWORK.values(xp, parameters, inputs)))
        return expected + self.decay / 2 * sum(xp.sum(value**2) for value in parameters.values())

    def law(self) -> tuple[np.ndarray, np.ndarray]:
        """Inputs (N, 4), and the probability of each together with each of the expert's actions (N, 2)."""
        chance: dict[tuple[int, ...], list[Fraction]] = {}
        for obstacle, light, seen, share in self._examples():
            chance.setdefault((*seen, self.lit * (2 * light - 1)), [Fraction(0), Fraction(0)])[obstacle] += share
        return np.array(list(chance), dtype=float), np.array(list(chance.values()), dtype=float)

    def _examples(self) -> Iterator[tuple[int, int, tuple[int, ...], Fraction]]:
        """Obstacle, light, pixels as they come in, and the probability of that."""
        for obstacle, light, shown in product((0, 1), (0, 1), PIXELS.tolist()):
            if TELLS[PIXELS.tolist().index(shown)] != obstacle:
                continue
            lit = self.switch if light != obstacle else 1 - self.switch
            for seen in product((-1, 0, 1), repeat=3):
                share = lit / 8
                for was, now in zip(shown, seen, strict=True):
                    kept = self.turned if now != was else 1 - self.turned
                    share *= self.blanked if now == 0 else (1 - self.blanked) * kept
                if share:
                    yield obstacle, light, seen, share


def blur_of(turned: Fraction) -> Fraction:
    """The probability that an odd number of the three pixels is turned over."""
    return (1 - (1 - 2 * turned) ** 3) / 2


def scores(parameters: Parameters, lit: int) -> np.ndarray:
    """The network's values for each light, pixels and action, shape (2, 8, 2)."""
    inputs = [(*pixels, lit * light) for light in (-1, 1) for pixels in PIXELS.tolist()]
    return NETWORK.values(np, parameters, np.array(inputs, dtype=float)).reshape(2, 8, 2)


def likelier(parameters: Parameters, lit: int) -> Table:
    """The network as a policy of `brake_light` that takes the likelier action; exact."""
    return _policy((scores(parameters, lit).argmax(axis=-1) * SHARES).astype(np.int64))


def in_proportion(parameters: Parameters, lit: int) -> Table:
    """The same if its actions are drawn by its probabilities, these rounded to whole numbers of 1/SHARES."""
    brakes = np.exp(log_shares(np, scores(parameters, lit)))[..., 1]
    return _policy(np.rint(brakes * SHARES).astype(np.int64))


def margin(parameters: Parameters, lit: int) -> float:
    """The least difference of two actions' values: what decides which is likelier."""
    found = scores(parameters, lit)
    return float(np.abs(found[..., 1] - found[..., 0]).min())


def _policy(brakes: np.ndarray) -> Table:
    """From the shares of braking for each light and pixels: a view is any of its four triples, evenly."""
    rows = []
    for view, light in zip(VIEW.tolist(), LIGHT.tolist(), strict=True):
        share = Fraction(int(brakes[light, view == TELLS].sum()), 4 * SHARES)
        rows.append([1 - share, share])
    return policy([rows])


def stacked(networks: list[Parameters]) -> Parameters:
    """Several networks as one: each array with one more axis in front."""
    return {name: np.array([one[name] for one in networks]) for name in networks[0]}


def taken(stack: Parameters, which: int) -> Parameters:
    return {name: value[which] for name, value in stack.items()}


TENTH = Fraction(1, 10)
NOISES = tuple(Fraction(n, 200) for n in (1, 2, 3, 4, 6, 10, 20))
STOPS = (10, 20, 30, 50, 100, 150, 200, 300, 600)
NETWORKS: dict[str, tuple[Training, ...]] = {  # by the name of the parameters, which are stacked in this order
    "windscreen_steps": tuple(Training(steps=steps) for steps in STOPS),
    "windscreen_turned": (*(Training(turned=turned) for turned in NOISES), Training(turned=TENTH, lit=0)),
    "windscreen_blanked": tuple(Training(blanked=blanked) for blanked in (Fraction(1, 5), Fraction(1, 2))),
    "windscreen_decay": tuple(Training(decay=decay) for decay in (1e-4, 1e-3, 1e-2, 3e-2)),
}

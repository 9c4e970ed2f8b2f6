"""A road with trees: several ways past them, and between any two of these a tree (L19 to L23).

State      s, uniform on (-1, 1). The middle of the road lies at s/5, and all below is told from there.
Expert     a mixture of Gaussians of standard deviation sigma at the modes m_1, ..., m_M, with weights
           w_i(s) = exp(tilt s m_i) / sum_j exp(tilt s m_j).
Collision  the action lies within `radius` of a tree.

`one_tree` has modes -1, 1 and a tree at 0: its expected action is tanh(2 s). `four_trees` has five modes and a tree
half way between any two. Collision probabilities are averages over s: by the midpoint rule on a fine grid, because
an indicator such as that of the expected action is not smooth (error at most about 1/S for each of its jumps).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from tightrope.simulators.model.laws import Law, Mixture

BEND = Fraction(1, 5)
STATES = 20_000  # of the fine grid


@dataclass(frozen=True, kw_only=True)
class TreeWorld:
    """Modes and trees, in order, from the middle of the road. Lengths in units of the action.

    Raises ValueError unless there are modes, sigma and the radius are positive, and no two trees overlap.
    """

    key: str
    modes: tuple[Fraction, ...]
    trees: tuple[Fraction, ...]
    radius: Fraction
    sigma: Fraction
    tilt: Fraction

    def __post_init__(self) -> None:
        if self.sigma <= 0:
            raise ValueError(f"the expert's standard deviation must be positive; got {self.sigma}")
        if not self.modes:
            raise ValueError("an expert needs at least one mode")
        if self.radius <= 0 or any(b - a < 2 * self.radius for a, b in pairwise(self.trees)):
            raise ValueError(
                f"trees need a positive radius and must be in order, each behind the one before; got {self.radius} "
                f"around {', '.join(map(str, self.trees))}"
            )

    def middle(self, s: np.ndarray) -> np.ndarray:
        """Where the middle of the road is, shape (S,)."""
        return float(BEND) * np.asarray(s, dtype=float)

    def weights(self, s: np.ndarray) -> np.ndarray:
        """w_i(s), shape (S, M)."""
        raised = float(self.tilt) * np.asarray(s, dtype=float)[:, None] * np.array(self.modes, dtype=float)
        likely = np.exp(raised - raised.max(axis=1, keepdims=True))
        return likely / likely.sum(axis=1, keepdims=True)

    def expert(self, s: np.ndarray) -> Mixture:
        """The expert's law in each state."""
        means = self.middle(s)[:, None] + np.array(self.modes, dtype=float)
        return Mixture(self.weights(s), means, np.full(means.shape, float(self.sigma)))

    def mean(self, s: np.ndarray) -> np.ndarray:
        """E[a | s], shape (S,): what least squares makes of the expert."""
        return self.middle(s) + (self.weights(s) * np.array(self.modes, dtype=float)).sum(axis=1)

    def trees_at(self, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Both ends of each tree, shapes (S, trees)."""
        centres = self.middle(s)[:, None] + np.array(self.trees, dtype=float)
        return centres - float(self.radius), centres + float(self.radius)

    def collisions(self, law: Law, s: np.ndarray) -> np.ndarray:
        """The probability of a collision in each state, shape (S,), of laws of these states."""
        low, high = self.trees_at(s)
        hit = np.zeros(len(low))
        for left, right in zip(low.T, high.T, strict=True):
            hit += law.mass(left, right)
        return hit

    def collide(self, s: np.ndarray, a: np.ndarray) -> np.ndarray:
        """Whether each action hits a tree, shape (S,)."""
        low, high = self.trees_at(s)
        return np.asarray(((low < a[:, None]) & (a[:, None] <= high)).any(axis=1))

    def demonstrations(self, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """States and the expert's actions, shapes (count,). Raises ValueError unless there is at least one."""
        if count < 1:
            raise ValueError(f"at least one demonstration must be asked for; got {count}")
        random = np.random.default_rng(seed)
        s = 2 * random.random(count) - 1
        return s, self.expert(s).sample(random)


def states(count: int = STATES) -> np.ndarray:
    """Midpoints of that many equal parts of (-1, 1): averages over them are the midpoint rule.

    Raises ValueError unless there is at least one.
    """
    if count < 1:
        raise ValueError(f"a grid of states needs at least one; got {count}")
    return (2 * np.arange(count) + 1) / count - 1


def one_tree(sigma: Fraction = Fraction(3, 20)) -> TreeWorld:
    """Left or right of one tree."""
    return _world("one-tree", (-1, 1), (0,), radius=Fraction(2, 5), sigma=sigma, tilt=Fraction(2))


def four_trees(sigma: Fraction = Fraction(1, 10)) -> TreeWorld:
    """Five ways between four trees."""
    halves = [Fraction(i, 2) for i in (-3, -1, 1, 3)]
    return _world("four-trees", (-2, -1, 0, 1, 2), halves, radius=Fraction(3, 20), sigma=sigma, tilt=Fraction(1, 2))


WORLDS: dict[str, Callable[..., TreeWorld]] = {"one-tree": one_tree, "four-trees": four_trees}  # by their keys


def _world(
    key: str,
    modes: Iterable[int],
    trees: Iterable[int | Fraction],
    radius: Fraction,
    sigma: Fraction,
    tilt: Fraction,
) -> TreeWorld:
    ways, places = (tuple(Fraction(place) for place in given) for given in (modes, trees))
    return TreeWorld(key=key, modes=ways, trees=places, radius=radius, sigma=sigma, tilt=tilt)

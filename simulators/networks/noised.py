"""A network that sees a noised action: what flow matching and diffusion train (L22).

    x = c(t) a + d(t) n      n ~ N(0, 1), t uniform on (0, 1)
    loss = E (v(s, x, t) - dx/dt)^2

from noise at t = 0 to the action at t = 1, on the way of flow.py or diffusion.py. The best v is the expected velocity
E[dx/dt given s, x, t], from which the expected action E[a given s, x, t] follows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.networks import Array, Module, Parameters
from tightrope.simulators.networks.perceptron import Perceptron, waves

Batch = tuple[np.ndarray, ...]  # (s, x, t, dx/dt), each of shape (N,)
Way = Callable[[np.ndarray], tuple[np.ndarray, ...]]  # t to c, d and their derivatives, each of the shape of t


@dataclass(frozen=True, kw_only=True)
class Noised:
    """Hidden layers, and of how many octaves waves of x are seen beside s, x and t (0: none).

    Raises ValueError for a layer without units, or fewer octaves than none.
    """

    hidden: tuple[int, ...]
    octaves: int = 0

    def __post_init__(self) -> None:
        if self.octaves < 0:
            raise ValueError(f"the number of octaves of waves must not be negative; got {self.octaves}")
        _ = self.perceptron  # which checks its layers

    @property
    def perceptron(self) -> Perceptron:
        return Perceptron(inputs=3 + 2 * self.octaves, hidden=self.hidden, outputs=1)

    def initial(self, random: np.random.Generator) -> Parameters:
        return self.perceptron.initial(random)

    def velocity(self, xp: Module, parameters: Parameters, s: Array, x: Array, t: Array) -> Array:
        """v(s, x, t), all of shape (N,)."""
        seen = xp.concatenate([s[:, None], t[:, None], waves(xp, x[:, None], self.octaves)], axis=1)
        return self.perceptron.values(xp, parameters, seen)[:, 0]

    def loss(self, xp: Module, parameters: Parameters, batch: Batch) -> Array:
        """The mean squared error of the velocity."""
        s, x, t, moves = batch
        return xp.mean((self.velocity(xp, parameters, s, x, t) - moves) ** 2)

    def on_grid(self, parameters: Parameters, s: np.ndarray, x: np.ndarray, t: float) -> np.ndarray:
        """v in the states s of shape (S,), at places of shape (S, Z), the same shape.

        Raises ValueError unless the states are finite numbers, one for each row of places.
        """
        if s.shape != x.shape[:1] or not np.isfinite(s).all():
            raise ValueError(f"places of shape {x.shape} need a finite state for each row; got states {s.shape}")
        states = np.repeat(s, x.shape[1])
        return self.velocity(np, parameters, states, x.ravel(), np.full(x.size, t)).reshape(x.shape)


def batches(
    way: Way, demonstrations: tuple[np.ndarray, np.ndarray], size: int, random: np.random.Generator
) -> Iterator[Batch]:
    """Demonstrations drawn with replacement, states and actions of shape (D,), each with fresh noise and time.

    Raises ValueError as `demonstrated` does.
    """
    states, actions = demonstrated(demonstrations)
    while True:
        drawn = random.integers(len(states), size=size)
        t, n, a = random.random(size), random.standard_normal(size), actions[drawn]
        c, d, faster, slower = way(t)
        yield states[drawn], c * a + d * n, t, faster * a + slower * n


def demonstrated(demonstrations: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """States and actions. Raises ValueError unless there are as many of both, at least one, and all are finite."""
    states, actions = demonstrations
    if states.shape != actions.shape or states.ndim != 1 or not len(states):
        raise ValueError(
            f"demonstrations need a state for each action, and one at least; got {states.shape} and {actions.shape}"
        )
    if not (np.isfinite(states).all() and np.isfinite(actions).all()):
        raise ValueError("demonstrations must be finite; a state or an action is not")
    return states, actions


def checked(steps: int) -> int:
    """Raises ValueError for fewer than one step."""
    if steps < 1:
        raise ValueError(f"noise becomes an action in at least one step; got {steps}")
    return steps

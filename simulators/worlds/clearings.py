"""A forest with clearings (L19, L20, L22, L23): five of them on a circle, trees everywhere else; actions of the plane.

State      s, uniform on (-1, 1).
Expert     a mixture of round Gaussians of standard deviation sigma = 1/10, in the middle m_i of each clearing, with
           weights proportional to exp(s x_i), where x_i is the middle's first coordinate.
Collision  the action is further than 2/5 from the middle of every clearing.

The expert's expected action collides in every state: it lies between the clearings, on the first axis, and moves along
it with s at the rate of the first coordinate's variance, as far as `furthest_mean`. The expert itself collides with
probability about exp(-8), that of leaving its own clearing.
"""

import numpy as np
from flint import arb

from tightrope.simulators.model.plane_laws import RoundMixture

WAYS, SIGMA, RADIUS = 5, 0.1, 0.4
_TURN = 2 * np.pi * np.arange(WAYS) / WAYS
MIDDLES = np.stack([np.cos(_TURN), np.sin(_TURN)], axis=1)


def expert(s: np.ndarray) -> RoundMixture:
    """The expert's law in each state."""
    likely = np.exp(np.asarray(s, dtype=float)[:, None] * MIDDLES[:, 0])
    weights = likely / likely.sum(axis=1, keepdims=True)
    return RoundMixture(
        weights=weights,
        means=np.broadcast_to(MIDDLES, (len(weights), *MIDDLES.shape)),
        deviations=np.full(weights.shape, SIGMA),
    )


def mean(s: np.ndarray) -> np.ndarray:
    """E[a | s], shape (S, 2)."""
    law = expert(s)
    return (law.weights[..., None] * law.means).sum(axis=1)


def furthest_mean() -> arb:
    """The first coordinate of E[a | s = 1], a ball: nowhere does the expected action come closer to a clearing."""
    turns = [(2 * arb(k) / WAYS).cos_pi() for k in range(WAYS)]
    weights = [turn.exp() for turn in turns]
    return sum((w * x for w, x in zip(weights, turns, strict=True)), arb(0)) / sum(weights, arb(0))


def collisions(law: RoundMixture) -> np.ndarray:
    """The mass outside all clearings in each state, shape (S,); these do not overlap."""
    return 1 - np.sum([law.near(middle, RADIUS) for middle in MIDDLES], axis=0)


def outside(a: np.ndarray) -> np.ndarray:
    """How far actions of shape (S, 2) are outside of the nearest clearing, negative inside of one; shape (S,)."""
    return np.sqrt(((a[:, None, :] - MIDDLES) ** 2).sum(axis=2)).min(axis=1) - RADIUS


def collide(a: np.ndarray) -> np.ndarray:
    """Whether actions of shape (S, 2) hit a tree."""
    return (((a[:, None, :] - MIDDLES) ** 2).sum(axis=2) > RADIUS**2).all(axis=1)


def demonstrations(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """States, shape (count,), and the expert's actions, shape (count, 2). Raises ValueError unless there is one."""
    if count < 1:
        raise ValueError(f"at least one demonstration must be asked for; got {count}")
    random = np.random.default_rng(seed)
    s = 2 * random.random(count) - 1
    return s, expert(s).sample(random)

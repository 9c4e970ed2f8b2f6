"""A search among problems of two states for one in which fewer runs go without an error than in the queue."""

from fractions import Fraction

import numpy as np

from tightrope.bounds.extremes.two_states import survives

AT_ENDS = 0.4  # of the shares of states that are tried are epsilon, or 1 - epsilon
STEPS, KEPT = 60, 4  # rounds of small changes to the best, of which one in so many is kept


def least_survival(error: Fraction, horizon: int, tries: int, seed: int) -> float:
    """The least S_T that is found, over the queue's; below 1 two states could do more. In floats.

    Errors are at the corners, and joint laws at the ends, that suffice (`bounds.extremes.two_states`): each decision
    spends all it may on one of the two states, called the first.
    """
    random, ends = np.random.default_rng(seed), np.array([error, 1 - error], dtype=float)
    shares = random.random((tries, horizon))
    shares = np.where(random.random(shares.shape) < AT_ENDS, random.choice(ends, size=shares.shape), shares)
    together = random.random((tries, horizon)) < 1 / 2
    found = survival(shares, together, float(error))
    best = np.argsort(found)[: tries // KEPT]
    shares, together, found = shares[best], together[best], found[best]
    for _ in range(STEPS):
        moved = shares + random.normal(scale=random.choice([0.3, 0.03, 0.003]), size=shares.shape)
        moved = np.where(random.random(shares.shape) < 1 / horizon, np.clip(moved, 1e-6, 1 - 1e-6), shares)
        turned = together ^ (random.random(shares.shape) < 1 / (4 * horizon))
        now = survival(moved, turned, float(error))
        better = now < found
        shares[better], together[better], found[better] = moved[better], turned[better], now[better]
    return float(found.min() / float(survives(error, horizon)))


def survival(shares: np.ndarray, together: np.ndarray, error: float) -> np.ndarray:
    """S_T of problems whose expert is in the first state with those probabilities; shapes (n, T), (n, T) -> (n,)."""
    first, second = shares[:, 0], 1 - shares[:, 0]
    for t, share in enumerate(shares.T):
        first = first * (1 - np.minimum(1, error / share))
        second = second * (1 - np.maximum(0, error - share) / (1 - share))
        if t + 1 == shares.shape[1]:
            break
        after = shares[:, t + 1]
        both = np.where(together[:, t], np.minimum(share, after), np.maximum(0, share + after - 1))
        stays, comes = both / share, (after - both) / (1 - share)
        first, second = first * stays + second * comes, first * (1 - stays) + second * (1 - comes)
    return first + second

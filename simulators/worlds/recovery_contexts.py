"""The chain with a way back, where what to do has to be learned: states on the track and off it,
drawn anew at each step.

States    on0..., off0...: the step leads to the track or off it, and there to one of its states, each equally likely.
Actions   A of them, the first is right everywhere. On the track it stays there and any other leads off; off the track
          it leads back and any other stays off. An episode starts on the track; the expert never leaves it.
Cost      1 for a decision that ends off the track.
Data      labels of states on the track and of states off it; a clone guesses where it has none. Labels are right.

Given how many states are labelled on either side, the learner is on or off as in the recovery chain.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem


def recovery_contexts(on: int, off: int, actions: int) -> Problem:
    """The world with so many states on the track and off it.

    Raises ValueError unless there is one of each and 2 actions.
    """
    if on < 1 or off < 1 or actions < 2:
        raise ValueError(
            f"the world needs states on the track and off it, and 2 actions; got {on}, {off} and {actions}"
        )
    track = {s: Fraction(1, on) for s in range(on)}
    beside = {on + s: Fraction(1, off) for s in range(off)}
    wrong = actions - 1
    mdp = tabular_mdp(
        states=(*(f"on{i}" for i in range(on)), *(f"off{i}" for i in range(off))),
        actions=("right", *(f"wrong{i}" for i in range(1, actions))),
        start=(*(Fraction(1, on),) * on, *(Fraction(0),) * off),
        transition=[[[track] + [beside] * wrong] * (on + off)],
        cost=((0, *(1,) * wrong),) * (on + off),
    )
    return Problem(name="recovery-contexts", mdp=mdp, expert=np.zeros((1, on + off), dtype=np.int64))


def chain(error, back, horizon: int):
    """The probability of being off the track after the last decision, and the expected number of decisions that end
    there; error and back may be arrays, or exact numbers.

    q_t = q_{t-1} (1 - back) + (1 - q_{t-1}) error, added up over t = 1..T, from q_0 = 0.
    Raises ValueError unless error and back are probabilities and there is a decision.
    """
    if horizon < 1 or not all(np.all((rate >= 0) & (rate <= 1)) for rate in (error, back)):
        raise ValueError(
            f"error and back must be probabilities, and the horizon at least 1; got {error}, {back} and {horizon}"
        )
    off = paid = 0 * error * back
    for _ in range(horizon):
        off = off * (1 - back) + (1 - off) * error
        paid = paid + off
    return off, paid


def chain_cost(error, back, horizon: int):
    """The second of these."""
    return chain(error, back, horizon)[1]


def expected_cost(
    on: int, off: int, actions: int, horizon: int, labels_on: int, labels_off: int, harmless: bool = False
) -> float:
    """The expected cost of the clone of so many independent labels on the track and off it, over the labels.

    If it is `harmless` to be off, every action leads back. In floats; no term is negative.
    """
    known_on, known_off = (
        np.array(known_law(kinds, kinds, draws), dtype=float) for kinds, draws in ((on, labels_on), (off, labels_off))
    )
    guess_wrong = 1 - 1 / actions
    error = guess_wrong * (1 - np.arange(on + 1) / on)
    back = 1 - (0 if harmless else guess_wrong) * (1 - np.arange(off + 1) / off)
    return float(known_on @ chain_cost(error[:, None], back[None, :], horizon) @ known_off)


def label_counts(
    on: int, off: int, actions: int, labels_on: int, labels_off: int, rng: np.random.Generator
) -> np.ndarray:
    """A data set as counts (1, S, A): independent labels of states of the track and off it, all right."""
    counts = np.zeros((1, on + off, actions), dtype=np.int64)
    np.add.at(counts[0, :, 0], rng.integers(on, size=labels_on), 1)
    np.add.at(counts[0, :, 0], on + rng.integers(off, size=labels_off), 1)
    return counts

"""What is asked of episodes, what an engine is given, and where it writes.

Sums over episodes and decisions are of integers, so that they do not depend on an order; sums of floats are taken along
one episode, decision by decision. Nothing here grows with episodes times horizon.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.model.mdp import TabularMDP

PER_EPISODE = {  # what each is of every episode
    "disagreements": "how often the action was not the expert's",
    "first": "the decision at which that happened first; T + 1 if it never did",
    "paid": "the task cost, in units of `unit`",
    "final": "the last state",
    "rates": "the sum over decisions of e_t(s_t), the probability not to do what the expert does",
    "score": "the sum over decisions of scores[t][s_t], of a table that is given",
}
SUMMED = {  # what each is over all episodes
    "wrong_at": "the number of episodes that disagree at each decision, shape (T,)",
    "paid_at": "the task cost at each decision, summed over the episodes, in units of `unit`, shape (T,)",
    "visits": "the number of decisions taken in each state, shape (S,)",
    "visits_at": "the number of episodes in each state at each decision, shape (T, S)",
}
OUTPUTS = (*PER_EPISODE, *SUMMED)
PER_CALL = 1 << 14  # the most episodes that an engine plays in one call


@dataclass(frozen=True, kw_only=True, eq=False)
class Begin:
    """Episodes that begin later, elsewhere, or with an action that is not their own. Shapes (n,), ordered by entry.

    entry    the decision at which each begins
    state    the state it is taken in
    forced   the action that is taken there; -1 if the learner chooses
    """

    entry: np.ndarray
    state: np.ndarray
    forced: np.ndarray

    def __getitem__(self, part: slice) -> "Begin":
        return Begin(entry=self.entry[part], state=self.state[part], forced=self.forced[part])


@dataclass(frozen=True, kw_only=True, eq=False)
class Job:
    """Episodes first, ..., first + count - 1 of a stream, for one call of an engine.

    begin     how they begin; None for whole episodes, from the law of the first state
    cost      (S * A,), whole numbers, what `paid` adds up
    scores    (L, S), floats, what `score` adds up; (1, 0) if that is not asked
    """

    horizon: int
    first: int
    count: int
    begin: Begin | None
    cost: np.ndarray
    scores: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Out:
    """Where an engine adds what happens; what is not asked for has size 0."""

    disagreements: np.ndarray
    first: np.ndarray
    paid: np.ndarray
    final: np.ndarray
    rates: np.ndarray
    score: np.ndarray
    wrong_at: np.ndarray
    paid_at: np.ndarray
    visits: np.ndarray
    visits_at: np.ndarray


def integer_costs(mdp: TabularMDP, horizon: int) -> tuple[np.ndarray, int, int]:
    """Costs as whole numbers, row by row, and the unit they are in, as numerator and denominator.

    They are exact where sums over T decisions, or over the episodes of one call, fit in 62 bits; else rounded to the
    finest power of two of the smallest unit that does: off by less than 2^-40 of the largest cost for T <= 2^20.
    """
    cost, most = mdp.cost_numerator.ravel(), int(np.abs(mdp.cost_numerator).max())
    room = 2**62 // max(horizon, PER_CALL)
    drop = max(0, (most // room).bit_length())
    rounded = (cost >> drop) + ((cost >> (drop - 1)) & 1 if drop else 0)
    return np.ascontiguousarray(rounded, dtype=np.int64), 1 << drop, mdp.cost_denominator

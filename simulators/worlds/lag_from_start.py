"""The expert of `lag`, met where an episode starts: nothing was shown before decision 1 (L16).

Observation  o_1, ..., o_T, one of A symbols: the same again with probability `stay`, else one of the others, evenly;
             the first is any of them, evenly. They do not depend on the actions.
Expert       a_t = o_{t-K} for t > K, for the lag K; before that there is nothing to repeat, and it takes action 0.
Cost         1 for each decision with another action, so the task cost is the disagreement.

A state is the word of what was shown so far, of its last K + 1 symbols at most. A learner may see the last symbol of
it, and remember.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

import numpy as np

from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import require
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.worlds.lag import MOST_WINDOWS, PARAMETERS


@dataclass(frozen=True, kw_only=True)
class LagFromStart:
    """Raises ValueError outside the domains of `lag.PARAMETERS`."""

    symbols: int
    delay: int
    stay: Fraction

    def __post_init__(self) -> None:
        require(*PARAMETERS, symbols=self.symbols, delay=self.delay, stay=self.stay)

    @property
    def persistence(self) -> Fraction:
        """The second eigenvalue of the chain of observations: the correlation of one with the next."""
        return (self.symbols * self.stay - 1) / (self.symbols - 1)

    @cached_property
    def problem(self) -> Problem:
        """The world with its words as states. Raises ValueError if there are too many."""
        words = self._words
        index = {word: i for i, word in enumerate(words)}
        other = (1 - self.stay) / (self.symbols - 1)

        def following(word: tuple[int, ...]) -> dict[int, Fraction]:
            longer = [(*word, then)[-self.delay - 1 :] for then in range(self.symbols)]
            return {index[w]: self.stay if w[-1] == word[-1] else other for w in longer}

        expert = np.array([[word[0] if len(word) > self.delay else 0 for word in words]])
        mdp = tabular_mdp(
            states=["-".join(map(str, word)) for word in words],
            actions=[str(a) for a in range(self.symbols)],
            start=[Fraction(len(word) == 1, self.symbols) for word in words],
            transition=[[[following(word)] * self.symbols for word in words]],
            cost=[[Fraction(a != right) for a in range(self.symbols)] for right in expert[0].tolist()],
        )
        return Problem(name="lag-from-start", mdp=mdp, expert=expert)

    def windows(self, seen: int) -> np.ndarray:
        """A number for what the last `seen` observations are, fewer at the start, in each state; shape (S,).

        Raises ValueError unless seen >= 1.
        """
        if seen < 1:
            raise ValueError(f"a window holds the present observation at least: seen >= 1; got {seen}")
        known: dict[tuple[int, ...], int] = {}
        return np.array([known.setdefault(word[-seen:], len(known)) for word in self._words])

    def shown(self, episodes: int, horizon: int, seed: int) -> np.ndarray:
        """Observations of that many episodes, shape (episodes, horizon), whole numbers."""
        chain = LagFromStart(symbols=self.symbols, delay=0, stay=self.stay).problem
        return trajectories(chain.with_learner(chain.expert_table), horizon, episodes, seed).states[:, :horizon]

    def actions(self, shown: np.ndarray) -> np.ndarray:
        """The expert's, shape (episodes, horizon), for observations of that shape."""
        nothing = np.zeros_like(shown[:, : self.delay])
        return np.concatenate([nothing, shown[:, : max(0, shown.shape[1] - self.delay)]], axis=1)

    @cached_property
    def _words(self) -> list[tuple[int, ...]]:
        """The states. Raises ValueError if there are too many."""
        lengths = range(1, self.delay + 2)
        if (many := sum(self.symbols**n for n in lengths)) > MOST_WINDOWS:
            raise ValueError(f"lag {self.delay} makes {many} words of symbols; at most {MOST_WINDOWS} are handled")
        return [word for n in lengths for word in product(range(self.symbols), repeat=n)]

"""DAgger's loop: roll out the learner, label what it met, add that to the data, fit again.

Data are weights: weight[t - 1][s] says how often state s was labelled at decision t, as counts of episodes or as exact
masses. Two choices make the loop: where visits come from (`population` for exact laws, `sampled` for episodes), and
what happens to old data (`aggregate` keeps it, which is DAgger; `replace` forgets it, which is not).

Source: Ross, Gordon and Bagnell 2011, Algorithm 3.1, without mixing in the expert [ross2011reduction].
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Protocol

import numpy as np
from flint import fmpq

from tightrope.simulators.learners.table import TableLearner, as_rationals
from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.occupancy import state_laws, total_variation
from tightrope.simulators.model.arithmetic import EXACT, ZERO, plain
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import visits

Visits = Callable[[Table, int], np.ndarray]  # policy, round -> weight (T, S)
Merge = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Learner(Protocol):
    """Whatever is fitted to labels: weight (T, S) says how often each state was labelled at each decision."""

    def fit(self, problem: Problem, weight: np.ndarray) -> Table: ...


@dataclass(frozen=True, eq=False)
class Round:
    """The data after a round's labels came in and the learner fitted to it. Round 0 is behavioural cloning."""

    weight: np.ndarray
    learner: Table


def population(problem: Problem, horizon: int) -> Visits:
    """Visits as exact laws: what infinitely many episodes would show."""
    return lambda policy, _round: state_laws(problem.mdp, policy, horizon)[:-1]


def sampled(problem: Problem, horizon: int, episodes: int, seed: int) -> Visits:
    """Visits counted in episodes; each round has a stream of its own, derived from the seed."""
    seeds = np.random.SeedSequence(seed)

    def see(policy: Table, number: int) -> np.ndarray:
        child = np.random.SeedSequence(entropy=seeds.entropy, spawn_key=(number,))
        return visits(problem.with_learner(policy), horizon, episodes, int(child.generate_state(1, np.uint64)[0]))

    return see


def shown(state: int, horizon: int, see: Visits) -> Visits:
    """The same visits, but demonstrations that show one state only, at each of T decisions."""

    def instead(policy: Table, number: int) -> np.ndarray:
        if number:
            return see(policy, number)
        weight = EXACT.zeros(horizon, policy.probability.shape[1])
        weight[:, state] = fmpq(1)
        return weight

    return instead


def aggregate(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Keep all labels."""
    return as_rationals(old) + as_rationals(new)


def replace(old: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Keep the last round's labels only: the loop without aggregation."""
    return new


def loop(problem: Problem, learner: Learner, see: Visits, merge: Merge) -> Iterator[Round]:
    """Round 0 is fitted to the expert's own visits; each later round to the visits of the learner before it.

    Endless.
    """
    weight = see(problem.expert_table, 0)
    for number in count(1):
        fitted = learner.fit(problem, weight)
        yield Round(weight, fitted)
        weight = merge(weight, see(fitted, number))


def data_shift(problem: Problem, fitted: Round) -> Fraction:
    """TV between the states of the data and those of the learner fitted to them, both averaged over the decisions;
    exact.
    """
    data = as_rationals(fitted.weight.sum(axis=0))
    own = state_laws(problem.mdp, fitted.learner, len(fitted.weight))[:-1].sum(axis=0)
    return plain(total_variation(data / data.sum(), own / own.sum()))


def unlabelled(problem: Problem, learner: TableLearner, fitted: Round) -> Fraction:
    """Probability, averaged over the decisions, that the fitted learner is in a state without label; exact."""
    labels = learner.labels(problem, fitted.weight)
    laws = state_laws(problem.mdp, fitted.learner, len(fitted.weight))[:-1]
    return plain(np.where((labels < 0) & problem.mdp.decides, laws, ZERO).sum() / len(laws))


def losses(problem: Problem, history: list[Round], candidates: list[Table]) -> np.ndarray:
    """losses[i][j]: the error of candidate j averaged over the states of round i's learner, exact rationals.

    The regret of the loop is the mean of the rounds' own losses less the smallest mean of a column.
    """
    horizon = len(history[0].weight)
    rates = [np.array([error_rates(problem, candidate, t) for t in range(1, horizon + 1)]) for candidate in candidates]
    laws = [state_laws(problem.mdp, each.learner, horizon)[:-1] for each in history]
    return np.array([[plain((law * rate).sum() / horizon) for rate in rates] for law in laws], dtype=object)

"""Ways to estimate what an episode costs: each unbiased, each good where another one is not.

Of the expected number of disagreements, e_t(s) being the probability of one and q that of at least one in an episode:

    naive            count them
    expected         add up e_t(s_t) along the episode (Rao-Blackwell): no chance is left in whether it happens
    jump             draw the first one, or that there is none, from the law it has, and play from there
    conditioned      the same given that there is one, times q; what follows is added up as e_t(s_t)

Of the gap J(learner) - J(expert) of task costs:

    apart            two episodes with random words of their own
    common           two with the same words: they are the same until the first disagreement
    conditioned      the same from the first disagreement on, given that there is one, times q
    advantages       add up sum_a pi_t(a|s_t) A*_t(s_t, a) along the learner's episode: performance difference lemma

The law of the first disagreement is P(t, s) = g_{t-1}(s) e_t(s), g_{t-1} the law of the state without any so far: one
forward pass in floats. The advantages A* of the expert are one backward pass. Where T S numbers would be too many both
are left out, and `naive`, `expected`, `apart` and `common` remain.
Source: Kakade and Langford 2002 for the lemma [kakade2002approximately].
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.occupancy import pull, push
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.policy import EVENLY
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import Player
from tightrope.simulators.rollouts.outputs import Begin
from tightrope.simulators.rollouts.stream import FIRST_MISTAKE, OTHER_ACTION, Stream, stream
from tightrope.simulators.rollouts.tables import FINE, Kinds

MOST_PLACES = 1 << 25  # decisions times states of a table of floats
QUANTITIES = ("disagreement", "gap")
Draw = Callable[[int, int], np.ndarray]


@dataclass(frozen=True, kw_only=True, eq=False)
class Estimator:
    """`draw(after, count)`: independent values, one of each of the episodes from `after`; their mean is the quantity.

    least, most    between which every value lies
    decisions      that are played for one value, on average
    """

    name: str
    words: str
    least: float
    most: float
    decisions: float
    draw: Draw


def estimators(problem: Problem, horizon: int, quantity: str, seed: int, threads: int = 1) -> list[Estimator]:
    """All that fit. Raises ValueError for an unknown quantity, without a learner, or if the expert draws actions."""
    if quantity not in QUANTITIES:
        raise ValueError(f"the quantity must be one of {', '.join(QUANTITIES)}; got {quantity!r}")
    of = _Setting(problem, horizon, seed, threads)
    always, with_tables = {
        "disagreement": ((_naive, _expected), (_jump, _conditioned)),
        "gap": ((_apart, _common), (_conditioned_gap, _advantages)),
    }[quantity]
    fits = horizon * problem.mdp.shape[0] <= MOST_PLACES
    return [make(of) for make in (*always, *(with_tables if fits else ()))]


class _Setting:
    """What the estimators of one problem share, each part made when it is first needed."""

    def __init__(self, problem: Problem, horizon: int, seed: int, threads: int):
        problem.expert_at(1)
        self.problem, self.horizon, self.seed, self.threads = problem, horizon, seed, threads
        self.learner = Player(problem, horizon)
        self.expert = self.learner.of(problem.with_learner(problem.expert_table))
        self._first: FirstMistakes | None = None

    def play(self, player: Player, output: str, after: int, count: int, **more) -> np.ndarray:
        sample = player.play(count, self.seed, [output], threads=self.threads, after=after, **more)
        values = np.asarray(getattr(sample, output))
        return values * float(sample.unit) if output == "paid" else values

    @property
    def first(self) -> "FirstMistakes":
        if self._first is None:
            self._first = FirstMistakes(self.problem, self.horizon, self.learner)
        return self._first

    def rates(self) -> np.ndarray:
        """The least and the largest e_t(s) of each decision, shape (2, T)."""
        found = [error_rates(self.problem, self.problem.learner_table, t, FLOAT) for t in self._layers()]
        ends = np.array([[rate.min() for rate in found], [rate.max() for rate in found]])
        return np.broadcast_to(ends, (2, self.horizon))

    def _layers(self) -> range:
        return range(1, 2 if len(self.learner.tables.code) == 1 else self.horizon + 1)

    def spread(self) -> float:
        """How far the task costs of two episodes can be apart."""
        cost = self.problem.mdp.cost_numerator
        return self.horizon * float((int(cost.max()) - int(cost.min())) / self.problem.mdp.cost_denominator)


class FirstMistakes:
    """The law of decision and state of the first disagreement; `chance` is the probability q that there is one."""

    def __init__(self, problem: Problem, horizon: int, player: Player):
        mdp, learner, expert = problem.mdp, problem.learner_table, problem.expert_table
        self.horizon, self.states, self.player = horizon, mdp.shape[0], player
        places = np.empty((horizon, self.states))
        clean = mdp.start_law(FLOAT)
        for t in range(1, horizon + 1):
            rate = error_rates(problem, learner, t, FLOAT)
            places[t - 1] = clean * rate
            clean = push(mdp, clean, expert.at(t, FLOAT) * (1 - rate)[:, None], t, FLOAT)
        self.ends = np.cumsum(places.ravel())
        self.chance = float(self.ends[-1])
        self.mean_entry = float((places.sum(axis=1) * np.arange(1, horizon + 1)).sum() / max(self.chance, 1e-300))
        self.actions = disagreeing(player.tables.kinds, mdp.shape[1])

    def draw(self, source: Stream, after: int, count: int) -> tuple[np.ndarray, Begin, np.ndarray]:
        """First disagreements by decision: their order, how episodes begin with them, the expert's actions there."""
        episode = np.arange(after, after + count, dtype=np.uint64)
        share = (source.words(FIRST_MISTAKE, episode, 0) >> np.uint64(11)) * 2.0**-53
        place = np.minimum(np.searchsorted(self.ends, share * self.chance, side="right"), len(self.ends) - 1)
        decision, state = np.divmod(place, self.states)
        order = np.argsort(decision.astype(np.uint16 if self.horizon < 2**16 else np.int64), kind="stable")
        entry, state = decision[order] + 1, state[order]
        tables = self.player.tables
        kind = tables.code[0 if len(tables.code) == 1 else entry - 1, state]
        which = (source.words(OTHER_ACTION, episode, 0) >> np.uint64(11)) * 2.0**-53
        forced = (which[:, None] >= self.actions[kind]).sum(axis=1)
        return order, Begin(entry=entry, state=state, forced=forced), tables.kinds.expected[kind]


def disagreeing(kinds: Kinds, actions: int) -> np.ndarray:
    """The cumulative law of the action of each kind, given that it is not the expert's; shape (kinds, A)."""
    kind = np.arange(len(kinds.usual))
    chance = ((kinds.coarse.astype(np.uint64) << np.uint64(FINE)) + kinds.fine) * 2.0**-62
    law = np.zeros((len(kind), actions))
    certain, evenly, by_law = kinds.other >= 0, kinds.other == EVENLY, kinds.other < EVENLY
    law[kind[certain], kinds.other[certain]] = chance[certain]
    law[evenly] = chance[evenly, None] / max(1, actions - 1)
    law[by_law] = chance[by_law, None] * np.diff(kinds.laws[-2 - kinds.other[by_law]] * 2.0**-62, prepend=0.0, axis=1)
    law[kind, kinds.usual] = 1 - chance
    law[kind[kinds.expected >= 0], kinds.expected[kinds.expected >= 0]] = 0.0
    total = law.sum(axis=1, keepdims=True)
    ends = np.cumsum(law / np.where(total > 0, total, 1.0), axis=1)
    last = actions - 1 - (law[:, ::-1] > 0).argmax(axis=1)
    ends[np.arange(actions) >= last[:, None]] = 1.0  # where rounding left it below
    return ends


def _naive(of: _Setting) -> Estimator:
    return Estimator(
        name="naive",
        words="counts the disagreements of whole episodes",
        least=0.0,
        most=float(of.horizon),
        decisions=of.horizon,
        draw=lambda after, count: of.play(of.learner, "disagreements", after, count).astype(float),
    )


def _expected(of: _Setting) -> Estimator:
    least, most = of.rates().sum(axis=1)
    return Estimator(
        name="expected",
        words="adds up the probability of a disagreement along whole episodes",
        least=float(least),
        most=float(most),
        decisions=of.horizon,
        draw=lambda after, count: of.play(of.learner, "rates", after, count),
    )


def _after_the_first(of: _Setting, after: int, count: int) -> np.ndarray:
    """1, and the expected disagreements that follow the first one, of episodes that have one."""
    first = of.first
    order, begin, _ = first.draw(_source(of, after + count), after, count)
    sums = of.play(of.learner, "rates", after, count, begin=begin)
    kinds, code = of.learner.tables.kinds, of.learner.tables.code
    at_first = kinds.rate[code[0 if len(code) == 1 else begin.entry - 1, begin.state]]
    values = np.empty(count)
    values[order] = 1 + np.maximum(0.0, sums - at_first)
    return values


def _source(of: _Setting, episodes: int) -> Stream:
    return stream(of.seed, of.horizon, episodes)


def _most_after(of: _Setting) -> float:
    return 1 + float(of.rates()[1, 1:].sum())


def _conditioned(of: _Setting) -> Estimator:
    q = of.first.chance
    return Estimator(
        name="conditioned",
        words=f"plays on from a first disagreement, of probability {q:.3g}",
        least=q,
        most=q * _most_after(of),
        decisions=of.horizon + 1 - of.first.mean_entry,
        draw=lambda after, count: q * _after_the_first(of, after, count),
    )


def _jump(of: _Setting) -> Estimator:
    q = of.first.chance

    def draw(after: int, count: int) -> np.ndarray:
        words = _source(of, after + count).words(FIRST_MISTAKE, np.arange(after, after + count, dtype=np.uint64), 1)
        happens = np.flatnonzero((words >> np.uint64(11)) * 2.0**-53 < q)
        values = np.zeros(count)
        if len(happens):
            values[happens] = _after_the_first(of, after, len(happens))
        return values

    return Estimator(
        name="jump",
        words=f"draws whether there is a first disagreement (probability {q:.3g}), and plays on from it",
        least=0.0,
        most=_most_after(of),
        decisions=1 + q * (of.horizon + 1 - of.first.mean_entry),
        draw=draw,
    )


def _apart(of: _Setting) -> Estimator:
    def draw(after: int, count: int) -> np.ndarray:
        learner = of.play(of.learner, "paid", 2 * after, count)
        return learner - of.play(of.expert, "paid", 2 * after + count, count)

    return Estimator(
        name="apart",
        words="plays learner and expert with random words of their own",
        least=-of.spread(),
        most=of.spread(),
        decisions=2 * of.horizon,
        draw=draw,
    )


def _common(of: _Setting) -> Estimator:
    return Estimator(
        name="common",
        words="plays learner and expert with the same random words",
        least=-of.spread(),
        most=of.spread(),
        decisions=2 * of.horizon,
        draw=lambda after, count: of.play(of.learner, "paid", after, count) - of.play(of.expert, "paid", after, count),
    )


def _conditioned_gap(of: _Setting) -> Estimator:
    first, q = of.first, of.first.chance

    def draw(after: int, count: int) -> np.ndarray:
        order, begin, right = first.draw(_source(of, after + count), after, count)
        instead = Begin(entry=begin.entry, state=begin.state, forced=right)
        wrong = of.play(of.learner, "paid", after, count, begin=begin)
        values = np.empty(count)
        values[order] = wrong - of.play(of.expert, "paid", after, count, begin=instead)
        return q * values

    return Estimator(
        name="conditioned",
        words=f"plays both on from a first disagreement, of probability {q:.3g}",
        least=-q * of.spread(),
        most=q * of.spread(),
        decisions=2 * (of.horizon + 1 - first.mean_entry),
        draw=draw,
    )


def expected_advantages(problem: Problem, horizon: int) -> np.ndarray:
    """sum_a pi_t(a|s) (Q*_t(s, a) - V*_t(s)) in floats, shape (T, S), Q* and V* the expert's; one backward pass."""
    mdp, cost = problem.mdp, problem.mdp.cost(FLOAT)
    everyone, value = np.arange(mdp.shape[0]), np.zeros(mdp.shape[0])
    result = np.empty((horizon, mdp.shape[0]))
    for t in range(horizon, 0, -1):
        total = cost + pull(mdp, value, t, FLOAT)
        value = total[everyone, problem.expert_at(t)]
        result[t - 1] = (problem.learner_table.at(t, FLOAT) * (total - value[:, None])).sum(axis=1)
    return result


def _advantages(of: _Setting) -> Estimator:
    scores = expected_advantages(of.problem, of.horizon)
    return Estimator(
        name="advantages",
        words="adds up what mistakes cost if the expert takes over after them",
        least=float(scores.min(axis=1).sum()),
        most=float(scores.max(axis=1).sum()),
        decisions=of.horizon,
        draw=lambda after, count: of.play(of.learner, "score", after, count, scores=scores),
    )

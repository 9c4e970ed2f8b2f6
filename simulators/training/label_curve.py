"""What labels are worth on any problem: cloning and DAgger with a learner that remembers answers, run by run.

The learner does what the expert did in the states that have a label (at that decision, if the expert looks at the
time) and guesses evenly among the state's actions elsewhere. Data come in rounds of 1, 1, 2, 4, ... episodes, so that
each doubles them; every decision of an episode is one label. Cloning labels the expert's own episodes, DAgger all but
the first round those of the learner fitted so far: Ross, Gordon and Bagnell 2011, Algorithm 3.1, without mixing
[ross2011reduction]. A learner's cost is no estimate: it is its expected number of disagreements, in floats.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from flint import fmpq

from tightrope.simulators.measures.occupancy import push
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, object_array
from tightrope.simulators.model.policy import EVENLY, Erring, Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import Player


@dataclass(frozen=True, kw_only=True, eq=False)
class LabelCurve:
    """How many labels there were and what the learner fitted to them costs; shapes (runs, rounds).

    `cost` is its expected number of disagreements in an episode.
    """

    labels: np.ndarray
    cost: np.ndarray

    def needed(self, cost: float) -> list[int | None]:
        """Of each run the labels of the first round from which on the cost stays at most that; None if it does not."""
        found: list[int | None] = []
        for labels, costs in zip(self.labels, self.cost, strict=True):
            above = np.flatnonzero(costs > cost)
            first = int(above[-1]) + 1 if len(above) else 0
            found.append(int(labels[first]) if first < len(labels) else None)
        return found


def label_curves(problem: Problem, horizon: int, rounds: int, runs: int, seed: int) -> tuple[LabelCurve, LabelCurve]:
    """Of cloning and of DAgger. Each run and round has a stream of its own, derived from the seed."""
    player = Player(problem.with_learner(_remembering(problem, _nothing(problem))), horizon)
    made = [list(_run(player, horizon, rounds, seed, run, asks)) for asks in (False, True) for run in range(runs)]
    labels, costs = (np.array([[pair[i] for pair in run] for run in made]) for i in (0, 1))
    return (
        LabelCurve(labels=labels[:runs], cost=costs[:runs]),
        LabelCurve(labels=labels[runs:], cost=costs[runs:]),
    )


def _run(player: Player, horizon: int, rounds: int, seed: int, run: int, asks: bool) -> Iterator[tuple[int, float]]:
    """Labels and cost after each round; whoever asks acts itself from the second round on."""
    problem, known, labels = player.problem, _nothing(player.problem), 0
    for number in range(rounds):
        episodes = 2 ** max(0, number - 1)
        acting = _remembering(problem, known) if asks and number else problem.expert_table
        child = np.random.SeedSequence(entropy=seed, spawn_key=(run, number, int(asks)))
        stream = int(child.generate_state(1, np.uint64)[0])
        seen = np.asarray(player.of(problem.with_learner(acting)).play(episodes, stream, ["visits_at"]).visits_at)
        labels += int(seen[:, problem.mdp.decides].sum())
        known = known | (seen.any(axis=0) if len(known) == 1 else seen.astype(bool))
        yield labels, expected_disagreements(problem, known, horizon)


def _nothing(problem: Problem) -> np.ndarray:
    """No label yet: one row for all decisions, or one for each if the expert looks at the time."""
    return np.zeros(problem.expert_actions.shape, dtype=bool)


def _remembering(problem: Problem, known: np.ndarray) -> Table:
    """The learner that has labels there, (L, S). As a rule, where every state has every action."""
    choices, has = problem.mdp.shape[1], problem.mdp.available
    guessing = ~known & problem.mdp.decides
    if has is not None:
        return Table(_laws(problem, guessing, has))
    return Erring(
        actions=choices,
        expert=problem.expert_actions,
        wrong=np.full((1, problem.mdp.shape[0]), EVENLY, dtype=np.int8),
        which=guessing.astype(np.int8),
        rates=object_array((fmpq(0), fmpq(choices - 1, choices)), (2,)),
    )


def _laws(problem: Problem, guessing: np.ndarray, has: np.ndarray) -> np.ndarray:
    """Even over the actions that a state has where it guesses, the expert's action elsewhere; shape (L, S, A)."""
    counts = has.sum(axis=1)
    even = EXACT.ratios(has.astype(np.int64), np.repeat(counts[:, None], has.shape[1], axis=1))
    certain = EXACT.ratios(np.eye(has.shape[1], dtype=np.int64), np.ones((has.shape[1],) * 2, dtype=np.int64))
    return np.where(guessing[:, :, None], even[None], certain[problem.expert_actions])


def expected_disagreements(problem: Problem, known: np.ndarray, horizon: int) -> float:
    """C of the learner that has labels there, in floats: relative error `occupancy.relative_error`."""
    mdp = problem.mdp
    has = np.ones(mdp.shape, dtype=bool) if mdp.available is None else mdp.available
    even = has / has.sum(axis=1)[:, None]
    everyone, law, total = np.arange(mdp.shape[0]), mdp.start_law(FLOAT), 0.0
    for t in range(1, horizon + 1):
        guessing = np.where(mdp.decides & ~known[0 if len(known) == 1 else t - 1], law, 0.0)
        total += float((guessing * (1 - even[everyone, problem.expert_at(t)])).sum())
        if t < horizon:
            flow = guessing[:, None] * even
            flow[everyone, problem.expert_at(t)] += law - guessing
            law = push(mdp, np.ones(len(law)), flow, t, FLOAT)
    return total

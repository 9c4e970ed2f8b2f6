"""DAgger with labels that come late or wrong: what the labels say, and what the loop makes of them.

Late      the label of frame t is the expert's answer to frame t - k; for the first k frames, to frame 0.
Wrong     a label is another action, each with the same probability, with probability eta in all.
Votes     vote[s][a], how often label a was given in state s, averaged over the frames t = 0..T-1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TypeVar

import numpy as np
from flint import fmpq

from tightrope.simulators.measures.occupancy import push, state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction, rational
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.worlds.excursions import OFF, ON, RETURN, STRAIGHT, driver

N = TypeVar("N", Fraction, float)


def late_votes(problem: Problem, learner: Table, horizon: int, latency: int) -> np.ndarray:
    """The votes of infinitely many episodes of the learner, exact, shape (S, A).

    Raises ValueError unless 0 <= latency <= horizon.
    """
    _check(problem, horizon, latency)
    mdp, votes = problem.mdp, EXACT.zeros(*problem.mdp.shape)
    laws = state_laws(mdp, learner, horizon)
    for asked in range(max(1, horizon - latency)):
        answer = problem.expert_at(asked + 1)
        for s in np.flatnonzero(laws[asked].astype(bool)):
            there = EXACT.zeros(mdp.shape[0])
            there[s] = laws[asked][s]
            for frame in range(asked, min(asked + latency, horizon - 1) + 1):
                if frame == asked + latency or asked == 0:
                    votes[:, answer[s]] += there
                there = push(mdp, there, learner.at(frame + 1, EXACT), frame + 1, EXACT)
    return votes / fmpq(horizon)


def drawn_votes(problem: Problem, learner: Table, horizon: int, latency: int, episodes: int, seed: int) -> np.ndarray:
    """The same of each of so many episodes, in floats, shape (episodes, S, A)."""
    _check(problem, horizon, latency)
    frames = np.arange(horizon)
    answers = np.array([problem.expert_at(t + 1) for t in frames])
    asked = np.maximum(frames - latency, 0)
    states = trajectories(problem.with_learner(learner), horizon, episodes, seed).states
    votes = np.zeros((episodes, *problem.mdp.shape))
    np.add.at(votes, (np.arange(episodes)[:, None], states[:, :-1], answers[asked, states[:, asked]]), 1 / horizon)
    return votes


def wrong_votes(votes: np.ndarray, eta: Fraction) -> np.ndarray:
    """The votes after each label was replaced, with probability eta, by a uniform other one. Raises ValueError if eta
    is no probability."""
    if not 0 <= eta <= 1:
        raise ValueError(f"eta is a probability and must lie in [0, 1]; got {eta}")
    others = votes.sum(axis=1, keepdims=True) - votes
    return votes * rational(1 - eta) + others * rational(eta / (votes.shape[1] - 1))


def majority_driver(votes: np.ndarray, slip: Fraction) -> Table:
    """Does what most labels say, on the track and off it; straight without labels or at a tie."""
    straight = votes[ON][STRAIGHT] >= votes[ON][RETURN]
    returns = votes[OFF][RETURN] > votes[OFF][STRAIGHT]
    return driver(slip, Fraction(int(straight)), Fraction(int(returns)))


def frequency_driver(votes: np.ndarray, slip: Fraction) -> Table:
    """Does each thing as often as the labels say it; straight without labels."""
    off = votes[OFF].sum()
    returns = votes[OFF][RETURN] / off if off else fmpq(0)
    straight = votes[ON][STRAIGHT] / votes[ON].sum()
    return driver(slip, fraction(straight), fraction(returns))


def late_loop(problem: Problem, slip: Fraction, horizon: int, latency: int) -> Iterator[bool]:
    """DAgger's rounds with exact visits, equal weights and majorities: whether each round's driver returns.

    Round 0 is the clone of demonstrations, in which nothing off the track is labelled. Endless. Raises RuntimeError if
    late labels win on the track as well: then there is more to say of a round than whether it returns.
    """
    expert = driver(Fraction(0), Fraction(1), Fraction(1))
    votes = late_votes(problem, expert, horizon, 0)
    seen: dict[bool, np.ndarray] = {}
    while True:
        acting = majority_driver(votes, slip)
        if votes[ON][RETURN] > votes[ON][STRAIGHT]:
            raise RuntimeError(f"with latency {latency} most labels on the track say return")
        returns = bool(acting.probability[0, OFF, RETURN] == 1)
        yield returns
        if returns not in seen:
            seen[returns] = late_votes(problem, acting, horizon, latency)
        votes = votes + seen[returns]


def returning(right: tuple[N, N], off: tuple[N, N]) -> N:
    """The share of rounds, in the long run, whose driver returns; see `LongRun`.

    A round of the driver who never learned moves the votes towards `return` by gain, one of the taught driver away
    from it by loss; rounds alternate so that the votes stay near a tie.
    """
    gain = right[0] - off[0] / 2
    loss = off[1] / 2 - right[1]
    if gain <= 0:
        return gain - gain
    return gain / gain if loss <= 0 else gain / (gain + loss)


@dataclass(frozen=True, kw_only=True)
class LongRun:
    """Frames off the track per decision, with the right label and in all,
    of the driver who never learned and of the taught one.
    """

    right: tuple[Fraction, Fraction]
    off: tuple[Fraction, Fraction]

    @property
    def good(self) -> Fraction:
        """The share of rounds, in the long run, whose driver returns."""
        return returning(self.right, self.off)

    @property
    def shares(self) -> tuple[Fraction, Fraction]:
        """Of right labels among the frames off the track, of either driver."""
        return self.right[0] / self.off[0], self.right[1] / self.off[1]


def long_run(world: Problem, slip: Fraction, horizon: int, latency: int) -> LongRun:
    """What the loop's two drivers meet, exact."""
    drivers = [driver(slip, Fraction(1), Fraction(int(returns))) for returns in (False, True)]
    never, taught = (late_votes(world, one, horizon, latency)[OFF] for one in drivers)
    return LongRun(
        right=(fraction(never[RETURN]), fraction(taught[RETURN])),
        off=(fraction(never[RETURN] + never[STRAIGHT]), fraction(taught[RETURN] + taught[STRAIGHT])),
    )


@cache
def off_so_far(slip: float, back: float, horizon: int) -> tuple[float, ...]:
    """How many of the first 0, ..., T frames a driver with these rates is off the track, on average; in floats."""
    off, total = 0.0, [0.0]
    for _ in range(horizon):
        total.append(total[-1] + off)
        off = off * (1 - back) + (1 - off) * slip
    return tuple(total)


def returning_in_floats(slip: float, rates: tuple[float, float], horizon: int, latency: int) -> float:
    """The share of rounds whose driver returns, with these rates of getting back, untaught and taught; in floats,
    relative error of the frames below 4 T 2^-53. The label of a frame off the track is right if the driver was off k
    frames before, and who is off is off again k frames later with the same probability in all of the episode.

    Raises ValueError unless slip and rates are probabilities and 0 <= latency <= horizon.
    """
    if not all(0 <= rate <= 1 for rate in (slip, *rates)):
        raise ValueError(f"slip and rates of getting back must be probabilities; got {slip} and {rates}")
    _check_latency(horizon, latency)
    frames, right = [off_so_far(slip, back, horizon) for back in rates], []
    for back, off in zip(rates, frames, strict=True):
        still = 1.0
        for _ in range(latency):
            still = still * (1 - back) + (1 - still) * slip
        right.append(still * off[horizon - latency])
    return returning((right[0], right[1]), (frames[0][horizon], frames[1][horizon]))


def first_without_gain(world: Problem, slip: Fraction, horizon: int) -> int | None:
    """The smallest latency at which DAgger never learns to return; none if there is no such one up to the horizon."""
    return next((k for k in range(horizon + 1) if long_run(world, slip, horizon, k).good == 0), None)


def _check(problem: Problem, horizon: int, latency: int) -> None:
    problem.check_horizon(horizon)
    _check_latency(horizon, latency)


def _check_latency(horizon: int, latency: int) -> None:
    if not 0 <= latency <= horizon:
        raise ValueError(f"the latency must lie between 0 and the horizon, {horizon} frames; got {latency}")

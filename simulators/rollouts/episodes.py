"""Episodes by Monte Carlo, for showing, for laws of costs, and for what is too large to evaluate exactly.

The same seed gives the same episodes, bit for bit, on any number of threads, in blocks of any size, with NumPy or
compiled, and episode i is the same whether ten or a million are played. `stream` says where the random words come from,
`thresholds` how exact the probabilities are, `lockstep` what happens at a decision.
"""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec
from os import cpu_count
from threading import Event
from types import ModuleType
from typing import Any

import numpy as np

from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts import lockstep
from tightrope.simulators.rollouts.outputs import OUTPUTS, PER_CALL, PER_EPISODE, Begin, Job, Out, integer_costs
from tightrope.simulators.rollouts.stream import stream
from tightrope.simulators.rollouts.tables import Tables, tables, with_learner

WORTH_COMPILING = 10**8  # decisions; below, NumPy is done before a compiled kernel is loaded
WORTH_CALLING = 10**6  # once it is loaded
DECISIONS_PER_CALL = 1 << 25  # so that an interruption is soon heard
MOST_BYTES = 4 << 30
OF_THE_EXPERT = {"disagreements", "first", "rates", "wrong_at"}  # outputs that need an expert who takes one action
ENGINES = ("auto", "numpy", "compiled")
KERNEL = "tightrope.simulators.rollouts.compiled"  # imported when it is first worth it


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """What was asked of so many episodes; `outputs.PER_EPISODE` and `outputs.SUMMED` say what each is.

    The rest is None. Task costs are whole numbers of `unit`.
    """

    episodes: int
    horizon: int
    unit: Fraction
    disagreements: np.ndarray | None = None
    first: np.ndarray | None = None
    paid: np.ndarray | None = None
    final: np.ndarray | None = None
    rates: np.ndarray | None = None
    score: np.ndarray | None = None
    wrong_at: np.ndarray | None = None
    paid_at: np.ndarray | None = None
    visits: np.ndarray | None = None
    visits_at: np.ndarray | None = None


class Player:
    """A problem and its learner, made ready to be played; the tables are made once.

    Raises ValueError if the problem has no learner, or is not given for so many decisions.
    """

    def __init__(self, problem: Problem, horizon: int):
        problem.check_horizon(horizon)
        self.problem, self.horizon = problem, horizon
        self.tables: Tables = tables(problem)

    def of(self, problem: Problem) -> "Player":
        """The player of another learner in the same process."""
        problem.check_horizon(self.horizon)
        other = copy(self)
        other.problem, other.tables = problem, with_learner(self.tables, problem)
        return other

    def play(
        self,
        episodes: int,
        seed: int,
        outputs: Sequence[str] = ("disagreements",),
        *,
        threads: int = 1,
        engine: str = "auto",
        after: int = 0,
        begin: Begin | None = None,
        scores: np.ndarray | None = None,
        progress: Callable[[int], None] = lambda episodes: None,
    ) -> Sample:
        """Episodes after, ..., after + episodes - 1 of the seed.

        `scores` (L, S), floats, is the table that `score` adds up. `progress` is told how many episodes were played.
        Raises ValueError unless episodes >= 1, threads >= 1, seed >= 0, and what is asked for is known and fits;
        and if disagreements are asked for and the expert draws its actions.
        """
        _check_episodes(episodes)
        if threads < 1:
            raise ValueError(f"the number of threads must be at least 1; got {threads}")
        if unknown := set(outputs) - set(OUTPUTS):
            raise ValueError(f"outputs are among {', '.join(OUTPUTS)}; got {', '.join(sorted(unknown))}")
        if ("score" in outputs) != (scores is not None):
            raise ValueError("the output score needs a table of scores, and a table of scores is for that output")
        if set(outputs) & OF_THE_EXPERT:
            self.problem.expert_at(1)
        self._check_given(episodes, begin, scores)
        threads = min(threads, 4 * (cpu_count() or 1))  # more are of no use, and the results are the same
        source = stream(seed, self.horizon, after + episodes)
        self._check_memory(episodes, threads, outputs)
        chosen = _engine(engine, episodes * self.horizon)
        own = self._per_episode(episodes, outputs)
        together = PER_CALL if threads == 1 and chosen is lockstep else self._together()
        slices, stop = iter(range(0, episodes, together)), Event()

        def work() -> dict[str, np.ndarray]:
            sums = self._sums(outputs)
            paid_at = sums["paid_at"].astype(object)  # whole numbers of any size
            for low in slices:  # each worker takes the next one
                if stop.is_set():
                    break
                part = slice(low, min(low + together, episodes))
                sums["paid_at"][:] = 0
                out = Out(**{name: values[part] for name, values in own.items()}, **sums)
                job = self._job(after + low, part.stop - low, None if begin is None else begin[part], scores)
                chosen.play(self.tables, source, job, out)
                paid_at += sums["paid_at"]
                progress(part.stop - low)
            return sums | {"paid_at": paid_at}

        parts = [work()] if threads == 1 else _in_threads(work, min(threads, -(-episodes // together)), stop)
        found: dict[str, Any] = {name: own[name] for name in outputs if name in own}
        found |= {name: sum(part[name] for part in parts) for name in outputs if name not in own}
        return Sample(episodes=episodes, horizon=self.horizon, unit=Fraction(*self._costs[1:]), **found)

    def trajectories(self, episodes: int, seed: int) -> "Trajectories":
        """The states and actions of the same episodes, for small numbers of them."""
        _check_episodes(episodes)
        source = stream(seed, self.horizon, episodes)
        found = Trajectories(
            states=np.empty((episodes, self.horizon + 1), dtype=np.int64),
            actions=np.empty((episodes, self.horizon), dtype=np.int64),
            disagreed=np.empty((episodes, self.horizon), dtype=bool),
        )
        for low in range(0, episodes, PER_CALL):
            part = slice(low, min(low + PER_CALL, episodes))
            for step in lockstep.steps(self.tables, source, self._job(low, part.stop - low)):
                found.states[part, step.t - 1] = step.state
                found.actions[part, step.t - 1] = step.action
                found.disagreed[part, step.t - 1] = step.disagreed
                found.states[part, step.t] = step.following
        return found

    @cached_property
    def _costs(self) -> tuple[np.ndarray, int, int]:
        return integer_costs(self.problem.mdp, self.horizon)

    def _job(self, first: int, count: int, begin: Begin | None = None, scores: np.ndarray | None = None) -> Job:
        nothing = np.zeros((1, 0))
        return Job(
            horizon=self.horizon,
            first=first,
            count=count,
            begin=begin,
            cost=self._costs[0],
            scores=nothing if scores is None else scores,
        )

    def _check_given(self, episodes: int, begin: Begin | None, scores: np.ndarray | None) -> None:
        size, actions = self.problem.mdp.shape
        if scores is not None and (scores.dtype != float or scores.shape not in {(1, size), (self.horizon, size)}):
            raise ValueError(
                f"scores: floats of shape (1, {size}) or ({self.horizon}, {size}); got {scores.shape}, {scores.dtype}"
            )
        if begin is None:
            return
        limits = {"entry": (1, self.horizon), "state": (0, size - 1), "forced": (-1, actions - 1)}
        for name, (least, most) in limits.items():
            values = getattr(begin, name)
            if values.shape != (episodes,) or values.min() < least or values.max() > most:
                raise ValueError(f"{name} of episodes that begin later: {episodes} numbers from {least} to {most}")
        if (np.diff(begin.entry) < 0).any():
            raise ValueError("episodes that begin later must be ordered by the decision at which they begin")

    def _per_episode(self, episodes: int, outputs: Sequence[str]) -> dict[str, np.ndarray]:
        sums = {
            name: np.zeros(episodes if name in outputs else 0, dtype=float if name in ("rates", "score") else np.int64)
            for name in PER_EPISODE
        }
        sums["first"] += self.horizon + 1
        return sums

    def _sums(self, outputs: Sequence[str]) -> dict[str, np.ndarray]:
        shapes = {
            "wrong_at": self.horizon,
            "paid_at": self.horizon,
            "visits": self.tables.states,
            "visits_at": (self.horizon, self.tables.states),
        }
        return {
            name: np.zeros(shape if name in outputs else np.zeros_like(shape), dtype=np.int64)
            for name, shape in shapes.items()
        }

    def _together(self) -> int:
        """Episodes of one call that lasts well under a second: only between calls an interruption is heard."""
        return min(PER_CALL, max(1, DECISIONS_PER_CALL // self.horizon))

    def _check_memory(self, episodes: int, threads: int, outputs: Sequence[str]) -> None:
        sums = {"wrong_at": self.horizon, "paid_at": self.horizon, "visits": self.tables.states}
        sums["visits_at"] = self.horizon * self.tables.states
        numbers = sum(threads * sums.get(name, 0) or episodes for name in outputs)
        if 8 * numbers > MOST_BYTES:
            raise ValueError(
                f"the results of {episodes} episodes ({', '.join(outputs)}) would take {8 * numbers / 2**30:.1f} GiB, "
                f"and at most {MOST_BYTES / 2**30:.0f} are taken: ask for fewer episodes, threads or results"
            )


def _in_threads(work: Callable[[], Any], threads: int, stop: Event) -> list[Any]:
    with ThreadPoolExecutor(threads) as pool:
        try:
            return [future.result() for future in [pool.submit(work) for _ in range(threads)]]
        except BaseException:
            stop.set()
            raise


def _check_episodes(episodes: int) -> None:
    if episodes < 1:
        raise ValueError(f"the number of episodes must be at least 1; got {episodes}")


def expect(decisions: float) -> None:
    """Load the compiled kernel now if so many decisions are to come in several plays."""
    _engine("auto", int(decisions))


def _engine(name: str, decisions: int) -> ModuleType:
    """NumPy or the compiled kernel; the one that is sooner done, if it is left to us."""
    if name not in ENGINES:
        raise ValueError(f"the engine is one of {', '.join(ENGINES)}; got {name!r}")
    compiles = find_spec("numba") is not None
    if name == "compiled" and not compiles:
        raise ValueError("the compiled engine needs numba: install tightrope[fast]")
    worth = WORTH_CALLING if KERNEL in sys.modules else WORTH_COMPILING
    if name == "compiled" or (name == "auto" and compiles and decisions >= worth):
        return import_module(KERNEL)
    return lockstep


@dataclass(frozen=True, kw_only=True, eq=False)
class Trajectories:
    """Whole episodes. Shapes: states (n, T + 1), actions (n, T), disagreed (n, T)."""

    states: np.ndarray
    actions: np.ndarray
    disagreed: np.ndarray


def trajectories(problem: Problem, horizon: int, episodes: int, seed: int) -> Trajectories:
    """All states and actions of a small number of episodes, the same ones that `Player.play` sums up.

    Raises ValueError as `Player.play` does, and if they would take more than MOST_BYTES.
    """
    taken = 17 * episodes * horizon  # bytes
    if taken > MOST_BYTES:
        raise ValueError(
            f"the states of {episodes} episodes of {horizon} decisions would take {taken / 2**30:.1f} GiB, and at most "
            f"{MOST_BYTES / 2**30:.0f} are taken: ask for fewer episodes, or for sums over them (Player.play)"
        )
    player = Player(problem, horizon)
    return player.trajectories(episodes, seed)


def disagreements(problem: Problem, horizon: int, episodes: int, seed: int, threads: int = 1) -> np.ndarray:
    """The number of disagreements of each episode, shape (episodes,)."""
    return np.asarray(Player(problem, horizon).play(episodes, seed, ["disagreements"], threads=threads).disagreements)


def visits(problem: Problem, horizon: int, episodes: int, seed: int) -> np.ndarray:
    """How many episodes were in each state at each decision, shape (T, S)."""
    return np.asarray(Player(problem, horizon).play(episodes, seed, ["visits_at"]).visits_at)

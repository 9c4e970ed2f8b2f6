"""Episodes of one learner in one random problem, played by us and by others.

A random sparse problem (4 actions, 4 successors, weights 1..9), a stationary learner that takes another action with
probability 1/1000, episodes of 200 decisions. Everybody returns the last states, and their law is checked, so that no
compiler leaves out the work. One thread unless it says otherwise. The limit is the smaller one of random words alone
and of loads from a table of the same size alone, measured in the same run.
"""

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from flint import fmpq

from tests.benchmarks import peers
from tests.benchmarks.race import WALL, Contender, Row, race
from tightrope.simulators.model.policy import EVENLY, Erring
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.weights import Numbered, mdp_from_weights
from tightrope.simulators.rollouts.episodes import Player

OURS, TWO, ONE_BY_THE_CLOCK = "tightrope", "tightrope, 2 threads", "tightrope, by the clock"
QUANTECON, JAX, GYMNASIUM = "QuantEcon, states only", "JAX, our best", "Gymnasium's loop"
GOALS = {100: 20, 10_000: 35, 1_000_000: 80}  # times QuantEcon, by the number of states
AMOUNT = 10**8
ACTIONS, SUCCESSORS, HORIZON, ERROR = 4, 4, 200, fmpq(1, 1000)


def made(states: int) -> Problem:
    rng = np.random.default_rng(1)
    entries = states * ACTIONS * SUCCESSORS
    mdp = mdp_from_weights(
        states=Numbered("s", states),
        actions=Numbered("a", ACTIONS),
        start=np.ones(states, dtype=np.int64),
        indptr=np.arange(0, entries + 1, SUCCESSORS),
        successor=rng.integers(0, states, size=entries),
        weight=rng.integers(1, 10, size=entries),
        cost_numerator=rng.integers(0, 11, size=(states, ACTIONS)),
        cost_denominator=10,
    )
    expert = rng.integers(0, ACTIONS, size=(1, states))
    learner = Erring(
        actions=ACTIONS,
        expert=expert,
        wrong=np.full((1, states), EVENLY),
        which=np.zeros((1, states), dtype=np.int8),
        rates=np.array([ERROR], dtype=object),
    )
    return Problem(name="random", mdp=mdp, expert=expert, learner=learner)


def contenders(problem: Problem, work: int) -> list[Contender]:
    """Each plays about its share of `work` transitions, slow ones less, and returns last states."""
    player, states = Player(problem, HORIZON), problem.mdp.shape[0]

    def ours(engine: str, episodes: int, threads: int = 1) -> Callable[[], np.ndarray]:
        return lambda: np.asarray(player.play(episodes, 1, ["final"], engine=engine, threads=threads).final)

    def entry(name: str, speed: float, make: Callable[[int], Callable[[], np.ndarray]], clock=None) -> Contender:
        episodes = max(64, int(work * speed) // HORIZON)
        run = make(episodes)
        return Contender(name, run, episodes * HORIZON, *([clock] if clock else []))

    found = [
        entry(OURS, 1, lambda n: ours("compiled", n)),
        entry(TWO, 1, lambda n: ours("compiled", n, 2), WALL),
        entry(ONE_BY_THE_CLOCK, 1, lambda n: ours("compiled", n), WALL),
        entry("tightrope, NumPy reference", 1 / 40, lambda n: ours("numpy", n)),
        entry("NumPy, tuned (packed alias)", 1 / 20, lambda n: peers.tuned_numpy(problem, HORIZON, n)),
        entry("NumPy, idiomatic", 1 / 40, lambda n: peers.idiomatic_numpy(problem, HORIZON, n)),
    ]
    if find_spec("quantecon"):
        found.append(entry(QUANTECON, 1 / 20, lambda n: peers.quantecon_chain(problem, HORIZON, n)))
    if find_spec("jax"):
        found.append(entry(JAX, 1 / 4, lambda n: peers.jax_scan(problem, HORIZON, n)))
    if states <= 10_000:
        found.append(entry(GYMNASIUM, 1 / 4000, lambda n: peers.gymnasium_loop(problem, HORIZON, n)))
    return found


def check(problem: Problem, runs: list[Contender]) -> None:
    """The share of last states in each tenth of the states is the same for everybody, within six standard errors."""
    states = problem.mdp.shape[0]
    shares = {}
    for one in runs:
        last = np.asarray(one.run())
        if last.shape != (one.work / HORIZON,) or last.min() < 0 or last.max() >= states:
            raise AssertionError(f"{one.name} did not return the last state of each episode")
        shares[one.name] = np.bincount(last.astype(np.int64) * 10 // states, minlength=10) / len(last), len(last)
    ours, many = shares[runs[0].name]
    for name, (share, few) in shares.items():
        error = np.sqrt(ours * (1 - ours) * (1 / few + 1 / many)) + 1 / few
        if (np.abs(share - ours) > 6 * error).any():
            raise AssertionError(f"{name} has another law of last states: {share} instead of {ours}")
    if not np.array_equal(runs[0].run(), runs[1].run()):
        raise AssertionError("one thread and two play different episodes")


def rows(states: int, work: int, repeats: int) -> list[Row]:
    """Seconds for 10⁸ decisions. Raises AssertionError if somebody plays another process."""
    problem = made(states)
    runs = contenders(problem, work)
    check(problem, runs)
    limits = peers.limits(states * SUCCESSORS, work)
    speeds = race([*runs, *limits], repeats)
    speeds["the machine's limit"] = min(speeds[one.name] for one in limits)
    goals = {QUANTECON: GOALS[states], JAX: 2, GYMNASIUM: 3000, "the machine's limit": 0.4}
    pairs = [(OURS, peer, goal) for peer, goal in goals.items() if peer in speeds]
    pairs.append((TWO, ONE_BY_THE_CLOCK, 1.75))
    return [
        Row(
            work=f"episodes, {states:,} states" + ", two threads" * (ours is TWO),
            peer="one thread" if ours is TWO else peer,
            ours=AMOUNT / speeds[ours],
            theirs=AMOUNT / speeds[peer],
            goal=goal,
            unit="seconds for 10⁸ decisions",
            because=_because(speeds, ours, peer, goal),
        )
        for ours, peer, goal in pairs
    ]


def _because(speeds: dict[str, float], ours: str, peer: str, goal: float) -> str:
    """Why a goal is missed."""
    if speeds[ours] >= goal * speeds[peer] or ours is TWO:
        return ""
    most = speeds["the machine's limit"] / speeds[peer]
    if peer == "the machine's limit":
        return "beside random words and loads, mistakes are looked for, ties settled and states put back"
    return f"random words and loads alone would be {most:.3g} times as fast"

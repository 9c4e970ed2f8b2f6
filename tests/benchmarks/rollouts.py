"""Episodes of one learner in one random problem, played by us and by others: `python -m tests.benchmarks.rollouts`.

A random sparse problem (4 actions, 4 successors, weights 1..9), a stationary learner that takes another action with
probability 1/1000, episodes of 200 decisions. Everybody returns the last states, and their law is checked, so that no
compiler leaves out the work. One thread unless it says otherwise. The limit is the smaller one of random words alone
and of loads from a table of the same size alone, measured in the same run.
"""

import argparse
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from flint import fmpq

from tests.benchmarks import peers
from tests.benchmarks.race import WALL, Contender, race, table
from tightrope.simulators.model.policy import EVENLY, Erring
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.weights import Numbered, mdp_from_weights
from tightrope.simulators.rollouts.episodes import Player

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
        entry("tightrope, compiled", 1, lambda n: ours("compiled", n)),
        entry("tightrope, compiled, 2 threads", 1, lambda n: ours("compiled", n, 2), WALL),
        entry("tightrope, NumPy reference", 1 / 40, lambda n: ours("numpy", n)),
        entry("NumPy, tuned (packed alias)", 1 / 20, lambda n: peers.tuned_numpy(problem, HORIZON, n)),
        entry("NumPy, idiomatic", 1 / 40, lambda n: peers.idiomatic_numpy(problem, HORIZON, n)),
    ]
    if find_spec("quantecon"):
        found.append(entry("QuantEcon, states only", 1 / 20, lambda n: peers.quantecon_chain(problem, HORIZON, n)))
    if find_spec("jax"):
        found.append(entry("JAX, scan over a packed alias", 1 / 4, lambda n: peers.jax_scan(problem, HORIZON, n)))
    if states <= 10_000:
        found.append(
            entry("Gymnasium's table in a loop", 1 / 4000, lambda n: peers.gymnasium_loop(problem, HORIZON, n))
        )
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, nargs="+", default=[100, 10_000, 1_000_000])
    parser.add_argument("--work", type=float, default=1e8, help="transitions of the fastest in each turn")
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    for states in asked.states:
        problem = made(states)
        runs = contenders(problem, int(asked.work))
        check(problem, runs)
        limits = peers.limits(states * SUCCESSORS, int(asked.work))
        speeds = race([*runs, *limits], asked.repeats)
        limit = min(speeds[one.name] for one in limits)
        against = next((name for name in speeds if name.startswith("QuantEcon")), "NumPy, idiomatic")
        print("\n".join(table(f"S = {states:,}, T = {HORIZON}, epsilon = {ERROR}", speeds, against, limit)), flush=True)


if __name__ == "__main__":
    main()

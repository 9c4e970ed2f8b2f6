"""Gymnasium's tabular environments as decision processes, from their transition tables `P`.

What the conversion has to mind:
* the same next state may be listed more than once: its probabilities add up;
* `done` belongs to a transition, not to a state: every finished transition leads to one absorbing state `end` where
  nothing is decided; with `restart` it leads to a fresh start instead, for a task that goes on;
* probabilities are floats (0.333...): each is taken as the fraction with denominator up to 10^6 that it stands for;
* rewards become costs (r_max - r)/(r_max - r_min) in [0, 1], with 0 after the end. That is what is counted, not what
  the expert plans for: where an early end is a failure (FrozenLake's holes) the cheapest thing would be to fail at
  once. The expert maximises the environment's own total reward in one episode, also if the task then starts again;
* so the problem also counts the return, and the success, where the table says what that is: see `success`.
"""

import warnings
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from tightrope.simulators.measures.planning import optimal_expert
from tightrope.simulators.model.arithmetic import object_array, rational
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.parameters import OneOf, Parameter, Word, did_you_mean
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line, quoted

END = "end"
ENVIRONMENTS = ("FrozenLake-v1", "FrozenLake8x8-v1", "CliffWalking-v1", "Taxi-v4")

Cost = Callable[[Fraction], Fraction]
Amount = Callable[[Fraction, bool], Fraction]  # of a reward, and of whether the transition ends the episode


def environment_problem(horizon: int, environment: str, restart: str = "false") -> Problem:
    """A named environment and its optimal expert; with `restart` "true" the task goes on after an end.

    Raises ValueError if it is unknown or has no table.
    """
    name, made = environment, _make(environment)
    rewards = [_reward(r) for rows in _table(made, name).values() for _, _, r, _ in rows]
    best, span = max(rewards), max(rewards) - min(rewards) or Fraction(1)
    mdp = from_table(made, name, restart=restart == "true", cost=lambda reward: (best - reward) / span)
    episode = from_table(made, name, restart=False, cost=lambda reward: -reward)
    expert = optimal_expert(episode, horizon)[:, : mdp.shape[0]]
    counted: dict[str, Amount] = {"return": lambda reward, _: reward}
    if restart != "true" and (succeeds := success(made, name)):
        counted["success"] = succeeds
    totals = {
        what: object_array((rational(x) for row in _expected(made, name, amount, mdp.shape) for x in row), mdp.shape)
        for what, amount in counted.items()
    }
    return Problem(name=name, mdp=mdp, expert=expert, totals=totals)


def success(environment, name: str) -> Amount | None:
    """1 for an end with the largest reward there is, in a table where going on never pays.

    None if going on pays, for then an end may be a failure whatever it pays, or if no end pays the most.
    """
    paid = [(_reward(r), done) for rows in _table(environment, name).values() for _, _, r, done in rows]
    best = max(reward for reward, _ in paid)
    if any(reward > 0 and not done for reward, done in paid) or (best, True) not in paid:
        return None
    return lambda reward, done: Fraction(int(done and reward == best))


def from_table(environment, name: str, *, restart: bool, cost: Cost) -> TabularMDP:
    """From any object with P[s][a] = [(probability, next state, reward, done), ...] and initial_state_distrib.

    `cost` says what a reward costs; after the end it is 0.
    Raises ValueError if there is no such table, or if the environment adds chance that the table lacks.
    """
    table = _table(environment, name)
    size = 1 + max(s for s, _ in table)
    choices = 1 + max(a for _, a in table)
    fresh = {s: _stands_for(p, name) for s, p in enumerate(environment.initial_state_distrib) if p > 0}
    after_end = fresh if restart else {size: Fraction(1)}
    laws = [[{} for _ in range(choices)] for _ in range(size)]
    for (s, a), row in table.items():
        law = laws[s][a]
        for probability, successor, _, done in row:
            share = _stands_for(probability, name)
            for state, chance in (after_end if done else {int(successor): Fraction(1)}).items():
                law[state] = law.get(state, Fraction(0)) + share * chance
    names, decides = [f"s{s}" for s in range(size)], [True] * size
    if not restart:
        names, decides = [*names, END], [*decides, False]
        laws.append([{size: Fraction(1)}] * choices)
    return tabular_mdp(
        states=names,
        actions=[f"a{a}" for a in range(choices)],
        start=[fresh.get(s, Fraction(0)) for s in range(len(names))],
        transition=[laws],
        cost=_expected(environment, name, lambda reward, _: cost(reward), (len(names), choices)),
        decides=decides,
    )


def _expected(environment, name: str, amount: Amount, shape: tuple[int, int]) -> list[list[Fraction]]:
    """The amount that is expected in each state with each action; 0 after the end."""
    found = [[Fraction(0)] * shape[1] for _ in range(shape[0])]
    for (s, a), row in _table(environment, name).items():
        found[s][a] = sum((_stands_for(p, name) * amount(_reward(r), done) for p, _, r, done in row), Fraction(0))
    return found


def _reward(reward: float) -> Fraction:
    return Fraction(str(float(reward)))


def _make(name: str):
    try:
        import gymnasium
    except ImportError as error:
        raise ValueError("Gymnasium's environments need the package: install tightrope[gym]") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # gymnasium warns of newer versions; the name asked for is meant
            return gymnasium.make(name).unwrapped
    except (gymnasium.error.Error, ImportError) as error:
        near = did_you_mean(name, ENVIRONMENTS)
        raise ValueError(f"Gymnasium cannot make {quoted(name)}{near}: {line(str(error))}") from error


def _table(environment, name: str) -> dict:
    """The rows by (state, action)."""
    table = getattr(environment, "P", None)
    if table is None or getattr(environment, "initial_state_distrib", None) is None:
        raise ValueError(f"{line(name)} has no transition table: it needs the attributes P and initial_state_distrib")
    if getattr(environment, "fickle_passenger", False):
        raise ValueError(f"{name} with fickle_passenger=True moves in ways that its table P does not show")
    return {(s, a): table[s][a] for s in range(len(table)) for a in range(len(table[s]))}


def _stands_for(probability: float, name: str) -> Fraction:
    fraction = Fraction(float(probability)).limit_denominator(10**6)
    if not np.isclose(float(fraction), probability, rtol=0, atol=1e-12):
        raise ValueError(f"{name}: the probability {probability!r} is no fraction with a denominator up to 10^6")
    return fraction


FAMILY = Family(
    key="gymnasium",
    words="a table of Gymnasium; the expert is optimal in one episode; with restart=true the task then starts again",
    parameters=(Parameter("environment", Word(ENVIRONMENTS)), Parameter("restart", OneOf(("false", "true")), "false")),
    bare="environment",
    build=environment_problem,
    examples=tuple(f"gymnasium:{name}" for name in ENVIRONMENTS),
)

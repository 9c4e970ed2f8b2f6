"""Episodes of a policy that only samples: its own, and what it would do in the expert's states.

Both are demonstrations with labels: in the policy's episodes labels are the expert's actions, in the expert's what the
policy would do there. What the world draws comes from the words of `rollouts.stream`, so both are the same episodes
until the policy first disagrees; what the policy draws comes from generators of its own.

A `Meaning` makes numbers of actions of its answers: `of_names` where answers are these or the actions' names,
`of_course` on a course of trees, where answers are places, and right or wrong.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tightrope.simulators.formats.demonstrations import Demonstrations
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line
from tightrope.simulators.own_policies.asked import Player, as_choices, as_places
from tightrope.simulators.rollouts.episodes import MOST_BYTES
from tightrope.simulators.rollouts.lockstep import HALF, first_states, successors
from tightrope.simulators.rollouts.stream import MAIN, Stream, stream
from tightrope.simulators.rollouts.tables import tables
from tightrope.simulators.worlds.tree_course import TreeCourse

GENERATOR = 1024  # bytes of a NumPy generator with its state, at most
OWN, SHOWN = 0, 1  # places of the streams of random numbers
Where = Callable[[int], str]
Meaning = Callable[[np.ndarray, np.ndarray, Where], np.ndarray]  # answers and their states, shapes (n, ...) and (n,)
Choose = Callable[[int, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def of_names(problem: Problem) -> Meaning:
    return lambda answers, _states, where: as_choices(answers, problem.mdp.actions, where)


def of_course(course: TreeCourse) -> Meaning:
    return lambda answers, states, where: course.errs(states, as_places(answers, where)).astype(np.int64)


def own_episodes(
    policy: Any, problem: Problem, horizon: int, episodes: int, seed: int, seen: np.ndarray, meaning: Meaning
) -> Demonstrations:
    """The policy's episodes. Raises ValueError where an action is none of the state's, and says where."""
    source = _source(horizon, episodes, seed)
    player = Player(policy, episodes, seed, OWN)

    def choose(t: int, state: np.ndarray, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        done = _asked(player, problem, t, state, asked, seen, meaning)
        player.remember(asked, seen[state[asked]], done[asked])
        return done, problem.expert_at(t)[state]

    return _walked(problem, horizon, episodes, source, choose)


def shown_episodes(
    policy: Any, problem: Problem, horizon: int, episodes: int, seed: int, seen: np.ndarray, meaning: Meaning
) -> Demonstrations:
    """The expert's episodes, with what the policy would do in each state; it remembers what the expert did."""
    source = _source(horizon, episodes, seed)
    player = Player(policy, episodes, seed, SHOWN)

    def choose(t: int, state: np.ndarray, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        done, would = problem.expert_at(t)[state], _asked(player, problem, t, state, asked, seen, meaning)
        player.remember(asked, seen[state[asked]], done[asked])
        return done, would

    return _walked(problem, horizon, episodes, source, choose)


def _asked(
    player: Player,
    problem: Problem,
    t: int,
    state: np.ndarray,
    asked: np.ndarray,
    seen: np.ndarray,
    meaning: Meaning,
) -> np.ndarray:
    """What the policy does, shape (n,); the first action where nothing is decided and it is not asked."""
    mdp, found = problem.mdp, np.zeros(len(state), dtype=np.int64)
    if not len(asked):
        return found

    def where(i: int) -> str:
        return f"at decision {t} of episode {asked[i]}, in {line(mdp.states[state[asked[i]]])}"

    there = state[asked]
    found[asked] = meaning(player.answers(t, asked, seen[there]), there, where)
    if mdp.available is not None and len(lacking := np.flatnonzero(~mdp.available[there, found[asked]])):
        first = int(lacking[0])
        raise ValueError(f"the policy took {line(mdp.actions[found[asked[first]]])} {where(first)}, which lacks it")
    return found


def _walked(problem: Problem, horizon: int, episodes: int, source: Stream, choose: Choose) -> Demonstrations:
    """Episodes in lock step: `choose` gives what is done and the labels, of those in which something is decided."""
    mdp = problem.mdp
    made = tables(replace(problem, learner=problem.expert_table))
    numbers = np.arange(episodes, dtype=np.uint64)
    states = np.empty((episodes, horizon + 1), dtype=np.int64)
    actions, labels = (np.empty((episodes, horizon), dtype=np.int64) for _ in range(2))
    states[:, 0] = first_states(made, source, numbers)
    for t in range(1, horizon + 1):
        state = states[:, t - 1]
        done, told = choose(t, state, np.flatnonzero(mdp.decides[state]))
        row = ((mdp.layer_of(t) * made.states + state) * made.actions + done).astype(np.uint64)
        states[:, t] = successors(made, source, numbers, t, row, source.words(MAIN, numbers, t) >> HALF)
        actions[:, t - 1], labels[:, t - 1] = done, told
    return Demonstrations(
        state_names=mdp.states, action_names=mdp.actions, states=states, actions=actions, labels=labels
    )


def _source(horizon: int, episodes: int, seed: int) -> Stream:
    """What the world draws. Raises ValueError for a seed that is none, or too many episodes for the memory."""
    if (taken := episodes * (8 * (3 * horizon + 1) + GENERATOR)) > MOST_BYTES:
        raise ValueError(
            f"{episodes} episodes of {horizon} decisions would take {taken / 2**30:.1f} GiB, and at most "
            f"{MOST_BYTES / 2**30:.0f} are taken: ask for fewer"
        )
    return stream(seed, horizon, episodes)

"""Whether a problem allows what the logs of it show, step by step."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tightrope.simulators.formats.demonstrations import Demonstrations
from tightrope.simulators.measures.outcomes import ends
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line


def checked(problem: Problem, shown: Demonstrations, places: Sequence[str]) -> Demonstrations:
    """The same, with what the problem knows of ends: an episode has ended where nothing is decided any more.

    The state in which an episode ends may be logged by another name than the problem's (Gymnasium's goal, where the
    problem has one end for all): it is the end if the step may lead to one, and not to the state that is logged.
    Raises ValueError naming episode and step of what has probability 0, a beginning too.
    """
    mdp, many = problem.mdp, len(shown.states)
    problem.mdp.check_horizon(shown.actions.shape[1])
    begins = np.flatnonzero(~mdp.start.astype(bool)[shown.states[:, 0]])
    if begins.size:
        state = mdp.states[shown.states[begins[0], 0]]
        raise ValueError(
            f"{places[begins[0]]}, step 0 is impossible: {line(problem.name)} never begins in {line(state)}"
        )
    lengths, rows = shown.lengths, np.arange(many)
    ended = np.zeros(many, dtype=bool) if shown.ended is None else shown.ended.copy()
    told = shown.states[rows, lengths]
    end = ends(mdp)
    ended |= (told >= 0) & end[told]
    moves: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    for t in range(1, shown.actions.shape[1] + 1):
        before, action, after = shown.states[:, t - 1], shown.actions[:, t - 1], shown.states[:, t]
        _check_available(problem, t, before, action, places)
        there = np.flatnonzero((action >= 0) & (after >= 0))
        if not there.size:
            continue
        layer = mdp.layer_of(t)
        kinds, ending = moves[layer] = moves.get(layer) or _moves(mdp, t, end)
        own = before[there] * mdp.shape[1] + action[there]
        possible, last = _among(kinds, own * mdp.shape[0] + after[there]), _among(ending, own) & (lengths[there] == t)
        ended[there[last & ~possible]] = True
        wrong = there[~possible & ~last]
        if wrong.size:
            names = [line(mdp.states[before[wrong[0]]]), line(mdp.actions[action[wrong[0]]])]
            raise ValueError(
                f"{places[wrong[0]]}, step {t} is impossible: in {line(problem.name)}, {names[1]} in {names[0]} "
                f"never leads to {line(mdp.states[after[wrong[0]]])}"
            )
    return replace(shown, ended=ended if shown.ended is not None or ended.any() else None)


def _moves(mdp: TabularMDP, decision: int, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The moves of that decision as (s A + a) S + s', and as s A + a the actions that may lead to an end."""
    size, choices = mdp.shape
    part = mdp.entries(decision)
    rows, successors = mdp.entry_row[part] % (size * choices), mdp.successor[part]
    return np.sort(rows * size + successors), np.sort(rows[end[successors]])


def _check_available(
    problem: Problem, step: int, states: np.ndarray, actions: np.ndarray, places: Sequence[str]
) -> None:
    """Raises ValueError naming episode and step if an action was taken that its state does not have."""
    mdp = problem.mdp
    if mdp.available is None or (has := mdp.available[states, actions] | (actions < 0)).all():
        return
    wrong = int(has.argmin())
    state, action = line(mdp.states[states[wrong]]), line(mdp.actions[actions[wrong]])
    raise ValueError(
        f"{places[wrong]}, step {step} is impossible: in {line(problem.name)}, {state} has no action {action}"
    )


def _among(known: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Which of the numbers are among those in order."""
    return np.searchsorted(known, asked, "right") > np.searchsorted(known, asked, "left")

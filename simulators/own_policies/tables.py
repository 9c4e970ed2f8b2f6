"""A policy of somebody's own that says with what probabilities it acts: it is a table, and is evaluated exactly.

The first of these that it has is asked, once for each state:

    law(observation, memory), remember(memory, observation, action)   as in `model.policy`: a policy with a memory
    probabilities(observation)    shape (A,)
    predict_proba(observations)   of all states at once, shape (S, A): a classifier's, whose `classes_` are the actions
    predict(observations)         of all states at once, shape (S,): one action in each, always the same

A network's floats are divided by their sum: they need to add up to 1 to four digits only.
"""

from collections.abc import Sequence
from dataclasses import replace
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tightrope.simulators.imitation import problem as asked_problem
from tightrope.simulators.model.arithmetic import Number, shown, whole_number
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.policy import Policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line, quoted
from tightrope.simulators.model.unrolling import unrolled
from tightrope.simulators.own_policies.asked import as_array, as_choices, method

ROUNDING = 1e-9  # floats that add up to 1 but for this are decimals or fractions: see `arithmetic.exact_law`
NEAR = 1e-4  # how far from 1 the probabilities of a network, in float32, may add up
ACTS = {"draws": "its actions with its probabilities", "likeliest": "the likeliest action, the lowest of several"}


def from_policy(
    policy: Any,
    problem: str | PathLike | Problem,
    horizon: Number | None = None,
    *,
    observations: ArrayLike | None = None,
    acts: str = "draws",
) -> Problem:
    """The problem with this policy as its learner, exactly, for `evaluate`, `simulate`, `curve` and `check`.

    `observations` are what the policy sees in each state, along the first axis; by default the state's number. With
    `acts="likeliest"` it takes the likeliest action instead of drawing one. A policy with a memory needs the horizon:
    what it remembers becomes part of the state. Raises TypeError for a policy that only samples, which `measure` takes,
    and ValueError for probabilities of a wrong shape, that are negative, no numbers, or do not add up to 1.
    """
    one_of(acts, ACTS, "acts")
    made = asked_problem(problem, horizon)
    seen = observed(made, observations)
    if method(policy, "law") and method(policy, "remember"):
        return _with_memory(policy, made, horizon, seen, acts)
    for name, ask in ASKED.items():
        if method(policy, name):
            table, again = ask(policy, seen, made), ask(policy, seen, made)
            if not _same(table, again):
                raise ValueError(
                    f"{name} answered otherwise when it was asked again: a table always answers the same (a network "
                    "with dropout does once it is no longer in training mode)"
                )
            return replace(made, learner=table.argmax(axis=1) if acts == "likeliest" and table.ndim == 2 else table)
    raise TypeError(
        "a policy is a table if it has probabilities(observation), predict_proba(observations), predict(observations), "
        f"or law and remember; {shown(policy)} has none: tightrope.measure plays one that has sample(observation, rng)"
    )


def observed(problem: Problem, observations: ArrayLike | None) -> np.ndarray:
    """What is seen in each state, shape (S, ...). Raises ValueError unless there is one for each."""
    states = problem.mdp.shape[0]
    if observations is None:
        return np.arange(states)
    found = as_array(observations, "observations")
    if found.shape[:1] != (states,):
        raise ValueError(
            f"observations must have one row for each of the {states} states, along the first axis; "
            f"got the shape {found.shape}"
        )
    return found


def _probabilities(policy: Any, seen: np.ndarray, made: Problem) -> np.ndarray:
    rows = [as_array(policy.probabilities(one), "probabilities") for one in seen]
    return _laws(_stacked(rows, made), made)


def _predict_proba(policy: Any, seen: np.ndarray, made: Problem) -> np.ndarray:
    given = as_array(policy.predict_proba(_flat(seen)), "predict_proba")
    return _laws(_in_order(given, getattr(policy, "classes_", None), made), made)


def _predict(policy: Any, seen: np.ndarray, made: Problem) -> np.ndarray:
    answer = policy.predict(_flat(seen))
    if isinstance(answer, tuple):
        raise ValueError(
            "predict(observations) must give the actions alone, always the same; a tuple came, as of a policy that may "
            "draw them: give an object whose predict says what it always does, or one with sample(observation, rng)"
        )
    found = as_array(answer, "predict")
    if found.shape[:1] != (made.mdp.shape[0],):
        raise ValueError(
            f"predict(observations) must give an action for each of the {made.mdp.shape[0]} states; got the shape "
            f"{found.shape}"
        )
    return as_choices(found, made.mdp.actions, lambda s: f"in {line(made.mdp.states[s])}")


ASKED = {"probabilities": _probabilities, "predict_proba": _predict_proba, "predict": _predict}


def _same(first: np.ndarray, second: np.ndarray) -> bool:
    """But for the rounding of a network on several threads."""
    return np.allclose(first.astype(float), second.astype(float), rtol=0, atol=NEAR)


def _with_memory(policy: Policy, made: Problem, horizon: Number | None, seen: np.ndarray, acts: str) -> Problem:
    if horizon is None or acts != "draws" or seen.dtype.kind not in "iu" or seen.ndim != 1:
        raise ValueError(
            "a policy with a memory needs a horizon, draws its actions, and sees a whole number in each state: give "
            "the horizon, and observations of shape (S,) or none"
        )
    return unrolled(made, policy, whole_number(horizon, "the horizon"), seen).problem


def _flat(seen: np.ndarray) -> np.ndarray:
    """A row of features for each state, shape (S, d), as scikit-learn wants them."""
    return seen.reshape(len(seen), -1)


def _stacked(rows: Sequence[np.ndarray], made: Problem) -> np.ndarray:
    for state, row in enumerate(rows):
        if row.shape != (made.mdp.shape[1],):
            raise ValueError(
                f"probabilities(observation) must have the shape ({made.mdp.shape[1]},), one for each action; got "
                f"{row.shape} in {line(made.mdp.states[state])}"
            )
    return np.array(rows)


def _in_order(given: np.ndarray, classes: Any, made: Problem) -> np.ndarray:
    """The columns of a classifier as those of the actions; of an action that it has not met the probability is 0."""
    states, actions = made.mdp.shape
    columns = np.arange(actions)
    if classes is not None:
        columns = as_choices(as_array(classes, "classes_"), made.mdp.actions, lambda i: f"in classes_, place {i}")
    if given.shape != (states, len(columns)):
        raise ValueError(
            f"predict_proba(observations) must have the shape {(states, len(columns))}, a row for each state; got "
            f"{given.shape}"
        )
    found = np.zeros((states, actions), dtype=given.dtype)
    found[:, columns] = given
    return found


def _laws(given: np.ndarray, made: Problem) -> np.ndarray:
    """Rows that add up to 1, floats of 64 bits. Raises ValueError that says in which state one is no law."""
    if given.dtype.kind == "O":  # rationals: they mean themselves
        return given
    if given.dtype.kind not in "iuf":
        raise ValueError(f"probabilities must be numbers; got {given.dtype} values")
    found = given.astype(float)
    total = found.sum(axis=1)
    wrong = ~np.isfinite(found).all(axis=1) | (found < 0).any(axis=1) | ~(np.abs(total - 1) <= NEAR)
    if wrong.any():
        state = int(wrong.argmax())
        raise ValueError(
            f"the policy's probabilities in {line(made.mdp.states[state])} must be finite, not negative, and add up to "
            f"1 to within {NEAR:g}; got {quoted(found[state].tolist())}, which add up to {total[state]:.6g}: softmax "
            "of logits makes such"
        )
    meant = given.dtype == float and (np.abs(total - 1) <= ROUNDING).all()
    return found if meant else found / total[:, None]

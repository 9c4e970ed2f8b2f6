"""A table that copies the labels it has and guesses, uniformly among all actions, in a state without one."""

import numpy as np
from flint import fmpq

from tightrope.simulators.model.policy import Table, deterministic
from tightrope.simulators.model.problem import Problem


def guessing_table(problem: Problem, labelled: np.ndarray) -> Table:
    """The policy for states marked in `labelled`, shape (S,), whose labels are the expert's actions.

    Raises ValueError if the marks do not fit the problem, or the expert depends on time or draws its actions.
    """
    size, choices = problem.mdp.shape
    if labelled.shape != (size,) or labelled.dtype != bool:
        raise ValueError(f"labelled must mark each of {size} states; its shape is {labelled.shape}")
    if len(problem.expert_actions) > 1:
        raise ValueError("a table of states has one label for each; this expert's action depends on the decision")
    table = deterministic(problem.expert_actions, choices).probability
    return Table(np.where(labelled[None, :, None], table, fmpq(1, choices)))

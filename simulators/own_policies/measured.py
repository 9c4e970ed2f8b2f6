"""What episodes say of a policy that only samples: epsilon under the readings, disagreements, and the task cost.

    on the expert's states    what it would do, in the expert's episodes: per_step, time_averaged, and from below
                              pointwise, the log losses, and finite_data of a problem that says what its data are
    on its own                its own episodes: on_policy, disagreements, task cost

Each interval contains its value with probability >= confidence, by itself: see `measures.logged_errors`. For a policy
with a memory e_t(s) is its average over what it remembers in s, as the expert's episodes (or its own) have it.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.simulators.formats.demonstrations import Demonstrations
from tightrope.simulators.measures import logged_errors as logged
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.logged_errors import Errors, Estimated
from tightrope.simulators.measures.logged_readings import of_drawn
from tightrope.simulators.measures.readings import KEYS
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.outputs import integer_costs

DATA = "finite_data"  # of a problem that says what its data are


@dataclass(frozen=True, kw_only=True, eq=False)
class Measured:
    """`estimates` has one for each reading that can be measured, `disagreement` their expected number in an episode.

    `task_cost` is the policy's, `expert_task` the expert's, a float by the exact recursion.
    """

    estimates: tuple[Estimated, ...]
    disagreement: Estimated
    task_cost: Interval
    expert_task: float


def measured(problem: Problem, shown: Demonstrations, own: Demonstrations, confidence: float) -> Measured:
    """From the expert's episodes with the policy's labels, and the policy's own with the expert's."""
    there, here = errors(problem, shown), errors(problem, own)
    source, heard = f"{len(shown.states)} episodes of the expert's", f"{len(own.states)} episodes of its own"
    data = np.zeros(problem.mdp.shape[0], dtype=bool) if problem.data is None else problem.data
    found = of_drawn(there, there.states >= 0, data, confidence, source)
    found["on_policy"] = logged.averaged("on_policy", here, confidence, heard)
    told = [key for key in KEYS if key != DATA or problem.data is not None]
    horizon = shown.actions.shape[1]
    return Measured(
        estimates=tuple(found[key] for key in told),
        disagreement=logged.times(horizon, found["on_policy"], "disagreement"),
        task_cost=task_cost(problem, own, confidence),
        expert_task=expert_task(problem, horizon),
    )


def errors(problem: Problem, log: Demonstrations) -> Errors:
    """Whether action and label differ, where something is decided."""
    assert log.labels is not None
    states = np.where(problem.mdp.decides[log.states[:, :-1]], log.states[:, :-1], -1)
    differ = ((log.actions != log.labels) & (states >= 0)).astype(float)
    return Errors(surely=differ, perhaps=differ, states=states)


def task_cost(problem: Problem, log: Demonstrations, confidence: float) -> Interval:
    """The expected cost of an episode, by betting."""
    horizon = log.actions.shape[1]
    costs, numerator, denominator = integer_costs(problem.mdp, horizon)
    unit = float(Fraction(numerator, denominator))
    least, most = horizon * unit * int(costs.min()), horizon * unit * int(costs.max())
    paid = costs[log.states[:, :-1] * problem.mdp.shape[1] + log.actions].sum(axis=1) * unit
    if least == most:
        return Interval(mean=least, lower=least, upper=least, confidence=confidence, method="every cost is the same")
    found = betting(np.clip(paid - least, 0, most - least), most - least, confidence)
    return Interval(
        mean=least + found.mean,
        lower=least + found.lower,
        upper=least + found.upper,
        confidence=confidence,
        method=found.method,
    )


def expert_task(problem: Problem, horizon: int) -> float:
    return float(evaluate(problem.with_learner(problem.expert_table), horizon, FLOAT).expert_task)

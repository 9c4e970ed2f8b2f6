"""The assumptions that many bounds share, each a predicate over measured quantities."""

from sympy import And, Eq, Ge, Le

from tightrope.bounds.language.bound import Assumption
from tightrope.bounds.language.letters import (
    epsilon,
    expert_determinism,
    largest_cost,
    least_cost,
    m,
    measured,
    missing,
    recoverability,
    u,
)
from tightrope.bounds.language.readings import Reading

DETERMINISTIC = Assumption(
    words="the expert is deterministic: one action in each state at each decision",
    condition=Eq(expert_determinism, 1),
)
UNIT_COST = Assumption(
    words="every decision costs between 0 and 1",
    condition=And(Ge(least_cost, 0), Le(largest_cost, 1)),
)
RECOVERABLE = Assumption(
    words="in the states that the learner visits, one error costs at most u more if the expert takes over after it",
    condition=Le(recoverability, u),
)
COVERED = Assumption(
    words="an expert run leaves the data set with probability at most m",
    condition=Le(missing, m),
)


def within(reading: Reading) -> Assumption:
    """The assumption that the error, measured as the reading says, is at most epsilon."""
    return Assumption(
        words=f"the error is at most epsilon {reading.words}", condition=Le(measured(reading.key), epsilon)
    )

"""The rope whose errors are rationed: epsilon in every state that has an exam, and not everybody has one."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.capped_exam import AVERAGED, BESIDE, STEP, examined


def rationed_rope(
    epsilon: Fraction, horizon: int, step: Fraction, averaged: Fraction, chunk: int, price: Fraction
) -> Problem:
    """In every state at most epsilon, on average over the expert's states at most `step`; see `examined`."""
    return examined("rationed-rope", step, epsilon, averaged, horizon, chunk, price)


FAMILY = Family(
    key="rationed-rope",
    words="exams that are failed with probability epsilon, given evenly, within other budgets",
    reading="pointwise",
    parameters=(STEP, AVERAGED, *BESIDE),
    build=rationed_rope,
    size=lambda epsilon, horizon, **_: 16 * horizon,
    examples=("rationed-rope:step=1/10,averaged=1,chunk=1,price=1",),
)

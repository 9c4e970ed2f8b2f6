"""The trap whose budget cannot be spent at once: what the average allows, within a cap and a budget a decision."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.capped_exam import BESIDE, CAP, STEP, examined


def rationed_trap(
    epsilon: Fraction, horizon: int, cap: Fraction, step: Fraction, chunk: int, price: Fraction
) -> Problem:
    """On average over states and decisions at most epsilon, at each decision at most `step`, nowhere above `cap`; see
    `examined`.
    """
    return examined("rationed-trap", step, cap, epsilon, horizon, chunk, price)


FAMILY = Family(
    key="rationed-trap",
    words="exams that are failed with probability cap, as early as a budget a decision lets them be",
    reading="time_averaged",
    parameters=(CAP, STEP, *BESIDE),
    build=rationed_trap,
    size=lambda epsilon, horizon, **_: 16 * horizon,
    examples=("rationed-trap:cap=1/2,step=1,chunk=1,price=1",),
)

"""The exam without a clock: a ring of 1/epsilon states, the same at every decision."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)


def cycle(epsilon: Fraction, horizon: int) -> Problem:
    """n = 1/epsilon states in a ring, the same at every decision; the learner is wrong in state 0 only, and stays there.

    Error per step epsilon; C = sum_t min(1, epsilon t). Raises ValueError unless epsilon = 1/n with n >= 2.
    """
    if epsilon.numerator != 1 or epsilon.denominator < 2:
        raise ValueError(f"the cycle needs epsilon = 1/n with a whole number n >= 2; got {epsilon}")
    n = epsilon.denominator
    mdp = tabular_mdp(
        states=tuple(f"s{i}" for i in range(n)),
        actions=("right", "wrong"),
        start=(epsilon,) * n,
        transition=[[[{(i + 1) % n: ONE}, {i if i == 0 else (i + 1) % n: ONE}] for i in range(n)]],
        cost=((0, 1),) + ((0, 0),) * (n - 1),
    )
    return right_or_wrong("cycle", mdp, right=[ZERO] + [ONE] * (n - 1))


FAMILY = Family(
    key="cycle",
    words="a ring of 1/epsilon states, the learner wrong in one of them only, and stuck there",
    reading="per_step",
    build=cycle,
    size=lambda epsilon, horizon: 2 * epsilon.denominator,
    examples=("cycle",),
)

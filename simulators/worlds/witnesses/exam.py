"""The exam: what the average over states allows is spent on the runs that are examined, a new share at each decision."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)


def exam(epsilon: Fraction, horizon: int) -> Problem:
    """Each decision a fresh share epsilon of the runs meets its exam; the learner fails it for certain, and repeats it.

    States: yet (to be examined), exam, done, all of them the expert's; dynamics depend on t. Error per step epsilon, but
    1 in one state; C = sum_t min(1, epsilon t), the worst case of the reading.
    """
    layers = []
    for t in range(1, horizon + 1):
        called = ONE if epsilon * t >= 1 else min(ONE, epsilon / (1 - epsilon * t))
        waiting = {0: 1 - called, 1: called}
        layers.append([[waiting, waiting], [{2: ONE}, {1: ONE}], [{2: ONE}, {2: ONE}]])
    mdp = tabular_mdp(
        states=("yet", "exam", "done"),
        actions=("right", "wrong"),
        start=(1 - epsilon, epsilon, ZERO),
        transition=layers,
        cost=((0, 0), (0, 1), (0, 0)),
    )
    return right_or_wrong("exam", mdp, right=[ONE, ZERO, ONE])


FAMILY = Family(
    key="exam",
    words="at each decision a fresh share of the runs meets its exam, fails it for certain, and repeats it",
    reading="per_step",
    build=exam,
    size=lambda epsilon, horizon: 8 * horizon,
    examples=("exam",),
)

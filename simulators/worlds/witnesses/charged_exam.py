"""The exam whose errors cost at most u, with an expert that pays J_star."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds.witnesses.charges import CHARGES, check_charges, expert_share

ZERO, ONE = Fraction(0), Fraction(1)


def charged_exam(epsilon: Fraction, horizon: int, u: Fraction, J_star: Fraction) -> Problem:
    """The exam, a failed exam costing at most min(1, u) per decision. gap = min(v sum min(1, eps t), T - J_star)."""
    calls, waiting = [], ONE - epsilon
    for _ in range(horizon):
        called = min(ONE, epsilon / waiting) if waiting > 0 else ONE
        calls.append(called)
        waiting -= waiting * called
    failed = sum(min(ONE, epsilon * t) for t in range(1, horizon + 1))
    return examined("charged-exam", epsilon, calls, failed, horizon, u, J_star)


def examined(
    name: str, first: Fraction, calls: list[Fraction], failed: Fraction, horizon: int, u: Fraction, J_star: Fraction
) -> Problem:
    """`failed` is the expected number of decisions at or after a failed exam; the dynamics depend on t."""
    check_charges(horizon, u, J_star)
    extra = min(ONE, u, (horizon - J_star) / failed) if failed else min(ONE, u)
    fee = expert_share(J_star, horizon - extra * failed)
    passed = fee * (1 - extra)
    layers = []
    for called in calls:
        waiting = {0: 1 - called, 1: called}
        layers.append([[waiting, waiting], [{2: ONE}, {1: ONE}], [{2: ONE}, {2: ONE}]])
    mdp = tabular_mdp(
        states=("yet", "exam", "done"),
        actions=("right", "wrong"),
        start=(1 - first, first, ZERO),
        transition=layers,
        cost=((fee, fee), (passed, passed + extra), (passed, passed)),
    )
    return right_or_wrong(name, mdp, right=[ONE, ZERO, ONE])


FAMILY = Family(
    key="charged-exam",
    words="the exam, with errors that cost at most u and an expert that pays J_star",
    reading="per_step",
    parameters=CHARGES,
    build=charged_exam,
    size=lambda epsilon, horizon, **_: 8 * horizon,
    examples=("charged-exam:u=1,J_star=0",),
)

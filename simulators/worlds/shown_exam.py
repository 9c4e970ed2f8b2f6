"""Exams under two budgets, the expert draws its action: that shows who failed, and only others are examined again."""

from fractions import Fraction

from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem

ZERO, ONE = Fraction(0), Fraction(1)


def shown_exam(step: Fraction, cap: Fraction, averaged: Fraction, horizon: int, price: Fraction = ONE) -> Problem:
    """TV errors: on average over the expert's states at most `step` at each decision, nowhere above `cap`, over all
    decisions at most `averaged`.

    In an exam the expert plays plain, and with probability cap special; the learner plays bad for special. Special
    leads to safe, bad to off, where the learner always plays bad and the expert never does. Of those who go on, a share
    is examined at the next decision: as many errors as the budgets allow. By decision t the share
    G_t = min(G_{t-1} + min(step, cap (1 - G_{t-1})), T averaged) is off; C = sum_t G_t, each error costs `price`.
    """
    gone, shares = ZERO, []
    for _ in range(horizon):
        left = min(step, cap * (1 - gone), horizon * averaged - gone)
        shares.append(left / (cap * (1 - gone)) if left else ZERO)
        gone += left
    layers = []
    for examined in [*shares[1:], ZERO]:
        on = {0: 1 - examined, 1: examined}
        layers.append([[on] * 3, [on, {2: ONE}, {3: ONE}], [{2: ONE}] * 3, [{3: ONE}] * 3])
    mdp = tabular_mdp(
        states=("on", "exam", "safe", "off"),
        actions=("plain", "special", "bad"),
        start=(1 - shares[0], shares[0], ZERO, ZERO),
        transition=layers,
        cost=[(ZERO, ZERO, price)] * 4,
    )
    plain, bad = [ONE, ZERO, ZERO], [ZERO, ZERO, ONE]
    expert = policy([[plain, [1 - cap, cap, ZERO], plain, plain]])
    learner = policy([[plain, [1 - cap, ZERO, cap], plain, bad]])
    return Problem(name="shown-exam", mdp=mdp, expert=expert, learner=learner)

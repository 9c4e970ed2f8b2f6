"""Rationals, balls and floats agree on every number of an evaluation, each within its own stated error."""

from fractions import Fraction

import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.imitation import evaluate, problem
from tightrope.simulators.measures.divergence import enclosure
from tightrope.simulators.measures.occupancy import relative_error, task_cost
from tightrope.simulators.measures.recoverability import recoverability_of
from tightrope.simulators.model.arithmetic import largest
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import WITNESSES

SUMS = ("disagreement", "learner_task", "expert_task")
DIFFERENCES = ("gap", "missing")
CURVES = ("costs", "expert_errors", "survival", "tv")
ROUNDED = ("log_loss", "log_loss_averaged")  # exact ones are given from above, by 2^-52 of themselves and 2^-240


def numbers(one):
    """Every number of an evaluation by its name."""
    found = {key: getattr(one, key) for key in SUMS + DIFFERENCES} | one.epsilon
    found["task_cost"] = task_cost(one.problem.mdp, one.problem.learner, one.horizon, one.arithmetic)
    found["recoverability"] = recoverability_of(one.problem, one.horizon, one.arithmetic)
    for key in CURVES:
        found |= {f"{key}[{t}]": x for t, x in enumerate(getattr(one, key))}
    return found


def agree(made, horizon):
    exact, balls, floats = (numbers(evaluate(made, horizon, arithmetic=name)) for name in ("exact", "ball", "float"))
    error = Fraction(relative_error(made.mdp, horizon))
    for key, x in exact.items():
        low, high = enclosure(balls[key])
        above = (high * Fraction(1, 2**52) + Fraction(1, 2**240)) * (key in ROUNDED)
        assert low <= x <= high + above, key
        assert high - low <= Fraction(1, 10**13) * horizon, key
        relative = key.partition("[")[0] in (*SUMS, "task_cost", "costs", "expert_errors", "survival")
        assert abs(Fraction(float(floats[key])) - x) <= error * (x if relative else horizon), key


@pytest.mark.parametrize("one", WITNESSES, ids=lambda one: one.key)
def test_on_every_witness(one):
    for epsilon in (Fraction(1, 4), Fraction(1, 2)):
        agree(one.problem(epsilon, 4), 4)


@pytest.mark.parametrize("name", ["FrozenLake-v1", "CliffWalking-v1", "CliffWalkingSlippery-v1", "Taxi-v4"])
def test_on_gymnasium_tables(name):
    pytest.importorskip("gymnasium")
    agree(problem(f"gymnasium:{name}", 2, "1/7"), 2)


@pytest.mark.parametrize("reading", ["pointwise", "log_loss", "time_averaged"])
def test_on_a_large_random_problem(reading):
    agree(problem("garnet:states=60,actions=3,branching=4,seed=5", 6, "1/30", reading=reading), 6)


@settings(max_examples=60)
@given(st.one_of(imitation_problems(), changing_problems()))
def test_on_random_problems(drawn):
    agree(*drawn)


def test_of_overlapping_balls_the_largest_contains_both():
    found = largest([arb(1, 0.5), arb(1.25, 0.125), arb(0)])

    assert found.contains(arb(1.375)) and found.contains(arb(1.25)) and not found.contains(arb(0.5))
    assert largest([Fraction(1, 3), Fraction(1, 2)]) == Fraction(1, 2)


def test_balls_are_of_sixty_four_bits_and_leave_the_precision_as_it_was():
    before = ctx.prec
    found = evaluate("recovery:rho=1/5", 9, "1/10", arithmetic="ball").disagreement

    assert ctx.prec == before == 53
    with ctx.workprec(80):
        low, high = enclosure(found)
    assert 0 < high - low < Fraction(1, 10**17)

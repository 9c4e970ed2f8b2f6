"""Walkers who slip: episodes of a stated stream on a rope without and on one with a way back, and what is expected.

Counted are decisions that end off the rope. Both ropes draw from the same stream: a walker slips first at the same
decision on both.
"""

from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr

from tightrope.bounds.extremes.closed_forms import WITH_A_WAY_BACK, closed_forms
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.worlds.witnesses import witness

ERROR, BACK, DECISIONS = Fraction(1, 40), Fraction(1, 2), 20
TOGETHER, GROUPS, SEED = 8, 12, 1
OFF = 1  # the number of the state


@dataclass(frozen=True, kw_only=True)
class Rope:
    """`name` is of the problem, `expected` the formula of how many decisions end off the rope in T of them."""

    name: str
    problem: Problem
    expected: Expr

    def off(self) -> tuple[tuple[bool, ...], ...]:
        """Of each walker, whether its decisions end off the rope."""
        states = trajectories(self.problem, DECISIONS, TOGETHER * GROUPS, SEED).states[:, 1:]
        return tuple(tuple(bool(one == OFF) for one in walker) for walker in states)

    def sums(self) -> tuple[Fraction, ...]:
        """How many decisions are expected to end off the rope among the first one, two, ..., all."""
        return tuple(
            exact_value(self.expected, {epsilon: ERROR, rho: BACK, T: decisions})
            for decisions in range(1, DECISIONS + 1)
        )


def ropes() -> tuple[Rope, Rope]:
    """The tightrope, and the chain with a way back."""
    return (
        Rope(
            name="tightrope",
            problem=witness("tightrope").problem(ERROR, DECISIONS),
            expected=closed_forms("pointwise").disagreement,  # off the rope every decision is one, and costs 1
        ),
        Rope(
            name="recovery",
            problem=witness("recovery").problem(ERROR, DECISIONS, rho=BACK),
            expected=WITH_A_WAY_BACK,
        ),
    )

"""What clones of demonstrations cost on Reset-Cliff with n equally likely states and A actions; closed forms at numbers."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, known, samples, states
from tightrope.bounds.lecture import label_budget
from tightrope.bounds.lecture.reset_cliff import EXPECTED_COST, EXPECTED_ERROR
from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.reset_cliff import expected_clone, uniform_cliff


@dataclass(frozen=True, kw_only=True)
class Cliff:
    """A cliff and the horizon of its episodes. All expectations are over the data as well, and exact."""

    states: int = 20
    actions: int = 4
    horizon: int = 30

    @property
    def world(self) -> Problem:
        return uniform_cliff(self.states, self.actions)

    def cloned(self, demonstrations: int) -> Problem:
        """With the clone that looks at the time, averaged over its data."""
        return self.world.with_learner(expected_clone(self.world, demonstrations))

    def errors(self, demonstrations: int) -> Fraction:
        """The expected errors in T decisions on the expert's states, of the clone that looks at the time."""
        return self.horizon * exact_value(EXPECTED_ERROR, self._at(demonstrations))

    def cost(self, demonstrations: int) -> Fraction:
        """The same clone's expected task cost."""
        return exact_value(EXPECTED_COST, {**self._at(demonstrations), T: self.horizon})

    def pooled_cost(self, demonstrations: int) -> Fraction:
        """The expected task cost of the clone that does not look at the time: over the coupon law of its labels."""
        law = known_law(self.states, self.states, demonstrations * self.horizon)
        return sum(chance * _cost_of_labelled(self, m) for m, chance in enumerate(law))

    def shift(self, demonstrations: int) -> list[Fraction]:
        """TV(p_t, p*_t) of the clone that looks at the time, t = 0..T: the probability of being off."""
        return _shift(self, demonstrations)

    def _at(self, demonstrations: int) -> dict:
        return {actions: self.actions, states: self.states, samples: demonstrations}


@cache
def _cost_of_labelled(cliff: Cliff, seen: int) -> Fraction:
    """The task cost of a clone with labels for that many of the cliff's states, used at all times."""
    error = exact_value(label_budget.ERROR, {actions: cliff.actions, states: cliff.states, known: seen})
    return worst_case("pointwise", error, cliff.horizon)


@cache
def _shift(cliff: Cliff, demonstrations: int) -> list[Fraction]:
    return list(evaluate(cliff.cloned(demonstrations), cliff.horizon).tv)

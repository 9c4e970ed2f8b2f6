"""The formal definitions say what `simulators` computes, and the formal bounds what the catalogue's do.

Here is statements.v once more, in Python: word for word, with sums over states and actions and t counted from 0.
"""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from sympy import Symbol

from tightrope.bounds.catalogue import bound
from tightrope.bounds.formal import STATEMENTS, THEOREMS
from tightrope.bounds.formal.check import compile_files, compile_one, coq_is_there
from tightrope.bounds.language.bound import check_parameters
from tightrope.bounds.language.letters import T, epsilon, u
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import pull
from tightrope.simulators.measures.recoverability import advantages
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.strategies import imitation_problems


class Formal:
    """The section `Measured` of statements.v for one problem: start, dynamics, expert, learner and c as functions."""

    def __init__(self, problem):
        mdp = problem.mdp
        self.S, self.A = range(mdp.shape[0]), range(mdp.shape[1])
        start, cost = mdp.start_law(EXACT), mdp.cost(EXACT)
        self.start = lambda s: fraction(start[s])
        self.dynamics = lambda t, s, a, s2: self._row(mdp, t, s2)[s, a]
        self.expert = lambda t, s: int(problem.expert_at(t + 1)[s])
        self.learner = lambda t, s, a: fraction(problem.learner.at(t + 1, EXACT)[s, a])
        self.c = lambda t, s, a: fraction(cost[s, a])
        self._rows, self._known = {}, {}

    def _row(self, mdp, t, s2):
        """P(s2 | s, a) of decision t + 1 for all s, a."""
        if (t, s2) not in self._rows:
            indicator = EXACT.zeros(mdp.shape[0])
            indicator[s2] = EXACT.ratios(*map(_array, ([1], [1])))[0]
            pulled = pull(mdp, indicator, t + 1, EXACT)
            self._rows[t, s2] = {(s, a): fraction(pulled[s, a]) for s in self.S for a in self.A}
        return self._rows[t, s2]

    def _once(self, name, compute, *key):
        if (name, *key) not in self._known:
            self._known[name, *key] = compute()
        return self._known[name, *key]

    def error(self, t, s):
        return sum(self.learner(t, s, a) for a in self.A if a != self.expert(t, s))

    def learner_law(self, t, s2):
        def moved(v):
            return sum(
                self.learner_law(v, s) * sum(self.learner(v, s, a) * self.dynamics(v, s, a, s2) for a in self.A)
                for s in self.S
            )

        return self._once("learner", lambda: moved(t - 1) if t else self.start(s2), t, s2)

    def expert_law(self, t, s2):
        def moved(v):
            return sum(self.expert_law(v, s) * self.dynamics(v, s, self.expert(v, s), s2) for s in self.S)

        return self._once("expert", lambda: moved(t - 1) if t else self.start(s2), t, s2)

    def agreement(self, t, s2):
        def moved(v):
            return sum(
                self.agreement(v, s) * (1 - self.error(v, s)) * self.dynamics(v, s, self.expert(v, s), s2)
                for s in self.S
            )

        return self._once("agreement", lambda: moved(t - 1) if t else self.start(s2), t, s2)

    def survival(self, t):
        return sum(self.agreement(t, s) for s in self.S)

    def cost(self, t):
        return sum(self.learner_law(t, s) * self.error(t, s) for s in self.S)

    def expert_error(self, t):
        return sum(self.expert_law(t, s) * self.error(t, s) for s in self.S)

    def distance(self, t):
        return sum(abs(self.learner_law(t, s) - self.expert_law(t, s)) for s in self.S)

    def learner_total(self, horizon):
        return sum(
            self.learner_law(t, s) * sum(self.learner(t, s, a) * self.c(t, s, a) for a in self.A)
            for t, s in product(range(horizon), self.S)
        )

    def expert_total(self, horizon):
        return sum(self.expert_law(t, s) * self.c(t, s, self.expert(t, s)) for t, s in product(range(horizon), self.S))

    def cost_to_go(self, k, t, s):
        def paid(a):
            return self.c(t, s, a) + sum(
                self.dynamics(t, s, a, s2) * self.cost_to_go(k - 1, t + 1, s2) for s2 in self.S
            )

        return self._once("to go", lambda: paid(self.expert(t, s)) if k else 0, k, t, s)

    def action_value(self, horizon, t, s, a):
        return self.c(t, s, a) + sum(
            self.dynamics(t, s, a, s2) * self.cost_to_go(horizon - (t + 1), t + 1, s2) for s2 in self.S
        )

    def advantage(self, horizon, t, s, a):
        return self.action_value(horizon, t, s, a) - self.cost_to_go(horizon - t, t, s)


def _array(values):
    import numpy as np

    return np.array(values)


@given(imitation_problems(max_states=3, max_horizon=4))
def test_the_formal_definitions_are_what_the_simulators_compute(drawn):
    problem, horizon = drawn
    formal, measured = Formal(problem), evaluate(problem, horizon)
    to_go = advantages(problem, horizon)

    for t in range(horizon + 1):
        assert [formal.learner_law(t, s) for s in formal.S] == measured.law(t)
        assert [formal.expert_law(t, s) for s in formal.S] == measured.expert_law(t)
        assert formal.survival(t) == measured.survival[t]
        assert formal.distance(t) == 2 * measured.tv[t]
    for t in range(horizon):
        assert formal.cost(t) == measured.costs[t]
        assert formal.expert_error(t) == measured.expert_errors[t]
        for s, a in product(formal.S, formal.A):
            assert formal.advantage(horizon, t, s, a) == fraction(to_go[t, s, a])
    assert sum(formal.cost(t) for t in range(horizon)) == measured.disagreement
    assert formal.learner_total(horizon) - formal.expert_total(horizon) == measured.gap


PLACES = [
    {epsilon: Fraction(*e), T: horizon, u: Fraction(3, 2)} for e, horizon in (((1, 7), 3), ((2, 5), 4), ((1, 1), 2))
]


@pytest.mark.skipif(not coq_is_there(), reason="the formal part needs coqc")
def test_the_right_hand_sides_have_the_values_of_the_catalogues_bounds(tmp_path):
    """Each bound's own expression, as a number, is put before the kernel beside the formal one."""
    compile_files(tmp_path, files=(STATEMENTS,))
    goals = [
        goal(right_hand_side, place, bound(key).at(place))
        for theorem in THEOREMS
        for key, right_hand_side in theorem.bounds.items()
        for place in PLACES
    ]

    compile_one(tmp_path, written(tmp_path, goals))
    false = goal("lecture_bound_value eps T", PLACES[0], bound("lecture").at(PLACES[0]) + 1)
    with pytest.raises(RuntimeError, match="does not compile"):
        compile_one(tmp_path, written(tmp_path, [false]))


def goal(right_hand_side: str, place: dict[Symbol, Fraction | int], value: Fraction) -> str:
    check_parameters(place)
    return (
        f"Goal let eps : rat := {_rational(place[epsilon])} in let u : rat := {_rational(place[u])} in "
        f"let T := {place[T]}%N in {right_hand_side} = {_rational(value)}.\n"
        "Proof. move=> eps u T; rewrite {}/T; apply/eqP; "
        "rewrite /pointwise_sum /per_step_sum ?(big_ord_recr, big_ord0); vm_compute; reflexivity. Qed."
    )


def _rational(value) -> str:
    return f"({Fraction(value).numerator}%:Q / {Fraction(value).denominator}%:Q)"


def written(folder, goals) -> str:
    head = (
        "From mathcomp Require Import all_ssreflect all_algebra.\nFrom Tightrope Require Import statements.\n"
        "Import Order.TTheory GRing.Theory Num.Theory.\nLocal Open Scope ring_scope.\n"
    )
    (folder / "numbers.v").write_text(head + "\n".join(goals) + "\n", encoding="utf-8")
    return "numbers.v"

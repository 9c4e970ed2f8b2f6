"""Everything that `evaluate` measures, against every trajectory written out, and in floats."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.changing_problems import changing_problems
from tightrope.simulators.measures.disagreement import error_rates, evaluate
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction, plain
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import right_or_wrong
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import witness

PROBLEMS = st.one_of(imitation_problems(max_states=3, max_horizon=3), changing_problems())


def written_out(problem, policy, horizon):
    """[(states s_0, ..., s_T, actions a_1, ..., a_T, probability)], from the rows of the tables alone."""
    mdp, choices = problem.mdp, problem.mdp.shape[1]
    runs = [((s,), (), p) for s, p in enumerate(mdp.start_law(EXACT)) if p != 0]
    for decision in range(1, horizon + 1):
        part, law, longer = mdp.entries(decision), policy.at(decision, EXACT), []
        rows = mdp.entry_row[part] - mdp.layer_of(decision) * law.size
        entries = list(zip(rows, mdp.successor[part], mdp.probability(EXACT)[part], strict=True))
        for states, actions, weight in runs:
            for row, after, p in entries:
                state, action = divmod(int(row), choices)
                if state == states[-1] and law[state, action] != 0:
                    longer.append(((*states, int(after)), (*actions, action), weight * law[state, action] * p))
        runs = longer
    return runs


@settings(max_examples=80)
@given(PROBLEMS, st.lists(st.booleans(), min_size=3, max_size=3))
def test_everything_measured_is_what_the_trajectories_say(drawn, in_data):
    problem, horizon = drawn
    problem = replace(problem, data=np.array(in_data[: problem.mdp.shape[0]]))
    found, cost = evaluate(problem, horizon), problem.mdp.cost(EXACT)
    expert = deterministic(problem.expert, problem.mdp.shape[1])
    learners, experts = written_out(problem, problem.learner, horizon), written_out(problem, expert, horizon)

    def right(states, t):
        return problem.expert_at(t + 1)[states[t]]

    for t in range(horizon):
        assert found.costs[t] == plain(sum(p for s, a, p in learners if a[t] != right(s, t)))
        errors = sum(p * (1 - problem.learner.at(t + 1, EXACT)[s[t], a[t]]) for s, a, p in experts)
        assert found.expert_errors[t] == plain(errors)
    for t in range(horizon + 1):
        kept = sum(p for s, a, p in learners if all(a[i] == right(s, i) for i in range(t)))
        assert found.survival[t] == plain(kept)
    paid = [
        sum(p * sum(cost[x, y] for x, y in zip(s, a, strict=False)) for s, a, p in runs) for runs in (learners, experts)
    ]
    assert [found.learner_task, found.expert_task] == list(map(plain, paid))
    seen = [(t, s[t]) for t in range(horizon) for s, _, _ in experts]
    rates = {(t, s): plain(1 - problem.learner.at(t + 1, EXACT)[s, problem.expert_at(t + 1)[s]]) for t, s in seen}
    means = [math.prod(float(1 - rates[t, s[t]]) ** float(fraction(p)) for s, _, p in experts) for t in range(horizon)]
    assert float(found.epsilon["log_loss"]) == pytest.approx(1 - min(means), abs=1e-12)
    whole = math.prod(means) ** (1 / horizon)
    assert float(found.epsilon["log_loss_averaged"]) == pytest.approx(1 - whole, abs=1e-12)
    assert {key: value for key, value in found.epsilon.items() if "log" not in key} == {
        "pointwise": max(rates.values()),
        "per_step": max(found.expert_errors),
        "time_averaged": sum(found.expert_errors) / horizon,
        "on_policy": sum(found.costs) / horizon,
        "finite_data": max((rate for (_, s), rate in rates.items() if in_data[s]), default=0),
    }
    assert found.missing == plain(sum(p for s, _, p in experts if not all(in_data[x] for x in s[:horizon])))


@pytest.mark.parametrize("key", ["tightrope", "exam", "unseen-start", "recovery"])
def test_floats_are_floats_near_the_exact_numbers(key):
    problem = witness(key).problem(Fraction(1, 7), 4)
    exact, floats = evaluate(problem, 4), evaluate(problem, 4, FLOAT)
    pairs = [(exact.missing, floats.missing), (exact.gap, floats.gap), (exact.disagreement, floats.disagreement)]

    for x, y in [*pairs, *((exact.epsilon[reading], floats.epsilon[reading]) for reading in exact.epsilon)]:
        assert isinstance(y, float)
        assert y == pytest.approx(float(fraction(x)), abs=1e-12)


def test_without_a_data_set_nothing_is_missing():
    problem = witness("tightrope").problem(Fraction(1, 7), 4)

    assert evaluate(problem, 4).missing == 0
    assert evaluate(problem, 4, FLOAT).missing == 0


def test_a_state_is_missing_if_the_expert_decides_in_it_and_not_if_the_last_action_leads_there():
    mdp = tabular_mdp(
        states=("s0", "s1"),
        actions=("on", "back"),
        start=[Fraction(1), Fraction(0)],
        transition=[[[{1: Fraction(1)}, {0: Fraction(1)}], [{0: Fraction(1)}, {1: Fraction(1)}]]],
        cost=[[Fraction(0)] * 2] * 2,
    )
    problem = right_or_wrong("there and back", mdp, [Fraction(1), Fraction(1)], data=np.array([True, False]))

    assert [evaluate(problem, horizon).missing for horizon in (1, 2, 3)] == [0, 1, 1]


def test_nothing_can_go_wrong_where_nothing_is_decided():
    """The learner errs everywhere; only in the one state that decides does it count."""
    problem = witness("tightrope").problem(Fraction(1, 3), 2)
    ended = replace(problem, mdp=replace(problem.mdp, decides=np.array([True, False])))
    rates = error_rates(ended, problem.learner, 1)

    assert [fraction(rate) for rate in rates] == [Fraction(1, 3), 0]


def test_a_problem_without_a_learner_is_refused_in_words():
    problem = witness("tightrope").problem(Fraction(1, 3), 2)

    with pytest.raises(ValueError, match="has no learner: give an epsilon, or a learner"):
        evaluate(replace(problem, learner=None), 2)

"""DAgger: cost at most T (floor + probability of unlabelled states), and what the task cost needs."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings

from tightrope.bounds.catalogue import bound
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, u
from tightrope.reports.evidence.forgetting import expected_cost
from tightrope.simulators.learners.table import TableLearner, cell_per_state, cell_per_state_and_time
from tightrope.simulators.measures.confidence import clopper_pearson
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.recoverability import advantages, performance_difference, recoverability
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.witnesses import witness

FLOOR = Fraction(1, 20)


@settings(max_examples=60)
@given(imitation_problems())
def test_each_round_costs_at_most_T_times_floor_plus_unlabelled(drawn):
    made, horizon = drawn
    for cell in (cell_per_state(made), cell_per_state_and_time(made, horizon)):
        learner = TableLearner(cell=cell, floor=FLOOR)
        for each in islice(dagger.loop(made, learner, dagger.population(made, horizon), dagger.aggregate), 3):
            cost = evaluate(made.with_learner(each.learner), horizon).disagreement
            unseen = dagger.unlabelled(made, learner, each)

            assert cost <= horizon * (FLOOR + unseen)


def test_half_of_that_bound_is_refuted_by_cloning_on_the_tightrope():
    made = problem("tightrope", 20, FLOOR)
    learner = TableLearner(cell=cell_per_state(made), floor=FLOOR)
    clone = next(dagger.loop(made, learner, dagger.population(made, 20), dagger.aggregate))
    cost = evaluate(made.with_learner(clone.learner), 20).disagreement

    assert 2 * cost > 20 * (FLOOR + dagger.unlabelled(made, learner, clone))


@pytest.mark.parametrize(("merge", "kept"), [(dagger.aggregate, None), (dagger.replace, 1)])
def test_the_sampled_loop_on_the_tightrope_follows_its_exact_law(merge, kept, false_alarm):
    """Without aggregation each round is unlabelled with the same chance; with it, labels once seen are never lost."""
    horizon, floor, episodes, rounds = 20, Fraction(1, 100), 2, 60
    made = problem("tightrope", horizon, floor)
    learner = TableLearner(cell=cell_per_state(made), floor=floor)
    see = dagger.sampled(made, horizon, episodes, seed=7)
    history = list(islice(dagger.loop(made, learner, see, merge), rounds + 1))
    unseen = [not each.weight[:, 1].any() for each in history[1:]]

    if kept is None:
        assert unseen == sorted(unseen, reverse=True)
        assert not unseen[-1]
    else:
        false_alarm(1e-6)
        chance = float((1 - floor) ** ((horizon - 1) * episodes))
        interval = clopper_pearson(sum(unseen), rounds, 1 - 1e-6)
        assert interval.lower <= chance <= interval.upper
        costs = {evaluate(made.with_learner(each.learner), horizon).disagreement for each in history[1:]}
        assert len(costs) == 2
    assert expected_cost(floor, horizon, episodes, 1) > expected_cost(floor, horizon, episodes, 50)


def test_where_nothing_is_decided_no_label_is_missing():
    """The expert's own learner is at the end of CliffWalking after 13 decisions, and everywhere before was labelled."""
    made = problem("gymnasium:CliffWalking-v1", 20)
    learner = TableLearner(cell=cell_per_state(made), floor=Fraction(0))
    clone = next(dagger.loop(made, learner, dagger.population(made, 20), dagger.aggregate))

    assert made.mdp.decides.tolist() == [True] * 48 + [False]
    assert dagger.unlabelled(made, learner, clone) == 0


def test_a_learner_that_shares_labels_has_real_regret():
    made = problem("garnet:states=12,actions=3,branching=2,seed=12", 20)
    learner = TableLearner(cell=(np.arange(12) // 3)[None], floor=Fraction(0))
    history = list(islice(dagger.loop(made, learner, dagger.population(made, 20), dagger.aggregate), 8))
    losses = dagger.losses(made, history, [each.learner for each in history])
    own = [losses[i][i] for i in range(8)]
    hindsight = min(losses.sum(axis=0)) / 8

    assert own[0] == evaluate(made.with_learner(history[0].learner), 20).epsilon["on_policy"]
    assert sum(own) / 8 > hindsight
    assert len(set(own)) > 1


@settings(max_examples=150)
@given(imitation_problems())
def test_the_performance_difference_lemma_is_exact_and_the_gap_at_most_u_epsilon_T(drawn):
    made, horizon = drawn
    evaluation, advantage = evaluate(made, horizon), advantages(made, horizon)
    forgiving = max(Fraction(0), recoverability(advantage, evaluation.laws))
    error = evaluation.epsilon["on_policy"]
    limit = exact_value(bound("dagger-task-cost").expression, {u: forgiving, epsilon: error, T: horizon})

    assert performance_difference(made, advantage, evaluation.laws) == evaluation.gap
    assert evaluation.gap <= limit


def test_u_epsilon_T_is_attained_where_one_error_is_never_forgiven_and_half_of_it_refuted():
    made = witness("trap-labelled").problem(Fraction(1, 20), 10)
    evaluation = evaluate(made, 10)
    forgiving = recoverability(advantages(made, 10), evaluation.laws)
    limit = forgiving * evaluation.epsilon["on_policy"] * 10

    assert (forgiving, evaluation.epsilon["on_policy"]) == (10, Fraction(1, 20))
    assert evaluation.gap == limit
    assert evaluation.gap > limit / 2


def test_the_recovery_chain_costs_what_its_closed_form_says():
    error, rho, horizon = Fraction(1, 100), Fraction(1, 5), 50
    keep = 1 - error - rho
    closed = error / (error + rho) * (horizon - keep * (1 - keep**horizon) / (error + rho))
    evaluation = evaluate(problem("recovery:rho=1/5", horizon, error), horizon)
    advantage = advantages(problem("recovery:rho=1/5", horizon, error), horizon)

    assert evaluation.learner_task == closed
    assert recoverability(advantage, evaluation.laws) == (1 - (1 - rho) ** horizon) / rho

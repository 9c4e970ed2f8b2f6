"""The lecture's lines under every reading: what is proved, what is refuted, and by which problem."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.bounds.catalogue import bound
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.lecture import distribution_shift, sharp_sums, task_cost
from tightrope.reports.evidence.lines import judge
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.worlds.witnesses import witness

ARGUMENT = distribution_shift.DERIVATION
TRUE, FALSE = {"attained", "holds"}, {"refuted"}
TABLE = {  # pointwise, log_loss, per_step, log_loss_averaged, time_averaged, finite_data
    "average-error": (TRUE, TRUE, TRUE, FALSE, FALSE, FALSE),
    "mixture": (TRUE, FALSE, FALSE, FALSE, FALSE, FALSE),
    "distance-power": (TRUE, TRUE, FALSE, FALSE, FALSE, FALSE),
    "bernoulli": (TRUE, TRUE, TRUE, TRUE, TRUE, TRUE),
    "distance-line": (TRUE, TRUE, TRUE, FALSE, FALSE, FALSE),
    "split-equality": (FALSE, FALSE, FALSE, FALSE, FALSE, FALSE),
    "split": (TRUE, TRUE, TRUE, TRUE, TRUE, TRUE),
    "one-decision": (TRUE, TRUE, TRUE, FALSE, FALSE, FALSE),
    "all-decisions": (TRUE, TRUE, TRUE, TRUE, TRUE, FALSE),
    "headline": (TRUE, TRUE, TRUE, TRUE, TRUE, FALSE),
    "repaired-distance": (TRUE, TRUE, TRUE, TRUE, TRUE, FALSE),
    "repaired-decision": (TRUE, TRUE, TRUE, FALSE, FALSE, FALSE),
    "repaired": (TRUE, TRUE, TRUE, FALSE, FALSE, FALSE),
}


@pytest.mark.parametrize("line", TABLE)
def test_each_line_is_true_under_just_the_readings_that_the_theory_says(line):
    verdicts = [judge(ARGUMENT, line, reading).verdict for reading in ARGUMENT.assumes]

    assert all(verdict in allowed for verdict, allowed in zip(verdicts, TABLE[line], strict=True)), verdicts


def test_the_table_covers_every_line():
    assert [step.id for step in ARGUMENT.steps] == list(TABLE)


@pytest.mark.parametrize(("line", "reading"), [("all-decisions", "time_averaged"), ("repaired", "per_step")])
def test_the_sharp_lines_are_attained(line, reading):
    assert judge(ARGUMENT, line, reading).verdict == "attained"


@pytest.mark.parametrize("derivation", [ARGUMENT, sharp_sums.DERIVATION, task_cost.DERIVATION], ids=lambda d: d.key)
def test_what_is_attained_is_attained_where_lines_differ(derivation):
    verdicts = [judge(derivation, step.id, reading) for step in derivation.steps for reading in derivation.assumes]
    places = [one.witness for one in verdicts if one.verdict == "attained"]

    assert places
    assert all(place.horizon >= 2 and 0 < place.epsilon < 1 for place in places)
    assert all(place.epsilon * place.horizon <= 1 for place in places)


@pytest.mark.parametrize("line", [line for line, row in TABLE.items() if FALSE in row and line != "split-equality"])
def test_a_refuted_line_carries_numbers_that_break_it(line):
    for reading, allowed in zip(ARGUMENT.assumes, TABLE[line], strict=True):
        if allowed is FALSE:
            place = judge(ARGUMENT, line, reading).witness
            measured = evaluate(witness(place.problem).problem(place.epsilon, place.horizon), place.horizon)

            assert measured.epsilon[reading] <= place.epsilon
            assert (place.left < place.right) if line == "mixture" else (place.left > place.right)


def test_the_mixture_identity_would_need_a_negative_probability():
    """By hand: p = (1/2 + eps, 1/2 - eps) after one action, so p_mistake(y) = (p(y) - (1 - eps)/2)/eps = -1/2."""
    for error in (Fraction(1, 2), Fraction(1, 10), Fraction(1, 100)):
        evaluation = evaluate(witness("swap").problem(error, 1), 1)
        learner, expert = (evaluation.law(1)[1], evaluation.expert_law(1)[1])

        assert evaluation.epsilon["per_step"] == error
        assert (learner - (1 - error) * expert) / error == Fraction(-1, 2)


def test_the_distance_after_two_actions_can_be_four_epsilon():
    error = Fraction(1, 4)
    evaluation = evaluate(witness("swap-trap").problem(error, 2), 2)
    distance = 2 * evaluation.tv[2]

    assert evaluation.epsilon["per_step"] == error
    assert distance == 4 * error
    assert distance > 2 * (1 - (1 - error) ** 2)


def test_under_time_averaged_the_first_action_can_shift_the_law_by_the_whole_budget():
    evaluation = evaluate(witness("trap").problem(Fraction(1, 10), 10), 10)

    assert evaluation.epsilon["time_averaged"] == Fraction(1, 10)
    assert evaluation.tv[1] == 1


def test_the_master_lemma_holds_with_equality_on_the_tightrope():
    evaluation = evaluate(witness("tightrope").problem(Fraction(1, 3), 6), 6)

    assert evaluation.disagreement == sum(1 - s for s in evaluation.survival[1:])
    assert np.array_equal(evaluation.tv, 1 - evaluation.survival)


def test_the_task_cost_has_the_worst_cases_of_the_disagreements():
    verdicts = {
        step.id: [judge(task_cost.DERIVATION, step.id, reading).verdict for reading in task_cost.DERIVATION.assumes]
        for step in task_cost.DERIVATION.steps
    }

    assert verdicts["sharp-gap"] == ["holds", "holds", "attained", "refuted", "refuted", "refuted"]
    assert verdicts["square"] == ["holds", "holds", "holds", "holds", "attained", "refuted"]
    assert "refuted" not in verdicts["nothing-left"]


def test_each_exact_worst_case_is_proved_and_attained_under_its_reading_and_false_under_weaker_ones():
    rows = {
        step.id: [judge(sharp_sums.DERIVATION, step.id, reading).verdict for reading in sharp_sums.DERIVATION.assumes]
        for step in sharp_sums.DERIVATION.steps
    }

    assert rows == {
        "pointwise": ["attained", "attained", "refuted", "refuted", "refuted"],
        "per-step": ["holds", "holds", "attained", "refuted", "refuted"],
        "log-loss-averaged": [
            "holds",
            "holds",
            "attained",
            "attained",
            "refuted",
        ],  # per_step: at epsilon 1/2, T 2 alone
        "time-averaged": ["holds", "holds", "holds", "holds", "attained"],
    }


@pytest.mark.parametrize("line", sharp_sums.DERIVATION.steps, ids=lambda step: step.id)
def test_the_proved_sums_are_the_worst_cases_of_the_catalogue(line):
    closed = bound(f"worst-case-{line.id}")
    for error, horizon in ((Fraction(1, 7), 4), (Fraction(2, 3), 5), (Fraction(0), 2)):
        values = {epsilon: error, T: horizon}

        assert exact_value(line.statement.rhs, values) == closed.at(values)
    assert closed.derivation == sharp_sums.DERIVATION.key

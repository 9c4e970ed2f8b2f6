"""L1: every line is proved, each only with all of its lemmas, and a neighbour of each is refuted."""

from dataclasses import replace

import pytest
from sympy import Eq, Ge, Le

from tightrope.bounds.lecture.maximum_likelihood import (
    DERIVATION,
    _is_frequency,
    _is_ratio,
    _one_action,
    _tangent,
    clone_mass,
    frequency,
    gain,
    log_ratio,
    other,
    other_mass,
    weight,
    weights,
)
from tightrope.bounds.proof.derivation import scalar


def verdicts(lemma):
    return [outcome.verdict for outcome in lemma.outcomes()]


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_every_line_is_proved_and_only_with_all_of_its_lemmas(step):
    assert DERIVATION.proved(step, "any")
    lemmas = step.proof("any")
    for i in range(len(lemmas) - 1):
        assert not DERIVATION.proved(replace(step, proofs={"any": (*lemmas[:i], *lemmas[i + 1 :])}), "any")


def test_a_policy_that_is_not_the_frequencies_can_be_beaten():
    """Without p_i N = n_i the gain of one action is not bounded by N (q_i - p_i)."""
    assert verdicts(scalar(_one_action.statement, _tangent, _is_ratio)) == ["refuted"]


def test_half_of_the_bound_on_one_action_is_refuted():
    half = Le(weight * log_ratio, weights * (other - frequency) / 2)

    assert verdicts(scalar(half, _tangent, _is_ratio, _is_frequency)) == ["refuted"]


def test_another_policy_may_be_less_likely_and_need_not_be_a_law_for_the_bound_to_fail():
    so_far = Le(gain, weights * (other_mass - clone_mass))

    assert verdicts(scalar(Ge(gain, 0), so_far, Eq(clone_mass, 1), Eq(other_mass, 1))) == ["refuted"]
    assert verdicts(scalar(Le(gain, 0), so_far, Eq(clone_mass, 1))) == ["refuted"]

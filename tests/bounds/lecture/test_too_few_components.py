"""Fewer components than ways: each line is proved, and what is a little different is not."""

from dataclasses import replace

import pytest
from sympy import Ge

from tightrope.bounds.lecture.too_few_components import (
    COVERED,
    DERIVATION,
    IS_PART,
    LARGEST,
    ONE_TOP,
    K,
    collision,
    first_share,
    least,
    second_share,
    tree,
    tree_length,
    way_length,
)
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume

BOUND = Ge(K * way_length * collision, tree_length * least)


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_each_line_is_proved_from_its_facts(step):
    assert DERIVATION.proved(step, "any")
    with pytest.raises(NotProved):
        replace(DERIVATION, facts=()).proved(step, "any")


@pytest.mark.parametrize("lost", [*LARGEST, *COVERED, ONE_TOP, IS_PART], ids=str)
def test_no_fact_can_be_left_out(lost):
    facts = tuple(fact for fact in DERIVATION.facts if fact != lost)
    with pytest.raises(NotProved):
        replace(DERIVATION, facts=facts).proved(DERIVATION.step("collision"), "any")


def test_one_component_with_two_tops_escapes_and_so_does_a_larger_bound():
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(BOUND, first_share(), second_share(), assume(IS_PART))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Ge(K * way_length * collision, 2 * tree_length * least), tree(), assume(IS_PART))

"""Independent heads lose the total correlation: each line is proved, and what is a little different is not."""

from dataclasses import replace

import pytest
from sympy import Eq, Ge, log

from tightrope.bounds.lecture.total_correlation import (
    DERIVATION,
    PAIRS,
    SUMS,
    chain_loss,
    dependence,
    first,
    first_loss,
    given_loss,
    head,
    heads,
    heads_loss,
    least,
    log_dependence,
    log_first,
    log_heads,
    other_head,
    pair,
    second,
    second_loss,
)
from tightrope.bounds.proof.tactics import sum_up
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_each_line_is_proved_and_the_sums_need_their_meaning(step):
    assert DERIVATION.proved(step, "any")
    bare = replace(DERIVATION, facts=())
    if step.id in {"one-pair", "one-chain"}:
        assert bare.proved(step, "any")
    else:
        with pytest.raises(NotProved):
            bare.proved(step, "any")


def test_without_the_second_marginal_in_between_the_logarithms_do_not_agree():
    with pytest.raises(NotProved):
        identity(Eq(log(pair / (head * other_head)), log(pair / (first * second)) + log(first / head)))


def test_a_head_of_its_own_is_not_forgotten_in_the_sum():
    each = Eq(pair * log_heads, pair * log_dependence + pair * log_first)

    assert sum_up(each, PAIRS, SUMS, assume(each)).conclusion == Eq(heads_loss, dependence + first_loss)
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Eq(heads_loss, dependence + first_loss), heads())


def test_heads_lose_the_total_correlation_but_not_always_more_and_a_chain_need_not():
    assert arithmetic(Ge(heads_loss, dependence), least())
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Ge(heads_loss, dependence + first_loss + second_loss + 1), heads())
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Ge(chain_loss, dependence), assume(Eq(chain_loss, first_loss + given_loss)))

"""When a latent variable is not used: each line is proved, and what is a little different is not."""

from dataclasses import replace

import pytest
from sympy import Eq, sign

from tightrope.bounds.lecture.collapse import DERIVATION, MEANINGS, action, bound, d, expert, log_likelihood, rises, w
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_each_line_is_proved_and_what_rests_on_a_letter_needs_its_meaning(step):
    assert DERIVATION.proved(step, "any")
    if step.id != "tight":
        with pytest.raises(NotProved):
            replace(DERIVATION, facts=()).proved(step, "any")


def test_another_encoder_leaves_a_gap():
    spread = w**2 + d**2
    likely = log_likelihood(action**2, spread)

    for mean, variance in ((w * action / spread, 1), (action / spread, d**2 / spread), (0, d**2 / spread)):
        with pytest.raises(NotProved):
            identity(Eq(bound(mean, variance), likely, evaluate=False))


def test_the_threshold_is_the_variance_and_not_half_of_it_or_the_deviation():
    for other in (expert / 2 - d**2 - w**2, expert - d - w**2, expert - d**2 + w**2):
        with pytest.raises(NotProved, match="refuted"):
            arithmetic(Eq(DERIVATION.step("rises").statement.lhs, sign(other)), rises(), assume(MEANINGS[1]))

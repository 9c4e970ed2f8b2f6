"""One denoising step is squared error: each line is proved, and what is a little different is not."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm
from scipy.stats import t as student
from sympy import Eq

from tightrope.bounds.lecture import denoising
from tightrope.bounds.lecture.denoising import DERIVATION, INDEPENDENT, MEANINGS
from tightrope.bounds.proof.theorem import NotProved, arithmetic, assume, identity


@pytest.mark.parametrize("step", DERIVATION.steps, ids=lambda step: step.id)
def test_each_line_is_proved_and_what_rests_on_a_letter_needs_its_meaning(step):
    assert DERIVATION.proved(step, "any")
    if step.id == "two-steps":
        assert replace(DERIVATION, facts=()).proved(step, "any")
    else:
        with pytest.raises(NotProved):
            replace(DERIVATION, facts=()).proved(step, "any")


def test_one_step_makes_the_mean_of_any_law_and_not_from_noise_that_depends_on_the_action():
    line = DERIVATION.step("one-step")

    assert DERIVATION.theorem(line, "any").facts() == {MEANINGS[3], INDEPENDENT}
    assert all(not step.proofs["any"]().facts() >= {INDEPENDENT} for step in DERIVATION.steps if step != line)
    with pytest.raises(NotProved):
        replace(DERIVATION, facts=tuple(fact for fact in DERIVATION.facts if fact != INDEPENDENT)).proved(line, "any")


def test_a_shorter_step_or_a_later_one_does_not_end_in_the_mean():
    first, last = assume(MEANINGS[3]), assume(MEANINGS[2])

    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Eq(denoising.x + denoising.first_velocity / 2, denoising.mean), first, assume(INDEPENDENT))
    with pytest.raises(NotProved, match="refuted"):
        arithmetic(Eq(denoising.x + denoising.best_velocity, denoising.expected), last, assume(MEANINGS[0]))


def test_two_steps_have_the_slope_of_four_modes_and_no_other():
    line = DERIVATION.step("two-steps").statement

    for factor in (2, 3):
        other = line.rhs.subs(denoising.x, factor * denoising.x)
        with pytest.raises(NotProved):
            identity(Eq(line.lhs, other))


@pytest.mark.parametrize("noise", [-2.0, 0.0, 1.0])
def test_it_holds_for_a_law_with_a_mean_and_no_variance(noise):
    """Student's t with two degrees of freedom around 3: the mean given x, by quadrature, at t = 0 and later."""

    def known(time):
        def weigh(power):
            def density(a):
                return a**power * student.pdf(a, 2, loc=3) * norm.pdf((noise - time * a) / (1 - time))

            return quad(density, -np.inf, np.inf, limit=400)[0]

        return weigh(1) / weigh(0)

    assert noise + (known(0) - noise) == pytest.approx(3, abs=1e-6)
    assert abs(known(0.5) - 3) > 0.05

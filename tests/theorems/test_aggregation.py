"""L28: the distance between data and learner, closed form and exact; when it falls and when it does not."""

from fractions import Fraction

import pytest
from sympy import Eq, Rational

from tightrope.bounds.language.letters import rounds
from tightrope.bounds.lecture.aggregation import (
    DECAY,
    DECAY_CLOSED,
    DERIVATION,
    FADING,
    FIRST,
    SHIFT,
    added,
    data_share,
    feedback,
    first_share,
    own_share,
    rest,
)
from tightrope.bounds.proof.tactics import by_induction
from tightrope.bounds.proof.theorem import NotProved
from tightrope.reports.experiments.aggregation import EXPERIMENT
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.training.aggregation import copying_loop, table_loop, voting_loop


def closed(s, count):
    values = {feedback: s, first_share: 1, rest: Fraction(1, 2), rounds: count}
    value = SHIFT.subs({letter: Rational(number) for letter, number in values.items()}).doit()
    return Fraction(int(value.p), int(value.q))


@pytest.mark.parametrize("s", [Fraction(-19, 20), Fraction(-1, 2), Fraction(0), Fraction(1, 2), Fraction(9, 10)])
def test_copied_frequencies_are_as_far_from_the_data_as_the_closed_form_says(s):
    loop = copying_loop(s, 20, 12)

    assert [abs(closed(s, n)) for n in range(1, 13)] == list(loop.shift)


@pytest.mark.parametrize("s", [0.5, 0.9, -0.5])
def test_the_distance_falls_like_n_to_the_s_minus_1_and_not_like_1_over_n(s):
    at = [float(DECAY_CLOSED.subs({feedback: s, rounds: n})) for n in (1000, 2000)]

    assert at[1] / at[0] == pytest.approx(2 ** -(1 - s), rel=1e-3)
    assert at[1] / at[0] != pytest.approx(1 / 2, rel=0.03)
    assert float(DECAY.subs({feedback: s, rounds: 50}).doit()) == pytest.approx(
        float(DECAY_CLOSED.subs({feedback: s, rounds: 50}))
    )


def test_the_mean_share_is_proved_and_without_the_data_sets_before_refuted():
    step = DERIVATION.steps[0]
    forgetting = Eq(data_share.next, own_share)

    assert DERIVATION.proved(step, "any")
    with pytest.raises(NotProved, match="refuted"):
        by_induction(step.statement, added, *FIRST, forgetting, *FADING)


def test_majorities_that_call_for_each_other_take_turns_and_the_distance_stays():
    loop = voting_loop((Fraction(1), Fraction(2, 5)), 20, 61)
    ones = [int(each.learner.probability[0, 0, 1]) for each in loop.rounds]
    zero, one = Fraction(39, 40), Fraction(81, 200)

    assert set(loop.error) == {1 - one, zero}
    assert min(loop.shift[30:]) > (Fraction(1, 2) - one) * Fraction(9, 10)
    assert sum(ones) / 61 == pytest.approx(float((zero - Fraction(1, 2)) / (zero - one)), abs=0.03)


def test_a_majority_that_keeps_itself_takes_no_turns():
    """The contrast: h(0) <= 1/2."""
    loop = voting_loop((Fraction(2, 5), Fraction(0)), 20, 41)

    assert not any(each.learner.probability[0, 0, 1] for each in loop.rounds[2:])
    assert loop.shift[40] < Fraction(1, 200)


def test_without_sharing_the_error_is_zero_before_the_distance_is_small():
    loop = table_loop(6, 41)
    done = loop.error.index(0)

    assert done == 5
    assert loop.shift[done] == Fraction(1, 4)
    assert all(shift <= Fraction(done + 1, n) for n, shift in enumerate(loop.shift, start=1))
    assert any(shift > Fraction(done + 1, 5 * n) for n, shift in enumerate(loop.shift, start=1))
    assert loop.shift[40] == loop.shift[20] * Fraction(21, 41)


def test_the_experiment_answers_its_claim_with_the_condition():
    answer = EXPERIMENT.run(QUICK).answers[0]

    assert (answer.claim, answer.verdict) == ("L28", "conditional")
    assert answer.numbers["the same in the long run"]["value"] == pytest.approx(
        answer.numbers["share of rounds that take action 1"]["value"], abs=0.05
    )

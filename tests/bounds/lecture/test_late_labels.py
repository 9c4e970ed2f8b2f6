"""L31: the algebra of late labels, each line with a neighbour that is false."""

import pytest
from sympy import Eq, Rational, simplify

from tightrope.bounds.language.letters import epsilon, memory, rho, t
from tightrope.bounds.lecture.causal_confusion import switch
from tightrope.bounds.lecture.late_labels import (
    LONGEST,
    MEMORY,
    OUTDATED,
    RIGHT_SHARE,
    STILL_OFF,
    latency,
    same_as,
    still_off,
)
from tightrope.bounds.proof.tactics import by_induction
from tightrope.bounds.proof.theorem import NotProved, identity


def test_the_share_without_its_long_run_is_refuted():
    with pytest.raises(NotProved, match="refuted"):
        by_induction(Eq((epsilon + rho) * still_off, (epsilon + rho) * memory), t, *STILL_OFF, *MEMORY)


def test_one_frame_late_does_not_teach_rho_but_one_less_rho():
    with pytest.raises(NotProved, match="refuted"):
        identity(Eq(RIGHT_SHARE.subs(latency, 1), rho))
    with pytest.raises(NotProved, match="refuted"):
        identity(Eq(RIGHT_SHARE.subs(latency, 2), 1 - rho))


def test_outdated_labels_are_not_wrong_for_certain_in_the_end():
    with pytest.raises(NotProved):
        identity(Eq(OUTDATED, 1 - (1 - 2 * switch) ** latency))


def test_at_the_longest_latency_half_of_the_labels_are_right():
    share = RIGHT_SHARE.subs({epsilon: Rational(1, 50), rho: Rational(1, 20)})
    longest = float(LONGEST.subs({epsilon: Rational(1, 50), rho: Rational(1, 20)}))

    assert longest == pytest.approx(16.59, abs=0.01)
    assert float(share.subs(latency, 16)) > 0.5 > float(share.subs(latency, 17))


def test_as_late_as_a_rate_of_wrong_labels():
    rate = OUTDATED.subs({latency: 7, switch: Rational(1, 50)})

    assert simplify(same_as(rate).subs(switch, Rational(1, 50))) == pytest.approx(7)


def test_in_a_world_that_alternates_two_frames_late_is_better_than_one():
    one, two = (OUTDATED.subs({latency: k, switch: Rational(1)}) for k in (1, 2))
    slow = [OUTDATED.subs({latency: k, switch: Rational(1, 10)}) for k in (1, 2)]

    assert (one, two) == (1, 0)
    assert slow[0] < slow[1]

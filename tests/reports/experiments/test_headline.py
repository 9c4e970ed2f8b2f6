"""The report's first figure: its lines say what its title says."""

from fractions import Fraction

import pytest

from tightrope.reports.experiments.pictures.growth import EVERY, SHOWN, _headline


@pytest.fixture(scope="module")
def lines():
    bound, ceiling, worst, dagger = (one.y for one in _headline().curves)
    return list(zip(EVERY, bound, ceiling, worst, dagger, strict=True))


def test_while_at_most_one_error_is_expected_the_bound_is_three_to_four_times_the_truth(lines):
    early = [bound / worst for horizon, bound, _, worst, _ in lines if SHOWN * horizon <= 1]

    assert min(early) == pytest.approx(3)
    assert max(early) < 4
    assert max(early) > 3.9  # less than four would be false of "at most three and a half"


def test_later_it_is_looser_without_end(lines):
    late = [bound / worst for horizon, bound, _, worst, _ in lines if SHOWN * horizon > 1]

    assert min(late) > 4
    assert late == sorted(late)


def test_only_the_bound_passes_all_decisions_and_from_where_it_says_nothing(lines):
    for horizon, bound, ceiling, worst, dagger in lines:
        assert dagger <= worst <= ceiling == horizon
        assert (bound > ceiling) == (SHOWN * (1 + 2 * horizon) > 1)


def test_dagger_is_linear_and_the_worst_case_is_not(lines):
    assert all(dagger == pytest.approx(float(SHOWN * horizon)) for horizon, _, _, _, dagger in lines)
    assert not all(worst <= 2 * float(Fraction(SHOWN * horizon)) for horizon, _, _, worst, _ in lines)

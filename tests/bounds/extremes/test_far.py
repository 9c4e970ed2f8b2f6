"""The worst cases without sums are those with sums, and are enclosed where nobody adds up."""

from fractions import Fraction
from itertools import product

import pytest

from tightrope.bounds.extremes.far import far
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.readings import KEYS

ERRORS = tuple(map(Fraction, ("1", "1/2", "2/7", "1/20")))
MISSING = Fraction(1, 8)


def settings(key):
    missing = MISSING if key == "finite_data" else Fraction(0)
    yield from (Setting(reading=key, quantity=quantity, missing=missing) for quantity in ("disagreement", "tv"))
    for u, paid in product((None, Fraction(0), Fraction(1, 2), Fraction(2)), (None, Fraction(5, 2))):
        yield Setting(reading=key, quantity="gap", missing=missing, u=u, J_star=paid)


@pytest.mark.parametrize("key", KEYS)
def test_the_closed_form_is_the_sum(key):
    compared = 0
    for setting, error, horizon in product(settings(key), ERRORS, (3, 4, 20)):
        try:
            worst = largest(setting, error, horizon)
        except ValueError:
            continue
        found = far(setting, error, horizon)
        assert found is None or found.exact == worst
        compared += found is not None
    assert compared >= 60


@pytest.mark.parametrize("back", ["0", "1/5", "1"])
def test_with_a_way_back_too(back):
    setting = Setting(reading="pointwise", quantity="gap", rho=Fraction(back))

    for error, horizon in product(ERRORS, (1, 2, 20)):
        assert far(setting, error, horizon).exact == largest(setting, error, horizon)


def test_2_to_the_1000_decisions_are_enclosed():
    horizon = 2**1000
    found = far(Setting(reading="pointwise"), Fraction(1, horizon), horizon)  # T/e and a little

    assert Fraction(36787, 100000) * horizon < found.lower <= found.upper < Fraction(36788, 100000) * horizon

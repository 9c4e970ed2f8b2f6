"""The search over problems, tried on claims whose truth is known:
each of its four ways refutes a false one by itself.
"""

from fractions import Fraction

import pytest

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.proof.comparison import Domain
from tightrope.reports.evidence import search as searching
from tightrope.reports.evidence.search import measured, search
from tightrope.simulators.names import problem

READINGS = ("pointwise", "per_step", "time_averaged", "on_policy")
SHORT = Domain(first=2, last=5)
U = Fraction(5, 2)


def exceeds(setting, factor):
    """Whether a problem exceeds the factor times the worst case; no problem does for the factor 1."""
    return lambda error, horizon, actual: actual > factor * largest(setting, error, horizon)


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("quantity", ["disagreement", "gap", "tv"])
def test_nine_tenths_of_each_worst_case_is_refuted_without_knowing_it(reading, quantity):
    setting = Setting(reading=reading, quantity=quantity)
    found, _ = search(setting, SHORT, exceeds(setting, Fraction(9, 10)))

    assert found.actual > Fraction(9, 10) * largest(setting, found.error, found.horizon)
    assert measured(found.problem, found.horizon, setting, SHORT) == found


def test_a_true_claim_survives_every_way_and_each_is_listed():
    setting = Setting(reading="pointwise")
    found, lines = search(setting, Domain(first=2, last=3), exceeds(setting, 1))

    assert found is None
    assert [
        word in line for word, line in zip(("families", "two-state", "climbing", "Hypothesis"), lines, strict=True)
    ] == [True] * 4


@pytest.mark.parametrize("reading", READINGS[:3])
def test_two_state_problems_alone_refute_half_of_a_worst_case(reading, monkeypatch):
    monkeypatch.setattr(searching, "_families", lambda setting, domain: iter(()))
    setting = Setting(reading=reading)
    found, lines = search(setting, SHORT, exceeds(setting, Fraction(1, 2)))

    assert found.problem.name == "two states"
    assert lines == ["0 extremal families, each evaluated exactly"]


@pytest.mark.parametrize("reading", READINGS[:3])
def test_hypothesis_alone_refutes_half_of_a_worst_case_and_shrinks_what_it_finds(reading, monkeypatch):
    monkeypatch.setattr(searching, "_families", lambda setting, domain: iter(()))
    monkeypatch.setattr(searching, "_small", lambda domain: iter(()))
    setting = Setting(reading=reading)
    found, lines = search(setting, SHORT, exceeds(setting, Fraction(1, 2)))

    assert len(lines) == 3
    assert found.problem.mdp.shape[0] == 2
    assert found.horizon == 2


def test_climbing_alone_finds_a_learner_that_costs_more_for_its_error(monkeypatch):
    """From an error in one state that is paid in another: cheap, then as expensive as the trap."""
    start = problem("swap-trap", 4, Fraction(1, 4))
    monkeypatch.setattr(searching, "_families", lambda setting, domain: iter([(start, 4)]))
    monkeypatch.setattr(searching, "_small", lambda domain: iter(()))
    setting = Setting(reading="per_step")
    begin = measured(start, 4, setting, SHORT)
    found, lines = search(setting, SHORT, lambda e, h, x: x / e > begin.actual / begin.error)

    assert len(lines) == 3
    assert found.actual / found.error > begin.actual / begin.error


def test_a_problem_outside_the_setting_or_the_domain_does_not_count():
    trap = problem("trap-labelled", 4, Fraction(1, 4))
    pays = Setting(reading="on_policy", quantity="gap", u=Fraction(4))

    assert measured(trap, 4, pays, SHORT)
    assert measured(trap, 4, pays, Domain(first=5)) is None
    assert measured(trap, 4, pays, Domain(low=Fraction(1, 2))) is None
    assert measured(trap, 4, Setting(reading="on_policy", quantity="gap", u=U), SHORT) is None
    assert measured(trap, 4, Setting(reading="on_policy", quantity="gap", J_star=Fraction(1)), SHORT) is None

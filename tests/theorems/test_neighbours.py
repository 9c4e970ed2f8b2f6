"""Every bound has false neighbours that the catalogue's own check refutes; what is called true among them is proved."""

from dataclasses import replace
from functools import cache

import pytest
from sympy import Rational

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.evidence.applicability import claimed
from tightrope.reports.evidence.measured_witnesses import counts, meeting, shares
from tightrope.reports.evidence.neighbours import fates, neighbours

EXPLICIT = [one for one in BOUNDS if one.kind in {"inequality", "identity"}]
SHARP = [one for one in EXPLICIT if one.sharp]
UNMET = {"rgb11-dagger-loss", "discounted-cloning", "discounted-cloning-exact"}  # another setting, or a loop's iterates
UNMET |= {"discounted-gail", "gcsl-deterministic"}


@cache
def answered(key):
    return {each.change: each for each in fates(bound(key))}


@pytest.mark.parametrize("one", [b for b in EXPLICIT if b.key not in UNMET], ids=lambda b: b.key)
def test_a_bound_has_false_neighbours_and_the_witnesses_refute_them(one):
    assert any(each.fate == "refuted" for each in answered(one.key).values())


@pytest.mark.parametrize("one", SHARP, ids=lambda b: b.key)
def test_a_sharp_bound_less_by_one_percent_or_by_a_power_of_T_or_by_one_decision_is_refuted(one):
    fate = {change: each.fate for change, each in answered(one.key).items()}

    assert fate["1 % less"] == fate["10 % less"] == fate["half"] == "refuted"
    assert fate.get("one power of T less", "refuted") == fate.get("T - 1 for T", "refuted") == "refuted"


def test_a_weaker_reading_is_refuted_for_every_exact_worst_case_on_the_experts_states():
    for key, weaker in (("pointwise", "per-step"), ("per-step", "time-averaged"), ("time-averaged", "finite-data")):
        assert answered(f"worst-case-{key}")[f"{weaker} reading"].fate == "refuted"


def test_what_is_left_out_is_what_no_witness_meets():
    assert {one.key for one in EXPLICIT if not any(meeting(one))} == UNMET
    assert not any(answered(key) for key in UNMET)


def test_the_lectures_bound_less_by_half_is_proved_and_less_by_more_is_refuted():
    lecture = answered("lecture")

    assert lecture["half"].fate == "true"
    assert lecture["half"].proof
    assert lecture["a tenth"].fate == "refuted"


def test_few_neighbours_are_left_untold():
    """More survivors would mean that the checks became weaker."""
    found = [each.fate for one in EXPLICIT for each in answered(one.key).values()]

    assert found.count("survives") <= 17
    assert found.count("at the edge") <= 5


@pytest.mark.parametrize("one", [b for b in EXPLICIT if b.key not in UNMET], ids=lambda b: b.key)
def test_what_is_refuted_is_refuted_where_it_counts_and_what_is_at_the_edge_is_not(one):
    met = {one.readings: [*meeting(one)]}
    for change, neighbour in neighbours(one):
        if neighbour.readings not in met:  # a weaker reading; other neighbours assume what the bound does
            met[neighbour.readings] = [*meeting(neighbour)]
        points, fate = met[neighbour.readings], answered(one.key)[change].fate
        told = any(counts(witness, values) and exceeds(neighbour, values) for witness, values in points)

        assert told == (fate == "refuted")
        if not told:
            assert any(exceeds(neighbour, values) for _, values in points) == (fate == "at the edge")


def exceeds(one, values):
    """False where the bound's expression is not defined: there it claims nothing."""
    try:
        return values[one.quantity] > claimed(one.expression, values)
    except ValueError:
        return False


def test_where_it_counts_a_bound_that_is_never_exceeded_at_one_decision_only_is_not_called_sharp():
    """T^2 epsilon is the worst case at T = 1 for each reading; with more decisions a pointwise error reaches less of
    it.
    """
    loose = replace(bound("worst-case-pointwise"), expression=epsilon * T**2)
    best = {each.counts: max(one.share for one in shares(loose) if one.counts == each.counts) for each in shares(loose)}

    assert best[False] == 1 > best[True]
    assert {one.witness.horizon for one in shares(loose) if one.share == 1} == {1}


def test_where_it_counts():
    counted = [one for one in shares(bound("lecture")) if one.counts]

    assert counted
    assert all(one.witness.horizon >= 2 and 0 < one.witness.error < 1 for one in counted)
    assert all(one.witness.error * one.witness.horizon <= 1 for one in counted)


def test_neighbours_are_what_they_are_called():
    changed = dict(neighbours(bound("cloning-task-cost")))

    assert changed["1 % less"].expression == Rational(99, 100) * epsilon * T**2
    assert changed["T - 1 for T"].expression == epsilon * (T - 1) ** 2
    assert changed["one power of T less"].expression == epsilon * T
    assert [one.key for one in changed["finite-data reading"].readings] == ["finite_data"]

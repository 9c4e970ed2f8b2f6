"""`refute` with letters that have no value, an open constant, or a claim for large T: answers known by hand."""

from fractions import Fraction

import pytest

from tightrope.bounds.extremes.worst_case import largest
from tightrope.reports.evidence.conjecture import refute
from tightrope.reports.evidence.question import claimed_at, question

GAP = {"quantity": "gap"}


@pytest.mark.parametrize(
    ("formula", "ask", "verdict", "why"),
    [
        ("u*epsilon*T", {"reading": "on_policy", **GAP}, "attained", "errors that cost u each"),
        ("0.9*u*epsilon*T", {"reading": "on_policy", **GAP}, "refuted", "a tenth less"),
        ("u*epsilon*T**2", {"reading": "per_step", **GAP, "assume": {"u": "1:5"}}, "attained", "at T = 1, u = 1"),
        ("epsilon*T**2 - max(0, u-4)*epsilon*T", {"reading": "per_step", **GAP}, "refuted", "from some u > 4 on"),
        (
            "epsilon*T**2 - max(0, u-4)*epsilon*T",
            {"reading": "per_step", **GAP, "assume": {"u": "0:4"}},
            "attained",
            "the same, where u is small",
        ),
        ("T - J_star", {"reading": "per_step", **GAP}, "attained", "at epsilon = 1"),
        (
            "T - J_star",
            {"reading": "per_step", **GAP, "assume": {"J_star": "3:5"}, "horizon": "1:4"},
            "attained",
            "at epsilon = 1, T = 4, J_star = 3, though both are 0 wherever T = 3",
        ),
        ("min(u,1)*sum(min(1,epsilon*t),t,1,T)", {"reading": "per_step", **GAP}, "attained", "itself, by induction"),
        ("1-(1-m)*(1-epsilon)**T", {"reading": "finite_data", "quantity": "tv"}, "attained", "the unseen start"),
        ("m*T/2 + epsilon*T**2", {"reading": "finite_data", "missing": "1/2:1"}, "refuted", "for small epsilon"),
    ],
)
def test_a_claim_for_all_values_of_a_letter_is_decided(formula, ask, verdict, why):
    found = refute(formula, **ask)

    assert found.verdict == verdict, why
    if found.counterexample:
        witness, (one,) = found.counterexample, found.conjecture.ranges
        assert one.low <= witness.values[one.name]
        asked = found.conjecture.at(witness.values)
        assert witness.claimed.upper < witness.actual == largest(asked.setting, witness.error, witness.horizon)


@pytest.mark.parametrize(
    ("formula", "ask", "lower", "upper"),
    [
        ("C*epsilon*T**2", {"reading": "per_step"}, 1, 1),
        ("C*epsilon*T**2", {"reading": "per_step", "horizon": "2:"}, "3/4", "3/4"),
        ("C*epsilon*T", {"reading": "per_step", "horizon": "1:9"}, 5, 5),
        ("C*u*epsilon*T", {"reading": "on_policy", **GAP}, 1, 1),
        ("epsilon*T + C*epsilon*T**2", {"reading": "per_step"}, "499/1000", "1/2"),
        ("C*epsilon*T", {"reading": "pointwise", **GAP, "assume": {"rho": "1/5"}}, "499/100", "501/100"),
    ],
)
def test_the_smallest_constant_is_enclosed(formula, ask, lower, upper):
    """By hand: (T+1)/2 is largest where it is; (T+1)/(2T) - 1/T tends to 1/2, with a way back T/(epsilon+rho) to 5."""
    found = refute(formula, **ask)
    constant = found.constant

    assert found.verdict == ("attained" if lower == upper else "holds")
    assert Fraction(lower) <= constant.lower <= constant.upper <= Fraction(upper)
    assert (constant.lower == constant.upper) == (lower == upper)
    if constant.horizon <= 100:
        less = found.conjecture.at({**constant.values, "C": constant.lower - Fraction(1, 10**9)})
        claimed = claimed_at(less, constant.error, constant.horizon)
        assert claimed.lower < largest(less.setting, constant.error, constant.horizon)


@pytest.mark.parametrize(
    ("formula", "ask"),
    [
        ("C*epsilon*T", {"reading": "pointwise"}),
        ("C*epsilon*T**1.5", {"reading": "per_step"}),
        ("C*epsilon**2*T", {"reading": "time_averaged", "horizon": "3:3"}),
        ("C*epsilon*T", {"reading": "finite_data", "missing": "1/10", "horizon": "2:5"}),
    ],
)
def test_that_no_constant_is_enough_is_proved_along_a_family_that_is_shown(formula, ask):
    found = refute(formula, **ask)
    needed = [lower for *_, lower in found.constant.growing]

    assert (found.verdict, found.evidence, found.constant.upper) == ("refuted", "proved", None)
    assert len(needed) == 4
    assert all(4 * low < high for low, high in zip(needed, needed[2:], strict=False))


def test_what_is_needed_where_a_problem_has_long_numbers_is_told_all_the_same():
    found = refute("C*epsilon**2*T", reading="per_step", quantity="gap", assume={"J_star": "3"}, horizon="2:4")

    assert found.verdict == "undecided"
    assert refute("-epsilon", reading="per_step", epsilon="1e-25").counterexample.actual == Fraction(1, 10**25)


def test_no_constant_helps_where_its_factor_is_0():
    found = refute("C*(T-1)", reading="per_step")

    assert (found.verdict, found.counterexample.horizon) == ("refuted", 1)


def test_a_constant_that_is_neither_proved_nor_disproved_is_bounded_from_below_only():
    found = refute("C*epsilon*T**1.99", reading="per_step")

    assert (found.verdict, found.constant.upper) == ("undecided", None)
    assert found.constant.lower >= 500  # at T = 2^1000, 2^10/2


@pytest.mark.parametrize(
    ("formula", "ask", "since"),
    [
        ("0.51*epsilon*T**2", {"reading": "per_step"}, 50),  # T + 1 <= 1.02 T
        ("epsilon*T**2 - epsilon*T", {"reading": "per_step"}, 3),
        ("u*epsilon*T**2 - epsilon*T", {"reading": "per_step", **GAP, "assume": {"u": "1:2"}}, 3),
    ],
)
def test_a_claim_for_large_T_is_proved_from_a_T_on(formula, ask, since):
    found = refute(formula, horizon="eventually", **ask)

    assert (found.verdict, found.evidence, found.since) == ("holds", "proved", since)
    assert refute(formula, horizon=f"{since}:", **ask).verdict in ("attained", "holds")
    assert refute(formula, horizon=f"{since - 1}:", **ask).verdict == "refuted"


@pytest.mark.parametrize("formula", ["0.49*epsilon*T**2", "epsilon*T**1.9", "100*epsilon*T", "epsilon*T**2 - 1000"])
def test_a_claim_that_fails_however_large_T_is_is_refuted_for_large_T(formula):
    found = refute(formula, reading="per_step", horizon="eventually")

    assert (found.verdict, found.evidence) == ("refuted", "proved")
    assert found.counterexample.claimed.upper < found.counterexample.actual


def test_what_fails_at_some_T_only_is_not_refuted_for_large_T():
    spike = "epsilon*T**2 - max(0, 1-(T-1777)**2)*epsilon*T**2*3/4"

    assert refute(spike, reading="per_step").verdict == "refuted"
    assert refute(spike, reading="per_step", horizon="eventually").verdict == "holds"


@pytest.mark.parametrize(
    ("formula", "ask", "horizon"),
    [
        ("epsilon*T**1.99", {}, 2**100),
        ("epsilon*T**2 - max(0, 1-(T-123456)**2)*epsilon*T**2*3/4", {}, 123456),
        ("epsilon**1.01*T**2", {"horizon": "1:3"}, 1),  # false only where epsilon < 2^-100, or at T = 1
        ("T*epsilon**1.01*1.2", {"horizon": "1:1"}, 1),  # at T = 1 only where epsilon < 2^-26
    ],
)
def test_what_is_false_beyond_the_grid_is_found_there(formula, ask, horizon):
    found = refute(formula, reading="per_step", **ask)

    assert found.verdict == "refuted"
    assert found.counterexample.horizon == horizon
    assert found.counterexample.ran == (horizon < 100)


@pytest.mark.parametrize(
    ("ask", "note"),
    [
        ({"reading": "per_step", "assume": {"u": "3"}}, "u = 3 does not bind here"),
        ({"reading": "per_step", "assume": {"u": "1:3"}}, "u = 1:3 does not bind here"),
        ({"reading": "per_step", "assume": {"u": "1/2"}}, ""),
        ({"reading": "on_policy", "assume": {"u": "3"}, "horizon": "1:3"}, "u = 3 does not bind here"),
        ({"reading": "on_policy", "assume": {"u": "3"}}, ""),
        ({"reading": "per_step", "assume": {"J_star": "0"}}, "J_star = 0 does not bind here"),
        ({"reading": "per_step", "assume": {"J_star": "1"}}, ""),
    ],
)
def test_an_assumption_that_does_not_bind_is_named(ask, note):
    notes = refute("epsilon*T**2", quantity="gap", **ask).notes

    assert [one[: len(note)] for one in notes] == ([note] if note else [])


def test_an_assumption_may_bind_elsewhere_and_not_at_the_counterexample():
    found = refute("epsilon*T", reading="per_step", quantity="gap", assume={"J_star": "1"})

    assert found.verdict == "refuted"
    assert found.notes[0].startswith("J_star = 1 does not bind at this point")


@pytest.mark.parametrize(
    ("formula", "ask", "words"),
    [
        ("u*epsilon*T", {"reading": "per_step", **GAP, "assume": {"u": "5:1"}}, "LOW <= HIGH"),
        ("m*T", {"reading": "finite_data", "missing": "1/2:3/2"}, "HIGH <= 1"),
        ("rho*T", {"reading": "per_step", **GAP}, "rho goes with a pointwise error"),
        ("T - J_star", {"reading": "per_step", **GAP, "assume": {"J_star": "9:"}, "horizon": "1:5"}, "no expert pays"),
        ("min(C*epsilon*T, T)", {"reading": "per_step"}, "C may stand only as a factor"),
        ("T - C", {"reading": "per_step"}, "no smallest C"),
        ("C*T", {"reading": "per_step", "horizon": "eventually"}, "instead of eventually"),
    ],
)
def test_senseless_questions_are_refused_in_words(formula, ask, words):
    with pytest.raises(ValueError, match=words):
        refute(formula, **ask)


def test_a_letter_of_which_nothing_is_assumed_ranges_over_its_domain():
    asked = question("u*epsilon*T/(1+J_star)", reading="per_step", quantity="gap")

    assert [(one.name, one.low, one.high) for one in asked.ranges] == [("u", 0, None), ("J_star", 0, None)]
    assert asked.assumed() == {"u": "0:", "J_star": "0:"}


@pytest.mark.parametrize(
    ("formula", "ask"),
    [
        ("T**3 + 0*log(-epsilon)", {"reading": "per_step"}),
        ("T**3 + 0*log(10**7-T)", {"reading": "per_step"}),  # at no T from some T on
        ("T + 1/(epsilon-1)*0", {"reading": "per_step", "epsilon": "1"}),
        ("T + 0*log(1-u)", {"reading": "per_step", **GAP, "assume": {"u": "2:"}}),
    ],
)
def test_what_is_defined_at_no_large_T_claims_nothing_for_large_T(formula, ask):
    with pytest.raises(ValueError, match="defined nowhere on this domain for large T"):
        refute(formula, horizon="eventually", **ask)


def test_what_was_seen_defined_at_no_large_T_does_not_hold_for_large_T():
    found = refute("T + 0*sum(log(5-t),t,1,T)", reading="per_step", horizon="eventually")

    assert (found.verdict, found.evidence) == ("undecided", "searched")
    assert "at no large T" in found.because


@pytest.mark.parametrize(
    ("formula", "ask", "where"),
    [
        ("T/(1-epsilon)", {"reading": "per_step", "horizon": "eventually"}, "as at epsilon = 1, T = 1"),
        ("epsilon*T/rho", {"reading": "pointwise", **GAP}, "as at epsilon = 1, T = 1, rho = 0"),
        ("C*T**3 + 0*log(2-T)", {"reading": "per_step"}, "as at epsilon = 1, T = 2"),
        ("T**3 + 0/(3*u-1)", {"reading": "per_step", **GAP}, "if it is not everywhere, it claims nothing"),  # u = 1/3
    ],
)
def test_where_a_formula_is_not_defined_is_said_with_its_letters(formula, ask, where):
    found = refute(formula, **ask)

    assert found.evidence == "proved"
    assert found.because.endswith(where)

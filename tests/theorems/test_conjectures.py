"""`refute` answers fifty-four conjectures of known truth, half of them by proof."""

from fractions import Fraction

import pytest

from tests.theorems.conjectures import KNOWN
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.proof.comparison import Domain, prove
from tightrope.reports.evidence.conjecture import decide, refute
from tightrope.reports.evidence.in_words import shown
from tightrope.reports.evidence.question import conjecture
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.names import problem


@pytest.mark.parametrize(
    "known", KNOWN, ids=[f"{one.reading} {one.formula[:40]} {one.ask.get('horizon', '')}" for one in KNOWN]
)
def test_a_conjecture_of_known_truth_is_answered_rightly(known):
    found = refute(known.formula, reading=known.reading, **known.ask)

    assert found.verdict == known.verdict, known.why
    if found.verdict == "refuted":
        witness = found.counterexample
        assert witness.claimed.upper < witness.actual
        again = evaluate(problem(witness.problem, witness.horizon, witness.error), witness.horizon)
        assert again.epsilon[known.reading] <= witness.error
    else:
        assert found.evidence == "proved"
        assert found.because.startswith("the exact worst case is never above it, by ")


@pytest.mark.parametrize(
    ("formula", "reading", "where"),
    [
        ("sum(min(1, epsilon*t), t, 1, T)", "per_step", "; equal to it at epsilon = 1/2, T = 2"),
        ("epsilon*T**2", "time_averaged", "; equal to it at epsilon = 1/2, T = 2"),
        (
            "epsilon*T*(T+1)/2",
            "pointwise",
            "; seen equal to it only where T = 1 or epsilon = 1, as at epsilon = 1, T = 1",
        ),
        (
            "2*T*epsilon*T/(1+epsilon*T)",
            "per_step",
            "; seen equal to it only where T = 1 or epsilon = 1, as at epsilon = 1, T = 1",
        ),
    ],
)
def test_what_is_attained_names_a_point_where_claims_differ_or_says_that_there_is_none(formula, reading, where):
    found = refute(formula, reading=reading)

    assert found.verdict == "attained"
    assert found.because.endswith(where)
    assert found.because.endswith(f"epsilon = {found.tightest.error}, T = {found.tightest.horizon}")
    assert found.tightest.share.exact == 1


def test_there_are_fifty_and_half_are_decided_by_proof():
    proved = [one for one in KNOWN if one.verdict in ("attained", "holds")]

    assert len(KNOWN) >= 50
    assert len({(one.formula, one.reading, str(one.ask)) for one in KNOWN}) == len(KNOWN)
    assert 2 * len(proved) >= len(KNOWN)


def test_the_shortest_horizon_and_the_simplest_error_are_found():
    found = refute("epsilon*T**1.9", reading="per_step", epsilon="0:1/10").counterexample
    worst = found.actual

    assert found.horizon < 1200
    assert worst > found.claimed.upper
    assert (
        refute("epsilon*T**1.9", reading="per_step", epsilon="0:1/10", horizon=f"1:{found.horizon - 1}").verdict
        != "refuted"
    )
    assert refute("10*epsilon*T", reading="per_step").counterexample.horizon == 20
    assert refute("epsilon*T**2*3/4", reading="per_step").counterexample.error == Fraction(1)


def test_what_nobody_proved_and_no_point_refutes_is_undecided_and_says_what_was_tried():
    """True, since 1 - 1/e > 1/1.6; the tangents of exp do not show it."""
    found = refute("1.6*T*(1-exp(-epsilon*T))", reading="per_step")

    assert (found.verdict, found.evidence) == ("undecided", "searched")
    assert any("points with T from 1 to 3000" in line for line in found.searched)
    assert any("no proof" in line for line in found.searched)


def test_where_the_worst_case_is_not_known_a_proof_from_its_cap_and_a_search_over_problems_decide():
    broken = {"reading": "on_policy", "quantity": "gap", "assume": {"u": "5/2"}}
    refuted = refute("2*epsilon*T", **broken)
    open_one = refute("0.999*u*epsilon*T", **broken, horizon="4:4", epsilon="19/50:2/5")

    assert refute("u*epsilon*T", **broken).verdict == "holds"
    assert refuted.verdict == "refuted"
    assert refuted.counterexample.found.actual > refuted.counterexample.claimed.upper
    assert open_one.verdict == "undecided"
    assert len(open_one.searched) == 5


@pytest.mark.parametrize(
    ("formula", "ask", "words"),
    [
        ("epsilon*T", {"epsilon": "1/2:1/3"}, "no epsilon is left; got 1/2:1/3"),
        ("epsilon*T", {"epsilon": "0:0"}, "no epsilon is left"),
        ("epsilon*T", {"horizon": "5:2"}, "no horizon is left; got 5:2"),
        ("epsilon*T", {"horizon": "1/2:3"}, "whole number of decisions"),
        ("T - J_star", {"quantity": "gap", "assume": {"J_star": "9"}, "horizon": "1:5"}, "no expert pays 9"),
        ("log(epsilon-2)", {}, "defined nowhere"),
        ("epsilon/(u-2)", {"quantity": "gap", "assume": {"u": "2"}}, "not defined for the values assumed"),
        ("T/(epsilon - epsilon)", {}, "defined nowhere"),
        ("T + sqrt(-T)**2", {}, "defined nowhere"),
        ("epsilon*T**2 + sum(sqrt(t), t, -5, T)", {}, "defined nowhere"),
        ("100*T + log(T - 3)", {"horizon": "1:3"}, "defined nowhere"),
        ("100*T + (1 - epsilon)**(2 - T)", {"epsilon": "1", "horizon": "3:9"}, "defined nowhere"),
        ("u*epsilon*T", {}, "u is no letter of this conjecture; its letters are epsilon, T"),
        ("epsilon*T", {"assume": {"u": "2"}}, "go with the quantity gap"),
        ("epsilon*T", {"quantity": "regret"}, "quantity must be one of"),
    ],
)
def test_vacuous_domains_and_senseless_questions_are_refused_in_words(formula, ask, words):
    with pytest.raises(ValueError, match=words):
        refute(formula, reading="per_step", **ask)


@pytest.mark.parametrize(
    ("formula", "ask", "gift"),
    [
        # A sum that has not begun yet adds nothing, whatever its next term would be.
        ("epsilon + sum(min(1, epsilon*t), t, 5, T)", {}, 2),
        # What the expert pays hides errors: once it has paid, the gap grows by more than the errors of one decision.
        (
            "sum(min(1, epsilon*t), t, 1, T) - sum(min(1, epsilon*t), t, 1, 3)",
            {"quantity": "gap", "J_star": Fraction(3)},
            4,
        ),
    ],
)
def test_induction_does_not_prove_what_is_false(formula, ask, gift):
    asked = conjecture(formula, Setting(reading="per_step", **ask), Domain())

    assert not prove(asked.formula, asked.setting, asked.domain)
    assert decide(asked).counterexample.horizon == gift


@pytest.mark.parametrize(
    ("formula", "domain"),
    [
        ("(epsilon-2)**(2/3)/1000", {}),  # an even power of a root of a negative number is no real number
        ("T + 10*T*(T+1) - T*(T+1)*(2*T+1)/6 - sum(t*sum(1,s,1,20-t),t,1,T)", {}),  # an empty inner sum is 0
        ("min(T,4000)+(1-epsilon)**(T-2)", {"low": Fraction(1), "first": 3}),  # 0 to a power is defined
        ("(T-5)**(T-2)", {"first": 5, "last": 5}),
        ("epsilon*T*(T+1)/2-3*epsilon+epsilon*sqrt(T-3+epsilon)", {}),  # not defined where induction would begin
        ("epsilon*T*(T+1)/2+3*epsilon*T+epsilon*1000*max(5-T,T-5)/(5-T)+epsilon*sqrt((T-3)*(T-7))", {}),  # nor between
        ("T*(T-1) + max(0, sum(-1, t, 5, T))", {"low": Fraction(1), "last": 2}),  # an empty sum is no 3
        ("2*T/3 + (T-1)/3 + sum(1/(T-1), t, 2, T)/3", {}),  # nor is it T-1 times what is not defined
        ("T - (1-epsilon)**(50-T)", {"low": Fraction(1)}),  # 0**0 is 1
        ("T - 1 + sum((1-epsilon)**t, t, -5, T-7)", {"low": Fraction(1)}),  # empty at T = 1, and 0
    ],
)
def test_nothing_false_is_proved_where_a_formula_is_not_defined_everywhere(formula, domain):
    asked = conjecture(formula, Setting(reading="per_step"), Domain(**domain))

    assert not prove(asked.formula, asked.setting, asked.domain, asked.known.conditions)


# What `refute` said falsely, or could not say, each for its kind.
SAID = [
    ("epsilon*T*(T+1)/2 + sum(min(t,0), t, -5, 0)", {}, "refuted"),  # an index may be negative
    ("100*epsilon*T**2 + sum(sqrt(t**2), t, -5, -1)", {}, "holds"),
    ("T - (1-epsilon)**(50-T)", {"epsilon": "1:1"}, "refuted"),  # 0**0 at T = 50
    ("T - (1-epsilon)**(50-T)", {"epsilon": "1:1", "horizon": "1:50"}, "refuted"),
    ("exp(1)*epsilon*T**2/10", {}, "refuted"),  # an irrational constant
    ("sqrt(2)*sum(min(1, epsilon*t), t, 1, T)/1.4143", {}, "refuted"),
    ("exp(log(T-2))*T", {}, "attained"),  # at T = 3; not defined before
    ("max(epsilon*T**2, log(1-epsilon))", {}, "attained"),
    ("T/(1-epsilon)", {}, "holds"),
    ("epsilon*T**2 + log(T-1)", {}, "holds"),
    ("sqrt((1+epsilon)**T)", {}, "refuted"),  # no half exponents of whole ones
    ("T*sqrt((1+epsilon)**T)", {}, "holds"),
    ("epsilon*T**2 - max(0, 1-(T-45)**2)*epsilon*T**2/2", {}, "refuted"),  # at T = 45 alone
    ("epsilon*T**2 - max(0, 1-(T-1777)**2)*epsilon*T**2*3/4", {}, "refuted"),
    ("epsilon*T**2 - max(0, 1-(2*T-300)**2)*epsilon*T**2/2", {}, "refuted"),
]


@pytest.mark.parametrize(("formula", "ask", "verdict"), SAID, ids=[one[0] for one in SAID])
def test_what_was_said_falsely_once_is_said_rightly(formula, ask, verdict):
    found = refute(formula, reading="per_step", **ask)

    assert found.verdict == verdict
    assert found.tightest is None or verdict == "refuted" or found.tightest.share.lower <= 1


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("T/(1-epsilon)", "; it claims nothing where it is not defined, as at epsilon = 1, T = 1"),
        ("T + 0/(epsilon - 1/7919)", "; where it is not defined, if it is not everywhere, it claims nothing"),
        ("T/(1+epsilon) + T", ""),
    ],
)
def test_the_answer_says_where_the_formula_is_not_defined_everywhere(formula, words):
    because = refute(formula, reading="per_step").because

    assert because.endswith(words)
    assert ("defined" in because) == bool(words)


def test_where_nobody_sees_a_value_the_answer_is_neither_holds_nor_nowhere():
    """It is defined at one epsilon only, which is not looked at."""
    found = refute("100*T + sqrt(-(epsilon - 1/7919)**2)", reading="per_step")

    assert (found.verdict, found.tightest) == ("undecided", None)
    assert "at no point looked at" in found.because


def test_where_nothing_can_go_wrong_the_sign_of_the_claim_decides():
    harmless = {"reading": "per_step", "quantity": "gap", "assume": {"u": "0"}}

    assert refute("epsilon*T", **harmless).verdict == "holds"
    assert refute("-epsilon", **harmless).verdict == "refuted"


LONG = Fraction(2**200)


@pytest.mark.parametrize("number", [3 / LONG, LONG / 3, 1 - LONG, -LONG, LONG, 1 / LONG, 3 * LONG, Fraction(3, 4)])
def test_a_number_in_words_is_that_number(number):
    """A long power of two is shown as one; three of them, or a negative one, in digits."""
    base, _, power = shown(number).partition("**")

    assert Fraction(base) ** int(power or 1) == number
    assert bool(power) == (number in (LONG, 1 / LONG))

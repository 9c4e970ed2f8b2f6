"""What the public door answers shows itself: one line of text, and a table, a formula or a drawing in a notebook."""

from fractions import Fraction
from tempfile import mkdtemp

import pytest

import tightrope
from tests.simulators.own_policies.policies import Answers
from tightrope.bounds.catalogue import derivation
from tightrope.simulators.imitation import estimate

LOG = {"states": [["$hall", "stairs"]] * 20, "actions": [["up", "left"]] * 20}
ALWAYS = Answers(sample=0)
GARNET = "garnet:states=20,actions=3,branching=2,seed=1"
ANSWERS = {
    "a small problem": lambda: tightrope.problem("exam", 5, 0.1),
    "a large problem": lambda: tightrope.problem(GARNET, 5),
    "an evaluation": lambda: tightrope.evaluate("exam", 5, 0.1),
    "many costs": lambda: tightrope.evaluate_many("exam", [5, 10], [0.1, 0.2]),
    "a curve": lambda: tightrope.curve("exam", [1, 2], 0.1),
    "a check": lambda: tightrope.check("exam", 3, 0.1, episodes=100),
    "what logs say": lambda: tightrope.from_trajectories(LOG),
    "a policy that samples": lambda: tightrope.measure(
        ALWAYS, tightrope.problem("exam", 3, 0.1), 3, episodes=9, seed=1
    ),
    "its action past trees": lambda: tightrope.measure_action(ALWAYS, "one-tree", samples=9, seed=1),
    "an interval": lambda: tightrope.simulate("exam", 5, 0.1, episodes=300, seed=1),
    "an estimate": lambda: estimate("exam", 5, 0.1, precision=0.5, seed=1),
    "a sweep": lambda: tightrope.sweep({"problem": "exam", "axes": {"epsilon": 0.1, "horizon": 5}}, mkdtemp()),
    "a worst case": lambda: tightrope.worst_case("per_step", 0.1, 5),
    "both sides of a worst case": lambda: tightrope.bracket("per_step", 0.1, 5, log_loss=0.11),
    "a bound": lambda: tightrope.bound("lecture"),
    "bounds that apply": lambda: tightrope.bounds_that_apply("exam", 5, 0.1),
    "one that applies": lambda: tightrope.bounds_that_apply("exam", 5, 0.1)[0],
    "a refutation": lambda: tightrope.refute("epsilon*T**2/2", reading="per_step"),
    "a proof": lambda: tightrope.refute("epsilon*T**2", reading="per_step"),
    "a constant": lambda: tightrope.refute("C*epsilon*T**2", reading="per_step", horizon="2:"),
    "no constant": lambda: tightrope.refute("C*epsilon*T", reading="per_step"),
    "an open question": lambda: tightrope.refute("C*epsilon*T**1.99", reading="per_step"),
}
RICH = ("_repr_html_", "_repr_svg_", "_repr_latex_")


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_shows_itself_in_one_short_line_and_richly(answer):
    found = answer()
    rich = [show() for kind in RICH if (show := getattr(found, kind, None))]
    each = found if isinstance(found, list | tuple) else [found]

    assert any(rich)
    for one in each:
        assert "\n" not in repr(one)
        assert len(repr(one)) <= 400
        assert repr(one)[0] == "<" and "array(" not in repr(one) and "Fraction(" not in repr(one)


def test_the_parts_of_an_answer_are_short_too():
    refuted = tightrope.refute("epsilon*T**2/2", reading="per_step")
    problem = tightrope.problem(GARNET, 5, 0.1)

    assert repr(refuted.counterexample) == "<epsilon = 1, T = 1: claimed 1/2 = 0.5, 1 attained by exam>"
    assert repr(refuted.conjecture) == "<disagreement <= epsilon*T**2/2, per_step error>"
    assert repr(problem.mdp) == "<decision process: 20 states, 3 actions>"
    assert repr(tightrope.problem("exam", 5, 0.1).mdp).endswith("2 actions, 5 decisions that differ>")
    assert repr(problem.learner) == "<policy: 20 states, 3 actions; 5 decisions, each by itself>"


def test_a_derivation_is_named_and_a_line_of_it_is_its_statement():
    shown = derivation("distribution-shift")

    assert repr(shown) == f"<derivation distribution-shift: {shown.title}, {len(shown.steps)} lines>"
    assert repr(shown.step("mixture")).startswith("<line mixture (L8): ")


def test_an_interval_is_shown_with_its_limits_rounded_outward():
    found = tightrope.simulate("exam", 5, 0.1, episodes=300, seed=1)
    lower, upper = repr(found).partition("[")[2].partition("]")[0].split(", ")

    assert Fraction(lower) <= Fraction(found.lower) <= Fraction(found.upper) <= Fraction(upper)
    assert float(upper) - float(lower) == pytest.approx(found.upper - found.lower, abs=1e-4)


def test_a_bound_says_for_which_error_it_holds_and_leaves_open_what_it_does():
    lecture, order = tightrope.bound("lecture"), tightrope.bound("tabular-lower")

    assert "per step" in lecture._repr_latex_()
    assert r"\leq" in lecture._repr_latex_()
    assert r"\gtrsim" in order._repr_latex_()
    assert ">~" in repr(order)


def test_a_table_of_bounds_has_a_share_only_where_a_constant_is_known():
    found = tightrope.bounds_that_apply("exam", 5, 0.1)
    rows = found._repr_html_().split("<tr>")[2:]

    assert len(rows) == len(found)
    for one, row in zip(found, rows, strict=True):
        assert ("<td></td></tr>" in row) == (one.bound.kind != "inequality")
        assert ("order" in row) == (one.bound.kind == "order")

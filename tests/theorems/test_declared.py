"""What is declared: problems attain the worst cases, none of many exceeds them, and the two sides of a bracket hold."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.declared import drawn_errors, random_problem, sharp_settings
from tightrope.bounds.check_certificate import errors
from tightrope.bounds.extremes.setting import ASKED, Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.reports.evidence.bracket import both_sides, bracket
from tightrope.reports.evidence.counting import counted, extra_costs
from tightrope.reports.evidence.drawing import counted_by_distance
from tightrope.reports.evidence.extremal import answer, attained, extremal, worst_case
from tightrope.simulators.measures.action_distance import action_distances
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.recoverability import advantages, recoverability
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.strategies import imitation_problems

F = Fraction
LINEAR = ("pointwise", "per_step", "time_averaged")


@settings(max_examples=150)
@given(seed=st.integers(0, 10**9))
def test_each_sharp_answer_has_a_problem_that_attains_it_and_a_certificate_that_the_checker_accepts(seed):
    setting, error, horizon = sharp_settings(seed)

    assert errors(answer(setting, error, horizon).document()) == []


def test_a_charged_problem_costs_no_more_than_u_when_the_expert_takes_over():
    for reading, u, R in product(LINEAR, (F(1, 3), F(2)), (None, F(1), F(5, 2))):
        setting = Setting(reading=reading, quantity="gap", u=u, R=R, gamma=F(9, 10))
        made = problem(extremal(setting, 5), 5, F(1, 3))
        found = evaluate(made, 5)

        assert recoverability(advantages(made, 5), found.laws) * setting.scale <= u
        assert attained(setting, F(1, 3), 5)[1] == largest(setting, F(1, 3), 5)


@settings(max_examples=150)
@given(imitation_problems(), st.sampled_from([F(1), F(9, 10), F(1, 2)]))
def test_no_random_problem_exceeds_the_worst_case_of_all_its_own_errors_at_once(drawn, gamma):
    made, horizon = drawn
    found = evaluate(made, horizon)
    error, *others = (found.epsilon[key] for key in LINEAR)
    setting = Setting(reading=LINEAR[0], also=tuple(zip(LINEAR[1:], others, strict=True)))
    for quantity in ASKED:
        more = {"gamma": gamma} if quantity in ("disagreement", "gap") else {}
        asked = replace(setting, quantity=quantity, **more)
        assert counted(found, quantity, more.get("gamma")) <= largest(asked, error, horizon)


@settings(max_examples=150)
@given(seed=st.integers(0, 10**9))
def test_nor_one_whose_expert_draws_its_actions(seed):
    made, horizon = random_problem(seed), 4
    found = action_distances(made, horizon)
    error, *others = (found.epsilon[key] for key in LINEAR)
    also = tuple(zip(LINEAR[1:], others, strict=True))
    for quantity in ASKED:
        setting = Setting(reading=LINEAR[0], also=also, quantity=quantity, expert="stochastic")
        if quantity != "first_error":  # that is one of the draws made together
            assert counted_by_distance(found, setting) <= largest(setting, error, horizon)


def test_for_an_expert_that_takes_one_action_the_distances_are_the_errors():
    for name, error in (("exam", F(1, 5)), ("trap", F(1, 5)), ("tightrope", F(2, 7)), ("capped-exam:cap=1/2", F(1, 5))):
        made = problem(name, 5, error)
        distances, found = action_distances(made, 5), evaluate(made, 5)

        assert sum(distances.errors) == found.disagreement
        assert distances.extra == extra_costs(found)
        assert sum(distances.extra) == found.gap
        assert distances.tv == list(found.tv)
        assert distances.epsilon == {key: found.epsilon[key] for key in LINEAR}


@pytest.mark.parametrize("reading", [*LINEAR, "on_policy"])
@pytest.mark.parametrize("more", [{}, {"u": F(2)}, {"J_star": F(2)}, {"u": F(1, 2), "J_star": F(3)}], ids=str)
def test_costs_up_to_R_are_R_times_costs_up_to_1_with_everything_else_in_its_units(reading, more):
    scaled = {name: 3 * value for name, value in more.items()}
    one = worst_case(reading, F(1, 3), 4, quantity="gap", **more)
    found = worst_case(reading, F(1, 3), 4, quantity="gap", R=3, **scaled)

    assert found.value == 3 * one.value
    assert errors(found.document()) == []


def test_an_expert_that_takes_one_action_is_never_as_bad_as_one_that_draws_it():
    """Why the two have different worst cases: the exam of two budgets, held against the larger one, falls short."""
    one = worst_case("per_step", F(1, 10), 10, pointwise=F(1, 5))
    drawn = worst_case("per_step", F(1, 10), 10, pointwise=F(1, 5), expert="stochastic")

    assert one.value < drawn.value
    assert drawn.witness == "shown-exam:step=1/10,cap=1/5,averaged=1"
    assert drawn_errors(F(1, 10), F(1, 5), 10)["per_step"] == F(1, 10)


def test_one_error_may_cost_more_than_u_where_the_expert_draws():
    """Why u below R is not known there: half of the expert's own actions cost 1, so V* = u = 1/2; all of the learner's
    do, at a distance of 1/2, and it pays 1/2 more, not 1/4.
    """
    mdp = tabular_mdp(
        states=["s"], actions=["free", "dear"], start=[1], transition=[[[{0: F(1)}] * 2]], cost=[(F(0), F(1))]
    )
    half, dear = policy([[[F(1, 2), F(1, 2)]]]), policy([[[F(0), F(1)]]])
    found = action_distances(Problem(name="half", mdp=mdp, expert=half, learner=dear), 1)
    free = Setting(reading="pointwise", quantity="gap", expert="stochastic")

    assert found.epsilon["pointwise"] == F(1, 2)
    assert sum(found.extra) == F(1, 2) == largest(free, F(1, 2), 1)
    assert replace(free, u=F(1, 2)).open_part


BRACKETS = [
    ({"reading": "per_step", "log_loss": "11/100"}, False),
    ({"reading": "per_step", "log_loss": "1/20"}, True),  # per step says nothing more
    ({"reading": "per_step", "pointwise": "1/5", "quantity": "gap", "J_star": 1}, False),
    ({"reading": "on_policy", "pointwise": "1/5"}, True),
    ({"reading": "finite_data", "missing": "1/10", "per_step": "1/25"}, False),
    ({"reading": "pointwise", "quantity": "gap", "rho": "1/5", "gamma": "9/10", "R": 3}, False),
    ({"reading": "time_averaged", "log_loss_averaged": "1/9"}, True),
]


@pytest.mark.parametrize(("asked", "meets"), BRACKETS, ids=str)
def test_where_no_sharp_answer_is_known_a_problem_stands_below_and_a_certificate_above(asked, meets):
    given_ = dict(asked)
    found = bracket(given_.pop("reading"), F(1, 10), 4, **given_)

    assert 0 < found.lower <= found.upper.value
    assert (found.lower == found.upper.value) == meets == (found.evidence == "certified")
    assert errors(found.upper.document()) == []
    made = evaluate(problem(found.witness, 4, found.witness_epsilon), 4)
    value = found.setting.scale * counted(made, found.setting.quantity, found.setting.gamma)
    assert value == found.lower
    for key, allowed in found.setting.budgets(F(1, 10)).items():
        assert made.epsilon[key] <= allowed
    assert found.open_part in found.document()["open"]


@pytest.mark.parametrize(("horizon", "chunk"), [(8, 4), (7, 4), (6, 2)])
def test_a_log_loss_averaged_over_chunks_is_one_over_chunks_and_not_over_decisions(horizon, chunk):
    """Of N chunks at least (1 - epsilon)^N have not erred (Jensen), so that is above every problem that meets it."""
    found = bracket("log_loss_averaged", F(1, 2), horizon, chunk=chunk)

    assert found.witness
    assert found.lower <= horizon * (1 - F(1, 2) ** -(-horizon // chunk))


def test_what_the_expert_pays_is_discounted_like_the_gap():
    """No expert pays 5 of 1 + 1/2 + 1/4 + ..., and no problem counts whose undiscounted cost is what is assumed."""
    with pytest.raises(ValueError, match="the horizon, discounted, times"):
        bracket("per_step", F(1, 10), 10, quantity="gap", gamma=F(1, 2), J_star=5)
    found = bracket("per_step", F(1, 10), 4, quantity="gap", gamma=F(1, 2), J_star=1)
    assert found.lower == 0 < found.upper.value
    assert bracket("per_step", F(1, 10), 4, quantity="gap", gamma=F(1, 2), J_star=0).evidence == "certified"


def test_a_bracket_of_what_is_known_is_closed():
    found = both_sides(Setting(reading="per_step", also=(("pointwise", F(1, 5)),)), F(1, 10), 6)

    assert found.lower == found.upper.value == worst_case("per_step", F(1, 10), 6, pointwise=F(1, 5)).value


def test_nothing_at_all_is_known_of_an_expert_that_draws_beside_a_data_set():
    with pytest.raises(ValueError, match="nothing is known from above either: .* not with finite_data"):
        bracket("finite_data", F(1, 10), 4, missing=F(1, 10), expert="stochastic")

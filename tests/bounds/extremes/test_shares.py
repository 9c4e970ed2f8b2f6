"""Several budgets at once: closed form = a program over all ways to err = what the checker accepts.

The program speaks of runs, each with its own errors at the T decisions; it knows nothing of exams, caps or Jensen.
"""

from fractions import Fraction
from itertools import accumulate, product
from math import prod

import pytest
from hypothesis import given
from hypothesis import settings as limited
from hypothesis import strategies as st
from sympy import Ge, Le, false, symbols

from tightrope.bounds import check_certificate
from tightrope.bounds.extremes import shares
from tightrope.bounds.extremes.setting import ASKED, Setting
from tightrope.bounds.extremes.simplex import solve
from tightrope.bounds.extremes.worst_case import certificate, largest
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.proof.discharge import Obligation, discharge

F = Fraction
BUDGETS = st.fractions(0, 1, max_denominator=12)
LINEAR = st.lists(st.sampled_from(shares.LINEAR), min_size=1, max_size=3, unique=True)
WEIGHTS = st.lists(st.fractions(0, 2, max_denominator=3), min_size=3, max_size=3)
THIRDS = tuple(F(i, 3) for i in range(4))


@st.composite
def settings(draw):
    """What has a sharp answer, with an epsilon and a horizon."""
    keys = draw(st.one_of(LINEAR, st.sampled_from([["log_loss"], ["log_loss_averaged"], ["finite_data"]])))
    quantity = draw(st.sampled_from(ASKED))
    more = {"missing": draw(BUDGETS)} if keys == ["finite_data"] else {}
    if quantity in ("disagreement", "gap"):
        more["gamma"] = draw(st.sampled_from([None, F(1), F(9, 10), F(1, 2)]))
    if quantity in ("gap", "final"):
        more |= {"R": draw(st.sampled_from([None, F(3), F(1, 2)])), "u": draw(st.sampled_from([None, F(3), F(5)]))}
        if quantity == "gap" and draw(st.booleans()):
            more["u"] = F(1, 3)  # binds
    if keys[0] in (*shares.LINEAR, "log_loss"):
        more |= draw(st.sampled_from([{}, {"chunk": 2}, {"chunk": 5}]))
    if keys[0] in shares.LINEAR and "chunk" not in more and more.get("u") != F(1, 3):
        more["expert"] = draw(st.sampled_from(["deterministic", "stochastic"]))
    also = tuple((key, draw(BUDGETS)) for key in keys[1:])
    return Setting(reading=keys[0], also=also, quantity=quantity, **more), draw(BUDGETS), draw(st.integers(1, 7))


def document(setting, error, horizon):
    proof = certificate(setting, error, horizon)
    return {
        **{"reading": setting.reading, "quantity": setting.quantity, "epsilon": str(error), "horizon": horizon},
        **setting.assumed(),
        "exact": str(largest(setting, error, horizon)),
        "certificate": {
            "schedule": [str(x) for x in proof.schedule],
            "multipliers": [str(x) for x in proof.multipliers],
        },
    }


def most(budgets, horizon, weights):
    """The largest weighted sum of F_t over all laws of runs, whose errors are 0, 1/3, 2/3 or 3/3 of the cap."""
    cap, step, averaged = (budgets.get(key, F(1)) for key in shares.LINEAR)
    runs = [[cap * part for part in run] for run in product(THIRDS, repeat=horizon)]
    erred = [[1 - prod(1 - e for e in run[: t + 1]) for t in range(horizon)] for run in runs]
    gains = [sum(w * x for w, x in zip(weights, one, strict=True)) for one in erred]
    rows = [dict.fromkeys(range(len(runs)), F(1)), {i: sum(run, F(0)) for i, run in enumerate(runs)}]
    rows += [{i: run[t] for i, run in enumerate(runs)} for t in range(horizon)]
    x, _ = solve(gains, rows, [F(1), horizon * averaged, *[step] * horizon])
    return sum((g * v for g, v in zip(gains, x, strict=True)), F(0))


@pytest.mark.parametrize("keys", [("per_step", "pointwise"), ("time_averaged", "pointwise"), shares.LINEAR], ids=str)
def test_no_law_of_runs_errs_more_than_the_closed_form_for_any_weights_and_one_errs_as_much(keys):
    for numbers, weights in (
        ((F(1, 3), F(1, 2), F(1, 4)), (F(1), F(1), F(1))),
        ((F(2, 5), F(1, 2), F(2, 5)), (F(1), F(1, 2), F(1, 4))),
        ((F(1, 10), F(1, 10), F(1)), (F(0), F(0), F(1))),
        ((F(3, 4), F(2, 3), F(1, 3)), (F(0), F(1), F(2))),
    ):
        budgets = dict(zip(keys, numbers, strict=False))
        found = shares.shares(budgets, 3, missing=F(0), chunk=1, expert="deterministic")

        assert most(budgets, 3, weights) == sum(map(prod, zip(weights, found, strict=True)), F(0))


@given(keys=LINEAR, numbers=st.lists(BUDGETS, min_size=3, max_size=3), weights=WEIGHTS)
def test_against_an_expert_that_draws_the_program_over_first_errors_has_the_same_value(keys, numbers, weights):
    """f_t: at most the step, and the cap for each of those who have not erred; together what the average allows."""
    budgets = dict(zip(keys, numbers, strict=False))
    cap, step, averaged = (budgets.get(key, F(1)) for key in shares.LINEAR)
    rows = [{t: F(1)} for t in range(3)] + [dict.fromkeys(range(t), cap) | {t: F(1)} for t in range(3)]
    limits = [step] * 3 + [cap] * 3 + [3 * averaged]
    gains = list(accumulate(reversed(weights)))[::-1]
    x, _ = solve(gains, [*rows, dict.fromkeys(range(3), F(1))], limits)
    found = shares.shares(budgets, 3, missing=F(0), chunk=1, expert="stochastic")

    assert sum(map(prod, zip(gains, x, strict=True)), F(0)) == sum(map(prod, zip(weights, found, strict=True)), F(0))


@given(settings())
def test_the_checker_accepts_the_certificate_and_no_other_value(asked):
    good = document(*asked)

    assert check_certificate.errors(good) == []
    assert check_certificate.errors({**good, "exact": str(F(good["exact"]) + F(1, 100))})
    assert check_certificate.errors({**good, "horizon": good["horizon"] + 1})
    shorter = good["certificate"] | {"schedule": good["certificate"]["schedule"][:-1]}
    assert check_certificate.errors({**good, "certificate": shorter})


@given(settings())
def test_the_formula_that_is_printed_has_the_value_that_is_certified(asked):
    setting, error, horizon = asked
    if error:
        formula = setting.formula.subs(setting.letters())
        assert exact_value(formula, {epsilon: error, T: F(horizon)}) == largest(setting, error, horizon)


@limited(max_examples=25)
@given(settings())
def test_at_one_horizon_the_minima_of_chords_have_it_too(asked):
    setting, error, horizon = asked
    if setting.expert == "stochastic":
        return
    found = shares.at_horizon(setting.symbols, setting.quantity, horizon, chunk=setting.chunk, gamma=setting.gamma)
    if found is not None:
        assert setting.price * exact_value(found, {epsilon: error}) == largest(setting, error, horizon)


@given(settings())
def test_less_assumed_is_never_less_and_a_draw_by_the_expert_never_helps(asked):
    setting, error, horizon = asked
    value = largest(setting, error, horizon)
    weaker = [setting.without(name) for name, _ in setting.also]

    assert all(largest(one, error, horizon) >= value for one in weaker)
    if setting.reading in shares.LINEAR and setting.chunk == 1 and setting.u != F(1, 3):
        drawn = Setting(**{**vars(setting), "expert": "stochastic"})
        assert largest(drawn, error, horizon) >= value


@pytest.mark.parametrize(
    ("epsilon_", "cap", "horizon", "value"),
    [("1/10", "1/10", 10, "41381059609/10000000000"), ("1/10", "1/5", 10, "26783/6250"), ("2/5", "1/2", 3, "37/20")],
)
def test_two_budgets_at_once_interpolate_between_the_pointwise_and_the_per_step_worst_case(
    epsilon_, cap, horizon, value
):
    setting = Setting(reading="per_step", also=(("pointwise", F(cap)),))

    assert largest(setting, F(epsilon_), horizon) == F(value)


C, LEFT, N, SMALL, LARGE, STEP = symbols("c w n F G p", nonnegative=True)
IN_RANGE = (Le(C, 1), Le(LEFT, 1))


@pytest.mark.parametrize(
    ("given_", "conclusion"),
    [
        # (1 - c)^n >= 1 - c n: more exams than i, w for (1 - c)^n; from n to n + 1
        ((Ge(LEFT, 1 - C * N),), Ge(LEFT * (1 - C), 1 - C * (N + 1))),
        # (1 - c)^n (1 + c n) <= 1: n exams fewer than i
        ((Le(LEFT * (1 + C * N), 1),), Le(LEFT * (1 - C) * (1 + C * (N + 1)), 1)),
        # what a step makes of more who have erred is more: so the largest share before gives the largest after
        ((Le(SMALL, LARGE), Le(LARGE, 1)), Le(SMALL + C * (1 - SMALL), LARGE + C * (1 - LARGE))),
        ((Le(SMALL, LARGE), Le(LARGE, 1)), Le(SMALL + STEP, LARGE + STEP)),
    ],
    ids=["chords, after", "chords, before", "a cap", "a budget"],
)
def test_the_steps_of_the_argument_are_polynomial_statements_that_the_solver_proves(given_, conclusion):
    """By induction on n, every chord of 1 - (1 - c)^n lies above it, at whole n: that is Jensen's inequality for h.

    (1 - c)^n >= (1 - c)^i (1 - c (n - i)), for n >= i and, divided by (1 - c)^n, for n < i.
    """
    assert discharge(Obligation((*IN_RANGE, *given_), conclusion)).verdict == "proved"
    assert discharge(Obligation((*IN_RANGE, *given_), false)).verdict != "proved"


def test_an_expert_that_draws_its_actions_makes_two_budgets_worse_but_not_one():
    both = Setting(reading="per_step", also=(("pointwise", F(1, 5)),))
    drawn = Setting(reading="per_step", also=(("pointwise", F(1, 5)),), expert="stochastic")

    assert largest(both, F(1, 10), 10) < largest(drawn, F(1, 10), 10) == F(32221, 6250)
    for key in shares.LINEAR:
        one = Setting(reading=key, expert="stochastic")
        assert largest(one, F(1, 10), 10) == largest(Setting(reading=key), F(1, 10), 10)


GOOD = {"reading": "per_step", "also": (("pointwise", F(1, 5)),)}


@pytest.mark.parametrize(
    ("setting", "change", "words"),
    [
        (GOOD, {"gamma": "0"}, "gamma must lie"),
        (GOOD, {"gamma": "2"}, "gamma must lie"),
        (GOOD, {"chunk": "1/2"}, "whole number"),
        (GOOD, {"pointwise": "3/2"}, "one epsilon in"),
        (GOOD, {"per_step": "1/2"}, "one epsilon in"),
        (GOOD, {"log_loss": "1/2"}, "together"),
        (GOOD, {"R": "2"}, "R goes with"),
        (GOOD, {"expert": "tired"}, "deterministic or stochastic"),
        (GOOD, {"expert": "stochastic", "chunk": 2}, "together"),
        ({**GOOD, "quantity": "gap"}, {"J_star": "1"}, "together"),
        ({**GOOD, "quantity": "gap"}, {"rho": "0"}, "together"),
        ({**GOOD, "quantity": "final"}, {"u": "1/2"}, "need u of at least R"),
        ({**GOOD, "quantity": "tv"}, {"gamma": "1/2"}, "R goes with"),
        ({"reading": "log_loss_averaged", "quantity": "l1"}, {"chunk": 2}, "together"),
        ({"reading": "on_policy", "quantity": "l1"}, {"quantity": "final"}, "no largest share"),
        (GOOD, {"R_max": "1/2"}, "nothing is known of R_max"),
        (GOOD, {"value": 0.5}, "the value 0.5 is not the float of"),
    ],
)
def test_no_certificate_answers_what_has_no_sharp_answer(setting, change, words):
    (wrong, *_) = check_certificate.errors({**document(Setting(**setting), F(1, 7), 5), **change})

    assert words in wrong


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"reading": "per_step", "also": (("log_loss", F(1, 5)),)}, "per_step and log_loss at once"),
        ({**GOOD, "quantity": "gap", "J_star": F(1)}, "J_star has a sharp answer with one reading"),
        ({"reading": "pointwise", "quantity": "gap", "rho": F(1, 5), "gamma": F(1, 2)}, "rho has a sharp answer"),
        ({"reading": "finite_data", "expert": "stochastic"}, "not with finite_data"),
        ({"reading": "per_step", "expert": "stochastic", "chunk": 2}, "chunks are known with a deterministic expert"),
        ({"reading": "per_step", "quantity": "final", "u": F(1, 2)}, "u at least R"),
        ({"reading": "per_step", "quantity": "gap", "u": F(1, 2), "expert": "stochastic"}, "u below R speaks"),
        ({"reading": "on_policy", "gamma": F(1, 2)}, "on_policy is not known with disagreement"),
    ],
)
def test_what_has_no_sharp_answer_says_which_part_is_missing(setting, words):
    asked = Setting(**setting)

    assert words in asked.open_part
    with pytest.raises(ValueError, match="no sharp answer is known"):
        largest(asked, F(1, 2), 4)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"reading": "per_step", "also": (("per_step", F(1, 2)),)}, "each reading has one epsilon; per_step"),
        ({"reading": "per_step", "also": (("pointwise", F(3, 2)),)}, r"pointwise is a probability .* got 3/2"),
        ({"reading": "per_step", "gamma": F(0)}, "gamma, the discount, must be above 0"),
        ({"reading": "per_step", "quantity": "tv", "gamma": F(1, 2)}, "gamma goes with what is added up"),
        ({"reading": "per_step", "R": F(2)}, "R speaks of task costs"),
        ({"reading": "per_step", "quantity": "gap", "R": F(0)}, "R, the largest cost of a decision, must be above 0"),
        ({"reading": "per_step", "chunk": 0}, "chunk is a number of decisions"),
        ({"reading": "per_step", "expert": "tired"}, "expert must be one of deterministic, stochastic; got 'tired'"),
        ({"reading": "log_loss", "expert": "stochastic"}, "leave out stochastic"),
    ],
)
def test_what_does_not_belong_together_is_refused_in_words(setting, words):
    with pytest.raises(ValueError, match=words):
        Setting(**setting)

"""L24, L26, L27: closed forms beside what the relabelled clones do, and what the experiments say."""

from fractions import Fraction
from itertools import product
from math import isqrt

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, rounds, states
from tightrope.bounds.lecture.hindsight import (
    LOCK,
    MANY_DECISIONS,
    ONE_STEP,
    PASSWORD,
    POOLED,
    UNIFORM,
    iterated,
    odds,
)
from tightrope.reports.experiments import hindsight, play_data
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.learners.goal_conditioned import (
    any_later_state,
    best_chances,
    clone,
    expected,
    last_state,
    pooled,
    reaches,
)
from tightrope.simulators.learners.line_play import LineTask
from tightrope.simulators.measures.hindsight_shifts import relabelled_again
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.worlds.complete_graph import complete_graph
from tightrope.simulators.worlds.lock import ALIVE, lock
from tightrope.simulators.worlds.password import password, worst_luck


def uniform(mdp):
    return Table(np.full((1, *mdp.shape), fmpq(1, mdp.shape[1]), dtype=object))


def relabelled(mdp, horizon, goal, behaviour=None):
    weight = expected(mdp, behaviour or uniform(mdp), horizon, last_state)
    return reaches(mdp, clone(weight, goal), goal, horizon)


@pytest.mark.parametrize("choices", [2, 3, 5])
@pytest.mark.parametrize("x", [Fraction(0), Fraction(1, 3), Fraction(2, 5), Fraction(1)])
@pytest.mark.parametrize("horizon", [1, 2, 5])
def test_a_lock_opens_as_the_closed_form_says(choices, x, horizon):
    made = lock([Fraction(1), *[x] * (choices - 1)])
    values = {actions: choices, odds: x, T: horizon}

    assert relabelled(made, horizon, ALIVE) == exact_value(LOCK, values)
    if 0 < x < 1 and horizon > 1:
        assert relabelled(made, horizon, ALIVE) != exact_value(ONE_STEP, values)


@given(
    st.lists(st.fractions(0, 1, max_denominator=12), min_size=2, max_size=5).filter(lambda chances: max(chances) > 0),
    st.data(),
)
def test_one_decision_keeps_2_r_over_1_plus_r_of_the_optimum(chances, data):
    """r^2 is the best action's share in any behaviour; squared, so that no root is taken."""
    weights = data.draw(st.lists(st.integers(1, 9), min_size=len(chances), max_size=len(chances)))
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    success = relabelled(lock(chances), 1, ALIVE, policy([[shares, shares]]))
    best = max(chances)
    share = max(shares[a] for a, chance in enumerate(chances) if chance == best)

    assert success == sum(b * p**2 for b, p in zip(shares, chances, strict=True)) / sum(
        b * p for b, p in zip(shares, chances, strict=True)
    )
    assert success >= best * share  # the floor is above the behaviour's own share
    left = success / (2 * best - success)  # success >= 2 r/(1 + r) best  iff  r <= success/(2 best - success)
    assert success == best or share <= left**2


def test_three_quarters_of_the_floor_more_is_refuted():
    made = lock([Fraction(1), *[Fraction(1, 4)] * 8])

    assert relabelled(made, 1, ALIVE) == Fraction(1, 2)
    assert relabelled(made, 1, ALIVE) < Fraction(3, 4)
    assert relabelled(made, 10, ALIVE) == Fraction(1, 2) ** 10


def floor(formula, letters, places):
    """A share of the optimum as a float; where letters^places is a square the first one is rational."""
    return float(formula.subs({actions: letters, T: places}))


@pytest.mark.parametrize(("letters", "places"), [(2, 2), (3, 2), (5, 2), (4, 1), (4, 3), (9, 3), (2, 4), (2, 6)])
def test_a_password_attains_the_floor_of_many_decisions(letters, places):
    """Exactly, where the number of words is a square; the behaviour succeeds half as often and a bit."""
    made = password(letters, [worst_luck(letters**places)] * places)
    kept = relabelled(made, places, goal=places)
    word = Fraction(1, isqrt(letters**places))

    assert (
        kept == 2 * word / (1 + word) == exact_value(PASSWORD, {actions: letters, T: places, odds: word / (1 + word)})
    )
    assert fraction(reaches(made, uniform(made), places, places)) == word
    assert float(kept) == pytest.approx(floor(MANY_DECISIONS, letters, places), rel=1e-12)
    if places > 1:
        assert float(kept) < floor(UNIFORM**T, letters, places) - 1e-3


@pytest.mark.parametrize(("letters", "places"), [(2, 3), (3, 3), (5, 3)])
def test_elsewhere_rational_passwords_come_as_near_as_one_likes_and_never_below(letters, places):
    least = floor(MANY_DECISIONS, letters, places)
    luck = Fraction(1 / (1 + letters ** (places / 2))).limit_denominator(10_000)

    assert least <= relabelled(password(letters, [luck] * places), places, goal=places) < least + 1e-6
    with pytest.raises(ValueError, match="square"):
        worst_luck(letters**places)


def test_two_letters_of_five_with_luck_at_the_first_one_only_are_below_the_lock_and_above_the_floor():
    kept = relabelled(password(5, [Fraction(179, 1000), Fraction(0)]), 2, goal=2)

    assert kept == Fraction(82041, 229000)
    assert floor(MANY_DECISIONS, 5, 2) < kept < floor(UNIFORM**T, 5, 2)


def test_more_luck_or_less_leaves_more():
    at_worst = worst_luck(25)
    least = relabelled(password(5, [at_worst] * 2), 2, goal=2)

    for other in ([at_worst / 2] * 2, [2 * at_worst] * 2, [at_worst, at_worst / 2], [at_worst / 2, at_worst]):
        assert relabelled(password(5, other), 2, goal=2) > least


def test_a_clone_that_is_not_told_the_steps_can_fall_below_the_floor():
    """The contrast: wait, then go; every other action leads nowhere. Told, the clone always arrives."""
    for choices in (2, 5):
        nowhere = {2: Fraction(1)}
        first = [{0: Fraction(1)}, {1: Fraction(1)}, *[nowhere] * (choices - 2)]
        made = tabular_mdp(
            states=("start", "goal", "nowhere"),
            actions=[f"a{a}" for a in range(choices)],
            start=(1, 0, 0),
            transition=[[first, [nowhere] * choices, [nowhere] * choices]],
            cost=[[0] * choices] * 3,
        )
        data = expected(made, uniform(made), 2, last_state)

        assert reaches(made, clone(data, 1), 1, 2) == 1
        assert (
            fraction(reaches(made, clone(pooled(data), 1), 1, 2)) == Fraction(1, 4) < floor(MANY_DECISIONS, choices, 2)
        )


@given(st.integers(2, 3), st.integers(1, 3), st.data())
def test_no_dynamics_leave_a_clone_of_uniform_play_less_than_the_floor_of_many_decisions(choices, decisions, data):
    """Squared, so that no root is taken: C >= 2R/(1 + R) V iff R <= C/(2V - C)."""
    laws = st.lists(st.integers(0, 4), min_size=3, max_size=3).filter(any)
    drawn = data.draw(st.lists(st.lists(laws, min_size=choices, max_size=choices), min_size=3, max_size=3))
    made = tabular_mdp(
        states=("start", "between", "goal"),
        actions=[f"a{a}" for a in range(choices)],
        start=(1, 0, 0),
        transition=[
            [[{s: Fraction(w, sum(law)) for s, w in enumerate(law) if w} for law in row] for row in drawn],
        ],
        cost=[[0] * choices] * 3,
    )
    best = fraction(best_chances(made, 2, decisions)[-1][0].max())
    kept, played = relabelled(made, decisions, 2), fraction(reaches(made, uniform(made), 2, decisions))

    assert played <= kept <= best
    assert kept == best or Fraction(1, choices**decisions) <= (kept / (2 * best - kept)) ** 2


@pytest.mark.parametrize("places", [2, 3, 10])
def test_a_clone_that_is_not_told_the_steps_arrives_in_the_graph_as_the_closed_form_says(places):
    graph = complete_graph(places)
    weight = expected(graph, uniform(graph), 2, last_state)

    for goal in range(places):
        told, untold = (reaches(graph, clone(data, goal), goal, 2) for data in (weight, pooled(weight)))
        assert untold == exact_value(POOLED, {states: places})
        assert told == 1


def test_from_one_start_the_graph_without_steps_told_is_another_number():
    """The closed form is of a uniform start: from one state the cells of the start mix more than the others."""
    graph = complete_graph(3, start=[0])
    weight = pooled(expected(graph, uniform(graph), 2, last_state))

    assert reaches(graph, clone(weight, 1), 1, 2) == Fraction(7, 8) != exact_value(POOLED, {states: 3})


def test_relabelling_again_and_again_removes_the_luck_and_once_does_not():
    found = relabelled_again(lock([Fraction(1), Fraction(2, 5)]), ALIVE, 6)

    for number, value in enumerate(found, start=1):
        assert value == exact_value(iterated(rounds), {rounds: number, actions: 2, odds: Fraction(2, 5)})
    assert found == sorted(found)
    assert found[0] < Fraction(9, 10) < Fraction(99, 100) < found[-1]


TASK = LineTask(length=4, goal=2, decisions=2)


def test_average_success_of_random_play_is_that_of_all_data_sets():
    kinds = TASK.play(0, 3)
    for rule, runs in product((last_state, any_later_state), (1, 2)):
        every = [TASK.success(data, rule) for data in product(kinds, repeat=runs)]
        assert TASK.expected_success(kinds, rule)(runs) == sum(every) / len(every)


def test_play_without_a_run_from_start_to_goal_stays_at_one_half():
    """The contrast: pieces, however many."""
    exact = TASK.expected_success(TASK.play(3, 3), any_later_state)

    assert exact(500) == pytest.approx(0.5)
    assert all(exact(runs) <= Fraction(1, 2) for runs in (1, 10, 100))
    assert TASK.expected_success(TASK.play(0, 3), any_later_state)(100) > Fraction(99, 100)


def test_the_five_data_sets():
    rows = {
        row["play"]: [row[rule].get("exact") for rule in list(row)[1:]] for row in play_data.EXPERIMENT.table(QUICK)
    }

    assert list(rows.values()) == [
        ["1", "1", "1"],
        ["1/4", "1", "1"],
        ["1/2", "1/2", "1/2"],
        ["1/2", "1/2", "1"],
        ["1/4", "1/4", "1/4"],
    ]


def test_the_experiments_answer_their_claims_with_conditions():
    answers = {a.claim: a for module in (hindsight, play_data) for a in module.EXPERIMENT.run(QUICK).answers}

    assert {key: answer.verdict for key, answer in answers.items()} == dict.fromkeys(
        ("L24", "L26", "L27"), "conditional"
    )
    assert answers["L24"].numbers["least success over all goals"]["exact"] == "1"


def test_where_outcomes_are_certain_both_shifts_are_zero_and_the_effect_is_gone():
    """The contrast of L27: the goals of the data still are other ones."""
    rows = {row["world"]: row for row in hindsight.EXPERIMENT.run(QUICK).table}

    for name in ("lock, chances 1 and 0", "lock, chances 1 and 1", "grid, steps told"):
        assert (rows[name]["first shift"]["value"], rows[name]["second shift"]["value"]) == (0, 0)
        assert rows[name]["success"]["exact"] == "1"
    for name in ("lock, chances 1 and 2/5", "grid, steps not told", "slippery grid, steps told"):
        assert rows[name]["first shift"]["value"] > 0 < rows[name]["second shift"]["value"]
        assert rows[name]["success"]["value"] < rows[name]["best possible"]["value"]

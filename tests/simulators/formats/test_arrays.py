"""Problems from arrays: every layout says the same, what pays becomes what costs, and what is wrong is named."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse

import tightrope
from tightrope.simulators.many import evaluate_many
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.measures.outcomes import totals
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.policy import deterministic

LAKE = "gymnasium:FrozenLake-v1"


def random_arrays(seed=1, states=6, actions=3):
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 9, (actions, states, states)) + np.eye(states, dtype=int)
    return counts / counts.sum(axis=2)[:, :, None], rng.integers(-5, 6, (actions, states, states)) / 4


def pairs_of(table):
    s, a = np.divmod(np.arange(table.shape[1] * table.shape[0]), table.shape[0])
    return s, a, table[a, s]


def identity(made, horizon=4):
    return content_hash(tightrope.problem(made, horizon))


@pytest.mark.parametrize("seed", range(4))
def test_every_layout_gives_the_same_problem(seed):
    p, moves = random_arrays(seed)
    s, a, rows = pairs_of(p)
    rewards = moves[:, :, 0].T
    one = tightrope.from_arrays(p, rewards, start=2, discount="9/10")
    alike = [
        tightrope.from_arrays(p.tolist(), rewards.tolist(), start=[0, 0, 1, 0, 0, 0], discount=0.9),
        tightrope.from_arrays(p.transpose(1, 0, 2), rewards, start=2, discount=0.9, layout="SAS"),
        tightrope.from_arrays([sparse.csr_array(x) for x in p], rewards, start="s2", discount=0.9),
        tightrope.from_arrays([sparse.coo_matrix(x) for x in p], sparse.csr_array(rewards), start=2, discount=0.9),
        tightrope.from_arrays(rows, rewards[s, a], start=2, discount=0.9, layout="pairs", pairs=(s, a)),
        tightrope.from_arrays(
            sparse.csr_array(rows[::-1]),
            rewards[s, a][::-1],
            **{"start": 2, "discount": 0.9, "layout": "pairs", "pairs": (s[::-1], a[::-1])},
        ),
    ]

    assert {identity(other) for other in alike} == {identity(one)}


def test_rewards_of_moves_are_expected_exactly_in_every_layout():
    p, moves = random_arrays(7)
    made = tightrope.from_arrays(p, moves, start=0)
    chances = [[[Fraction(x).limit_denominator(1000) for x in row] for row in layer] for layer in p]
    by_hand = [
        [sum(q * Fraction(r) for q, r in zip(chances[a][s], moves[a, s], strict=True)) for a in range(3)]
        for s in range(6)
    ]

    assert [[fraction(x) for x in row] for row in made.totals["return"]] == by_hand
    assert identity(tightrope.from_arrays(p.transpose(1, 0, 2), moves.transpose(1, 0, 2), start=0, layout="SAS")) == (
        identity(made)
    )
    both = [[sparse.csr_array(x) for x in table] for table in (p, moves)]
    assert identity(tightrope.from_arrays(*both, start=0)) == identity(made)


def test_a_cost_is_the_reward_that_is_missed_in_shares_of_their_range():
    p, moves = random_arrays(3)
    made = tightrope.from_arrays(p, moves[0, 0], start=0)
    least, most = (Fraction(x) for x in (moves[0, 0].min(), moves[0, 0].max()))
    costs = [fraction(x) for x in made.mdp.exact_cost[:, 0]]

    assert costs == [(most - Fraction(r)) / (most - least) for r in moves[0, 0]]
    assert (min(costs), max(costs)) == (0, 1)
    assert any("rewards r from" in note for note in made.notes)


def test_a_discount_is_an_end_and_the_return_is_the_discounted_sum():
    p, moves = random_arrays(5)
    rewards, rate, horizon = moves[0, 0], Fraction(9, 10), 6
    expert = [0, 1, 2, 0, 1, 2]
    plain = tightrope.from_arrays(p, rewards, start=1, expert=expert)
    made = tightrope.from_arrays(p, rewards, start=1, discount=rate, expert=expert)
    laws = state_laws(plain.mdp, deterministic(plain.expert, 3), horizon, EXACT)
    discounted = sum(
        rate**t * fraction(laws[t][s]) * Fraction(rewards[s]) for t in range(horizon) for s in range(len(rewards))
    )
    found = tightrope.evaluate(made, horizon, learner=made.expert)

    assert totals(made.with_learner(found.problem.learner), found, EXACT)["return"].expert == discounted
    assert made.mdp.states[-1] == "end"


@pytest.mark.parametrize("rate", [0.999, 0.951229424500714, Fraction(10**30 - 1, 10**30)])
def test_a_discount_of_any_length_leaves_the_laws_as_they_are(rate):
    rng = np.random.default_rng(4)
    p = rng.dirichlet(np.ones(4), size=(2, 4))
    plain, made = (tightrope.from_arrays(p, [0, 1, 2, 3], start=0, discount=x).mdp for x in (1, rate))
    exact = Fraction(rate) if isinstance(rate, Fraction) else Fraction(str(rate))
    laws = [
        {int(s): fraction(x) for s, x in zip(mdp.successor[a:b], mdp.exact_probability[a:b], strict=True)}
        for mdp in (plain, made)
        for a, b in zip(mdp.indptr[:8], mdp.indptr[1:9], strict=True)
    ]

    for before, after in zip(laws[:8], laws[8:], strict=True):
        assert after.pop(4) == 1 - exact
        assert max(abs(after[s] / exact - before[s]) for s in before) < Fraction(1, 2**49)


def test_a_state_without_actions_pays_once_and_ends_the_episode():
    """AIMA's corridor: from the middle one may go left or right; the ends pay -1 and 1."""
    p = np.zeros((2, 3, 3))
    p[0, 1, 0] = p[1, 1, 2] = 1
    made = tightrope.from_arrays(
        p, [-1, -0.04, 1], start=1, states=["pit", "middle", "goal"], actions=["left", "right"]
    )
    found = tightrope.evaluate(made, 5, epsilon="1/10")

    assert made.mdp.states == ("pit", "middle", "goal", "end")
    assert made.mdp.decides.tolist() == [False, True, False, False]
    assert found.disagreement == Fraction(1, 10), "nothing is decided at an end"
    reward = totals(found.problem, found, EXACT)["return"]
    assert (reward.expert, reward.learner) == (1 - Fraction(4, 100), Fraction(8, 10) - Fraction(4, 100))


def test_what_an_end_pays_does_not_depend_on_what_is_done_there():
    p, moves = random_arrays(8, states=3, actions=2)
    by_state = tightrope.from_arrays(p, [0, 1, 5], start=0, ends=[2])
    by_pair = tightrope.from_arrays(p, [[0, 0], [1, 1], [5, 5]], start=0, ends=[2])

    assert identity(by_state) == identity(by_pair)
    for rewards in ([[0, 0], [1, 1], [5, 4]], moves):
        with pytest.raises(ValueError, match="s2 is an end, which pays once, whatever is done"):
            tightrope.from_arrays(p, rewards, start=0, ends=[2])


def test_actions_may_depend_on_the_state_and_nobody_takes_one_that_is_not_there():
    """QuantEcon's way: minus infinity where there is no action. The learner errs with the others, the expert too."""
    p, moves = random_arrays(2)
    rewards = moves[:, :, 0].T.copy()
    rewards[0, 0] = rewards[3, 1] = -np.inf
    rewards[5, [0, 2]] = -np.inf
    made = tightrope.from_arrays(p, rewards, start=0)
    s, a = np.nonzero(np.isfinite(rewards))
    fewer = tightrope.from_arrays(p[a, s], rewards[s, a], start=0, layout="pairs", pairs=(s, a))

    assert identity(made) == identity(fewer)
    assert made.mdp.decides.tolist() == [True] * 5 + [False], "a single action is no decision"
    for horizon, reading in ((5, "pointwise"), (5, "per_step"), (3, "on_policy"), (4, "time_averaged")):
        ready = tightrope.problem(made, horizon, "1/5", reading=reading)
        decided = ready.mdp.decides[:, None] & ~np.isfinite(rewards)
        assert not any((ready.learner.takes(t) & decided).any() for t in range(1, horizon + 1))
        assert not decided[np.arange(6), ready.expert].any()
    with pytest.raises(ValueError, match="the learner may take a0 in s0, which has a1, a2"):
        tightrope.evaluate(made, 5, learner=[0] * 6)
    with pytest.raises(ValueError, match="needs the same actions in every state"):
        tightrope.evaluate(made, 5, epsilon=0.1, off_support="uniform")


def test_an_action_that_is_not_there_changes_nothing_whatever_stands_in_its_place():
    """The best expert of the smaller problem is the best of all that it has, by trying them."""
    p, moves = random_arrays(11, states=3, actions=2)
    rewards = moves[:, :, 0].T.copy()
    rewards[1, 0] = -np.inf
    made = tightrope.from_arrays(p, rewards, start=[1 / 3] * 3)
    returns = {}
    for number in range(8):
        choice = [number >> s & 1 for s in range(3)]
        if choice[1] == 1:
            found = tightrope.evaluate(made, 1, learner=choice)
            returns[tuple(choice)] = totals(found.problem, found, EXACT)["return"]

    assert all(one.expert == max(each.learner for each in returns.values()) for one in returns.values())


def test_exact_numbers_stay_exact_of_any_length():
    tiny = Fraction(1, 10**30)
    made = tightrope.from_arrays(
        np.array([[[1 - tiny, tiny], [0, 1]], [["1/3", "2/3"], [0, 1]]], dtype=object), [[0, tiny], [0, 0]], start=0
    )

    assert fraction(made.mdp.exact_probability[1]) == tiny
    assert fraction(made.mdp.exact_cost[0, 0]) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"P": np.array([[[0.5, 0.425], [0, 1]]])}, "state s0, action a0 sums to 0.925, not 1"),
        ({"P": np.array([[[0.9, 0.9], [0.9, 0.9]]])}, r"action a0 sums to 1.8, not 1 \(2 rows do not sum to 1\)"),
        ({"P": np.array([[[1.5, -0.5], [0, 1]]])}, "state s0, action a0 holds -0.5, which is no probability"),
        ({"P": np.array([[[np.nan, 1], [0, 1]]])}, "holds nan, which is no probability"),
        ({"P": np.array([[[1.0, 1e-8], [0, 1]]])}, "sums to 1.00000001, not 1"),
        ({"P": np.ones((1, 2, 3)) / 3}, r"must have the shape .A, S, S. .* P\[0\] has .2, 3."),
        ({"P": np.ones((2, 2)) / 2}, "P must be an array in 3 dimensions"),
        ({"P": [[[1, 0], [0]]]}, "parts have different shapes"),
        ({"P": []}, "a matrix for each action"),
        ({"P": np.eye(2, dtype=np.float32)[None]}, "float32, too short to tell"),
        ({"P": np.zeros((1, 2, 2))}, "no row with a probability above 0"),
        ({"P": np.array([[["x", "y"], ["0", "1"]]])}, "P must be a number such as"),
        ({"P": np.array([[[1j, 0], [0, 1]]])}, "type complex128"),
        ({"R": np.zeros((2, 3))}, r"shape \(S,\), \(S, A\) or \(A, S, S\) with S = 2 and A = 1; it has \(2, 3\)"),
        ({"R": [np.nan, 0]}, "rewards must be finite"),
        ({"start": 2}, "start must be a state, 0 to 1 or one of s0, s1; got 2"),
        ({"start": "s7"}, "start must be a state"),
        ({"start": [0.5, 0.4]}, "start sums to 0.9, not 1"),
        ({"start": [1, 0, 0]}, r"a law of shape \(2,\)"),
        ({"discount": 0}, "discount must be a number above 0 and at most 1"),
        ({"discount": "3/2"}, "discount must be a number above 0 and at most 1"),
        ({"layout": "AS"}, "layout must be one of ASS, SAS, pairs; got 'AS'"),
        ({"layout": "pairs"}, "pairs=.s_indices, a_indices. goes with"),
        ({"ends": 1}, "ends are a list of numbers of states, 0 to 1; got 1"),
        ({"R": np.ma.array([0, 1], mask=[0, 1])}, "R has masked numbers"),
        (
            {"P": np.eye(2), "layout": "pairs", "pairs": ([0, 1], [0, 10**10])},
            "are more than 100000000 pairs: number the actions",
        ),
        ({"P": np.eye(2), "layout": "pairs", "pairs": ([0, 1], [0, 0], [0])}, "pairs=.s_indices, a_indices. goes with"),
        ({"ends": [2]}, "ends are numbers of states, 0 to 1; got 2"),
        ({"states": ["a"]}, "states must be 2 names; got 1"),
        ({"states": ["a", "a"]}, "names of states must differ"),
        ({"expert": [0, 1]}, "expert's actions must lie in 0 to 0"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(change, words):
    given = {"P": np.array([[[0.5, 0.5], [0, 1]]]), "R": [0, 1], "start": 0, **change}
    with pytest.raises(ValueError, match=words) as caught:
        tightrope.from_arrays(given.pop("P"), given.pop("R"), **given)
    assert len(str(caught.value)) < 300


def test_a_problem_without_an_expert_says_that_it_needs_a_horizon():
    made = tightrope.from_arrays(*random_arrays(), start=0)

    assert made.expert is None
    with pytest.raises(ValueError, match="arrays has no expert yet"):
        made.expert_table  # noqa: B018
    with pytest.raises(ValueError, match="give one"):
        tightrope.problem(made, epsilon=0.1)


def test_the_lake_is_the_lake_from_its_table_and_from_its_arrays():
    gymnasium = pytest.importorskip("gymnasium")
    lake = gymnasium.make("FrozenLake-v1")
    p, paid = np.zeros((4, 17, 17)), np.zeros((4, 17, 17))
    for s, rows in lake.unwrapped.P.items():
        for a, moves in rows.items():
            for chance, successor, reward, done in moves:
                to = 16 if done else successor
                p[a, s, to] += chance
                paid[a, s, to] += chance * reward
    moves = np.divide(paid, p, out=np.zeros_like(p), where=p > 0)
    names = [*(f"s{s}" for s in range(16)), "end"]
    by_arrays = tightrope.from_arrays(p, moves, start=0, states=names)

    assert identity(by_arrays, 10) == identity(tightrope.from_environment(lake), 10) == identity(LAKE, 10)


def test_fifty_thousand_states_take_seconds():
    import time

    rng, size = np.random.default_rng(1), 50_000
    counts = rng.integers(1, 99, (4, size, 3))
    chances, to = counts / counts.sum(axis=2)[:, :, None], rng.integers(0, size, (4, size, 3))
    rows = np.repeat(np.arange(size), 3)
    p = [sparse.csr_array((chances[a].ravel(), (rows, to[a].ravel())), shape=(size, size)) for a in range(4)]
    started = time.process_time()
    made = tightrope.from_arrays(p, rng.random((size, 4)).round(3), start=0, discount=0.95)

    assert time.process_time() - started < 20
    assert made.mdp.shape == (size + 1, 4)


@pytest.mark.parametrize("discount", ["0.999999999", "0.999999999999999", "0.99999999999999999"])
def test_a_discount_near_one_takes_no_digits_from_the_probabilities(discount):
    chance = 0.1234567890123  # neither a short decimal nor a near fraction
    law = [[chance, 1 - chance], [0.123456789012, 0.876543210988]]
    made = tightrope.from_arrays([law], [0, 1], start=0, discount=discount)
    mdp, rate = made.mdp, Fraction(discount)
    rows = [[int(x) for x in mdp.weight[mdp.indptr[s] : mdp.indptr[s + 1]]] for s in range(2)]

    assert abs(Fraction(rows[0][0], sum(rows[0])) / rate - Fraction(chance)) < Fraction(1, 2**48)
    assert Fraction(rows[1][0], sum(rows[1])) == rate * Fraction("0.123456789012")
    assert made.notes[-2].startswith("a discount of 1 - 1e-")


@pytest.mark.parametrize("reading", ["pointwise", "per_step", "on_policy"])
def test_many_horizons_at_once_are_those_one_by_one_where_the_expert_is_planned_for_each(reading):
    p, moves = random_arrays(2)
    rewards = moves[:, :, 0].T.copy()
    rewards[0, 0] = -np.inf
    for made in (tightrope.from_arrays(p, rewards, start=0), tightrope.from_arrays(p, rewards, start=0, discount=0.5)):
        for one in evaluate_many(made, [1, 3, 6], ["1/10", "1/3"], reading=reading):
            alone = tightrope.evaluate(made, one.horizon, one.epsilon, reading=reading)
            assert one.disagreement == pytest.approx(float(alone.disagreement), rel=1e-12)
            assert one.gap == pytest.approx(float(alone.gap), abs=1e-12)
        with_mine = evaluate_many(made, [1, 6], learner=[1, 1, 1, 1, 1, 1])
        assert [float(tightrope.evaluate(made, t, learner=[1] * 6).gap) for t in (1, 6)] == pytest.approx(
            [one.gap for one in with_mine]
        )


def test_thirds_are_meant_as_rewards_but_not_by_some_of_many_random_floats():
    """Of 5,000 random floats about ten are as near to a fraction as its own float: they mean their digits."""
    moves = [np.eye(2)] * 2
    thirds = tightrope.from_arrays(moves, np.array([[1 / 3, 0], [1, 2 / 3]]), start=0)
    many = np.random.default_rng(1).random((2500, 2))
    random = tightrope.from_arrays([np.eye(2500)] * 2, many, start=0)

    assert thirds.mdp.cost_denominator == 3
    assert random.mdp.cost_denominator.bit_length() < 150


def test_an_expert_of_whole_numbers_that_may_be_actions_or_probabilities_is_asked_about():
    moves, rewards = [[[1, 0], [0.5, 0.5]], [[0, 1], [0, 1]]], [[0, 0], [1, 0]]

    for unclear in ([[0, 1], [1, 0]], np.eye(2, dtype=int)):
        with pytest.raises(ValueError, match="may be actions or probabilities"):
            tightrope.from_arrays(moves, rewards, start=0, expert=unclear)
    for clear, layers in (([[0.0, 1.0], [1.0, 0.0]], 1), ([0, 1], 1), ([[0, 0], [1, 1]], 2)):
        assert len(tightrope.from_arrays(moves, rewards, start=0, expert=clear).expert_actions) == layers

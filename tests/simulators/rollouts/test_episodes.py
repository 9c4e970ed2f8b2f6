"""Episodes: the same seed gives the same ones however they are played, and all that is counted comes out right."""

import subprocess
import sys
import threading
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from tests.simulators.changing_problems import changing_problems
from tests.simulators.rollouts.problems import HORIZON, PROBLEMS, drawing, random_mdp, table
from tightrope.simulators.measures.confidence import betting, clopper_pearson
from tightrope.simulators.measures.disagreement import error_rates, evaluate
from tightrope.simulators.measures.occupancy import push, state_laws
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts import episodes as module
from tightrope.simulators.rollouts.episodes import Player, disagreements, trajectories, visits
from tightrope.simulators.rollouts.outputs import OUTPUTS, Begin, integer_costs

TIGHTROPE = problem("tightrope", 8, Fraction(1, 5))
ALARM = 1e-9


def scores(made):
    return np.random.default_rng(0).random((HORIZON, made.mdp.shape[0]))


def same(first, second, outputs=OUTPUTS):
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in outputs)


def test_the_same_seed_gives_the_same_episodes_and_another_seed_others():
    first, again, other = (disagreements(TIGHTROPE, 8, 500, seed) for seed in (3, 3, 4))

    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("name", PROBLEMS)
def test_all_outputs_are_sums_of_the_trajectories(name):
    made = PROBLEMS[name]()
    player, table = Player(made, HORIZON), scores(made)
    found, episodes = player.play(300, 7, OUTPUTS, engine="numpy", scores=table), trajectories(made, HORIZON, 300, 7)
    states, at = episodes.states[:, :-1], np.arange(HORIZON)
    cost = made.mdp.cost_numerator[states, episodes.actions]
    rates = np.array([error_rates(made, made.learner, t + 1, FLOAT) for t in at])
    by_decision = [np.bincount(states[:, t], minlength=made.mdp.shape[0]) for t in at]

    assert np.array_equal(found.disagreements, episodes.disagreed.sum(axis=1))
    wrong_once = episodes.disagreed.any(axis=1)
    assert np.array_equal(found.first, np.where(wrong_once, episodes.disagreed.argmax(axis=1) + 1, HORIZON + 1))
    assert np.array_equal(found.paid, cost.sum(axis=1)) and np.array_equal(found.paid_at, cost.sum(axis=0))
    assert found.unit == Fraction(1, made.mdp.cost_denominator)
    assert np.array_equal(found.final, episodes.states[:, -1])
    assert np.array_equal(found.wrong_at, episodes.disagreed.sum(axis=0))
    assert np.array_equal(found.visits_at, by_decision) and np.array_equal(found.visits, np.sum(by_decision, axis=0))
    assert found.rates == pytest.approx(rates[at, states].sum(axis=1))
    assert found.score == pytest.approx(table[at, states].sum(axis=1))


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_compiled_kernel_gives_the_same_bit_for_bit(name):
    pytest.importorskip("numba")
    made = PROBLEMS[name]()
    player = Player(made, HORIZON)
    by_numpy, by_kernel = (
        player.play(1000, 3, OUTPUTS, engine=engine, scores=scores(made)) for engine in ("numpy", "compiled")
    )

    assert same(by_numpy, by_kernel)
    assert same(by_numpy, player.play(1000, 3, ["final"], engine="compiled"), ["final"])


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
@pytest.mark.parametrize(("together", "threads"), [(7, 1), (100, 2), (130, 3)])
def test_episodes_do_not_depend_on_blocks_or_threads(engine, together, threads, monkeypatch):
    if engine == "compiled":
        pytest.importorskip("numba")
    made = PROBLEMS["a stationary learner"]()
    player = Player(made, HORIZON)
    expected = player.play(300, 1, OUTPUTS, engine="numpy", scores=scores(made))
    monkeypatch.setattr(module, "PER_CALL", together)

    assert same(expected, player.play(300, 1, OUTPUTS, engine=engine, threads=threads, scores=scores(made)))


def test_an_episode_is_the_same_however_many_are_played_and_wherever_one_starts():
    player = Player(TIGHTROPE, 8)
    all_of_them = player.play(300, 1, ["final", "first"])

    assert np.array_equal(player.play(100, 1, ["first"]).first, all_of_them.first[:100])
    assert np.array_equal(player.play(100, 1, ["first"], after=150).first, all_of_them.first[150:250])


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_episodes_can_begin_later_elsewhere_and_with_a_given_action(engine):
    if engine == "compiled":
        pytest.importorskip("numba")
    made = PROBLEMS["a learner by decision"]()
    rng, count = np.random.default_rng(1), 500
    begin = Begin(
        entry=np.sort(rng.integers(1, HORIZON + 1, size=count)),
        state=rng.integers(0, 29, size=count),
        forced=rng.integers(-1, 3, size=count),
    )
    player = Player(made, HORIZON)
    found = player.play(count, 5, OUTPUTS, engine=engine, begin=begin, scores=scores(made))
    reference = player.play(count, 5, OUTPUTS, engine="numpy", begin=begin, scores=scores(made))
    last = begin.entry == HORIZON
    expert = made.expert_at(HORIZON)[begin.state]
    forced = last & (begin.forced >= 0)

    assert same(found, reference)
    assert found.visits_at.sum(axis=1).tolist() == [(begin.entry <= t).sum() for t in range(1, HORIZON + 1)]
    assert np.array_equal(found.disagreements[forced], (begin.forced != expert)[forced])


def test_a_forced_action_leads_where_the_words_lead_that_action():
    """Forcing what is done anyway changes nothing."""
    made = PROBLEMS["rows of different length"]()
    player, played = Player(made, HORIZON), trajectories(made, HORIZON, 200, 9)
    begin = Begin(entry=np.ones(200, dtype=np.int64), state=played.states[:, 0], forced=played.actions[:, 0])

    assert np.array_equal(player.play(200, 9, ["final"], begin=begin).final, played.states[:, -1])


def test_a_fallen_walker_never_returns():
    played = trajectories(TIGHTROPE, 8, 400, 2)

    assert np.array_equal(played.states[:, 1:], np.maximum.accumulate(played.disagreed.astype(int), axis=1))


@pytest.mark.parametrize("name", PROBLEMS)
def test_visits_follow_the_exact_law(name, false_alarm):
    made, episodes = PROBLEMS[name](), 4000
    counts = visits(made, HORIZON, episodes, seed=9)
    laws = state_laws(made.mdp, made.learner, HORIZON)
    false_alarm(ALARM * counts.size)

    assert (counts.sum(axis=1) == episodes).all()
    for count, exact in zip(counts.flat, laws[:-1].flat, strict=True):
        interval = clopper_pearson(int(count), episodes, 1 - ALARM)
        assert interval.lower <= float(fraction(exact)) <= interval.upper


@pytest.mark.parametrize("name", PROBLEMS)
def test_costs_have_their_exact_means(name, false_alarm):
    false_alarm(3 * ALARM)
    made, episodes = PROBLEMS[name](), 4000
    exact = evaluate(made, HORIZON)
    found = Player(made, HORIZON).play(episodes, 4, ["disagreements", "paid", "rates"])
    most = HORIZON * float(made.mdp.cost_numerator.max() or 1) * float(found.unit)
    for values, largest, mean in (
        (found.disagreements, HORIZON, exact.disagreement),
        (found.rates, HORIZON, exact.disagreement),
        (found.paid * float(found.unit), most, exact.learner_task),
    ):
        interval = betting(values, max(largest, values.max()), 1 - ALARM)
        assert interval.lower <= float(mean) <= interval.upper


def test_where_nothing_is_decided_nobody_disagrees():
    """The learner never does what the expert would; after the first decision there is nothing left to decide."""
    mdp = tabular_mdp(
        states=("here", "end"),
        actions=("right", "wrong"),
        start=(1, 0),
        transition=[[[{1: 1}, {1: 1}], [{1: 1}, {1: 1}]]],
        cost=((0, 0), (0, 0)),
        decides=[True, False],
    )
    made = Problem(name="short", mdp=mdp, expert=np.zeros((1, 2), dtype=np.int64), learner=policy([[[0, 1], [0, 1]]]))

    assert set(disagreements(made, 4, 20, seed=1)) == {1}
    assert evaluate(made, 4).disagreement == 1


@given(changing_problems())
@settings(max_examples=25)
def test_episodes_are_possible_at_each_decision_where_everything_changes_with_time(drawn):
    """Each action, move and disagreement is one of its own decision, not of another one."""
    made, horizon = drawn
    played = trajectories(made, horizon, 20, seed=1)
    for t in range(1, horizon + 1):
        before, after, action = played.states[:, t - 1], played.states[:, t], played.actions[:, t - 1]
        assert all(made.learner.at(t, EXACT)[before, action])
        assert np.array_equal(played.disagreed[:, t - 1], action != made.expert_at(t)[before])
        for s, a, s_next in zip(before, action, after, strict=True):
            mass, moved = EXACT.zeros(len(made.mdp.states)), EXACT.zeros(*made.mdp.shape)
            mass[s] = moved[s, a] = EXACT.number(Fraction(1))
            assert push(made.mdp, mass, moved, t, EXACT)[s_next]


def test_an_expert_that_draws_has_visits_and_costs_but_no_disagreements():
    player = Player(drawing(), HORIZON)
    expected = Player(table(), HORIZON).play(50, 1, ["final", "paid"])

    assert same(player.play(50, 1, ["final", "paid"]), expected, ["final", "paid"])
    with pytest.raises(ValueError, match="draws its actions"):
        player.play(50, 1, ["disagreements"])


def test_costs_too_fine_for_whole_numbers_are_rounded_as_little_as_need_be():
    mdp = random_mdp(4, 2, lambda row: 2)
    fine = mdp.cost_numerator * (2**55 // 11) + 12345
    object.__setattr__(mdp, "cost_numerator", fine)
    cost, up, down = integer_costs(mdp, 100)
    error = max(abs(Fraction(int(c) * up, down) - Fraction(int(f), 10)) for c, f in zip(cost, fine.flat, strict=True))

    assert up > 1 and int(abs(cost).max()) * 2**14 < 2**62
    assert error * 2**40 < Fraction(int(fine.max()), 10)


def test_progress_hears_of_every_episode_and_an_interruption_ends_the_play():
    heard, player = [], Player(TIGHTROPE, 8)
    player.play(40_000, 1, ["final"], threads=2, progress=heard.append)

    def interrupt(_):
        raise KeyboardInterrupt

    assert sum(heard) == 40_000
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        player.play(10**9, 1, ["wrong_at"], progress=interrupt)
    assert threading.active_count() == before


@pytest.mark.parametrize(
    ("episodes", "seed", "threads", "words"),
    [
        (0, 1, 1, "episodes must be at least 1"),
        (5, -1, 1, "seed"),
        (5, 1, 0, "threads must be at least 1"),
        (10**12, 1, 1, "would take 7450.6 GiB"),
        (10**13, 1, 1, "more random words"),
    ],
)
def test_bad_input_is_refused_in_words(episodes, seed, threads, words):
    with pytest.raises(ValueError, match=words):
        disagreements(TIGHTROPE, 8, episodes, seed, threads)


NOWHERE = Begin(entry=np.array([2, 1]), state=np.array([0, 0]), forced=np.array([-1, -1]))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outputs": ["final", "entropy"]}, "outputs are among"),
        ({"outputs": ["score"]}, "needs a table of scores"),
        ({"outputs": ["score"], "scores": np.zeros((2, 2))}, "scores: floats of shape"),
        ({"engine": "fortran"}, "the engine is one of"),
        ({"begin": NOWHERE}, "must be ordered"),
        ({"begin": Begin(entry=np.array([1, 1]), state=np.array([0, 2]), forced=np.array([0, 0]))}, "from 0 to 1"),
        ({"begin": Begin(entry=np.array([1, 9]), state=np.array([0, 1]), forced=np.array([0, 0]))}, "from 1 to 8"),
    ],
)
def test_what_cannot_be_played_is_refused_in_words(more, words):
    with pytest.raises(ValueError, match=words):
        Player(TIGHTROPE, 8).play(2, 1, **more)


def test_trajectories_that_would_fill_the_memory_are_refused():
    with pytest.raises(ValueError, match="ask for fewer episodes"):
        trajectories(TIGHTROPE, 8, 10**9, 1)


def test_a_problem_without_learner_cannot_be_rolled_out():
    with pytest.raises(ValueError, match="has no learner"):
        disagreements(problem("gymnasium:FrozenLake-v1", 3), 3, 5, 1)


def test_without_numba_the_reference_serves_and_the_kernel_is_refused(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda name: None)

    assert module._engine("auto", 10**12).__name__.endswith("lockstep")
    with pytest.raises(ValueError, match="needs numba"):
        Player(TIGHTROPE, 8).play(2, 1, engine="compiled")


def test_nobody_waits_for_the_compiler_who_does_not_need_it():
    """Importing and playing a little loads no numba."""
    code = (
        "import sys; import tightrope.simulators.imitation as tr; "
        "tr.simulate('exam', 5, '1/10', episodes=50, seed=1); print('numba' in sys.modules)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "False"

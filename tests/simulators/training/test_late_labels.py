"""Late and wrong labels: exact votes are the means of all episodes, and the loop does what its docstring says."""

from fractions import Fraction
from itertools import islice, product

import numpy as np
import pytest

from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import policy
from tightrope.simulators.names import problem
from tightrope.simulators.training.late_labels import (
    drawn_votes,
    frequency_driver,
    late_loop,
    late_votes,
    majority_driver,
    wrong_votes,
)
from tightrope.simulators.worlds.excursions import OFF, ON, RETURN, STRAIGHT, driver, excursions

SLIP = Fraction(1, 10)
WORLD = excursions(Fraction(4, 5), Fraction(1, 5))
UNTAUGHT = driver(SLIP, Fraction(1), Fraction(0))


def by_hand(made, learner, horizon, latency):
    """Votes by walking through all sequences of states."""
    size, choices = made.mdp.shape
    moves = np.zeros((size, size), dtype=object)
    for s, a in product(range(size), range(choices)):
        row = s * choices + a
        for i in range(made.mdp.indptr[row], made.mdp.indptr[row + 1]):
            moves[s, made.mdp.successor[i]] += learner.probability[0, s, a] * made.mdp.exact_probability[i]
    start, votes = made.mdp.start_law(EXACT), EXACT.zeros(size, choices)
    for path in product(range(size), repeat=horizon):
        chance = start[path[0]]
        for s, after in zip(path, path[1:], strict=False):
            chance = chance * moves[s, after]
        for t, s in enumerate(path):
            votes[s, made.expert_at(1)[path[max(0, t - latency)]]] += chance / horizon
    return votes


@pytest.mark.parametrize("latency", [0, 1, 2, 5])
def test_votes_are_those_of_all_episodes(latency):
    garnet = problem("garnet:states=3,actions=2,branching=2,seed=5", 1)
    acting = policy([[[Fraction(1, 3), Fraction(2, 3)]] * 3])

    assert (late_votes(WORLD, UNTAUGHT, 5, latency) == by_hand(WORLD, UNTAUGHT, 5, latency)).all()
    assert (late_votes(garnet, acting, 5, latency) == by_hand(garnet, acting, 5, latency)).all()


def test_labels_on_time_are_all_right_and_labels_as_late_as_the_episode_all_say_straight():
    now, never = (late_votes(WORLD, UNTAUGHT, 6, latency) for latency in (0, 6))

    assert now[ON][RETURN] == now[OFF][STRAIGHT] == 0 < now[OFF][RETURN]
    assert never[ON][RETURN] == never[OFF][RETURN] == 0 < never[OFF][STRAIGHT]
    assert now.sum() == never.sum() == 1


@pytest.mark.parametrize("latency", [0, 3])
def test_drawn_votes_have_the_exact_mean(latency, false_alarm):
    false_alarm(2e-6)
    drawn, exact = drawn_votes(WORLD, UNTAUGHT, 10, latency, 3000, seed=4), late_votes(WORLD, UNTAUGHT, 10, latency)

    assert drawn.sum(axis=(1, 2)) == pytest.approx(1)
    for state, action in ((OFF, RETURN), (ON, STRAIGHT)):
        interval = betting(drawn[:, state, action], 1 + 1e-9, 1 - 1e-6)
        assert interval.lower <= fraction(exact[state, action]) <= interval.upper


def test_wrong_labels_are_spread_over_the_other_actions():
    votes = EXACT.ratios(np.array([[3, 0, 1]]), np.full((1, 3), 4))

    assert list(map(fraction, wrong_votes(votes, Fraction(1, 2))[0])) == [
        Fraction(7, 16),
        Fraction(1, 4),
        Fraction(5, 16),
    ]
    assert (wrong_votes(votes, Fraction(0)) == votes).all()


def test_who_copies_frequencies_of_labels_one_frame_late_returns_with_the_opposite_chance():
    """In the long run 1 - rho; labels on time teach to return for certain."""
    world = excursions(Fraction(1), Fraction(0))
    acting = driver(SLIP, Fraction(1), Fraction(3, 10))
    late = frequency_driver(late_votes(world, acting, 400, 1), SLIP)
    on_time = frequency_driver(late_votes(world, acting, 400, 0), SLIP)

    assert float(fraction(late.probability[0, OFF, RETURN])) == pytest.approx(0.7, abs=0.01)
    assert on_time.probability[0, OFF, RETURN] == 1


def test_without_labels_off_the_track_a_driver_goes_straight():
    votes = late_votes(WORLD, driver(Fraction(0), Fraction(1), Fraction(1)), 4, 0)

    assert majority_driver(votes, SLIP).probability[0, OFF, STRAIGHT] == 1
    assert frequency_driver(votes, SLIP).probability[0, OFF, STRAIGHT] == 1


def test_the_loop_learns_once_on_time_and_forgets_and_relearns_if_late():
    world, slip = excursions(Fraction(9, 10), Fraction(1, 20)), Fraction(1, 20)
    rounds = {latency: list(islice(late_loop(world, slip, 100, latency), 60)) for latency in (0, 5, 20, 100)}

    assert rounds[0] == [False] + [True] * 59
    assert rounds[5][:2] == [False, True]
    assert 40 < sum(rounds[5]) < 59
    assert not any(rounds[20][2:]) and not any(rounds[100])


def test_a_loop_whose_labels_are_wrong_on_the_track_too_says_so():
    world = excursions(Fraction(1), Fraction(1, 100))

    with pytest.raises(RuntimeError, match="on the track say return"):
        list(islice(late_loop(world, Fraction(9, 10), 100, 1), 400))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: late_votes(WORLD, UNTAUGHT, 5, 6), "between 0 and the horizon, 5 frames; got 6"),
        (lambda: late_votes(WORLD, UNTAUGHT, 5, -1), "between 0 and the horizon"),
        (lambda: drawn_votes(WORLD, UNTAUGHT, 5, 6, 10, seed=1), "between 0 and the horizon"),
        (lambda: wrong_votes(late_votes(WORLD, UNTAUGHT, 5, 0), Fraction(3, 2)), "eta is a probability"),
    ],
)
def test_impossible_labels_are_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()

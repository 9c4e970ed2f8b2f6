"""The lag met at the start: what the expert does, what is shown, and the exact error of whoever acts on few symbols."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.learners.window import Window, best_window
from tightrope.simulators.learners.word_errors import all_words, word_error
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.unrolling import unrolled
from tightrope.simulators.worlds.lag_from_start import LagFromStart

WORLD = LagFromStart(symbols=2, delay=2, stay=Fraction(3, 4))
HORIZON = 5


def error(window):
    sees = WORLD.windows(1)
    return evaluate(unrolled(WORLD.problem, window, HORIZON, sees).problem, HORIZON).epsilon["time_averaged"]


def acting(window):
    return lambda words: np.array([window.label.get(tuple(word[::-1]), 0) for word in words.tolist()])


def test_the_expert_repeats_the_symbol_once_there_is_one():
    shown = np.array([[0, 1, 1, 0, 1], [1, 0, 0, 0, 1]])

    assert WORLD.actions(shown).tolist() == [[0, 0, 0, 1, 1], [0, 0, 1, 0, 0]]
    assert WORLD.actions(shown[:, :2]).tolist() == [[0, 0], [0, 0]]
    assert WORLD.problem.expert_actions[0].tolist() == [0, 0, *4 * [0], *4 * [0], *4 * [1]]


def test_observations_stay_as_often_as_they_should():
    shown = WORLD.shown(20_000, 6, seed=3)

    assert shown.shape == (20_000, 6)
    assert (shown[:, 1:] == shown[:, :-1]).mean() == pytest.approx(0.75, abs=0.01)
    assert shown[:, 0].mean() == pytest.approx(0.5, abs=0.02)
    assert (WORLD.shown(20, 6, seed=3) == shown[:20]).all()


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_the_error_over_all_words_is_that_of_the_table(length):
    window = best_window(WORLD.problem, length, HORIZON, WORLD.windows(1))

    assert word_error(WORLD, HORIZON, length, acting(window)) == error(window)
    assert (error(window) == 0) == (length > WORLD.delay)


def test_so_it_is_of_a_policy_that_is_not_the_best():
    random = np.random.default_rng(5)
    for length in (1, 2, 3, 4):
        seen = [tuple(word[::-1]) for n in range(1, length + 1) for word in all_words(2, n).tolist()]
        window = Window(length=length, label={word: int(random.integers(2)) for word in seen})
        assert word_error(WORLD, HORIZON, length, acting(window)) == error(window)


def test_windows_tell_apart_what_was_seen_and_nothing_else():
    assert len(set(WORLD.windows(1).tolist())) == 2
    assert len(set(WORLD.windows(2).tolist())) == 2 + 4
    assert len(set(WORLD.windows(3).tolist())) == len(set(WORLD.windows(9).tolist())) == 2 + 4 + 8


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (lambda: LagFromStart(symbols=4, delay=-1, stay=Fraction(1, 2)), "delay"),
        (lambda: LagFromStart(symbols=4, delay=9, stay=Fraction(1, 2)).problem, "at most 100000 are handled"),
        (lambda: WORLD.windows(0), "the present observation at least"),
        (lambda: word_error(WORLD, HORIZON, 6, lambda words: words[:, 0]), "must be 1 to 5 symbols"),
        (lambda: word_error(WORLD, 30, 25, lambda words: words[:, 0]), "more than 1000000 words"),
    ],
)
def test_what_is_too_much_or_nothing_is_refused(asked, words):
    with pytest.raises(ValueError, match=words):
        asked()

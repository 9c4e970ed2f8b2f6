"""The error of whoever acts on the last few symbols of `lag_from_start`, whatever it makes of them; exact.

Words of up to `field` symbols are all there is to act on: the whole history while it is shorter, then its last symbols.
So there are A + A^2 + ... + A^field decisions to look at, each with the probability of its word.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from tightrope.simulators.worlds.lag_from_start import LagFromStart

MOST_WORDS = 1_000_000

Acts = Callable[
    [np.ndarray], np.ndarray
]  # words of one length, shape (N, length), oldest symbol first, to actions (N,)


def all_words(symbols: int, length: int) -> np.ndarray:
    """Shape (symbols^length, length)."""
    return np.arange(symbols**length)[:, None] // symbols ** np.arange(length)[::-1] % symbols


def word_error(world: LagFromStart, horizon: int, field: int, acts: Acts) -> Fraction:
    """The probability of a wrong action, averaged over the decisions.

    Raises ValueError unless 1 <= field <= horizon and there are at most MOST_WORDS words.
    """
    if not 1 <= field <= horizon:
        raise ValueError(f"what is seen must be 1 to {horizon} symbols, the horizon; got {field}")
    if world.symbols**field > MOST_WORDS:
        raise ValueError(f"{field} of {world.symbols} symbols make more than {MOST_WORDS} words, the most handled")
    wrong = Fraction(0)
    for length in range(1, field + 1):
        words = all_words(world.symbols, length)
        action = acts(words)
        decisions = range(length, length + 1 if length < field else horizon + 1)
        late = sum(t > world.delay for t in decisions)
        wrong += (len(decisions) - late) * _chance(world, words, action != 0)
        if late and length > world.delay:
            wrong += late * _chance(world, words, action != words[:, -1 - world.delay])
        elif late:
            wrong += late * _unseen(world, words, action)
    return wrong / horizon


def _unseen(world: LagFromStart, words: np.ndarray, action: np.ndarray) -> Fraction:
    """The probability of a wrong action where the symbol to repeat lies before the word: what is known of it is the
    oldest symbol there.
    """
    decayed = world.persistence ** (world.delay + 1 - words.shape[1])
    same, other = (1 + (world.symbols - 1) * decayed) / world.symbols, (1 - decayed) / world.symbols
    repeats = action == words[:, 0]
    return (1 - same) * _chance(world, words, repeats) + (1 - other) * _chance(world, words, ~repeats)


def _chance(world: LagFromStart, words: np.ndarray, of: np.ndarray) -> Fraction:
    """The probability of these words together."""
    moves = words.shape[1] - 1
    stays = (words[of, 1:] == words[of, :-1]).sum(axis=1)
    other = (1 - world.stay) / (world.symbols - 1)
    counts = np.bincount(stays, minlength=moves + 1).tolist()
    total = sum((many * world.stay**n * other ** (moves - n) for n, many in enumerate(counts) if many), Fraction(0))
    return total / world.symbols

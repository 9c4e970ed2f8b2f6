"""The closed forms about memory at numbers: tables on windows, learners of one lag, and the examples that they need."""

from fractions import Fraction
from math import ceil

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import delta, samples
from tightrope.bounds.lecture.memory import ONE_LAG_ERROR, TABLE_ERROR, TABLE_EXAMPLES, alphabet, delay, lags, order


def table_error(symbols: int, lag: int, seen: int, examples: int) -> Fraction:
    """Expected error of the table of order `seen` fitted to that many independent examples."""
    return exact_value(TABLE_ERROR, {alphabet: symbols, delay: lag, order: seen, samples: examples})


def one_lag_error(symbols: int, largest: int, examples: int) -> Fraction:
    """Expected error of the learner that repeats one lag of 0..largest."""
    return exact_value(ONE_LAG_ERROR, {alphabet: symbols, lags: largest, samples: examples})


def table_examples(symbols: int, seen: int, wanted: Fraction) -> int:
    """The least number of examples at which a table of order `seen` that holds the lag errs by at most `wanted`.

    Raises ValueError unless 0 < wanted < 1, there are two symbols, and seen >= 0.
    """
    if not 0 < wanted < 1 or symbols < 2 or seen < 0:
        raise ValueError(
            f"examples are counted for 2 symbols or more, a lag of 0 or more, and an error between 0 and 1; got "
            f"{symbols}, {seen} and {wanted}"
        )
    return int(ceil(TABLE_EXAMPLES.subs({alphabet: symbols, order: seen, delta: wanted}).evalf(30)))


def one_lag_examples(symbols: int, largest: int, wanted: Fraction) -> int:
    """The same of the learner of one lag, by trying."""
    return next(N for N in range(1, 100) if one_lag_error(symbols, largest, N) <= wanted)

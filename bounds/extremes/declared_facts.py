"""What a solver may know of a worst case of what is declared: the worst case of each of its readings is above it.

Of F_t, the largest share that has erred by decision t, each reading of epsilon x says (`shares`; a chunk of k has
n = ceil(t/k) <= (t + k - 1)/k for t):

    pointwise, log_loss, per_step       F_t <= x t          time_averaged, log_loss_averaged, on_policy   F_t <= x T
    finite_data                         F_t <= m + x t      all                                           F_t <= 1

and, one decision at a time, what `closed_forms` knows of its sum and of F_T. A discount adds up to 1/(1 - gamma) at
most, and t gamma^(t-1) to 1/(1 - gamma)^2.
"""

from collections.abc import Iterator
from typing import Any

from sympy import Dummy, Eq, Expr, Integer, Le, Rational
from sympy.logic.boolalg import Boolean

from tightrope.bounds.extremes import shares
from tightrope.bounds.extremes.closed_forms import TOTAL, closed_forms
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.language.letters import T, epsilon, m

AT_EACH = ("pointwise", "log_loss", "per_step")
ALTOGETHER = ("time_averaged", "log_loss_averaged", "on_policy")


def known_of_declared(setting: Setting, W: Expr) -> tuple[Boolean, ...]:
    """Facts about W, for all epsilon and T, in these and in letters of their own."""
    price = Rational(setting.price)
    facts: list[Boolean] = []
    for key, error in setting.symbols.items():
        facts += _facts(setting, key, error, W, price)
    return tuple(facts)


def _facts(setting: Setting, key: str, error: Expr, W: Expr, price: Expr) -> Iterator[Boolean]:
    chunks = (T + setting.chunk - 1) / Integer(setting.chunk)
    slope, least = _slope(key), Rational(setting.missing) if key == "finite_data" else Integer(0)
    if setting.quantity in shares.ONLY_THE_LAST:
        times = price * (2 if setting.quantity == "l1" else 1)
        yield from (Le(W, times), Le(W, times * (least + error * chunks)))
        if setting.chunk == 1:
            last = closed_forms(key).tv.subs({epsilon: error, m: Rational(setting.missing)}, simultaneous=True)
            yield (Eq if len(setting.symbols) == 1 else Le)(W, times * last)
        return
    yield Le(W, price * T)
    once = (T * (T + 1) / 2 + T * (setting.chunk - 1)) / setting.chunk  # at least the sum of ceil(t/k)
    yield Le(W, price * (least * T + error * (once if slope else T * chunks)))
    if setting.gamma is not None and setting.gamma < 1:
        sum_of_all = 1 / (1 - Rational(setting.gamma))
        yield Le(W, price * sum_of_all)
        if slope and setting.chunk == 1:
            yield Le(W, price * (least * sum_of_all + error * sum_of_all**2))
        elif not slope:
            yield Le(W, price * error * chunks * sum_of_all)
    if setting.chunk == 1 and key != "finite_data":
        yield from _of_the_sum(setting, key, error, W, price)


def _of_the_sum(setting: Setting, key: str, error: Expr, W: Expr, price: Expr) -> Iterator[Boolean]:
    """The undiscounted sum is the classical worst case; a discount makes it smaller."""
    total = Dummy("A", nonnegative=True)
    own: dict[Any, Any] = {epsilon: error, TOTAL: total}
    for fact in closed_forms(key).facts:
        for letter in fact.free_symbols - {epsilon, T, TOTAL}:
            own.setdefault(letter, Dummy(str(letter), positive=True))
        yield fact.xreplace(own)
    exact = len(setting.symbols) == 1 and setting.gamma in (None, 1)
    yield (Eq if exact else Le)(W, price * total)


def _slope(key: str) -> bool:
    """Whether F_t is at most a multiple of t, and not only of T."""
    if key not in (*AT_EACH, *ALTOGETHER, "finite_data"):
        raise ValueError(f"nothing is known of {key}")
    return key not in ALTOGETHER

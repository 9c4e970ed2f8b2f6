"""The worst cases without sums, for horizons that nobody adds up to: 2^100 decisions in a millisecond.

    Sum over t <= T of 1 - (1-epsilon)^t   T - (1-epsilon) (1 - (1-epsilon)^T)/epsilon
    Sum over t <= T of min(1, epsilon t)   epsilon k (k+1)/2 + T - k,  k = min(T, floor(1/epsilon))

A task cost is min(1, u) for each disagreement, and at most T - J_star, where that is exact (`closed_forms`); with rho
it is epsilon ((epsilon+rho) T - q (1 - q^T))/(epsilon+rho)^2, q = 1 - epsilon - rho. The value is rational where the
numbers are short, else a rigorous ball, by `meaning`.
"""

from fractions import Fraction
from functools import cache

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.language.grammar import parse
from tightrope.bounds.language.meaning import BITS, Between, meaning
from tightrope.bounds.language.syntax import Node

_CHANCE = "(T - (1-epsilon)*(1-(1-epsilon)**T)/epsilon)"
_AT_ONCE = "T*(1-(1-epsilon)**T)"
TOTALS = {
    "pointwise": _CHANCE,
    "log_loss": _CHANCE,
    "per_step": "(epsilon*k*(k+1)/2 + T - k)",
    "log_loss_averaged": _AT_ONCE,
    "time_averaged": "T*min(1, epsilon*T)",
    "on_policy": "epsilon*T",
    "finite_data": f"(m*T + (1-m)*{_CHANCE})",
}
DISTANCES = {
    **dict.fromkeys(("pointwise", "log_loss", "log_loss_averaged"), "1-(1-epsilon)**T"),
    **dict.fromkeys(("per_step", "time_averaged", "on_policy"), "min(1, epsilon*T)"),
    "finite_data": "1-(1-m)*(1-epsilon)**T",
}
WITH_A_WAY_BACK = "epsilon*((epsilon+rho)*T - (1-epsilon-rho)*(1-(1-epsilon-rho)**T))/(epsilon+rho)**2"
BY_DISAGREEMENTS = ("per_step", "time_averaged")  # the worst gap is this also where the expert pays


def far(setting: Setting, error: Fraction, horizon: int, bits: int = BITS) -> Between | None:
    """The worst case, enclosed; None where it has no such form. Raises ValueError where it is not known."""
    setting.check(error, horizon)
    text = None if setting.is_declared or setting.R is not None else _text(setting)
    if text is None:
        return None
    values = {"epsilon": error, "T": horizon, "k": min(horizon, int(1 / error)), "m": setting.missing}
    values |= {"u": horizon if setting.u is None else setting.u, "J_star": setting.paid, "rho": setting.rho or 0}
    found = meaning(_tree(text), values, bits + 2 * horizon.bit_length() + error.denominator.bit_length())
    return found if isinstance(found, Between) else None


def _text(setting: Setting) -> str | None:
    if setting.quantity == "disagreement":
        return TOTALS[setting.reading]
    if setting.quantity == "tv":
        return DISTANCES[setting.reading]
    if setting.rho is not None:
        return WITH_A_WAY_BACK
    if setting.reading == "on_policy":
        return "min(min(u, T)*epsilon*T, T - J_star)"
    if setting.paid and setting.reading not in BY_DISAGREEMENTS:
        return None
    return f"min(min(1, u)*{TOTALS[setting.reading]}, T - J_star)"


@cache
def _tree(text: str) -> Node:
    return parse(text, ("epsilon", "T", "k", "m", "u", "J_star", "rho"))

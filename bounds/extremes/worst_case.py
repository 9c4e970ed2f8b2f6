"""The exact worst cases: the largest disagreement, task cost and distance under a reading, and why they are no larger.

A worst case is asked of a `Setting`: a reading of epsilon, what is counted, and what else is assumed. The adversary's
choice of when first to err is a linear program, stated in `check_certificate`; its values in closed form are in
`closed_forms`, and here is its solution in rationals: a schedule that reaches the value, and multipliers that prove it
optimal. Where several budgets hold at once, or something else is declared, `shares` has the values and the argument.

    disagreement   expected number of disagreements in T decisions
    gap            J(learner) - J(expert), every decision costing between 0 and 1
    tv             the largest distance TV(p_t, p*_t), t <= T

    u              recoverability: one error costs at most u more if the expert takes over after it
    J_star         J(expert)
    rho            off the expert's way, every decision brings the learner back with probability at least rho, and then
                   costs nothing extra. Under an average reading this says nothing: the way back may lead to a state
                   that the expert seldom sees and where the learner always errs.

Why nothing exceeds the programs for the gap: a run that errs first at decision t costs at most u for each of its
T - t + 1 errors (performance difference), and at most what the expert does not pay from t on, at most T - J_star. The
survivors' share is bounded as for disagreements. With a pointwise error,
D_t = min(v (T - t + 1), what the expert will not pay from t on) never grows on average along the expert's way,
v = min(1, u); so erring later never gains by waiting, and to err with probability epsilon everywhere is best: chance
alone decides who errs, and the expert's cost takes least away on the earliest decisions, when few have erred. Runs that
leave the data lose most if they do so at once.
"""

from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import Any

from tightrope.bounds.check_certificate import program
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.shares import shares, weights
from tightrope.bounds.extremes.simplex import solve
from tightrope.bounds.language.ball import enclosed
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.language.meaning import Between

LONGEST, LONGEST_CHARGED = 5_000, 1_500  # decisions of a linear program; what errors cost makes it larger: minutes


@dataclass(frozen=True)
class Certificate:
    """The variables of the program, and a multiplier for each of its constraints; see `check_certificate`."""

    schedule: tuple[Fraction, ...]
    multipliers: tuple[Fraction, ...]


def largest(setting: Setting, error: Fraction, horizon: int) -> Fraction:
    """The worst case over all finite problems, exactly. Raises ValueError where it is not known, or far too long."""
    if setting.is_declared:
        setting.check(error, horizon)
        return setting.price * _weighted(setting, error, horizon)
    return exact_value(setting.formula, _values(setting, error, horizon))


def _weighted(setting: Setting, error: Fraction, horizon: int) -> Fraction:
    """The sum of the largest shares, each with its weight."""
    found = largest_shares(setting, error, horizon)
    return sum(map(mul, weights(setting.quantity, horizon, setting.gamma), found), Fraction(0))


def largest_shares(setting: Setting, error: Fraction, horizon: int) -> list[Fraction]:
    """The largest F_1, ..., F_T of what is declared; see `shares`."""
    of = {"missing": setting.missing, "chunk": setting.chunk, "expert": setting.expert}
    return shares(setting.budgets(error), horizon, **of)


def enclosed_largest(setting: Setting, error: Fraction, horizon: int) -> Between:
    """The same for every horizon: between two rationals where it is too long to be written out."""
    return enclosed(setting.formula, _values(setting, error, horizon))


def _values(setting: Setting, error: Fraction, horizon: int) -> dict[Any, Fraction]:
    setting.check(error, horizon)
    at = {epsilon: error, T: Fraction(horizon)}
    return {letter: exact_value(value, at) for letter, value in setting.letters().items()} | at


def certificate(setting: Setting, error: Fraction, horizon: int) -> Certificate:
    """The linear program's solution: an optimal schedule and multipliers that prove it optimal."""
    setting.check(error, horizon)
    if setting.is_declared:
        return _declared_certificate(setting, error, horizon)
    charged = setting.rho is not None or (setting.quantity == "gap" and (setting.u is not None or setting.paid))
    longest = LONGEST_CHARGED if charged else LONGEST
    if horizon > longest:
        raise ValueError(
            f"a worst case with its certificate, the solution of a linear program, is found for at most {longest} "
            f"decisions{' if errors have a price' * bool(charged)}; got {horizon}; `tightrope bound` gives the value "
            "without a certificate, for every horizon"
        )
    asked = {"reading": setting.reading, "quantity": setting.quantity, "epsilon": str(error), "horizon": horizon}
    gains, constraints = program(asked | setting.assumed())
    schedule, multipliers = solve(gains, [row for row, _ in constraints], [limit for _, limit in constraints])
    return Certificate(tuple(schedule), tuple(multipliers))


def _declared_certificate(setting: Setting, error: Fraction, horizon: int) -> Certificate:
    """Each share is as large as it can be, and each of its limits counts what the share does."""
    counted = weights(setting.quantity, horizon, setting.gamma)
    return Certificate(
        schedule=tuple(largest_shares(setting, error, horizon)),
        multipliers=tuple(setting.price * weight for weight in counted),
    )


def worst_case(reading: str, error: Fraction, horizon: int, missing_mass: Fraction = Fraction(0)) -> Fraction:
    """The largest expected number of disagreements, nothing else being assumed; exact."""
    return largest(Setting(reading=reading, missing=missing_mass), error, horizon)

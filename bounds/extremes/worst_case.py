"""The exact worst cases: the largest disagreement, task cost and distance under a reading, and why they are no larger.

A worst case is asked of a `Setting`: a reading of epsilon, what is counted, and what else is assumed. The adversary's
choice of when first to err is a linear program, stated in `check_certificate`; its values in closed form are in
`closed_forms`, and here is its solution in rationals: a schedule that reaches the value, and multipliers that prove it
optimal.

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

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sympy import Expr, Rational

from tightrope.bounds.check_certificate import program
from tightrope.bounds.extremes.closed_forms import ClosedForms, closed_forms
from tightrope.bounds.extremes.simplex import solve
from tightrope.bounds.language.ball import enclosed
from tightrope.bounds.language.bound import check_parameters, exact_value
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, rho, u
from tightrope.bounds.language.meaning import Between

LONGEST, LONGEST_CHARGED = 5_000, 1_500  # decisions of a linear program; what errors cost makes it larger: minutes


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is assumed of a problem, and what of it is asked. `u`, `J_star` and `rho` are None where nothing is assumed.

    Raises ValueError for an unknown reading or quantity, a number outside its range, or assumptions whose worst case is
    not known: rho except with a pointwise error, a gap and nothing else; on_policy with a broken u between 1 and T.
    """

    reading: str
    quantity: str = "disagreement"
    missing: Fraction = Fraction(0)
    u: Fraction | None = None
    J_star: Fraction | None = None
    rho: Fraction | None = None

    def __post_init__(self) -> None:
        self.forms.of(self.quantity)
        for value, what in ((self.missing, "the missing mass"), (self.rho, "rho")):
            if value is not None and not 0 <= value <= 1:
                raise ValueError(f"{what} is a probability and must lie in [0, 1]; got {value}")
        for value, what in ((self.u, "u"), (self.J_star, "J_star")):
            if value is not None and value < 0:
                raise ValueError(f"{what} is a cost and must be at least 0; got {value}")
        task = [value is not None for value in (self.u, self.J_star, self.rho)]
        if self.quantity != "gap" and any(task):
            raise ValueError(
                f"u, J_star and rho speak of task costs: they go with the quantity gap, not {self.quantity}"
            )
        if self.rho is not None and (self.forms.way_back is None or any(task[:2])):
            raise ValueError(
                "rho goes with a pointwise error and without u and J_star: an average says nothing of the states that "
                "the learner comes back to"
            )
        if self.missing and not self.forms.reading.leaves_data:
            raise ValueError(f"the missing mass goes with finite_data, not {self.reading}")

    @property
    def forms(self) -> ClosedForms:
        """The worst cases of the reading."""
        return closed_forms(self.reading)

    def check(self, error: Fraction, horizon: int) -> None:
        """Raises ValueError unless the worst case is known for this error and horizon."""
        check_parameters({epsilon: error, T: horizon})
        if horizon < self.paid:
            raise ValueError(f"J_star must be at most the horizon, since a decision costs at most 1; got {self.J_star}")
        if self.quantity == "gap" and self.forms.gap is None and self.paid:
            raise ValueError(f"{self.reading}: the worst gap is known only where nothing is assumed of J_star")
        whole = self.u is None or self.u <= 1 or self.u >= horizon or self.u.denominator == 1
        if self.reading == "on_policy" and not whole:
            raise ValueError(
                f"on_policy: the worst case is known for u <= 1, for whole u, and for u >= T; got u = {self.u}"
            )

    @property
    def paid(self) -> Fraction:
        """What the expert pays: nothing, the worst case, where nothing is assumed of it."""
        return self.J_star or Fraction(0)

    @property
    def formula(self) -> Expr:
        """The worst case as a function of epsilon and T (and of the letters whose values the setting has).

        Where it is not known (`check` refuses), an upper bound of it.
        """
        back = None if self.rho is None else self.forms.way_back
        return self.forms.of(self.quantity) if back is None else back

    def letters(self) -> Mapping[Any, Expr]:
        """The values of the other letters. Where nothing is assumed of u, an error can cost all T decisions."""
        given = {m: self.missing, expert_cost: self.paid, **({} if self.rho is None else {rho: self.rho})}
        return {letter: Rational(value) for letter, value in given.items()} | {
            u: T if self.u is None else Rational(self.u)
        }

    def assumed(self) -> dict[str, str]:
        """What was assumed beside the reading, by name, for a document."""
        named = {"missing": self.missing, "u": self.u, "J_star": self.J_star, "rho": self.rho}
        given = {key: value for key, value in named.items() if value is not None}
        return {key: str(value) for key, value in given.items() if key != "missing" or self.forms.reading.leaves_data}


@dataclass(frozen=True)
class Certificate:
    """The variables of the program, and a multiplier for each of its constraints; see `check_certificate`."""

    schedule: tuple[Fraction, ...]
    multipliers: tuple[Fraction, ...]


def largest(setting: Setting, error: Fraction, horizon: int) -> Fraction:
    """The worst case over all finite problems, exactly. Raises ValueError where it is not known, or far too long."""
    return exact_value(setting.formula, _values(setting, error, horizon))


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


def worst_case(reading: str, error: Fraction, horizon: int, missing_mass: Fraction = Fraction(0)) -> Fraction:
    """The largest expected number of disagreements, nothing else being assumed; exact."""
    return largest(Setting(reading=reading, missing=missing_mass), error, horizon)

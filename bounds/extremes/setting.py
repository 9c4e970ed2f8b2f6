"""What is assumed of a problem, declared part by part, and what is asked of it.

budgets     a reading with its epsilon, and beside it others with numbers of their own that hold at once (`also`):
            per step at most epsilon and pointwise at most 1/5; `missing` belongs to finite_data
quantity    disagreement  expected number of disagreements in T decisions
            gap           J(learner) - J(expert)
            tv, l1        the largest TV(p_t, p*_t), t <= T; the largest |p_t - p*_t|_1, which is twice that
            first_error   the probability of any disagreement in T decisions
            final         what the last decision costs beyond the expert's
task        u, J_star and rho, of a gap (`worst_case`); every cost lies in [0, R], R = 1 where nothing is said;
            with gamma, what an error costs (u) is discounted from that decision on, and what the expert pays
            (J_star) from the first; u is what one wrong decision can cost, of a chunk too
gamma       decision t counts gamma^(t-1), in disagreements and in the gap
chunk       k decisions are taken at once: the error is that of a chunk, an average is one over chunks
expert      deterministic, or stochastic: then e_t(s) is the distance TV(expert's law, learner's law) of the
            action, which is how often the best coupling of the two must disagree
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sympy import Expr, Rational

from tightrope.bounds.extremes import shares
from tightrope.bounds.extremes.closed_forms import ClosedForms, closed_forms
from tightrope.bounds.language.bound import check_parameters
from tightrope.bounds.language.known import LONGEST
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, rho, u
from tightrope.bounds.language.readings import reading

TASK = ("u", "J_star", "rho")
PRICED = ("gap", "final")
ADDED_UP = ("disagreement", "gap")
ASKED = ("disagreement", "gap", "tv", "l1", "first_error", "final")
CLASSICAL = ("disagreement", "gap", "tv")  # whose worst cases `closed_forms` has for every reading
EXPERTS = ("deterministic", "stochastic")
LONGEST_CHUNK = 1_000
LONGEST_ADDED = 1_500  # decisions over which a worst case of what is declared is added up, or certified


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A question about the worst problem. `u`, `J_star` and `rho` are None where nothing is assumed.

    Raises ValueError for an unknown reading, quantity or expert, a number outside its range, parts that do not belong
    together, or assumptions whose worst case is not known: the message says which part is missing. `open_part` says so
    too, of assumptions that belong together but have no sharp answer; they have one from above in `brackets`.
    """

    reading: str
    quantity: str = "disagreement"
    missing: Fraction = Fraction(0)
    u: Fraction | None = None
    J_star: Fraction | None = None
    rho: Fraction | None = None
    also: tuple[tuple[str, Fraction], ...] = ()
    gamma: Fraction | None = None
    R: Fraction | None = None
    chunk: int = 1
    expert: str = "deterministic"

    def __post_init__(self) -> None:
        _check_words(self.quantity, ASKED, "quantity")
        _check_words(self.expert, EXPERTS, "expert")
        keys = [reading(key).key for key in (self.reading, *(key for key, _ in self.also))]
        for key in keys:
            if keys.count(key) > 1:
                raise ValueError(f"each reading has one epsilon; {key} is given two")
        self._check_numbers()
        self._check_belonging()

    def _check_numbers(self) -> None:
        chances = [(self.missing, "the missing mass"), (self.rho, "rho"), *((x, key) for key, x in self.also)]
        for value, what in chances:
            if value is not None and not 0 <= value <= 1:
                raise ValueError(f"{what} is a probability and must lie in [0, 1]; got {value}")
        for value, what in ((self.u, "u"), (self.J_star, "J_star")):
            if value is not None and value < 0:
                raise ValueError(f"{what} is a cost and must be at least 0; got {value}")
        if self.gamma is not None and not 0 < self.gamma <= 1:
            raise ValueError(f"gamma, the discount, must be above 0 and at most 1; got {self.gamma}")
        if self.R is not None and self.R <= 0:
            raise ValueError(f"R, the largest cost of a decision, must be above 0; got {self.R}")
        if not 1 <= self.chunk <= LONGEST_CHUNK:
            raise ValueError(f"chunk is a number of decisions, from 1 to {LONGEST_CHUNK}; got {self.chunk}")

    def _check_belonging(self) -> None:
        if self.quantity not in PRICED and any(value is not None for value in (self.u, self.J_star, self.rho)):
            raise ValueError(
                f"u, J_star and rho speak of task costs: they go with the quantity gap, not {self.quantity}"
            )
        if self.R is not None and self.quantity not in PRICED:
            raise ValueError(f"R speaks of task costs: it goes with the quantities gap and final, not {self.quantity}")
        if self.gamma is not None and self.quantity not in ADDED_UP:
            raise ValueError(f"gamma goes with what is added up, disagreement and gap, not {self.quantity}")
        if self.expert == "stochastic" and any(key.startswith("log_loss") for key in self.symbols):
            raise ValueError("a log loss is measured here of an expert that takes one action: leave out stochastic")
        if self.missing and not any(reading(key).leaves_data for key in self.symbols):
            raise ValueError(f"the missing mass goes with finite_data, not {self.reading}")
        if not self.is_declared and self.rho is not None and self.forms.way_back is None:
            raise ValueError(
                "rho goes with a pointwise error and without u and J_star: an average says nothing of the states that "
                "the learner comes back to"
            )
        if not self.is_declared and self.rho is not None and (self.u is not None or self.J_star is not None):
            raise ValueError("rho goes with a pointwise error and without u and J_star: together they are not known")

    @property
    def is_declared(self) -> bool:
        """Whether anything is assumed or asked beyond one reading and its classical quantities."""
        more = (self.also, self.gamma is not None, self.chunk > 1, self.expert != "deterministic")
        return any(more) or self.quantity not in CLASSICAL

    @property
    def forms(self) -> ClosedForms:
        """The worst cases of the reading."""
        return closed_forms(self.reading)

    @property
    def symbols(self) -> dict[str, Expr]:
        """The budgets by their readings, that of the main reading the letter epsilon."""
        return {self.reading: epsilon, **{key: Rational(value) for key, value in self.also}}

    def budgets(self, error: Fraction) -> dict[str, Fraction]:
        """The budgets by their readings."""
        return {self.reading: error, **dict(self.also)}

    @property
    def open_part(self) -> str:
        """What is missing for a sharp answer of what is declared, in words; empty if there is one."""
        if not self.is_declared:
            return ""
        keys = list(self.symbols)
        linear = all(key in shares.LINEAR for key in keys)
        if self.rho is not None:
            return "rho has a sharp answer with one pointwise error and the undiscounted gap alone"
        if self.paid:
            return "J_star has a sharp answer with one reading and the undiscounted gap alone"
        if not linear and len(keys) > 1:
            return f"{' and '.join(keys)} at once: only {', '.join(shares.LINEAR)} are known together"
        if not linear and self.expert == "stochastic":
            return f"a stochastic expert is known with {', '.join(shares.LINEAR)}, not with {keys[0]}"
        if keys == ["on_policy"] and (self.quantity in (*ADDED_UP, "final") or self.chunk > 1):
            return f"on_policy is not known with {self.quantity} and what else is declared"
        cheap = self.u is not None and self.u < self.scale
        if self.quantity == "final" and cheap:
            return "final is known where one error may cost the whole last decision: u at least R"
        if self.expert == "stochastic" and cheap:
            return "u below R speaks of an expert that takes one action: one that draws may pay more for its own"
        if self.chunk > 1 and (self.expert == "stochastic" or not (linear or keys[0] == "log_loss")):
            return f"chunks are known with a deterministic expert, not with {self.expert} and {keys[0]}"
        return ""

    def check(self, error: Fraction, horizon: int) -> None:
        """Raises ValueError unless the worst case is known for this error and horizon."""
        check_parameters({epsilon: error, T: horizon})
        self.check_paid(horizon)
        if self.open_part:
            raise ValueError(f"no sharp answer is known: {self.open_part}")
        if self.is_declared and horizon > LONGEST_ADDED:
            raise ValueError(f"what is declared is added up over at most {LONGEST_ADDED} decisions; got {horizon}")
        if self.is_declared:
            return
        if self.quantity == "gap" and self.forms.gap is None and self.paid:
            raise ValueError(f"{self.reading}: the worst gap is known only where nothing is assumed of J_star")
        price = self.unit.u
        whole = price is None or price <= 1 or price >= horizon or price.denominator == 1
        if self.reading == "on_policy" and not whole:
            raise ValueError(
                f"on_policy: the worst case is known for u <= 1, for whole u, and for u >= T; got u = {price}"
            )

    def _counted(self, horizon: int) -> Fraction:
        """What T decisions count together, 1 + gamma + ...; a little more where that has too many digits."""
        if self.gamma in (None, 1):
            return Fraction(horizon)
        return (1 - (self.gamma**horizon if horizon <= LONGEST_ADDED else 0)) / (1 - self.gamma)

    def check_paid(self, horizon: int) -> None:
        """Raises ValueError unless an expert can pay J_star in so many decisions."""
        if self.paid and self.paid / self.scale > self._counted(horizon):
            discounted = ", discounted," if self.gamma else ""
            raise ValueError(
                f"J_star must be at most the horizon{discounted} times the largest cost of a decision, {self.scale}; "
                f"got {self.J_star}"
            )

    @property
    def unit(self) -> "Setting":
        """The same with costs in [0, 1]: every cost divided by R."""
        if self.R is None:
            return self
        price, paid = (None if value is None else value / self.R for value in (self.u, self.J_star))
        return replace(self, R=None, u=price, J_star=paid)

    @property
    def scale(self) -> Fraction:
        """By which the worst case of `unit` is multiplied."""
        return Fraction(1) if self.R is None else self.R

    @property
    def paid(self) -> Fraction:
        """What the expert pays: nothing, the worst case, where nothing is assumed of it."""
        return self.J_star or Fraction(0)

    @property
    def price(self) -> Fraction:
        """What a disagreement counts: in a task cost, at most min(R, u)."""
        if self.quantity not in PRICED:
            return Fraction(1)
        return self.scale if self.u is None else min(self.scale, self.u)

    @property
    def formula(self) -> Expr:
        """The worst case as a function of epsilon and T (and of the letters whose values the setting has).

        Where it is not known (`check` refuses), an upper bound of it; of what is declared it is for epsilon > 0.
        """
        if self.is_declared:
            return Rational(self.price) * shares.formula(
                self.symbols,
                self.quantity,
                missing=Rational(self.missing),
                chunk=self.chunk,
                expert=self.expert,
                gamma=self.gamma,
            )
        back = None if self.rho is None else self.forms.way_back
        return Rational(self.scale) * (self.forms.of(self.quantity) if back is None else back)

    def letters(self) -> Mapping[Any, Expr]:
        """The values of the other letters, costs in units of R. Where nothing is assumed of u, an error can cost all T
        decisions.
        """
        unit = self.unit
        given = {m: self.missing, expert_cost: unit.paid, **({} if self.rho is None else {rho: self.rho})}
        return {letter: Rational(value) for letter, value in given.items()} | {
            u: T if unit.u is None else Rational(unit.u)
        }

    def assumed(self) -> dict[str, str]:
        """What was assumed beside the reading, by name, for a document."""
        named = {"missing": self.missing, "u": self.u, "J_star": self.J_star, "rho": self.rho}
        given = {key: value for key, value in named.items() if value is not None}
        found = {
            key: str(value)
            for key, value in given.items()
            if key != "missing" or any(reading(one).leaves_data for one in self.symbols)
        }
        found |= {key: str(value) for key, value in self.also}
        more = {"gamma": self.gamma, "R": self.R, "chunk": self.chunk if self.chunk > 1 else None}
        found |= {key: str(value) for key, value in more.items() if value is not None}
        return found | ({"expert": self.expert} if self.expert != "deterministic" else {})

    def without(self, name: str) -> "Setting":
        """The setting without the assumption of that name. Raises ValueError if the rest does not belong together."""
        if name in {key for key, _ in self.also}:
            return replace(self, also=tuple((key, value) for key, value in self.also if key != name))
        plain = {"chunk": 1, "expert": "deterministic"}
        return replace(self, **{name: plain.get(name)})


def _check_words(word: object, choices: tuple[str, ...], what: str) -> None:
    if not isinstance(word, str) or word not in choices:
        given = repr(word[:LONGEST]) if isinstance(word, str) else f"a value of type {type(word).__name__}"
        raise ValueError(f"{what} must be one of {', '.join(choices)}; got {given}")

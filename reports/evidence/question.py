"""What `refute` is asked: a formula, what it is claimed of, where, and what it says at a point, if anything."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from sympy import Expr

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.open_setting import OPEN_LETTERS, OpenSetting, Range
from tightrope.bounds.extremes.setting import PRICED, Setting
from tightrope.bounds.language.affine import CONSTANT, split
from tightrope.bounds.language.grammar import check_constants, parse
from tightrope.bounds.language.meaning import BITS, Between, Nothing, meaning
from tightrope.bounds.language.readings import KEYS
from tightrope.bounds.language.syntax import Minus, Node, Number, Plus, letters, replaced
from tightrope.bounds.proof.comparison import Domain
from tightrope.bounds.proof.translation import Translation, translate
from tightrope.reports.evidence.extremal import asked as setting_of
from tightrope.simulators.model.arithmetic import exact_number

TASK = ("u", "rho", "J_star")
NUMBERS = (*TASK, "gamma", "R", "R_max", "chunk", "delta")  # letters of a formula for what has a value
COSTS = ("R", "R_max")  # one says the other
AT_MOST, AT_LEAST = "<=", ">="
ALL_RIGHT = "all_right"  # the probability of no disagreement: its least value is asked for
LARGEST_FIRST = 3_000
EVENTUALLY = "eventually"


@dataclass(frozen=True, kw_only=True)
class Conjecture:
    """`tree` is the formula in epsilon, T, the letters of `ranges`, for all of whose values it is claimed, and C, if
    the smallest constant is asked for. Letters that were assumed have their values in it.

    `setting` has some value of each range for its letter. `eventually`: claimed for all T from some T on. `relation` is
    <= or >=: that the worst case is at most, or at least, the formula. `asked_in` is the quantity as it was asked for,
    if that is not the setting's: all_right is 1 - first_error, and `tree` says what is claimed of that.
    """

    text: str
    tree: Node
    setting: Setting
    domain: Domain
    ranges: tuple[Range, ...] = ()
    eventually: bool = False
    relation: str = AT_MOST
    asked_in: str = ""

    @property
    def statement(self) -> str:
        """The claim in words, of the worst case; for all_right, of the least."""
        if self.asked_in:
            turned = {AT_MOST: AT_LEAST, AT_LEAST: AT_MOST}[self.relation]
            return f"{self.asked_in} {turned} {self.text}"
        worst = "the worst " if self.relation == AT_LEAST else ""
        return f"{worst}{self.setting.quantity} {self.relation} {self.text}"

    def __repr__(self) -> str:
        return f"<{self.statement}, {self.setting.reading} error>"

    @cached_property
    def known(self) -> Translation:
        """What the prover may know of the formula."""
        return Translation(formula=None) if self.asks_for_a_constant else translate(self.tree)

    @property
    def formula(self) -> Expr | None:
        """An expression that is equal to the formula wherever that is defined; None if there is none to be trusted."""
        return self.known.formula

    @property
    def asks_for_a_constant(self) -> bool:
        return CONSTANT in letters(self.tree)

    @property
    def assumed_of(self) -> Setting | OpenSetting:
        """The setting for the prover, letters without a value left open."""
        return OpenSetting(one=self.setting, ranges=self.ranges) if self.ranges else self.setting

    def assumed(self) -> dict[str, str]:
        """What was assumed beside the reading, by name: a value, or LOW:HIGH."""
        named = {
            "missing" if one.name == "m" else one.name: f"{one.low}:{'' if one.high is None else one.high}"
            for one in self.ranges
        }
        return {**self.setting.assumed(), **named}

    def at(self, values: Mapping[str, Fraction]) -> "Conjecture":
        """The conjecture with values for letters without one, or for C. Raises ValueError where nothing is claimed."""
        given = {name: value for name, value in values.items() if name != CONSTANT}
        setting = OpenSetting(one=self.setting, ranges=self.ranges).at(given)
        tree = replaced(self.tree, {name: Number(value) for name, value in values.items()})
        ranges = tuple(one for one in self.ranges if one.name not in given)
        return replace(self, tree=tree, setting=setting, ranges=ranges, domain=_payable(self.domain, setting))


def question(
    text: str,
    *,
    reading: str,
    quantity: str = "disagreement",
    assume: Mapping[str, str | Fraction] | None = None,
    missing: str | Fraction | int | None = None,
    epsilon: str = "0:1",
    horizon: str = "1:",
) -> Conjecture:
    """The conjecture that texts mean: a letter is assumed to have a value (u=2), or any of a range (u=1:5).

    A letter of the formula of which nothing is assumed may have any value of its domain. A formula may begin with <=,
    which is meant where nothing stands, or >=: then the worst case is claimed to be at least so large. The quantity
    all_right, the probability of no disagreement, is at least something where first_error is at most 1 minus that.
    """
    relation, text = _relation(text)
    if quantity == ALL_RIGHT:
        asked = {"reading": reading, "assume": assume, "missing": missing, "epsilon": epsilon, "horizon": horizon}
        return _of_all_right(relation, text, asked)
    given = {name: str(value) for name, value in {"missing": missing, **(assume or {})}.items() if value is not None}
    possible = (*(TASK if quantity in PRICED else ()), *(["m"] if closed_forms(reading).reading.leaves_data else []))
    more = [name for name in TASK if name in given and name not in possible]
    numbers = [name for name in NUMBERS if name in given or (name in COSTS and set(COSTS) & set(given))]
    numbers += ["delta"] if len([name for name in given if name in KEYS]) == 1 else []
    used = letters(parse(text, tuple(dict.fromkeys(("epsilon", "T", *possible, *more, *numbers, CONSTANT)))))
    fixed = {name: value for name, value in given.items() if ":" not in value}
    ranges = [
        _letters_range("m" if name == "missing" else name, value) for name, value in given.items() if ":" in value
    ]
    known = {*fixed, *(one.name for one in ranges), *(["m"] if "missing" in fixed else [])}
    ranges += [Range(name=name) for name in possible if name in used - known]
    some = {"missing" if one.name == "m" else one.name: one.low for one in ranges} | fixed
    setting = setting_of(reading, quantity=quantity, **{"missing": None, **some})
    if ranges and (setting.is_declared or setting.R is not None):
        raise ValueError(
            f"{ranges[0].name} needs one value beside what else is declared: --assume {ranges[0].name}=2, for example"
        )
    domain = domain_of(epsilon, "1:" if horizon == EVENTUALLY else horizon)
    made = conjecture(text, setting, domain, tuple(ranges))
    if relation == AT_LEAST and (made.asks_for_a_constant or made.ranges or horizon == EVENTUALLY):
        raise ValueError(
            "that the worst case is at least so large is asked without C, for values of all letters, and for the T of "
            "a domain"
        )
    return replace(made, eventually=horizon == EVENTUALLY, relation=relation)


def _relation(text: str) -> tuple[str, str]:
    """What stands before a formula, and the formula."""
    bare = text.strip()
    for one in (AT_MOST, AT_LEAST):
        if bare.startswith(one):
            return one, bare.removeprefix(one).strip()
    return AT_MOST, text


def _of_all_right(relation: str, text: str, asked: Mapping[str, Any]) -> Conjecture:
    """The same claim of first_error: 1 minus the formula, the relation turned round."""
    if relation == AT_MOST:
        raise ValueError(
            "all_right is never more than 1, and 1 is reached: what is asked is how small it can be, '>= FORMULA'"
        )
    made = question(text, quantity="first_error", **asked)
    if made.asks_for_a_constant:
        raise ValueError("a constant C is asked for with first_error, which is 1 - all_right")
    tree = Plus((Number(Fraction(1)), Minus(made.tree)))
    return replace(made, tree=tree, asked_in=ALL_RIGHT)


def _letters_range(name: str, text: str) -> Range:
    if name not in OPEN_LETTERS:
        raise ValueError(f"a range of values can be assumed of {', '.join(OPEN_LETTERS)}; got {name}")
    low, high = _range(text, name, "0", "")
    return Range(name=name, low=low, high=high)


def conjecture(text: str, setting: Setting, domain: Domain, ranges: tuple[Range, ...] = ()) -> Conjecture:
    """The conjecture that a text means: its letters are epsilon, T, C, those of the ranges, and what the setting gives
    a value to.

    Raises ValueError for what is no formula, an unknown letter, C where it is no factor, or a domain where nobody can
    meet the assumptions.
    """
    free = {one.name for one in ranges}
    values = _values(setting)
    if setting.reading == "finite_data":
        values["m"] = Number(setting.missing)
    values = {name: value for name, value in values.items() if name not in free}
    tree = replaced(parse(text, ("epsilon", "T", *values, *sorted(free), CONSTANT)), values)
    try:
        check_constants(tree)
    except ValueError as error:
        raise ValueError(f"{text} is not defined for the values assumed: {error}") from error
    split(tree)
    if domain.first > LARGEST_FIRST:
        raise ValueError(f"the first horizon asked about is at most {LARGEST_FIRST}; got {domain.first}")
    return Conjecture(text=text, tree=tree, setting=setting, domain=_payable(domain, setting), ranges=ranges)


def _values(setting: Setting) -> dict[str, Number]:
    """Letters that have a value: of the task, gamma, R and R_max, chunk, and delta, the one budget beside epsilon."""
    found = {name: Number(Fraction(number)) for name, number in setting.assumed().items() if name in NUMBERS}
    if setting.R is not None:
        found["R_max"] = Number(setting.R / 2)
    if len(setting.also) == 1:
        found["delta"] = Number(setting.also[0][1])
    return found


def _payable(domain: Domain, setting: Setting) -> Domain:
    """The horizons in which the expert can pay what it pays."""
    least = setting.paid / setting.scale
    if domain.last is not None and domain.last < least:
        raise ValueError(f"nothing is claimed: no expert pays {setting.paid} in at most {domain.last} decisions")
    return replace(domain, first=max(domain.first, -(-least.numerator // least.denominator)))


def domain_of(errors: str, horizons: str) -> Domain:
    """A domain from LOW:HIGH and FIRST:LAST; one number means just that; an end left out is the widest."""
    low, high = _range(errors, "epsilon", "0", "1")
    first, last = _range(horizons, "horizon", "1", "")
    if first.denominator != 1 or (last is not None and last.denominator != 1):
        raise ValueError(f"a horizon is a whole number of decisions; got {horizons}")
    return Domain(
        low=low, high=Fraction(1) if high is None else high, first=int(first), last=None if last is None else int(last)
    )


def _range(text: str, name: str, least: str, most: str) -> tuple[Fraction, Fraction | None]:
    first, colon, last = text.partition(":")
    last = (last or most) if colon else first
    low = exact_number(first or least, f"the domain of {name}")
    return low, exact_number(last, f"the domain of {name}") if last else None


def known_at(asked: Conjecture, horizon: int) -> bool:
    try:
        asked.setting.check(Fraction(1), horizon)
    except ValueError:
        return False
    return True


def claimed_at(asked: Conjecture, error: Fraction, horizon: int, bits: int = BITS) -> Between | Nothing:
    """The formula's value, or why there is none."""
    return meaning(asked.tree, {"epsilon": error, "T": horizon}, bits)

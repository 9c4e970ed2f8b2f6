"""What `refute` is asked: a formula, what it is claimed of, where, and what it says at a point, if anything.

A formula is asked where it is defined: `meaning` alone decides that, point by point, and `where_undefined` says it in words.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from sympy import Expr

from tightrope.bounds.extremes.worst_case import Setting
from tightrope.bounds.language.grammar import check_constants, parse
from tightrope.bounds.language.meaning import BITS, UNDEFINED, Between, Nothing, meaning
from tightrope.bounds.language.syntax import Node, Number, replaced
from tightrope.bounds.proof.comparison import Domain, empty_at
from tightrope.bounds.proof.screening import Look
from tightrope.bounds.proof.solver_letters import never
from tightrope.bounds.proof.translation import Translation, translate
from tightrope.simulators.model.arithmetic import exact_number

TASK = ("u", "rho", "J_star")
LARGEST_FIRST = 3_000
MOST_ASKED, MOST_ERRORS = (
    40,
    12,
)  # points, and those of one horizon, that are asked whether the formula is defined there


@dataclass(frozen=True, kw_only=True)
class Conjecture:
    """`tree` is the formula in epsilon and T alone: letters that were assumed have their values in it.

    `known` is what the prover may know of it.
    """

    text: str
    tree: Node
    known: Translation
    setting: Setting
    domain: Domain

    @property
    def formula(self) -> Expr | None:
        """An expression that is equal to the formula wherever that is defined; None if there is none to be trusted."""
        return self.known.formula


def conjecture(text: str, setting: Setting, domain: Domain) -> Conjecture:
    """The conjecture that a text means: its letters are epsilon, T and what the setting gives a value to.

    Raises ValueError for what is no formula, an unknown letter, or a domain where nobody can meet the assumptions.
    """
    values = {name: Number(Fraction(number)) for name, number in setting.assumed().items() if name in TASK}
    if setting.reading == "finite_data":
        values["m"] = Number(setting.missing)
    tree = replaced(parse(text, ("epsilon", "T", *values)), values)
    try:
        check_constants(tree)
    except ValueError as error:
        raise ValueError(f"{text} is not defined for the values assumed: {error}") from error
    if domain.last is not None and domain.last < setting.paid:
        raise ValueError(f"nothing is claimed: no expert pays {setting.paid} in at most {domain.last} decisions")
    if domain.first > LARGEST_FIRST:
        raise ValueError(f"the first horizon asked about is at most {LARGEST_FIRST}; got {domain.first}")
    first = max(domain.first, -(-setting.paid.numerator // setting.paid.denominator))
    known = translate(tree)
    return Conjecture(text=text, tree=tree, known=known, setting=setting, domain=replace(domain, first=first))


def domain_of(errors: str, horizons: str) -> Domain:
    """A domain from LOW:HIGH and FIRST:LAST; one number means just that; an end left out is the widest."""
    low, high = _range(errors, "epsilon", "0", "1")
    first, last = _range(horizons, "horizon", "1", "")
    if first.denominator != 1 or (last is not None and last.denominator != 1):
        raise ValueError(f"a horizon is a whole number of decisions; got {horizons}")
    return Domain(low=low, high=high, first=int(first), last=None if last is None else int(last))


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


def defined_somewhere(asked: Conjecture, looks: list[Look]) -> bool:
    """Whether the formula certainly has a value at a point of its domain, of those that were looked at."""
    points = [(look.least[1], look.horizon) for look in looks if look.least][:MOST_ASKED]
    points += [(error, look.horizon) for look in looks[:MOST_ASKED] for error in look.errors[:MOST_ERRORS]]
    return any(isinstance(claimed_at(asked, *point), Between) for point in points)


def where_undefined(asked: Conjecture, looks: list[Look]) -> str:
    """In words, for the end of a sentence, where the formula is not defined; empty if it is defined everywhere."""
    if asked.known.everywhere:
        return ""
    points = [(error, look.horizon) for look in looks for error in look.undefined[:MOST_ERRORS]]
    for error, horizon in points[:MOST_ASKED]:
        if claimed_at(asked, error, horizon) is UNDEFINED:
            return f"; it claims nothing where it is not defined, as at epsilon = {error}, T = {horizon}"
    return "; where it is not defined, if it is not everywhere, it claims nothing"


def defined_nowhere(asked: Conjecture) -> bool:
    """Whether it is certain that the formula has no value on its domain: its parts contradict each other, or no point is left."""
    domain = asked.domain
    if never((*asked.known.conditions, *domain.hypotheses), domain.first):
        return True
    if domain.last is None or domain.last - domain.first > MOST_ASKED:
        return False
    horizons = range(domain.first, domain.last + 1)
    if domain.low == domain.high:
        return all(claimed_at(asked, domain.low, horizon) is UNDEFINED for horizon in horizons)
    return all(empty_at(asked.known.conditions, horizon) for horizon in horizons)

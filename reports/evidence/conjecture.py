"""A user's formula, held against the exact worst case: proved, refuted with a witness, or undecided.

The conjecture: for every finite problem with a deterministic expert whose error, as the reading says, is at most epsilon,
the quantity is at most the formula, for all epsilon and T of a domain where the formula is defined. Since the worst case is
attained at every epsilon and T, that is true if and only if the formula is never below it. What it says at a point is for
`tightrope.bounds.language.meaning` alone. First points are looked at where floats suspect it: one point, compared exactly or in a rigorous
ball, refutes. If none does, `tightrope.bounds.proof.comparison` is asked for a proof. What neither decides is undecided. Where the worst
case is not known (a broken recoverability, on policy), problems themselves are searched.

An answer says in words where the formula is not defined everywhere; one that is defined nowhere claims nothing, and is
refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from sympy import Expr

from tightrope.bounds.extremes.worst_case import Setting, largest
from tightrope.bounds.language.grammar import check_constants, parse
from tightrope.bounds.language.meaning import UNDEFINED, Between, Nothing, meaning
from tightrope.bounds.language.syntax import Node, Number, replaced
from tightrope.bounds.proof.comparison import Domain, empty_at, prove
from tightrope.bounds.proof.screening import CLEAR, Look, Screen
from tightrope.bounds.proof.solver_letters import never
from tightrope.bounds.proof.translation import Translation, translate
from tightrope.reports.evidence.extremal import attained
from tightrope.reports.evidence.search import Found, search
from tightrope.simulators.model.arithmetic import exact_number

TASK = ("u", "rho", "J_star")
PRECISIONS = (128, 512, 2048)  # bits: a ball that does not tell is made smaller
MOST_EXACT = 12  # points of one horizon that are compared exactly
MOST_ASKED = 40  # points that are asked whether the formula is defined there
LARGEST_FIRST = 3_000
LAST_TIE = 40  # beyond it, points where claim and worst case look equal are left to the proof


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


@dataclass(frozen=True, kw_only=True)
class Counterexample:
    """A problem of that error and horizon where the quantity exceeds what the formula claims."""

    error: Fraction
    horizon: int
    claimed: Between
    actual: Fraction
    problem: str
    found: Found | None = None  # the problem itself, if it has no name


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer. `tightest` is the largest share of the claim that the worst case was seen to reach, and where."""

    conjecture: Conjecture
    verdict: str
    evidence: str
    because: str
    counterexample: Counterexample | None
    searched: tuple[str, ...]
    tightest: tuple[float, Fraction, int] | None


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


def refute(
    text: str,
    *,
    reading: str,
    quantity: str = "disagreement",
    assume: Mapping[str, str | Fraction] | None = None,
    missing: str | Fraction = 0,
    epsilon: str = "0:1",
    horizon: str = "1:",
) -> Finding:
    """Ask whether a formula bounds a quantity, as `tightrope refute` does; domains are written LOW:HIGH.

    >>> refute("epsilon*T**2/2", reading="per_step").verdict
    'refuted'
    """
    numbers = {name: exact_number(str(number), name) for name, number in {"missing": missing, **(assume or {})}.items()}
    setting = Setting(reading=reading, quantity=quantity, **numbers)
    return decide(conjecture(text, setting, domain_of(epsilon, horizon)))


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


def decide(asked: Conjecture) -> Finding:
    """Refute it, prove it, or say what was tried. Raises ValueError if it is defined nowhere on its domain."""
    screen = Screen(claimed=asked.tree, worst=_worst(asked), domain=asked.domain)
    everything = [screen.first_look(horizon) for horizon in screen.horizons]
    looks = [look for look in everything if _known(asked, look.horizon)]
    searched = [_looked(looks)] if looks else []
    found = _first_counterexample(asked, screen, [look for look in looks if look.looks_false])
    defined = bool(found) or defined_somewhere(asked, everything)
    how = _how(asked) if defined and not found else ""
    if not found and not how:
        found = _first_counterexample(asked, screen, [look for look in looks if look.horizon <= LAST_TIE])
    if found:
        evidence = "exact" if found.claimed.exact is not None else "certified"
        because = f"{found.problem} exceeds it; the problem was evaluated in rational arithmetic"
        return _finding(asked, "refuted", evidence, because, found, searched, _tightest(looks))
    end = where_undefined(asked, everything)
    tightest = _capped(_tightest(looks))  # where floats saw more, the exact comparison did not
    if how:
        sharp = _touches(asked, looks)
        verdict, equal = ("attained", f"; equal to it at {sharp}") if sharp else ("holds", "")
        because = f"the exact worst case is never above it, by {how}{equal}{end}"
        return _finding(asked, verdict, "proved", because, None, searched, tightest)
    if not defined:
        if _nowhere(asked):
            raise ValueError(f"{asked.text} is defined nowhere on this domain: it claims nothing")
        because = "at no point looked at was it seen to be defined, and not proved that it is defined nowhere"
        return _finding(asked, "undecided", "searched", because, None, searched, None)
    searched.append(
        "no proof: polynomial statements for all epsilon and T, induction on T, single T"
        if asked.formula is not None
        else "no proof: the formula has no form that the solver could be trusted with"
    )
    if len(looks) < len(everything):  # the exact worst case is not known everywhere
        problems, lines = search(asked.setting, asked.domain, lambda e, h, x: _is_below(_claimed(asked, e, h), x))
        searched += lines
        if problems:
            found = _counterexample_from(asked, problems)
            because = "a problem exceeds it, evaluated in rational arithmetic"
            evidence = "exact" if found.claimed.exact is not None else "certified"
            return _finding(asked, "refuted", evidence, because, found, searched, tightest)
    because = f"no point looked at refutes it, and no proof was found{end}"
    return _finding(asked, "undecided", "searched", because, None, searched, tightest)


def _how(asked: Conjecture) -> str:
    """How it was proved; empty if it was not."""
    if asked.formula is None:
        return ""
    return prove(asked.formula, asked.setting, asked.domain, asked.known.conditions)


def _finding(asked, verdict, evidence, because, counterexample, searched, tightest) -> Finding:
    return Finding(
        conjecture=asked,
        verdict=verdict,
        evidence=evidence,
        because=because,
        counterexample=counterexample,
        searched=tuple(searched),
        tightest=tightest,
    )


def _worst(asked: Conjecture) -> Expr:
    return asked.setting.formula.subs(asked.setting.letters())


def _known(asked: Conjecture, horizon: int) -> bool:
    try:
        asked.setting.check(Fraction(1), horizon)
    except ValueError:
        return False
    return True


def _claimed(asked: Conjecture, error: Fraction, horizon: int, bits: int = PRECISIONS[0]) -> Between | Nothing:
    """The formula's value, or why there is none."""
    return meaning(asked.tree, {"epsilon": error, "T": horizon}, bits)


def _is_below(claimed: Between | Nothing, actual: Fraction) -> bool:
    return isinstance(claimed, Between) and claimed.upper < actual


def _exceeded(asked: Conjecture, error: Fraction, horizon: int) -> Between | None:
    """The claim at a point where the worst case is certainly above it."""
    worst = largest(asked.setting, error, horizon)
    for bits in PRECISIONS:
        claimed = _claimed(asked, error, horizon, bits)
        if _is_below(claimed, worst):
            return claimed
        if claimed is UNDEFINED or (isinstance(claimed, Between) and claimed.lower >= worst):
            return None
    return None


def _first_counterexample(asked: Conjecture, screen: Screen, looks: list[Look]) -> Counterexample | None:
    """The one with the shortest horizon, of those the one with the simplest error."""
    before = asked.domain.first - 1
    for look in looks:
        if (point := _at(asked, look)) is None:
            before = look.horizon
            continue
        while look.horizon - before > 1:  # between horizons that were looked at
            middle = screen.look((before + look.horizon) // 2)
            if there := _at(asked, middle) if middle.looks_false else None:
                look, point = middle, there
            else:
                before = middle.horizon
        error, claimed = point
        problem, actual = attained(asked.setting, error, look.horizon)
        return Counterexample(error=error, horizon=look.horizon, claimed=claimed, actual=actual, problem=problem)
    return None


def _at(asked: Conjecture, look: Look) -> tuple[Fraction, Between] | None:
    """The simplest of a few suspected errors at which the claim is exceeded in truth."""
    for error in look.some(MOST_EXACT):
        if claimed := _exceeded(asked, error, look.horizon):
            return error, claimed
    return None


def _touches(asked: Conjecture, looks: list[Look]) -> str:
    """A point where the claim is the worst case exactly; empty if none was seen."""
    for look in looks:
        for error in () if look.horizon > LAST_TIE else look.suspects()[:MOST_EXACT]:
            claimed = _claimed(asked, error, look.horizon)
            if isinstance(claimed, Between) and claimed.exact == largest(asked.setting, error, look.horizon):
                return f"epsilon = {error}, T = {look.horizon}"
    return ""


def _tightest(looks: list[Look]) -> tuple[float, Fraction, int] | None:
    """worst/claimed at its largest; where the claim is not positive it is no share."""
    least = [(look.least[0], look.least[1], look.horizon) for look in looks if look.least and look.least[0] > -1]
    if not least:
        return None
    slack, error, horizon = min(least, key=lambda one: (one[0], one[2]))
    return 1 / (1 + slack if abs(slack) > CLEAR else 1), error, horizon


def _capped(tightest: tuple[float, Fraction, int] | None) -> tuple[float, Fraction, int] | None:
    return tightest and (min(1.0, tightest[0]), *tightest[1:])


def defined_somewhere(asked: Conjecture, looks: list[Look]) -> bool:
    """Whether the formula certainly has a value at a point of its domain, of those that were looked at."""
    points = [(look.least[1], look.horizon) for look in looks if look.least][:MOST_ASKED]
    points += [(error, look.horizon) for look in looks[:MOST_ASKED] for error in look.errors[:MOST_EXACT]]
    return any(isinstance(_claimed(asked, *point), Between) for point in points)


def where_undefined(asked: Conjecture, looks: list[Look]) -> str:
    """In words, for the end of a sentence, where the formula is not defined; empty if it is defined everywhere."""
    if asked.known.everywhere:
        return ""
    points = [(error, look.horizon) for look in looks for error in look.undefined[:MOST_EXACT]]
    for error, horizon in points[:MOST_ASKED]:
        if _claimed(asked, error, horizon) is UNDEFINED:
            return f"; it claims nothing where it is not defined, as at epsilon = {error}, T = {horizon}"
    return "; where it is not defined, if it is not everywhere, it claims nothing"


def _nowhere(asked: Conjecture) -> bool:
    """Whether it is certain that the formula has no value on its domain: its parts contradict each other, or no point is left."""
    domain = asked.domain
    if never((*asked.known.conditions, *domain.hypotheses), domain.first):
        return True
    if domain.last is None or domain.last - domain.first > MOST_ASKED:
        return False
    horizons = range(domain.first, domain.last + 1)
    if domain.low == domain.high:
        return all(_claimed(asked, domain.low, horizon) is UNDEFINED for horizon in horizons)
    return all(empty_at(asked.known.conditions, horizon) for horizon in horizons)


def _looked(looks: list[Look]) -> str:
    points = sum(len(look.errors) for look in looks)
    return f"{points} points with T from {looks[0].horizon} to {looks[-1].horizon}, compared with the exact worst case"


def _counterexample_from(asked: Conjecture, found: Found) -> Counterexample:
    return Counterexample(
        error=found.error,
        horizon=found.horizon,
        claimed=_claimed(asked, found.error, found.horizon),
        actual=found.actual,
        problem=found.problem.name,
        found=found,
    )

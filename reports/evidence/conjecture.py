"""A user's formula, held against the exact worst case: proved, refuted with a witness, or undecided.

The conjecture: for every finite problem with a deterministic expert whose error, as the reading says, is at most epsilon,
the quantity is at most the formula, for all epsilon and T of a domain. Since the worst case is attained at every epsilon
and T, that is true if and only if the formula is never below it. First points are looked at where floats suspect it: one
point, compared exactly, refutes. If none does, `tightrope.bounds.proof.comparison` is asked for a proof. What neither decides is undecided.
Where the worst case is not known (a broken recoverability, on policy), problems themselves are searched.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import ctx
from sympy import Expr, Rational, nan, zoo

from tightrope.bounds.extremes.worst_case import Setting, largest
from tightrope.bounds.language.ball import ball, is_rational, number_ball
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.grammar import parse
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, rho, u
from tightrope.bounds.proof.comparison import Domain, prove
from tightrope.bounds.proof.screening import CLEAR, Look, Screen
from tightrope.reports.evidence.extremal import attained
from tightrope.reports.evidence.search import Found, search
from tightrope.simulators.model.arithmetic import exact_number

TASK = {"u": u, "rho": rho, "J_star": expert_cost}
PRECISIONS = (128, 512, 2048)  # bits: a ball that does not tell is made smaller
MOST_EXACT = 12  # points of one horizon that are compared exactly
LARGEST_FIRST = 3_000
LAST_TIE = 40  # beyond it, points where claim and worst case look equal are left to the proof


@dataclass(frozen=True, kw_only=True)
class Conjecture:
    """`formula` in epsilon and T alone: letters that were assumed have their values in it."""

    text: str
    formula: Expr
    setting: Setting
    domain: Domain


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """The formula's value at a point: rational limits, and the exact value if it is rational."""

    lower: Fraction
    upper: Fraction

    @property
    def exact(self) -> Fraction | None:
        return self.lower if self.lower == self.upper else None


@dataclass(frozen=True, kw_only=True)
class Counterexample:
    """A problem of that error and horizon where the quantity exceeds what the formula claims."""

    error: Fraction
    horizon: int
    claimed: Claimed
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
    values = {name: number for name, number in setting.assumed().items() if name in TASK}
    letters = {"epsilon": epsilon, "T": T} | {name: TASK[name] for name in values}
    given = {TASK[name]: Rational(number) for name, number in values.items()}
    if setting.reading == "finite_data":
        letters["m"], given[m] = m, Rational(setting.missing)
    formula = parse(text, letters).subs(given)
    if formula.has(zoo, nan):
        raise ValueError(f"{text} is not defined for the values assumed")
    if domain.last is not None and domain.last < setting.paid:
        raise ValueError(f"nothing is claimed: no expert pays {setting.paid} in at most {domain.last} decisions")
    if domain.first > LARGEST_FIRST:
        raise ValueError(f"the first horizon asked about is at most {LARGEST_FIRST}; got {domain.first}")
    first = max(domain.first, -(-setting.paid.numerator // setting.paid.denominator))
    return Conjecture(text=text, formula=formula, setting=setting, domain=replace(domain, first=first))


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
    """Refute it, prove it, or say what was tried."""
    try:
        screen = Screen(claimed=asked.formula, worst=_worst(asked), domain=asked.domain)
        looks = [screen.look(horizon) for horizon in screen.horizons if _known(asked, horizon)]
    except OverflowError as error:
        raise ValueError(f"{asked.text} grows beyond all numbers on this domain") from error
    if looks and all(look.least is None for look in looks):
        raise ValueError(f"{asked.text} is defined nowhere on the domain that was looked at: it claims nothing")
    tightest, searched = _tightest(looks), [_looked(looks)] if looks else []
    found = _first_counterexample(asked, screen, [look for look in looks if look.looks_false])
    how = "" if found else prove(asked.formula, asked.setting, asked.domain)
    if not found and not how:
        found = _first_counterexample(asked, screen, [look for look in looks if look.horizon <= LAST_TIE])
    if found:
        evidence = "exact" if found.claimed.exact is not None else "certified"
        because = f"{found.problem} exceeds it; the problem was evaluated in rational arithmetic"
        return _finding(asked, "refuted", evidence, because, found, searched, tightest)
    if how:
        sharp = _touches(asked, looks)
        verdict, end = ("attained", f"; equal to it at {sharp}") if sharp else ("holds", "")
        because = f"the exact worst case is never above it, by {how}{end}"
        tightest = tightest and (min(1.0, tightest[0]), *tightest[1:])
        return _finding(asked, verdict, "proved", because, None, searched, tightest)
    searched.append("no proof: polynomial statements for all epsilon and T, induction on T, single T")
    if len(looks) < len(screen.horizons):  # the exact worst case is not known everywhere
        problems, lines = search(asked.setting, asked.domain, lambda e, h, x: x > _claimed(asked, e, h).upper)
        searched += lines
        if problems:
            found = _counterexample_from(asked, problems)
            because = "a problem exceeds it, evaluated in rational arithmetic"
            return _finding(asked, "refuted", "exact", because, found, searched, tightest)
    because = "no point looked at refutes it, and no proof was found"
    return _finding(asked, "undecided", "searched", because, None, searched, tightest)


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


def _claimed(asked: Conjecture, error: Fraction, horizon: int, bits: int = PRECISIONS[0]) -> Claimed:
    """The formula's value; raises ValueError where it is not defined."""
    values = {epsilon: error, T: Fraction(horizon)}
    if is_rational(asked.formula):
        exact = exact_value(asked.formula, {x: values[x] for x in asked.formula.free_symbols})
        return Claimed(lower=exact, upper=exact)
    with ctx.workprec(bits):
        found = ball(asked.formula, {letter: number_ball(x) for letter, x in values.items()})
        if not found.is_finite():
            raise ValueError(f"{asked.text} is not defined at epsilon = {error}, T = {horizon}")
        low, high = found.lower().fmpq(), found.upper().fmpq()
    return Claimed(lower=Fraction(int(low.p), int(low.q)), upper=Fraction(int(high.p), int(high.q)))


def _exceeded(asked: Conjecture, error: Fraction, horizon: int) -> Claimed | None:
    """The claim at a point where the worst case is certainly above it."""
    worst = largest(asked.setting, error, horizon)
    for bits in PRECISIONS if not is_rational(asked.formula) else PRECISIONS[:1]:
        try:
            claimed = _claimed(asked, error, horizon, bits)
        except ValueError:
            return None
        if claimed.upper < worst:
            return claimed
        if claimed.lower >= worst:
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


def _at(asked: Conjecture, look: Look) -> tuple[Fraction, Claimed] | None:
    """The simplest of a few suspected errors at which the claim is exceeded in truth."""
    for error in look.suspects()[:MOST_EXACT]:
        if claimed := _exceeded(asked, error, look.horizon):
            return error, claimed
    return None


def _touches(asked: Conjecture, looks: list[Look]) -> str:
    """A point where the claim is the worst case exactly; empty if none was seen."""
    for look in looks:
        for error in () if look.horizon > LAST_TIE else look.suspects()[:MOST_EXACT]:
            if _claimed(asked, error, look.horizon).exact == largest(asked.setting, error, look.horizon):
                return f"epsilon = {error}, T = {look.horizon}"
    return ""


def _tightest(looks: list[Look]) -> tuple[float, Fraction, int] | None:
    """worst/claimed at its largest; where the claim is not positive it is no share."""
    least = [(look.least[0], look.least[1], look.horizon) for look in looks if look.least and look.least[0] > -1]
    if not least:
        return None
    slack, error, horizon = min(least, key=lambda one: (one[0], one[2]))
    return 1 / (1 + slack if abs(slack) > CLEAR else 1), error, horizon


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

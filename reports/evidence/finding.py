"""What `refute` answers: a verdict, what it rests on, and the points that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tightrope.bounds.language.meaning import Between
from tightrope.reports.evidence.question import Conjecture
from tightrope.reports.evidence.search import Found


@dataclass(frozen=True, kw_only=True)
class Counterexample:
    """A problem of that error and horizon where the quantity exceeds what the formula claims.

    `values` are those of the letters without one. `ran`: the problem was evaluated and attains `actual`. If not, it is
    too long to be, and `actual` is a lower bound of the worst case from its closed form.
    """

    error: Fraction
    horizon: int
    claimed: Between
    actual: Fraction
    problem: str
    values: Mapping[str, Fraction] = field(default_factory=dict)
    ran: bool = True
    found: Found | None = None  # the problem itself, if it has no name


@dataclass(frozen=True, kw_only=True)
class Tightest:
    """Where the worst case was seen to reach the largest share of the claim: lower <= worst/claimed <= upper there."""

    share: Between
    error: Fraction
    horizon: int
    values: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Constant:
    """The smallest C lies in [lower, upper], both ends included.

    At `error`, `horizon` and `values` the worst case needs at least `lower`; `problem` attains it. `upper` None: no C
    was proved to be enough. `growing` are points (epsilon, T, a lower bound of C there) of a family along which C grows
    without end: it is proved that there is none.
    """

    lower: Fraction
    upper: Fraction | None
    error: Fraction
    horizon: int
    problem: str
    values: Mapping[str, Fraction] = field(default_factory=dict)
    ran: bool = True
    growing: tuple[tuple[Fraction, int, Fraction], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer. `notes` say which assumptions do not bind; `since` is the T from which on a claim that is made for
    large T was proved.
    """

    conjecture: Conjecture
    verdict: str
    evidence: str
    because: str
    counterexample: Counterexample | None = None
    searched: tuple[str, ...] = ()
    tightest: Tightest | None = None
    notes: tuple[str, ...] = ()
    constant: Constant | None = None
    since: int | None = None

"""What `refute` answers: a verdict, what it rests on, and the points that go with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tightrope.bounds.language.letters import to_latex
from tightrope.bounds.language.meaning import Between
from tightrope.reports.evidence.in_words import (
    attained_in_words,
    claimed_in_words,
    constant_in_words,
    domain_in_words,
    point_in_words,
    share_in_words,
)
from tightrope.reports.evidence.question import Conjecture
from tightrope.reports.evidence.search import Found
from tightrope.simulators.model.html_table import Formula, html_table


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

    @property
    def words(self) -> str:
        """Where it is, what is claimed there, and what happens."""
        actual = ("" if self.ran else "at least ") + attained_in_words(self.actual)
        where = point_in_words(self.error, self.horizon, self.values)
        return f"{where}: claimed {claimed_in_words(self.claimed)}, {actual} attained by {self.problem}"

    def __repr__(self) -> str:
        return f"<{self.words}>"


@dataclass(frozen=True, kw_only=True)
class Tightest:
    """Where the worst case was seen to reach the largest share of the claim: lower <= worst/claimed <= upper there."""

    share: Between
    error: Fraction
    horizon: int
    values: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The share, and where."""
        return (
            f"{share_in_words(self.share)} times the claim, at {point_in_words(self.error, self.horizon, self.values)}"
        )

    def __repr__(self) -> str:
        return f"<{self.words}>"


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

    @property
    def words(self) -> str:
        """Where the smallest C lies, and what needs it; or that there is none."""
        if self.growing:
            error, horizon, least = self.growing[-1]
            return f"no C is enough: at {point_in_words(error, horizon, {})} C >= {attained_in_words(least)}"
        where = point_in_words(self.error, self.horizon, self.values)
        return f"{constant_in_words(self.lower, self.upper)}, needed at {where} by {self.problem}"

    def __repr__(self) -> str:
        return f"<{self.words}>"


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

    @property
    def verdict_in_words(self) -> str:
        """The verdict, what it rests on, and why."""
        return f"{self.verdict} ({self.evidence}): {self.because}"

    @property
    def most_telling(self) -> str:
        """The point that shows it best, in words: a counterexample, the smallest C, or where the claim is tightest."""
        if self.counterexample is not None:
            return self.counterexample.words
        if self.constant is not None:
            return self.constant.words
        return "" if self.tightest is None else f"at most {self.tightest.words}"

    def __repr__(self) -> str:
        asked = self.conjecture
        claim = f"{asked.statement}, {asked.setting.reading} error"
        return f"<{claim}: {self.verdict} ({self.evidence}){self.most_telling and '; ' + self.most_telling}>"

    def _repr_html_(self) -> str:
        asked = self.conjecture
        given = "".join(f", {key} = {value}" for key, value in asked.assumed().items() if ":" not in value)
        plain = asked.formula is not None and asked.known.everywhere and not asked.asked_in
        rows: list[tuple[str, str]] = [
            ("formula", Formula(to_latex(asked.formula)) if plain else asked.text),
            ("assumed", f"{asked.setting.reading} error at most epsilon{given}"),
            ("for", domain_in_words(asked)),
            ("verdict", self.verdict_in_words),
        ]
        if self.counterexample is not None:
            rows.append(("counterexample", self.counterexample.words))
        if self.constant is not None and (self.constant.growing or self.verdict != "refuted"):
            rows.append(("smallest C", self.constant.words))
        if self.tightest is not None:
            rows.append(("seen at most", self.tightest.words))
        rows += [("note", note) for note in self.notes]
        if self.verdict == "undecided":
            rows += [("tried", one) for one in self.searched]
        return html_table(asked.statement, rows)

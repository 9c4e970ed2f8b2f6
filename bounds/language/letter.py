"""A letter is a value: it says which numbers it stands for, what it changes with, and how it is written.

The proof kernel asks the letter, never a list kept by hand. Two letters are the same only if all of this is the same,
the theorem in which they live (`home`) included: two theorems can both write w.

A letter that changes with an index i, say t, has three more letters: its value at the start (i = 0), one later (i + 1)
and at the end (the last i).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar, cast

from sympy import Basic, Expr, Integer, Symbol


@dataclass(frozen=True, kw_only=True)
class Domain:
    """Which numbers a letter stands for: `least` <= letter <= `most` (strictly above `least` if `open`),
    maybe whole.
    """

    words: str
    least: int | None = None
    most: int | None = None
    open: bool = False
    whole: bool = False

    def __post_init__(self) -> None:
        if self.least not in (None, 0, 1) or (self.least == 1 and not self.whole):
            raise ValueError(f"a domain begins at 0, at the whole number 1, or nowhere; got {self.least}: {self.words}")

    def __contains__(self, value: Fraction | int) -> bool:
        """Whether a letter can stand for this number."""
        low = self.least is None or value > self.least or (value == self.least and not self.open)
        return low and (self.most is None or value <= self.most) and (not self.whole or value == int(value))

    @property
    def assumptions(self) -> dict[str, bool]:
        """What sympy is told, so that it simplifies no more than is true. It cannot be told of an upper end."""
        told = {"integer": True} if self.whole else {}
        if self.least is None:
            return {**told, "real": True}
        return {**told, "positive" if self.open or self.least > 0 else "nonnegative": True}


NATURAL = Domain(words="0, 1, 2, ...", least=0, whole=True)
COUNT = Domain(words="1, 2, 3, ...", least=1, whole=True)
PROBABILITY = Domain(words="a number from 0 to 1", least=0, most=1)
NONNEGATIVE = Domain(words="a number of at least 0", least=0)
POSITIVE = Domain(words="a number above 0", least=0, open=True)
REAL = Domain(words="a real number")


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What a letter's value belongs to.

    `index` is what it changes with, None for a constant of the problem; `each` names the kinds of individuals of which
    there is one value each, such as the states. `before_last` says that the value is of a decision that is still to be
    made, so that there is none at the index's last value.
    """

    words: str
    index: "Index | None" = None
    each: frozenset[str] = frozenset()
    before_last: bool = False

    def __post_init__(self) -> None:
        if self.before_last and self.index is None:
            raise ValueError(f"only what changes with an index is of a decision before its last value: {self.words}")

    @property
    def identity(self) -> str:
        """All of it as text: two scopes are the same if this is."""
        return repr((self.words, self.index and self.index.identity, sorted(self.each), self.before_last))


CONSTANT = Scope(words="a constant of the problem")


class Letter(Symbol):
    """One letter. `place` is "" here and now, or "start", "next" or "end" of the letter `of`."""

    __slots__ = FIELDS = ("domain", "scope", "tex", "home", "place", "of", "identity")  # `identity`: all of it as text

    def __new__(cls, name: str, domain: Domain, scope: Scope = CONSTANT, *, tex: str = "", home: str = "") -> "Letter":
        return _letter(cls, name, domain, scope, tex, home)

    def __setattr__(self, name: str, value: object) -> None:
        if name in Letter.FIELDS and hasattr(self, name):
            raise AttributeError(f"{self}: a letter does not change what it stands for")
        super().__setattr__(name, value)

    def _hashable_content(self) -> tuple:
        return (*super()._hashable_content(), self.identity)

    def __reduce__(self):
        if self.place:
            return getattr, (self.of, self.place)
        return _again, (type(self), self.name, self.domain, self.scope, self.tex, self.home)

    def __getnewargs_ex__(self):
        return (self.name, self.domain, self.scope), {"tex": self.tex, "home": self.home}

    @classmethod
    def class_key(cls) -> tuple:
        """Letters stand in formulas where sympy puts its symbols."""
        return Symbol.class_key()

    @property
    def start(self) -> Expr:
        """The letter for its value before anything has happened; a constant is what it was."""
        return self._placed("start", f"{self.name}_0", index=None)

    @property
    def next(self) -> Expr:
        """The letter for its value one later. Raises ValueError if that would not exist at the last index."""
        return self._placed("next", f"{self.name}'", index=self.scope.index)

    @property
    def end(self) -> Expr:
        """The letter for its value at the last index. Raises ValueError if it has none there."""
        return self._placed("end", f"{self.name}_T", index=None)

    def _placed(self, place: str, name: str, index: "Index | None") -> Expr:
        if self.scope.index is None:
            return self
        missing = self.scope.before_last and self.scope.index.last is not None and place != "start"
        if self.place or missing or (place == "end" and self.scope.index.last is None):
            raise ValueError(f"{self} has no value at the {place}: it is {self.scope.words}")
        scope = Scope(words=f"{self.scope.words}, {place}", index=index, each=self.scope.each, before_last=bool(index))
        return _letter(Letter, name, self.domain, scope, self._placed_tex(place), self.home, place=place, of=self)

    def _placed_tex(self, place: str) -> str:
        if not self.tex:
            return ""
        return {"start": rf"{{{self.tex}}}\big|_0", "next": rf"{{{self.tex}}}'", "end": rf"{{{self.tex}}}\big|_T"}[
            place
        ]


class Index(Letter):
    """A natural number that counts: actions taken, samples seen.

    It runs from 0 to `last`, or for ever if that is None.
    """

    __slots__ = ("last",)

    def __new__(cls, name: str, *, last: Expr | None = None, tex: str = "", home: str = "") -> "Index":
        if last is not None and not (isinstance(last, Letter) and last.domain == COUNT and last.scope == CONSTANT):
            raise ValueError(f"the last value of {name} is a constant letter for a whole number >= 1; got {last}")
        kind = f"index to {last.identity if last is not None else ''}"
        made = cast("Index", _letter(cls, name, NATURAL, CONSTANT, tex, home, kind=kind))
        made.last = last
        return made

    def __setattr__(self, name: str, value: object) -> None:
        if name == "last" and hasattr(self, name):
            raise AttributeError(f"{self}: an index does not change where it ends")
        super().__setattr__(name, value)

    def __reduce__(self):
        return _index_again, (self.name, self.last, self.tex, self.home)

    def __getnewargs_ex__(self):
        return (self.name,), {"last": self.last, "tex": self.tex, "home": self.home}

    @property
    def start(self) -> Expr:
        return Integer(0)

    @property
    def next(self) -> Expr:
        return self + 1

    @property
    def end(self) -> Expr:
        if self.last is None:
            raise ValueError(f"{self} has no last value")
        return self.last


def _letter(cls, name, domain, scope, tex, home, *, place="", of=None, kind="letter") -> Letter:
    """Every letter is made here. Its identity is text, so that sympy can put letters in order."""
    made = Symbol.__xnew__(cls, name, **domain.assumptions)
    made.domain, made.scope, made.tex, made.home, made.place, made.of = domain, scope, tex, home, place, of
    made.identity = repr((kind, name, domain, scope.identity, home, place, of and of.identity))
    return made


def _again(kind, name, domain, scope, tex, home) -> Letter:
    return kind(name, domain, scope, tex=tex, home=home)


def _index_again(name, last, tex, home) -> Index:
    return Index(name, last=last, tex=tex, home=home)


def letters(expression: Basic) -> set[Letter]:
    """The letters that an expression speaks of; what a sum runs over is none of them. Raises ValueError for a symbol
    that says neither its domain nor its scope."""
    found = {symbol for symbol in expression.free_symbols if isinstance(symbol, Letter)}
    if strange := [symbol for symbol in expression.free_symbols if not isinstance(symbol, Letter)]:
        raise ValueError(f"{strange[0]} is no letter: nothing is known of what it stands for")
    return found


def indices(expression: Basic) -> set[Index]:
    """What the truth of an expression may change with: its indices, and those of its letters."""
    here = letters(expression)
    return {one for one in here if isinstance(one, Index)} | {one.scope.index for one in here if one.scope.index}


def kinds(expression: Basic) -> set[str]:
    """The kinds of individuals of which the expression speaks."""
    return set().union(*(one.scope.each for one in letters(expression)))


Formula = TypeVar("Formula", bound=Basic)


def placed(expression: Formula, place: str, over: Index) -> Formula:
    """The expression at the "start" or the "end" of the index, or its "next" value: every letter that changes with it.

    Raises ValueError if a letter has no value there.
    """
    changing = [one for one in letters(expression) if over in (one, one.scope.index)]
    return cast(Formula, expression.subs({one: getattr(one, place) for one in changing}, simultaneous=True))


def latex_names(expressions: Iterable[Basic]) -> dict[Symbol, str]:
    """How the letters of some expressions are written, for sympy's printer."""
    found = set().union(*(expression.atoms(Letter) for expression in expressions))
    return {one: one.tex for one in found if one.tex}

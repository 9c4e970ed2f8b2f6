"""A toy: formulas that a reader of the page tries out with sliders, said as data.

What is shown depends on the sliders' numbers and on what is chosen. Each formula is one of ours, in sympy, and
`javascript` prints it: nothing is computed on the page that does not stand in Python.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from sympy import Basic, Expr, Symbol, true
from sympy.logic.boolalg import Boolean, BooleanTrue

ROLES = ("bound", "worst", "dagger", "ceiling")  # as in `figure`: each has a colour and a line style
BOUND, WORST = Symbol("bound"), Symbol("worst")  # what the lines of these roles say, in a case's other formulas


@dataclass(frozen=True, kw_only=True)
class Slider:
    """A number that is chosen, from least to most.

    `steps` are the numbers between: of three digits, whole, or whole above 1. `only` is what must be chosen for the
    slider to matter; it is not shown otherwise.
    """

    letter: Symbol
    sign: str
    words: str
    least: float
    most: float
    start: float
    scale: Literal["log", "linear"] = "log"
    steps: Literal["digits", "whole", "whole above 1"] = "digits"
    only: str = ""

    @property
    def key(self) -> str:
        return str(self.letter)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several things, told by their keys."""

    key: str
    words: str
    options: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A number that is told, and drawn along one of the sliders, where `when` is true."""

    label: str
    role: str
    value: Expr
    when: Boolean | BooleanTrue = true


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What is said while `when` is true; {name} stands for a number of the case or of a slider."""

    words: str
    when: Boolean | BooleanTrue = true


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A problem that is drawn, with what its actions cost if it is priced; see `worst_problem`."""

    key: str
    priced: bool

    @property
    def name(self) -> str:
        return f"{self.key}, priced" if self.priced else self.key


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is shown of one combination of choices. `numbers`, and what decides about sentences, are formulas of the
    sliders' letters and of the lines, by their roles. Where `known`, the problem `witness` has what the line `worst`
    says, and `command` computes it; otherwise that is an upper bound. A command has {name} as in sentences. `drawn` is
    that problem, if any is drawn.
    """

    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    numbers: Mapping[str, Expr] = field(default_factory=dict)
    witness: str = ""
    command: str = ""
    drawn: Drawn | None = None
    known: Boolean | BooleanTrue = true


@dataclass(frozen=True, kw_only=True)
class Toy:
    """Sliders and choices, and what follows. `cases` has one for each combination of options, its keys side by side;
    `start` is the one that is shown first.

    The drawing is along the slider of the letter `along`; `up` says what is counted, on which scale.
    Raises ValueError if a combination has no case, a role no colour, or a formula a letter without a slider.
    """

    key: str
    title: str
    sliders: tuple[Slider, ...]
    choices: tuple[Choice, ...] = ()
    start: tuple[str, ...] = ()
    cases: Mapping[str, Case]
    along: Symbol
    up: str
    scale: Literal["log", "linear"] = "log"

    def __post_init__(self) -> None:
        wanted = {" ".join(keys) for keys in product(*(one.options for one in self.choices))}
        if set(self.cases) != wanted or " ".join(self.start) not in wanted:
            raise ValueError(f"{self.key} must start with a case and have one for each combination: {sorted(wanted)}")
        letters = {one.letter for one in self.sliders}
        for key, case in self.cases.items():
            roles = {line.role for line in case.lines}
            if not roles <= set(ROLES):
                raise ValueError(f"{self.key}, {key}: the role of a line must be one of {', '.join(ROLES)}")
            lines = [part for line in case.lines for part in (line.value, line.when)]
            others = [*case.numbers.values(), *(one.when for one in case.sentences), case.known]
            self._check(key, lines, letters)
            self._check(key, others, letters | {Symbol(role) for role in roles})

    def _check(self, key: str, formulas: Iterable[Basic], known: set[Symbol]) -> None:
        unknown = {letter for one in formulas for letter in one.free_symbols} - known
        if unknown:
            raise ValueError(f"{self.key}, {key}: nothing says what {', '.join(sorted(map(str, unknown)))} is")

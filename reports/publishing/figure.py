"""Figures as data: which picture of which numbers, and the words around it; `pictures` draws them.

A picture is of one of eleven kinds, and each kind has its own class:

Curves     series over one quantity       Contours   levels of a quantity over two others
Heat       the same in colours            Strips     rows of blocks: when something is the case
Promises   what bounds say of a number    Bars       amounts of things that have names
Laws       densities below each other      Ratios    one number a row, beside the one that was aimed at
Phases     which of some cases, in each cell of a plane
Diagram    states and moves of a problem    Film       walkers on ropes, at some of their decisions

A diagram and a film stand alone in their figures.

Each has `points()`, its rows of data/KEY.csv: (panel, curve or y, x, value, lower, upper).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from tightrope.reports.publishing.axis import Axis, Row
from tightrope.reports.publishing.plane import Phases
from tightrope.reports.publishing.promises import Promises
from tightrope.reports.publishing.walks import Film
from tightrope.simulators.model.graph_svg import Arrow, Node

ROLES = ("bound", "worst", "ceiling", "witness", "problem", "dagger", "sampled", "logged")

Side = Literal["above", "below"]


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A series. `role`, one of ROLES, fixes its style; `lower` and `upper` are the interval of an estimate.

    Its name stands beside its last point, or, with `at`, along it: at that share of its length, on that `side`. With
    `then` it jumps at its last x: it comes near its last y there, and is `then`.

    Raises ValueError if the role is none of them or the lengths differ.
    """

    label: str
    role: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()
    at: float | None = None
    side: Side = "above"
    then: float | None = None

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"the role of a curve must be one of {', '.join(ROLES)}; {self.label!r} has {self.role!r}")
        if len(self.x) != len(self.y):
            raise ValueError(f"{self.label!r} must have a y for each x; it has {len(self.x)} x and {len(self.y)} y")

    def points(self, heading: str) -> list[Row]:
        ends = zip_longest(self.x, self.y, self.lower, self.upper, fillvalue="")
        rows: list[Row] = [(heading, self.label, *point) for point in ends]
        return rows if self.then is None else [*rows, (heading, f"{self.label}, there", self.x[-1], self.then, "", "")]


def curve(label: str, role: str, x: Iterable, y: Iterable, **more) -> Curve:
    """A curve through points of any numbers, exact ones included."""
    return Curve(label=label, role=role, x=tuple(map(float, x)), y=tuple(map(float, y)), **more)


GRID_DIGITS = 4  # of a value that is told by a colour or a level: thousands of numbers, and nobody sees the fifth digit


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A quantity over two others: value[i][j] at y[i], x[j]. `unit` names it."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    value: tuple[tuple[float, ...], ...]
    unit: str

    def points(self) -> list[Row]:
        return [
            (self.unit, y, x, value, "", "")
            for y, row in zip(self.y, self.value, strict=True)
            for x, value in zip(self.x, row, strict=True)
        ]


def grid(unit: str, x: Iterable, y: Iterable, value: Iterable[Iterable]) -> Grid:
    """A grid of any numbers, exact ones included, its values to GRID_DIGITS significant digits."""
    rows = tuple(tuple(float(f"{float(one):.{GRID_DIGITS}g}") for one in row) for row in value)
    return Grid(unit=unit, x=tuple(map(float, x)), y=tuple(map(float, y)), value=rows)


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words at a place of a picture."""

    x: float
    y: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Curves:
    """Series on one set of axes."""

    x: Axis
    y: Axis
    curves: tuple[Curve, ...]
    heading: str = ""
    notes: tuple[Note, ...] = ()

    def points(self) -> list[Row]:
        return [point for one in self.curves for point in one.points(self.heading)]


@dataclass(frozen=True, kw_only=True)
class Heat:
    """A grid in colours, around 0 if it has both signs, with boundaries drawn on top.

    `colours` is the scale of the colours: on a log one, zeros are left white. `shaded` are intervals of y,
    named by `what`.
    """

    x: Axis
    y: Axis
    grid: Grid
    colours: str = "linear"
    curves: tuple[Curve, ...] = ()
    heading: str = ""
    notes: tuple[Note, ...] = ()
    shaded: tuple[tuple[float, float], ...] = ()
    what: str = ""

    def points(self) -> list[Row]:
        rows = [point for one in self.curves for point in one.points(self.heading)] + self.grid.points()
        return _intervals(self.heading, self.what, self.shaded) + rows


def _intervals(heading: str, what: str, shaded: Iterable[tuple[float, float]]) -> list[Row]:
    return [(heading, what, "from and to", "", low, high) for low, high in shaded]


@dataclass(frozen=True, kw_only=True)
class Contours:
    """A grid in levels, each labelled. `frontier` is a y for each x; what lies above it is shaded."""

    x: Axis
    y: Axis
    grid: Grid
    levels: tuple[float, ...]
    frontier: tuple[float, ...]

    @property
    def heading(self) -> str:
        return self.grid.unit

    def points(self) -> list[Row]:
        return self.grid.points()


@dataclass(frozen=True, kw_only=True)
class Strip:
    """A row of blocks, one at each x; `value` stands beside them in the data."""

    label: str
    x: tuple[float, ...]
    value: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Strips:
    """Rows of blocks, from the top, at whole numbers that are counted from 0."""

    x: Axis
    y: Axis
    strips: tuple[Strip, ...]
    heading: str = ""

    def points(self) -> list[Row]:
        return [(self.heading, strip.label, x, strip.value, "", "") for strip in self.strips for x in strip.x]


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One row: how often as much of something there is, and how often as much was aimed at."""

    label: str
    value: float
    goal: float


@dataclass(frozen=True, kw_only=True)
class Ratios:
    """Rows from the top, each a positive number on a log axis, with a mark where the aim lies."""

    x: Axis
    rows: tuple[Ratio, ...]
    heading: str = ""

    def points(self) -> list[Row]:
        return [(self.heading, row.label, what, x, "", "") for row in self.rows for what, x in _both(row)]


def _both(row: Ratio) -> tuple[tuple[str, float], tuple[str, float]]:
    return ("measured", row.value), ("goal", row.goal)


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """States and moves, as `simulators.model.drawing` tells them; dashed arrows are not the expert's.

    Raises ValueError if there is no state, or an arrow leads to none.
    """

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    title: str
    legend: tuple[tuple[str, bool], ...]
    heading: str = ""

    def __post_init__(self) -> None:
        ends = {end for one in self.arrows for end in (one.start, one.end)}
        if not self.nodes or not ends <= set(range(len(self.nodes))):
            raise ValueError(
                f"a diagram has states, and arrows between them; got {len(self.nodes)} and {sorted(ends)[:9]}"
            )

    def points(self) -> list[Row]:
        names = [one.name for one in self.nodes]
        return [(self.title, names[one.start], names[one.end], one.label, "", "") for one in self.arrows]


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A bar for each name, from the top; names may be anybody's.

    Raises ValueError unless there is an amount for each name.
    """

    x: Axis
    y: Axis
    names: tuple[str, ...]
    amounts: tuple[float, ...]
    heading: str = ""

    def __post_init__(self) -> None:
        if len(self.names) != len(self.amounts) or not self.names:
            raise ValueError(f"bars need names, each with an amount; got {len(self.names)} and {len(self.amounts)}")

    def points(self) -> list[Row]:
        pairs = zip(self.names, self.amounts, strict=True)
        return [(self.heading, self.y.label, name, amount, "", "") for name, amount in pairs]


@dataclass(frozen=True, kw_only=True)
class Law:
    """A row: a density, or single points if there are no heights. `says` stands at its end, a probability, say."""

    label: str
    x: tuple[float, ...]
    height: tuple[float, ...] = ()
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Laws:
    """Densities on one scale, from the top, with intervals shaded through all rows; what a law has there stands out.

    `shaded` are the intervals, named by `what`. `heading` is over the rows, `says` over what stands at their ends.
    """

    x: Axis
    y: Axis
    laws: tuple[Law, ...]
    shaded: tuple[tuple[float, float], ...] = ()
    what: str = ""
    says: str = ""
    heading: str = ""

    def points(self) -> list[Row]:
        rows = _intervals(self.heading, self.what, self.shaded)
        for law in self.laws:
            heights = law.height or ("",) * len(law.x)
            rows += [(self.heading, law.label, x, height, "", "") for x, height in zip(law.x, heights, strict=True)]
        return rows


Picture = Curves | Heat | Contours | Strips | Ratios | Promises | Bars | Laws | Phases | Diagram | Film
ALONE = Diagram, Film  # drawn as SVG by ourselves, each the only picture of its figure


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`see` is the line that says what to see; `caption` how it was made; `alt` describes it to who cannot see it.

    Raises ValueError if a diagram or a film is not its only picture.
    """

    key: str
    see: str
    caption: str
    alt: str
    pictures: tuple[Picture, ...]

    def __post_init__(self) -> None:
        if len(self.pictures) > 1 and any(isinstance(one, ALONE) for one in self.pictures):
            raise ValueError(f"a diagram or a film is drawn alone; figure {self.key} has {len(self.pictures)} pictures")

    @property
    def formats(self) -> tuple[str, ...]:
        """The endings of its files."""
        return ("svg",) if isinstance(self.pictures[0], ALONE) else ("svg", "png")

"""An experiment as data: a question, the claims it answers, and what it found. Running it is a function; drawing is not
its business: a figure is described here and drawn in `figure`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tightrope.reports.evidence.verdict import Answer


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How much work a report does. The quick one uses shorter horizons and fewer episodes, and answers the same claims."""

    key: str
    horizons: tuple[int, ...]
    long_horizons: tuple[int, ...]
    episodes: int
    repetitions: int
    seed: int = 20260101
    confidence: float = 0.999


FULL = Profile(
    key="full",
    horizons=(1, 2, 5, 10, 20, 50, 100, 200, 400),
    long_horizons=(1000,),
    episodes=100_000,
    repetitions=100,
)
QUICK = Profile(key="quick", horizons=(1, 2, 5, 10, 20, 50), long_horizons=(), episodes=10_000, repetitions=40)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A series of a figure. `role` fixes its style: bound, worst, witness, problem, dagger, sampled or strip.

    `lower` and `upper` are the interval of a sampled series. A panel of strips has a row for each of them, filled at x.
    """

    label: str
    role: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()


def curve(label: str, role: str, x: Iterable, y: Iterable) -> Curve:
    """A curve through points of any numbers, exact ones included."""
    return Curve(label=label, role=role, x=tuple(map(float, x)), y=tuple(map(float, y)))


@dataclass(frozen=True, kw_only=True)
class Map:
    """A quantity over a grid: value[i][j] at y[i], x[j]; drawn in levels, each labelled. `frontier` is a y for each x.

    Without levels it is drawn in colours, around 0 if it has both signs, and the panel's curves are drawn on top.
    `scale` is of the colours: on a log one, zeros are left white.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    value: tuple[tuple[float, ...], ...]
    unit: str
    levels: tuple[float, ...] = ()
    scale: str = "linear"
    frontier: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Boxes with names, in columns from the left, and arrows between them: (from, to, label)."""

    columns: tuple[tuple[str, ...], ...]
    arrows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One set of axes: `scale` is linear or log for both axes. A graph has no axes. `notes` are words at a place (x, y).

    `legend` is the corner that has room for it.
    """

    heading: str
    x_label: str
    y_label: str
    x_scale: str
    y_scale: str
    curves: tuple[Curve, ...] = ()
    map: Map | None = None
    graph: Graph | None = None
    notes: tuple[tuple[float, float, str], ...] = ()
    legend: str = "upper left"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`see` is the line that says what to see; `caption` how it was made; `alt` describes it to who cannot see it."""

    key: str
    see: str
    caption: str
    alt: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an experiment found. `table` is a list of rows with the same keys, for the page and for data/KEY.csv."""

    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...] = ()
    table: tuple[Mapping[str, object], ...] = ()
    numbers: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """`claims` are the ids that `run` answers; `text` is what the page says of it, as Markdown."""

    key: str
    title: str
    question: str
    text: str
    claims: tuple[str, ...]
    run: Callable[[Profile], Result]

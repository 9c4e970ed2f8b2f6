"""What happens on a problem as episodes get longer, beside a bound and the worst case: numbers that draw themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import ArrayLike

from tightrope.bounds.catalogue import bound as bound_of
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language import letters
from tightrope.bounds.language.bound import Bound, free_symbols
from tightrope.bounds.language.readings import reading as reading_of
from tightrope.reports.publishing.figure import Axis, Curves, Figure
from tightrope.reports.publishing.figure import curve as curve_through
from tightrope.simulators.imitation import evaluate
from tightrope.simulators.model.arithmetic import Number, short, shown, whole_number
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line

Horizons = Sequence[Number] | np.ndarray
MOST = 60  # horizons; each is evaluated by itself
LOG_FROM = 20  # times the first horizon: a range that long is drawn on log axes
LONGEST = 40  # characters of a problem's name beside its curve


@dataclass(frozen=True, kw_only=True)
class Point:
    """One horizon. `epsilon` is measured under the curve's reading; `worst_case` and `bound` are for that epsilon."""

    horizon: int
    epsilon: Fraction
    disagreement: Fraction
    worst_case: Fraction
    bound: Fraction


@dataclass(frozen=True, kw_only=True)
class CostCurve:
    """Expected disagreements at each horizon, exact. A notebook draws them; `points` are the numbers."""

    name: str
    reading: str
    bound: Bound
    points: tuple[Point, ...]

    def __repr__(self) -> str:
        last = self.points[-1]
        return (
            f"<{line(self.name)}, {len(self.points)} horizons; T = {last.horizon}, {self.reading} error "
            f"{short(last.epsilon)}: {short(last.disagreement)} disagreements, worst case {short(last.worst_case)}, "
            f"{self.bound.key} {short(last.bound)}>"
        )

    def figure(self) -> Figure:
        """The curves as data; `pictures.draw_file` writes them."""
        horizons = [one.horizon for one in self.points]
        scale = "log" if horizons[-1] >= LOG_FROM * horizons[0] and self.points[0].disagreement > 0 else "linear"
        name = line(self.name, LONGEST).replace("$", r"\$")
        curves = (
            curve_through(f"bound: {self.bound.key}", "bound", horizons, [one.bound for one in self.points]),
            curve_through("worst case", "worst", horizons, [one.worst_case for one in self.points]),
            curve_through(name, "problem", horizons, [one.disagreement for one in self.points]),
        )
        see = f"{name}, {reading_of(self.reading).spoken} error {self._errors()}"
        picture = Curves(
            x=Axis(label="horizon T (decisions)", scale=scale),
            y=Axis(label="expected disagreements", scale=scale),
            curves=curves,
        )
        return Figure(key="curve", see=see, caption="", alt=see, pictures=(picture,))

    def _errors(self) -> str:
        least, most = (f(one.epsilon for one in self.points) for f in (min, max))
        return short(least) if least == most else f"{short(least)} to {short(most)}"

    def _repr_svg_(self) -> str | None:
        if not any(one.bound for one in self.points):
            return None
        from tightrope.reports.publishing.pictures import draw_file

        with TemporaryDirectory() as folder:
            drawn = Path(folder) / "curve.svg"
            draw_file(self.figure(), drawn)
            return drawn.read_text(encoding="utf-8")

    def table(self) -> str:
        """The points as an HTML table."""
        heads = ("T", f"epsilon, {self.reading}", "disagreements", "worst case", f"bound: {self.bound.key}")
        rows = [
            (str(one.horizon), *map(short, (one.epsilon, one.disagreement, one.worst_case, one.bound)))
            for one in self.points
        ]
        return html_table(line(self.name), rows, heads)


def curve(
    name: str | PathLike | Problem,
    horizons: Horizons,
    epsilon: Number | None = None,
    *,
    under: str = "per_step",
    bound: str = "lecture",
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    learner: Table | ArrayLike | None = None,
) -> CostCurve:
    """Expected disagreements at several horizons, beside a bound and the worst case for the error that is measured.

    `under` is the reading of that error. The problem and its learner are asked for as in `evaluate`; all numbers are
    exact. Raises ValueError as `evaluate` does, for more than MOST horizons, and for a bound that needs more than
    epsilon and T or does not hold under that reading.

    >>> [point.disagreement for point in curve("exam", [1, 2, 3], epsilon="1/10").points]
    [Fraction(1, 10), Fraction(3, 10), Fraction(3, 5)]
    """
    times = _times(horizons)
    asked, drawn = reading_of(under), bound_of(bound)
    if drawn.quantity != letters.disagreement or free_symbols(drawn.expression) - {letters.epsilon, letters.T}:
        raise ValueError(f"the bound of a curve is one of disagreements by epsilon and T alone; {bound} is not")
    if asked not in drawn.readings:
        raise ValueError(f"{bound} does not hold for the {asked.spoken} error that is drawn")
    points = []
    for time in times:
        found = evaluate(
            name, time, epsilon, reading=reading, off_support=off_support, missing=missing, learner=learner
        )
        error = found.epsilon[under]
        points.append(
            Point(
                horizon=time,
                epsilon=error,
                disagreement=found.disagreement,
                worst_case=worst_case(under, error, time, found.missing if asked.leaves_data else Fraction(0)),
                bound=drawn.at({letters.epsilon: error, letters.T: time}),
            )
        )
    return CostCurve(name=found.name, reading=under, bound=drawn, points=tuple(points))


def _times(horizons: Horizons) -> list[int]:
    """The horizons in order, each once."""
    if not isinstance(horizons, list | tuple | range) and not (isinstance(horizons, np.ndarray) and horizons.ndim == 1):
        raise TypeError(f"the horizons of a curve are a list of whole numbers; got {shown(horizons)}")
    given = list(islice(horizons, MOST + 1))
    if not 1 <= len(given) <= MOST:
        raise ValueError(f"a curve has from 1 to {MOST} horizons; got {len(given) if len(given) <= MOST else 'more'}")
    return sorted({whole_number(one, "a horizon") for one in given})

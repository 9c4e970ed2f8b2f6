"""What the experiments are made of that are not yet values with cells, checks and prose beside them.

Goes away with the last of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tightrope.reports.publishing import figure
from tightrope.reports.publishing.experiment import Profile, Result
from tightrope.reports.publishing.figure import Axis, Curve, Note, Picture, Strip, curve

__all__ = ["Curve", "Experiment", "Figure", "Graph", "Map", "Panel", "Profile", "Result", "Strip", "curve"]


@dataclass(frozen=True, kw_only=True)
class Experiment:
    key: str
    title: str
    question: str
    text: str
    claims: tuple[str, ...]
    run: Callable[[Profile], Result]


@dataclass(frozen=True, kw_only=True)
class Map:
    x: tuple[float, ...]
    y: tuple[float, ...]
    value: tuple[tuple[float, ...], ...]
    unit: str
    levels: tuple[float, ...] = ()
    scale: str = "linear"
    frontier: tuple[float, ...] = ()


Graph = figure.Graph


def Figure(*, panels: tuple[Picture, ...], **words: str) -> figure.Figure:
    return figure.Figure(pictures=panels, **words)


def Panel(
    *, heading, x_label, y_label, x_scale, y_scale, curves=(), map=None, graph=None, notes=(), legend="upper left"
) -> Picture:
    if graph:
        return graph
    axes = {"x": Axis(label=x_label, scale=x_scale), "y": Axis(label=y_label, scale=y_scale)}
    words = tuple(Note(x=x, y=y, words=text) for x, y, text in notes)
    if map:
        values = figure.Grid(x=map.x, y=map.y, value=map.value, unit=map.unit)
        if map.levels:
            return figure.Contours(**axes, grid=values, levels=map.levels, frontier=map.frontier)
        return figure.Heat(**axes, grid=values, colours=map.scale, curves=curves, heading=heading, notes=words)
    if all(isinstance(one, Strip) for one in curves):
        return figure.Strips(**axes, strips=curves, heading=heading)
    return figure.Curves(**axes, curves=curves, heading=heading, notes=words, legend=legend)

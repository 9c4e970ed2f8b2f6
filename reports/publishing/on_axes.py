"""A report's picture on matplotlib's axes, for whoever wants to style it: with a style, or with what rcParams say."""

from typing import Any

from matplotlib import pyplot as plt
from matplotlib import rcParams, rcParamsDefault, style
from matplotlib.axes import Axes

from tightrope.reports.publishing.figure import Picture
from tightrope.reports.publishing.kinds.ink import STYLE
from tightrope.reports.publishing.pictures import draw_on
from tightrope.simulators.model.arithmetic import shown

OURS = "tightrope"  # the style of the reports

Style = str | dict[str, Any] | list[Any] | None


def on_axes(picture: Picture, axes: Axes | None, look: Style) -> Axes:
    """Draw a picture on axes, new ones if there are none, and return them.

    `look` is a style of matplotlib's or a dictionary of rcParams; without one the present rcParams count. Where these
    have a cycle of colours of their own, the picture takes its colours from it, in order; the style "tightrope" is the
    report's. Raises ValueError for an unknown style, TypeError for axes that are none of matplotlib's.
    """
    if not isinstance(axes, Axes | None):
        raise TypeError(f"a figure is drawn on axes of matplotlib's; got {shown(axes)}")
    try:
        with style.context(STYLE if look == OURS else {} if look is None else look):
            place = plt.subplots(layout="constrained")[1] if axes is None else axes
            draw_on(place, picture)
            if rcParams["axes.prop_cycle"] != rcParamsDefault["axes.prop_cycle"]:
                _recolour(place)
    except OSError as error:
        raise ValueError(f"the style must be one that matplotlib has, or {OURS!r}: {error}") from error
    return place


def _recolour(axes: Axes) -> None:
    colours = rcParams["axes.prop_cycle"].by_key().get("color") or ["black"]
    changed = {}
    for number, line in enumerate(axes.get_lines()):
        changed[line.get_color()] = colours[number % len(colours)]
        line.set_color(colours[number % len(colours)])
    for text in axes.texts:
        colour = changed.get(text.get_color(), text.get_color())
        text.set_color(colour)
        if arrow := getattr(text, "arrow_patch", None):
            arrow.set_color(colour)
    for bar in axes.patches:
        bar.set_facecolor(colours[0])

"""A part of the standard report's figures; all of them are measured by `python -m tests.attacks.figures`."""

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from tests.attacks import figures
from tightrope.reports.publishing.figure import Axis, Curves, Figure, Heat, Note, Strip, Strips, curve, grid
from tightrope.reports.publishing.kinds import promises as bars
from tightrope.reports.publishing.kinds.ink import STYLE
from tightrope.reports.publishing.pictures import WIDTH, laid_out
from tightrope.reports.publishing.plane import Phases, Region, boundary
from tightrope.reports.publishing.promises import Promise, Promises

SHARE = 5  # one in so many
TOLD = figures.told_in(figures.STANDARD)
FALLS = curve("falls", "problem", (0, 10), (10, 1))


@pytest.mark.parametrize("key", [*TOLD][::SHARE])
def test_words_of_a_figure_are_read_and_cover_nothing(key):
    assert figures.faults_of_told(TOLD[key]) == []


def told(*curves, y="cost", **more):
    picture = Curves(x=Axis(label="labels"), y=Axis(label=y), curves=curves, **more)
    return figures.faults(Figure(key="one", see="One.", caption="", alt="", pictures=(picture,)))


def test_a_figure_without_faults_has_none():
    assert told(FALLS, curve("stays", "worst", (0, 10), (11, 11))) == []


def test_a_long_heading_over_a_legend_takes_no_room_from_the_axes():
    heading = "Clones trained on N demonstrations, expected over all of their data sets"
    seen = curve("seen", "witness", (0, 10), (10, 1))

    assert told(FALLS, seen, heading=heading) == []


@pytest.mark.parametrize(
    ("said", "curves", "more"),
    [
        ("'here' covers 'falls'", (FALLS,), {"notes": (Note(x=5, y=5.5, words="here"),)}),
        ("'two' lies on 'one'", (FALLS,), {"notes": (Note(x=8, y=9, words="one"), Note(x=8, y=9, words="two"))}),
        (
            "'along' covers 'flat'",
            (curve("along", "problem", (0, 10), (5, 5.5), at=0.5), curve("flat", "worst", (0, 10), (5.6, 5.6))),
            {},
        ),
        (
            "'early' covers 'flat'",
            (curve("early", "problem", (0, 5), (9, 6)), curve("flat", "worst", (0, 10), (6, 6))),
            {},
        ),
        ("is cut off", (FALLS,), {"heading": "unbreakable" * 8}),
        ("is longer than its axis", (FALLS,), {"y": "unbreakable" * 8}),
        ("8 series are more than 6", tuple(curve(f"{i}", "problem", (0, 9), (i, i)) for i in range(1, 9)), {}),
    ],
)
def test_each_fault_is_noticed(said, curves, more):
    assert any(said in fault for fault in told(*curves, **more)), told(*curves, **more)


@pytest.mark.parametrize("high", [bars.HIGH, bars.HIGH / 2])
def test_words_that_the_frame_of_an_empty_bar_crosses_are_noticed(high, monkeypatch):
    monkeypatch.setattr(bars, "HIGH", high)
    said = tuple(Promise(label=f"bound {value}", value=value) for value in (2, 5, 7))
    picture = Promises(x=Axis(label="cost"), y=Axis(label="bound"), promises=said, exact=1.5, horizon=5)
    found = figures.faults(Figure(key="one", see="One.", caption="", alt="", pictures=(picture,)))

    assert any("the frame of a bar crosses 'says nothing here: 5'" in fault for fault in found) == (high < bars.HIGH)


def test_names_of_rows_that_leave_no_room_for_their_axes_are_noticed():
    rows = (Strip(label="a name of a row, as long as the picture is wide", x=(0, 1)),)
    squeezed = Strips(x=Axis(label="round"), y=Axis(label="row"), strips=rows)
    found = figures.faults(Figure(key="one", see="One.", caption="", alt="", pictures=(squeezed,)))

    assert "one: the axes of 'round' are narrow" in found


def test_a_region_whose_name_lies_on_a_boundary_is_noticed():
    named = Region(name="here", tone="pale", x=1, y=1)
    cells: dict = {"columns": (0, 1, 2), "rows": (0, 1, 2), "cells": ((0, 0, 0),) * 3, "regions": (named,)}
    through = boundary("", (0, 2), (1, 1))
    plane = Phases(x=Axis(label="x"), y=Axis(label="y"), boundaries=(through,), **cells)
    found = figures.faults(Figure(key="one", see="One.", caption="", alt="", pictures=(plane,)))

    assert "one: 'here' covers ''" in found


def test_a_long_heading_above_a_legend_and_a_scale_of_another_picture_leave_curves_their_width():
    x, y, ends = Axis(label="x"), Axis(label="y"), (0.0, 1.0)
    marks = curve("marks", "witness", ends, ends)
    below = Curves(x=x, y=y, curves=(marks, FALLS), heading="a heading that is longer than its axes are wide " * 2)
    map_ = Heat(x=x, y=y, grid=grid("a quantity", ends, ends, (ends, ends)), heading="above")
    with rc_context(STYLE):
        laid = laid_out(Figure(key="one", see="One.", caption="", alt="", pictures=(map_, below)))
    above, under = laid.canvas.axes[:2]

    assert under.bbox.width > 0.75 * WIDTH * laid.canvas.dpi
    assert above.bbox.width < under.bbox.width


def test_what_reaches_beyond_the_page_is_cut_off():
    page = Bbox.from_extents(0, 0, 100, 50)
    box = np.array([(10, 10), (40, 10), (40, 20), (10, 20)])

    assert figures.inside(box, page)
    assert not figures.inside(box + np.array([70, 0]), page)
    assert not figures.inside(box - np.array([0, 20]), page)


def test_words_that_are_turned_are_measured_as_they_are_turned():
    """What lies in the corner of their upright box is not on them."""
    text = FigureCanvasAgg(Canvas()).figure.text(0.5, 0.5, "a name along a line", rotation=45)
    box = figures.corners(text)
    upright = Text.get_window_extent(text)
    corner = np.array([(upright.x0, upright.y1 - 4), (upright.x0 + 4, upright.y1)])

    assert not figures.meet(box, corner)
    assert figures.meet(box, box.mean(axis=0) + corner - corner.mean(axis=0))
    assert text.get_rotation() == 45


def test_small_words_are_noticed(monkeypatch):
    monkeypatch.setattr(figures, "SMALLEST", 9)
    empty = Strips(
        x=Axis(label="round"), y=Axis(label="row"), strips=(Strip(label="a", x=(0, 1)), Strip(label="b", x=()))
    )
    found = figures.faults(Figure(key="one", see="One.", caption="", alt="", pictures=(empty,)))

    assert found == ["one: 'none' has 8.5 points"]

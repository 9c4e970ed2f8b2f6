"""Figures are drawn from their description alone, the same bytes each time."""

import json
import re
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure as Canvas
from matplotlib.image import imread

from tightrope.reports.publishing.figure import (
    Axis,
    Curve,
    Curves,
    Figure,
    Heat,
    Law,
    Laws,
    Note,
    Strip,
    Strips,
    curve,
    grid,
)
from tightrope.reports.publishing.files import markdown
from tightrope.reports.publishing.kinds.ink import BLACK, ON_COLOUR, ON_DARK, in_lines
from tightrope.reports.publishing.kinds.phases import COLOURS, edges
from tightrope.reports.publishing.pictures import draw, draw_file, draw_on
from tightrope.reports.publishing.plane import TONES, Phases, Region, boundary
from tightrope.reports.publishing.promises import Promises, promises
from tightrope.reports.publishing.shape import plain, shaped
from tightrope.reports.publishing.svg import COLOURS as COLOURS_OF_A_PAGE

AXIS = (0.0, 1.0, 2.0)
SIGNED = ((-1.0, 0.0, 1.0), (0.0, 1.0, 2.0), (1.0, 2.0, 3.0))
WITH_ZEROS = ((0.0, 1e-3, 1e-2), (0.0, 0.0, 1e-1), (0.0, 0.0, 1.0))


def figure(value, **more):
    picture = Heat(
        x=Axis(label="x"),
        y=Axis(label="y"),
        grid=grid("a quantity", AXIS, AXIS, value),
        curves=(curve("boundary", "bound", AXIS, AXIS),),
        notes=(Note(x=1.0, y=0.5, words="here"),),
        **more,
    )
    return Figure(key="map", see="A map.", caption="", alt="", pictures=(picture,))


@pytest.mark.parametrize(
    "described",
    [figure(SIGNED), figure(WITH_ZEROS), figure(WITH_ZEROS, colours="log")],
    ids=["signed", "linear", "log"],
)
def test_a_map_in_colours_is_the_same_each_time(described, tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        draw(described, tmp_path / name)

    for kind in ("svg", "png"):
        first, second = ((tmp_path / name / f"map.{kind}").read_bytes() for name in ("first", "second"))
        assert first == second
        assert len(first) > 1000


@pytest.mark.parametrize("letter", ["i", "n", "m", "W"])
def test_a_title_is_broken_before_the_edge_however_wide_its_letters_are(letter, tmp_path):
    draw(replace(figure(SIGNED), see=" ".join([letter * 5] * 25)), tmp_path)

    edge = imread(tmp_path / "map.png")[:, -3:, :3]
    assert (edge == 1).all()


def test_a_title_with_a_formula_is_drawn_as_words_that_keep_their_spaces(tmp_path):
    draw(replace(figure(SIGNED), see="Waves of $x$ tell $\\epsilon$ and `one-tree` apart."), tmp_path)

    assert "Waves of x tell ε and one-tree apart." in (tmp_path / "map.svg").read_text(encoding="utf-8")


def test_what_a_screen_reader_says_of_a_figure_has_no_marks_of_formulas():
    results = json.loads((Path(__file__).parents[3] / "reports/standard/results.json").read_text(encoding="utf-8"))
    said = re.findall(r'alt="([^"]*)"', markdown(results))

    assert any("$" in one["see"] for one in results["figures"])
    assert len(said) >= len(results["figures"])
    assert [one for one in said if re.search(r"[$`\\]", one)] == []


def test_what_is_longer_than_its_axis_is_broken_into_lines_that_are_not_and_a_formula_is_whole(tmp_path):
    long = "expected cost of an episode above the expert's own, $\\epsilon + T$, averaged over all of many data sets"
    described = figure(SIGNED)
    longer = replace(described, pictures=(replace(described.pictures[0], y=Axis(label=long)),))
    draw_file(longer, tmp_path / "a.svg")
    lines = re.findall(r"<text [^>]*rotate\(-90[^>]*>([^<]*)<", (tmp_path / "a.svg").read_text(encoding="utf-8"))

    assert long not in lines and len(lines) > 1
    assert any(line.startswith("expected cost") for line in lines)
    assert in_lines("a $b + c$ d", 3) == ["a", "$b + c$", "d"]


def test_a_row_without_blocks_is_drawn_as_an_empty_one(tmp_path):
    drawn = []
    for x in ((), (0.0, 1.0, 2.0)):
        axes = FigureCanvasAgg(Canvas()).figure.subplots()
        rows = (Strip(label="full", x=(0.0, 1.0, 2.0)), Strip(label="other", x=x))
        draw_on(axes, Strips(x=Axis(label="round"), y=Axis(label="row"), strips=rows))
        drawn.append(sum(len(one.get_paths()) for one in axes.collections))

    assert drawn == [5, 8]


def test_a_scale_makes_another_picture(tmp_path):
    pictures = set()
    for described in (figure(WITH_ZEROS), figure(WITH_ZEROS, colours="log")):
        draw(described, tmp_path)
        pictures.add((tmp_path / "map.png").read_bytes())

    assert len(pictures) == 2


def laws(shaded):
    rows = (
        Law(label="a density", x=AXIS, height=(0.2, 0.8, 0.2), says="60 %"),
        Law(label="two points", x=(0.1, 1.0)),
    )
    return Laws(x=Axis(label="action"), y=Axis(label="density"), laws=rows, shaded=shaded, what="tree")


def test_laws_are_drawn_with_what_is_shaded_and_the_same_each_time(tmp_path):
    drawn = []
    for shaded in (((0.5, 1.5),), ((0.5, 1.5),), ()):
        draw(Figure(key="laws", see="Laws.", caption="", alt="", pictures=(laws(shaded),)), tmp_path)
        drawn.append((tmp_path / "laws.svg").read_bytes())

    assert drawn[0] == drawn[1] != drawn[2]


def test_the_data_of_laws_are_what_is_shaded_densities_and_points():
    assert laws(((0.5, 1.5),)).points() == [
        ("", "tree", "from and to", "", 0.5, 1.5),
        *(("", "a density", x, height, "", "") for x, height in zip(AXIS, (0.2, 0.8, 0.2), strict=True)),
        ("", "two points", 0.1, "", "", ""),
        ("", "two points", 1.0, "", "", ""),
    ]


def test_curves_of_one_name_on_a_map_look_alike():
    """Five circles are one thing: another name makes another line."""
    pictures = set()
    for names in (("a", "a"), ("a", "b")):
        described = figure(SIGNED)
        curves = tuple(curve(name, "bound", AXIS, ys) for name, ys in zip(names, ((0, 0, 0), (2, 2, 2)), strict=True))
        canvas = Canvas()
        axes = canvas.subplots()
        draw_on(axes, replace(described.pictures[0], curves=curves))
        pictures.add(len({line.get_linestyle() for line in axes.get_lines()}))

    assert pictures == {1, 2}


def test_words_on_a_map_are_read_on_their_cell_by_day_and_at_night():
    """On a cell its colour decides; where it is left white lies the page's paper, and the page's ink is read."""
    rows = ((0.0, 1e-5, 1e-5), (1.0, 1.0, 1.0), (1.0, 1.0, 1.0))
    inks = []
    for x, y in ((0, 0), (2, 0), (2, 2)):
        axes = FigureCanvasAgg(Canvas()).figure.subplots()
        described = figure(rows, colours="log").pictures[0]
        draw_on(axes, replace(described, curves=(), notes=(Note(x=x, y=y, words="here"),)))
        inks.append(axes.texts[0].get_color())

    assert inks == [BLACK, ON_DARK, ON_COLOUR]


def test_an_axis_says_what_it_shows_and_a_curve_has_a_known_role():
    with pytest.raises(ValueError, match="must say what it shows"):
        Axis(label=" ")
    with pytest.raises(ValueError, match="linear or log"):
        Axis(label="horizon T (decisions)", scale="cubic")
    with pytest.raises(ValueError, match="one of bound"):
        curve("a line", "strip", AXIS, AXIS)
    with pytest.raises(ValueError, match="a y for each x"):
        curve("a line", "bound", AXIS, AXIS[1:])


@pytest.mark.parametrize("last", [0.1, 40, 900, 9_000, 90_000, 3_000_000])
def test_numbers_below_a_log_axis_do_not_run_into_each_other(last):
    axes = FigureCanvasAgg(Canvas(figsize=(7.2, 3.7))).figure.subplots()
    x = Axis(label="labels", scale="log")
    draw_on(axes, Curves(x=x, y=Axis(label="y"), curves=(curve("one", "worst", [last / 1_500, last], [1, 2]),)))
    axes.figure.canvas.draw()
    boxes = [one.get_window_extent() for one in axes.get_xticklabels() if one.get_text()]
    inside = sorted((box for box in boxes if box.x1 > 0), key=lambda box: box.x0)

    assert len(inside) > 2
    assert all(one.x1 < other.x0 for one, other in zip(inside, inside[1:], strict=False))


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_a_full_disk_is_met_as_what_it_is(suffix, monkeypatch, tmp_path):
    def full(self, content):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        draw_file(figure(SIGNED), tmp_path / f"one.{suffix}")


def regions(**more):
    columns, rows = (0.01, 0.1, 1.0), (1.0, 2.0)
    known = {"x": Axis(label="error", scale="log"), "y": Axis(label="share"), "columns": columns, "rows": rows}
    known |= {
        "cells": ((0, 0, 1), (0, 1, 1)),
        "regions": (Region(name="one", tone="pale", x=0.02, y=1.0), Region(name="other", tone="warm", x=0.5, y=2.0)),
        "boundaries": (boundary("between", (0.02, 0.3, 0.9), (3.0, 1.5, 0.6)),),
    }
    return Phases(**known | more)


def test_cells_end_halfway_between_their_centres_on_the_scale_of_the_axis():
    assert edges((1.0, 2.0, 4.0), Axis(label="share")).tolist() == [0.5, 1.5, 3.0, 5.0]
    assert edges((1.0, 100.0), Axis(label="share", scale="log")) == pytest.approx([0.1, 10, 1000])


def test_each_cell_has_the_colour_of_its_region():
    axes = FigureCanvasAgg(Canvas(figsize=(5.6, 4.9))).figure.subplots()
    draw_on(axes, regions())
    shown = {to_hex(run.get_facecolor()[0]) for run in axes.collections[:4]}

    assert shown == {COLOURS["pale"].lower(), COLOURS["warm"].lower()}
    assert [text.get_text() for text in axes.texts] == ["between", "one", "other"]


@pytest.mark.parametrize("tone", TONES)
def test_black_letters_stand_out_on_every_tone(tone):
    """A contrast of 7 to 1, which is what the guidelines for the web ask of small letters."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(COLOURS[tone])]
    lightness = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    assert (lightness + 0.05) / 0.05 > 7


def drawn(*curves, **more):
    axes = FigureCanvasAgg(Canvas()).figure.subplots()
    draw_on(axes, Curves(x=Axis(label="N"), y=Axis(label="cost"), curves=curves, **more))
    return axes


def test_the_name_of_a_curve_that_ends_early_stands_at_its_end_without_a_tie_that_would_be_read_as_its_going_on():
    axes = drawn(curve("early", "problem", (1, 2), (3, 2)), curve("whole", "problem", (1, 9), (3, 1)))
    texts = {text.get_text(): text for text in axes.texts}

    assert texts["whole"].arrow_patch is not None
    assert texts["early"].arrow_patch is None
    assert texts["early"].xy == (2, 2)


@pytest.mark.parametrize(("side", "sign"), [("above", 1), ("below", -1)])
def test_a_name_along_a_curve_is_turned_as_the_curve_runs_and_stands_on_its_side(side, sign):
    axes = drawn(
        curve("falls", "problem", (0, 10), (10, 0), at=0.5, side=side), curve("other", "worst", (0, 10), (9, 9))
    )
    axes.figure.canvas.draw()
    text = next(text for text in axes.texts if text.get_text() == "falls")
    (x0, y0), (x1, y1) = axes.transData.transform([(0, 10), (10, 0)])

    assert text.get_rotation() % 360 == pytest.approx(np.degrees(np.arctan2(y1 - y0, x1 - x0)) % 360, abs=0.1)
    assert text.xy == pytest.approx((5, 5), abs=0.1)
    assert np.sign(text.xyann[1]) == sign
    assert to_hex(text.get_color()) in COLOURS_OF_A_PAGE  # black on a page that is dark at night would not be read


def test_a_curve_that_jumps_ends_in_an_open_point_and_is_a_full_one():
    jumping = curve("jumps", "problem", (0, 1), (0, 2), then=1)
    (*_, near), (*_, there) = (
        (line.get_markerfacecolor(), *line.get_xydata()[0])
        for line in drawn(jumping).get_lines()
        if len(line.get_xdata()) == 1
    )
    fills = [line.get_markerfacecolor() for line in drawn(jumping).get_lines() if len(line.get_xdata()) == 1]

    assert (near, there) == (2, 1)
    assert fills[0] == "white" != fills[1]
    assert ("", "jumps, there", 1.0, 1, "", "") in jumping.points("")


def bars(label, x, low, high):
    middle = tuple((one + other) / 2 for one, other in zip(low, high, strict=True))
    return Curve(label=label, role="sampled", x=x, y=middle, lower=low, upper=high)


@pytest.mark.parametrize(("other", "places"), [((2, 4), 2), ((5, 6), 1)])
def test_bars_that_would_lie_on_each_other_stand_side_by_side(other, places):
    axes = drawn(bars("one", (1.0,), (1,), (3,)), bars("other", (1.0,), (other[0],), (other[1],)))
    stems = [one for one in axes.collections if one.get_paths()]
    seen = {round(one.get_transform().transform(one.get_paths()[0].vertices)[0, 0]) for one in stems}

    assert len(seen) == places


def test_the_axis_reaches_as_far_as_a_bar():
    assert drawn(bars("one", (1.0,), (1,), (30,))).get_ylim()[1] >= 30


def test_the_style_of_a_boundary_says_how_it_stands():
    drawn = set()
    for stands in ("exact", "limit", "conjecture"):
        axes = FigureCanvasAgg(Canvas()).figure.subplots()
        draw_on(axes, regions(boundaries=(boundary("b", (0.02, 0.9), (1.0, 2.0), stands=stands),)))
        drawn.add(str(axes.get_lines()[0]._unscaled_dash_pattern))

    assert len(drawn) == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"cells": ((0, 0, 2), (0, 1, 1))}, "a cell must be in one of 2 regions"),
        ({"cells": ((0, 0, 1),)}, "a cell for each of 2 rows and 3 columns"),
        ({"cells": ((0, 0), (0, 1))}, "a cell for each of 2 rows and 3 columns"),
    ],
)
def test_a_plane_whose_cells_do_not_fit_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        regions(**wrong)


def test_a_region_has_a_known_tone():
    with pytest.raises(ValueError, match="pale, light"):
        Region(name="one", tone="red", x=0, y=0)


def test_a_plane_comes_back_from_a_results_file_as_it_was():
    described = Figure(key="plane", see="A plane.", caption="", alt="", pictures=(regions(),))

    assert shaped(Figure, plain(described), "figure") == described
    assert ("other", 2.0, 1.0, 1, "", "") in described.pictures[0].points()


def test_bounds_beside_a_number_end_in_what_they_say_and_from_the_horizon_on_say_nothing(tmp_path):
    said = promises(
        [("The sharp one", 1.5), ("Nearly as sharp", 1.50001), ("A loose $one", 3), ("Beyond", 5), ("Far beyond", 7.25)]
    )
    axes = {"x": Axis(label="cost"), "y": Axis(label="bound")}
    picture = Promises(promises=said, exact=1.5, horizon=5, **axes)
    draw(Figure(key="said", see="Bounds.", caption="", alt="", pictures=(picture,)), tmp_path)
    drawn = (tmp_path / "said.svg").read_text(encoding="utf-8")

    for words in ("1.5, exact", ">3<", "A loose $one", "says nothing here: 5<", "says nothing here: 7.25", "T = 5"):
        assert words in drawn
    assert drawn.count("says nothing") == 2
    assert drawn.count(">1.5<") == 1  # what is only shown alike is not called exact

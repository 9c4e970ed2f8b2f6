"""Figures are drawn from their description alone, the same bytes each time."""

from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from tightrope.reports.publishing.figure import Axis, Curves, Figure, Heat, Law, Laws, Note, curve, grid
from tightrope.reports.publishing.pictures import draw, draw_file, draw_on

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

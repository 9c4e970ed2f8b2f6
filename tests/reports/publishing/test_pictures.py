"""Figures are drawn from their description alone, the same bytes each time."""

from errno import ENOSPC
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

from tightrope.reports.publishing.figure import Axis, Curves, Figure, Heat, Note, curve, grid
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

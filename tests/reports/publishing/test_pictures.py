"""Figures are drawn from their description alone, the same bytes each time."""

import pytest

from tightrope.reports.publishing.figure import Axis, Figure, Heat, Note, curve, grid
from tightrope.reports.publishing.pictures import draw

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

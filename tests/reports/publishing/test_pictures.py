"""Figures are drawn from their description alone, the same bytes each time."""

import pytest

from tightrope.reports.publishing.experiment import Figure, Map, Panel, curve
from tightrope.reports.publishing.pictures import draw

AXIS = (0.0, 1.0, 2.0)
SIGNED = ((-1.0, 0.0, 1.0), (0.0, 1.0, 2.0), (1.0, 2.0, 3.0))
WITH_ZEROS = ((0.0, 1e-3, 1e-2), (0.0, 0.0, 1e-1), (0.0, 0.0, 1.0))


def figure(value, **more):
    grid = Map(x=AXIS, y=AXIS, value=value, unit="a quantity", **more)
    panel = Panel(
        heading="",
        x_label="x",
        y_label="y",
        x_scale="linear",
        y_scale="linear",
        map=grid,
        curves=(curve("boundary", "bound", AXIS, AXIS),),
        notes=((1.0, 0.5, "here"),),
    )
    return Figure(key="map", see="A map.", caption="", alt="", panels=(panel,))


@pytest.mark.parametrize(
    "described", [figure(SIGNED), figure(WITH_ZEROS), figure(WITH_ZEROS, scale="log")], ids=["signed", "linear", "log"]
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
    for described in (figure(WITH_ZEROS), figure(WITH_ZEROS, scale="log")):
        draw(described, tmp_path)
        pictures.add((tmp_path / "map.png").read_bytes())

    assert len(pictures) == 2

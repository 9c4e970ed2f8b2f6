"""The notebooks run as they stand, show what they say they show, and can be read where nothing runs them."""

import json
from xml.etree import ElementTree

import pytest

from tests.notebooks import NOTEBOOKS, in_a_process, read

LARGEST = 250_000  # bytes: it is looked at in a browser
RICHER = ("image/svg+xml", "text/html", "text/latex")


def code(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_there_are_three():
    assert [path.stem for path in NOTEBOOKS] == ["break_a_conjecture", "cloning_is_quadratic", "my_own_problem"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_it_shows_when_it_is_run(path):
    stored, fresh = code(read(path)), code(json.loads(in_a_process(path)))

    assert len(stored) == len(fresh)
    for before, now in zip(stored, fresh, strict=True):
        assert before["outputs"] == now["outputs"], "".join(before["source"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_can_be_read_without_being_run(path):
    notebook = read(path)
    cells = code(notebook)

    assert path.stat().st_size < LARGEST
    assert notebook["cells"][0]["source"][0].startswith("# ")
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    assert [cell["execution_count"] for cell in cells] == [*range(1, len(cells) + 1)]
    shown = [one for cell in cells for one in cell["outputs"]]
    assert sum(any(kind in one.get("data", {}) for kind in RICHER) for one in shown) >= 5
    for one in shown:
        if drawing := one.get("data", {}).get("image/svg+xml"):
            ElementTree.fromstring("".join(drawing))

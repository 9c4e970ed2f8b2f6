"""The direction of imports: bounds and simulators never know of each other, and neither knows of reports."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = "tightrope"
ALLOWED = {"bounds": {"bounds"}, "simulators": {"simulators"}, "reports": {"bounds", "simulators", "reports"}}
FILES = [path for package in ALLOWED for path in sorted((ROOT / package).rglob("*.py"))]


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written out"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def sides(path):
    """The folders of this project that a file imports from."""
    return {name.split(".")[1] for name in imported(path) if name.startswith(f"{PROJECT}.")}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_imports_from_its_own_side_only(path):
    package = path.relative_to(ROOT).parts[0]

    assert sides(path) <= ALLOWED[package]


def test_each_folder_is_met_by_name_as_a_part_of_the_project():
    assert {
        side: {s for path in FILES if path.is_relative_to(ROOT / side) for s in sides(path)} for side in ALLOWED
    } == ALLOWED


@pytest.mark.parametrize(
    "path", [*FILES, *sorted((ROOT / "tests").rglob("*.py"))], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_no_folder_is_imported_under_its_bare_name(path):
    assert not {name.split(".")[0] for name in imported(path)} & set(ALLOWED)


@pytest.mark.parametrize(
    "path",
    [path for side in ("bounds", "simulators") for path in sorted((ROOT / "tests" / side).rglob("*.py"))],
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_a_test_of_one_side_imports_that_side_only(path):
    """What joins the two sides lies in tests/theorems."""
    assert sides(path) <= {path.relative_to(ROOT).parts[1]}


def test_only_what_draws_imports_matplotlib():
    drawing = {path for path in FILES if any(name.split(".")[0] == "matplotlib" for name in imported(path))}

    assert {path.name for path in drawing if path.parent.name != "kinds"} == {"pictures.py", "on_axes.py"}


def test_only_what_trains_imports_autograd():
    importing = {path.name for path in FILES if any(name.split(".")[0] == "autograd" for name in imported(path))}

    assert importing == {"adam.py"}


def test_no_file_names_a_package_registry_or_a_path_of_a_machine():
    forbidden = re.compile("|".join(["py" + r"pi\.org", "python" + r"hosted", r"(^|[^\w.])/(work|root|home)/"]))
    texts = [
        p for p in ROOT.rglob("*") if p.suffix in {".py", ".md", ".toml", ".txt", ".cff", ".bib", ".jinja", ".lua"}
    ]
    mine = [p for p in texts if not {".venv", ".git", "report"} & set(p.relative_to(ROOT).parts)]

    assert mine
    assert [p.relative_to(ROOT) for p in mine if forbidden.search(p.read_text(encoding="utf-8"))] == []

"""CONTRIBUTING.md lists the files that an addition touches: all of them, and no others."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = [path for folder in ("bounds", "simulators", "reports") for path in sorted((ROOT / folder).rglob("*.py"))]
ADDITIONS = {  # the paragraph, and what finds the example in the code
    "A bound of a paper": r"\brajaraman_2020\b",
    "A theorem of our own": r"\bcausal_confusion\.DERIVATION\b|key=\"causal-confusion\"",
    "A world": r"\bwager\b",
    "A reading": r"\blog_loss_averaged\b|\bLOG_LOSS_AVERAGED\b",
    "A format of problem files": r"\bproblem_json\b",
    "A format of demonstrations": r"\bpadded_arrays\b",
    "A trained network": r"\btrain_squared_error\b",
    "A command": r"\"derive\"|declare\(parser.*\n.*distribution-shift",
    "An experiment": r"\bexperiments\.growth\b|\bgrowth\.EXPERIMENT\b|import growth\b|^    growth,$|key=\"growth\"",
}


def paragraph(title: str) -> str:
    return next(part for part in TEXT.split("\n\n") if part.startswith(f"**{title}**"))


def files_of(text: str) -> list[str]:
    return re.findall(r"`((?:bounds|simulators|reports|tests)/[\w./]*)`", text)


@pytest.mark.parametrize("path", sorted(set(files_of(TEXT))))
def test_every_file_and_folder_that_is_named_exists(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("title", ADDITIONS)
def test_the_list_of_an_addition_is_whole(title):
    listed = {path for path in files_of(paragraph(title)) if path.endswith(".py") and "/tests/" not in path}
    named = {str(path.relative_to(ROOT)) for path in CODE if re.search(ADDITIONS[title], path.read_text(), re.M)}

    own = {path for path in listed if Path(path).stem in ADDITIONS[title]}  # a file need not say its own name
    assert named - listed == set()
    assert listed - named - own - {"simulators/names.py"} == set()

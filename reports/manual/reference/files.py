"""The formats of files, as their readers say them."""

import inspect
import re
from pathlib import Path

from tightrope.reports.manual.docstrings import shown
from tightrope.simulators import formats
from tightrope.simulators.formats.door import read_bytes

INTRODUCTION = """# Files

What is read and written. Each format is described by the module that reads it. [From logs to
epsilon](../../../simulators/logged_episodes.md) says what demonstrations are read for.
"""
DOCSTRING = re.compile(r'(?:#.*\n)*"""(.*?)"""', re.DOTALL)
KINDS = {
    "Problems": ("problem_json", "problem_npz", "drn", "explicit", "storm_model", "arrays", "gymnasium_tables"),
    "Policies": ("learner_files",),
    "Demonstrations": (
        "step_rows",
        "padded_arrays",
        "demonstrations",
        "minari",
        "flat_hdf5",
        "imitation_arrow",
        "trajectory_objects",
    ),
    "All of them": ("door", "rewards", "recorded"),
}


def markdown() -> str:
    parts = [INTRODUCTION]
    for title, names in KINDS.items():
        parts.append(f"## {title}")
        for name in names:
            head, _, rest = docstring(Path(formats.__file__).parent / f"{name}.py").partition("\n\n")
            parts += [f"### {name}", shown(head), *([shown(rest)] if rest else [])]
    return "\n\n".join(parts) + "\n"


def docstring(path: Path) -> str:
    """What a module says of itself; it is not imported, for its library may not be there."""
    found = DOCSTRING.match(read_bytes(path).decode())
    return inspect.cleandoc(found[1]) if found else ""

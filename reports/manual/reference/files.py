"""The formats of files, as their readers say them."""

import inspect
import re
from pathlib import Path

from tightrope.reports.manual.docstrings import shown
from tightrope.simulators import formats, names
from tightrope.simulators.formats import (
    arrays,
    demonstration_formats,
    gymnasium_tables,
    learner_files,
    storm_model,
    trajectory_objects,
)
from tightrope.simulators.formats.door import read_bytes

INTRODUCTION = """# Files

What is read and written. Each format is described by the module that reads it. [From logs to
epsilon](../../../simulators/logged_episodes.md) says what demonstrations are read for.
"""
DOCSTRING = re.compile(r'(?:#.*\n)*"""(.*?)"""', re.DOTALL)
OF_ALL = ("door", "rewards", "recorded")


def markdown() -> str:
    kinds = {
        "Problems": (*(one.load.__module__ for one in names.FORMATS), storm_model.__name__, *_from_python()),
        "Policies": (learner_files.__name__,),
        "Demonstrations": (*_of_demonstrations(), trajectory_objects.__name__),
        "All of them": tuple(f"{formats.__name__}.{name}" for name in OF_ALL),
    }
    parts = [INTRODUCTION]
    for title, modules in kinds.items():
        parts.append(f"## {title}")
        for name in dict.fromkeys(one.rpartition(".")[2] for one in modules):
            parts += [f"### {name}", shown(docstring(Path(formats.__file__).parent / f"{name}.py"))]
    return "\n\n".join(parts) + "\n"


def _from_python() -> tuple[str, ...]:
    return (arrays.__name__, gymnasium_tables.__name__)


def _of_demonstrations() -> tuple[str, ...]:
    return tuple(one.read.__module__ for one in demonstration_formats.FORMATS)


def docstring(path: Path) -> str:
    """What a module says of itself; it is not imported, for its library may not be there."""
    found = DOCSTRING.match(read_bytes(path).decode())
    return inspect.cleandoc(found[1]) if found else ""

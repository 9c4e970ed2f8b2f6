"""The public functions: their arguments and docstrings, and what they answer with."""

import inspect
import re
from collections.abc import Callable
from typing import Any

import tightrope
from tightrope.reports.manual.docstrings import block, shown, text

INTRODUCTION = """# Python

`import tightrope` is the public door. It loads nothing before it is asked.
"""


def markdown() -> str:
    parts = [INTRODUCTION, *_door()]
    functions = {name: getattr(tightrope, name) for name in tightrope.__all__}
    for name, one in functions.items():
        parts += [f"## {name}", block(_call(name, one), "python"), shown(one.__doc__ or ""), _answer(one)]
    answers = {kind.__name__: kind for one in functions.values() if (kind := _kind(one))}
    parts += ["## What comes back", "An answer shows itself in a notebook: as a table, a formula or a drawing."]
    for name in sorted(answers):
        parts += [f"### The answer {name}", *_of_class(answers[name])]
    return "\n\n".join(part for part in parts if part) + "\n"


def _door() -> list[str]:
    """What the package says of itself, without its head, which is the page's, and its inside."""
    paragraphs = (tightrope.__doc__ or "").split("\n\n")
    calls = next(one for one in paragraphs if "worst_case(" in one)
    numbers = next(one for one in paragraphs if one.startswith("A number may be"))
    rows = [re.split(r" {2,}", line.strip(), maxsplit=1) for line in calls.split("\n")]
    table = ["| call | what it is for |", "|---|---|"]
    for call, words in rows:
        name = re.match(r"tightrope\.(\w+)", call)
        assert name
        table.append(f"| [`{name[1]}`](#{name[1]}) | {text(words)} |")
    return ["\n".join(table), shown(numbers)]


def _call(name: str, function: Callable[..., Any]) -> str:
    """The function with its arguments and defaults, one a line where it would be long; types are in the source."""
    given, starred = [], False
    for one in inspect.signature(function).parameters.values():
        if one.kind is one.KEYWORD_ONLY and not starred:
            given.append("*")
            starred = True
        given.append(_argument(one))
    line = f"tightrope.{name}({', '.join(given)})"
    if len(line) <= 80:
        return line
    return f"tightrope.{name}(\n    " + ",\n    ".join(given) + ",\n)"


def _argument(one: inspect.Parameter) -> str:
    if one.kind is one.VAR_KEYWORD:
        return f"**{one.name}"
    if one.default is one.empty:
        return one.name
    return f"{one.name}=..." if callable(one.default) else f"{one.name}={one.default!r}"


def _kind(function: Callable[..., Any]) -> type | None:
    """The class of ours that it answers with, if it does."""
    kind = inspect.signature(function).return_annotation
    ours = inspect.isclass(kind) and kind.__module__.startswith("tightrope.")
    return kind if ours else None


def _answer(function: Callable[..., Any]) -> str:
    kind = _kind(function)
    if kind is None:
        return ""
    return f"Answers with [{kind.__name__}](#the-answer-{kind.__name__.lower()})."


def _of_class(kind: type) -> list[str]:
    """Its docstring, its fields, and what else of it is public."""
    parts = [shown(inspect.getdoc(kind) or "")] if kind.__doc__ and not _is_generated(kind) else []
    rows = []
    for name, one in inspect.getmembers_static(kind):
        if name.startswith("_"):
            continue
        member = one.fget if isinstance(one, property) else getattr(one, "func", one)
        if not inspect.isfunction(member) or not member.__doc__ or not member.__module__.startswith("tightrope."):
            continue
        called = f"{name}{_brief(member)}" if inspect.isfunction(one) else name
        rows.append(f"| `{called}` | {text(' '.join((inspect.getdoc(member) or '').split()))} |")
    fields = ", ".join(f"`{name}`" for name in getattr(kind, "__dataclass_fields__", {}) if not name.startswith("_"))
    if fields:
        parts.append(f"Fields: {fields}.")
    if rows:
        parts.append("\n".join(["| also | what it is |", "|---|---|", *rows]))
    return parts


def _brief(method: Callable[..., Any]) -> str:
    """Its arguments without the object itself."""
    given = list(inspect.signature(method).parameters.values())[1:]
    return "(" + ", ".join(_argument(one) for one in given) + ")"


def _is_generated(kind: type) -> bool:
    """Whether the docstring is the one that a dataclass without one gets, its own call."""
    return (kind.__doc__ or "").startswith(f"{kind.__name__}(")

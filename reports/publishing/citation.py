"""BibTeX for the software, and for one report: its number is the short id of its results, its note the full one."""

import re
from importlib.metadata import version

from tightrope.reports.publishing import scope
from tightrope.simulators.model.terminal import quoted

TITLE = "tightrope: a numerical theory-verification toolkit for imitation learning"
YEAR, RELEASED = 2026, "2026-11-26"  # of the version, as CITATION.cff says it


def software() -> str:
    """The entry for the software at the installed version."""
    return _entry(
        "software",
        "tightrope",
        author="{The tightrope developers}",
        title=f"{{{TITLE}}}",
        version=version("tightrope"),
        year=str(YEAR),
    )


def report(results: dict) -> str:
    """The entry for a report, from its results."""
    identity = results["id"]
    return _entry(
        "techreport",
        f"tightrope-{identity[:8]}",
        author="{The tightrope developers}",
        title=f"{{{_title(results)}}}",
        institution="tightrope",
        number=identity[:12],
        year=str(YEAR),
        note=f"Results sha256:{identity}; regenerate with tightrope {version('tightrope')}, {_what(results)}",
    )


def _what(results: dict) -> str:
    if scope.is_of_a_problem(results):
        return _in_tex(scope.command(results))
    keys = ", ".join(one.key for one in scope.experiments(results))
    return f"profile {results['profile']}" + ("" if scope.is_whole(results) else f", experiments {keys}")


def _title(results: dict) -> str:
    """The title in TeX's letters. It comes from this program, whatever the results say."""
    title = _in_tex(scope.title(results))
    if scope.is_of_a_problem(results):
        return f"{title}. A report on one problem"
    return f"{title}. {'A' if scope.is_whole(results) else 'A part of a'} verification report"


def _in_tex(text: str) -> str:
    return re.sub(r"([&%#_$])", r"\\\1", text)


def _entry(kind: str, key: str, **fields: str) -> str:
    """Raises ValueError if a value could end the entry or run TeX: results.json may be a stranger's."""
    for value in (key, *fields.values()):
        if not value.isprintable() or re.search(r"\\[A-Za-z]", value) or not _is_balanced(value):
            raise ValueError(f"a citation has plain text on one line; results.json has {quoted(value)}")
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}\n"


def _is_balanced(value: str) -> bool:
    depth = 0
    for character in value:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0

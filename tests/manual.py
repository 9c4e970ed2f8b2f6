"""Runs what the manual shows, page by page, and gives each page with what came out.

    python -m tests.manual            run all pages and store what came out
    python -m tests.manual FILE ...   the same of some

A page is run from top to bottom in an empty folder, as its reader would: a block with a file's name is written there,
`$ ...` of a console block is run, Python goes on where the block before it stopped. A line `...` stands for lines that
are not shown. What is stored is what came out, but where `...` stands in it: there a difference is only reported.
"""

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tightrope.reports.commands.cli import main as tightrope
from tightrope.reports.manual.contents import HERE, PAGES, ROOT

PATHS = tuple(ROOT / page.source for page in PAGES if page.source.startswith(HERE) and not page.generated)
BLOCK = re.compile(r'^```(\w+)(?: \{file="([\w.-]+)"\})?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
NOT_RUN = "sh"  # what sets a machine up


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a page shows of something that was run, what came out, and where in the page that is, if anywhere."""

    what: str
    shown: str
    came: str
    place: tuple[int, int] | None


def run(text: str) -> list[Shown]:
    """All that a page shows, in the current folder. Raises ValueError for a block of a kind that is not run."""
    found: list[Shown] = []
    names: dict[str, object] = {"__name__": "__main__"}
    printed = None  # by the Python block before
    for block in BLOCK.finditer(text):
        kind, name, code = block.groups()
        if printed is not None:
            found.append(_printed(printed, block if kind == "output" else None))
            printed = None
        if name:
            Path(name).write_text(code, encoding="utf-8")
        elif kind == "console":
            found += _console(code, block.start(3))
        elif kind == "python":
            with redirect_stdout(io.StringIO()) as out:
                exec(compile(code, "a page", "exec"), names)
            printed = (code, out.getvalue())
        elif kind not in ("output", NOT_RUN):
            raise ValueError(
                f"a block must be console, python, output, {NOT_RUN} or a file; this is {kind}: {code[:60]}"
            )
    if printed is not None:
        found.append(_printed(printed, None))
    return found


def matches(shown: str, came: str) -> bool:
    """Whether the lines shown are those that came, in this order, `...` standing for any lines, or a line's rest."""
    pattern = "".join(map(_pattern, shown.splitlines()))
    return re.fullmatch(pattern, came.rstrip("\n") + "\n" if came else "") is not None


def _pattern(line: str) -> str:
    if line == "...":
        return r"(?:.*\n)*?"
    start, rest = (line[:-3], ".*") if line.endswith("...") else (line, " *")
    return re.escape(start) + rest + r"\n"


def refreshed(text: str, found: list[Shown]) -> tuple[str, list[Shown]]:
    """The page with what came out, and what a person has to look at, since lines of it are not shown."""
    left = []
    for one in reversed(found):  # from the end, so that places before stay where they are
        if matches(one.shown, one.came):
            continue
        if one.place is None or "..." in one.shown:
            left.append(one)
        else:
            start, end = one.place
            text = text[:start] + (one.came.rstrip("\n") + "\n" if one.came else "") + text[end:]
    return text, left


def _console(code: str, start: int) -> list[Shown]:
    """Each command of a block; what stands below one is its output."""
    found = []
    for one in COMMAND.finditer(code):
        came = _pipeline(one[1])
        place = (start + one.start(2), start + one.end(2))
        found.append(Shown(what=f"$ {one[1]}", shown=one[2], came=came, place=place))
    return found


def _printed(given: tuple[str, str], output: re.Match | None) -> Shown:
    code, came = given
    if output is None:
        return Shown(what=code, shown="", came=came, place=None)
    return Shown(what=code, shown=output[3], came=came, place=output.span(3))


def _pipeline(line: str) -> str:
    """What a terminal would show of `tightrope ... | python -m ...`, errors too."""
    terminal, given, commands = io.StringIO(), sys.stdin, line.split(" | ")
    try:
        for place, command in enumerate(commands, start=1):
            out = terminal if place == len(commands) else io.StringIO()
            with redirect_stdout(out), redirect_stderr(terminal):
                _call(shlex.split(command))
            sys.stdin = io.TextIOWrapper(io.BytesIO(out.getvalue().encode()))
    finally:
        sys.stdin = given
    return terminal.getvalue()


def _call(words: list[str]) -> None:
    try:
        if words[0] == "tightrope":
            assert tightrope(words[1:]) in (0, 1, 2, 3)
        elif words[:2] == ["python", "-m"]:
            command = [sys.executable, *words[1:]]
            ran = subprocess.run(
                command,
                input=sys.stdin.read(),
                capture_output=True,
                text=True,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
            )
            print(ran.stdout, end="")
            print(ran.stderr, end="", file=sys.stderr)
        else:
            raise ValueError(f"a page may run tightrope and python -m; it runs {words[0]}")
    except SystemExit:
        pass


def main(paths: list[str]) -> None:
    os.environ["COLUMNS"] = "80"
    for path in map(Path, paths) if paths else PATHS:
        text = path.read_text(encoding="utf-8")
        with TemporaryDirectory() as empty, chdir(empty):
            new, left = refreshed(text, run(text))
        for one in left:
            print(f"{path}: {one.what}\n--- shown\n{one.shown}--- came\n{one.came}")
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(f"{path}: stored")


if __name__ == "__main__":
    main(sys.argv[1:])

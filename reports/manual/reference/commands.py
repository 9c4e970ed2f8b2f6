"""The commands: what each takes, from the options that it declares."""

import argparse
from importlib import import_module

from tightrope.reports.commands import cli
from tightrope.reports.manual.docstrings import block, code, shown, text

INTRODUCTION = """# Commands

`tightrope COMMAND --help` prints the same in a terminal. `--eps` stands for `--epsilon`, `--H` and `--T` for
`--horizon`.
"""


def markdown() -> str:
    table = ["| command | what it is for |", "|---|---|"]
    table += [f"| [`{name}`](#{_anchor(name)}) | {text(words)} |" for name, (_, words) in cli.COMMANDS.items()]
    status = (cli.__doc__ or "").split("\n\n")[-1]
    parts = [INTRODUCTION, "\n".join(table), "## Exit status", shown(status.removeprefix("Exit status: "))]
    return "\n\n".join([*parts, *(_command(name) for name in cli.COMMANDS)]) + "\n"


def options(name: str) -> argparse.ArgumentParser:
    """The command's own parser."""
    one = argparse.ArgumentParser(prog=f"tightrope {name}", add_help=False)
    import_module(f"tightrope.reports.commands.{cli.COMMANDS[name][0]}").declare(one)
    return one


def _command(name: str) -> str:
    parser, words = options(name), cli.COMMANDS[name][1]
    end = "" if words.endswith("?") else "."
    parts = [f"## tightrope {name}", f"{text(words[0].upper() + words[1:])}{end}", block(_usage(parser), "usage")]
    rows = [_row(one) for one in parser._actions]
    if rows:
        parts.append("\n".join(["| it takes | meaning |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def _usage(parser: argparse.ArgumentParser) -> str:
    """Argparse's, which is broken as the terminal is wide, on one line."""
    return " ".join(parser.format_usage().removeprefix("usage: ").split())


def _row(one: argparse.Action) -> str:
    takes = _value(one)
    called = " ".join([", ".join(one.option_strings), takes]) if one.option_strings else takes
    needed = " (required)" if one.option_strings and one.required else ""
    return f"| {code(called.strip())} | {text((one.help or '').replace('%%', '%'))}{needed} |"


def _value(one: argparse.Action) -> str:
    """What stands behind the option, or in place of an argument."""
    if one.nargs == 0:
        return ""
    name = one.metavar or (one.dest.upper() if one.option_strings else one.dest)
    assert isinstance(name, str)
    more = {"*": f"[{name} ...]", "+": f"{name} [{name} ...]", "?": f"[{name}]"}
    return more.get(str(one.nargs), name)


def _anchor(name: str) -> str:
    return f"tightrope-{name}"

"""The command line: which commands there are. Each is a module that declares its options and runs.

Only the module of the command that is called is imported, so that --help answers at once and nobody pays for another's
libraries.

Exit status: 0 finished, whatever the verdicts say; 1 a conjecture is refuted, or a report does not verify; 2 bad input;
3 a conjecture is undecided; 4 an internal failure; 130 interrupted (Ctrl-C).
"""

import argparse
import sys
from collections.abc import Collection, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import NoReturn

from tightrope.bounds.language.known import nearest
from tightrope.reports.commands.streams import forgiving_streams
from tightrope.simulators.model.terminal import quoted, told

BAD_INPUT, INTERNAL, INTERRUPTED = 2, 4, 130
ALIASES = {"--eps": "--epsilon", "--H": "--horizon", "--T": "--horizon"}  # what papers call them
COMMANDS = {  # name: its module beside this file, and what it is for
    "list": ("listing", "bounds, claims, experiments and problems"),
    "problems": ("problems", "problems, one a line; what one of them takes"),
    "explain": ("explain", "a claim of the lecture in words, and where it is looked at"),
    "derive": ("derive", "a derivation's lines, each with its verdict per reading"),
    "bound": ("bound", "bounds and exact worst cases at an epsilon and horizon, or several"),
    "worst-case": ("worst_case", "the largest cost under a reading, with certificate and witness"),
    "refute": ("refute", "a formula of your own: proved, refuted with a problem, or undecided"),
    "evaluate": ("evaluate", "exact cost, task cost, readings and distances of a problem"),
    "simulate": ("simulate", "the same cost from episodes, with an interval"),
    "compare": ("compare", "cloning beside DAgger on a problem"),
    "check": ("check", "a report about your own problem"),
    "convert": ("convert", "write a problem as a file: .json, .npz, .drn or .tra"),
    "logs": ("logs", "epsilon under every reading from logged episodes, with intervals"),
    "sweep": ("sweep", "a whole grid of problems or experiments, resumable, on many cores"),
    "report": ("report", "the main job: run everything and write the report"),
    "verify": ("verify", "does a report still say what it said?"),
    "cite": ("cite", "BibTeX of the software, or of a report"),
    "completion": ("completion", "a script that completes names in bash or zsh"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    with forgiving_streams():
        try:
            return _run(list(sys.argv[1:] if arguments is None else arguments))
        except KeyboardInterrupt as stopped:
            return _end(str(stopped) or "interrupted", INTERRUPTED)
        except ValueError as error:
            return _end(str(error), BAD_INPUT)
        except MemoryError:
            return _end("the memory is not enough: choose a smaller problem or a shorter horizon", BAD_INPUT)
        except Exception as error:  # never 1: that would be a verdict
            return _end(f"internal failure, {type(error).__name__}: {error}", INTERNAL)


def _run(given: list[str]) -> int:
    words = [_spelled_out(word) for word in given]
    called = next((word for word in words if not word.startswith("-")), "")
    parser = build_parser([called])
    if called and called not in COMMANDS:
        parser.error(f"no command is called {quoted(called)}; {nearest(called, COMMANDS)}")
    options = parser.parse_args(words)
    if options.command is None:
        parser.print_help()
        return 0
    return options.run(options)


def _spelled_out(word: str) -> str:
    name, equals, value = word.partition("=")
    return f"{ALIASES[name]}{equals}{value}" if name in ALIASES else word


def _end(message: str, status: int) -> int:
    print(f"tightrope: {told(message)}", file=sys.stderr)
    return status


def build_parser(called: Collection[str]) -> argparse.ArgumentParser:
    """All commands, and the options of those that are called."""
    parser = OnceParser(
        prog="tightrope",
        description="The error bounds of imitation learning: derived, attacked, and reported claim by claim.",
        epilog="Start with: tightrope report --quick --out report. --eps stands for --epsilon, --H and --T for "
        "--horizon; tightrope COMMAND --help says what a command takes.",
    )
    parser.add_argument("--version", action="version", version=f"tightrope {version('tightrope')}")
    add = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands").add_parser
    for name, (module, words) in COMMANDS.items():
        one = add(name, help=words)
        if name in called:
            command = import_module(f"tightrope.reports.commands.{module}")
            command.declare(one)
            one.set_defaults(run=command.run)
    return parser


class OnceParser(argparse.ArgumentParser):
    """Refuses an option that is given twice, where argparse would silently take the last; those that append may
    repeat. An option that is none is named, with the nearest one, before anything is missed.
    """

    def __init__(self, *arguments, **more) -> None:
        super().__init__(*arguments, **more)
        for name in (None, "store", "store_true"):
            self.register("action", name, _once(self._registry_get("action", name)))

    def parse_known_args(self, args=None, namespace=None):
        if self._subparsers is None:  # else the words are those of a command
            self._check_spelling(list(args or ()))
        return super().parse_known_args(args, namespace)

    def _check_spelling(self, words: list[str]) -> None:
        known = list(self._option_string_actions)
        for word in words[: words.index("--") if "--" in words else None]:
            name = word.partition("=")[0]
            if name.startswith("--") and not any(one.startswith(name) for one in known):
                self.error(f"{self.prog} has no option {quoted(name)}; {nearest(name, known)}")

    def error(self, message: str) -> NoReturn:
        super().error(told(message))


def _once(action: type[argparse.Action]) -> type[argparse.Action]:
    class Once(action):  # ty: ignore[unsupported-base]  the base is a value: any of argparse's actions
        def __call__(self, parser, namespace, values, option_string=None):
            given = vars(namespace).setdefault("given", set())
            if self.option_strings and self.dest in given:
                parser.error(f"{'/'.join(self.option_strings)} may be given once; it was given twice")
            given.add(self.dest)
            super().__call__(parser, namespace, values, option_string)

    return Once


if __name__ == "__main__":
    sys.exit(main())

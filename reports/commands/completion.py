"""`tightrope completion`: a script by which bash or zsh complete commands, options, problems, bounds and readings."""

import argparse
from importlib.util import find_spec

from tightrope.bounds.catalogue import BOUNDS, DERIVATIONS
from tightrope.bounds.extremes.setting import ASKED
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.commands.simulate import QUANTITIES as MEASURED
from tightrope.reports.evidence.question import ALL_RIGHT
from tightrope.reports.experiments import ALL
from tightrope.reports.lecture import CLAIMS
from tightrope.reports.sweeps.outcome import KINDS
from tightrope.simulators.learners.within_reading import OFF_SUPPORT
from tightrope.simulators.names import FAMILIES, examples

SHELLS = ("bash", "zsh")
NAMES = {  # what an option or argument may be, by its name, or by command and name
    "problem": [name for name in examples() if not name.startswith("FILE")],
    "reading": KEYS,
    "quantity": ASKED,
    "refute quantity": (*ASKED, ALL_RIGHT),
    "simulate quantity": MEASURED,
    "off_support": OFF_SUPPORT,
    "bound key": [one.key for one in BOUNDS],
    "derive key": [one.key for one in DERIVATIONS],
    "claim": [one.id for one in CLAIMS],
    "only": [one.key for one in ALL],
    "sweep export": tuple(KINDS),
    "problems family": [one.key for one in FAMILIES],
    "shell": SHELLS,
}
FILES = (
    "problem",
    "folder",
    "out",
    "plot",
    "learner",
    "demonstrations",
    "file",
    "store",
)  # where a file's name may stand
COLON = 'COMP_WORDBREAKS="${COMP_WORDBREAKS//:}"  # a problem is one word: gymnasium:FrozenLake-v1'


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", metavar="SHELL", help=" or ".join(SHELLS))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = (
        "try it:      source <(tightrope completion bash)\n"
        "keep it:     tightrope completion bash > \\\n"
        "                 ~/.local/share/bash-completion/completions/tightrope\n"
        "and in zsh:  tightrope completion zsh > _tightrope, in a folder of $fpath"
    )


def run(options: argparse.Namespace) -> int:
    if options.shell not in SHELLS:
        raise ValueError(f"completion is written for {' or '.join(SHELLS)}; got {options.shell!r}")
    if find_spec("shtab") is None:
        raise ValueError("completion needs shtab: pip install 'tightrope[completion]'")
    import shtab

    from tightrope.reports.commands.cli import COMMANDS, build_parser

    parser, used = build_parser(COMMANDS), {}
    for command, one in commands_of(parser).items():
        for action in one._actions:
            key = f"{command} {action.dest}" if f"{command} {action.dest}" in NAMES else action.dest
            if key in NAMES or key in FILES:
                used[_function(key)] = key
                action.complete = dict.fromkeys(SHELLS, _function(key))  # ty: ignore[missing-attribute]  shtab's
    print(shtab.complete(parser, options.shell, preamble=_preamble(used, options.shell)))
    return 0


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of the commands, by their names."""
    found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(found[0].choices)


def _function(key: str) -> str:
    return f"_tightrope_{key.replace(' ', '_')}"


def _preamble(used: dict[str, str], shell: str) -> str:
    """A function for each kind of name: it prints (bash) or adds (zsh) them, and files where one may stand."""
    lines = [COLON] if shell == "bash" else []
    for name, key in used.items():
        words, files = " ".join(NAMES.get(key, ())), key in FILES
        if shell == "bash":
            body = [f'compgen -W "{words}" -- "$1"'] * bool(words) + ['compgen -f -- "$1"'] * files
        else:
            body = [f"compadd -- {words}"] * bool(words) + ["_files"] * files
        lines.append(f"{name}() {{ {'; '.join(body)}; }}")
    return "\n".join(lines)

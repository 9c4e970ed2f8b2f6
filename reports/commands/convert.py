"""`tightrope convert`: a problem as a file, for others to check or to go on with."""

import argparse
import os
import tempfile
from pathlib import Path

from tightrope.reports.commands.layout import paragraph
from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import print_json
from tightrope.reports.commands.patience import patience
from tightrope.simulators.imitation import problem
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.family import Format
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line
from tightrope.simulators.names import FORMATS


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("problem", metavar="PROBLEM", help="gymnasium:FrozenLake-v1, FILE.drn:maximise=coins, ...")
    parser.add_argument("file", metavar="FILE", help=f"what to write, by its end: {', '.join(_endings())}")
    parser.add_argument("--horizon", metavar="T", help="decisions that an expert is planned for, if it brings none")
    parser.add_argument("--epsilon", metavar="P/Q", help="of a witness, or of a learner to be written with the problem")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    path = Path(options.file)
    kind = next((one for one in FORMATS if path.suffix == one.suffix), None)
    if kind is None:
        raise ValueError(f"{line(options.file)} must end in {' or '.join(_endings())}, which says how to write it")
    with patience(f"writing {options.file}"):
        made = problem(options.problem, options.horizon, options.epsilon)
        written = _write(made, kind, path)
    held = kind.held(made)
    notes = list(made.notes)
    if content_hash(held) != content_hash(made):
        notes.append(
            f"Files {kind.suffix} have no place for names, an expert, a learner or a data set: the content is that of "
            "what is read back."
        )
    size, choices = made.mdp.shape
    document = {
        "problem": options.problem,
        "files": [str(one) for one in written],
        "content": content_hash(held),
        "states": size,
        "actions": choices,
        "notes": notes,
    }
    if options.json:
        return print_json(document)
    print(f"{', '.join(line(one) for one in written)}: {size} states, {choices} actions\ncontent {document['content']}")
    for note in notes:
        print(paragraph(note, "note: ", "  "))
    if held.expert is None:
        print(paragraph("The best expert is planned for the horizon that is asked of the file.", "note: ", "  "))
    return 0


def _write(made: Problem, kind: Format, path: Path) -> list[Path]:
    """All files of the problem, whole or not at all. Raises ValueError if one is there already or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".convert-") as folder:
            kind.save(made, Path(folder) / path.name)
            found = sorted(Path(folder).iterdir())
            for one in found:
                if os.path.lexists(path.parent / one.name):
                    raise ValueError(f"{line(path.parent / one.name)} is there already: choose another name")
            return [one.rename(path.parent / one.name) for one in found]
    except OSError as error:
        raise ValueError(f"{line(path)} cannot be written: {error.strerror or error}") from error


def _endings() -> list[str]:
    return [one.suffix for one in FORMATS]

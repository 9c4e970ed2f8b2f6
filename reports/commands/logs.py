"""`tightrope logs`: what logged episodes say of an expert, and of a learner's epsilon under every reading."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tightrope.reports.commands.layout import GAP, paragraph, table
from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import check_unused, print_json, written_whole
from tightrope.simulators.formats import learner_files, problem_json
from tightrope.simulators.formats.demonstration_formats import FORMATS
from tightrope.simulators.formats.learner_files import LEARNERS
from tightrope.simulators.imitation import problem
from tightrope.simulators.logs import FromLogs, from_trajectories
from tightrope.simulators.model.terminal import line

MOST_SHOWN = 5  # states in which the expert is inconsistent


def declare(parser: argparse.ArgumentParser) -> None:
    known = ", ".join(suffix for one in FORMATS for suffix in one.suffixes)
    parser.add_argument(
        "demonstrations",
        metavar="DEMONSTRATIONS",
        help=f"the expert's episodes: {known}, or a folder that imitation saved",
    )
    parser.add_argument(
        "--learner-log", metavar="FILE", help="the learner's own episodes, with what the expert would do as labels"
    )
    parser.add_argument("--learner", metavar="FILE", help=f"the learner's policy, if it is known: {LEARNERS}")
    parser.add_argument("--problem", help="gives the states and actions, and refuses what it makes impossible")
    parser.add_argument("--horizon", metavar="T", help="decisions (default: the most that all episodes are known for)")
    parser.add_argument("--confidence", default="0.95", metavar="P", help="level of each interval (default 0.95)")
    parser.add_argument(
        "--shorter", default="cut", help="of episodes that do not say whether they ended: cut (default) or ended"
    )
    parser.add_argument("--smoothing", default="0", metavar="K", help="what a clone adds to every count (default 0)")
    parser.add_argument("--out", metavar="FILE.json", help="write --problem with the clone of all demonstrations")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    if options.out is not None and options.problem is None:
        raise ValueError("--out writes a problem with a clone as its learner: give the --problem")
    found = from_trajectories(
        options.demonstrations,
        learner_log=options.learner_log,
        learner=None if options.learner is None else learner_files.load(Path(options.learner)),
        problem=options.problem,
        horizon=options.horizon,
        confidence=options.confidence,
        shorter=options.shorter,
        smoothing=options.smoothing,
    )
    if options.out is not None:
        _save(options, found)
    if options.json:
        return print_json({"demonstrations": str(options.demonstrations), **found.document()})
    print("\n\n".join(_told(options, found)))
    return 0


def _save(options: argparse.Namespace, found: FromLogs) -> None:
    out = Path(options.out)
    check_unused(out)
    made = problem(options.problem, found.horizon)
    with written_whole(out) as beside:
        problem_json.save(replace(made, learner=found.clone, name=out.stem), beside)


def _told(options: argparse.Namespace, found: FromLogs) -> list[str]:
    episodes = f"episodes: {len(found.demonstrations.states)} of the expert"
    if found.learner_log is not None:
        episodes += f", {len(found.learner_log.states)} of the learner"
    sources = _numbered([one.source for one in found.table], "abcdefgh")
    notes = _numbered([one.words for one in found.table], "123456789")
    rows = [
        (
            one.what,
            _number(one.estimate),
            f"[{one.lower:.6g}, {one.upper:.6g}]",
            " ".join(filter(None, (sources[one.source], notes[one.words]))),
        )
        for one in found.table
    ]
    return [
        paragraph(f"{line(options.demonstrations)}, T = {found.horizon}; {episodes}", then=GAP),
        _expert(found),
        paragraph(f"epsilon of {found.whose}; each interval has its level by itself"),
        table(("reading", "estimate", f"{100 * found.confidence:g} % interval", "from"), rows),
        "\n".join(
            paragraph(words, f"{mark}  ", GAP + " ") for words, mark in (*sources.items(), *notes.items()) if words
        ),
    ]


def _numbered(texts: Sequence[str], marks: str) -> dict[str, str]:
    """A mark for each text, the same for the same; none for an empty one."""
    different = [text for text in dict.fromkeys(texts) if text]
    return {"": "", **dict(zip(different, marks, strict=False))}


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.6g}"


def _expert(found: FromLogs) -> str:
    """Whether the demonstrations agree with each other."""
    if not found.inconsistent:
        return paragraph("The expert took one action in each state that the demonstrations show.")
    shown = [
        f"{line(one.state)} ({', '.join(f'{line(action)} {many}' for action, many in one.actions.items())}"
        f"{', at one decision' if one.at_once else ''})"
        for one in found.inconsistent[:MOST_SHOWN]
    ]
    more = f", ... ({len(found.inconsistent)} in all)" if len(found.inconsistent) > MOST_SHOWN else ""
    drawn = any(one.at_once for one in found.inconsistent)
    meaning = (
        "it draws its actions, or looks at more than the state; epsilon counts disagreement with what it did, which is "
        "no less than the distance of the two laws"
        if drawn
        else "never at one decision, so it may change with time"
    )
    return paragraph(f"The expert took several actions in {', '.join(shown)}{more}: {meaning}.", then=GAP)

"""A report about one problem: what its results.json holds, and what of it can be checked without computing again.

The problem itself lies beside results.json, as PROBLEM; the results name it by its content hash.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tightrope.reports.evidence.own_problem import QUANTITIES, Asked, Findings, Row
from tightrope.reports.evidence.verdict import number, rounded
from tightrope.reports.publishing.figure import Axis, Bars, Curve, Curves, Figure, curve
from tightrope.reports.publishing.shape import plain
from tightrope.simulators.formats import problem_json
from tightrope.simulators.model.arithmetic import plain as plain_number
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line

SCHEMA = "tightrope-problem-report/1"
PROBLEM = "problem.json"
LEARNERS = ("witness", "epsilon", "carried", "given")
MOST_BARS = 10


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was asked. `learner` is one of LEARNERS: the witness's own, made for an epsilon, the file's, or given."""

    problem: str
    horizon: int
    learner: str
    epsilon: str = ""
    reading: str = ""
    off_support: str = ""
    missing: str = ""
    episodes: int
    seed: int
    confidence: float

    def __post_init__(self) -> None:
        if self.learner not in LEARNERS:
            raise ValueError(f"the learner must be one of {', '.join(LEARNERS)}")
        if not self.problem.isprintable() or not self.problem:
            raise ValueError("the problem must have a name of letters that can be seen")

    @property
    def asked(self) -> Asked:
        return Asked(horizon=self.horizon, episodes=self.episodes, seed=self.seed, confidence=self.confidence)


@dataclass(frozen=True, kw_only=True)
class OwnResults:
    """`content` is the hash of the problem beside, `tables` are rows by their table's key, `numbers` what has a name.

    `relative_error` is that of floats, 0 of rationals.
    """

    schema: str
    question: Question
    content: str
    states: int
    actions: int
    arithmetic: str
    relative_error: float
    numbers: Mapping[str, Any]
    tables: Mapping[str, Any]
    figures: tuple[Figure, ...]
    data: Mapping[str, Any]
    id: str


def document(found: Findings, question: Question) -> dict:
    """The content of results.json, without the hashes of the data and the id; see `results.sealed`."""
    figures = (_cost(found), *_states(found), *_labels(found))
    return {
        "schema": SCHEMA,
        "question": asdict(question),
        "content": content_hash(found.problem),
        "states": found.problem.mdp.shape[0],
        "actions": found.problem.mdp.shape[1],
        "arithmetic": found.arithmetic.name,
        "relative_error": rounded(found.relative_error),
        "numbers": _numbers(found),
        "tables": {
            "readings": found.readings,
            "bounds": _bounds(found),
            "unmet": _unmet(found),
            "sampled": _sampled(found),
            "states": found.states,
            "labels": _label_rows(found),
            "theory": found.in_theory,
        },
        "figures": plain(figures),
    }


def _numbers(found: Findings) -> dict[str, Any]:
    one = found.evaluation
    named = {
        "disagreements": one.disagreement,
        "learner's cost": one.learner_task,
        "expert's cost": one.expert_task,
        "gap": one.gap,
        "u": plain_number(found.recoverability),
        "largest u": plain_number(found.origins.most),
        "an error at all": 1 - one.survival[-1],
        "largest distance": max(one.tv),
        "missing": one.missing,
        "epsilon T": found.target,
        "DAgger's cost": Fraction(plain_number(found.origins.most)) * found.target,
    }
    if found.taken is not None:
        named |= {"learner's decisions": found.taken.learner, "expert's decisions": found.taken.expert}
    numbers: dict[str, Any] = {key: number(value) for key, value in named.items()}
    for quantity, tight in found.tightest.items():
        numbers[f"tightest of {quantity}"] = {"key": tight.bound.key, "reading": tight.reading}
    if found.labels is not None:
        for who, curves in zip(("cloning", "DAgger"), found.labels, strict=True):
            counts = sorted(x for x in curves.needed(float(found.target)) if x is not None)
            all_of = len(counts) == len(curves.labels)
            numbers[f"labels for {who}"] = {
                "runs": len(curves.labels),
                "reached": len(counts),
                "least": counts[0] if counts else None,
                "most": counts[-1] if all_of else None,
                "tried": int(curves.labels[:, -1].min()),
            }
    return numbers


def _bounds(found: Findings) -> list[Row]:
    return [
        {
            "bound": one.bound.key,
            "of": str(one.bound.quantity),
            "reading": one.reading.replace("_", " ") or "none",
            "kind": one.bound.kind,
            "says at most": number(one.value),
            "happens": number(one.actual),
            "share": None if one.ratio is None else number(one.ratio),
        }
        for one in found.applications
        if not one.failed and one.value is not None and one.actual is not None
    ]


def _unmet(found: Findings) -> list[Row]:
    failing: dict[str, list[str]] = {}
    for one in found.applications:
        if one.failed:
            failing.setdefault(one.failed[0], []).append(one.bound.key)
    return [{"assumption": words, "bounds": ", ".join(dict.fromkeys(keys))} for words, keys in failing.items()]


def _sampled(found: Findings) -> list[Row]:
    return [
        {
            "horizon": horizon,
            "expected": number(found.costs[horizon - 1]),
            "mean": rounded(one.mean),
            "lower": rounded(one.lower),
            "upper": rounded(one.upper),
            "episodes": found.asked.episodes,
            "seed": found.asked.seed,
        }
        for horizon, one in found.sampled
    ]


def _label_rows(found: Findings) -> list[Row]:
    if found.labels is None:
        return []
    return [
        {
            "learner": who,
            "labels, mean": rounded(float(labels.mean())),
            "disagreements, mean": rounded(float(costs.mean())),
            "least": rounded(float(costs.min())),
            "most": rounded(float(costs.max())),
        }
        for who, curves in zip(("cloning", "DAgger"), found.labels, strict=True)
        for labels, costs in zip(curves.labels.T, curves.cost.T, strict=True)
    ]


def _cost(found: Findings) -> Figure:
    horizons, error = found.horizons, float(found.evaluation.epsilon["per_step"])
    happens = [(h, float(found.costs[h - 1])) for h in horizons if found.costs[h - 1] > 0]
    drawn: list[Curve] = []
    if happens:
        drawn.append(curve("what happens", "problem", *zip(*happens, strict=True)))
    if error > 0:
        drawn += [
            curve("the lecture's bound", "bound", horizons, [error * h + 2 * error * h**2 for h in horizons]),
            curve("worst case, per step", "worst", horizons, [found.worst_case("per_step", h) for h in horizons]),
            curve("DAgger's promise, εT", "dagger", horizons, [error * h for h in horizons]),
        ]
    points = [(h, one) for h, one in found.sampled if one.lower > 0]
    if points:
        drawn.append(
            Curve(
                label="episodes",
                role="sampled",
                x=tuple(float(h) for h, _ in points),
                y=tuple(one.mean for _, one in points),
                lower=tuple(one.lower for _, one in points),
                upper=tuple(one.upper for _, one in points),
            )
        )
    empty = Curve(label="what happens", role="problem", x=(1.0, float(horizons[-1])), y=(0.0, 0.0))
    scale = "log" if drawn else "linear"
    return Figure(
        key="cost",
        see="What happens on this problem, beside what can happen with the same error.",
        caption="Expected disagreements in the first T decisions. Bound, worst case and promise are for the error per "
        "step that was measured over all decisions. Points are means over episodes, with their intervals.",
        alt="Curves of the number of disagreements over the horizon: this problem, bound, worst case, promise.",
        pictures=(
            Curves(
                x=Axis(label="horizon T (decisions)", scale=scale),
                y=Axis(label="expected disagreements", scale=scale),
                curves=tuple(drawn) or (empty,),
            ),
        ),
    )


def _states(found: Findings) -> tuple[Figure, ...]:
    rows = found.states[:MOST_BARS]
    if not rows:
        return ()
    return (
        Figure(
            key="states",
            see="Where the disagreements begin.",
            caption="Expected disagreements of the episodes whose first error is made in a state, that error and all "
            f"after it; the {len(rows)} states with the most.",
            alt="Bars, one a state, of the disagreements that begin there, the most first.",
            pictures=(
                Bars(
                    x=Axis(label="expected disagreements in an episode"),
                    y=Axis(label="state"),
                    names=tuple(on_page(row["state"]) for row in rows),
                    amounts=tuple(row["disagreements"]["value"] for row in rows),
                ),
            ),
        ),
    )


def _labels(found: Findings) -> tuple[Figure, ...]:
    if found.labels is None:
        return ()
    cloning, asking = found.labels
    ends = [float(x) for x in (cloning.labels.mean(axis=0)[0], cloning.labels.mean(axis=0)[-1])]
    return (
        Figure(
            key="labels",
            see="What labels are worth on this problem.",
            caption="Expected disagreements of a learner that remembers answers, mean over "
            f"{len(cloning.labels)} runs; cloning labels the expert's episodes, DAgger the learner's own. The line is εT, ε being the average error "
            "of the learner that this report is about.",
            alt="Two curves of the number of disagreements over the number of labels, and a line.",
            pictures=(
                Curves(
                    x=Axis(label="labels", scale="log"),
                    y=Axis(label="expected disagreements"),
                    curves=(
                        curve("cloning", "problem", cloning.labels.mean(axis=0), cloning.cost.mean(axis=0)),
                        curve("DAgger", "dagger", asking.labels.mean(axis=0), asking.cost.mean(axis=0)),
                        curve("εT", "worst", ends, [found.target] * 2),
                    ),
                ),
            ),
        ),
    )


def on_page(name: str) -> str:
    """A stranger's name in letters that every page has."""
    return line(name, 40).encode("ascii", "backslashreplace").decode()


def spoken(question: Mapping[str, Any]) -> str:
    """The problem's name in letters that a title and a citation may have."""
    return re.sub(r"[^A-Za-z0-9 .,:=/+()_-]", "?", on_page(question["problem"]))


def title(results: dict) -> str:
    return f"{spoken(results['question'])}: error bounds beside what happens"


def command(results: dict) -> str:
    """The command that makes this report: of what lies beside it, if the problem is a file's or the learner was given."""
    question = results["question"]
    named = question["learner"] in ("witness", "epsilon") and not question["problem"].endswith((".json", ".npz"))
    words = ["tightrope check", spoken(question) if named else PROBLEM]
    if named:
        names = ("epsilon", "reading", "off_support", "missing")
        words += [f"--{name.replace('_', '-')} {question[name]}" for name in names if question[name]]
    names = ("horizon", "episodes", "seed", "confidence")
    return " ".join([*words, *(f"--{name} {question[name]}" for name in names)])


def write_problem(problem: Problem, folder: Path) -> None:
    problem_json.save(problem, folder / PROBLEM)


def read_problem(folder: Path) -> Problem:
    """The problem beside the results. Raises ValueError if there is none."""
    return problem_json.load(folder / PROBLEM)


def contradictions(results: dict, folder: Path) -> list[str]:
    """Where results contradict the problem beside them, or themselves."""
    try:
        problem = read_problem(folder)
    except ValueError as error:
        return [f"{PROBLEM}: {error}"]
    found = []
    if content_hash(problem) != results["content"]:
        found.append(f"{PROBLEM} is another problem than the one that results.json speaks of")
    if (results["states"], results["actions"]) != problem.mdp.shape:
        found.append("results.json: the problem has another number of states or actions")
    for key, rows in results["tables"].items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            found.append(f"results.json: {ascii(key)[:40]} is no table")
        elif any(list(row) != list(rows[0]) for row in rows):
            found.append(f"results.json: the rows of {ascii(key)[:40]} have different columns")
    return found


def recomputed(results: dict, folder: Path) -> list[str]:
    """What comes out differently when the problem beside the results is looked at again."""
    question = Question(**results["question"])
    again = document(Findings(problem=read_problem(folder), asked=question.asked), question)
    return [
        f"recomputed, the {key} come out differently"
        for key in again
        if json.dumps(again[key], sort_keys=True) != json.dumps(results[key], sort_keys=True)
    ]


LEARNER_WORDS = {
    "witness": "The learner is the witness's own, made for the error {epsilon}.",
    "epsilon": "The learner was made to err with $\\epsilon$ = {epsilon}, {reading}, where it hurts; off the expert's "
    "states it {off}.",
    "carried": "The learner came with the problem.",
    "given": "The learner was given beside the problem.",
}
OFF_SUPPORT_WORDS = {"worst": "does its worst", "uniform": "draws evenly", "expert": "does what the expert does"}


def words(results: dict) -> dict[str, Any]:
    """What the page says of this report beside its numbers."""
    question = results["question"]
    learner = LEARNER_WORDS[question["learner"]].format(
        epsilon=question["epsilon"] or "that it needs no epsilon for",
        reading=(question["reading"] or "pointwise").replace("_", " "),
        off=OFF_SUPPORT_WORDS.get(question["off_support"] or "worst", ""),
    )
    return {
        "learner": learner,
        "problem_file": PROBLEM,
        "spoken": spoken,
        "on_page": on_page,
        "epsilon": next(row for row in results["tables"]["readings"] if row["reading"] == "time averaged")["epsilon"],
        "quantities": {str(letter): what for letter, what in QUANTITIES.items()},
    }

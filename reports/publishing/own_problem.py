"""A report about one problem: what its results.json holds, and what of it can be checked without computing again.

What it is made from lies beside results.json (`sources`): the results name the problem by its content hash, and the
logs by theirs.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tightrope.bounds.language.letters import occupancy_shift
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.evidence.own_problem import QUANTITIES, Asked, Findings, Row
from tightrope.reports.evidence.verdict import number, rounded
from tightrope.reports.publishing.figure import Figure
from tightrope.reports.publishing.own_figures import figures, on_page
from tightrope.reports.publishing.shape import plain
from tightrope.reports.publishing.sources import LOG, READERS, SHOWN, Sources, read
from tightrope.simulators.formats import gymnasium_tables
from tightrope.simulators.imitation import problem as asked_problem
from tightrope.simulators.learners.within_reading import OFF_SUPPORT
from tightrope.simulators.model.arithmetic import plain as plain_number
from tightrope.simulators.model.arithmetic import probability
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import FAMILIES, is_family

SCHEMA = "tightrope-problem-report/1"
LEARNERS = ("witness", "epsilon", "carried", "given", "cloned")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was asked. `learner` is one of LEARNERS: the witness's own, made for an epsilon, the file's, given, or the
    clone of the demonstrations.
    """

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
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.learner not in LEARNERS:
            raise ValueError(f"the learner must be one of {', '.join(LEARNERS)}")
        for name in ("epsilon", "missing"):  # they are words of the page
            if given := getattr(self, name):
                probability(given, name)
        if self.reading:
            one_of(self.reading, KEYS, "reading")
        if self.off_support:
            one_of(self.off_support, OFF_SUPPORT, "off-support behaviour")

    def made(self) -> Problem:
        """The problem of that name, with that learner."""
        names = ("epsilon", "reading", "off_support", "missing")
        return asked_problem(self.problem, self.horizon, **{name: getattr(self, name) or None for name in names})

    @property
    def asked(self) -> Asked:
        return Asked(horizon=self.horizon, episodes=self.episodes, seed=self.seed, confidence=self.confidence)


@dataclass(frozen=True, kw_only=True)
class OwnResults:
    """`content` is the hash of the problem in `file`, `tables` are rows by their table's key, `numbers` have names.

    `relative_error` is that of floats, 0 of rationals. Raises ValueError for other files than those of `sources`.
    """

    schema: str
    question: Question
    content: str
    file: str
    logs: Mapping[str, str]
    states: int
    actions: int
    arithmetic: str
    relative_error: float
    numbers: Mapping[str, Any]
    tables: Mapping[str, Any]
    figures: tuple[Figure, ...]
    data: Mapping[str, str]
    id: str

    def __post_init__(self) -> None:
        if self.file not in READERS:
            raise ValueError(f"the problem's file must be {' or '.join(READERS)}")
        if set(self.logs) not in (set(), {SHOWN}, {SHOWN, LOG}):
            raise ValueError(f"logs are {SHOWN}, and perhaps {LOG}")


def findings(sources: Sources, question: Question) -> Findings:
    """What is found of the sources."""
    asked = question.asked
    logs = sources.told(asked.horizon, asked.confidence, question.learner == "cloned")
    return Findings(problem=sources.problem, asked=asked, logs=logs)


def document(found: Findings, sources: Sources, question: Question) -> dict:
    """The content of results.json, without the hashes of the data and the id; see `results.sealed`."""
    return {
        "schema": SCHEMA,
        "question": asdict(question),
        "content": content_hash(found.problem),
        "file": sources.file,
        "logs": sources.hashes,
        "states": found.problem.mdp.shape[0],
        "actions": found.problem.mdp.shape[1],
        "arithmetic": found.arithmetic.name,
        "relative_error": rounded(found.relative_error),
        "numbers": _numbers(found),
        "tables": {
            "readings": found.readings,
            "logs": found.estimates,
            "bounds": _bounds(found),
            "unmet": _unmet(found),
            "sampled": _sampled(found),
            "states": found.states,
            "labels": _label_rows(found),
            "theory": found.in_theory,
        },
        "figures": plain(figures(found)),
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
    if found.logs is not None:
        right, shown = found.agreeing
        named |= {"demonstrated actions": Fraction(shown), "demonstrated actions of the expert": Fraction(right)}
    for name, one_total in found.totals.items():
        named |= {f"learner's {name}": one_total.learner, f"expert's {name}": one_total.expert}
    if found.taken is not None:
        named |= {"learner's decisions": found.taken.learner, "expert's decisions": found.taken.expert}
    numbers: dict[str, Any] = {key: number(value) for key, value in named.items()}
    if found.logs is not None:
        numbers["logs are of"] = {"words": found.logs.whose}
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


def spoken(question: Mapping[str, Any]) -> str:
    """The problem's name in letters that a title and a citation may have."""
    return re.sub(r"[^A-Za-z0-9 .,:=/+()_-]", "?", on_page(question["problem"]))


def title(results: dict) -> str:
    return f"{spoken(results['question'])}: error bounds beside what happens"


def command(results: dict) -> str:
    """The command that asks for this report: of a problem by its name, or of what lies beside it."""
    question = results["question"]
    named, made = is_family(question["problem"]), question["learner"] in ("witness", "epsilon", "cloned")
    words = ["tightrope check", spoken(question) if named and made else results["file"]]
    if named and made:
        names = ("epsilon", "reading", "off_support", "missing")
        words += [f"--{name.replace('_', '-')} {question[name]}" for name in names if question[name]]
    options = {SHOWN: "--demonstrations", LOG: "--learner-log"}
    words += [f"{options[name]} {name}" for name in results["logs"]]
    names = ("horizon", "episodes", "seed", "confidence")
    return " ".join([*words, *(f"--{name} {question[name]}" for name in names)])


def contradictions(results: dict) -> list[str]:
    """Where the tables of results are none."""
    found = []
    for key, rows in results["tables"].items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            found.append(f"results.json: {key} is no table")
        elif any(list(row) != list(rows[0]) for row in rows):
            found.append(f"results.json: the rows of {key} have different columns")
    return found


def sources_of(results: dict, folder: Path) -> Sources:
    """What lies beside the results. Raises ValueError if something is missing, or is not what it should be."""
    return read(folder, results["file"], results["logs"])


def contradictions_with_sources(results: dict, folder: Path) -> list[str]:
    """Where results contradict the problem and the logs beside them."""
    try:
        sources = sources_of(results, folder)
    except ValueError as error:
        return [str(error)]
    problem = sources.problem
    if sources.hashes != results["logs"]:
        return ["results.json speaks of other logs than those beside it"]
    if content_hash(problem) != results["content"]:
        return [f"{results['file']} is another problem than the one that results.json speaks of"]
    if (results["states"], results["actions"]) != problem.mdp.shape:
        return ["results.json: the problem has another number of states or actions"]
    return []


def recomputed(results: dict, folder: Path) -> list[str]:
    """What comes out differently when the problem beside the results is looked at again."""
    question = Question(**results["question"])
    sources = sources_of(results, folder)
    again = document(findings(sources, question), sources, question)
    if is_made_by_name(results):
        made = question.made()
        if content_hash(made) != results["content"]:
            return [f"the problem of the name that it has, with that learner, is another one than {results['file']}"]
        if list(made.notes) != list(question.notes):
            return ["of the problem of the name that it has other things are noted"]
    return [
        f"recomputed, the {key} come out differently"
        for key in again
        if json.dumps(again[key], sort_keys=True) != json.dumps(results[key], sort_keys=True)
    ]


def is_made_by_name(results: dict) -> bool:
    """Whether the problem and its learner can be made again from what was asked: not if they were in a file or in
    memory, and not by Gymnasium, whose tables are another's and may run what a name says.
    """
    key = results["question"]["problem"].partition(":")[0]
    families = {one.key for one in FAMILIES} - {gymnasium_tables.FAMILY.key}
    return key in families and results["question"]["learner"] in ("witness", "epsilon")


LEARNER_WORDS = {
    "witness": "The learner is the witness's own, made for the error {epsilon}.",
    "epsilon": "The learner was made to err with $\\epsilon$ = {epsilon}, {reading}, where an error costs most in "
    "the decisions still to come; the worst learner may cost more. Off the expert's states it {off}.",
    "carried": "The learner came with the problem.",
    "given": "The learner was given beside the problem.",
    "cloned": "The learner is the clone of all demonstrations: in each state the frequencies of the actions that they "
    "show there, evenly drawn ones where they show none.",
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
        "problem_file": results["file"],
        "totals": [name.removeprefix("expert's ") for name in results["numbers"] if _is_total(name)],
        "spoken": spoken,
        "on_page": on_page,
        "epsilon": next(row for row in results["tables"]["readings"] if row["reading"] == "time averaged")["epsilon"],
        "quantities": {
            **{str(letter): what for letter, what in QUANTITIES.items()},
            str(occupancy_shift): "distance of average laws",
        },
    }


def _is_total(name: str) -> bool:
    """Whether a number of that name is what the expert collects beside the cost: see `_numbers`."""
    return name.startswith("expert's ") and name not in ("expert's cost", "expert's decisions")

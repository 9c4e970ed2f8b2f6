"""results.json: what the experiments found. Every other file of a report follows from it (`files`).

The id that is cited is sha256 over canonical JSON (RFC 8785) of everything in it but the id and `training`, the word on
how networks were trained (`training`). Numbers are rounded to ten digits or exact; versions, paths and times are not
part of what the id is of. A results file is read as a stranger's.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any
from unicodedata import category

from tightrope.bounds.formal import theorems_of_claim
from tightrope.reports.evidence.verdict import Answer, rounded
from tightrope.reports.lecture import CLAIMS, Claim
from tightrope.reports.publishing import own_problem, scope
from tightrope.reports.publishing.experiment import FULL, QUICK, Experiment, Profile, Result
from tightrope.reports.publishing.figure import Figure
from tightrope.reports.publishing.listing import read_part
from tightrope.reports.publishing.shape import plain, shaped
from tightrope.reports.publishing.training import Training, told
from tightrope.simulators.learned.retraining import spread

SCHEMA = "tightrope-results/3"
PROFILES = {profile.key: profile for profile in (FULL, QUICK)}
OUTSIDE = {"id", "training"}  # of what the id is of
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Unicode's categories of what is no letter, sign or space
RATIONAL = re.compile(r"-?[0-9]{1,2000}(/[0-9]{1,50})?")  # see verdict.LONGEST_EXACT; 1e999999999 would take for ever
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # of an experiment or a figure: it names files


@dataclass(frozen=True, kw_only=True)
class ReportedClaim(Claim):
    """A claim with what was found. `kernel` names the theorems of bounds/formal that speak of it."""

    verdict: str
    evidence: str
    answer: str = ""
    because: str = ""
    condition: str = ""
    readings: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[str, Any] = field(default_factory=dict)
    figure: str = ""
    kernel: tuple[str, ...]

    def __post_init__(self) -> None:
        Answer(**{name: getattr(self, name) for name in ("verdict", "evidence", "because", "condition")}, claim=self.id)


@dataclass(frozen=True, kw_only=True)
class ReportedExperiment:
    """An experiment with what it found: `text` for the page, the table with its caption, the keys of its figures."""

    key: str
    title: str
    question: str
    claims: tuple[str, ...]
    text: str
    numbers: Mapping[str, Any]
    table: tuple[Mapping[str, Any], ...]
    caption: str = ""
    figures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Results:
    """`data` maps each data file to its hash, `figures` has all that is drawn."""

    schema: str
    profile: str
    seed: int
    claims: tuple[ReportedClaim, ...]
    experiments: tuple[ReportedExperiment, ...]
    figures: tuple[Figure, ...]
    training: tuple[Training, ...] = ()
    data: Mapping[str, str]
    id: str


def document(found: list[tuple[Experiment, Result]], profile: Profile) -> dict:
    """The content of results.json, without the hashes of the data and the id; see `sealed`."""
    answers = {answer.claim: answer for _, result in found for answer in result.answers}
    figures = [figure for _, result in found for figure in result.figures]
    return {
        "schema": SCHEMA,
        "profile": profile.key,
        "seed": profile.seed,
        "claims": [_claim(claim, answers.get(claim.id), {figure.key for figure in figures}) for claim in CLAIMS],
        "experiments": [
            {
                "key": experiment.key,
                "title": experiment.title,
                "question": experiment.question,
                "claims": list(experiment.claims),
                "text": result.text,
                "numbers": dict(result.numbers),
                "table": [dict(row) for row in result.table],
                "caption": result.caption,
                "figures": [figure.key for figure in result.figures],
            }
            for experiment, result in found
        ],
        "figures": plain(figures),
        "training": told(name for experiment, _ in found for name in experiment.networks),
    }


def sealed(results: dict, data: Mapping[str, str]) -> dict:
    """The results with the hashes of their data files and their id."""
    whole = {**results, "data": dict(data)}
    return {**whole, "id": results_id(whole)}


def _claim(claim: Claim, answer: Answer | None, figures: set[str]) -> dict:
    kernel = [theorem.name for theorem in theorems_of_claim(claim.id)]
    if answer is None:
        return {**asdict(claim), "verdict": "open", "evidence": "none", "kernel": kernel}
    shown = {k: v for k, v in asdict(answer).items() if k != "claim"}
    shown["figure"] = answer.figure if answer.figure in figures else ""  # a report may have been asked for a part only
    return {**asdict(claim), **shown, "kernel": kernel}


def results_id(results: dict) -> str:
    """The id of results, whether or not they carry one, and whatever they say of training."""
    import rfc8785

    return hashlib.sha256(rfc8785.dumps({k: v for k, v in results.items() if k not in OUTSIDE})).hexdigest()


def as_text(content: dict) -> str:
    """How results.json and manifest.json are written."""
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_results(folder: Path) -> dict:
    """The content of results.json in a folder. Raises ValueError unless it has the form of `Results`, and nothing in it
    can reach beyond its place: keys that name files are plain words, texts have no control characters and no block of
    metadata.
    """
    results = read_part(folder, "results.json")
    kinds = {SCHEMA: Results, own_problem.SCHEMA: own_problem.OwnResults}
    if results.get("schema") not in kinds:
        known = " or ".join(f'"{one}"' for one in kinds)
        raise ValueError(f'it must say "schema": {known}; another version of tightrope reads other ones')
    form = shaped(kinds[results["schema"]], results, "results")
    parts = form.tables if isinstance(form, own_problem.OwnResults) else (one.key for one in form.experiments)
    for key in (*parts, *(one.key for one in form.figures)):
        if not KEY.fullmatch(key):
            raise ValueError(f"a key must be small letters, digits and hyphens; one is {ascii(key)[:60]}")
    if isinstance(form, Results) and form.profile not in PROFILES:
        raise ValueError(f"the profile must be one of {', '.join(PROFILES)}")
    if not re.fullmatch(r"[0-9a-f]{64}", form.id):
        raise ValueError("the id must have 64 digits from 0 to f")
    for place, value in _leaves(results, "results"):
        if isinstance(value, str):
            _harmless(value, place)
    return results


def _harmless(text: str, place: str) -> None:
    if any(category(character) in UNSEEN and character != "\n" for character in text):
        raise ValueError(f"{place} has a character that cannot be seen")
    if any(line.strip() in ("---", "...") for line in text.split("\n")):
        raise ValueError(f"{place} has a line that would begin or end a block of metadata on the page")


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield f"{place}, a key", key
            yield from _leaves(one, f"{place}.{ascii(key)[1:-1][:40]}")
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from _leaves(one, f"{place}[{i}]")
    else:
        yield place, value


def contradictions(results: dict) -> list[str]:
    """Where results contradict this program, or themselves: what can be seen without computing them again."""
    if results_id(results) != results["id"]:
        return [f"results.json: the id is {results['id']}, its content has {results_id(results)}"]
    if scope.is_of_a_problem(results):
        return own_problem.contradictions(results) or _wrong_numbers(results, ("numbers", "tables"))
    try:
        run = scope.experiments(results)
    except ValueError as error:
        return [f"results.json: {error}"]
    found = []
    if results["seed"] != PROFILES[results["profile"]].seed:
        found.append(f"results.json: the seed of a {results['profile']} report is another one")
    for one, experiment in zip(results["experiments"], run, strict=True):
        asked = {"title": experiment.title, "question": experiment.question, "claims": list(experiment.claims)}
        found += [f"results.json: {one['key']} has another {name}" for name in asked if one[name] != asked[name]]
        if any(list(row) != list(one["table"][0]) for row in one["table"]):
            found.append(f"results.json: the rows of {one['key']}'s table have different columns")
        if not all(_is_cell(cell) for row in one["table"] for cell in row.values()):
            found.append(f"results.json: the table of {one['key']} has something that is no text and no number")
    trained, shown = [one["name"] for one in results.get("training", ())], [n for one in run for n in one.networks]
    if trained != [name for name in shown if name in trained]:
        found.append("results.json: the training is not of networks of its experiments, each once and in their order")
    for entry in results.get("training", ()):
        if entry["spread"] != spread([one["numbers"] for one in entry["outcomes"] if one["numbers"]]):
            found.append(f"results.json: the training of {entry['name']} has a spread that its seeds do not have")
    drawn = [one["key"] for one in results["figures"]]
    shown = [key for one in results["experiments"] for key in one["figures"]]
    if drawn != shown or len(set(drawn)) != len(drawn):
        found.append("results.json: the figures are not those of its experiments, each once and in their order")
    found += _contradictions_of_claims(results["claims"], {claim for one in run for claim in one.claims}, set(drawn))
    return found + _wrong_numbers(results, ("claims", "experiments"))


def _contradictions_of_claims(reported: list[dict], answered: set[str], figures: set[str]) -> list[str]:
    if [one["id"] for one in reported] != [claim.id for claim in CLAIMS]:
        return ["results.json: the claims are not those of the notes, each once and in their order"]
    found = []
    for one, claim in zip(reported, CLAIMS, strict=True):
        unanswered = _claim(claim, None, set())
        if claim.id not in answered and one != unanswered:
            found.append(f"results.json: nothing that was run speaks of {claim.id}, and it is not just open")
        if claim.id in answered and one["verdict"] == "open":
            found.append(f"results.json: {claim.id} is open, and something that was run speaks of it")
        found += [
            f"results.json: {claim.id} has another {name}"
            for name in (*asdict(claim), "kernel")
            if one[name] != unanswered[name]
        ]
        if one.get("figure", "") not in {"", *figures}:
            found.append(f"results.json: {claim.id} has a figure that is not there")
    return found


def _wrong_numbers(results: dict, parts: tuple[str, str]) -> list[str]:
    """Numbers as `verdict.number` writes them whose value is not that of the fraction beside it."""
    found = [one for part in parts for one in _numbers(results[part], part)]
    return [f"results.json: {place} is no number" for place, one in found if not _is_number(one)]


def _numbers(value: Any, place: str) -> Iterator[tuple[str, dict]]:
    if isinstance(value, dict):
        if {"value", "exact"} & set(value):
            yield place, value
        else:
            for key, one in value.items():
                yield from _numbers(one, f"{place}.{ascii(key)[1:-1][:40]}")
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from _numbers(one, f"{place}[{i}]")


def _is_cell(one: object) -> bool:
    return _is_number(one) if isinstance(one, dict) else one is None or isinstance(one, str | int | float)


def _is_number(one: dict) -> bool:
    value, exact = one.get("value"), one.get("exact", "0")
    if not isinstance(value, float) or not set(one) <= {"value", "exact"}:
        return False
    if not isinstance(exact, str) or not RATIONAL.fullmatch(exact):
        return False
    try:
        return "exact" not in one or (str(Fraction(exact)) == exact and rounded(float(Fraction(exact))) == value)
    except (ValueError, ArithmeticError):
        return False

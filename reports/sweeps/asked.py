"""A sweep as it is asked: a TOML file, or the same as a dict.

    problem = "exam"                     a family, with parameters if any are fixed, or a problem's file; or
    experiment = "late-labels"           an experiment of the report: its cells, with the axes' values in them
    quantities = ["disagreement", ...]   of a problem, see `quantities`; default disagreement, gap and tv
    arithmetic = "float"                 exact (default), ball or float
    profile = "quick"                    of an experiment: quick or full (default)
    seeds = "1:10"                       of an experiment: each with random streams of its own, in place of the report's

    [axes]                               horizon, epsilon, reading, off_support, missing, and the family's parameters;
    horizon = "10:100:10"                or the fields of the experiment's cells. See `axes`

    [estimate]                           for the quantity "estimate"
    quantity = "gap"                     disagreement (default) or gap
    precision = "1/1000"                 or episodes = 10000
    confidence = "99/100"
    seeds = [1, 2, 3]

Raises ValueError, with the nearest known name, for what is unknown, missing or out of range, and for a grid that is
empty or far too large: before anything runs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec
from math import prod
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from tightrope.reports.sweeps.axes import Axis, Value, axis, spoken_count
from tightrope.reports.sweeps.code import code_version
from tightrope.reports.sweeps.problems import asks_for_costs
from tightrope.reports.sweeps.quantities import SAMPLED, checked
from tightrope.reports.sweeps.question import SEED, Grid, Question, Sampled
from tightrope.simulators.formats.door import parsed_toml, read_bytes, reading
from tightrope.simulators.imitation import ARITHMETICS
from tightrope.simulators.learners.within_reading import ADVERSARIES, OFF_SUPPORT
from tightrope.simulators.model.arithmetic import exact_number, probability, shown, whole_number
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.family import EPSILON, HORIZON, Family, family_of, written
from tightrope.simulators.model.parameters import (
    PROBABILITY,
    Domain,
    OneOf,
    Parameter,
    Whole,
    Word,
    did_you_mean,
    one_of,
)
from tightrope.simulators.model.sizes import spoken_time
from tightrope.simulators.model.terminal import line, quoted
from tightrope.simulators.names import FAMILIES, is_family, of_file
from tightrope.simulators.names import problem as named_problem
from tightrope.simulators.rollouts.estimators import QUANTITIES

MOST_BYTES, MOST_CELLS = 2**17, 10_000_000  # of a sweep's file; of a grid
MOST_EPISODES, LEAST_SECONDS = 10**12, 1e-3  # of a cell, which takes so long at least
OF_A_PROBLEM = ("problem", "quantities", "arithmetic", "axes", "estimate")
OF_AN_EXPERIMENT = ("experiment", "profile", "seeds", "axes")
OF_AN_ESTIMATE = ("quantity", "precision", "episodes", "confidence", "seeds")
LEARNERS: dict[str, Domain] = {
    "reading": OneOf(tuple(ADVERSARIES)), "off_support": OneOf(tuple(OFF_SUPPORT)), "missing": PROBABILITY
}  # fmt: skip
OF_A_LEARNER = (*LEARNERS, "epsilon", "horizon", SEED)
SEEDS = Whole(0, 2**128 - 1)


def asked(given: str | PathLike | Mapping[str, Any]) -> Grid:
    """The grid of a sweep that a file or a dict asks for."""
    if isinstance(given, Mapping):
        return _grid(dict(given))
    if not isinstance(given, str | PathLike):
        raise TypeError(f"a sweep is a TOML file or a dict; got a value of type {type(given).__name__}")
    content = read_bytes(given)
    if len(content) > MOST_BYTES:
        raise ValueError(f"{line(given)} has {len(content)} bytes, more than {MOST_BYTES}: write ranges")
    with reading(fspath(given), "a sweep in TOML"):
        document = parsed_toml(content)
    try:
        return _grid(document)
    except ValueError as error:
        raise ValueError(f"{error}, in {line(given)}") from error


def _grid(document: dict[str, Any]) -> Grid:
    subjects = [name for name in ("problem", "experiment") if name in document]
    known = {("problem",): OF_A_PROBLEM, ("experiment",): OF_AN_EXPERIMENT}.get(tuple(subjects))
    _check_names(document, known or dict.fromkeys((*OF_A_PROBLEM, *OF_AN_EXPERIMENT)), "a sweep", "key")
    if len(subjects) != 1:
        raise ValueError(f"a sweep names one problem or one experiment; got {' and '.join(subjects) or 'neither'}")
    given = document.get("axes", {})
    if not isinstance(given, dict):
        raise ValueError(f"axes is a table of names and their values; got {quoted(given)}")
    return _of_experiment(document, given) if subjects == ["experiment"] else _of_problem(document, given)


def _of_problem(document: dict[str, Any], given: dict[str, Any]) -> Grid:
    name = _text(document["problem"], "problem")
    made, fixed, family = None, {}, None
    if is_family(name):
        family = family_of(name.partition(":")[0], FAMILIES)
        fixed = written(name.partition(":")[2], family.bare)
    else:
        made = named_problem(name, None)
    own = {one.name: one.domain for one in _of(family)}
    others = family is not None and family.others
    if not others:
        _check_names(fixed, own, line(name.partition(":")[0]), "parameter")
    domains = {**LEARNERS, **own, "epsilon": EPSILON.domain, "horizon": HORIZON.domain}
    arithmetic = one_of(document.get("arithmetic", "exact"), ARITHMETICS, "arithmetic")
    quantities = checked(_texts(document.get("quantities", ["disagreement", "gap", "tv"]), "quantities"), arithmetic)
    sampled, seeds = _estimate(document, quantities)
    for one in (*fixed, *given):
        if others and one not in domains:
            domains[one] = Word(("a keyword of the environment",))
    _check_names(given, domains, line(name), "axis")
    if twice := [one for one in fixed if one in given]:
        raise ValueError(f"{twice[0]} is fixed by {line(name)} and is an axis as well: leave one of them out")
    axes = [axis(one, values, domains[one]) for one, values in {**fixed, **given}.items()]
    if others and not {*given} - {*OF_A_LEARNER}:
        named_problem(name, None)  # another program's: whether it is there, and takes these keywords, it alone knows
    base = _defaults(family, {one.name for one in axes})
    question = Question(
        subject="problem",
        name=line(Path((of_file(name) or (name,))[0]).name) if family is None else family.key,
        quantities=quantities,
        arithmetic=arithmetic,
        sampled=sampled,
        given=made,
        content="" if made is None else content_hash(made),
        code=code_version("problem"),
    )
    grid = _whole(question, [*own, *fixed, *domains, SEED], (base,), axes + seeds)
    _check_complete(grid, family, name)
    return replace(grid, fastest="epsilon") if asks_for_costs(question) else grid


def _check_complete(grid: Grid, family: Family | None, called: str) -> None:
    """Raises ValueError for a sweep in which no cell could be measured."""
    needed = {"horizon"} | {one.name for one in _of(family) if one.default is None}
    if "epsilon" not in grid.names and not needed - {*grid.names} and not _carries_a_learner(grid, family):
        needed.add("epsilon")
    if missing := sorted(needed - {*grid.names}):
        raise ValueError(f"{line(called)} needs the axis {' and '.join(missing)}")


def _carries_a_learner(grid: Grid, family: Family | None) -> bool:
    """Whether no epsilon is needed: the problem has its learner, or it cannot be told from the first cell."""
    if family is None:
        return grid.question.given is not None and grid.question.given.learner is not None
    if family.reading is not None:
        return False
    first = dict(zip(grid.names, next(iter(grid)).values, strict=True))
    given = {one: value for one, value in first.items() if one not in OF_A_LEARNER}
    try:
        return family.problem(None, first["horizon"], **given).learner is not None  # ty: ignore[invalid-argument-type]
    except ValueError:
        return True


def _of_experiment(document: dict[str, Any], given: dict[str, Any]) -> Grid:
    from tightrope.reports.experiments import experiment  # with all that they import
    from tightrope.reports.publishing.extras import EXTRA
    from tightrope.reports.publishing.results import PROFILES
    from tightrope.reports.sweeps.fields import KIND, bases_of, domains_of

    found = experiment(_text(document["experiment"], "experiment"))
    profile = one_of(document.get("profile", "full"), PROFILES, "profile")
    if missing := [name for name in found.needs if not find_spec(name)]:
        raise ValueError(f"{found.key} needs {missing[0]}: pip install 'tightrope[{EXTRA[missing[0]]}]'")
    domains = domains_of(found.cells)
    _check_names(given, domains, f"a cell of {found.key}", "axis")
    axes = [axis(name, values, domains[name]) for name, values in given.items()]
    bases = bases_of(found.cells, list(given))
    if not bases:
        raise ValueError(f"no cell of {found.key} has {' and '.join(given)} at once: give fewer axes")
    if "seeds" in document:
        axes.append(axis(SEED, document["seeds"], SEEDS))
    question = Question(subject="experiment", name=found.key, profile=profile, code=code_version("experiment"))
    return _whole(question, [KIND, *domains, SEED], bases, axes)


def _whole(question: Question, order: list[str], bases: tuple[dict[str, Value], ...], axes: list[Axis]) -> Grid:
    """Raises ValueError for far too many cells, counted before any of their values is made."""
    count = len(bases) * prod(one.count for one in axes)
    if count > MOST_CELLS:
        time = spoken_time(min(count, 10**30) * LEAST_SECONDS)
        each = ", ".join(f"{one.name} {spoken_count(one.count)}" for one in axes)
        raise ValueError(
            f"the grid has {spoken_count(count)} cells ({each}), more than {MOST_CELLS:,}: with a millisecond for "
            f"each, the least, one core would take {time}: choose fewer values"
        )
    values = {one.name: one.values() for one in axes}
    names = [name for name in dict.fromkeys(order) if name in values or name in bases[0]]
    return Grid(question=question, names=tuple(names), bases=bases, axes=values)


def _estimate(document: dict[str, Any], quantities: tuple[str, ...]) -> tuple[Sampled | None, list[Axis]]:
    given = document.get("estimate")
    if (given is not None) != (SAMPLED in quantities):
        raise ValueError('the quantity "estimate" and the table [estimate] belong together; one of them is missing')
    if given is None:
        return None, []
    if not isinstance(given, dict):
        raise ValueError(f"estimate is a table; got {quoted(given)}")
    _check_names(given, OF_AN_ESTIMATE, "an estimate", "key")
    if ("precision" in given) == ("episodes" in given) or "seeds" not in given:
        raise ValueError("an estimate needs seeds, and either a precision or a number of episodes")
    quantity = one_of(given.get("quantity", "disagreement"), QUANTITIES, "the quantity of an estimate")
    precision = exact_number(given["precision"], "the precision") if "precision" in given else None
    episodes = whole_number(given["episodes"], "the number of episodes") if "episodes" in given else None
    confidence = probability(given.get("confidence", Fraction(99, 100)), "the confidence")
    within, many = 1.0 if precision is None else float(precision), 1 if episodes is None else episodes
    if within <= 0 or float(confidence) in (0, 1) or not 1 <= many <= MOST_EPISODES:
        raise ValueError(
            f"an estimate needs a precision > 0 or episodes >= 1, at most {MOST_EPISODES}, and a confidence between "
            "0 and 1, as floats"
        )
    if episodes is not None and quantity != "disagreement":
        raise ValueError(f"so many episodes count disagreements; for the {quantity} give a precision")
    sampled = Sampled(quantity=quantity, precision=precision, episodes=episodes, confidence=confidence)
    return sampled, [axis(SEED, given["seeds"], SEEDS)]


def _of(family: Family | None) -> tuple[Parameter, ...]:
    return () if family is None else family.parameters


def _defaults(family: Family | None, axes: Iterable[str]) -> dict[str, Value]:
    """Of the parameters that are no axis: so a sweep over one of them finds the cells that had its default."""
    left = [one for one in _of(family) if one.default is not None and one.name not in axes]
    return {one.name: one.value(one.default) for one in left}  # ty: ignore[invalid-argument-type, invalid-explicit-return]


def _check_names(given: Iterable[str], known: Iterable[str], owner: str, what: str) -> None:
    for name in given:
        if name not in (names := list(known)):
            near = did_you_mean(name, names)
            raise ValueError(f"{owner} has no {what} {quoted(name)}{near}; there are {', '.join(names)}")


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is a text; got {shown(value)}")
    return value


def _texts(value: Any, name: str) -> list[str]:
    if not isinstance(value, list | tuple) or not value or not all(isinstance(one, str) for one in value):
        raise ValueError(f"{name} is a list of names, at least one; got {quoted(value)}")
    return list(value)

"""A problem by the name that the command line uses: a family and its parameters, or a file.

    tightrope    recovery:rho=1/5    garnet:states=20,actions=3,branching=2,seed=1    gymnasium:Taxi-v4    problem.json

`-` is JSON on standard input. `FAMILIES` and `FORMATS` are all there are; each lies in the file of its world or reader.
`tightrope problems` shows them.
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from tightrope.simulators.formats import drn, explicit, gymnasium_tables, problem_json, problem_npz
from tightrope.simulators.formats.door import STANDARD_INPUT, parsed_json, read_bytes, reading
from tightrope.simulators.model.arithmetic import shown
from tightrope.simulators.model.family import Family, Format, written
from tightrope.simulators.model.parameters import nearest
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line
from tightrope.simulators.worlds import (
    brake_light,
    capped_exam,
    excursions,
    fresh_states,
    garnet,
    lag,
    lane,
    queue,
    rationed_rope,
    rationed_trap,
    reset_cliff,
    windy_path,
)
from tightrope.simulators.worlds.witnesses import WITNESSES

FAMILIES: tuple[Family, ...] = (
    *WITNESSES,
    gymnasium_tables.FAMILY,
    garnet.FAMILY,
    lane.FAMILY,
    lag.FAMILY,
    brake_light.FAMILY,
    reset_cliff.FAMILY,
    windy_path.FAMILY,
    fresh_states.FAMILY,
    excursions.FAMILY,
    capped_exam.FAMILY,
    rationed_rope.FAMILY,
    rationed_trap.FAMILY,
    queue.FAMILY,
)
FORMATS: tuple[Format, ...] = (problem_json.FORMAT, problem_npz.FORMAT, drn.FORMAT, explicit.FORMAT)


def is_witness(name: str) -> bool:
    """Whether the name is a witness's: then epsilon is needed to build it and has the witness's reading."""
    family = _family(name)
    return family is not None and family.reading is not None


def is_family(name: str) -> bool:
    """Whether it names a family, whose problem may depend on the horizon; else it is a file."""
    return _family(name) is not None


def problem(name: str, horizon: int | None, epsilon: Fraction | None = None) -> Problem:
    """The problem of that name. A witness comes with its learner, a file with the one it carries,
    others with theirs or none.

    Raises ValueError that names what is unknown, malformed, missing or too large.
    """
    if name == STANDARD_INPUT:
        return _from_standard_input()
    family = _family(name)
    if family is not None:
        return family.named(name, epsilon, horizon)
    found = of_file(name)
    if found is None:
        raise ValueError(_unknown(name))
    path, one, given = found
    for key in given:
        if key not in one.options:
            taken = ", ".join(one.options) or "none"
            raise ValueError(f"a file {one.suffix} takes the options {taken}; got {line(key)}, in {line(name)}")
    return replace(one.load(path, **given), name=name)


def of_file(name: str) -> tuple[Path, Format, dict[str, str]] | None:
    """The path, its format and the options behind it, FILE.drn:key=value, or None if no such format is known."""
    for one in FORMATS:
        path, ending, rest = name.rpartition(f"{one.suffix}:")
        if name.endswith(one.suffix):
            return Path(name), one, {}
        if ending and (path or rest):
            return Path(path + one.suffix), one, written(rest)
    return None


def _from_standard_input() -> Problem:
    with reading("standard input", "a problem"):
        document = parsed_json(read_bytes(STANDARD_INPUT), number=str)
        return problem_json.from_document(document, "standard input")


def examples() -> list[str]:
    """Names of problems, at least one of every family, and the kinds of files."""
    return [name for one in FAMILIES for name in one.examples] + [f"FILE{one.suffix}" for one in FORMATS]


def _family(name: str) -> Family | None:
    key = name.partition(":")[0]
    return next((one for one in FAMILIES if one.key == key), None)


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # no file has such a name
        return False


def _unknown(name: str) -> str:
    key, suffix = name.partition(":")[0], Path(name).suffix
    known = ", ".join(one.suffix for one in FORMATS)
    if _is_there(name):
        return f"the format of {line(name)} is not read: problems are files that end in {known}"
    if suffix and (suffix[1:].isalpha() or "/" in name) and ":" not in name:
        return f"there is no file {line(name)}, and its format is not read: problems are files that end in {known}"
    tables = {one.partition(":")[2]: one for one in gymnasium_tables.FAMILY.examples}
    near = nearest(key, {one.key: one.key for one in FAMILIES} | tables)
    meant = f" (did you mean {near}?)" if near else ""
    return f"no problem is called {shown(name)}{meant}; tightrope list shows all families and kinds of files"

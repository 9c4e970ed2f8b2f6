"""A problem by the name that the command line uses: a family and its parameters, or a file.

    tightrope    recovery:rho=1/5    garnet:states=20,actions=3,branching=2,seed=1    gymnasium:Taxi-v4    problem.json

`FAMILIES` and `FORMATS` are all there are; each lies in the file of its world or reader. `tightrope list` shows them.
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from tightrope.simulators.formats import gymnasium_tables, problem_json
from tightrope.simulators.model.arithmetic import shown
from tightrope.simulators.model.family import Family, Format
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
)
FORMATS: tuple[Format, ...] = (problem_json.FORMAT,)


def is_witness(name: str) -> bool:
    """Whether the name is a witness's: then epsilon is needed to build it and has the witness's reading."""
    family = _family(name)
    return family is not None and family.reading is not None


def problem(name: str, horizon: int, epsilon: Fraction | None = None) -> Problem:
    """The problem of that name. A witness comes with its learner, a file with the one it carries,
    others with theirs or none.

    Raises ValueError that names what is unknown, malformed, missing or too large.
    """
    family = _family(name)
    if family is not None:
        return family.named(name, epsilon, horizon)
    for one in FORMATS:
        if Path(name).suffix == one.suffix:
            return replace(one.load(Path(name)), name=name)
    raise ValueError(_unknown(name))


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
    if _is_there(name):
        known = ", ".join(one.suffix for one in FORMATS)
        return f"{line(name)} is a file whose name must end in {known}; it ends in {line(suffix) or 'nothing'}"
    tables = {one.partition(":")[2]: one for one in gymnasium_tables.FAMILY.examples}
    near = nearest(key, {one.key: one.key for one in FAMILIES} | tables)
    meant = f" (did you mean {near}?)" if near else ""
    return f"no problem is called {shown(name)}{meant}; tightrope list shows all families and kinds of files"

"""What may be asked of every cell of a problem, by the names that the columns have.

    disagreement, gap, tv, ...     counted on the problem: COUNTED
    epsilon_per_step, ...          the learner's error under that reading, measured
    lecture, worst_case_per_step   a bound of the catalogue at the measured epsilon, the least over its readings; empty
                                   where its assumptions do not hold
    lecture_ratio                  the share of that bound that the problem attains; none where it is known but for
                                   a constant
    estimate                       from episodes: mean, interval, estimator, episodes

A number becomes columns by `columns`: an exact one is its nearest float and, beside it, itself; a ball its middle and
its two ends.
"""

from collections.abc import Callable
from fractions import Fraction
from math import isfinite
from typing import Any

from flint import arb, ctx

from tightrope.bounds.language.readings import KEYS
from tightrope.simulators.measures.disagreement import Evaluation
from tightrope.simulators.model.arithmetic import exact_string, largest
from tightrope.simulators.model.parameters import did_you_mean
from tightrope.simulators.model.rounding import nearest_float
from tightrope.simulators.model.terminal import quoted

COUNTED: dict[str, Callable[[Evaluation], Any]] = {
    "disagreement": lambda found: found.disagreement,
    "learner_cost": lambda found: found.learner_task,
    "expert_cost": lambda found: found.expert_task,
    "gap": lambda found: found.gap,
    "tv": lambda found: largest(found.tv),
    "first_error": lambda found: 1 - found.survival[-1],
    "missing_mass": lambda found: found.missing,
    **{f"epsilon_{key}": lambda found, key=key: found.epsilon[key] for key in KEYS},
}
SAMPLED, RATIO = "estimate", "_ratio"
LONGEST_EXACT = 1_000  # characters of an exact number; of a longer one its nearest float is kept


def known_bounds() -> dict[str, str]:
    """The bounds of the catalogue, by the names of their columns."""
    from tightrope.bounds.catalogue import BOUNDS  # with all its proofs: only for whom asks

    return {one.key.replace("-", "_"): one.key for one in BOUNDS}


def _key(name: str) -> str | None:
    """Of the bound that a column or its share is called after; a bound's own name may end in _ratio as well."""
    bounds = known_bounds()
    return bounds.get(name, bounds.get(name.removesuffix(RATIO)))


def _order(key: str) -> bool:
    from tightrope.bounds.catalogue import bound

    return bound(key).kind == "order"


def checked(names: list[str], arithmetic: str) -> tuple[str, ...]:
    """The quantities, each once. Raises ValueError with the nearest known name."""
    found = tuple(dict.fromkeys(names))
    for name in found:
        if name not in COUNTED and name != SAMPLED:
            if (key := _key(name)) is None:
                bounds = known_bounds()
                known = [*COUNTED, SAMPLED, *bounds, *(f"{bound}{RATIO}" for bound in bounds)]
                near = did_you_mean(name, known)
                raise ValueError(f"no quantity is called {quoted(name)}{near}; there are {', '.join(COUNTED)}, "
                                 f"{SAMPLED}, and bounds such as lecture and lecture_ratio")  # fmt: skip
            if name.endswith(RATIO) and name not in known_bounds() and _order(key):
                raise ValueError(
                    f"{name} has no meaning: {key} is known but for a constant, of which nothing is a share"
                )
            if arithmetic == "ball":
                raise ValueError(f"a bound ({name}) is compared with rationals or floats: arithmetic = exact or float")
    return found


def claimed(names: tuple[str, ...], found: Evaluation) -> dict[str, Any]:
    """The bounds and ratios that are asked for, of one evaluation."""
    wanted = [name for name in names if name not in COUNTED and name != SAMPLED]
    if not wanted:
        return {}
    from tightrope.bounds.catalogue import bound
    from tightrope.reports.evidence.applicability import apply, measured
    from tightrope.reports.evidence.in_floats import measured_in_floats

    floats = isinstance(found.disagreement, float)
    at = measured_in_floats(found) if floats else measured(found.problem, found)
    bounds, values = known_bounds(), {}
    for name in wanted:
        applying = [one for one in apply(bound(_key(name) or ""), at) if one.value is not None]
        least = min(applying, key=lambda one: one.value or 0, default=None)
        value = None if least is None else least.value if name in bounds else least.ratio
        values[name] = nearest_float(value) if floats and value is not None else value
    return values


def columns(name: str, value: Any) -> dict[str, Any]:
    """A number as columns of a row. What is not finite is left empty."""
    if isinstance(value, arb):
        with ctx.workprec(53):  # the ends of a ball as floats lie on it or outside
            low, high = float(value.lower()), float(value.upper())
        return {name: float(value.mid()), f"{name}_lower": low, f"{name}_upper": high}
    if isinstance(value, Fraction):
        exact = exact_string(value)
        return {name: nearest_float(value), f"{name}_exact": exact if len(exact) <= LONGEST_EXACT else None}
    if isinstance(value, dict) and "value" in value:  # as `verdict.number` writes it
        return {name: value["value"], f"{name}_exact": value.get("exact")}
    if isinstance(value, float):
        return {name: value if isfinite(value) else None}
    return {name: value if value is None or isinstance(value, str | int) else str(value)}

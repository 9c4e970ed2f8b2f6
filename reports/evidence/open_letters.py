"""Values for letters without one: a claim for all of them is looked at for a few, the simplest first."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from tightrope.bounds.extremes.open_setting import Range
from tightrope.bounds.language.syntax import Number, walk
from tightrope.reports.evidence.question import Conjecture

SIMPLE: Mapping[str, tuple[str, ...]] = {
    "u": ("0", "1", "2", "3", "5", "10", "100", "1/2", "3/4", "1/10"),
    "J_star": ("0", "1", "2", "3", "10", "1/2", "5/2"),
    "rho": ("0", "1", "1/2", "1/5", "1/10", "9/10", "1/100", "1/1000"),
    "m": ("0", "1", "1/2", "1/8", "1/100", "9/10", "1/1000"),
}
MOST = 24  # combinations of values
MOST_SPOKEN = 6


def instances(asked: Conjecture) -> list[tuple[Mapping[str, Fraction], Conjecture]]:
    """The conjecture with values for all its letters; itself if it has none without. Those that no expert can meet
    are left out.
    """
    names = [one.name for one in asked.ranges]
    found: list[tuple[Mapping[str, Fraction], Conjecture]] = []
    for values in sorted(product(*(_values(one, asked) for one in asked.ranges)), key=_plain):
        given = dict(zip(names, values, strict=True))
        try:
            found.append((given, asked.at(given)))
        except ValueError:  # for example an expert who pays more than the longest horizon
            continue
    return found[:MOST]


def _plain(values: tuple[Fraction, ...]) -> tuple:
    return max((x.denominator for x in values), default=1), sum(values), values


def _values(one: Range, asked: Conjecture) -> list[Fraction]:
    """Simple ones, the ends of the range, and numbers of which the formula itself speaks."""
    inside = [x for x in map(Fraction, SIMPLE[one.name]) if one.low <= x and (one.high is None or x <= one.high)]
    spoken = {node.value for node in walk(asked.tree) if isinstance(node, Number)}
    near = sorted({x + i for x in spoken for i in (0, 1)}, key=lambda x: (x.denominator, x))
    near = [x for x in near if one.low <= x and (one.high is None or x <= one.high)]
    ends = [one.low, *([] if one.high is None else [one.high, (one.low + one.high) / 2])]
    return list(dict.fromkeys([*ends, *inside, *near[:MOST_SPOKEN]]))

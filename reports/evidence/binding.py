"""Assumptions that do not bind: without them the worst case is the same, so a reader can leave them out."""

from tightrope.bounds.extremes.worst_case import largest
from tightrope.reports.evidence.finding import Counterexample
from tightrope.reports.evidence.question import Conjecture

LAST_ADDED = 300


def notes(asked: Conjecture, at: Counterexample | None) -> tuple[str, ...]:
    """A sentence for each assumption that does not bind on the whole domain, or, of a counterexample, at its point."""
    found = []
    for name, value in asked.assumed().items():
        if name == "missing" or asked.setting.open_part:
            continue
        everywhere = f"{name} = {value} does not bind here: the worst case is the same without it"
        if never_binds(asked, name):
            found.append(everywhere)
        elif at and not at.values and at.horizon <= LAST_ADDED and not at.found and not _binds_at(asked, name, at):
            found.append(f"{name} = {value} does not bind at this point: the worst case is the same without it")
    return tuple(found)


def never_binds(asked: Conjecture, name: str) -> bool:
    """Whether the formula of the worst case is the same without the assumption.

    Of a range of u this is asked at its low end: the worst case grows with u, and is largest without an assumption. The
    worst case where nothing is assumed of J_star is the one for J_star = 0.
    """
    setting, last = asked.setting, asked.domain.last
    if name == "u" and last is not None and (price := setting.unit.u) is not None and price >= last:
        return True
    if name != "u" and name in {one.name for one in asked.ranges}:
        return False
    try:
        formulas = [one.formula.subs(one.letters()) for one in (setting, setting.without(name))]
    except ValueError:  # the rest does not belong together
        return False
    return formulas[0] == formulas[1]


def _binds_at(asked: Conjecture, name: str, at: Counterexample) -> bool:
    try:
        without = asked.setting.without(name)
        return largest(asked.setting, at.error, at.horizon) != largest(without, at.error, at.horizon)
    except ValueError:  # without it the worst case is not known
        return True

"""A search over problems themselves, for settings whose exact worst case is not known,
and to try the search's own power.

In this order: the families of extremal problems; every deterministic problem of two states and costs 0 or 1; random
climbing from what came closest; structured random problems, drawn and shrunk by Hypothesis. Every candidate is measured
in exact arithmetic: it counts if its own error, recoverability and expert's cost meet the setting,
with epsilon its own error.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from hypothesis import HealthCheck, given, settings, target

from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.proof.comparison import Domain
from tightrope.reports.evidence.counting import counted
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.recoverability import advantages, recoverability
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.strategies import imitation_problems
from tightrope.simulators.worlds.witnesses import WITNESSES

LONGEST = 6  # decisions of the problems that are searched
ERRORS = tuple(Fraction(1, n) for n in (1, 2, 3, 4, 5, 8, 10, 20, 50))
CLIMBS, EXAMPLES, SEED = 400, 500, 20260101
TENTHS = 10

Exceeds = Callable[[Fraction, int, Fraction], bool]  # epsilon, T, what was measured


@dataclass(frozen=True, kw_only=True)
class Found:
    """A problem with its own error, which meets the setting, and what it attains."""

    problem: Problem
    horizon: int
    error: Fraction
    actual: Fraction


def search(setting: Setting, domain: Domain, exceeds: Exceeds) -> tuple[Found | None, list[str]]:
    """The first problem that exceeds the claim, and a line for each kind that was tried."""
    lines, best = [], None
    for what, candidates in (("extremal families", _families(setting, domain)), ("two-state problems", _small(domain))):
        tried = 0
        for problem, horizon in candidates:
            tried += 1
            if found := measured(problem, horizon, setting, domain):
                if exceeds(found.error, found.horizon, found.actual):
                    return found, lines
                best = found if best is None or found.actual / found.error > best.actual / best.error else best
        lines.append(f"{tried} {what}, each evaluated exactly")
    if best:
        lines.append(f"{CLIMBS} steps of climbing from {best.problem.name}, seed {SEED}")
        if found := _climb(best, setting, domain, exceeds):
            return found, lines
    lines.append(f"{EXAMPLES} structured random problems, drawn by Hypothesis")
    return _draw(setting, domain, exceeds), lines


def measured(problem: Problem, horizon: int, setting: Setting, domain: Domain) -> Found | None:
    """The problem with its own error, if it meets the setting and lies in the domain."""
    if horizon < domain.first or (domain.last is not None and horizon > domain.last):
        return None
    costs = [fraction(x) for x in problem.mdp.exact_cost.flat]
    found = evaluate(problem, horizon)
    error = found.epsilon[setting.reading]
    if error == 0 or not domain.low <= error <= domain.high or found.missing > setting.missing:
        return None
    if setting.quantity == "gap":
        if not 0 <= min(costs) <= max(costs) <= 1:
            return None
        if setting.J_star is not None and found.expert_task != setting.J_star:
            return None
        advantage = advantages(problem, horizon)
        if setting.u is not None and recoverability(advantage, found.laws) > setting.u:
            return None
    return Found(problem=problem, horizon=horizon, error=error, actual=counted(found, setting.quantity))


def _horizons(domain: Domain) -> range:
    last = domain.first + LONGEST - 1
    return range(domain.first, min(last, domain.last or last) + 1)


def _families(setting: Setting, domain: Domain) -> Iterator[tuple[Problem, int]]:
    """All witnesses, and the charged ones with the setting's own expert's cost and any recoverability up to its own."""
    for horizon, error in product(_horizons(domain), ERRORS):
        for one in WITNESSES:
            prices: Iterable[dict] = ({},)
            if one.key in {forms.charged for forms in CLOSED_FORMS}:
                most = horizon if setting.u is None else setting.u
                prices = ({"u": u, "J_star": setting.paid} for u in {most, Fraction(int(most))})
            for parameters in prices:
                try:
                    yield one.problem(error, horizon, **parameters), horizon
                except ValueError:
                    continue  # this family does not exist for these numbers


def _small(domain: Domain) -> Iterator[tuple[Problem, int]]:
    """Two states, two actions, deterministic moves, costs 0 or 1, and a learner that errs always,
    half the time or never.
    """
    half, one = Fraction(1, 2), Fraction(1)
    for moves in product((0, 1), repeat=4):
        for costs, errs in product(product((0, 1), repeat=4), product((0, half, one), repeat=2)):
            mdp = tabular_mdp(
                states=("a", "b"),
                actions=("right", "wrong"),
                start=(one, 0),
                transition=[[[{moves[0]: one}, {moves[1]: one}], [{moves[2]: one}, {moves[3]: one}]]],
                cost=(costs[:2], costs[2:]),
            )
            problem = right_or_wrong("two states", mdp, [1 - errs[0], 1 - errs[1]])
            for horizon in range(domain.first, min(domain.last or 3, 3) + 1):
                yield problem, horizon


def _climb(best: Found, setting: Setting, domain: Domain, exceeds: Exceeds) -> Found | None:
    """Random changes of the learner, one row at a time, kept when they cost more for their error."""
    rng = np.random.default_rng(SEED)
    for _ in range(CLIMBS):
        rows = [fraction(x[0]) for x in best.problem.learner_table.probability[0]]
        rows[int(rng.integers(len(rows)))] = Fraction(int(rng.integers(TENTHS + 1)), TENTHS)
        changed = right_or_wrong(best.problem.name, best.problem.mdp, rows, best.problem.data)
        found = measured(changed, best.horizon, setting, domain)
        if found and exceeds(found.error, found.horizon, found.actual):
            return found
        if found and found.actual / found.error > best.actual / best.error:
            best = found
    return None


def _draw(setting: Setting, domain: Domain, exceeds: Exceeds) -> Found | None:
    """Hypothesis looks for an example that exceeds the claim, and shrinks it; the last one that did is the smallest."""
    kept: list[Found] = []

    @settings(
        max_examples=EXAMPLES,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(imitation_problems(max_horizon=LONGEST))
    def claim(drawn: tuple[Problem, int]) -> None:
        found = measured(*drawn, setting, domain)
        if found:
            target(float(found.actual / found.error), label="cost for its error")
            if exceeds(found.error, found.horizon, found.actual):
                kept.append(found)
                raise AssertionError("the claim is exceeded")

    try:
        claim()
    except AssertionError:
        return kept[-1]
    return None

"""N labels: how many of them should show recoveries?"""

from math import log10

import numpy as np
from sympy import lambdify

from tightrope.bounds.language.letters import T, actions
from tightrope.bounds.lecture.data_budget import (
    DERIVATION,
    MOST_OFF_STATES,
    NO_RECOVERY,
    ONE_RECOVERY,
    off_states,
    track_states,
)
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Map, Panel, Profile, Result, curve
from tightrope.simulators.learners.cloning import Clone
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.worlds.recovery_contexts import chain_cost, expected_cost, label_counts, recovery_contexts

ACTIONS, LABELS = 10, 20
TRACK, OFF = 6, 2
HORIZONS = (1, 5, 20, 100)
MOST = 10  # recoveries
SAMPLED, SAMPLED_HORIZON = (0, 2, 6), 20
WORLDS = ((6, 2), (6, 6), (3, 6), (4, 6), (2, 6))

_LETTERS = (track_states, off_states, actions, T)
FIRST = lambdify(_LETTERS, ONE_RECOVERY / ((1 - 1 / track_states) * NO_RECOVERY), "numpy")
LIMIT = lambdify((track_states, actions), MOST_OFF_STATES, "numpy")


def run(profile: Profile) -> Result:
    """Cost against the number of recoveries at a fixed budget; where the first one helps if labels are many."""
    if not all(DERIVATION.proved(step, "any") for step in DERIVATION.steps):
        raise RuntimeError("the long-run boundary of the first recovery is not proved")
    figure = Figure(
        key="data-budget",
        see="A few recoveries are worth more than labels of the track, if episodes are long and being off is simple; not always.",
        caption=(
            f"{TRACK} states on the track, {OFF} off it, {ACTIONS} actions. Left: {LABELS} labels, $k$ of them recoveries; expected cost over that of "
            f"$k = 0$, exact; bars are {100 * profile.confidence:g} % intervals from {_sets(profile)} data sets at $T = {SAMPLED_HORIZON}$; dashed, the "
            "contrast: being off is harmless. Right: many labels; what one label moved from the track to a recovery does to the cost at $T = 100$, by the numbers of states. "
            "Below the lines it helps, at $T$ = 5, 20 and without end."
        ),
        alt="Ratios that dip for long episodes, and a map of where one recovery helps with boundaries for several horizons.",
        panels=(_budget_panel(profile), _map_panel()),
    )
    rows = tuple(_row(on, off) for on, off in WORLDS)
    return Result(answers=(), figures=(figure,), table=rows)


def ratio(recoveries: int, horizon: int, harmless: bool = False) -> float:
    """The expected cost with so many of the labels on recoveries, over that with none."""
    cost = [expected_cost(TRACK, OFF, ACTIONS, horizon, LABELS - k, k, harmless=harmless) for k in (recoveries, 0)]
    return cost[0] / cost[1]


def best_recoveries(on: int, off: int, horizon: int) -> tuple[int, float]:
    """The best number of recoveries among many labels, and the cost over that of none: it does not depend on N."""
    wrong = 1 - 1 / ACTIONS
    back = 1 - wrong * (1 - np.arange(off + 1) / off)
    costs = chain_cost(wrong / on, back, horizon)
    factors = [(1 - 1 / on) ** -k * float(np.array(known_law(off, off, k), dtype=float) @ costs) for k in range(41)]
    best = int(np.argmin(factors))
    return best, factors[best] / factors[0]


def _sets(profile: Profile) -> int:
    return 20 * profile.repetitions


def _budget_panel(profile: Profile) -> Panel:
    steps = range(MOST + 1)
    curves = [curve(f"T = {h}", "problem", steps, [ratio(k, h) for k in steps]) for h in HORIZONS]
    curves.append(curve("harmless, T = 20", "bound", steps, [ratio(k, 20, harmless=True) for k in steps]))
    curves.append(_data_sets(profile))
    return Panel(
        heading=f"{LABELS} labels",
        x_label="recoveries among them, k",
        y_label="expected cost / that of k = 0",
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
        legend="upper left",
    )


def _data_sets(profile: Profile) -> Curve:
    """Clones of drawn labels, each evaluated without sampling."""
    made, rng = recovery_contexts(TRACK, OFF, ACTIONS), np.random.default_rng(profile.seed)
    level, whole = (
        each(profile.confidence, len(SAMPLED)),
        expected_cost(TRACK, OFF, ACTIONS, SAMPLED_HORIZON, LABELS, 0),
    )
    found = []
    for k in SAMPLED:
        costs = [
            task_cost(
                made.mdp,
                Clone().fit(label_counts(TRACK, OFF, ACTIONS, LABELS - k, k, rng)),
                SAMPLED_HORIZON,
                FLOAT,
            )
            for _ in range(_sets(profile))
        ]
        found.append(betting(np.array(costs) / whole, SAMPLED_HORIZON / whole, level))
    return beside("data sets", SAMPLED, [ratio(k, SAMPLED_HORIZON) for k in SAMPLED], found)


def _map_panel() -> Panel:
    on, off = np.arange(2, 17), np.arange(1, 41)
    value = [[log10(FIRST(m, b, ACTIONS, 100)) for m in on] for b in off]
    fine = np.linspace(2, 16, 57)
    curves = [curve(f"T = {h}", "bound", *_boundary(fine, h)) for h in (5, 20)]
    curves.append(curve("T without end", "bound", fine, LIMIT(fine, ACTIONS)))
    return Panel(
        heading="",
        x_label="states on the track",
        y_label="states off the track",
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
        map=Map(
            x=tuple(map(float, on)),
            y=tuple(map(float, off)),
            value=tuple(map(tuple, value)),
            unit="log10 of the change of cost, T = 100",
        ),
        notes=((3.2, 34.0, "hurts"), (13.5, 4.0, "helps")),
    )


def _boundary(on: np.ndarray, horizon: int) -> tuple[list[float], list[float]]:
    """The number of states off the track at which the first recovery neither helps nor hurts, where there is one."""
    from scipy.optimize import brentq

    points = []
    for m in on:
        values = [FIRST(m, b, ACTIONS, horizon) - 1 for b in (1.0, 200.0)]
        if values[0] < 0 < values[1]:
            points.append((m, brentq(lambda b, m=m: FIRST(m, b, ACTIONS, horizon) - 1, 1, 200)))
    return [m for m, _ in points], [b for _, b in points]


def _row(on: int, off: int) -> dict[str, object]:
    best = {horizon: best_recoveries(on, off, horizon) for horizon in (5, 20, 100)}
    return {
        "states on the track": on,
        "off it": off,
        "first helps below": number(float(LIMIT(on, ACTIONS))),
        **{f"best k, T = {horizon}": recoveries for horizon, (recoveries, _) in best.items()},
        "cost factor, T = 100": number(best[100][1]),
    }


EXPERIMENT = Experiment(
    key="data-budget",
    title="A fixed number of labels",
    question="If a recovery shown is a label less for the track, how many should be shown?",
    text=(
        "The same chain with states to be labelled: a clone guesses among $A$ actions in a state that it has not seen. "
        "Costs are exact over the law of which states are labelled. With many labels $N$ the best number $k$ of recoveries "
        "does not depend on $N$, so the best *share* tends to 0: data with a fixed share of mistakes are wasteful. The first recovery "
        "helps in the long run just if $m_{\\mathrm{off}} < m_{\\mathrm{on}} (m_{\\mathrm{on}} - 1)(A - 1)/(A - 1 + m_{\\mathrm{on}})$ (`tightrope derive data-budget`); "
        "at $T = 1$ it never does. With two states on the track and six off it, recoveries hurt at every horizon: the paradox is none there. "
        "The table gives the best number of recoveries among many labels, and the factor by which it changes the cost at $T = 100$."
    ),
    claims=(),
    run=run,
)

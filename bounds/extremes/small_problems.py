"""The largest disagreement over all problems with S states, as a polynomial program for a global optimiser.

The dynamics may depend on t, the expert is deterministic, and one wrong action is enough: which of several is taken can
be put into where it leads. For decision t = 1..T and states s, s' the variables are

    P_t(s, s')                 where the expert's action leads
    e_t(s)                     the learner's error
    q_t(s)                     the expert's state law:  q_t(s') = sum_s q_{t-1}(s) P_t(s, s')
    a_t(s), d_t(s)             the learner's mass that agrees and that disagrees:  d_t = e_t (a_t + d_t)
    w_t(s, s')                 where the mass that disagrees goes, anywhere:  sum_s' w_t(s, s') = d_t(s)

with a_{t+1}(s') + d_{t+1}(s') = sum_s a_t(s) P_t(s, s') + w_t(s, s'), a_1 + d_1 = q_0, and the reading's constraint on
q_{t-1}(s) e_t(s). Maximised is the sum of all d_t(s). Only products of two variables occur. What is proved of every
problem helps the optimiser as a cut: a decision costs at most what it costs in the unrestricted worst case, sum_s
d_t(s) <= the largest distance after t actions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.bound import check_parameters
from tightrope.bounds.language.letters import T, epsilon

READINGS = ("pointwise", "per_step", "time_averaged")
LARGEST_STATES, LARGEST_HORIZON = 4, 5
SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Optimum:
    """What the optimiser found, in floats. Shapes: start (S,); move, wrong (T - 1, S, S); errors (T, S).

    `dual` is its own upper limit on all problems of that size: evidence, since no exact arithmetic stands behind it.
    `closed` says whether primal and dual met within its tolerance.
    """

    value: float
    dual: float
    closed: bool
    start: list[float]
    move: list[list[list[float]]]
    wrong: list[list[list[float]]]
    errors: list[list[float]]


def optimum(setting: Setting, error: Fraction, horizon: int, states: int) -> Optimum:
    """Solve the program with SCIP. Raises ValueError for what it does not cover, or if PySCIPOpt is not installed."""
    check_parameters({epsilon: error, T: horizon})
    budgets = setting.budgets(error)
    for key in budgets:
        if key not in READINGS:
            raise ValueError(f"all problems with so many states: for the readings {', '.join(READINGS)}; got {key!r}")
    if setting != Setting(reading=setting.reading, also=setting.also):
        raise ValueError("all problems with so many states: disagreements, with nothing assumed but readings")
    if not 1 <= states <= LARGEST_STATES or horizon > LARGEST_HORIZON:
        raise ValueError(
            f"all problems: at most {LARGEST_STATES} states and {LARGEST_HORIZON} decisions, beyond that no optimiser "
            f"ends; got {states} and {horizon}"
        )
    try:
        from pyscipopt import Model, quicksum
    except ImportError as missing:
        raise ValueError("--states needs a global optimiser: install tightrope[global], which brings SCIP") from missing
    model = Model()
    model.hideOutput()
    model.setParam("limits/time", SECONDS)
    everyone, decisions = range(states), range(1, horizon + 1)

    def table(name: str, *shape: range) -> Mapping:
        return _table(model, name, shape)

    P, w = table("P", decisions[:-1], everyone, everyone), table("w", decisions[:-1], everyone, everyone)
    e, a, d = (table(name, decisions, everyone) for name in "ead")
    q, r = table("q", range(horizon), everyone), table("r", decisions, everyone)
    model.addCons(quicksum(q[0, s] for s in everyone) == 1)
    for s in everyone:
        model.addCons(a[1, s] + d[1, s] == q[0, s])
        if s:
            model.addCons(q[0, s] <= q[0, s - 1])  # states may be renamed
    for t in decisions:
        for s in everyone:
            model.addCons(d[t, s] == e[t, s] * (a[t, s] + d[t, s]))
            model.addCons(r[t, s] == q[t - 1, s] * e[t, s])
            if "pointwise" in budgets:
                model.addCons(r[t, s] <= float(budgets["pointwise"]) * q[t - 1, s])
        if "per_step" in budgets:
            model.addCons(quicksum(r[t, s] for s in everyone) <= float(budgets["per_step"]))
        if "time_averaged" not in budgets:
            worst = float(largest(replace(setting, quantity="tv"), error, t))
            model.addCons(quicksum(d[t, s] for s in everyone) <= worst)
    if "time_averaged" in budgets:
        model.addCons(quicksum(d.values()) <= float(largest(setting, error, horizon)))
        model.addCons(quicksum(r.values()) <= float(budgets["time_averaged"]) * horizon)
    for t in decisions[:-1]:
        for s in everyone:
            model.addCons(quicksum(P[t, s, z] for z in everyone) == 1)
            model.addCons(quicksum(w[t, s, z] for z in everyone) == d[t, s])
        for z in everyone:
            model.addCons(q[t, z] == quicksum(q[t - 1, s] * P[t, s, z] for s in everyone))
            here = quicksum(a[t, s] * P[t, s, z] + w[t, s, z] for s in everyone)
            model.addCons(a[t + 1, z] + d[t + 1, z] == here)
        model.addCons(quicksum(q[t, s] for s in everyone) == 1)
        model.addCons(quicksum(a[t + 1, s] + d[t + 1, s] for s in everyone) == 1)
    model.setObjective(quicksum(d.values()), "maximize")
    model.optimize()
    if model.getStatus() == "userinterrupt":  # SCIP takes Ctrl-C for itself
        raise KeyboardInterrupt
    if not model.getNSols():
        raise RuntimeError(f"SCIP found no problem at all within {SECONDS} s: {model.getStatus()}")

    def found(variables: Mapping, *place: int) -> float:
        return model.getVal(variables[place])

    def rows(variables: Mapping) -> list[list[list[float]]]:
        return [[[found(variables, t, s, z) for z in everyone] for s in everyone] for t in decisions[:-1]]

    return Optimum(
        value=model.getObjVal(),
        dual=model.getDualbound(),
        closed=model.getStatus() == "optimal",
        start=[found(q, 0, s) for s in everyone],
        move=rows(P),
        wrong=rows(w),
        errors=[[found(e, t, s) for s in everyone] for t in decisions],
    )


def _table(model, name: str, shape: tuple[range, ...]) -> dict:
    return {place: model.addVar(f"{name}{place}", lb=0, ub=1) for place in product(*shape)}

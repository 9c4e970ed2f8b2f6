"""The price of labels in pictures: cost by the number of labels, and the ratio by the horizon."""

from typing import TYPE_CHECKING

from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.label_budget import (
    asking,
    cloning,
    compared,
    costs,
    dagger,
    drawn_costs,
    expected_cost,
)
from tightrope.simulators.worlds.fresh_states import fresh_states

if TYPE_CHECKING:
    from tightrope.reports.experiments.label_budget import Study

SAMPLED = (3, 10, 25)  # budgets with a bar
ASKING = "asking"
FIRST = 4  # labels that are demonstrated before DAgger
BUDGETS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40)
HORIZONS, HORIZON_BUDGETS = (1, 2, 3, 5, 8, 13, 20, 35, 60), (3, 10, 20, 100)


def pictures(study: "Study") -> dict[str, tuple]:
    way_back, cliff = (fresh_states(study.shown.states, study.shown.actions, ways_back=ways) for ways in (1, 0))
    by_budget = (
        _by_budget("One action leads back", way_back, study),
        _by_budget("Nothing leads back", cliff, study),
    )
    return {"label-budget": by_budget, "label-budget-horizon": (_by_horizon(way_back),)}


def _by_budget(heading: str, world: Problem, study: "Study") -> Curves:
    horizon, price = study.shown.horizon, costs(world, study.shown.horizon)
    laws = (
        ("cloning", "problem", cloning),
        ("DAgger", "dagger", lambda world, labels: dagger(world, horizon, labels)),
        (ASKING, "dagger", lambda world, labels: asking(world, horizon, labels)),
        (f"{FIRST} shown, then DAgger", "problem", lambda world, b: dagger(world, horizon, b, min(b, FIRST))),
    )
    curves = []
    for label, role, law in laws:
        values = {labels: expected_cost(law(world, labels), price) for labels in BUDGETS}
        positive = {labels: value for labels, value in values.items() if value}  # a log axis has no 0
        named = {"side": "below"} if label == ASKING else {}  # it ends among the others
        curves.append(curve(label, role, positive.keys(), positive.values(), **named))
    curves.append(_drawn(world, price, study))
    y = Axis(label="expected cost per episode", scale="log")
    return Curves(x=Axis(label="labels B"), y=y, curves=tuple(curves), heading=heading)


def _drawn(world: Problem, price: dict, study: "Study") -> Curve:
    """Runs of DAgger. The bars of both pictures hold at once."""
    level, intervals = each(study.profile.confidence, 2 * len(SAMPLED)), []
    for labels in SAMPLED:
        paid = drawn_costs(world, price, study.shown.horizon, labels, study.runs, study.profile.seed + labels)
        intervals.append(betting(paid, study.shown.horizon, level))
    exact = [compared(world, price, study.shown.horizon, labels)[1] for labels in SAMPLED]
    return beside("drawn runs", SAMPLED, exact, intervals)


def _by_horizon(world: Problem) -> Curves:
    curves = []
    for labels in HORIZON_BUDGETS:
        pairs = [compared(world, costs(world, horizon), horizon, labels) for horizon in HORIZONS]
        curves.append(curve(f"{labels} labels", "problem", HORIZONS, [learner / clone for clone, learner in pairs]))
    curves.append(curve("equal", "worst", (HORIZONS[0], HORIZONS[-1]), (1, 1)))
    x = Axis(label="horizon T (decisions)", scale="log")
    return Curves(x=x, y=Axis(label="cost of DAgger / cost of cloning"), curves=tuple(curves))

"""Forgetting in pictures: which rounds' learners know the way after a fall, old labels kept or not."""

from typing import TYPE_CHECKING

from tightrope.reports.publishing.figure import Axis, Strip, Strips

if TYPE_CHECKING:
    from tightrope.reports.experiments.forgetting import Study

MERGED = Axis(label="kept labels")
ROWS = {"aggregating": "all rounds'", "last round only": "the last round's"}


def pictures(study: "Study") -> dict[str, tuple]:
    return {"forgetting": (cheap_rounds(study),)}


def cheap_rounds(study: "Study") -> Strips:
    least, most = (choose(cost for run in study.costs.values() for cost in run) for choose in (min, max))
    strips = []
    for key, costs in study.costs.items():
        cheap = tuple(float(i) for i, cost in enumerate(costs) if cost == least)
        strips.append(Strip(label=ROWS[key], x=cheap, value=float(least)))
    heading = f"Rounds whose learner costs {float(least):.2g} in an episode; the others cost {float(most):.3g}"
    return Strips(x=Axis(label="round of the loop"), y=MERGED, strips=tuple(strips), heading=heading)

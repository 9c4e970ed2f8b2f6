"""Many goals in pictures: who knows the way by the number of goals, and who arrives by the slip."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.reports.evidence.goal_coverage import best_goals, correction
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.learners.goal_conditioned import counted, knows, last_state
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.worlds.complete_graph import TARGET, complete_graph, play, success

if TYPE_CHECKING:
    from tightrope.reports.experiments.goal_coverage import Study

SAMPLED, SAMPLED_PAIRS = (3, 9, 30), 100  # goals with a bar
SLIPS = [Fraction(i, 20) for i in range(13)]


def pictures(study: "Study") -> dict[str, tuple]:
    return {"goal-coverage": (coverage(study), arrivals(study))}


def coverage(study: "Study") -> Curves:
    places = study.cells[0].places
    counts, sizes = range(2, places + 1), [cell.pairs for cell in study.cells]
    curves = [
        curve(f"N = {pairs} pairs", "problem", counts, [correction(places, count, pairs) for count in counts])
        for pairs in sizes
    ]
    curves.append(curve("one goal", "worst", (2, places), (correction(places, 1, 1),) * 2))
    tops = [best_goals(places, pairs, counts) for pairs in sizes]
    values = [correction(places, count, pairs) for count, pairs in zip(tops, sizes, strict=True)]
    curves += [curve("best number of goals", "witness", tops, values), drawn(study)]
    x, y = Axis(label="number of goals G", scale="log"), Axis(label="share that knows the way")
    return Curves(x=x, y=y, curves=tuple(curves), heading="Who knows the way")


def drawn(study: "Study") -> Curve:
    """Data sets drawn and learned from."""
    places, profile = study.cells[0].places, study.profile
    graph, intervals = complete_graph(places), []
    for count in SAMPLED:
        plays = play(count, SAMPLED_PAIRS, study.data_sets, profile.seed + count)
        shares = [
            knows(counted(graph, zip(*one, strict=True), last_state), TARGET).mean() for one in zip(*plays, strict=True)
        ]
        intervals.append(betting(shares, count / places, each(profile.confidence, len(SAMPLED))))
    exact = [correction(places, count, SAMPLED_PAIRS) for count in SAMPLED]
    return beside(f"data sets, N = {SAMPLED_PAIRS}", SAMPLED, exact, intervals)


def arrivals(study: "Study") -> Curves:
    cell, curves = study.cells[0], []

    def arrives(count: int, pairs: int) -> list[Fraction]:
        return [success(cell.small_places, count, pairs, slip, cell.decisions) for slip in SLIPS]

    for pairs in (one.pairs for one in study.cells):
        count = best_goals(cell.small_places, pairs, range(2, cell.small_places + 1))
        curves.append(curve(f"N = {pairs}, G = {count}", "problem", SLIPS, arrives(count, pairs)))
    curves.append(curve("one goal, any N", "worst", SLIPS, arrives(1, 1)))
    x, y = Axis(label="probability of a slip"), Axis(label="probability to arrive")
    return Curves(x=x, y=y, curves=tuple(curves), heading="Two decisions to the target")

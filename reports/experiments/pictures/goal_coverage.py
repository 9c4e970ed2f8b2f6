"""Many goals in pictures: who knows the way by the number of goals, and who arrives by the slip."""

from fractions import Fraction

from tightrope.reports.evidence.goal_coverage import best_goals, correction
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.publishing.experiment import Study
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.learners.goal_conditioned import counted, knows, last_state
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.worlds.complete_graph import TARGET, complete_graph, play, success

PAIRS = (25, 100, 400)
SAMPLED, SAMPLED_PAIRS = (3, 9, 30), 100  # goals with a bar
SHOWN = ((10, 2), (50, 4), (400, 8))  # pairs and goals
SLIPS = [Fraction(i, 20) for i in range(13)]


def pictures(study: Study) -> dict[str, tuple]:
    return {"goal-coverage": (coverage(study), arrivals(study))}


def coverage(study: Study) -> Curves:
    places = study.cells[0].places
    counts = range(2, places + 1)
    curves = [
        curve(f"N = {pairs} pairs", "problem", counts, [correction(places, count, pairs) for count in counts])
        for pairs in PAIRS
    ]
    curves.append(curve("one goal", "worst", (2, places), (correction(places, 1, 1),) * 2))
    tops = [best_goals(places, pairs, counts) for pairs in PAIRS]
    values = [correction(places, count, pairs) for count, pairs in zip(tops, PAIRS, strict=True)]
    curves += [curve("best number of goals", "witness", tops, values), drawn(study)]
    x, y = Axis(label="number of goals G", scale="log"), Axis(label="share of states with a label to the target")
    return Curves(x=x, y=y, curves=tuple(curves), heading="Who knows the way")


def drawn(study: Study) -> Curve:
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
    return beside("drawn, N = 100", SAMPLED, exact, intervals)


def arrivals(study: Study) -> Curves:
    cell = study.cells[0]

    def arrives(count: int, pairs: int) -> list[Fraction]:
        return [success(cell.small_places, count, pairs, slip, cell.decisions) for slip in SLIPS]

    curves = [curve(f"{count} goals, N = {pairs}", "problem", SLIPS, arrives(count, pairs)) for pairs, count in SHOWN]
    curves.append(curve("one goal, any N", "worst", SLIPS, arrives(1, 1)))
    x, y = Axis(label="probability of a slip"), Axis(label="probability to arrive")
    return Curves(x=x, y=y, curves=tuple(curves), heading="Two decisions to the target")

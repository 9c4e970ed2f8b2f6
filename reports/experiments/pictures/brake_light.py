"""The brake light's pictures: where the light is obeyed, errors by decision, DAgger's rounds, finite data."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.reports.evidence.causal_confusion import copier_cost, greedy_error
from tightrope.reports.evidence.sampled import averages_beside, counts_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, Heat, Note, curve, grid
from tightrope.simulators.learners import fitted_tables
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.training.brake_light import WINDSCREEN, WITH_LIGHT
from tightrope.simulators.worlds.brake_light import brake_light

if TYPE_CHECKING:
    from tightrope.reports.experiments.brake_light import Study

AXIS = [Fraction(i, 120) for i in range(1, 60)]
DECISIONS = (1, 5, 10, 15, 20, 25, 30, 35, 40)  # with a sampled bar
EXAMPLES = (1, 2, 5, 10, 20, 50, 100)


def pictures(study: "Study") -> dict[str, tuple]:
    return {
        "brake-light": (where_obeyed(study), by_decision(study)),
        "brake-light-repair": (by_round(study), by_examples(study)),
    }


def where_obeyed(study: "Study") -> Heat:
    horizon = study.confused.horizon
    worth = [copier_cost(q, horizon) / horizon for q in AXIS]
    added = [[greedy_error(q, d, horizon) - d for q in AXIS] for d in AXIS]
    return Heat(
        x=Axis(label="q, chance that it changes"),
        y=Axis(label="d, chance of a wrong view"),
        grid=grid("on-policy error added by the light", AXIS, AXIS, added),
        curves=(
            curve("q = d: the light is obeyed above", "bound", AXIS, AXIS),
            curve(f"obeying it costs less above, T = {horizon}", "bound", AXIS, worth),
        ),
        notes=(
            Note(x=0.35, y=0.13, words="light ignored"),
            Note(x=0.12, y=0.25, words="obeyed,\nand it hurts"),
            Note(x=0.175, y=0.42, words="↖ obeyed, and it helps"),
        ),
    )


def by_decision(study: "Study") -> Curves:
    one = study.confused
    exact = list(evaluate(one.road.with_learner(one.learner), one.horizon).costs)
    ends = (1, one.horizon)
    return Curves(
        x=Axis(label="decision"),
        y=Axis(label="probability of a wrong action"),
        curves=(
            curve("with light, own states", "problem", range(1, one.horizon + 1), exact),
            curve("no light, all states: d", "worst", ends, (one.blur, one.blur)),
            curve("with light, expert's: q", "bound", ends, (one.switch, one.switch)),
            _episodes(study, exact),
        ),
    )


def _episodes(study: "Study", exact: list[Fraction]) -> Curve:
    """From demonstrations to a table to episodes."""
    one, profile = study.confused, study.profile
    driving = one.road.with_learner(study.fitted)
    wrong = trajectories(driving, one.horizon, profile.episodes, profile.seed + 1).disagreed.sum(axis=0)
    shown, counts = [exact[t - 1] for t in DECISIONS], [wrong[t - 1] for t in DECISIONS]
    return counts_beside("episodes", DECISIONS, shown, counts, profile.episodes, profile.confidence)


def by_round(study: "Study") -> Curves:
    curves = []
    for d, errors in study.repairs.items():
        after = study.dropped(d)
        label = f"d = {float(d):g}: " + (f"dropped after {after}" if after else "kept, C < dT")
        curves.append(curve(label, "problem", range(len(errors)), errors))
    y = Axis(label="on-policy error, averaged over decisions")
    return Curves(x=Axis(label="round of DAgger"), y=y, curves=tuple(curves))


def by_examples(study: "Study") -> Curves:
    one, profile, curves = study.confused, study.profile, []
    clear = brake_light(one.switch, Fraction(0))
    for label, role, world, table in (  # d = 0.2 has the colour that it has above, d = 0 one that is not there
        ("with light, d = 0.2", "problem", one.road, WITH_LIGHT),
        ("no light, d = 0.2", "worst", one.road, WINDSCREEN),
        ("with light, d = 0", "ceiling", clear, WITH_LIGHT),
    ):
        exact = [fitted_tables.expected_error(world, table, size, one.horizon) for size in EXAMPLES]
        curves.append(curve(label, role, EXAMPLES, exact))
        if world is clear:
            drawn = fitted_tables.drawn_errors(world, table, EXAMPLES, study.data_sets, one.horizon, profile.seed)
            curves.append(averages_beside("sampled data sets", EXAMPLES, exact, drawn, 1, profile.confidence))
    x = Axis(label="N, examples in the data", scale="log")
    return Curves(x=x, y=Axis(label="expected on-policy error"), curves=tuple(curves))

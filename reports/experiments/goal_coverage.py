"""L25: many goals cover more states, up to a point; what that is worth depends on how often the learner slips."""

from collections.abc import Iterable
from fractions import Fraction
from functools import partial

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import goals, samples, states, to_latex
from tightrope.bounds.lecture.goal_coverage import BEST_GOALS, MANY_GOALS_HELP, ONE_GOAL, SELF_CORRECTION
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.learners.goal_conditioned import counted, knows, last_state
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.worlds.complete_graph import TARGET, complete_graph, play, success

PLACES, SMALL_PLACES, DECISIONS = 40, 12, 2
PAIRS = (25, 100, 400)
SAMPLED, SAMPLED_PAIRS, DATA_SETS = (3, 9, 30), 100, 10  # goals; data sets to each of the profile's repetitions
SHOWN = ((10, 2), (50, 4), (400, 8))  # pairs and goals
STEP = Fraction(1, 1000)


def run(profile: Profile) -> Result:
    """The share of states that know the way, and success with slips; closed form, exact and sampled."""
    sampled = _sampled(profile)
    rows = tuple(_row(pairs) for pairs in (10, 50, 100, 400))
    figure = Figure(
        key="goal-coverage",
        see="More goals help to get back on the way, up to about 0.89 √N of them, and cost on the way itself.",
        caption=(
            f"Left: from what share of all {PLACES} states a label shows the way to the target, for $N$ pairs of a state and "
            f"a goal reached from it, spread over $G$ goals; one goal is the task itself. Triangles are the best $G$; bars are "
            f"{100 * profile.confidence:g} % intervals, for all at once, from {DATA_SETS * profile.repetitions} drawn data sets. Right: the exact "
            f"chance to be at the target after at most {DECISIONS} decisions, {SMALL_PLACES} states, if a decision is "
            "thrown to a uniform state with the probability on the axis."
        ),
        alt="Left, curves against the number of goals rise and fall; right, curves of many goals cross the one of one goal.",
        panels=(_coverage_panel(sampled), _slip_panel()),
    )
    best = rows[2]
    answer = Answer(
        claim="L25",
        verdict="conditional",
        evidence="exact",
        because=(
            f"With 100 pairs of play {best['best G']} goals are best: a slip lands where a label shows the way with probability "
            f"{best['knows the way']['value']:.3f} against {best['one goal']['value']:.3f} with one goal; {PLACES} goals "
            "are worse again. The price is on the way itself: without slips one goal reaches the target always, many "
            "goals do not."
        ),
        condition=(
            f"the data suffice, ${to_latex(MANY_GOALS_HELP)}$ (best near $G = 0.892 \\sqrt N$), and slips are frequent enough to "
            f"pay for the way itself: with 50 pairs in {SMALL_PLACES} states a slip of {rows[1]['slip from which many goals win']['value']:g} or more "
            "does, with 10 pairs none"
        ),
        numbers={f"knows the way, {row['pairs N']} pairs": row["knows the way"] for row in rows},
        figure="goal-coverage",
    )
    return Result(answers=(answer,), figures=(figure,), table=rows)


def correction(places: int, count: int, pairs: int) -> Fraction:
    """The closed form: the expected share of states that know the way to the target."""
    if count == 1:
        return exact_value(ONE_GOAL, {states: places})
    return exact_value(SELF_CORRECTION, {states: places, goals: count, samples: pairs})


def least_slip(places: int, pairs: int) -> Fraction | None:
    """The smallest slip, in steps of 1/1000, at which some number of goals succeeds more often than one goal."""
    low, high = Fraction(0), Fraction(1)
    wins = partial(_many_goals_win, places, pairs)
    if not wins(high - STEP):
        return None
    while high - low > STEP:
        middle = ((low + high) / 2 / STEP).__floor__() * STEP
        low, high = (low, middle) if wins(middle) else (middle, high)
    return high


def _many_goals_win(places: int, pairs: int, slip: Fraction) -> bool:
    one = success(places, 1, pairs, slip, DECISIONS)
    return any(success(places, count, pairs, slip, DECISIONS) > one for count in range(2, places + 1))


def _row(pairs: int) -> dict[str, object]:
    best = max(range(1, PLACES + 1), key=lambda count: correction(PLACES, count, pairs))
    slip = least_slip(SMALL_PLACES, pairs)
    return {
        "pairs N": pairs,
        "best G": best,
        "0.892 √N": number(float(BEST_GOALS.subs(samples, pairs))),
        "knows the way": number(correction(PLACES, best, pairs)),
        "one goal": number(correction(PLACES, 1, pairs)),
        "all states as goals": number(correction(PLACES, PLACES, pairs)),
        "slip from which many goals win": "never" if slip is None else number(slip),
    }


def _sampled(profile: Profile) -> Curve:
    """Data sets drawn and learned from."""
    graph, sets, intervals = complete_graph(PLACES), DATA_SETS * profile.repetitions, []
    for count in SAMPLED:
        states_of, actions_of = play(count, SAMPLED_PAIRS, sets, profile.seed + count)
        shares = [
            knows(counted(graph, zip(states_of[i], actions_of[i], strict=True), last_state), TARGET).mean()
            for i in range(sets)
        ]
        intervals.append(betting(shares, count / PLACES, each(profile.confidence, len(SAMPLED))))
    exact = [correction(PLACES, count, SAMPLED_PAIRS) for count in SAMPLED]
    return beside("drawn, N = 100", SAMPLED, exact, intervals)


def _coverage_panel(sampled: Curve) -> Panel:
    counts = range(2, PLACES + 1)
    curves = [
        curve(f"N = {pairs} pairs", "problem", counts, [correction(PLACES, count, pairs) for count in counts])
        for pairs in PAIRS
    ]
    curves.append(curve("one goal", "worst", (2, PLACES), (correction(PLACES, 1, 1),) * 2))
    tops = [max(counts, key=lambda count, pairs=pairs: correction(PLACES, count, pairs)) for pairs in PAIRS]
    values = [correction(PLACES, count, pairs) for count, pairs in zip(tops, PAIRS, strict=True)]
    curves += [curve("best number of goals", "witness", tops, values), sampled]
    return _panel("Who knows the way", "number of goals G", "share of states with a label to the target", "log", curves)


def _slip_panel() -> Panel:
    slips = [Fraction(i, 20) for i in range(13)]
    curves = [
        curve(f"{count} goals, N = {pairs}", "problem", slips, _successes(count, pairs, slips))
        for pairs, count in SHOWN
    ]
    curves.append(curve("one goal, any N", "worst", slips, _successes(1, 1, slips)))
    return _panel("Two decisions to the target", "probability of a slip", "probability to arrive", "linear", curves)


def _successes(count: int, pairs: int, slips: Iterable[Fraction]) -> list[Fraction]:
    return [success(SMALL_PLACES, count, pairs, slip, DECISIONS) for slip in slips]


def _panel(heading: str, x_label: str, y_label: str, x_scale: str, curves: list[Curve]) -> Panel:
    return Panel(
        heading=heading, x_label=x_label, y_label=y_label, x_scale=x_scale, y_scale="linear", curves=tuple(curves)
    )


EXPERIMENT = Experiment(
    key="goal-coverage",
    title="Many goals or one",
    question="Do demonstrations of many goals help to reach one of them?",
    text=(
        "From every state any other can be reached in one step. The data are $N$ pairs of a state and the goal that was reached from "
        "it, spread evenly over $G$ goals, or all of the one task. A table learner knows the way to the target from a "
        "state if one of its labels is of just this pair. The more goals, the more states have a chance of a label, and "
        "the fewer labels each of the $G^2$ pairs gets: the share of states that know the way rises and falls again. A learner that "
        "never slips needs the way from the start only, and one goal teaches it best: that is the contrast, at the left edge of the "
        "right panel. The last column is the smallest slip, to within $1/1000$, from which the best number of goals arrives "
        "more often than one goal, in 12 states."
    ),
    claims=("L25",),
    run=run,
)

"""L28: whether the distribution of DAgger's data approaches the learner's own depends on what the learner shares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture.aggregation import MEAN_ERROR, ONES, share_one, share_zero
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result, Strip, curve
from tightrope.simulators.learners.frequencies import FrequencyLearner
from tightrope.simulators.learners.table import TableLearner, cell_per_state
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.episodes import rollouts
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.corridor import corridor
from tightrope.simulators.worlds.tied_states import ONE_CELL, Y, tied_states

HORIZON, ROOMS = 20, 6
FEEDBACKS = (Fraction(-1, 2), Fraction(0), Fraction(1, 2), Fraction(9, 10))
MAJORITIES = ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(2, 5)), (Fraction(2, 5), Fraction(0)))
SAMPLED_FEEDBACK, SAMPLED = Fraction(1, 2), (1, 10, 40)
STRIP = 40


@dataclass(frozen=True, kw_only=True)
class Loop:
    """Rounds of DAgger on a problem: TV between data and learner, and the learner's on-policy error."""

    made: Problem
    rounds: tuple[dagger.Round, ...]
    shift: tuple[Fraction, ...]
    error: tuple[Fraction, ...]


def run(profile: Profile) -> Result:
    """Three classes of learner in worlds with feedback, exact; the last data set of each has many rounds in it."""
    count = profile.repetitions + 1
    copying = {s: copying_loop(s, count) for s in FEEDBACKS}
    voting = {shares: voting_loop(shares, count) for shares in MAJORITIES}
    table = table_loop(count)
    rows = [_row(f"frequencies, s = {s}", loop) for s, loop in copying.items()]
    rows += [_row(f"majority, actions lead to y with {a} and {b}", loop) for (a, b), loop in voting.items()]
    rows.append(_row("a label for each state", table))
    stuck, contrast = voting[MAJORITIES[1]], voting[MAJORITIES[2]]
    ones = [int(one.learner.probability[0, 0, 1]) for one in stuck.rounds]
    late = stuck.shift[-STRIP // 2 :]
    done = next(i for i, error in enumerate(table.error) if not error)
    answer = Answer(
        claim="L28",
        verdict="conditional",
        evidence="exact",
        because=(
            f"With a label of its own for each state the learner stops changing, here after {done} rounds, and the distance then falls like 1/n; it is "
            f"{float(table.shift[done]):.2f} when the error is already 0. If states share labels and the learner copies frequencies it falls like $n^{{-(1-s)}}$, with the feedback "
            f"$s$; if it follows the majority it need not fall: in the last {STRIP // 2} of {count - 1} rounds it goes from {float(min(late)):.2f} to {float(max(late)):.2f} and back, and the error from "
            f"{float(min(stuck.error)):.2f} to {float(max(stuck.error)):.2f}."
        ),
        condition=(
            "no labels are shared between states, or the learner copies frequencies and the feedback is $s < 1$; a learner of shared "
            "majorities needs a policy whose own states vote for it"
        ),
        numbers={
            "TV at the first round without error, no labels shared": number(table.shift[done]),
            "least TV in late rounds, shared labels, majority": number(min(late)),
            f"TV after {count - 1} rounds, majority right from the start": number(contrast.shift[-1]),
            "share of rounds that take action 1": number(Fraction(sum(ones), len(ones))),
            "the same in the long run": number(_long_run(ONES)),
            "mean error in the long run": number(_long_run(MEAN_ERROR)),
        },
        figure="aggregation",
    )
    return Result(answers=(answer,), figures=(_figure(copying, voting, table, profile),), table=tuple(rows))


def copying_loop(feedback: Fraction, count: int) -> Loop:
    """Frequencies of shared labels; h(p) = 1/2 + feedback (p - 1/2)."""
    slope = feedback * Fraction(HORIZON, HORIZON - 1)
    made = tied_states([(1 - slope) / 2, (1 + slope) / 2])
    return _loop(made, FrequencyLearner(cell=ONE_CELL), Y, HORIZON, count)


def voting_loop(to_y: Sequence[Fraction], count: int) -> Loop:
    """The majority of shared labels."""
    return _loop(tied_states(to_y), TableLearner(cell=ONE_CELL, floor=Fraction(0)), Y, HORIZON, count)


def table_loop(count: int) -> Loop:
    """Nothing shared, in the corridor; the demonstrations show its first state only."""
    made = corridor(ROOMS)
    return _loop(made, TableLearner(cell=cell_per_state(made), floor=Fraction(0)), 0, ROOMS, count)


def _loop(made: Problem, learner, shown: int, horizon: int, count: int) -> Loop:
    see = dagger.shown(shown, horizon, dagger.population(made, horizon))
    rounds = tuple(islice(dagger.loop(made, learner, see, dagger.aggregate), count))
    errors = [evaluate(made.with_learner(one.learner), horizon).epsilon["on_policy"] for one in rounds]
    return Loop(
        made=made,
        rounds=rounds,
        shift=tuple(dagger.data_shift(made, one) for one in rounds),
        error=tuple(map(fraction, errors)),
    )


def _long_run(formula) -> Fraction:
    """The value for the second pair of majorities, whose shares of y are averages over an episode."""
    zero, one = (Fraction(1, 2 * HORIZON) + Fraction(HORIZON - 1, HORIZON) * chance for chance in MAJORITIES[1])
    return exact_value(formula, {share_zero: zero, share_one: one})


def _row(name: str, loop: Loop) -> dict[str, object]:
    return {
        "learner": name,
        "TV, clone": number(loop.shift[0]),
        "TV, round 10": number(loop.shift[10]),
        "TV, last round": number(loop.shift[-1]),
        "best error": number(min(loop.error)),
        "mean error": number(sum(loop.error) / len(loop.error)),
        "last error": number(loop.error[-1]),
    }


def _figure(copying: dict, voting: dict, table: Loop, profile: Profile) -> Figure:
    numbers = range(1, len(table.shift) + 1)  # data sets: round 0 has one
    curves = [
        curve(f"frequencies, s = {float(s):g}", "problem", *_positive(numbers, x.shift)) for s, x in copying.items()
    ]
    curves.append(curve("majority", "dagger", numbers, voting[MAJORITIES[0]].shift))
    curves.append(curve("own labels", "worst", *_positive(numbers, table.shift)))
    curves.append(_sampled(copying[SAMPLED_FEEDBACK], profile))
    strips = []
    for (a, b), loop in voting.items():
        ones = [i for i, one in enumerate(loop.rounds[:STRIP]) if one.learner.probability[0, 0, 1] == 1]
        strips.append(Strip(label=f"{float(a):g}, {float(b):g}", x=tuple(map(float, ones))))
    return Figure(
        key="aggregation",
        see="The data approach a learner that copies frequencies or shares no labels, and need not approach one of shared majorities.",
        caption=(
            "Left: total variation between the states in the data and those of the learner fitted to them, exact. $s$ is the feedback of tied states; "
            "majority: actions 0 and 1 lead to y with probability 1 and 0; own labels: the corridor. Bars are "
            f"{100 * profile.confidence:g} % intervals, for all at once, from {profile.episodes // 10:,} episodes of the round's learner. Right: rounds in which the majority is for action 1; "
            "rows are the probabilities that actions 0 and 1 lead to y, where action 1 is right. The last row is the contrast."
        ),
        alt="Left, log-log curves fall with different slopes, one does not; right, rows of blocks alternate, the last soon stays empty.",
        panels=(
            Panel(
                heading="Data against learner",
                x_label="data sets n (demonstrations and rounds)",
                y_label="total variation of the states",
                x_scale="log",
                y_scale="log",
                curves=tuple(curves),
                legend="lower left",
            ),
            Panel(
                heading="Rounds whose learner takes action 1",
                x_label="round of the loop",
                y_label="to y with actions 0, 1",
                x_scale="linear",
                y_scale="linear",
                curves=tuple(strips),
            ),
        ),
    )


def _positive(numbers: Sequence[int], values: Sequence[Fraction]) -> tuple[list, list]:
    return [n for n, x in zip(numbers, values, strict=True) if x], [x for x in values if x]


def _sampled(loop: Loop, profile: Profile) -> Curve:
    """Episodes of some rounds' learners: their distance from the exact data."""
    intervals = []
    for number_of in SAMPLED:
        round_ = loop.rounds[number_of]
        blocks = rollouts(
            loop.made.with_learner(round_.learner), HORIZON, profile.episodes // 10, profile.seed + number_of
        )
        shares = np.concatenate([(block.states[:, :-1] == Y).mean(axis=1) for block in blocks])
        weight = round_.weight.sum(axis=0)
        interval = betting(shares, 1, each(profile.confidence, len(SAMPLED)))
        intervals.append(_distance(interval, float(fraction(weight[Y] / weight.sum()))))
    exact = [loop.shift[number_of] for number_of in SAMPLED]
    return beside("episodes, s = 0.5", [number_of + 1 for number_of in SAMPLED], exact, intervals)


def _distance(interval: Interval, point: float) -> Interval:
    """The interval of |x - point|, x being what the given one is of."""
    near, far = sorted(abs(point - end) for end in (interval.lower, interval.upper))
    inside = interval.lower <= point <= interval.upper
    return replace(interval, mean=abs(point - interval.mean), lower=0.0 if inside else near, upper=far)


EXPERIMENT = Experiment(
    key="aggregation",
    title="Data and learner",
    question="Does the distribution of the data approach the learner's own?",
    text=(
        "Two states look the same, and the expert does the opposite in them. The more often the learner takes action 1, the more (or the less) often it comes to the "
        "state where that is right: a feedback $s$ between labels and visits. The demonstrations show one of the states only. If the learner copies frequencies, its share "
        "of action 1 is the mean over all data sets, and the distance to its own states is $(1-s)\\,|p_n - p^*|$, which falls like $n^{-(1-s)}$ (`tightrope derive aggregation`): fast with a "
        "negative feedback, and hardly ever with one near 1. A learner that follows the majority has nothing in between: where each of its two policies calls for the other one, it takes turns, the "
        "distance keeps its size, and the last round may be the worst; the theorem's *best* iterate is needed. Where one policy keeps its own majority (last row) there are no turns. In "
        "the corridor nothing is shared; there the distance falls like $n_0/n$ once the learner stops changing after $n_0$ rounds, and the learner was right long before."
    ),
    claims=("L28",),
    run=run,
)

"""L26: play that was meant for something else teaches a task if one run holds its start and its goal, in this order."""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, product
from math import comb

import numpy as np

from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.learners.goal_conditioned import (
    Hindsight,
    any_later_state,
    clone,
    counted,
    last_state,
    pooled,
    reaches,
)
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.worlds.goal_grid import LEFT, RIGHT, goal_grid

LENGTH, RUN, GOAL, DECISIONS = 4, 3, 2, 2  # states of the line, steps of a run; the task: from 0 to 2 in two decisions
NUMBERS = (1, 2, 4, 8, 16, 32, 64)
SAMPLED, DATA_SETS = (2, 8, 32), 5  # runs; data sets to each of the profile's repetitions
L, R = LEFT, RIGHT
PLAY = {  # first state and actions of each run
    "run 0-1-2, the task itself": [(0, (R, R))],
    "run 0-1-2-3, meant for 3": [(0, (R, R, R))],
    "pieces 0-1 and 1-2": [(0, (R,)), (1, (R,))],
    "wandering 0-1-0-1-2": [(0, (R, L, R, R))],
    "runs 3-2-1-0 only": [(3, (L, L, L))],
}

Run = tuple[np.ndarray, np.ndarray]
Success = Callable[[int], Fraction]


def run(profile: Profile) -> Result:
    """Five small data sets, and random play in growing amounts: exact over all data sets, and drawn."""
    rows = tuple(_row(name) for name in PLAY)
    from_start, from_end = line_play(0), line_play(LENGTH - 1)
    series = {
        "any later state as goal": (from_start, any_later_state),
        "last state as goal": (from_start, last_state),
        "any later state, play from 3": (from_end, any_later_state),
    }
    expectations = {label: expected_success(*data) for label, data in series.items()}
    curves = [
        curve(label, "problem", NUMBERS, [exact(runs) for runs in NUMBERS]) for label, exact in expectations.items()
    ]
    chance = success(np.zeros((RUN, LENGTH, LENGTH, 2), dtype=np.int64))
    curves.append(curve("no hindsight", "worst", (NUMBERS[0], NUMBERS[-1]), (chance, chance)))
    curves.append(_sampled(from_start, expectations["any later state as goal"], profile))
    figure = Figure(
        key="play-data",
        see="Play that never meant to reach 2 teaches it; play in which no run goes from 0 to 2 does not.",
        caption=(
            f"Task: on the line 0-1-2-3, from 0 to 2 in {DECISIONS} decisions. Data: random walks of {RUN} steps from 0 (or from 3); the learner "
            "is told the steps to go and tosses a coin where it has no label. Exact averages over all data sets; bars are "
            f"{100 * profile.confidence:g} % intervals, for all at once, from {DATA_SETS * profile.repetitions} drawn data sets."
        ),
        alt="Success against the number of runs: two curves rise to one, one stays at a half, a line lies at a quarter.",
        panels=(
            Panel(
                heading="",
                x_label="number of runs of play",
                y_label="probability to be in 2 after two decisions",
                x_scale="log",
                y_scale="linear",
                curves=tuple(curves),
            ),
        ),
    )
    meant, pieces = rows[1], rows[2]
    answer = Answer(
        claim="L26",
        verdict="conditional",
        evidence="exact",
        because=(
            "A run from 0 to 3 that passes 2 teaches the way from 0 to 2: success "
            f"{_shown(meant['any later state'])} if any later state counts as a goal, but {_shown(meant['last state'])}, which is chance, "
            f"under the notes' rule, where only the last state does. Pieces are not put together: runs 0-1 and 1-2 give {_shown(pieces['any later state'])}."
        ),
        condition="one run holds the start and later the goal; under the notes' rule it must also end there",
        numbers={name: row["any later state"] for name, row in zip(PLAY, rows, strict=True)},
        figure="play-data",
    )
    return Result(answers=(answer,), figures=(figure,), table=rows)


def line_play(start: int) -> list[Run]:
    """All runs of the length from that state; a random walk makes each of them with the same probability."""
    return [_run(start, actions) for actions in product((L, R), repeat=RUN)]


def success(weight: np.ndarray) -> Fraction:
    """The clone's chance of the task."""
    return reaches(_line(), clone(weight[:DECISIONS], GOAL), GOAL, DECISIONS)


def expected_success(kinds: list[Run], hindsight: Hindsight) -> Success:
    """Success as a function of the number of runs, averaged over the data sets that random play makes.

    Moves are certain and the steps to go are told, so every label of a cell leads to the goal, and only which of the kinds of run
    were seen matters. All sets of a size are equally likely.
    """
    by_size = [Fraction(0)] * (len(kinds) + 1)
    for size in range(1, len(kinds) + 1):
        for seen in combinations(kinds, size):
            by_size[size] += success(counted(_line(), seen, hindsight)) / comb(len(kinds), size)

    def expectation(runs: int) -> Fraction:
        law = known_law(len(kinds), len(kinds), runs)
        return sum(chance * value for chance, value in zip(law, by_size, strict=True))

    return expectation


def _line() -> TabularMDP:
    return goal_grid(LENGTH, 1)


def _run(start: int, actions: tuple[int, ...]) -> Run:
    states = [start]
    for action in actions:
        states.append(min(max(states[-1] + (1 if action == R else -1), 0), LENGTH - 1))
    return np.array(states), np.array(actions)


def _row(name: str) -> dict[str, object]:
    runs = [_run(start, actions) for start, actions in PLAY[name]]
    last, later = (counted(_line(), runs, rule) for rule in (last_state, any_later_state))
    told = np.concatenate([later, np.zeros((DECISIONS, *later.shape[1:]), dtype=later.dtype)])  # short runs: no labels
    return {
        "play": name,
        "last state": number(_whatever_time(last)),
        "any later state": number(_whatever_time(later)),
        "any later state, steps told": number(success(told)),
    }


def _whatever_time(weight: np.ndarray) -> Fraction:
    """The chance of the task for a clone that is not told the steps to go."""
    return reaches(_line(), clone(pooled(weight), GOAL), GOAL, DECISIONS)


def _sampled(kinds: list[Run], exact: Success, profile: Profile) -> Curve:
    """Drawn data sets."""
    rng, intervals = np.random.default_rng(profile.seed), []
    for runs in SAMPLED:
        drawn = rng.integers(len(kinds), size=(DATA_SETS * profile.repetitions, runs))
        values = [success(counted(_line(), [kinds[i] for i in data], any_later_state)) for data in drawn]
        intervals.append(betting(np.array(values, dtype=float), 1, each(profile.confidence, len(SAMPLED))))
    return beside("drawn data sets", SAMPLED, [exact(runs) for runs in SAMPLED], intervals)


def _shown(value: dict[str, object]) -> str:
    return str(value["exact"])


EXPERIMENT = Experiment(
    key="play-data",
    title="Play as data",
    question="Can data that were never meant for a task teach it?",
    text=(
        "A run that missed its own target still is an example of how to reach the states that it came to. The table asks for "
        "one task, from 0 to 2 on a line of four states, of five data sets that are small enough to check by hand; a coin decides where there is "
        "no label, so 1/4 is chance. What helps is a run that holds the start and, later, the goal. Runs that hold one "
        "each are not put together, and the contrast in the figure, play that begins at the far end, stays at one half however much of it there is. "
        "A run that wanders back to a state labels it twice, with opposite actions; a learner that is told how many "
        "steps are left keeps them apart."
    ),
    claims=("L26",),
    run=run,
)

"""Demonstrations that wander and return: noise in what the demonstrator does, with labels kept or relabelled."""

from fractions import Fraction

import numpy as np

from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.formats.demonstrations import Demonstrations, demonstrate, noisy_expert, relabelled
from tightrope.simulators.learners.cloning import Clone, pooled
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.windy_path import windy_path

LENGTH, HALF, HORIZON, SHOWN = 12, 2, 20, 4
WINDS = {"Wind 1/20": Fraction(1, 20), "Contrast: no wind": Fraction(0)}
NOISES = (
    Fraction(0),
    Fraction(1, 20),
    Fraction(1, 10),
    Fraction(1, 5),
    Fraction(3, 10),
    Fraction(9, 20),
    Fraction(3, 5),
)
LABELS = ("kept", "relabelled")


def run(profile: Profile) -> Result:
    """The clone's cost against the demonstrator's noise, with and without wind."""
    found = {words: _costs(wind, profile) for words, wind in WINDS.items()}
    figure = Figure(
        key="wandering",
        see="Wandering demonstrations help where the learner will be blown off the path, if mistakes are relabelled; else they harm.",
        caption=(
            f"A path of {LENGTH} places in a ring, field of {2 * HALF + 1} rows, $T = {HORIZON}$, {SHOWN} demonstrations, three actions; a clone guesses "
            "where it has seen nothing. Lines with markers: mean cost over "
            f"{2 * profile.repetitions} data sets, bars {100 * profile.confidence:g} % intervals, each clone evaluated exactly. Exact: the cost that either clone "
            "tends to with more and more demonstrations, the demonstrator's own if labels are kept, the expert's if they are relabelled."
        ),
        alt="With wind the relabelled curve dips and the kept one rises; without wind both only rise.",
        panels=tuple(_panel(words, wind, found[words]) for words, wind in WINDS.items()),
    )
    rows = tuple(
        {
            "world": words,
            "labels": labels,
            "least cost": number(min(means)),
            "at noise": str(NOISES[int(np.argmin(means))]),
            "cost without noise": number(means[0]),
            "expert": number(_limit(WINDS[words], Fraction(0))),
        }
        for words, by_labels in found.items()
        for labels, intervals in by_labels.items()
        for means in [[interval.mean for interval in intervals]]
    )
    numbers = {f"{row['world']}, {row['labels']}: least cost": row["least cost"] for row in rows}
    return Result(answers=(), figures=(figure,), table=rows, numbers=numbers)


def clone_costs(made: Problem, noise: Fraction, data_sets: int, seed: int) -> dict[str, list[float]]:
    """The task costs of clones of so many data sets, by what is done with the labels of mistakes; not sampled further."""
    result = {labels: [] for labels in LABELS}
    for child in np.random.SeedSequence(seed).spawn(data_sets):
        shown = demonstrate(made, noisy_expert(made, noise), HORIZON, SHOWN, int(child.generate_state(1, np.uint64)[0]))
        result["kept"].append(_cost(made, shown))
        result["relabelled"].append(_cost(made, relabelled(made, shown)))
    return result


def _cost(made: Problem, shown: Demonstrations) -> float:
    return task_cost(made.mdp, Clone().fit(pooled(shown.counts())), HORIZON, FLOAT)


def _limit(wind: Fraction, noise: Fraction) -> float:
    """The cost of a demonstrator with that noise: what cloning him without end comes to."""
    made = windy_path(LENGTH, HALF, wind)
    demonstrator = noisy_expert(made, noise) if noise else deterministic(made.expert, 3)
    return task_cost(made.mdp, demonstrator, HORIZON, FLOAT)


def _costs(wind: Fraction, profile: Profile) -> dict[str, list[Interval]]:
    made, level = windy_path(LENGTH, HALF, wind), each(profile.confidence, len(NOISES))
    drawn = [clone_costs(made, noise, 2 * profile.repetitions, profile.seed) for noise in NOISES]
    return {
        labels: [betting(np.clip(costs[labels], 0, HORIZON), HORIZON, level) for costs in drawn] for labels in LABELS
    }


def _panel(words: str, wind: Fraction, found: dict[str, list[Interval]]) -> Panel:
    curves: list[Curve] = []
    for labels, intervals in found.items():
        means = [interval.mean for interval in intervals]
        curves += [curve(f"labels {labels}", "problem", NOISES, means), beside("data sets", NOISES, means, intervals)]
    curves.append(curve("kept, data without end", "bound", NOISES, [_limit(wind, noise) for noise in NOISES]))
    curves.append(curve("relabelled, without end", "worst", NOISES, [_limit(wind, Fraction(0)) for _ in NOISES]))
    return Panel(
        heading=words,
        x_label="noise of the demonstrator",
        y_label="expected cost of an episode",
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
    )


EXPERIMENT = Experiment(
    key="wandering",
    title="Demonstrations that wander and return",
    question="Should a demonstrator leave the path on purpose?",
    text=(
        "Noise is added to what the demonstrator does, so that the data show the way back in more places [@laskey2017dart]. If the label is what "
        "the expert intends, the clone learns the way back and none of the mistakes; if it is what was done, it learns them too, and with more data it "
        "becomes the noisy demonstrator. With few demonstrations some noise helps; more of it wastes them off the path. The contrast is the same path "
        "without wind: a clone that knows the path never leaves it, and noise can only do harm."
    ),
    claims=(),
    run=run,
)

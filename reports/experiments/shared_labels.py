"""A learner that shares parameters: one label for several states, so that its regret is real."""

from fractions import Fraction
from itertools import islice, product

import numpy as np

from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.training import dagger

HORIZON, ROUNDS, CELLS = 40, 12, 4
CLASSES = {  # neighbouring states share a label: as many as fit into four cells
    "CliffWalking, one label a row": "gymnasium:CliffWalking-v1,restart=true",
    "random problem, one label for three states": "garnet:states=12,actions=3,branching=2,seed=3",
}


def run(profile: Profile) -> Result:
    """The loop with exact visits for two classes; the best of each class by enumeration."""
    curves, rows = [], []
    for key, name in CLASSES.items():
        floor, own, in_hindsight = _run(problem(name, HORIZON))
        rows.append(
            {
                "class": key,
                "floor of the class": number(floor),
                "cloning": number(own[0]),
                "best round": number(min(own)),
                "last round": number(own[-1]),
                "best in hindsight": number(in_hindsight),
                "regret": number(sum(own) / len(own) - in_hindsight),
            }
        )
        x = tuple(map(float, range(len(own))))
        short = key.partition(",")[0]
        curves.append(Curve(label=f"DAgger, {short}", role="dagger", x=x, y=tuple(map(float, own))))
        ends = (0.0, float(ROUNDS))
        curves.append(Curve(label=f"floor, {short}", role="bound", x=ends, y=(float(floor), float(floor))))
    figure = Figure(
        key="shared-labels",
        see="A class that cannot copy the expert has a floor. DAgger circles above it: take the best round, not the last.",
        caption=(
            "On-policy error of each round's learner, exact visits, $T = 40$. All states of a row (of three neighbours) must "
            "take one action. The floor is the smallest on-policy error of any policy of the class, found by evaluating all "
            "of them (256 and 81)."
        ),
        alt="On-policy error by round for two classes, each beside its floor; both go up and down.",
        panels=(
            Panel(
                heading="",
                x_label="round of the loop",
                y_label="on-policy error, averaged over decisions",
                x_scale="linear",
                y_scale="linear",
                curves=tuple(curves),
            ),
        ),
    )
    return Result(answers=(), figures=(figure,), table=tuple(rows))


def _run(made: Problem) -> tuple[float, list[Fraction], Fraction]:
    """The class's floor, the rounds' own errors, and the smallest mean error of one policy over all rounds' states."""
    states, actions = made.mdp.shape
    cell = np.arange(states) * CELLS // states
    learner = TableLearner(cell=cell[None], floor=Fraction(0))
    history = list(islice(dagger.loop(made, learner, dagger.population(made, HORIZON), dagger.aggregate), ROUNDS + 1))
    choices = np.array(list(product(range(actions), repeat=CELLS)))
    policies = [deterministic(choice[cell][None], actions) for choice in choices]
    floor = min(evaluate(made.with_learner(each), HORIZON, FLOAT).epsilon["on_policy"] for each in policies)
    own = [evaluate(made.with_learner(each.learner), HORIZON).epsilon["on_policy"] for each in history]
    mean_losses = dagger.losses(made, history, policies).sum(axis=0) / len(history)
    return floor, own, min(mean_losses)


EXPERIMENT = Experiment(
    key="shared-labels",
    title="Learners that share parameters",
    question="What does DAgger reach when the class cannot copy the expert?",
    text=(
        "If several states must agree on one action, the expert is out of reach. What DAgger's theorem promises is then "
        "relative to the best single policy in hindsight, on the states of all rounds: the rounds' own errors exceed it by the "
        "regret on average, so the best round by no more. It promises nothing of the last round. The floor of the class, each policy on its own states, "
        "can lie below the error in hindsight."
    ),
    claims=(),
    run=run,
)

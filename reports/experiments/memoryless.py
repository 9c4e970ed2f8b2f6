"""L15: experts that remember, and the exact floor of learners that do not, or not enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture.majority import MAJORITY_WRONG, eta, n
from tightrope.bounds.lecture.memory import FLOOR, alphabet, delay, order, persistence
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.memoryless import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.fitted_tables import cell_masses
from tightrope.simulators.learners.majority import least_error
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, Whole, require
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.hidden_mode import SEES_OWN_ACTION, hidden_mode, own_actions, sees_cues
from tightrope.simulators.worlds.lag import lag, sees_last

SYMBOLS, DELAY = 4, 3


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world of WORLDS. `memory` is the second eigenvalue of a lag's observations; `noise` that of a mode's cues."""

    world: str
    name: str
    delay: int = DELAY
    memory: Fraction = Fraction(0)
    cues: int = 0
    noise: Fraction = Fraction(0)
    horizon: int = 40

    def __post_init__(self) -> None:
        require(
            Parameter("cues", Whole(0)), Parameter("noise", PROBABILITY), Parameter("horizon", Whole(1)), **vars(self)
        )

    @property
    def made(self) -> Problem:
        return WORLDS[self.world][0](self)

    @property
    def seen(self) -> np.ndarray:
        """What the learner sees of each state: the last observation, all cues, or its own last action."""
        return WORLDS[self.world][1](self)


def persistent(memory: Fraction, delayed: int = DELAY) -> Problem:
    """The lag whose observations have the second eigenvalue `memory`."""
    return lag(SYMBOLS, delayed, DELAY, stay=(1 + (SYMBOLS - 1) * memory) / SYMBOLS)


WORLDS = {
    "lag": (lambda cell: persistent(cell.memory, cell.delay), lambda _: sees_last(SYMBOLS, DELAY, 0)),
    "mode": (lambda cell: hidden_mode(cell.cues, cell.noise), lambda cell: sees_cues(cell.cues, cell.cues)),
    "own actions": (lambda _: own_actions(), lambda _: SEES_OWN_ACTION),
}
NOISE = Fraction(3, 10)
CELLS = (
    *(
        Cell(world="lag", name=f"lag {DELAY}, λ = {memory}", memory=memory)
        for memory in (Fraction(0), Fraction(1, 2), Fraction(1))
    ),
    Cell(world="lag", name="lag 0, the contrast: a Markovian expert", delay=0),
    Cell(world="mode", name="hidden mode, no cue"),
    Cell(world="mode", name="hidden mode, three cues, η = 3/10", cues=3, noise=NOISE),
    Cell(world="own actions", name="hidden mode, its own last action"),
)


def best(cell: Cell) -> Table:
    """The best policy of what is seen: the majority of the expert's actions, over data without end."""
    world = cell.made
    weight = state_laws(world.mdp, world.expert_table, cell.horizon)[:-1]
    return TableLearner(cell=cell.seen, floor=Fraction(0)).fit(world, weight)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The best policy's errors on the expert's states and on its own, averaged over the decisions; exact."""
    found = evaluate(cell.made.with_learner(best(cell)), cell.horizon)
    return {
        "world": cell.name,
        "error on the expert's states": number(found.epsilon["time_averaged"]),
        "error on its own states": number(found.epsilon["on_policy"]),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    symbols, delay = SYMBOLS, DELAY
    memories = tuple(Fraction(i, 4) for i in range(5))  # where the world itself is evaluated
    noises, cues = (Fraction(1, 10), NOISE, Fraction(9, 20)), 8

    def lag_world(self, memory: Fraction) -> Problem:
        return persistent(memory)

    def lag_floor(self, memory: Fraction, seen: int) -> Fraction:
        """The least error of who sees the last `seen` + 1 observations, by formula."""
        return exact_value(FLOOR, {alphabet: SYMBOLS, delay: DELAY, order: seen, persistence: memory})

    def mode_floor(self, noise: Fraction, seen: int) -> Fraction:
        """The least error of who sees that many cues, by formula."""
        return exact_value(MAJORITY_WRONG, {n: seen, eta: noise})


def lag_floors(study: Study) -> Iterator[tuple]:
    for memory in study.memories:
        for seen in range(DELAY + 1):
            masses = cell_masses(persistent(memory), sees_last(SYMBOLS, DELAY, seen))
            yield f"lambda = {memory}, order {seen}", least_error(masses), study.lag_floor(memory, seen)


def mode_floors(study: Study) -> Iterator[tuple]:
    for noise in study.noises:
        world = hidden_mode(study.cues, noise)
        for seen in range(study.cues + 1):
            masses = cell_masses(world, sees_cues(study.cues, seen))
            yield f"{seen} cues, eta = {noise}", least_error(masses), study.mode_floor(noise, seen)


def answers(study: Study) -> tuple[Finding, ...]:
    found = {row["world"]: row["error on the expert's states"] for row in study.rows}
    return (Finding(claim="L15", verdict="conditional", evidence="exact", numbers=found, figure="memoryless"),)


EXPERIMENT = Experiment(
    key="memoryless",
    claims=("L15",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    pictures=pictures,
    checks=(
        Check(name="the best table of a lag's window errs as the formula says", compared=lag_floors),
        Check(name="the best table of a mode's cues errs as the formula says", compared=mode_floors),
    ),
)

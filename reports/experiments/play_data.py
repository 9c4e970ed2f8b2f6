"""L26: play that was meant for something else teaches a task if one run holds its start and its goal, in this order."""

from dataclasses import dataclass
from functools import cached_property

from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.play_data import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.goal_conditioned import any_later_state, last_state
from tightrope.simulators.learners.line_play import LineTask, Run
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.worlds.goal_grid import LEFT, RIGHT

L, R = LEFT, RIGHT
PLAY = {  # first state and actions of each run
    "run 0-1-2, the task itself": [(0, (R, R))],
    "run 0-1-2-3, meant for 3": [(0, (R, R, R))],
    "pieces 0-1 and 1-2": [(0, (R,)), (1, (R,))],
    "wandering 0-1-0-1-2": [(0, (R, L, R, R))],
    "runs 3-2-1-0 only": [(3, (L, L, L))],
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A data set of PLAY, and the task: from 0 to the goal on a line of `length` states."""

    play: str
    length: int = 4
    goal: int = 2
    decisions: int = 2

    def __post_init__(self) -> None:
        require(Parameter("decisions", Whole(1)), **vars(self))

    @property
    def task(self) -> LineTask:
        return LineTask(length=self.length, goal=self.goal, decisions=self.decisions)

    @property
    def runs(self) -> list[Run]:
        return [self.task.run(start, actions) for start, actions in PLAY[self.play]]


CELLS = tuple(Cell(play=name) for name in PLAY)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The clone's chance of the task by what counts as a goal; exact."""
    return {
        "play": cell.play,
        "last state": number(cell.task.untold_success(cell.runs, last_state)),
        "any later state": number(cell.task.untold_success(cell.runs, any_later_state)),
        "any later state, steps told": number(cell.task.success(cell.runs, any_later_state)),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    """Random play in growing amounts: runs of `steps` steps, and so many data sets to each of the profile's
    repetitions.
    """

    steps, data_sets_per_repetition = 3, 5

    @property
    def task(self) -> LineTask:
        return CELLS[0].task

    @property
    def data_sets(self) -> int:
        return self.data_sets_per_repetition * self.profile.repetitions

    @cached_property
    def from_start(self) -> list[Run]:
        return self.task.play(0, self.steps)

    @cached_property
    def expectations(self) -> dict:
        """Success as a function of the number of runs, by what counts as a goal and where play begins."""
        from_end = self.task.play(self.task.length - 1, self.steps)
        return {
            "any later state as goal": self.task.expected_success(self.from_start, any_later_state),
            "last state as goal": self.task.expected_success(self.from_start, last_state),
            "any later state, play from 3": self.task.expected_success(from_end, any_later_state),
        }


def answers(study: Study) -> tuple[Finding, ...]:
    found = {row["play"]: row["any later state"] for row in study.rows}
    return (Finding(claim="L26", verdict="conditional", evidence="exact", numbers=found, figure="play-data"),)


EXPERIMENT = Experiment(
    key="play-data",
    claims=("L26",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    pictures=pictures,
)

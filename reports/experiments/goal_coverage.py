"""L25: many goals cover more states, up to a point; what that is worth depends on how often the learner slips."""

from dataclasses import dataclass
from functools import cached_property

from tightrope.bounds.language.letters import samples
from tightrope.bounds.lecture.goal_coverage import BEST_GOALS, MANY_GOALS_HELP
from tightrope.reports.evidence.goal_coverage import best_goals, correction, least_slip
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.goal_coverage import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Finding, Profile, Row
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.parameters import Parameter, Whole, require


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Pairs of play, the states of the graph; and where slips are looked at, fewer states,
    and the decisions allowed.
    """

    pairs: int
    places: int = 40
    small_places: int = 12
    decisions: int = 2

    def __post_init__(self) -> None:
        require(Parameter("places", Whole(1)), Parameter("decisions", Whole(1)), **vars(self))

    @property
    def best(self) -> int:
        """The best number of goals."""
        return best_goals(self.places, self.pairs, range(1, self.places + 1))


CELLS = tuple(Cell(pairs=pairs) for pairs in (10, 50, 100, 400))


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """From what share of the states a label shows the way, and how often the learner must slip for that to pay."""
    slip = least_slip(cell.small_places, cell.pairs, cell.decisions)
    return {
        "pairs N": cell.pairs,
        "best G": cell.best,
        "0.892 √N": number(float(BEST_GOALS.subs(samples, cell.pairs))),
        "knows the way": number(correction(cell.places, cell.best, cell.pairs)),
        "one goal": number(correction(cell.places, 1, cell.pairs)),
        "all states as goals": number(correction(cell.places, cell.places, cell.pairs)),
        "slip from which many goals win": "never" if slip is None else number(slip),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    condition = MANY_GOALS_HELP

    @property
    def data_sets(self) -> int:
        return 10 * self.profile.repetitions

    @cached_property
    def found(self) -> dict[int, Row]:
        """Rows by the pairs."""
        return {row["pairs N"]: row for row in self.rows}


def answers(study: Study) -> tuple[Finding, ...]:
    knows = {f"knows the way, {pairs} pairs": row["knows the way"] for pairs, row in study.found.items()}
    return (Finding(claim="L25", verdict="conditional", evidence="exact", numbers=knows, figure="goal-coverage"),)


EXPERIMENT = Experiment(
    key="goal-coverage",
    claims=("L25",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    pictures=pictures,
)

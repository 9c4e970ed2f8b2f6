"""N labels: how many of them should show recoveries?"""

from dataclasses import dataclass

from tightrope.bounds.lecture.data_budget import DERIVATION
from tightrope.reports.evidence.data_budget import most_off_states
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.data_budget import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.training.data_budget import Budget, best_recoveries


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A world with so many states on the track and off it, many labels, and three horizons."""

    on: int
    off: int
    actions: int = 10
    short: int = 5
    middle: int = 20
    long: int = 100

    def __post_init__(self) -> None:
        require(Parameter("on", Whole(1)), Parameter("off", Whole(1)), Parameter("actions", Whole(2)), **vars(self))


CELLS = tuple(Cell(on=on, off=off) for on, off in ((6, 2), (6, 6), (3, 6), (4, 6), (2, 6)))


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Below how many states off the track the first recovery helps, and the best number of recoveries."""
    horizons = (cell.short, cell.middle, cell.long)
    best = {horizon: best_recoveries(cell.on, cell.off, cell.actions, horizon) for horizon in horizons}
    return {
        "states on the track": cell.on,
        "off it": cell.off,
        "first helps below": number(float(most_off_states(cell.on, cell.actions))),
        **{f"best k, T = {horizon}": recoveries for horizon, (recoveries, _) in best.items()},
        f"cost factor, T = {cell.long}": number(best[cell.long][1]),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    shown = Budget(on=CELLS[0].on, off=CELLS[0].off, actions=CELLS[0].actions, labels=20)
    sampled_horizon = 20

    @property
    def data_sets(self) -> int:
        return 20 * self.profile.repetitions


EXPERIMENT = Experiment(
    key="data-budget",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=(Check(name="where the first recovery helps in the long run is proved", compared=proved(DERIVATION)),),
)

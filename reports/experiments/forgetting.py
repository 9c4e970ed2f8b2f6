"""DAgger with and without aggregation: a good learner does not fall, and forgets how to get up."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice

from tightrope.reports.evidence.forgetting import expected_cost, unlabelled_chance
from tightrope.reports.evidence.growth import LONG, SHORT, exponent
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.forgetting import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.table import TableLearner, cell_per_state
from tightrope.simulators.measures.confidence import Interval, clopper_pearson
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, Whole, require
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.witnesses import witness


@dataclass(frozen=True, kw_only=True)
class Cell:
    """How many rounds' labels are kept; the floor of the learner's error, a round's episodes, two horizons."""

    old_labels_kept: str
    rounds_kept: int
    floor: Fraction = Fraction(1, 20_000)
    episodes: int = 10
    short: int = SHORT
    long: int = LONG


CELLS = (Cell(old_labels_kept="yes", rounds_kept=2_000), Cell(old_labels_kept="no", rounds_kept=1))
ROUNDS_KEPT, EPISODES = Parameter("rounds_kept", Whole(1)), Parameter("episodes", Whole(1))
FLOOR = Parameter("floor", PROBABILITY)
FALLEN = 1  # the state off the rope
AGGREGATING, LAST_ROUND = "aggregating", "last round only"
MERGES = {AGGREGATING: dagger.aggregate, LAST_ROUND: dagger.replace}


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The exact expected costs at both horizons, and the exponent between them."""
    require(ROUNDS_KEPT, EPISODES, FLOOR, rounds_kept=cell.rounds_kept, episodes=cell.episodes, floor=cell.floor)
    short, long = (
        expected_cost(cell.floor, horizon, cell.episodes, cell.rounds_kept) for horizon in (cell.short, cell.long)
    )
    return {
        "old labels kept": cell.old_labels_kept,
        f"cost at T = {cell.short}": number(short),
        f"cost at T = {cell.long}": number(long),
        "exponent": number(exponent(short, long, cell.long / cell.short)),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    """One long run of either loop on the tightrope."""

    horizon, floor, episodes = 50, Fraction(1, 500), 2

    @property
    def rounds(self) -> int:
        return self.profile.repetitions

    @cached_property
    def rope(self) -> Problem:
        return witness("tightrope").problem(self.floor, self.horizon)

    @cached_property
    def learner(self) -> TableLearner:
        return TableLearner(cell=cell_per_state(self.rope), floor=self.floor)

    @cached_property
    def runs(self) -> dict[str, list[dagger.Round]]:
        see = dagger.sampled(self.rope, self.horizon, self.episodes, self.profile.seed)
        return {
            key: list(islice(dagger.loop(self.rope, self.learner, see, merge), self.rounds + 1))
            for key, merge in MERGES.items()
        }

    @cached_property
    def kinds(self) -> dict[tuple[str, bool], dagger.Round]:
        """A round of either run with and without labels of falls: the fit depends on that, and on nothing else."""
        return {(key, knows_falls(one)): one for key, run in self.runs.items() for one in run}

    @cached_property
    def costs(self) -> dict[str, list[Fraction]]:
        """The exact cost of each round's learner."""
        price = {kind: self.cost(one) for kind, one in self.kinds.items()}
        return {key: [price[key, knows_falls(one)] for one in run] for key, run in self.runs.items()}

    def cost(self, one: dagger.Round) -> Fraction:
        return evaluate(self.rope.with_learner(one.learner), self.horizon).disagreement

    @cached_property
    def share(self) -> Fraction:
        """The probability of a round without a fall."""
        return unlabelled_chance(self.floor, self.horizon, self.episodes)

    @cached_property
    def interval(self) -> Interval:
        """Rounds without a fall, where labels are of the last round only."""
        without = sum(not knows_falls(one) for one in self.runs[LAST_ROUND][1:])
        return clopper_pearson(without, self.rounds, self.profile.confidence)


def knows_falls(one: dagger.Round) -> bool:
    """Whether a state off the rope is labelled."""
    return bool(one.weight[:, FALLEN].any())


def as_their_law(study: Study) -> Iterator[tuple]:
    yield study.interval, study.interval.lower <= study.share <= study.interval.upper, True


def within_their_bound(study: Study) -> Iterator[tuple]:
    for kind, one in study.kinds.items():
        unlabelled = dagger.unlabelled(study.rope, study.learner, one)
        yield kind, study.cost(one) <= study.horizon * (study.floor + unlabelled), True


EXPERIMENT = Experiment(
    key="forgetting",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=(
        Check(name="the rounds without a fall are as many as their exact law says", compared=as_their_law),
        Check(name="a learner costs at most T (floor + probability of unlabelled states)", compared=within_their_bound),
    ),
)

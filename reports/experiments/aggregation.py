"""L28: whether the distribution of DAgger's data approaches the learner's own depends on what the learner shares."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture.aggregation import MEAN_ERROR, ONES, share_one, share_zero
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.aggregation import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.model.parameters import PROBABILITY, Number, Parameter, Whole, require
from tightrope.simulators.training.aggregation import Loop, copying_loop, table_loop, voting_loop


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A learner of LOOPS: frequencies with that feedback, or a majority whose two actions lead to y with those
    chances.
    """

    learner: str
    feedback: Fraction = Fraction(0)
    zero_to_y: Fraction = Fraction(0)
    one_to_y: Fraction = Fraction(0)
    horizon: int = 20

    def __post_init__(self) -> None:
        require(
            Parameter("zero_to_y", PROBABILITY),
            Parameter("one_to_y", PROBABILITY),
            Parameter("feedback", Number(-1, 1)),
            Parameter("horizon", Whole(1)),
            **vars(self),
        )

    @property
    def name(self) -> str:
        return LOOPS[self.learner][0](self)

    def loop(self, profile: Profile) -> Loop:
        """As many rounds as the profile's repetitions, after the clone."""
        return _loop(self, profile.repetitions + 1)

    def long_run(self, formula) -> Fraction:
        """The value for a majority whose shares of y are averages over an episode."""
        first, later = Fraction(1, 2 * self.horizon), Fraction(self.horizon - 1, self.horizon)
        zero, one = (first + later * chance for chance in (self.zero_to_y, self.one_to_y))
        return exact_value(formula, {share_zero: zero, share_one: one})


LOOPS = {  # what the row is called, and the loop
    "frequencies": (
        lambda cell: f"frequencies, s = {cell.feedback}",
        lambda cell, count: copying_loop(cell.feedback, cell.horizon, count),
    ),
    "majority": (
        lambda cell: f"majority, actions lead to y with {cell.zero_to_y} and {cell.one_to_y}",
        lambda cell, count: voting_loop((cell.zero_to_y, cell.one_to_y), cell.horizon, count),
    ),
    "own labels": (lambda cell: "a label for each state", lambda cell, count: table_loop(cell.horizon, count)),
}
COPYING = tuple(
    Cell(learner="frequencies", feedback=s) for s in (Fraction(-1, 2), Fraction(0), Fraction(1, 2), Fraction(9, 10))
)
ALTERNATING, STUCK, CONTRAST = (
    Cell(learner="majority", zero_to_y=zero, one_to_y=one)
    for zero, one in ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(2, 5)), (Fraction(2, 5), Fraction(0)))
)
OWN = Cell(learner="own labels", horizon=6)
CELLS = (*COPYING, ALTERNATING, STUCK, CONTRAST, OWN)


@cache
def _loop(cell: Cell, count: int) -> Loop:
    return LOOPS[cell.learner][1](cell, count)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """Total variation between data and learner, and the learner's error on its own states; exact."""
    loop = cell.loop(profile)
    return {
        "learner": cell.name,
        "TV, clone": number(loop.shift[0]),
        "TV, round 10": number(loop.shift[10]),
        "TV, last round": number(loop.shift[-1]),
        "best error": number(min(loop.error)),
        "mean error": number(sum(loop.error) / len(loop.error)),
        "last error": number(loop.error[-1]),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    late = 20  # rounds at the end
    copying, voting, majority, own = COPYING, (ALTERNATING, STUCK, CONTRAST), ALTERNATING, OWN

    @property
    def rounds(self) -> int:
        return self.profile.repetitions

    @property
    def episodes(self) -> int:
        return self.profile.episodes // 10

    @cached_property
    def stuck(self) -> Loop:
        """The majorities that call for each other."""
        return STUCK.loop(self.profile)

    @property
    def late_shift(self) -> tuple[Fraction, ...]:
        return self.stuck.shift[-self.late :]

    @cached_property
    def done(self) -> int:
        """The first round without an error, where nothing is shared."""
        return OWN.loop(self.profile).error.index(0)

    @property
    def shift_when_done(self) -> Fraction:
        return OWN.loop(self.profile).shift[self.done]


def answers(study: Study) -> tuple[Finding, ...]:
    ones = study.stuck.takes_1
    found = {
        "TV at the first round without error, no labels shared": number(study.shift_when_done),
        "least TV in late rounds, shared labels, majority": number(min(study.late_shift)),
        f"TV after {study.rounds} rounds, majority right from the start": number(
            CONTRAST.loop(study.profile).shift[-1]
        ),
        "share of rounds that take action 1": number(Fraction(sum(ones), len(ones))),
        "the same in the long run": number(STUCK.long_run(ONES)),
        "mean error in the long run": number(STUCK.long_run(MEAN_ERROR)),
    }
    return (Finding(claim="L28", verdict="conditional", evidence="exact", numbers=found, figure="aggregation"),)


EXPERIMENT = Experiment(
    key="aggregation",
    claims=("L28",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    pictures=pictures,
)

"""L17 by networks: what in their training leads them to their own brake light; each is evaluated as a table."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture import causal_confusion as theory
from tightrope.bounds.lecture.causal_confusion import blur, switch
from tightrope.reports.evidence.causal_confusion import greedy_error
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.brake_light_networks import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, Row
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learned.parameters import fingerprint, network
from tightrope.simulators.learners.windscreen_network import (
    NETWORKS,
    NOISES,
    STOPS,
    TENTH,
    Training,
    blur_of,
    in_proportion,
    likelier,
    margin,
    taken,
)
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.policy import Table
from tightrope.simulators.networks import Parameters
from tightrope.simulators.worlds.brake_light import brake_light

ACTS = {"likelier": likelier, "drawn": in_proportion}
SEEN, MET = "error on the expert's states", "error on its own states"
SWITCH, HORIZON = Fraction(1, 20), 40
CLEAR = 1e-6  # by so much an action's value leads, or rounding might choose


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A network by the name of its parameters and its place among them; how it acts, and how blurred its road is."""

    trained: str
    which: int
    acts: str = "likelier"
    road: Fraction = Fraction(0)

    @property
    def training(self) -> Training:
        require(Parameter("which", Whole(0, len(NETWORKS[self.trained]) - 1)), which=self.which)
        return NETWORKS[self.trained][self.which]

    @property
    def parameters(self) -> Parameters:
        return taken(network(self.trained), self.which)

    @property
    def learner(self) -> Table:
        return ACTS[self.acts](self.parameters, self.training.lit)


def trained(training: Training) -> Cell:
    """On the road whose pixels are turned over as in its training, acting by the likelier action.

    Raises ValueError if no network is kept that was trained so.
    """
    for name, trainings in NETWORKS.items():
        if training in trainings:
            return Cell(trained=name, which=trainings.index(training), road=blur_of(training.turned))
    raise ValueError(f"no network was trained with {training.words}")


LONG, NOISY, BLIND = Training(), Training(turned=TENTH), Training(turned=TENTH, lit=0)
CELLS = (
    trained(LONG),
    trained(Training(steps=200)),
    trained(Training(steps=100)),
    *(cell for one in (NOISY, BLIND) for cell in (trained(one), replace(trained(one), acts="drawn"))),
    replace(trained(NOISY), road=Fraction(0)),
    *map(trained, NETWORKS["windscreen_blanked"]),
    *map(trained, NETWORKS["windscreen_decay"][2:]),
)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The errors of the table that the network is; exact."""
    found = evaluate(brake_light(SWITCH, cell.road).with_learner(cell.learner), HORIZON).epsilon
    return {
        "network's training": cell.training.words,
        "action": cell.acts,
        "view errs when it drives": number(cell.road),
        SEEN: number(fraction(found["time_averaged"])),
        MET: number(fraction(found["on_policy"])),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    horizon, switch, stops, noises = HORIZON, SWITCH, STOPS, NOISES

    @cached_property
    def row_of(self) -> dict[Cell, Row]:
        return dict(zip(self.cells, self.rows, strict=True))

    def row(self, cell: Cell) -> Row:
        return self.row_of[cell] if cell in self.row_of else measure(cell, self.profile)

    @cached_property
    def stopped(self) -> list[Row]:
        """After each number of steps."""
        return [self.row(trained(Training(steps=steps))) for steps in STOPS]

    @cached_property
    def noisy(self) -> list[Row]:
        """For each probability that a pixel is turned over."""
        return [self.row(trained(Training(turned=turned))) for turned in NOISES]

    @cached_property
    def noisy_drawn(self) -> list[Row]:
        return [self.row(replace(trained(Training(turned=turned)), acts="drawn")) for turned in NOISES]

    def blur(self, turned: Fraction) -> Fraction:
        return blur_of(turned)

    def blind_and_drawn(self, turned: Fraction) -> Fraction:
        """The error of who does not see the light and draws its actions as likely as they are; exact."""
        return 2 * blur_of(turned) * (1 - blur_of(turned))

    def table(self, turned: Fraction) -> Fraction:
        """The error on its own states of the greedy table that sees view and light; exact."""
        return greedy_error(SWITCH, blur_of(turned), HORIZON)

    @property
    def copier(self) -> Fraction:
        """The error on its own states of who repeats its first action."""
        return self.table(TENTH)

    def own(self, cell: Cell) -> float:
        return self.row(cell)[MET]["value"]

    @property
    def drawn(self) -> tuple[float, float]:
        """Errors on their own states of noisy networks that draw their actions, with the light and without."""
        seeing, blind = (self.own(replace(trained(one), acts="drawn")) for one in (NOISY, BLIND))
        return seeing, blind


def numbers(study: Study) -> dict[str, object]:
    return {f"parameters of {name}, SHA-256": fingerprint(name) for name in NETWORKS}


def as_the_tables(study: Study) -> Iterator[tuple]:
    """After long training on pixels that are turned over."""
    for turned, row in zip(NOISES, study.noisy, strict=True):
        seen = exact_value(theory.TRAINING_ERROR, {switch: SWITCH, blur: blur_of(turned)})
        yield f"turned over {turned}", (row[SEEN], row[MET]), (number(seen), number(study.table(turned)))


def confused(study: Study) -> Iterator[tuple]:
    """Which networks repeat the light, as the page says; these err on their own states as often as the copier does."""
    copies = number(study.copier)
    for training, is_confused in (
        (Training(steps=100), True),
        (NOISY, True),
        (Training(decay=0.03), True),
        (Training(decay=0.01), False),
        (Training(blanked=Fraction(1, 5)), False),
        (LONG, False),
    ):
        yield training, study.row(trained(training))[MET], copies if is_confused else number(Fraction(0))
    yield "noise in training only", study.row(replace(trained(NOISY), road=Fraction(0)))[MET], copies
    yield "drawn actions are not confused", study.drawn[0] < study.drawn[1], True


def actions_are_clear(study: Study) -> Iterator[tuple]:
    for each in NETWORKS.values():
        for training in each:
            yield training, margin(trained(training).parameters, training.lit) > CLEAR, True


EXPERIMENT = Experiment(
    key="brake-light-networks",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    networks=tuple(NETWORKS),
    checks=(
        Check(name="networks behind noisy pixels err as the greedy tables", compared=as_the_tables),
        Check(name="what confuses a network is what the page says", compared=confused),
        Check(name="no action hangs on the last digits", compared=actions_are_clear),
    ),
)

"""Causal confusion: when a clone that sees its own brake light obeys it, what that costs, and what repairs it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import count, islice

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture import causal_confusion as theory
from tightrope.bounds.lecture.causal_confusion import blur, switch
from tightrope.reports.evidence.causal_confusion import copier_cost, greedy_error, rounds_until_dropped
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.brake_light import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, Row, for_each_cell
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learners.fitted_tables import own_error
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.episodes import visits
from tightrope.simulators.training.brake_light import FITS, TABLES, WITH_LIGHT, WORLDS, rounds


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Data of a world of WORLDS, a table of TABLES, a fit of FITS; the learner drives in the world `on`."""

    name: str
    data: str = "road"
    on: str = "road"
    sees: str = "light"
    fit: str = "likelier action"
    switch: Fraction = Fraction(1, 20)
    blur: Fraction = Fraction(1, 5)
    horizon: int = 40

    def __post_init__(self) -> None:
        require(Parameter("horizon", Whole(1)), **vars(self))

    @property
    def shown(self) -> Problem:
        return WORLDS[self.data](self.switch, self.blur)

    @property
    def road(self) -> Problem:
        return WORLDS[self.on](self.switch, self.blur)

    @property
    def learner(self) -> Table:
        return FITS[self.fit](self.shown, TABLES[self.sees], self.horizon)


SEEN, MET = "error on the expert's states", "error on its own states"
CONFUSED = Cell(name="windscreen and light")
CELLS = (
    replace(CONFUSED, name="windscreen", sees="windscreen"),
    CONFUSED,
    replace(CONFUSED, name="the same, light drawn at random in the data", data="light at random"),
    replace(CONFUSED, name="the same, after one round of DAgger", fit="one round of DAgger"),
    replace(CONFUSED, name="the same, the light obeyed only when it is on", fit="one side repaired"),
    replace(CONFUSED, name="windscreen, now and before", data="previous view", on="previous view"),
    replace(CONFUSED, name="windscreen and light, q = 1/5 and d = 1/20", switch=CONFUSED.blur, blur=CONFUSED.switch),
    replace(CONFUSED, name="windscreen, actions drawn in proportion", sees="windscreen", fit="in proportion"),
    replace(CONFUSED, name="windscreen and light, drawn in proportion", fit="in proportion"),
)
BLURS, ROUNDS = (CONFUSED.blur, Fraction(3, 10), Fraction(7, 20), Fraction(2, 5)), 10


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The learner's error on its data's own world and on the road; exact."""
    learner = cell.learner
    seen = evaluate(cell.shown.with_learner(learner), cell.horizon).epsilon["time_averaged"]
    return {
        "learner": cell.name,
        SEEN: number(fraction(seen)),
        MET: number(own_error(cell.road, learner, cell.horizon)),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    confused = CONFUSED
    demonstrations = 100  # expert episodes behind the sampled clone
    data_sets_per_repetition = 4
    copier = theory.copier_closed_form()

    @cached_property
    def proved(self) -> bool:
        return all(theory.DERIVATION.proved(step, "any") for step in theory.DERIVATION.steps)

    @cached_property
    def repairs(self) -> dict[Fraction, list[Fraction]]:
        """For each blur the on-policy error round by round of DAgger."""
        found = {}
        for d in BLURS:
            road = replace(CONFUSED, blur=d).road
            driven = islice(rounds(road, WITH_LIGHT, CONFUSED.horizon), ROUNDS + 1)
            found[d] = [own_error(road, each.learner, CONFUSED.horizon) for each in driven]
        return found

    def dropped(self, d: Fraction) -> int | None:
        """The first round that obeys the windscreen."""
        return next((i for i, error in enumerate(self.repairs[d]) if error == d), None)

    @cached_property
    def fitted(self) -> Table:
        """The table fitted to sampled demonstrations."""
        road = CONFUSED.road
        seen = visits(road.with_learner(road.expert_table), CONFUSED.horizon, self.demonstrations, self.profile.seed)
        return WITH_LIGHT.fit(road, seen)

    @property
    def data_sets(self) -> int:
        return self.data_sets_per_repetition * self.profile.repetitions


def answers(study: Study) -> tuple[Finding, ...]:
    verdict, evidence = ("conditional", "proved") if study.proved else ("undecided", "exact")
    errors = {f"{MET}, {row['learner']}": row[MET] for row in study.rows}
    return (Finding(claim="L17", verdict=verdict, evidence=evidence, numbers=errors, figure="brake-light"),)


def numbers(study: Study) -> dict[str, object]:
    q, d = CONFUSED.switch, CONFUSED.blur
    first = next(horizon for horizon in count(1) if copier_cost(q, horizon) > d * horizon)
    long = exact_value(theory.ROUNDS_LONG, {switch: q, blur: Fraction(9, 20)})
    return {
        f"first horizon at which obeying the light costs more, q = {q}, d = {d}": number(Fraction(first)),
        "rounds of DAgger for long horizons, q = 1/20, d = 9/20": number(long),
    }


def greedy_with_light(cell: Cell, row: Row) -> tuple[object, object] | None:
    """Both errors of the clone that sees the light, beside the closed forms."""
    if (cell.data, cell.on, cell.sees, cell.fit) != (CONFUSED.data, CONFUSED.on, CONFUSED.sees, CONFUSED.fit):
        return None
    trained = exact_value(theory.TRAINING_ERROR, {switch: cell.switch, blur: cell.blur})
    driven = greedy_error(cell.switch, cell.blur, cell.horizon)
    return (row[SEEN], row[MET]), (number(trained), number(driven))


def dropped_in_time(study: Study) -> Iterator[tuple]:
    for d in study.repairs:
        yield f"d = {d}", study.dropped(d), rounds_until_dropped(CONFUSED.switch, d, CONFUSED.horizon)


def fitted_as_without_end(study: Study) -> Iterator[tuple]:
    yield (
        f"{study.demonstrations} demonstrations",
        bool((study.fitted.probability == CONFUSED.learner.probability).all()),
        True,
    )


EXPERIMENT = Experiment(
    key="brake-light",
    claims=("L17",),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    numbers=numbers,
    pictures=pictures,
    checks=(
        Check(
            name="the greedy table with the light errs as the closed forms say",
            compared=for_each_cell(greedy_with_light),
        ),
        Check(name="DAgger drops the light after the rounds of the formula, or never", compared=dropped_in_time),
        Check(name="the demonstrations give the table of data without end", compared=fitted_as_without_end),
    ),
)

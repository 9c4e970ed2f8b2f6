"""Trained networks on the course of trees: what they do beside the road, and what DAgger's rounds teach them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.reports.evidence.tree_course import COURSE, Run, by_network, slope
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.course_networks import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learned.parameters import fingerprint
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.training.course_networks import ROUNDS
from tightrope.simulators.training.tree_course import Trained, paid
from tightrope.simulators.worlds.witnesses.tightrope import tightrope

CLOSE = 1e-9  # a relative difference of floats
SURELY, SELDOM, NEARLY = 0.95, 0.1, 0.01  # wrong beside the road, or seldom wrong; nearly an exponent of 1
SQUARED, FLOW, MIXTURE, EVENLY = WORDS = ("squared error", "flow, 10 steps", "4 Gaussians", "4 Gaussians, views evenly")
KEPT = dict(zip(WORDS, ("course_squared_error", "course_flow", "course_mixture", "course_mixture_evenly"), strict=True))


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A network of KEPT, and a round of DAgger; round 0 is the clone."""

    network: str
    round: int


ROUND = Parameter("round", Whole(0, ROUNDS - 1))
CELLS = tuple(Cell(network=words, round=i) for words in WORDS for i in range(ROUNDS))


@cache
def run_of(network: str, horizon: int) -> Run:
    return by_network(KEPT[network], horizon)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """How often the network of that round errs on the road and beside it, and what it costs."""
    require(ROUND, round=cell.round)
    horizon, road = profile.horizons[-1], COURSE.on_the_road
    run = run_of(cell.network, horizon)
    costs = run.rounds[cell.round].disagreements
    return {
        "network": cell.network,
        "round": cell.round,
        "wrong on the road": number(float(run.wrong(cell.round, road))),
        "wrong on the verge": number(float(run.wrong(cell.round, ~road))),
        f"cost at T = {horizon}": number(costs[-1]),
        "exponent": number(slope(costs)),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    squared, flow, mixture, evenly, course = SQUARED, FLOW, MIXTURE, EVENLY, COURSE

    @property
    def horizon(self) -> int:
        return self.profile.horizons[-1]

    @property
    def horizons(self) -> tuple[int, ...]:
        return self.profile.horizons

    @cached_property
    def runs(self) -> dict[str, Run]:
        return {words: run_of(words, self.horizon) for words in WORDS}

    def on(self, network: str, number: int) -> float:
        """How often that round's network errs on the road: its per-step epsilon."""
        return float(self.runs[network].wrong(number, COURSE.on_the_road))

    def off(self, network: str, number: int) -> float:
        """How often it errs on the verge."""
        return float(self.runs[network].wrong(number, ~COURSE.on_the_road))

    def per_million(self, network: str, number: int) -> int:
        """Errors in a million trees."""
        return round(1e6 * self.on(network, number))

    def cost(self, network: str, number: int) -> float:
        """On the longest course."""
        return float(self.runs[network].rounds[number].disagreements[-1])

    @property
    def ideal_flow(self) -> float:
        """How often the flow with the exact velocity errs on the road."""
        return float(Trained(course=COURSE, method=FLOW).wrong[COURSE.on_the_road].mean())

    def rope(self, network: str) -> np.ndarray:
        """What the clone would cost if it erred on the verge for sure, shape (T,)."""
        made = tightrope(self.runs[network].error, self.horizon)
        return paid(made, made.learner_table, self.horizon).disagreements


def numbers(study: Study) -> dict[str, object]:
    found: dict[str, object] = {}
    for network, run in study.runs.items():
        found[f"{network}: parameters, SHA-256"] = fingerprint(KEPT[network])
        found |= {f"{network}, clone: epsilon, {key}": number(value) for key, value in run.readings.items()}
        found[f"{network}: best round"] = number(run.best.disagreements[-1])
        found[f"{network}: last round"] = number(run.last.disagreements[-1])
    return found


def within_the_bound(study: Study) -> Iterator[tuple]:
    """A clone costs at most what one does that is surely wrong on the verge, and so at most the worst case."""
    for network, run in study.runs.items():
        yield network, bool((run.clone.disagreements <= study.rope(network) * (1 + CLOSE)).all()), True
        for horizon in study.horizons:
            cost, worst = run.clone.disagreements[horizon - 1], float(worst_case("per_step", run.error, horizon))
            yield (network, horizon), bool(cost <= worst * (1 + CLOSE) <= float(run.bound(horizon))), True


def as_the_page_says(study: Study) -> Iterator[tuple]:
    """What its words say of these very networks; others may need other words."""
    for network in (SQUARED, FLOW, EVENLY):
        yield (network, "errs beside the road"), study.off(network, 0) > SURELY, True
        for i, costs in list(enumerate(study.runs[network].rounds))[1:]:
            yield (network, i, "knows the way back"), study.off(network, i) < SELDOM, True
            yield (network, i, "linear"), abs(slope(costs.disagreements) - 1) < NEARLY, True
    for i in range(ROUNDS):
        yield (MIXTURE, i, "does not learn it"), study.off(MIXTURE, i) > SURELY, True
    yield "one action in a hundred", round(100 * (1 - study.off(MIXTURE, 0))), 1
    yield "bends away", study.cost(MIXTURE, 0) < 0.9 * study.rope(MIXTURE)[-1], True
    yield "the second round is worse than the clone", study.cost(MIXTURE, 2) > study.cost(MIXTURE, 0), True
    for network in (FLOW, EVENLY):
        yield (network, "pays on the road"), study.on(network, -1) > study.on(network, 0), True


EXPERIMENT = Experiment(
    key="course-networks",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    networks=tuple(KEPT.values()),
    checks=(
        Check(name="a clone costs at most the worst case, and this at most the bound", compared=within_the_bound),
        Check(name="what rounds of DAgger teach these networks is what the page says", compared=as_the_page_says),
    ),
)

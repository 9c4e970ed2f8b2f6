"""L16 by networks: what LSTM, attention and convolution make of a history, beside the exact floor of every window."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from hashlib import sha256

import numpy as np

from tightrope.reports.evidence import windows
from tightrope.reports.evidence.sampled import each
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.pictures.sequences import pictures
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, Row
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.learned.parameters import fingerprint, network
from tightrope.simulators.learned.train_sequences import steps
from tightrope.simulators.learners.sequence_networks import (
    HORIZON,
    NETWORKS,
    TASKS,
    Architecture,
    Episodes,
    Lag,
    decided,
)
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.networks.convolution import Convolution

EPISODES, SEED = 10_000, 20_261_126  # by which a network is measured where not all sequences can be looked at
LITTLE = 0.1  # of the best memoryless error: who errs less often has a memory
CLEAR = 1e-9  # by so much an action leads over the next best, or rounding might choose
EXPERTS = {"lag3": "3 decisions ago", "lag7": "7 decisions ago", "first": "shown at first"}
KINDS = {"convolution": "convolution", "attention": "attention", "recurrent": "LSTM"}
LAGS = {key: task for key, task in TASKS.items() if isinstance(task, Lag)}
TABLE, TABLES = "best table of the present, one for all decisions", "best tables of the present, one for each decision"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """An expert of TASKS, and the name of a network's parameters, or one of TABLE and TABLES."""

    task: str
    policy: str

    @property
    def architecture(self) -> Architecture | None:
        return NETWORKS[self.policy][1] if self.policy in NETWORKS else None

    @property
    def kind(self) -> str:
        """The architecture in words."""
        return next(words for kind, words in KINDS.items() if kind in self.policy)

    @property
    def seen(self) -> int:
        """How many decisions it sees at most, the present one included."""
        match self.architecture:
            case None:
                return 1
            case Convolution(field=field):
                return field
            case _:
                return HORIZON

    @property
    def name(self) -> str:
        if self.architecture is None:
            return self.policy
        return self.kind + (", trained longer" if self.policy.endswith("longer") else "")

    @property
    def floor(self) -> Fraction:
        """Of one rule for all decisions on windows as long; tables for each decision have their own."""
        return (timed_floor if self.policy == TABLES else floor)(self.task, self.seen)


CELLS = tuple(
    Cell(task=task, policy=policy)
    for task in TASKS
    for policy in (TABLE, TABLES, *(name for name, (trained_on, _) in NETWORKS.items() if trained_on == task))
)


def floor(task: str, seen: int) -> Fraction:
    """The least error of one rule for all decisions that sees so many of them; exact."""
    made = TASKS[task]
    return windows.floor(made.world, HORIZON, seen) if isinstance(made, Lag) else windows.first_floor(HORIZON, seen)


def timed_floor(task: str, seen: int) -> Fraction:
    """The same of a rule for each decision."""
    made = TASKS[task]
    if isinstance(made, Lag):
        return windows.timed_floor(made.world, HORIZON, seen)
    return windows.first_floor(HORIZON, seen)


@cache
def episodes(task: str) -> Episodes:
    return TASKS[task].episodes(EPISODES, SEED)


def is_exact(cell: Cell) -> bool:
    return cell.architecture is None or TASKS[cell.task].can_be_exact(cell.architecture)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The error per decision: exact, or over drawn sequences with limits that hold for all networks at once."""
    if is_exact(cell):
        error = lower = upper = exact(cell)
    else:
        interval = measured(cell, profile.confidence)
        error, lower, upper = interval.mean, interval.lower, interval.upper
    return {
        "expert's action": EXPERTS[cell.task],
        "policy": cell.name,
        "decisions seen": cell.seen,
        "least error of such a window": number(cell.floor),
        "error": number(error),
        "not below": number(lower),
        "not above": number(upper),
        "evidence": "exact" if is_exact(cell) else "measured",
    }


def exact(cell: Cell) -> Fraction:
    return cell.floor if cell.architecture is None else evaluated(cell.policy)[0]


@cache
def evaluated(name: str) -> tuple[Fraction, float]:
    """Of a network whose error is exact; see `Lag.exact_error`."""
    task, made = NETWORKS[name]
    return TASKS[task].exact_error(made, network(name))


def measured(cell: Cell, confidence: float) -> Interval:
    """By the share of wrong actions in each episode: those of one episode are not independent."""
    level = each(confidence, sum(not is_exact(one) for one in CELLS))
    return betting((decisions(cell.policy)[0] != episodes(cell.task)[1]).mean(axis=1), 1, level)


@cache
def decisions(name: str) -> tuple[np.ndarray, float]:
    """Of a network in the drawn episodes; see `sequence_networks.decided`."""
    task, made = NETWORKS[name]
    return decided(made, network(name), episodes(task)[0])


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    horizon, episodes, steps = HORIZON, EPISODES, staticmethod(steps)
    stay = LAGS["lag3"].world.stay

    @cached_property
    def row_of(self) -> dict[str, Row]:
        """By the network's name; tables by expert and name."""
        named = zip(self.cells, self.rows, strict=True)
        return {cell.policy if cell.architecture else f"{cell.task}, {cell.policy}": row for cell, row in named}

    def floor(self, task: str, seen: int) -> Fraction:
        return floor(task, seen)

    def timed_floor(self, task: str, seen: int) -> Fraction:
        return timed_floor(task, seen)

    def error(self, name: str) -> float:
        return self.row_of[name]["error"]["value"]

    def most(self, *names: str) -> float:
        """The largest upper limit of these networks' errors."""
        return max(self.row_of[name]["not above"]["value"] for name in names)


def numbers(study: Study) -> dict[str, object]:
    names = [cell.policy for cell in study.cells if cell.architecture]
    shown = sha256(episodes("lag3")[0].astype(np.uint8).tobytes()).hexdigest()
    return {
        **{f"parameters of {name}, SHA-256": fingerprint(name) for name in names},
        f"the {EPISODES} sequences, SHA-256": shown,
    }


def floors(study: Study) -> Iterator[tuple]:
    """By the tables themselves, at lag 3: more states than that are slow, and the formula is the same."""
    world = LAGS["lag3"].world
    for seen in range(1, world.delay + 2):
        yield f"one table, {seen} seen", windows.tabled(world, HORIZON, seen), windows.floor(world, HORIZON, seen)
        came = windows.timed_tabled(world, HORIZON, seen)
        yield f"tables for each decision, {seen} seen", came, windows.timed_floor(world, HORIZON, seen)
    for seen in (1, 2, 8, HORIZON):
        yield f"shown at first, {seen} seen", windows.first_tabled(HORIZON, seen), windows.first_floor(HORIZON, seen)


def no_network_is_below(study: Study) -> Iterator[tuple]:
    """Those that see too little come down to the floor and not below; those that see enough may err."""
    for cell, row in zip(study.cells, study.rows, strict=True):
        if cell.floor and is_exact(cell):
            yield cell, row["error"], number(cell.floor)
        else:
            yield cell, row["not above"]["value"] >= float(cell.floor), True


def actions_are_clear(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        if cell.architecture:
            lead = evaluated(cell.policy)[1] if is_exact(cell) else decisions(cell.policy)[1]
            yield cell, lead > CLEAR, True


def memory_is_carried(study: Study) -> Iterator[tuple]:
    """What the page says of networks that see enough; longer training helps the LSTM at lag 7."""
    for cell, row in zip(study.cells, study.rows, strict=True):
        if cell.architecture and not cell.floor:
            yield cell, row["not above"]["value"] < float(timed_floor(cell.task, 1)) * LITTLE, True
    for name in ("lag7_attention", "lag7_convolution16"):
        yield name, study.error(name), 0
    longer = study.row_of["lag7_recurrent_longer"]["not above"]["value"]
    yield "LSTM at lag 7", longer < study.row_of["lag7_recurrent"]["not below"]["value"], True


EXPERIMENT = Experiment(
    key="sequences",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    numbers=numbers,
    pictures=pictures,
    networks=tuple(NETWORKS),
    checks=(
        Check(name="the best tables of windows err as the formulas say", compared=floors),
        Check(name="no network is better than the best window of what it sees", compared=no_network_is_below),
        Check(name="no action hangs on the last digits", compared=actions_are_clear),
        Check(name="networks that see enough carry memory", compared=memory_is_carried),
    ),
)

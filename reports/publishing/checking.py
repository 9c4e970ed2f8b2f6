"""A report about one's own problem: checked once, shown as tables and figures, written like every report."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from os import PathLike, fspath, path
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from tightrope.reports.publishing.extras import check_extras
from tightrope.reports.publishing.files import data_hashes, figures_of, show, write_drawn, write_texts
from tightrope.reports.publishing.manifest import write_manifest
from tightrope.reports.publishing.own_problem import Question, document, findings
from tightrope.reports.publishing.place import beside, put
from tightrope.reports.publishing.results import sealed
from tightrope.reports.publishing.sources import Sources
from tightrope.simulators.imitation import problem as asked_problem
from tightrope.simulators.logs import from_trajectories
from tightrope.simulators.model.arithmetic import Number, exact_number, probability, shown, whole_number
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import is_family, is_witness

if TYPE_CHECKING:
    from tightrope.reports.publishing.on_axes import Axes, Style

EPISODES, SEED, CONFIDENCE = 10_000, 1, 0.99
MOST_SEED = 2**53 - 1  # the largest whole number that the JSON which is hashed may hold


@dataclass(frozen=True, kw_only=True, eq=False)
class Check:
    """What was found of a problem and its learner. `results` is what results.json holds."""

    sources: Sources
    question: Question

    @cached_property
    def results(self) -> dict:
        found = document(findings(self.sources, self.question), self.sources, self.question)
        return sealed(found, data_hashes(found))

    @property
    def id(self) -> str:
        return self.results["id"]

    @property
    def summary(self) -> str:
        """One line."""
        numbers = self.results["numbers"]
        tight = numbers.get("tightest of disagreements")
        of = f", tightest bound {tight['key']} ({tight['reading']})" if tight else ""
        return f"{show(numbers['disagreements'])} disagreements{of}"

    @cached_property
    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """The tables of the report, each a list of rows, as pandas.DataFrame takes them; numbers are Fractions where
        they are exact and short, else floats.

        readings  bounds  unmet  sampled  states  labels  theory
        """
        return {
            key: [{k: _plain(v) for k, v in row.items()} for row in rows]
            for key, rows in self.results["tables"].items()
        }

    def draw_cost(self, axes: "Axes | None" = None, *, style: "Style" = None) -> "Axes":
        """Disagreements over the horizon: what happens, bound, worst case, episodes. See `on_axes.on_axes`."""
        return self._draw("cost", axes, style)

    def draw_states(self, axes: "Axes | None" = None, *, style: "Style" = None) -> "Axes":
        """The states that most disagreements begin in. Raises ValueError if there are none."""
        return self._draw("states", axes, style)

    def draw_labels(self, axes: "Axes | None" = None, *, style: "Style" = None) -> "Axes":
        """Cloning beside DAgger over the number of labels. Raises ValueError if there is nothing to learn."""
        return self._draw("labels", axes, style)

    def _draw(self, key: str, axes: "Axes | None", style: "Style") -> "Axes":
        from tightrope.reports.publishing.on_axes import on_axes

        for figure in figures_of(self.results):
            if figure.key == key:
                return on_axes(figure.pictures[0], axes, style)
        raise ValueError("the learner makes no errors here: there is nothing to draw")

    def __repr__(self) -> str:
        return f"<{self.question.problem}, T = {self.question.horizon}: {self.summary}; results {self.id[:12]}>"

    def _repr_html_(self) -> str:
        names = ("reading", "epsilon", "worst case", "share of it")
        rows = [[show(row[name]) for name in names] for row in self.results["tables"]["readings"]]
        return html_table(repr(self)[1:-1], rows, names)

    def write(self, out: str | PathLike) -> None:
        """Write the report to a folder: see `report.write_report`."""
        if not isinstance(out, str | PathLike) or not isinstance(fspath(out), str):
            raise TypeError(f"a report's folder is a text or a Path; got {shown(out)}")
        check_extras(())
        target = Path(path.abspath(out))
        with beside(target) as new:
            results = self.results
            try:
                new.mkdir()
                self.sources.write(new)
                write_texts(results, new)
                write_drawn(results, new)
                write_manifest(new, results)
            except OSError as error:
                raise ValueError(f"the report cannot be written beside {target}: {error.strerror}") from error
            put(new, target)


def check(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    learner: Table | ArrayLike | None = None,
    demonstrations: Any = None,
    learner_log: Any = None,
    shorter: str = "cut",
    episodes: Number = EPISODES,
    seed: Number = SEED,
    confidence: Number = CONFIDENCE,
    out: str | PathLike | None = None,
) -> Check:
    """Everything about one problem with a learner, which is asked for as in `imitation.problem`.

    `demonstrations` are the expert's episodes and `learner_log` the learner's own, as `logs.from_trajectories` takes
    them: then the report says, too, what they tell of epsilon, and without another learner it is about their clone.
    With `out` the report is written there too. Raises ValueError as `imitation.problem` does, and if there is no
    learner, the expert draws its actions, or a folder cannot be written.
    """
    decisions, level = whole_number(horizon, "the horizon"), float(exact_number(confidence, "the confidence"))
    begin = whole_number(seed, "the seed")
    if not 0 <= begin <= MOST_SEED:
        raise ValueError(f"the seed of a report must be a whole number from 0 to 2^53 - 1; got {begin}")
    made = asked_problem(
        name, decisions, epsilon, reading=reading, off_support=off_support, missing=missing, learner=learner
    )
    logs = None
    if demonstrations is not None or learner_log is not None:
        if demonstrations is None:
            raise ValueError("a learner's log goes with demonstrations of the expert: give both")
        logs = from_trajectories(
            demonstrations, learner_log=learner_log, problem=made, horizon=decisions, confidence=level, shorter=shorter
        )
    cloned = logs is not None and made.learner is None
    if cloned and logs is not None:
        made = made.with_learner(logs.clone)
    made.learner_table  # noqa: B018  raises ValueError if there is none
    question = Question(
        problem=_name(name),
        horizon=decisions,
        learner="cloned" if cloned else _whose(name, epsilon, learner, reading is not None or off_support is not None),
        epsilon="" if epsilon is None else str(probability(epsilon, "epsilon")),
        reading=reading or "",
        off_support=off_support or "",
        missing="" if missing is None else str(probability(missing, "missing")),
        episodes=whole_number(episodes, "the number of episodes"),
        seed=begin,
        confidence=level,
        notes=made.notes,
    )
    shown, log = (None, None) if logs is None else (logs.demonstrations, logs.learner_log)
    sources = Sources(problem=made, shown=shown, log=log)
    found = Check(sources=sources, question=question)
    if out is not None:
        found.write(out)
    return found


def _name(name: str | PathLike | Problem) -> str:
    """How a report calls the problem: of a file its name without the folder, which is nobody's business."""
    called = name.name if isinstance(name, Problem) else fspath(name)
    return called if is_family(called) else Path(called).name or "a problem"


def _whose(name: object, epsilon: object, learner: object, asked: bool) -> str:
    if learner is not None:
        return "given"
    if not asked and isinstance(name, str) and is_witness(name):
        return "witness"
    return "carried" if epsilon is None else "epsilon"


def _plain(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    return Fraction(cell["exact"]) if "exact" in cell else cell["value"]

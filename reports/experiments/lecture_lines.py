"""The two arguments of the notes, line by line, under every reading of epsilon."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tightrope.bounds.catalogue import bound
from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, to_latex
from tightrope.bounds.language.readings import LOG_LOSS, READINGS
from tightrope.bounds.lecture import distribution_shift, gaussian_likelihood, learned_sigma, sharp_sums, tightrope
from tightrope.bounds.proof.derivation import Step
from tightrope.reports.evidence.lines import LineVerdict, Place, judge
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Finding, Profile, proved
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.worlds.witnesses import witness

ARGUMENT = distribution_shift.DERIVATION
ASKED = tuple(one.key for one in READINGS if one.key in ARGUMENT.assumes)
MEANT = "per_step"
COSTS = (1, 5, 10, 20)  # horizons whose cost is among the numbers of L5
DEEPEST = 100  # decisions; the notes' expression is nested as deep as the horizon
LINES = {"L8": "mixture", "L9": "distance-power", "L10": "distance-line", "L11": "split-equality", "L12": "headline"}
SHOWN = {"L9": "distance", "L10": "distance", "L12": "looseness"}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A line of the derivation by its id."""

    line: str

    @property
    def step(self) -> Step:
        return ARGUMENT.step(self.line)

    def verdict(self, reading: str) -> LineVerdict:
        return judge(ARGUMENT, self.line, reading)


CELLS = tuple(Cell(line=step.id) for step in ARGUMENT.steps)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The line, the claim that it answers, and its verdict under every reading that the argument may assume."""
    return {
        "line": f"$\\displaystyle {to_latex(cell.step.statement)}$",
        "claim": cell.step.lecture or "repair",
        **{reading: _word(cell.verdict(reading)) for reading in ASKED},
    }


def _word(verdict: LineVerdict) -> str:
    return f"[{verdict.verdict}]{{.verdict .{verdict.verdict}}}"


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    error, horizon = Fraction(1, 10), 5  # of the single numbers that are shown
    loose_error, loose_horizon = Fraction(1, 100), 100  # epsilon T = 1

    @property
    def horizons(self) -> list[int]:
        return [horizon for horizon in self.profile.horizons if horizon <= DEEPEST]

    @property
    def exam(self) -> Evaluation:
        return evaluate(witness("exam").problem(self.error, self.horizon), self.horizon)

    def broken(self, line: str) -> Place:
        """Where a line is false under the reading that the notes mean."""
        place = judge(ARGUMENT, line, MEANT).witness
        if place is None:
            raise ValueError(f"line {line} is not broken")
        return place

    def letters(self, line: str) -> str:
        """The same of a line about numbers: the values of its letters, as LaTeX."""
        named = {str(letter): to_latex(letter) for letter in ARGUMENT.step(line).statement.free_symbols}
        return ", ".join(f"${named[name]} = {value}$" for name, value in self.broken(line).letters.items())


def answers(study: Study) -> tuple[Finding, ...]:
    worst = judge(sharp_sums.DERIVATION, "pointwise", "pointwise")
    costs = {horizon: worst_case("pointwise", study.error, horizon) for horizon in COSTS}
    return (
        Finding(
            claim="L5",
            verdict=worst.verdict,
            evidence=worst.evidence,
            numbers={f"cost at epsilon {study.error}, T {horizon}": number(cost) for horizon, cost in costs.items()},
            figure="growth",
        ),
        Finding(claim="L6", verdict="attained", evidence="proved", figure="growth"),
        Finding(
            claim="L7",
            verdict="holds",
            evidence="proved",
            readings=_readings("average-error"),
            numbers={
                f"pointwise error of the exam at per-step error {study.error}": number(study.exam.epsilon["pointwise"])
            },
        ),
        Finding(claim="L18", verdict="holds", evidence="proved"),
        *(_line(study, claim, line) for claim, line in LINES.items()),
    )


def _line(study: Study, claim: str, line: str) -> Finding:
    meant = judge(ARGUMENT, line, MEANT)
    return Finding(
        claim=claim,
        verdict=meant.verdict,
        evidence=meant.evidence,
        readings=_readings(line),
        numbers=_looseness(study) if claim == "L12" else {},
        figure=SHOWN.get(claim, ""),
    )


def _readings(line: str) -> dict[str, dict]:
    return {reading: judge(ARGUMENT, line, reading).document() for reading in ASKED}


def _looseness(study: Study) -> dict[str, object]:
    """How many times the lecture's bound exceeds the exact worst case of each of its readings."""
    values, lecture = {epsilon: study.loose_error, T: study.loose_horizon}, bound("lecture")
    return {
        f"lecture's bound / worst case ({one.key}), epsilon {study.loose_error}, T {study.loose_horizon}": number(
            lecture.at(values) / exact_value(closed_forms(one.key).disagreement, values)
        )
        for one in lecture.readings
    }


def recursion(study: Study) -> Iterator[tuple]:
    for horizon in study.horizons:
        made = witness("tightrope").problem(study.error, horizon)
        nested = exact_value(tightrope.nested(horizon), {epsilon: study.error})
        yield f"T = {horizon}", evaluate(made, horizon).disagreement, nested
        yield f"T = {horizon}", worst_case("pointwise", study.error, horizon), nested


def weaker(study: Study) -> Iterator[tuple]:
    average, exam = ARGUMENT.step("average-error"), study.exam.epsilon
    yield "the average follows from the pointwise error", ARGUMENT.proved(average, "pointwise"), True
    yield "the exam", exam["per_step"] <= study.error < exam["pointwise"], True


def least_squares(study: Study) -> Iterator[tuple]:
    for chain in (gaussian_likelihood.DERIVATION, learned_sigma.DERIVATION):
        for step in chain.steps:
            if step.lecture == "L18":
                yield step.id, chain.proved(step, "any"), True


def called_false(study: Study) -> Iterator[tuple]:
    for claim, line in LINES.items():
        yield claim, judge(ARGUMENT, line, MEANT).verdict == "refuted", claim in {"L8", "L9", "L11"}
    for claim, verdict in (("L8", "refuted"), ("L9", "attained")):
        yield f"{claim} under the log loss", judge(ARGUMENT, LINES[claim], LOG_LOSS.key).verdict, verdict


EXPERIMENT = Experiment(
    key="lecture-lines",
    claims=("L5", "L6", "L7", "L18", *LINES),
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
    checks=(
        Check(name="the notes' nested expression is the tightrope's cost and the worst case", compared=recursion),
        Check(name="recursion and order are proved", compared=proved(tightrope.DERIVATION, "pointwise")),
        Check(name="the average error is strictly weaker than the pointwise one", compared=weaker),
        Check(
            name="each step from the likelihood to least squares, sigma fixed or learned, is proved",
            compared=least_squares,
        ),
        Check(name="the lines are false, or true under the log loss, as the prose says", compared=called_false),
    ),
)

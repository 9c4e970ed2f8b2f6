"""An experiment as a value: cells of parameters, how one cell is measured, and what is concluded, checked and drawn.

    measure   one cell -> one row of the table; needs nothing but the cell, so that cells run anywhere in any order
    study     the cells and rows, and whatever else is computed once; what follows reads it and nothing else
    checks    what must come out, or there is no report
    answers, numbers, pictures     what goes into results.json and the figures
    prose     every word: the Markdown file beside the experiment, filled from the study

`replace(EXPERIMENT, cells=others).table(profile)` measures it somewhere else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tightrope.reports.evidence.verdict import Answer
from tightrope.reports.publishing.figure import Figure, Picture
from tightrope.reports.publishing.prose import Prose, Words

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How much work a report does.

    The quick one uses shorter horizons and fewer episodes, and answers the same claims.
    """

    key: str
    horizons: tuple[int, ...]
    long_horizons: tuple[int, ...]
    episodes: int
    repetitions: int
    seed: int = 20260101
    confidence: float = 0.999


FULL = Profile(
    key="full",
    horizons=(1, 2, 5, 10, 20, 50, 100, 200, 400),
    long_horizons=(1000,),
    episodes=100_000,
    repetitions=100,
)
QUICK = Profile(key="quick", horizons=(1, 2, 5, 10, 20, 50), long_horizons=(), episodes=10_000, repetitions=24)


@dataclass(frozen=True, kw_only=True)
class Study:
    """What was measured. An experiment's own study adds what it computes once, as cached properties."""

    cells: tuple[Any, ...]
    rows: tuple[Row, ...]
    profile: Profile


@dataclass(frozen=True, kw_only=True)
class Check:
    """What must hold: `compared` yields (where, what came, what must come) for each thing that is looked at."""

    name: str
    compared: Callable[[Any], Iterable[tuple[object, object, object]]]

    def apply(self, study: Study) -> int:
        """How many comparisons were made. Raises RuntimeError at the first that differs, or if there are none."""
        count = 0
        for where, came, must in self.compared(study):
            count += 1
            if came != must:
                raise RuntimeError(f"{self.name}: at {where} came {came}, not {must}")
        if not count:
            raise RuntimeError(f"{self.name}: nothing was compared")
        return count


@dataclass(frozen=True, kw_only=True)
class Finding:
    """An answer without its words; these stand in the prose, under the claim's id. See `verdict.Answer`."""

    claim: str
    verdict: str
    evidence: str
    readings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    numbers: Mapping[str, object] = field(default_factory=dict)
    figure: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an experiment found. `table` is a list of rows with the same keys, for the page and for data/KEY.csv, and
    `caption` says what to see in it.
    """

    answers: tuple[Answer, ...]
    figures: tuple[Figure, ...] = ()
    table: tuple[Row, ...] = ()
    numbers: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    caption: str = ""


def for_each_cell(compared: Callable[[Any, Row], tuple[object, object] | None]) -> Callable[[Study], Iterable[tuple]]:
    """A comparison of each cell with its row, (what came, what must come),
    or None where there is nothing to compare.
    """

    def pairs(study: Study) -> Iterable[tuple[object, object, object]]:
        for cell, row in zip(study.cells, study.rows, strict=True):
            pair = compared(cell, row)
            if pair is not None:
                yield cell, *pair

    return pairs


def proved(derivation: Any, reading: str = "any") -> Callable[[Study], Iterable[tuple]]:
    """A comparison that asks for a proof of every step of a derivation."""
    return lambda _study: ((step.id, derivation.proved(step, reading), True) for step in derivation.steps)


def _none(_study: Study) -> tuple:
    return ()


def _no_numbers(_study: Study) -> dict:
    return {}


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """`claims` are the ids that it answers, `needs` the modules beside the bare package that it imports, `networks` the
    names of trained ones that it shows (simulators/learned): how their training went is told at the report's end.

    A cell is a frozen dataclass of plain values.
    """

    key: str
    prose: Prose
    cells: tuple[Any, ...]
    measure: Callable[[Any, Profile], Row]
    study: Callable[..., Study] = Study
    claims: tuple[str, ...] = ()
    answers: Callable[[Any], tuple[Finding, ...]] = _none
    numbers: Callable[[Any], Mapping[str, object]] = _no_numbers
    pictures: Callable[[Any], Mapping[str, tuple[Picture, ...]]] = _no_numbers
    checks: tuple[Check, ...] = ()
    needs: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.prose.title

    @property
    def question(self) -> str:
        return self.prose.question

    def table(self, profile: Profile) -> tuple[Row, ...]:
        """A row for each cell."""
        return tuple(self.measure(cell, profile) for cell in self.cells)

    def run(self, profile: Profile) -> Result:
        """Measure, check, conclude.

        Raises RuntimeError if a check fails, ValueError if prose and findings do not match.
        """
        study = self.study(cells=self.cells, rows=self.table(profile), profile=profile)
        for check in self.checks:
            check.apply(study)
        findings, pictures = self.answers(study), self.pictures(study)
        words = self.prose.fill({"study": study, "cells": study.cells, "rows": study.rows, "profile": profile})
        self._match("figures", pictures.keys(), words.figures.keys())
        self._match("claims", {finding.claim for finding in findings}, words.claims.keys())
        return Result(
            answers=tuple(_answer(finding, words) for finding in findings),
            figures=tuple(_figure(key, shown, words) for key, shown in pictures.items()),
            table=study.rows,
            numbers=self.numbers(study),
            text=words.text,
            caption=words.table,
        )

    def _match(self, what: str, found: Iterable[str], told: Iterable[str]) -> None:
        if set(found) != set(told):
            raise ValueError(
                f"{self.prose.path} must have a section for each of the {what}, {sorted(found)}; it has {sorted(told)}"
            )


def _answer(finding: Finding, words: Words) -> Answer:
    told = words.claims[finding.claim]
    return Answer(
        claim=finding.claim,
        verdict=finding.verdict,
        evidence=finding.evidence,
        answer=told.answer,
        because=told.because,
        condition=told.condition if finding.verdict == "conditional" else "",
        readings=finding.readings,
        numbers=finding.numbers,
        figure=finding.figure,
    )


def _figure(key: str, pictures: tuple[Picture, ...], words: Words) -> Figure:
    told = words.figures[key]
    return Figure(key=key, see=told.see, caption=told.caption, alt=told.alt, pictures=pictures)

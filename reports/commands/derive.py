"""`tightrope derive`: the lines of a derivation with their verdicts."""

import argparse
from collections.abc import Sequence
from typing import Any

from sympy import Basic, Eq, Implies

from tightrope.bounds.catalogue import derivation
from tightrope.bounds.language.letters import to_latex
from tightrope.bounds.proof.derivation import Derivation, Step, lemmas
from tightrope.reports.commands.layout import columns, entries, paragraph
from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import print_json
from tightrope.reports.evidence.lines import judge

PLACES = "A letter with a stroke is its value one later."


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="distribution-shift, worst-case, dagger, ...; see tightrope list")
    parser.add_argument("--latex", action="store_true", help="print the lines as LaTeX")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    chosen = derivation(options.key)
    if options.latex:
        print("\\begin{align*}")
        print(" \\\\\n".join(f"  & {to_latex(step.statement)} && \\text{{{step.id}}}" for step in chosen.steps))
        print("\\end{align*}")
        return 0
    steps: list[dict[str, Any]] = [
        {
            "id": step.id,
            "lecture": step.lecture,
            "statement": to_latex(step.statement),
            "reason": step.reason,
            "readings": {reading: judge(chosen, step.id, reading).document() for reading in chosen.assumes},
            "lemmas": {reading: _lemmas(chosen, step, reading) for reading in chosen.assumes},
        }
        for step in chosen.steps
    ]
    if options.json:
        means = {str(letter): words for letter, words in chosen.letters().items()}
        return print_json({"key": chosen.key, "letters": means, "steps": steps})
    print(f"{paragraph(f'{chosen.title}.')}\n\nwhere\n{letters_in_words([chosen])}")
    if any("'" in str(letter) for step in chosen.steps for letter in step.statement.free_symbols):
        print(f"\n{paragraph(PLACES)}")
    for step, shown in zip(chosen.steps, steps, strict=True):
        print()
        print(
            paragraph(f"{step.id}{f' ({step.lecture})' if step.lecture else ''}: {_said(step.statement)}", then="    ")
        )
        print(paragraph(step.reason, "  "))
        print("\n".join(_verdicts(shown["readings"])))
    return 0


def _said(statement: Basic) -> str:
    """A statement in a line, where sympy would write Eq(left, right) and Implies(condition, claim)."""
    if isinstance(statement, Implies):
        condition, claim = statement.args
        return f"{_said(claim)}, if {_said(condition)}"
    return f"{statement.lhs} = {statement.rhs}" if isinstance(statement, Eq) else str(statement)


def letters_in_words(derivations: Sequence[Derivation]) -> str:
    """What the letters of some derivations stand for, a line each."""
    found = {(str(letter), words): letter for one in derivations for letter, words in one.letters().items()}
    return entries(list(found))


def _verdicts(readings: dict[str, dict]) -> list[str]:
    """A line for each reading; one for all of them where they agree and no problem is named."""
    said = {f"{one['verdict']} ({one['evidence']})" for one in readings.values()}
    if len(readings) > 1 and len(said) == 1 and not any(one["witness"] for one in readings.values()):
        return [paragraph(f"{said.pop()}: {', '.join(readings)}", "  ", "    ")]
    width = max(map(len, readings))
    return [_line(key.ljust(width), one) for key, one in readings.items()]


def _line(reading: str, verdict: dict) -> str:
    """The verdict, and the problem that shows it: beside it, or below where the line would be too long."""
    said, where = f"  {reading}  {verdict['verdict']} ({verdict['evidence']})", _where(verdict["witness"])
    beside = f"{said}  {where}".rstrip()
    return beside if len(beside) <= columns() else f"{said}\n{paragraph(where, ' ' * (len(reading) + 4))}"


def _lemmas(derivation: Derivation, step: Step, reading: str) -> list[dict[str, str]]:
    """The theorems on the way to the line, its own last; none where it is not proved."""
    theorem = derivation.theorem(step, reading)
    way = lemmas(theorem) if theorem else ()
    return [{"statement": to_latex(one.conclusion), "rule": one.rule} for one in way]


def _where(witness: dict | None) -> str:
    if not witness:
        return ""
    place = (
        f"{witness['problem']}, epsilon {witness['epsilon']}, T {witness['horizon']}: " if witness["problem"] else ""
    )
    return f"{place}{witness['left']} against {witness['right']}"

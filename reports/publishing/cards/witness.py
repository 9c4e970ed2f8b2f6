"""Where a claim fails, or holds with equality, as Markdown: the problem, both sides of the line there, its letters."""

import re
from collections.abc import Mapping
from typing import Any

from sympy import Symbol

from tightrope.bounds.catalogue import DERIVATIONS
from tightrope.bounds.language.letters import to_latex
from tightrope.bounds.proof.derivation import Step
from tightrope.reports.lecture import claim as claim_of
from tightrope.reports.publishing.cards.picture import witness_of

LONG = 170  # characters of LaTeX: a longer line is not read on a card
VALUE = re.compile(r"-?[0-9]{1,12}(/[0-9]{1,12})?")


def place(claim: Mapping) -> str:
    """What stands behind the word Counterexample, or Reached; empty if nothing is told."""
    told = told_of(witness_of(claim, claim["reading"]))
    return f": {told}" if told and claim["verdict"] in ("refuted", "attained") else ""


def told_of(witness: Mapping[str, Any]) -> str:
    """The problem, its numbers, and both sides."""
    if not {"left", "right", "epsilon", "horizon"} <= set(witness):
        return ""
    problem = f"`{witness['problem']}` with " if witness.get("problem") else ""
    at = f"$\\epsilon = {witness['epsilon']}$, $T = {witness['horizon']}$"
    return f"{problem}{at}: ${witness['left']}$ against ${witness['right']}$"


def checked(claim: Mapping) -> str:
    """The line, and what its letters are at the claim's witness; empty if nothing is told."""
    witness = witness_of(claim, claim["reading"])
    step = _line(claim["id"], witness.get("letters"))
    if step is None or not told_of(witness):
        return ""
    symbols = {str(one): one for one in step.statement.free_symbols}
    values = ", ".join(f"${to_latex(symbols[name])} = {value}$" for name, value in sorted(witness["letters"].items()))
    where = f"In the problem `{witness['problem']}` with" if witness.get("problem") else "With"
    at = f"$\\epsilon = {witness['epsilon']}$ and $T = {witness['horizon']}$"
    sides = f"the left side is ${witness['left']}$, the right side ${witness['right']}$"
    return f"The line is ${to_latex(step.statement)}$. {where} {at}: {values}; {sides}."


def proved_lines(claim: Mapping) -> list[tuple[str, str]]:
    """The lines of derivations that speak of a claim that is proved, those that a card has room for: name and LaTeX."""
    if claim["evidence"] != "proved":
        return []
    steps = [step for one in DERIVATIONS for step in one.steps if step.lecture == claim["id"] and _proves(step, claim)]
    told = [(step.id, to_latex(step.statement)) for step in steps]
    return [(name, latex) for name, latex in told if len(latex) <= LONG]


def _proves(step: Step, claim: Mapping) -> bool:
    """Under the reading that the notes mean; a claim that means none is about what the derivation assumes."""
    return bool(step.proof(claim["reading"]) if claim["reading"] else step.proofs)


def _line(claim: str, letters: Any) -> Step | None:
    """The line of the claim that has these letters, each with a value."""
    if not isinstance(letters, Mapping) or not all(isinstance(v, str) and VALUE.fullmatch(v) for v in letters.values()):
        return None
    lines = claim_of(claim).lines()
    steps = (one.step(name) for one in DERIVATIONS for name in lines.get(one.key, ()))
    return next((step for step in steps if _names(step) == set(letters)), None)


def _names(step: Step) -> set[str]:
    return {str(one) for one in step.statement.free_symbols if isinstance(one, Symbol)}

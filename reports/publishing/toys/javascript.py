"""Toys as JavaScript: formulas by sympy's printer, the rest as JSON, before templates/toys.js, which runs them.

The walkers are JSON before templates/walk.js.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, is_dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sympy import Basic, true
from sympy.printing.jscode import JavascriptCodePrinter

from tightrope.reports.publishing.toys.toy import Drawn, Toy
from tightrope.reports.publishing.toys.worst_problem import picture
from tightrope.reports.publishing.walks import Film

SCRIPT, WALK = (Path(__file__).parents[1] / "templates" / name for name in ("toys.js", "walk.js"))
LETTERS = {"letter", "along"}  # fields that name a slider


class Printer(JavascriptCodePrinter):
    """sympy's, which has no sums: they are added up by `sum(first, last, term)` of the script."""

    def _print_Sum(self, expr) -> str:
        if len(expr.limits) != 1 or len(expr.limits[0]) != 3:
            raise ValueError(f"a sum on a page must run over one letter, from a number to a number; got {expr}")
        index, first, last = map(self._print, expr.limits[0])
        return f"sum({first}, {last}, {index} => {self._print(expr.function)})"

    def _print_not_supported(self, expr) -> str:  # otherwise it prints the formula, which JavaScript cannot read
        raise ValueError(f"JavaScript has no {type(expr).__name__}, which a formula of the page needs: {expr}")

    emptyPrinter = _print_not_supported


def function(formula: Basic) -> str:
    """The formula as a function of an object with a number for each of its letters."""
    letters = ", ".join(sorted(map(str, formula.free_symbols)))
    return f"({{{letters}}}) => {Printer().doprint(formula)}"


def script(toys: Iterable[Toy]) -> str:
    """The script of a page with these toys."""
    return f"{constants(toys)}\n{SCRIPT.read_text(encoding='utf-8')}"


def walking(film: Film) -> str:
    """What moves the walkers, after the script of a page's toys."""
    said = json.dumps(asdict(film), ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"\nconst WALK = {said};\n{WALK.read_text(encoding='utf-8')}"


def constants(toys: Iterable[Toy]) -> str:
    """The toys as values of JavaScript: FORMULAS, each once, TOYS, in which a formula is its place there, and the
    PICTURES that they show; what is always true is left out.
    """
    formulas: dict[str, int] = {}
    toys = tuple(toys)
    shown = {one.name: picture(one.key, one.priced) for toy in toys for one in drawn(toy)}
    pictures = {name: {"words": one.words, "costs": one.costs, "numbers": one.numbers} for name, one in shown.items()}
    said = [_said(toy, formulas) for toy in toys], _said(pictures, formulas)
    of_toys, of_pictures = (
        json.dumps(one, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/") for one in said
    )
    lines = ",\n".join(formulas)
    return f'"use strict";\nconst FORMULAS = [\n{lines}\n];\nconst TOYS = {of_toys};\nconst PICTURES = {of_pictures};'


def drawn(toy: Toy) -> list[Drawn]:
    """The problems that a toy draws, each once."""
    return list(dict.fromkeys(case.drawn for case in toy.cases.values() if case.drawn))


def fingerprint(code: str) -> str:
    """What a Content-Security-Policy calls a script that it allows."""
    return f"sha256-{b64encode(sha256(code.encode()).digest()).decode()}"


def _said(value: Any, formulas: dict[str, int]) -> Any:
    """What of a toy is JSON."""
    if isinstance(value, Basic):
        return formulas.setdefault(function(value), len(formulas))
    if isinstance(value, Mapping):
        return {key: _said(one, formulas) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_said(one, formulas) for one in value]
    if isinstance(value, Drawn):
        return value.name
    if is_dataclass(value):
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        return {
            name: str(one) if name in LETTERS else _said(one, formulas) for name, one in parts.items() if one != true
        }
    return value

"""The catalogue of bounds, and the derivations."""

from tightrope.bounds.catalogue import BOUNDS, DERIVATIONS
from tightrope.bounds.language.bound import RELATIONS, Bound
from tightrope.bounds.language.letters import to_latex
from tightrope.reports.manual.docstrings import code, text

INTRODUCTION = """# Bounds

`tightrope bound KEY --epsilon 1/100 --horizon 100` gives a bound its value; `tightrope evaluate PROBLEM --bounds` says
which of them apply to a problem. What each says, and how sharp it is, has the catalogue of
[the report](../../standard/index.html).
A bound with $\\lesssim$ or $\\gtrsim$ leaves a constant open; one *with probability* holds for most data sets.
"""
HEAD = "| bound | what it says | error |", "|---|---|---|"
PROVED = "| derivation | of what |", "|---|---|"


def markdown() -> str:
    derivations = [f"| `{one.key}` | {text(one.title)} |" for one in DERIVATIONS]
    return "\n\n".join(
        [
            INTRODUCTION,
            "## The catalogue",
            "\n".join([*HEAD, *map(_row, BOUNDS)]),
            "## Derivations",
            "`tightrope derive KEY` prints the lines of a proof, each with its verdict under every reading.",
            "\n".join([*PROVED, *derivations, ""]),
        ]
    )


def _row(one: Bound) -> str:
    relation = r"\gtrsim" if one.from_below else RELATIONS[one.kind][1]
    formula = f"${to_latex(one.quantity)} {relation} {to_latex(one.expression)}$".replace("|", r"\vert ")
    with_probability = ", *with probability*" * (one.kind == "probability")
    readings = ", ".join(code(each.key) for each in one.readings)
    return f"| `{one.key}`, {text(one.title)}{with_probability} | {formula} | {readings} |"

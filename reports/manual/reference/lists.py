"""What has a key: readings, families of problems, experiments."""

from tightrope.bounds.language.readings import READINGS
from tightrope.reports.experiments import ALL
from tightrope.reports.manual.docstrings import code, text
from tightrope.simulators.model.parameters import Parameter
from tightrope.simulators.names import FAMILIES, FORMATS


def readings() -> str:
    """Every reading with its formula, and which follow from it."""
    parts = [
        "# Readings",
        'A reading says what "the error is at most epsilon" means. $e_t(s)$ is the probability that the learner does '
        "not take the expert's action at decision $t$ in state $s$; $p^*_{t-1}$ and $p_{t-1}$ are where expert and "
        "learner are then. Why it matters: [meanings of epsilon](../explanation/meanings_of_epsilon.md).",
    ]
    for one in READINGS:
        weaker = [f"`{other.key}`" for other in READINGS if other != one and one.implies(other)]
        parts += [f"## {one.key}", f"The error is at most epsilon {text(one.words)}.", f"$$ {one.formula} $$"]
        parts.append(f"A learner that meets it meets, with the same epsilon, {_and(weaker)}." if weaker else "")
        if one.mistaken_for:
            parts.append(f"It is easily mistaken for `{one.mistaken_for.key}`: a learner may meet that and not this.")
    return "\n\n".join(part for part in parts if part) + "\n"


def problems() -> str:
    """Every family with its parameters, and every format of files."""
    parts = [
        "# Problems",
        "Where a command or a function takes a PROBLEM, it takes a family's name, its parameters behind a colon, or a "
        "file. A witness carries its learner; epsilon then means what its reading says. `tightrope problems NAME` "
        "prints the same in a terminal.",
        "## Families",
    ]
    for one in FAMILIES:
        parts += [f"### {one.key}", f"{text(one.words[0].upper() + one.words[1:])}."]
        if one.reading:
            parts.append(f"A witness of `{one.reading}`.")
        if one.parameters:
            rows = [f"| `{each.name}` | {text(each.domain.words)} | {_default(each)} |" for each in one.parameters]
            parts.append("\n".join(["| parameter | takes | if it is left out |", "|---|---|---|", *rows]))
        parts.append("For example: " + ", ".join(code(each) for each in one.examples) + ".")
    parts += ["## Files", "Behind a file's name options may stand, as in `model.drn:maximise=coins`."]
    rows = [f"| `{one.suffix}` | {text(one.words)} | {', '.join(map(code, one.options))} |" for one in FORMATS]
    parts.append("\n".join(["| file | what it holds | options |", "|---|---|---|", *rows]))
    parts.append("What stands in them: [files](files.md).")
    return "\n\n".join(parts) + "\n"


def experiments() -> str:
    """Every experiment with its question and the claims that it answers."""
    parts = [
        "# Experiments",
        "Each answers one question. `tightrope report --only KEY --out DIR` runs it and writes a report about it; the "
        "keys are those of the table. All of them are in [the report](../../standard/index.html).",
    ]
    rows = []
    for one in ALL:
        answered = " ".join(f"[{claim}](claims.md#{claim.lower()})" for claim in one.claims)
        rows.append(f"| `{one.key}` | {one.question} | {answered} |")
    return "\n\n".join([*parts, "\n".join(["| key | question | claims |", "|---|---|---|", *rows])]) + "\n"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _default(one: Parameter) -> str:
    return "it must be given" if one.default is None else code(str(one.default))

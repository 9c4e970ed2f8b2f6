"""The claims of the notes, and what the standard report says of them."""

from pathlib import Path

from tightrope.reports.lecture import CLAIMS, Claim
from tightrope.reports.manual.docstrings import code
from tightrope.simulators.formats.door import read_json

STANDARD = Path(__file__).parents[2] / "standard" / "results.json"
INTRODUCTION = """# Claims

What the notes of the lecture claim, in English, and what came out. The report shows the evidence for each;
`tightrope explain L8` says more in a terminal. What a verdict means:
[verdicts and evidence](../explanation/verdicts_and_evidence.md).
"""


def markdown() -> str:
    found = {one["id"]: one for one in read_json(STANDARD)["claims"]}
    parts, section = [INTRODUCTION], None
    for one in CLAIMS:
        if one.section != section:
            section = one.section
            parts.append(f"## {section}")
        parts += [f"### {one.id}\n\n*{one.short}.* {one.gist}", _answer(one, found[one.id]), _places(one)]
    return "\n\n".join(parts) + "\n"


def _answer(one: Claim, found: dict) -> str:
    verdict = f"[{found['verdict']}]{{.verdict .{found['verdict']}}}"
    reading = f", the error being {code(one.reading)}" if one.reading else ""
    answer = f": {found['answer']}" if found.get("answer") else ""
    return f"{verdict} *{found['evidence']}*{reading}{answer}"


def _places(one: Claim) -> str:
    """Commands that show more of it."""
    shown = [f"[the report](../../standard/index.html#{one.id})"]
    shown += [code(f"tightrope derive {key}") for key in one.lines()]
    shown += [code(f"tightrope report --only {key}") for key in one.experiments()]
    return "More: " + ", ".join(shown) + "."

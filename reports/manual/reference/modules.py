"""What lies where: each module of the house in one sentence."""

from pathlib import Path

from tightrope.reports.manual.docstrings import first_sentence, text
from tightrope.reports.manual.reference.files import docstring

ROOT = Path(__file__).resolve().parents[3]
INTRODUCTION = """# Modules

Everything below may be imported, as `tightrope.bounds.proof.theorem` for example, and each module says in its file
what it has.
[The functions of `tightrope` itself](python.md) are the ones that stay.
"""


def markdown() -> str:
    parts = [INTRODUCTION]
    for top in ("bounds", "simulators", "reports"):
        for folder in sorted({path.parent for path in modules(top)}):
            name = folder.relative_to(ROOT).as_posix()
            parts.append(f"## {name}")
            if said := docstring(folder / "__init__.py") if (folder / "__init__.py").exists() else "":
                parts.append(text(said.split("\n\n")[0].replace("\n", " ")))
            rows = [
                f"| `{one.stem}` | {text(first_sentence(docstring(one)))} |"
                for one in modules(top)
                if one.parent == folder
            ]
            parts.append("\n".join(["| module | what it is |", "|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def modules(top: str) -> list[Path]:
    """The files of a folder of the house that say something of themselves."""
    found = sorted((ROOT / top).rglob("*.py"))
    return [path for path in found if not path.name.startswith("__") and docstring(path)]

"""What results.json holds, from the schema that is published beside every report."""

from typing import Any

from tightrope.reports.manual.docstrings import shown, text
from tightrope.reports.publishing.results import Results
from tightrope.reports.publishing.schema import schema

INTRODUCTION = """# results.json

The numbers and words of a report, for other programs. Every report has it, with its JSON Schema beside it
(`results.schema.json`); an exact number is a text p/q beside the nearest float. `tightrope verify DIR` checks more than
the schema says: that hashes agree and that every file of the report follows from this one.
"""


def markdown() -> str:
    whole = schema(Results, "results.json of a tightrope report")
    parts = [INTRODUCTION]
    for name, one in whole["$defs"].items():
        parts += [f"## {name}", shown(one["description"]) if one["description"] else ""]
        rows = [_row(key, kind, key in one["required"]) for key, kind in one["properties"].items()]
        parts.append("\n".join(["| field | type | what it holds |", "|---|---|---|", *rows]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(key: str, kind: dict[str, Any], required: bool) -> str:
    missing = "" if required else ", or missing"
    return f"| `{key}` | {_type(kind)}{missing} | {text(kind['description'])} |"


def _type(kind: dict[str, Any]) -> str:
    """A type of JSON Schema in words."""
    if "$ref" in kind:
        name = kind["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in kind:
        return " or ".join(map(_type, kind["anyOf"]))
    if "enum" in kind:
        return " or ".join(f"`{one}`" for one in kind["enum"])
    if kind.get("type") == "array" and "items" in kind and kind["items"] is not False:
        return f"list of {_type(kind['items'])}"
    if kind.get("type") == "array":
        return f"list of {', '.join(map(_type, kind['prefixItems']))}"
    if kind.get("type") == "object":
        return f"object, by name: {_type(kind['additionalProperties'])}" if "additionalProperties" in kind else "object"
    return text(kind.get("type", "anything"))

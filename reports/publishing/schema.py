"""What results.json holds, for other programs: a JSON Schema (draft 2020-12), made of the types that it is read by.

What a dataclass says of itself is its description, and `dictionary` has one for each field, so that the schema is a
dictionary of the data, too. It says less than `results.read_results` checks: not that hashes agree, nor that figures
exist.
"""

import inspect
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from tightrope.reports.publishing.dictionary import said_of

PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}


def schema(kind: type, title: str) -> dict[str, Any]:
    """The schema of a dataclass as JSON has it; those inside are under $defs."""
    found: dict[str, Any] = {}
    top = _form(kind, found)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **top, "$defs": found}


def _form(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    origin, inner = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, found)
    if origin in (Union, UnionType):
        return {"anyOf": [_form(one, found) for one in inner]}
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple and inner[-1] is ...:
        return {"type": "array", "items": _form(inner[0], found)}
    if origin is tuple:
        items = [_form(one, found) for one in inner]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _form(inner[1], found)}
    return {} if kind is Any else {"type": PLAIN[kind]}


def _dataclass(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in found:
        found[name] = {}  # those that are met again inside refer to this one
        hints, declared = get_type_hints(kind), fields(kind)
        found[name] = {
            "description": inspect.getdoc(kind) or "",
            "type": "object",
            "properties": {
                one.name: {**_form(hints[one.name], found), "description": said_of(name, one.name)} for one in declared
            },
            "required": [one.name for one in declared if one.default is MISSING and one.default_factory is MISSING],
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}

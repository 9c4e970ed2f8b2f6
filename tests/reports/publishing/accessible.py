"""What PDF/UA-1 and PDF/A-3a want of a document's structure and what pypdf can see of it: a part of both standards.

veraPDF (Java) checks them whole. No registry of Python, Debian or npm packages has it (Python's has pdfua, which the
tests ask too and which knows 16 rules of 106); where it is installed,
`verapdf --flavour 3a report.pdf` and `verapdf --flavour ua1 report.pdf` say what is left out here: fonts, colours,
content.
"""

import re
from collections.abc import Iterator

from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

NAMED = {"/Figure", "/Formula"}  # what has no words of its own
SCOPES = {"/Column", "/Row", "/Both"}


def faults(root: DictionaryObject) -> list[str]:
    """What is wrong with a document, given its catalogue; empty if nothing is."""
    elements = list(_elements(root["/StructTreeRoot"]["/K"])) if "/StructTreeRoot" in root else []
    kinds = [str(one["/S"]) for one in elements]
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    metadata = root["/Metadata"].get_data().decode() if "/Metadata" in root else ""
    shown = root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")
    archived = [_says(metadata, "pdfaid", *one) for one in (("part", "3"), ("conformance", "A"))]
    steps = zip([0, *levels], levels, strict=False)
    attached = [one.get_object().get("/AFRelationship") for one in root.get("/AF", [])]
    rules = {
        "it must be tagged": bool(elements) and bool(root.get("/MarkInfo", {}).get("/Marked")),
        "it must name its language": bool(root.get("/Lang")),
        "its title must be shown": bool(shown) and "<dc:title>" in metadata and "/Title" in kinds,
        "it must say that it is PDF/A-3a": all(archived),
        "it must say that it is PDF/UA-1": _says(metadata, "pdfuaid", "part", "1"),
        "it must have bookmarks": "/Outlines" in root,
        "what is attached must say what it is to the document": bool(attached) and None not in attached,
        "figures and formulas must have words": all(one.get("/Alt") for one in elements if str(one["/S"]) in NAMED),
        "headings must not skip a level": all(after <= before + 1 for before, after in steps),
        "a table must have head cells": kinds.count("/TH") >= kinds.count("/Table"),
        "a head cell must say what it is the head of": all(_scoped(one) for one in elements if one["/S"] == "/TH"),
    }
    return [rule for rule, kept in rules.items() if not kept]


def _elements(kids: PdfObject) -> Iterator[DictionaryObject]:
    found = kids.get_object()
    for one in found if isinstance(found, ArrayObject) else [found]:
        element = one.get_object()
        if isinstance(element, DictionaryObject) and "/S" in element:
            yield element
            yield from _elements(element.get("/K", ArrayObject()))


def _says(metadata: str, space: str, name: str, value: str) -> bool:
    return f"<{space}:{name}>{value}<" in metadata


def _scoped(head: DictionaryObject) -> bool:
    given = head.get("/A", ArrayObject()).get_object()
    attributes = given if isinstance(given, ArrayObject) else [given]
    return any(one.get_object().get("/Scope") in SCOPES for one in attributes)

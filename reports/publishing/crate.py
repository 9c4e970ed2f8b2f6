"""ro-crate-metadata.json: what the report is and how it came about, for archives: RO-Crate 1.3, Process Run Crate 0.6.

It follows from the results like every file, so it names no time, no machine and nobody who ran it. Where RO-Crate wants
a date stands that of the program's version; the hashes of what is drawn, and the machine, are in manifest.json.
Of what RO-Crate demands one thing is missing: a url of the program, which has no address on the web.
"""

import hashlib
from collections.abc import Collection, Mapping
from importlib.metadata import version
from typing import Any

from tightrope.reports.publishing import citation, scope
from tightrope.reports.publishing.cards.words import signs_of
from tightrope.reports.publishing.results import as_text

PATH = "ro-crate-metadata.json"
CRATE, PROCESS = "https://w3id.org/ro/crate/1.3", "https://w3id.org/ro/wfrun/process/0.6"
PROFILE = {"@id": PROCESS, "@type": ["CreativeWork", "Profile"], "name": "Process Run Crate", "version": "0.6"}
LICENCE = {
    "@id": "https://spdx.org/licenses/MIT",
    "@type": "CreativeWork",
    "name": "MIT License",
    "identifier": "MIT",
    "description": "Whoever has it may use, copy, change and publish it, as long as its notice stays; no warranty.",
}
ITS_OWNERS = {  # of a report about a problem, which is not ours to license
    "@id": "#licence",
    "@type": "CreativeWork",
    "name": "To be given by the problem's owner",
    "description": "Whoever the problem belongs to says how this report may be used.",
}
AUTHORS = {"@id": "#authors", "@type": "Organization", "name": "The tightrope developers"}
FORMATS = {  # by the ends of names
    ".json": "application/json",
    ".md": "text/markdown",
    ".bib": "application/x-bibtex",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".npz": "application/zip",
}
WORDS = {
    "results.json": "Everything that was found: all other files follow from it",
    "results.schema.json": "What each field of results.json holds (JSON Schema, draft 2020-12)",
    "manifest.json": "The sha256 of every file, and the machine and the versions that made them",
    "report.md": "The report as Markdown",
    "index.html": "The report as one page that loads nothing",
    "report.pdf": "The report as PDF/A-3a and PDF/UA-1, with results.json attached",
    "cite.bib": "BibTeX of this report and of the program",
    "references.bib": "The works that are cited",
    "data/training.csv": "How training of the networks went",
}


def crate(results: dict, texts: Mapping[str, bytes], drawn: Collection[str]) -> str:
    """The file, of a report with these texts and the drawn files of these paths."""
    given = _given(results)
    paths = sorted({*texts, *drawn, *given, "manifest.json"})
    made = [_to(path) for path in paths if path not in given]
    files = [_file(path, results, texts.get(path)) for path in paths]
    graph = [
        {"@id": PATH, "@type": "CreativeWork", "about": _to("./"), "conformsTo": _to(CRATE)},
        _report(results, paths),
        _identity(results),
        _run(results, given, made),
        {
            "@id": "#tightrope",
            "@type": "SoftwareApplication",
            "name": citation.TITLE,
            "version": version("tightrope"),
            "license": _to(LICENCE["@id"]),
            "author": _to(AUTHORS["@id"]),
        },
        *(PROFILE, LICENCE, AUTHORS),
        *([ITS_OWNERS] if given else []),
        *files,
    ]
    return as_text({"@context": f"{CRATE}/context", "@graph": graph})


def _report(results: dict, paths: Collection[str]) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": scope.title(results),
        "description": "A verification report on error bounds of imitation learning. A report has no time of its own: "
        "the date is that of the version of tightrope.",
        "datePublished": citation.RELEASED,
        "license": _to((ITS_OWNERS if _given(results) else LICENCE)["@id"]),
        "author": _to(AUTHORS["@id"]),
        "conformsTo": _to(PROCESS),
        "identifier": _to("#results-id"),
        "mentions": _to("#run"),
        "hasPart": [_to(path) for path in paths],
    }


def _identity(results: dict) -> dict[str, Any]:
    """The id that is cited, with what it is of."""
    return {
        "@id": "#results-id",
        "@type": "PropertyValue",
        "propertyID": "sha256",
        "name": "The id of the results",
        "description": "sha256 of results.json without its entries id and training, in canonical JSON (RFC 8785)",
        "value": results["id"],
    }


def _run(results: dict, given: Collection[str], made: list[dict[str, str]]) -> dict[str, Any]:
    command = scope.command(results)
    return {
        "@id": "#run",
        "@type": "CreateAction",
        "name": f"A run of {' '.join(command.split()[:2])}",
        "description": command,
        "instrument": _to("#tightrope"),
        **_of("object", given),
        "result": made,
    }


def _of(name: str, paths: Collection[str]) -> dict[str, Any]:
    """A property with these files as its value: none is no property, and of one there is no list."""
    found = [_to(path) for path in sorted(paths)]
    return {name: found[0] if len(found) == 1 else found} if found else {}


def _file(path: str, results: dict, content: bytes | None) -> dict[str, Any]:
    found = {"@id": path, "@type": "File", "name": _words(path, results), "encodingFormat": _format(path)}
    if content is not None:
        found |= {"contentSize": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    return found


def _words(path: str, results: dict) -> str:
    titles = {one["key"]: signs_of(one["see"]) for one in results["figures"]}
    key = path.split("/")[-1].split(".")[0]
    if path in WORDS:
        return WORDS[path]
    if path.startswith("data/") and key.endswith("-table"):
        return f"The table of {key.removesuffix('-table')}"
    if key in titles:
        return f"Numbers of the figure: {titles[key]}" if path.startswith("data/") else titles[key]
    return path


def _format(path: str) -> str:
    return FORMATS[path[path.rindex(".") :]]


def _given(results: dict) -> set[str]:
    """The files that the report is made from, of a report on a problem."""
    return {results["file"], *results["logs"]} if scope.is_of_a_problem(results) else set()


def _to(place: str) -> dict[str, str]:
    return {"@id": place}

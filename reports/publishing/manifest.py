"""What makes a report checkable: the id of its results, the hashes of its files, and where it came from.

The id that is cited is of the results: sha256 over canonical JSON (RFC 8785) of everything in results.json but the id.
Numbers in it are rounded to 10 digits or exact; versions, paths and times are not part of it. The manifest beside it
lists the files with their hashes and the environment that made them.
"""

import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

SCHEMA = "tightrope-manifest/1"
RESULTS_SCHEMA = "tightrope-results/1"
TEXTS = {".md", ".csv", ".bib", ".json"}  # come out the same whatever pandoc, typst and matplotlib made them
FORMS = {
    "results.json": (RESULTS_SCHEMA, {"id": str, "profile": str, "claims": list, "experiments": list}),
    "manifest.json": (SCHEMA, {"report": str, "command": str, "artifacts": list, "environment": dict}),
}
PACKAGES = (
    "numpy",
    "scipy",
    "sympy",
    "matplotlib",
    "z3-solver",
    "python-flint",
    "gymnasium",
    "typst",
    "pypandoc-binary",
)


def results_id(results: dict) -> str:
    """The id of results, whether or not they carry one."""
    import rfc8785

    return hashlib.sha256(rfc8785.dumps({k: v for k, v in results.items() if k != "id"})).hexdigest()


def write_manifest(folder: Path, results: dict, command: str) -> None:
    """Write manifest.json over all other files of the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "schema": SCHEMA,
        "report": results["id"],
        "command": command,
        "environment": {
            "python": platform.python_version(),
            "platform": platform.platform(),
            "packages": {name: _version(name) for name in PACKAGES},
        },
        "source": {"version": version("tightrope"), "revision": _revision()},
        "artifacts": [{"path": path.relative_to(folder).as_posix(), "sha256": file_hash(path)} for path in files],
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def read_report(folder: Path) -> tuple[dict, dict]:
    """results.json and manifest.json of a report. Raises ValueError if the folder is not a report."""
    results, manifest = (_document(folder, name, *form) for name, form in FORMS.items())
    for entry in manifest["artifacts"]:
        path = entry.get("path") if isinstance(entry, dict) else None
        if not isinstance(path, str) or not (folder / path).resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"{folder} is not a report: manifest.json lists {entry!r}, which is no file of it")
    return results, manifest


def _document(folder: Path, name: str, schema: str, keys: Mapping[str, type]) -> dict:
    try:
        document = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError(f"{folder} is not a report: {name} cannot be read ({error})") from error
    if not isinstance(document, dict) or document.get("schema") != schema:
        raise ValueError(f'{folder} is not a report: {name} must say "schema": "{schema}"')
    for key, kind in keys.items():
        if not isinstance(document.get(key), kind):
            raise ValueError(f"{folder} is not a report: {name} must have {key}, a {kind.__name__}")
    return document


def foreign_files(folder: Path) -> list[str]:
    """Files in a report's folder that its manifest does not list. Raises ValueError if the folder is not a report."""
    _, manifest = read_report(folder)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return sorted(there - {"manifest.json"} - {entry["path"] for entry in manifest["artifacts"]})


def problems_of(folder: Path) -> list[str]:
    """What does not verify in a report: changed, missing or additional files, or ids that differ.

    Empty if it is sound.
    """
    results, manifest = read_report(folder)
    found = []
    if results_id(results) != results["id"]:
        found.append(f"results.json: the id is {results['id']}, its content has {results_id(results)}")
    if manifest["report"] != results["id"]:
        found.append(f"manifest.json is of report {manifest['report']}, results.json of {results['id']}")
    for entry in manifest["artifacts"]:
        file = folder / entry["path"]
        if not file.is_file():
            found.append(f"{entry['path']} is missing")
        elif file_hash(file) != entry.get("sha256"):
            found.append(f"{entry['path']} has changed since the report was made")
    return found + [f"{path} is not part of the report" for path in foreign_files(folder)]


def differing_files(folder: Path, again: Path) -> list[str]:
    """Files of a report that come out differently when it is made again with the same versions of its tools."""
    (_, old), (_, new) = read_report(folder), read_report(again)
    same_tools = old["environment"] == new["environment"]
    made = {entry["path"]: entry["sha256"] for entry in new["artifacts"]}
    return [
        entry["path"]
        for entry in old["artifacts"]
        if made.get(entry["path"]) != entry["sha256"] and (same_tools or Path(entry["path"]).suffix in TEXTS)
    ]


def file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _revision() -> str | None:
    """The git revision of a source checkout, with + if it has uncommitted changes; None outside one."""
    here = Path(__file__).resolve().parent
    try:
        head, status = (
            subprocess.run(["git", *words], cwd=here, capture_output=True, text=True, check=True).stdout.strip()
            for words in (
                ("rev-parse", "HEAD"),
                ("status", "--porcelain", "-uno", "--", "../../bounds", "../../simulators", "..", "../../tightrope"),
            )
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return head + ("+" if status else "")

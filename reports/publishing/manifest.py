"""The manifest: the files of a report with their hashes, and the environment that made them.

What it says of the environment and the source is a word that nothing can check; all else follows from the results.
"""

import hashlib
import platform
import re
import subprocess
import zlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tightrope.reports.publishing import scope
from tightrope.reports.publishing.listing import PARTS, kind_of, read_part
from tightrope.reports.publishing.results import as_text
from tightrope.reports.publishing.shape import plain, shaped

SCHEMA = "tightrope-manifest/1"
ZLIB = "zlib"  # what Python is built with
TOOLS = ("matplotlib", "numpy", "pypandoc-binary", "typst", ZLIB)  # another version of them may make other bytes
WORDS = {"fig": "Figure", "tbl": "Table"}
TOLD = "training"  # a table of no experiment
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
    ZLIB,
)


@dataclass(frozen=True, kw_only=True)
class Environment:
    python: str
    platform: str
    packages: Mapping[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Source:
    """`revision` is git's, with + for uncommitted changes; None outside of a checkout."""

    version: str
    revision: str | None


@dataclass(frozen=True, kw_only=True)
class Artifact:
    path: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A figure or table by its number on page and in PDF: `file` is its picture, `data` the numbers, or empty."""

    number: str
    id: str
    file: str
    data: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    schema: str
    report: str
    command: str
    environment: Environment
    source: Source
    artifacts: tuple[Artifact, ...]
    numbered: tuple[Numbered, ...] = ()


def manifest(results: dict, text: str, hashes: Mapping[str, str], environment: Environment, source: Source) -> Manifest:
    """The manifest of a report with this Markdown and these files."""
    return Manifest(
        schema=SCHEMA,
        report=results["id"],
        command=scope.command(results),
        environment=environment,
        source=source,
        artifacts=tuple(Artifact(path=path, sha256=hashes[path]) for path in sorted(hashes)),
        numbered=numbered(text, hashes),
    )


def numbered(text: str, paths: Collection[str]) -> tuple[Numbered, ...]:
    """The figures and tables of a report in their order: numbering.lua counts those that have an id and a caption."""
    found, counted = [], Counter()
    for kind, key in re.findall(r"\{#(fig|tbl):([a-z0-9-]+)", text):
        counted[kind] += 1
        file, data = f"figures/{key}.svg", f"data/{key}{'' if kind == 'fig' or key == TOLD else '-table'}.csv"
        number, id = f"{WORDS[kind]} {counted[kind]}", f"{kind}:{key}"
        one = Numbered(number=number, id=id, file=file if file in paths else "", data=data if data in paths else "")
        found.append(one)
    return tuple(found)


def write_manifest(folder: Path, results: dict) -> None:
    """Write manifest.json over all other files of the folder."""
    hashes = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    text = (folder / "report.md").read_text(encoding="utf-8")
    content = manifest(results, text, hashes, environment_here(), source_here())
    (folder / "manifest.json").write_bytes(manifest_text(content).encode())


def manifest_text(content: Manifest) -> str:
    return as_text(plain(content))


def read_manifest(folder: Path) -> Manifest:
    """The manifest in a folder. Raises ValueError unless there is one that has the form of `Manifest`."""
    given = read_part(folder, "manifest.json")
    if given.get("schema") != SCHEMA:
        raise ValueError(f'it must say "schema": "{SCHEMA}"')
    found = shaped(Manifest, given, "manifest")
    if not all(name.isprintable() for name in found.environment.packages):
        raise ValueError("the names of packages must be letters that can be seen")
    return found


def own_files(folder: Path) -> set[str]:
    """The files that the manifest of a report lists, and the manifest; none if there is no report."""
    try:
        listed = {one.path for one in read_manifest(folder).artifacts}
    except ValueError:
        return set()
    return {path for path in {*listed, "manifest.json"} if PARTS.fullmatch(path) and kind_of(folder / path) == "file"}


def environment_here() -> Environment:
    return Environment(
        python=platform.python_version(),
        platform=platform.platform(),
        packages={name: _version(name) for name in PACKAGES},
    )


def source_here() -> Source:
    return Source(version=version("tightrope"), revision=_revision())


def other_tools(given: Manifest) -> list[str]:
    """Where the manifest names other versions of what decides about the bytes of the files than are here."""
    there = {"tightrope": given.source.version, **given.environment.packages}
    here = {"tightrope": version("tightrope"), **{name: _version(name) for name in TOOLS}}
    return [f"{name} {there.get(name)}, here {have}" for name, have in here.items() if there.get(name) != have]


def _version(package: str) -> str | None:
    if package == ZLIB:
        return zlib.ZLIB_RUNTIME_VERSION
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

"""Forgeries of a small report, for the attack on `verify`; see `reports`.

Forgers of three kinds: one who changes files; one who changes results and all hashes; one who changes results and lets
the program make all other files of them.
"""

import contextlib
import hashlib
import json
import os
import re
import socket
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tightrope.reports.publishing.files import data_hashes, write_drawn, write_texts
from tightrope.reports.publishing.listing import kind_of
from tightrope.reports.publishing.manifest import write_manifest
from tightrope.reports.publishing.results import as_text, sealed

SMALL = "recoverability"  # an experiment with a claim, a table and a figure, and quickly run


@dataclass(frozen=True)
class Forgery:
    """`found_by` is verify, recompute or nothing (what verify says that it does not establish)."""

    name: str
    forge: Callable[[Path], Any]
    found_by: str = "verify"


# What a forger has.
def results_in(folder: Path) -> dict:
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


def list_again(folder: Path) -> None:
    """A manifest that lists what is there, with its hashes."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "manifest.json"]
    manifest["artifacts"] = [
        {"path": path.relative_to(folder).as_posix(), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in paths
    ]
    if kind_of(folder / "results.json") == "file":
        with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
            manifest["report"] = results_in(folder)["id"]
    (folder / "manifest.json").write_bytes(as_text(manifest).encode("utf-8", "surrogatepass"))


def with_manifest(forge: Callable[[Path], None]) -> Callable[[Path], None]:
    def both(folder: Path) -> None:
        forge(folder)
        list_again(folder)

    return both


def with_results(change: Callable[[dict], Any], *, thorough: bool) -> Callable[[Path], None]:
    """Change the results and give them the id and hashes they then have; a thorough forger makes all files again."""

    def forge(folder: Path) -> None:
        results = results_in(folder)
        change(results)
        with contextlib.suppress(Exception):  # results that are no longer any keep their old id
            results = sealed({k: v for k, v in results.items() if k not in ("data", "id")}, data_of(results, thorough))
        (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        if thorough:
            with contextlib.suppress(Exception):
                write_texts(results, folder)
                write_drawn(results, folder)
                write_manifest(folder, results)
        list_again(folder)

    return forge


def with_json(change: Callable[[dict], Any]) -> Callable[[Path], None]:
    """Change results.json as it stands, id and data included."""

    def forge(folder: Path) -> None:
        results = results_in(folder)
        change(results)
        (folder / "results.json").write_text(as_text(results), encoding="utf-8")

    return with_manifest(forge)


def data_of(results: dict, thorough: bool) -> dict:
    return data_hashes(results) if thorough else results["data"]


def with_text(change: Callable[[str], str]) -> Callable[[Path], None]:
    def forge(folder: Path) -> None:
        path = folder / "results.json"
        path.write_bytes(change(path.read_text(encoding="utf-8")).encode("utf-8", "surrogatepass"))

    return with_manifest(forge)


def with_manifest_of(change: Callable[[dict], Any]) -> Callable[[Path], None]:
    def forge(folder: Path) -> None:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        change(manifest)
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")

    return forge


# The forgeries.
def forgeries(report: Path) -> Iterator[Forgery]:
    results = results_in(report)
    yield from of_files(report)
    yield from of_foreign_things()
    yield from of_texts()
    yield from of_forms(results)
    yield from of_values(results)
    yield from of_rows()
    yield from of_manifests(report)


def of_files(report: Path) -> Iterator[Forgery]:
    for path in sorted(path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()):
        for name, change in CHANGES.items():
            forge = partial(below, path, change)
            yield Forgery(f"{path} {name}", forge)
            if path != "manifest.json" and name not in ("a folder", "sparse, 16 GB"):
                yield Forgery(f"{path} {name}, and listed so", with_manifest(forge))


def below(place: str, change: Callable[[Path], Any], folder: Path) -> None:
    change(folder / place)


def changed_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)


def replaced(path: Path, make: Callable[[Path], Any]) -> None:
    path.unlink()
    make(path)


def linked(path: Path) -> None:
    outside = path.parent.parent / f"outside-{path.name}"
    path.rename(outside)
    path.symlink_to(outside)


CHANGES: dict[str, Callable[[Path], Any]] = {
    "one bit": changed_bit,
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "shorter": lambda path: path.write_bytes(path.read_bytes()[: -len(path.read_bytes()) // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "removed": lambda path: path.unlink(),
    "a link to it": linked,
    "a link to /dev/zero": lambda path: replaced(path, lambda there: there.symlink_to("/dev/zero")),
    "a link to nothing": lambda path: replaced(path, lambda there: there.symlink_to("nothing")),
    "a pipe": lambda path: replaced(path, os.mkfifo),
    "a folder": lambda path: replaced(path, Path.mkdir),
    "sparse, 16 GB": lambda path: os.truncate(path, 16 * 2**30),
}


def of_foreign_things() -> Iterator[Forgery]:
    for where in ("", "cards/", "data/", "figures/"):
        for name, make in THINGS.items():
            forge = partial(below, where, make)
            yield Forgery(f"{where}{name} added", forge)
            if "file" in name:
                yield Forgery(f"{where}{name} added and listed", with_manifest(forge))


def _socket(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, contextlib.chdir(folder):
        made.bind("s")


THINGS: dict[str, Callable[[Path], Any]] = {
    "a file": lambda folder: (folder / "more.csv").write_text("x"),
    "a hidden file": lambda folder: (folder / ".more").write_text("x"),
    "a file with escapes in its name": lambda folder: (folder / "\x1b[2Jx\nverifies").write_text("x"),
    "a file whose name is no text": lambda folder: open(os.fsencode(folder) + b"/\xff", "w").close(),
    "a file with a long name": lambda folder: (folder / ("x" * 200)).write_text("x"),
    "an empty folder": lambda folder: (folder / "more").mkdir(),
    "a folder with a file": lambda folder: ((folder / "more").mkdir(), (folder / "more" / "x").write_text("x")),
    "a link to a file": lambda folder: (folder / "more.csv").symlink_to("/etc/hostname"),
    "a link to its own folder": lambda folder: (folder / "more").symlink_to("."),
    "a pipe": lambda folder: os.mkfifo(folder / "more.csv"),
    "a socket": _socket,
}


def of_texts() -> Iterator[Forgery]:
    """results.json as text: no JSON, other JSON of the same content, and what only some readers accept."""
    changes: dict[str, Callable[[str], str]] = {
        "no JSON": lambda text: text[:-3],
        "two documents": lambda text: text + text,
        "a list": lambda text: f"[{text}]",
        "a number": lambda text: "1",
        "a byte order mark": lambda text: "\ufeff" + text,
        "other blanks": lambda text: text.replace("\n ", "\n  "),
        "other line ends": lambda text: text.replace("\n", "\r\n"),
        "escaped letters": lambda text: text.replace('"claims"', r'"\u0063laims"', 1),
        "nested without end": lambda text: '{"schema": ' * 100_000,
        "nested deeply": lambda text: text.replace('"seed": ', '"seed": ' + "[" * 300 + "]" * 300 + ', "seed": ', 1),
        "a number of 5,000 digits": lambda text: re.sub(r'"seed": \d+', '"seed": ' + "1" * 5000, text),
        "an integer for a float": lambda text: re.sub(r'"value": (\d+)\.0\b', r'"value": \1', text),
        "half a surrogate pair": lambda text: text.replace('"title": "', r'"title": "\ud800', 1),
        "a control character": lambda text: text.replace('"text": "', r'"text": "\u001b[2J', 1),
        "a mark that turns the text": lambda text: text.replace('"text": "', r'"text": "\u202e', 1),
        "a block of metadata": lambda text: text.replace('"text": "', r'"text": "\n\n---\ntitle: other\n---\n\n', 1),
        "a script": lambda text: text.replace('"text": "', '"text": "<script>alert(1)</script> ', 1),
        "a script in a caption": lambda text: text.replace('"caption": "', '"caption": "<script>alert(1)</script> '),
        "an image from outside": lambda text: text.replace('"text": "', '"text": "![x](file:///etc/passwd) ', 1),
    }
    for word in ("NaN", "Infinity", "-Infinity", "1e999"):
        changes[word] = partial(substituted, r'"value": [\d.]+', f'"value": {word}')
    for key, value in (("verdict", "holds"), ("id", "0" * 64), ("key", "other"), ("title", "Other"), ("data", {})):
        forged, true = f'"{key}": {json.dumps(value)}', f'"{key}": '
        changes[f"{key} twice, the forged one first"] = partial(substituted, true, f"{forged}, {true}")
        changes[f"{key} twice, the forged one last"] = partial(substituted, r"\n\}\s*$", f",\n {forged}\n}}\n")
    for name, change in changes.items():
        yield Forgery(f"results.json: {name}", with_text(change))


def substituted(pattern: str, by: str, text: str) -> str:
    return re.sub(pattern, by, text, count=1)


def of_forms(results: dict) -> Iterator[Forgery]:
    """Each part of the results replaced by something of another form, or left out."""
    others = (None, 0, -1.5, "", "x" * 100_000, [], {}, [[]], [1], {"value": {}}, True)
    for path in parts(results):
        for other in (*others, LEFT_OUT):
            if not same_form(other, at(results, path)):
                name = "left out" if other is LEFT_OUT else f"now {json.dumps(other)[:20]}"
                change = partial(put_at, path, other)
                forge = with_json(change) if path[0] in ("id", "data") else with_results(change, thorough=False)
                yield Forgery(f"results.json: {'.'.join(map(str, path))} {name}", forge)


LEFT_OUT = object()


def same_form(other: object, there: object) -> bool:
    return type(other) is type(there) and (other == there or isinstance(other, str | int | float))


def parts(results: dict) -> Iterator[tuple]:
    """The first of each kind of part: where the tests of a reader could be missing."""
    answered = next(i for i, claim in enumerate(results["claims"]) if claim["verdict"] != "open")
    yield from ((key,) for key in results)
    yield from (("claims", answered, key) for key in results["claims"][answered])
    yield from (("experiments", 0, key) for key in results["experiments"][0])
    yield from (("figures", 0, key) for key in results["figures"][0])
    yield from (("figures", 0, "pictures", 0, key) for key in results["figures"][0]["pictures"][0])
    yield from (("experiments", 0, "table", 0, key) for key in list(results["experiments"][0]["table"][0])[:2])
    yield from (("claims", 0), ("claims", answered), ("experiments", 0), ("figures", 0), ("figures", 0, "pictures", 0))


def at(document: Any, path: tuple) -> Any:
    for key in path:
        document = document[key]
    return document


def put_at(path: tuple, value: object, document: Any) -> None:
    *way, last = path
    place = at(document, tuple(way))
    if value is LEFT_OUT:
        del place[last]
    else:
        place[last] = deepcopy(value)


def of_values(results: dict) -> Iterator[Forgery]:
    """Another value of the same form at each kind of leaf, by the forger of hashes and by the thorough one."""
    seen: set[tuple] = set()
    for path, value in leaves(results):
        kind = tuple("*" if isinstance(key, int) else key for key in path)
        if kind in seen or path[0] in ("id", "data"):
            continue
        seen.add(kind)
        other = another(value)
        change = partial(put_at, path, other)
        name = ".".join(map(str, path))
        yield Forgery(f"results.json: another {name}", with_results(change, thorough=False))
        yield Forgery(f"all files: another {name}", with_results(change, thorough=True), "recompute")


def leaves(value: Any, path: tuple = ()) -> Iterator[tuple[tuple, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inside is None:
        yield path, value
    for key, one in inside or ():
        yield from leaves(one, (*path, key))


def another(value: Any) -> Any:
    match value:
        case str():
            return {"holds": "attained", "conditional": "undecided", "exact": "proved"}.get(value, f"{value} indeed")
        case None:
            return "pointwise"
        case bool():
            return not value
        case _:
            return value + 1


def answered(document: dict) -> dict:
    return next(claim for claim in document["claims"] if claim["verdict"] != "open")


def of_rows() -> Iterator[Forgery]:
    """Rows given twice, in another order, or made up; keys that lead elsewhere."""
    false = {"verdict": "refuted", "evidence": "proved", "condition": ""}
    changes: dict[str, Callable[[dict], Any]] = {
        "a forged verdict before the true one": lambda one: one["claims"].insert(0, {**answered(one), **false}),
        "a forged verdict after the true one": lambda one: one["claims"].append({**answered(one), **false}),
        "a claim twice": lambda one: one["claims"].append(answered(one)),
        "the claims turned round": lambda one: one["claims"].reverse(),
        "no claims": lambda one: one["claims"].clear(),
        "a claim made up": lambda one: one["claims"].append({**one["claims"][0], "id": "L32"}),
        "a verdict on what was not looked at": lambda one: one["claims"][0].update(false),
        "what was looked at left open": lambda one: answered(one).update(verdict="open", condition=""),
        "a script in a claim's answer": lambda one: answered(one).update(answer="<script>alert(1)</script>"),
        "a script in a claim's title": lambda one: answered(one).update(short='"><script>alert(1)</script>'),
        "an address that runs in a claim's words": lambda one: answered(one).update(gist="[x](javascript:alert(1))"),
        "half a formula in a claim's words": lambda one: answered(one).update(gist=r"$\frac{1"),
        "a condition without need": lambda one: answered(one).update(verdict="holds", condition="always"),
        "an experiment twice": lambda one: one["experiments"].append(one["experiments"][0]),
        "no experiments": lambda one: one["experiments"].clear(),
        "another experiment's key": lambda one: one["experiments"][0].update(key="growth"),
        "a made up experiment": lambda one: one["experiments"][0].update(key="made-up"),
        "a figure twice": lambda one: one["figures"].append(one["figures"][0]),
        "no figures": lambda one: one["figures"].clear(),
        "a figure of nobody": lambda one: one["experiments"][0]["figures"].clear(),
        "a figure's key that leads out": lambda one: one["figures"][0].update(key="../../../forged"),
        "an experiment's key that leads out": lambda one: one["experiments"][0].update(key="../forged"),
        "a claim's figure that is not there": lambda one: answered(one).update(figure="growth"),
        "a row with another column": lambda one: one["experiments"][0]["table"][-1].update(more=1),
        "a fraction that is not the value": lambda one: one["experiments"][0]["numbers"].update(
            more={"value": 0.5, "exact": "1/3"}
        ),
        "a fraction without end": lambda one: one["experiments"][0]["numbers"].update(
            more={"value": 0.5, "exact": "1e999999999"}
        ),
        "a fraction over zero": lambda one: one["experiments"][0]["numbers"].update(
            more={"value": 0.5, "exact": "1/0"}
        ),
        "a schema of its own": lambda one: one.update(schema="tightrope-results/99"),
        "the full profile": lambda one: one.update(profile="full"),
        "a profile for BibTeX": lambda one: one.update(profile="quick}, title = {Forged"),
    }
    for name, change in changes.items():
        for thorough in (False, True):
            made = f"{'all files' if thorough else 'results.json'}: {name}"
            consistent = thorough and name == "the full profile"
            yield Forgery(made, with_results(change, thorough=thorough), "recompute" if consistent else "verify")
    for name, identity in (("BibTeX", "0}, title = {Forged"), ("zeros", "0" * 64), ("escapes", "\x1b[2J")):
        yield Forgery(f"results.json: an id of {name}", with_json(partial(put_at, ("id",), identity)))


def of_manifests(report: Path) -> Iterator[Forgery]:
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    for path in ((key,) for key in manifest):
        for other in (LEFT_OUT, None, 0, "x", [], {}, [1]):
            change = partial(put_at, path, other)
            name = "left out" if other is LEFT_OUT else f"now {json.dumps(other)}"
            yield Forgery(f"manifest.json: {path[0]} {name}", with_manifest_of(change))
    changes: dict[str, Callable[[dict], Any]] = {
        "an artifact twice": lambda one: one["artifacts"].append(one["artifacts"][0]),
        "artifacts turned round": lambda one: one["artifacts"].reverse(),
        "nothing listed": lambda one: one["artifacts"].clear(),
        "a page unlisted": lambda one: one["artifacts"].pop(),
        "a file outside": lambda one: one["artifacts"].append({"path": "../x", "sha256": ""}),
        "a file of the system": lambda one: one["artifacts"].append({"path": "/etc/passwd", "sha256": ""}),
        "more than it has": lambda one: one.update(more=1),
        "no hash": lambda one: one["artifacts"][0].pop("sha256"),
        "no figure numbered": lambda one: one["numbered"].clear(),
        "a figure numbered twice": lambda one: one["numbered"].append(one["numbered"][0]),
        "numbers turned round": lambda one: one["numbered"].reverse(),
        "another number of a figure": lambda one: one["numbered"][0].update(number="Figure 9"),
        "a figure's data outside": lambda one: one["numbered"][0].update(data="../x"),
        "an environment of another form": lambda one: one["environment"].update(packages=[1]),
        "a package of another form": lambda one: one["environment"]["packages"].update(numpy={}),
    }
    for name, change in changes.items():
        yield Forgery(f"manifest.json: {name}", with_manifest_of(change))
    words: dict[str, Callable[[dict], Any]] = {
        "python": lambda one: one["environment"].update(python="2.7"),
        "platform": lambda one: one["environment"].update(platform="another"),
        "numpy": lambda one: one["environment"]["packages"].update(numpy="1.0"),
        "revision": lambda one: one["source"].update(revision="0" * 40),
        "version": lambda one: one["source"].update(version="9"),
    }
    for name, change in words.items():
        yield Forgery(f"manifest.json: another {name}", with_manifest_of(change), "nothing")
        for page in ("index.html", "report.pdf", "report.md", f"figures/{SMALL}.png"):
            for how in ("longer", "removed"):
                page_first = with_manifest(partial(below, page, CHANGES[how]))
                forge = partial(in_turn, (page_first, with_manifest_of(change)))
                yield Forgery(f"manifest.json: another {name}, and {page} {how}", forge)


def in_turn(forges: tuple, folder: Path) -> None:
    for forge in forges:
        forge(folder)

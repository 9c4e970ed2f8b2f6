"""Problem files that are not what they should be: known tricks, changes at random, and valid ones with odd names."""

import copy
import json
import os
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from tightrope.simulators.formats.problem_json import to_document
from tightrope.simulators.names import problem

Write = Callable[[Path], object]

JUNK = (
    *(
        None,
        True,
        -1,
        0,
        2**70,
        0.5,
        "",
        "x",
        [],
        {},
        [[]],
        [None],
        {"": ""},
        "1/0",
        "nan",
        "-1/2",
        "3/2",
        "1e999999999",
    ),
    *(
        "0x10",
        "1_000",
        "١",
        " 1",
        "9" * 5000,
        "1/" + "7" * 1999,
        "\x1b[2J\x1b[31m",
        "\u202egnp",
        "\ud800",
        "a\nb",
        "x" * 10**5,
    ),
)
BYTES = (b"\x00", b"\xff", b"\xef\xbb\xbf", b'"', b"\\", b"{", b"]", b",", b"NaN", b"1e999", b"\\ud800", b"\x1b[2J")


def documents() -> list[dict]:
    """Valid ones: with a learner, with dynamics that change, with an expert that draws, data, and undecided states."""
    tenth = Fraction(1, 10)
    made = [problem("recovery:rho=1/5", 3, tenth), problem("exam", 3, tenth), problem("cycle", 3, Fraction(1, 3))]
    found = [json.loads(json.dumps(to_document(one))) for one in made]
    states, actions = ["a", "b", "end"], ["x", "y"]
    stay = {s: {a: {s: "1"} for a in actions} for s in states}
    found.append(
        {
            **{"format": "tightrope-problem", "version": 1, "states": states, "actions": actions},
            **{"start": {"a": "1/3", "b": "2/3"}, "transition": [stay], "cost": {"a": {"y": "0.25"}}},
            **{"expert": [{"a": "x", "b": {"x": "1/2", "y": "1/2"}, "end": "y"}], "data": ["a"], "undecided": ["end"]},
        }
    )
    return found


def of(states: list[str], actions: list[str], **more) -> dict:
    """A valid problem with these names and a learner who errs with probability 1/10."""
    right, *_, wrong = actions
    return {
        **{
            "format": "tightrope-problem",
            "version": 1,
            "states": states,
            "actions": actions,
            "start": {states[0]: "1"},
        },
        "transition": [{s: {a: {states[-1] if a == wrong else s: "1"} for a in actions} for s in states}],
        **{"cost": {s: {wrong: "1"} for s in states}, "expert": [dict.fromkeys(states, right)]},
        "learner": [{s: {right: "9/10", wrong: "1/10"} for s in states}],
        **more,
    }


def valid() -> Iterator[tuple[str, Write]]:
    for i, document in enumerate(documents()[:3]):
        yield f"document {i}", text(json.dumps(document))
    yield "escapes", text(json.dumps(of(["on", "état", "状态", "\x1b[2J", "\u202e", "a\nb", ""], ["x", "$y"])))
    yield "names of 10,000 characters", text(json.dumps(of(["a" * 10_000, "b" * 10_000], ["x" * 10_000, "y"])))
    yield (
        "a learner's long fraction",
        text(json.dumps(of(["a"], ["x", "y"])).replace("9/10", f"{10**900 * 9}/{10**901}")),
    )
    yield "20,000 states", text(json.dumps(of([f"s{i}" for i in range(20_000)], ["x", "y"])))
    yield "a link", linked


def linked(path: Path) -> None:
    path.with_suffix(".real").write_text(json.dumps(of(["a", "b"], ["x", "y"])), encoding="utf-8")
    path.symlink_to(path.with_suffix(".real"))


def text(content: str) -> Write:
    return lambda path: path.write_bytes(content.encode("utf-8", "surrogatepass"))


def tricks() -> Iterator[tuple[str, Write]]:
    """What must be refused, each for a reason that is known."""
    yield from (("nothing there", lambda path: None), ("a folder", Path.mkdir), ("a FIFO", os.mkfifo))
    for name in ("zero", "urandom", "full", "stdin"):
        yield f"a link to {name}", lambda path, name=name: path.symlink_to(f"/dev/{name}")
    yield "a link to itself", lambda path: path.symlink_to(path)
    yield "a link to memory", lambda path: path.symlink_to("/proc/self/mem")
    yield "a sparse file", lambda path: path.open("wb").truncate(2**34)
    yield "a sparse file that is not too large", lambda path: path.open("wb").truncate(60 * 2**20)
    yield "a list of 200 MB", lambda path: path.write_bytes(b"[" + b"0," * 10**8 + b"0]")
    for name, unit in (("numbers", b"0,"), ("lists", b"[],"), ("objects", b"{},"), ("texts", b'"",')):
        yield f"{name} up to the limit", lambda path, unit=unit: path.write_bytes(b"[" + unit * (2**26 // 3) + b"0]")
    yield "a long text", lambda path: path.write_bytes(b'{"format": "' + b"x" * (60 * 2**20) + b'"}')
    yield "a long name in a message", text(json.dumps(of(["a", "b"], ["x", "y"], data=["z" * 2 * 10**6])))
    yield "an unknown key of 2,000,000 characters", text(json.dumps({**of(["a"], ["x", "y"]), "k" * 2 * 10**6: 1}))
    yield "deep lists", text("[" * 10**6)
    yield "deep objects", text('{"a":' * 10**6)
    yield "closed deep lists", text("[" * 500 + "]" * 500)
    for key, again in (("start", '{"b": "1"}'), ("learner", "[]"), ("version", "1"), ("states", '["a", "b"]')):
        yield f"{key} twice", text(json.dumps(of(["a", "b"], ["x", "y"]))[:-1] + f', "{key}": {again}}}')
    yield "a row twice", text(json.dumps(of(["a", "b"], ["x", "y"])).replace('"x": "9/10"', '"x": "9/10", "x": "9/10"'))
    yield "half a pair", text(json.dumps(of(["a", "\ud800"], ["x", "y"])))
    yield "UTF-16", lambda path: path.write_bytes(json.dumps(of(["a"], ["x", "y"])).encode("utf-16"))
    yield "a state twice", text(json.dumps(of(["a", "a", "b"], ["x", "y"])))
    primes = [n for n in range(10**5, 3 * 10**5) if all(n % d for d in range(2, 550))]
    names = [f"s{i}" for i in range(len(primes))]
    law = {name: f"1/{prime}" for name, prime in zip(names, primes, strict=True)}
    yield "a common denominator that never ends", text(json.dumps(of(names, ["x", "y"], start=law)))
    long = {f"a{i}": f"1/{10**1900 + i}" for i in range(3000)}
    yield "a learner's common denominator", text(json.dumps(of(["s"], [*long], learner=[{"s": long}])))
    many = [f"a{i}" for i in range(1000)]
    wide = {"learner": [{"s": {"a0": "1"}}] * 5000}
    yield "a table much larger than its file", text(json.dumps(of(["s"], many, **wide)))
    for value in ("1e999999999", "9" * 10**6, "1/" + "9" * 10**6, "1/0"):
        yield f"the number {value[:12]}", text(json.dumps(of(["a"], ["x", "y"])).replace("9/10", value))


def changed(rng: random.Random) -> Write:
    """A valid document with one to three changes: to its values, or to its bytes."""
    document = copy.deepcopy(rng.choice(documents()))
    if rng.random() < 0.65:
        for _ in range(rng.randint(1, 2)):
            change_value(rng, document)
        return text(json.dumps(document, ensure_ascii=rng.random() < 0.5))
    content = json.dumps(document).encode()
    return lambda path: path.write_bytes(change_bytes(rng, content))


def change_value(rng: random.Random, document: dict) -> None:
    """One place, at random: another value, no value, another key, a copy of another place, or one more entry."""
    places = list(_places(document))
    inside, key = rng.choice(places)
    match rng.randrange(5):
        case 0 | 1:
            inside[key] = copy.deepcopy(rng.choice(JUNK))
        case 2:
            del inside[key]
        case 3:
            other, there = rng.choice(places)
            inside[key] = copy.deepcopy(other[there])
        case _:
            new = rng.choice([one for one in JUNK if isinstance(one, str)])
            inside.insert(0, new) if isinstance(inside, list) else inside.__setitem__(new, inside.pop(key))


def _places(inside) -> Iterator[tuple]:
    for key in list(inside) if isinstance(inside, dict) else range(len(inside)):
        yield inside, key
        if isinstance(inside[key], dict | list):
            yield from _places(inside[key])


def change_bytes(rng: random.Random, content: bytes) -> bytes:
    """A bit turned, a span cut out or repeated, the end cut off, or something put in; up to three times."""
    for _ in range(rng.randint(1, 3)):
        content = content or b"{"
        start = rng.randrange(len(content))
        end = start + rng.randint(1, 40)
        match rng.choice((0, 0, 0, 0, 1, 2, 3, 4)):
            case 0:
                content = content[:start] + bytes([content[start] ^ 1 << rng.randrange(8)]) + content[start + 1 :]
            case 1:
                content = content[:start] + content[end:]
            case 2:
                content = content[:end] + content[start:]
            case 3:
                content = content[:start] or b"{"
            case _:
                content = content[:start] + rng.choice(BYTES) + content[start:]
    return content

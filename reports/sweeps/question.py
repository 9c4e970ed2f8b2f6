"""What a sweep asks: what is the same for all its cells, and the grid of them.

A cell is content-addressed. Its key is the first 128 bits of sha256 over canonical JSON (RFC 8785) of

    {"asked": what is the same for all cells, the version of the code with it; "cell": the value under each name}

so it does not depend on the other cells, on their order, or on who computes it. Fractions are written "p/q" in it. Its
random stream, if it takes one, starts from `seed_of(key)`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import product
from math import prod
from typing import Any

import rfc8785

from tightrope.reports.sweeps.axes import Value
from tightrope.simulators.model.problem import Problem

KEY_DIGITS = 32
SEED = "estimate_seed"  # the name of the axis of seeds


@dataclass(frozen=True, kw_only=True)
class Sampled:
    """An estimate from episodes: of which quantity, to within which precision or from how many episodes."""

    quantity: str
    precision: Fraction | None
    episodes: int | None
    confidence: Fraction


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is the same for all cells; small, for it goes to the workers with every batch.

    subject     problem or experiment; `name` is the family's key, the file's path, or the experiment's key
    quantities  of a problem, by their names in `quantities`; an experiment measures what it measures
    given       the problem of a file, which was read once; `content` is its hash
    profile     of an experiment
    code        `code.version`: which code measures
    """

    subject: str
    name: str
    quantities: tuple[str, ...] = ()
    arithmetic: str = ""
    sampled: Sampled | None = None
    given: Problem | None = None
    content: str = ""
    profile: str = ""
    code: str = ""

    def document(self) -> dict[str, Any]:
        """What is part of every cell's key, as JSON; what is empty is left out."""
        kept = {
            self.subject: self.content or self.name,
            "quantities": list(self.quantities),
            "arithmetic": self.arithmetic,
            "estimate": None if self.sampled is None else {k: plain(v) for k, v in vars(self.sampled).items()},
            "profile": self.profile,
            "code": self.code,
        }
        return {name: value for name, value in kept.items() if value}


@dataclass(frozen=True)
class Cell:
    """Its key, and the value under each of the grid's names, in their order."""

    key: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """All pairs of a base and a value of every axis; a base has the values that no axis changes, by name.

    `names` are all names, in the order of a row's columns.
    """

    question: Question
    names: tuple[str, ...]
    bases: tuple[dict[str, Value], ...]
    axes: dict[str, tuple[Value, ...]]
    fastest: str = "horizon"

    def __len__(self) -> int:
        return len(self.bases) * prod(map(len, self.axes.values()))

    def __iter__(self) -> Iterator[Cell]:
        """The cells, the horizon running fastest, or epsilon: neighbours may share passes (`problems`)."""
        running = sorted(self.axes, key=lambda name: (name == self.fastest, list(self.axes).index(name)))
        written = [[(value, _written(value)) for value in self.axes[name]] for name in running]
        places = sorted(self.names)
        opening = b'{"asked":' + rfc8785.dumps(self.question.document()) + b',"cell":{'
        labels = [(b"," * bool(i)) + rfc8785.dumps(name) + b":" for i, name in enumerate(places)]
        beginning = sha256(opening)
        for base in self.bases:
            fixed = {name: (value, _written(value)) for name, value in base.items()}
            for chosen in product(*written):
                at = {**fixed, **dict(zip(running, chosen, strict=True))}
                digest = beginning.copy()
                for label, name in zip(labels, places, strict=True):
                    digest.update(label + at[name][1])
                digest.update(b"}}")
                yield Cell(digest.hexdigest()[:KEY_DIGITS], tuple(at[name][0] for name in self.names))

    def with_code(self, version: str) -> "Grid":
        return replace(self, question=replace(self.question, code=version))


def seed_of(key: str) -> int:
    """Where a cell's stream begins, 0 <= seed < 2^128: a hash of its key, which is itself one of all that is asked."""
    return int.from_bytes(sha256(f"stream of {key}".encode()).digest()[:16], "big")


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    return str(value) if isinstance(value, Fraction) else value


def _written(value: Value) -> bytes:
    """Canonical JSON of a value. Whole numbers beyond 2^53 are texts, for JSON's own are floats."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return json.dumps(str(value)).encode()
    return rfc8785.dumps(plain(value))

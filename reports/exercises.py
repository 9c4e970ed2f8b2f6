"""Exercises for who has read the report, from exercises.md: each with an answer and a command that shows its number."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".md")


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """Markdown; `shows` is a part of what the command prints, `claims` are those that it is about."""

    claims: tuple[str, ...]
    question: str
    answer: str
    command: str
    shows: str


@cache
def exercises() -> tuple[Exercise, ...]:
    """All of them, in order. Raises ValueError if one lacks a part."""
    parts = re.split(r"^## \d+: (.+)\n", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return tuple(_exercise(*one) for one in zip(parts[::2], parts[1::2], strict=True))


def exercises_on(claim: str) -> list[int]:
    """The numbers of those that are about a claim."""
    return [number for number, one in enumerate(exercises(), 1) if claim in one.claims]


def _exercise(claims: str, text: str) -> Exercise:
    parts = [" ".join(part.split("\n")) for part in text.strip().split("\n\n")]
    if len(parts) != 4 or not parts[2].startswith("Command: ") or not parts[3].startswith("Shows: "):
        raise ValueError(f"{SOURCE.name}: an exercise has a question, an answer, 'Command: ...' and 'Shows: ...'")
    question, answer, command, shows = parts
    return Exercise(
        claims=tuple(claims.split(", ")),
        question=question,
        answer=answer,
        command=command.split(": ", 1)[1],
        shows=shows.split(": ", 1)[1],
    )

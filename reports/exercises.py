"""Exercises for who has read the report, from exercises.md: each with an answer and a command that shows its number."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".md")


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """Markdown; `shows` is a part of what the command prints."""

    question: str
    answer: str
    command: str
    shows: str


@cache
def exercises() -> tuple[Exercise, ...]:
    """All of them, in order. Raises ValueError if one lacks a part."""
    return tuple(map(_exercise, re.split(r"^## \d+\n", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]))


def _exercise(text: str) -> Exercise:
    parts = [" ".join(part.split("\n")) for part in text.strip().split("\n\n")]
    if len(parts) != 4 or not parts[2].startswith("Command: ") or not parts[3].startswith("Shows: "):
        raise ValueError(f"{SOURCE.name}: an exercise has a question, an answer, 'Command: ...' and 'Shows: ...'")
    question, answer, command, shows = parts
    return Exercise(question=question, answer=answer, command=command.split(": ", 1)[1], shows=shows.split(": ", 1)[1])

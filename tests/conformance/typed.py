"""Mathematics as it is typed on a keyboard, where a reader should see it set: epsilon, T**2, 10^6, p_star, 1e-5."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

PLACEHOLDER = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
SET = re.compile(  # what is set, or meant to be typed: formulas, code, identifiers, links' targets
    r"\$\$.*?\$\$|\$[^$]*\$|```.*?```|`[^`]*`|\{[^{}]*\}|\]\([^)]*\)|@[\w:-]+", re.DOTALL
)
GREEK = "alpha|beta|gamma|delta|epsilon|eta|theta|lambda|mu|pi|rho|sigma|tau|phi|omega"
TYPED = re.compile(
    rf"(?<![\w-])(?:{GREEK})s?(?![\w-])"
    r"|\S*\^\S*|[\w)]\*\*[\w(]|\w+_\w+|\d[eE][-+]?\d+|\d \* \d|<=|>=|!=|->|\\[A-Za-z]+|[a-z-]+:[A-Za-z]+[=\d-]\S*"
    r"|\b(?:log|ln|exp|sqrt|sum)\("
)
WORDS_OF_TEX = re.compile(r"\\(?:mathrm|text|mathbb|mathit|operatorname|begin|end)\{[^{}]*\}|\\[A-Za-z]+")


def typed(text: str) -> list[str]:
    """What is typed of a text: outside of formulas and code, and in formulas the words that are set as letters."""
    text = PLACEHOLDER.sub(" ", text)
    formulas = [WORDS_OF_TEX.sub(" ", one) for one in re.findall(r"\$+([^$]+)\$+", text)]
    set_as_letters = [word for one in formulas for word in re.findall(r"[A-Za-z]{3,}|_\{?[A-Za-z]{2,}", one)]
    return TYPED.findall(SET.sub(" ", text)) + set_as_letters


def texts(value: object) -> Iterator[str]:
    """Every text in a value of our own, with the keys of mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts(key)
            yield from texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)

"""Text of strangers on a terminal: short, on one line, and unable to move a cursor or to turn the direction."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.simulators.model.terminal import LONGEST, escaped, line, listed, quoted


@given(st.text())
def test_what_is_escaped_prints_and_is_the_same_in_json(text):
    shown = escaped(text)

    assert all(c.isprintable() or c in "\n\u00a0\u3000" for c in shown)
    assert json.loads(escaped(json.dumps(text, ensure_ascii=False))) == text


@given(st.text(max_size=3 * LONGEST))
def test_a_name_is_one_line_and_short(text):
    assert len(line(text).splitlines()) <= 1
    assert len(line(text)) <= 12 * LONGEST  # each character may become \ud800\udc00


@pytest.mark.parametrize("text", ["\x1b[2J", "\x9b31m", "\u202egnp.exe", "\u2066x", "\r\n", "\x00", "\u2028", "\ud800"])
def test_what_a_terminal_would_obey_is_escaped(text):
    assert line(text).isascii()
    assert line(text).isprintable()


def test_ordinary_names_stay_as_they_are():
    for name in ("on", "état", "状态", "a b", "😀", "folder/problem.json"):
        assert line(name) == name


def test_a_long_path_keeps_its_beginning_and_its_end():
    shown = line("/folder/" + "x" * 10_000 + "/problem.json")

    assert len(shown) < LONGEST
    assert (shown[:8], shown[-13:]) == ("/folder/", "/problem.json")


def test_values_are_quoted_as_python_writes_them_and_short():
    deep = None
    for _ in range(2000):
        deep = [deep]
    assert quoted("x") == "'x'"
    assert quoted(None) == "None"
    for value in (deep, {"a" * 10**6: ["b" * 10**6] * 100}, "c" * 10**6, list(range(10**6))):
        assert len(quoted(value)) <= 2 * LONGEST


def test_of_many_names_the_first_few_are_listed():
    assert listed(["a", "b"]) == "a, b"
    assert listed([f"s{i}" for i in range(20_000)]) == "s0, s1, s2, s3, s4, s5, s6, s7, ... (20000 in all)"

"""Letters: each is defined once, so that no file's letter silently becomes another's."""

import ast
import pickle
from collections import Counter
from pathlib import Path

import pytest

from tightrope.bounds.language import letters
from tightrope.bounds.language.letter import COUNT, NATURAL, REAL, Domain, Index, Letter, Scope, placed

END = Letter("n", COUNT)
HERE, EVER = Index("i", last=END, tex=r"\iota", home="here"), Index("j", tex="j")


def changing(index, *, tex="x", before_last=False):
    return Letter("x", REAL, Scope(words="a value", index=index, before_last=before_last), tex=tex, home="here")


def test_no_letter_is_defined_twice():
    tree = ast.parse(Path(letters.__file__).read_text(encoding="utf-8"))
    names = [target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]

    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize(("least", "whole"), [(None, False), (None, True), (0, False), (0, True), (1, True)])
def test_a_domain_begins_nowhere_at_0_or_at_the_whole_number_1(least, whole):
    assert Domain(words="numbers", least=least, whole=whole).least == least


@pytest.mark.parametrize(("least", "whole"), [(1, False), (2, True), (2, False), (-1, True)])
def test_a_domain_that_begins_elsewhere_is_refused(least, whole):
    with pytest.raises(ValueError, match=f"a domain begins at 0, .*; got {least}: numbers"):
        Domain(words="numbers", least=least, whole=whole)


def test_a_value_elsewhere_is_written_with_a_mark_if_the_letter_has_a_way_of_its_own_to_be_written():
    x = changing(HERE)

    assert (x.start.tex, x.next.tex, x.end.tex) == (r"{x}\big|_0", "{x}'", r"{x}\big|_T")
    assert changing(HERE, tex="").next.tex == ""


@pytest.mark.parametrize(
    ("letter", "places"),
    [
        (changing(HERE), {"start", "next", "end"}),
        (changing(HERE, before_last=True), {"start"}),  # the last decision has none after it
        (changing(EVER), {"start", "next"}),  # what never ends has no value at its end
        (changing(EVER, before_last=True), {"start", "next"}),
        (changing(HERE).next, set()),
    ],
)
def test_a_letter_has_a_value_elsewhere_where_there_is_one(letter, places):
    for place in ("start", "next", "end"):
        if place in places:
            assert getattr(letter, place).place == place
        else:
            with pytest.raises(ValueError, match=f"has no value at the {place}"):
                getattr(letter, place)


def test_all_letters_move_at_once():
    x = changing(HERE)

    assert placed(x * HERE + END, "next", HERE) == x.next * (HERE + 1) + END
    assert placed(x + HERE, "end", HERE) == x.end + END


@pytest.mark.parametrize(
    "letter", [changing(HERE), changing(HERE).next, HERE, EVER, END, Letter("m", NATURAL, tex="m")]
)
def test_a_letter_that_was_stored_is_the_same_in_all_that_it_says(letter):
    again = pickle.loads(pickle.dumps(letter))

    assert again == letter
    assert (again.tex, again.home, again.identity) == (letter.tex, letter.home, letter.identity)

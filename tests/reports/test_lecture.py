"""The lecture's claims: numbered, in sections, and each says where it is looked at."""

import json
from collections import Counter
from itertools import groupby

import pytest

from tightrope.bounds.catalogue import DERIVATIONS
from tightrope.reports.commands.cli import main
from tightrope.reports.experiments import ALL
from tightrope.reports.lecture import CLAIMS, claim


def test_claims_are_numbered_in_the_order_of_the_lecture():
    assert [one.id for one in CLAIMS] == [f"L{number}" for number in range(1, 32)]


def test_each_section_is_one_block():
    blocks = [section for section, _ in groupby(one.section for one in CLAIMS)]
    assert len(blocks) == len(set(blocks)) == 7


def test_only_the_two_analyses_have_a_reading():
    readings = {claim.id: claim.reading for claim in CLAIMS if claim.reading is not None}
    per_step = {f"L{number}": "per_step" for number in range(7, 13)}
    assert readings == {"L5": "pointwise", "L6": "pointwise", **per_step}


@pytest.mark.parametrize("field", ["sentence", "gist"])
def test_no_two_claims_say_the_same(field):
    repeated = [text for text, times in Counter(getattr(claim, field) for claim in CLAIMS).items() if times > 1]
    assert repeated == []


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_claim_is_one_line_of_text(claim):
    for text in (claim.section, claim.sentence, claim.gist):
        assert text
        assert text == " ".join(text.split())
    assert claim.gist.endswith(".")


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_formulas_are_closed(claim):
    for text in (claim.sentence, claim.gist):
        pieces = text.split("$")
        assert len(pieces) % 2 == 1, "an unbalanced dollar"
        for formula in pieces[1::2]:
            assert formula and formula == formula.strip()
            assert formula.count("{") == formula.count("}")
            assert formula.count(r"\left") == formula.count(r"\right")
            assert formula.count(r"\lvert") == formula.count(r"\rvert")


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_sentence_is_chinese_or_a_formula_and_a_gist_is_english(claim):
    outside_formulas = "".join(claim.gist.split("$")[::2])
    assert outside_formulas.isascii()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in claim.sentence) or claim.sentence.startswith("$")


def test_a_claim_says_where_it_is_looked_at_and_every_place_speaks_of_a_claim():
    lines = {(key, line) for one in CLAIMS for key, found in one.lines().items() for line in found}
    told = {(d.key, step.id) for d in DERIVATIONS for step in d.steps if step.lecture}

    assert lines == told
    assert {key for one in CLAIMS for key in one.experiments()} == {one.key for one in ALL if one.claims}
    assert claim("l12").kernel_theorems()[0] == "lecture_bound"
    with pytest.raises(ValueError, match="L1, ..., L31; got 'L99'"):
        claim("L99")


def test_explain_prints_a_claim_with_the_commands_that_show_it(capsys):
    assert main(["explain", "L9"]) == 0
    assert "tightrope derive distribution-shift lines distance-power" in " ".join(capsys.readouterr().out.split())
    assert main(["explain", "L9", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["experiments"] == ["lecture-lines"]

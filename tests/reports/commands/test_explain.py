"""`explain` answers whether a claim is true, and not only where to look."""

import json

import pytest

from tightrope.reports.commands import explain
from tightrope.reports.commands.cli import main
from tightrope.reports.evidence.verdict import EVIDENCE, VERDICTS
from tightrope.reports.lecture import CLAIMS, claim


def test_every_verdict_and_every_evidence_has_words():
    assert set(explain.VERDICTS) == set(VERDICTS)
    assert set(explain.EVIDENCE) == set(EVIDENCE) - {"none"}


@pytest.mark.parametrize("one", CLAIMS, ids=lambda one: one.id)
def test_a_claim_is_answered_as_the_standard_report_answers_it(one, capsys):
    (found,) = [each for each in json.loads(explain.STANDARD.read_text())["claims"] if each["id"] == one.id]
    main(["explain", one.id])
    out = " ".join(capsys.readouterr().out.split())

    assert explain.VERDICTS[found["verdict"]] in out
    assert ("Condition: " in out) == bool(found.get("condition"))
    assert all(f"report --only {key}" in out for key in one.experiments())


def test_the_reading_of_a_claim_is_said_in_words(capsys):
    main(["explain", "L6"])

    assert "in every state that the expert can be in" in capsys.readouterr().out


def test_a_package_without_the_standard_report_says_where_the_answer_comes_from(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(explain, "STANDARD", tmp_path / "results.json")
    main(["explain", "L6"])

    assert "tightrope report" in capsys.readouterr().out


def test_a_claim_is_known_by_its_number_too():
    assert claim("12") is claim("l12") is claim("L12")

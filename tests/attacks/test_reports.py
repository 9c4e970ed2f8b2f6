"""The attack on `verify`, a short one, and that it would see a fall."""

import pytest

from tests.attacks import reports
from tests.attacks.forgeries import Forgery
from tests.attacks.reports import attack, small_report


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return small_report(tmp_path_factory.mktemp("attacked") / "report")


def test_no_forgery_verifies(report, record_property):
    tally = attack(report, every=37)
    tried = tally.tried["verify"] + tally.tried["recompute"]
    record_property("tried", f"forged reports: tried {tried}, fell {len(tally.fell)}")

    assert tally.fell == []
    assert tally.tried["verify"] > 20
    assert tally.tried["recompute"] > 0


def test_a_forgery_that_verifies_would_be_seen(report, monkeypatch):
    monkeypatch.setattr(reports, "forgeries", lambda report: [Forgery("nothing changed", lambda folder: None)])

    assert attack(report).fell[0].startswith("nothing changed: status 0")

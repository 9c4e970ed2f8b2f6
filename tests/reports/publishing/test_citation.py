"""BibTeX of the software and of reports: one entry each, whatever a forged results.json says."""

import pytest

from tightrope.reports.publishing.citation import _entry, report, software


def test_the_software_is_one_entry():
    assert software().count("@") == 1


@pytest.mark.parametrize(
    "value",
    [
        "a}}\n@misc{forged, title = {b",
        "a}, note = {b",
        "}{",
        "{",
        "\\input{secrets}",
        "\\write18{rm}",
        "a\x1b[2J",
        "a\u202eb",
        "\ud800",
    ],
)
def test_a_value_cannot_end_its_entry_or_run_tex(value):
    for fields in ({"key": "k", "title": value}, {"key": value, "title": "t"}):
        with pytest.raises(ValueError, match="plain text on one line"):
            _entry("misc", **fields)


def test_a_report_whose_id_is_forged_is_not_cited():
    with pytest.raises(ValueError, match="results.json has"):
        report({"id": "0}}\n@misc{forged, title = {x}}", "profile": "quick", "experiments": [], "claims": []})


def test_braces_and_escaped_signs_are_text():
    assert "title = {{A {B} of 50 \\%}}" in _entry("misc", key="k", title="{A {B} of 50 \\%}")

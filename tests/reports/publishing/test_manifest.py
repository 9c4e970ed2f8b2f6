"""Which files of a report must come out the same when it is made again, and with which tools."""

import json

import pytest

from tightrope.reports.publishing.manifest import SCHEMA, differing_files

FILES = ("report.md", "data/a.csv", "report.pdf", "figures/a.png")


def report(folder, hashes, tools):
    """A folder that says it holds those files."""
    folder.mkdir()
    results = {"schema": "tightrope-results/1", "id": "x", "profile": "quick", "claims": [], "experiments": []}
    listed = [{"path": path, "sha256": hashes} for path in FILES]
    manifest = {"schema": SCHEMA, "report": "x", "command": "", "artifacts": listed, "environment": {"python": tools}}
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("hashes", "tools", "differing"),
    [
        ("old", "3.11", ()),
        ("old", "3.12", ()),
        ("new", "3.11", FILES),
        ("new", "3.12", ("report.md", "data/a.csv")),  # pictures and pages are another tool's as well
    ],
)
def test_texts_must_be_the_same_whatever_the_tools_and_all_files_with_the_same_tools(
    tmp_path, hashes, tools, differing
):
    made, again = report(tmp_path / "made", "old", "3.11"), report(tmp_path / "again", hashes, tools)

    assert tuple(differing_files(made, again)) == differing

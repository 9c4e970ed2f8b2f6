"""How training went is told in a report and is no part of its id; a stranger's word on it is read as one."""

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tightrope.reports.commands.cli import main
from tightrope.reports.experiments import chosen
from tightrope.reports.publishing import report as making
from tightrope.reports.publishing import results as reading
from tightrope.reports.publishing import training
from tightrope.reports.publishing.experiment import QUICK
from tightrope.reports.publishing.files import write_texts
from tightrope.reports.publishing.manifest import write_manifest
from tightrope.reports.publishing.results import as_text, contradictions, results_id

ENTRY = {
    "name": "some_network",
    "words": "some network, *not* markup",
    "steps": 7,
    "seconds": 1.5,
    "bands": {"hits a tree": "at most 0.02"},
    "spread": {"hits a tree": [0.001, 0.002, 0.03], "loss": [1.0, 2.0, 3.0]},
    "outcomes": [
        {"seed": 1, "outcome": "within", "numbers": {"hits a tree": 0.001, "loss": 1.0}},
        {"seed": 2, "outcome": "training diverged at step 3", "numbers": {}},
        {"seed": 3, "outcome": "hits a tree is 0.03", "numbers": {"hits a tree": 0.03, "loss": 3.0}},
        {"seed": 4, "outcome": "within", "numbers": {"hits a tree": 0.002, "loss": 2.0}},
    ],
    "versions": {"python": "3.11.7", "numpy": "2.0"},
}


@pytest.fixture(scope="module")
def networked():
    """A small experiment that shows the network of ENTRY."""
    (one,) = chosen(["recoverability"])
    return replace(one, networks=("some_network", "never_trained"))


@pytest.fixture(scope="module")
def report(networked, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports") / "some"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "training", lambda: [ENTRY])
        making.write_report(folder, (networked,), QUICK)
    return folder


@pytest.fixture
def known(networked, monkeypatch):
    """The program knows that experiment, and told of ENTRY."""
    monkeypatch.setattr("tightrope.reports.publishing.scope.experiments", lambda results: (networked,))
    monkeypatch.setattr("tightrope.reports.publishing.scope.is_whole", lambda results: False)


def results(folder):
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


def test_what_a_report_says_of_training_is_told_on_its_page(report):
    text = (report / "report.md").read_text(encoding="utf-8")

    assert "# How training went" in text
    row = next(line for line in text.splitlines() if line.startswith("| some network"))
    assert [cell.strip() for cell in row.strip("|").split("|")] == [
        r"some network\, \*not\* markup", "7", "2", "2 of 4 seeds", "hits a tree", r"0\.002", r"at most 0\.02",
    ]  # fmt: skip


def test_every_number_of_training_is_in_the_data_and_changes_no_id(report):
    first, *rows = csv.DictReader((report / "data" / "training.csv").read_text(encoding="utf-8").splitlines())

    assert (first["number"], first["least"], first["most"]) == ("hits a tree", "0.001", "0.03")
    assert first["must be"] == "at most 0.02"
    assert [(row["number"], row["median"], row["must be"]) for row in rows] == [("loss", "2.0", "no band")]
    assert "training" not in " ".join(results(report)["data"])


def test_the_id_does_not_change_if_only_the_training_does_and_changes_with_all_else(report):
    document = results(report)

    for other in ([], [ENTRY | {"seconds": 9.0}]):
        assert results_id(document | {"training": other}) == document["id"]
    for part in set(document) - {"training", "id"}:
        assert results_id(document | {part: "another"}) != document["id"]


def test_a_report_with_training_verifies_and_says_what_that_does_not_establish(report, known, capsys):
    assert main(["verify", str(report), "--texts"]) == 0
    assert "Not established: how training went" in capsys.readouterr().out


def test_recomputed_where_training_went_otherwise_it_is_the_same(report, known, capsys):
    assert main(["verify", str(report), "--texts", "--recompute"]) == 0  # here no network of that name was trained


def test_a_page_that_tells_of_another_training_than_the_results_is_found(report, known, tmp_path, capsys):
    copied = Path(shutil.copytree(report, tmp_path / "copy"))
    page = copied / "report.md"
    page.write_text(page.read_text(encoding="utf-8").replace("2 of 4 seeds", "4 of 4 seeds"), encoding="utf-8")
    write_manifest(copied, results(copied))

    assert main(["verify", str(copied), "--texts"]) == 1
    assert "report.md is not what follows" in capsys.readouterr().out


def test_a_report_from_before_training_was_told_is_read_and_has_no_such_table(report, known, tmp_path):
    document = {part: one for part, one in results(report).items() if part != "training"}
    write_texts(document, tmp_path)

    assert reading.read_results(tmp_path) == document
    assert contradictions(document) == []
    assert "How training went" not in (tmp_path / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"seconds": "long"},
        {"outcomes": [{"seed": 1}]},
        {"spread": {"loss": [1.0]}},
        {"spread": {"loss": [1.0, 2.0, 1e999]}},
        {"bands": {"loss": 2}},
        {"versions": {"numpy": 2}},
        {"words": "\x1b[2J"},
        {"more": 1},
    ],
)
def test_training_of_another_form_is_bad_input(report, tmp_path, change):
    document = results(report)
    document["training"] = [ENTRY | change]
    (tmp_path / "results.json").write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(ValueError):
        reading.read_results(tmp_path)


OTHER, LATER = ({**ENTRY, "name": name} for name in ("another", "never_trained"))


@pytest.mark.parametrize("entries", [[ENTRY, ENTRY], [OTHER], [LATER, ENTRY]])
def test_training_of_networks_that_are_not_shown_or_twice_or_in_another_order_is_found(report, known, entries):
    document = results(report) | {"training": entries}

    assert any("training is not of networks" in line for line in contradictions(document))
    assert as_text(document)


def test_a_spread_that_the_seeds_do_not_have_is_found(report, known):
    better = {"hits a tree": [0.001, 0.001, 0.002], "loss": [1.0, 2.0, 3.0]}
    document = results(report) | {"training": [ENTRY | {"spread": better}]}

    assert any("a spread that its seeds do not have" in line for line in contradictions(document))
    assert contradictions(document | {"training": [ENTRY]}) == []

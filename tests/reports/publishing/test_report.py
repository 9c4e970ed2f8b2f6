"""The report: whole, checkable, the same every time; and never half written."""

import json
import re
from pathlib import Path

import pytest

from tightrope.reports.commands.cli import main
from tightrope.reports.evidence.verdict import Answer, number, rounded
from tightrope.reports.experiments import ALL, chosen
from tightrope.reports.publishing.check import problems_of
from tightrope.reports.publishing.citation import report as citation
from tightrope.reports.publishing.experiment import QUICK, Experiment
from tightrope.reports.publishing.prose import Prose
from tightrope.reports.publishing.report import run_experiments, write_report

ROOT = Path(__file__).parents[3]
SOME = chosen(["lecture-lines", "on-policy-cost", "distance"])


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports") / "some"
    write_report(folder, SOME, QUICK)
    return folder


@pytest.fixture
def copied(report, tmp_path):
    import shutil

    return Path(shutil.copytree(report, tmp_path / "copy"))


@pytest.fixture
def prose(tmp_path_factory):
    path = tmp_path_factory.mktemp("prose") / "some.md"
    path.write_text("# A title\n\n> A question?\n\nText.\n", encoding="utf-8")
    return Prose(path)


def results(folder):
    return json.loads((folder / "results.json").read_text(encoding="utf-8"))


def test_a_report_has_all_its_parts_and_verifies(report):
    names = {path.relative_to(report).as_posix() for path in report.rglob("*")}

    assert {"index.html", "report.pdf", "report.md", "results.json", "manifest.json", "cite.bib"} <= names
    assert {
        "figures/distance.svg",
        "figures/distance.png",
        "data/distance.csv",
        "data/lecture-lines-table.csv",
    } <= names
    assert problems_of(report) == []


def test_every_claim_is_there_and_what_nobody_answered_is_open(report):
    claims = {claim["id"]: claim for claim in results(report)["claims"]}
    answered = {claim for experiment in SOME for claim in experiment.claims}

    assert list(claims) == [f"L{i}" for i in range(1, 32)]
    assert {key for key, claim in claims.items() if claim["verdict"] != "open"} == answered
    assert claims["L8"]["verdict"] == "refuted"
    assert claims["L12"]["verdict"] == "holds"
    assert claims["L29"]["verdict"] == "open"


def test_each_claim_is_answered_by_at_most_one_experiment():
    answered = [claim for experiment in ALL for claim in experiment.claims]

    assert len(answered) == len(set(answered))


def test_the_same_experiments_give_the_same_id_and_files(report, tmp_path):
    again = write_report(tmp_path / "again", SOME, QUICK)

    assert again["id"] == results(report)["id"]
    for name in ("index.html", "report.pdf", "figures/distance.svg", "figures/distance.png", "data/distance.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (report / name).read_bytes(), name


def test_a_changed_number_a_changed_file_and_a_foreign_file_are_found(copied, capsys):
    assert main(["verify", str(copied)]) == 0
    text = (copied / "results.json").read_text(encoding="utf-8")
    (copied / "results.json").write_text(text.replace('"refuted"', '"holds"', 1), encoding="utf-8")
    (copied / "data" / "more.csv").write_text("x", encoding="utf-8")

    assert main(["verify", str(copied)]) == 1
    said = capsys.readouterr().out
    assert "results.json: the id is" in said
    assert "results.json has changed" in said
    assert "data/more.csv is not part of the report" in said


def test_recomputing_finds_results_that_never_came_out(copied):
    document = results(copied)
    document["experiments"][1]["numbers"]["invented"] = number(1.0)
    document["id"] = results_id(document)
    (copied / "results.json").write_text(json.dumps(document), encoding="utf-8")
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    manifest["report"] = document["id"]
    for entry in manifest["artifacts"]:
        entry["sha256"] = file_hash(copied / entry["path"])
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    assert main(["verify", str(copied)]) == 0
    assert main(["verify", str(copied), "--recompute"]) == 1


def test_a_failing_experiment_leaves_the_old_report_and_nothing_else(copied, prose):
    def fail(cell, profile):
        raise RuntimeError("the experiment broke")

    broken = Experiment(key="broken", prose=prose, cells=(1,), measure=fail)
    before = {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()}
    with pytest.raises(RuntimeError):
        write_report(copied, (broken,), QUICK)

    assert {path: path.read_bytes() for path in copied.rglob("*") if path.is_file()} == before
    assert [path.name for path in copied.parent.iterdir()] == [copied.name]


def test_a_folder_with_something_else_in_it_is_not_overwritten(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work", encoding="utf-8")

    with pytest.raises(ValueError, match="not empty and holds no report"):
        write_report(tmp_path, SOME, QUICK)
    assert (tmp_path / "thesis.tex").exists()


def test_a_report_folder_with_notes_in_it_is_not_overwritten(copied):
    (copied / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(ValueError, match="not part of its report, notes.txt"):
        write_report(copied, SOME, QUICK)
    assert (copied / "notes.txt").exists()


def test_an_unknown_experiment_leaves_no_folder_behind(tmp_path):
    assert main(["report", "--out", str(tmp_path / "a" / "b"), "--only", "nobody"]) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("results.json", '{"schema": "tightrope-results/1"}'),
        ("manifest.json", '{"schema": "tightrope-manifest/1", "report": "x", "command": "", "artifacts": [1]}'),
        ("results.json", "[]"),
    ],
)
def test_a_malformed_report_is_bad_input(copied, name, content):
    (copied / name).write_text(content, encoding="utf-8")

    assert main(["verify", str(copied)]) == 2
    assert main(["cite", str(copied)]) == 2


def test_a_manifest_that_points_outside_its_folder_is_refused(copied):
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    manifest["artifacts"].append({"path": "../../secret", "sha256": ""})
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    with pytest.raises(ValueError, match="no file of it"):
        problems_of(copied)


def test_recomputing_finds_a_page_that_says_something_else(copied):
    page = copied / "report.md"
    page.write_text(page.read_text(encoding="utf-8").replace("open here", "PROVED here"), encoding="utf-8")
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["artifacts"]:
        entry["sha256"] = file_hash(copied / entry["path"])
    (copied / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    assert main(["verify", str(copied)]) == 0
    assert main(["verify", str(copied), "--recompute"]) == 1


def test_an_experiment_must_answer_just_the_claims_it_names(prose):
    silent = Experiment(key="s", prose=prose, cells=(), measure=lambda cell, profile: {}, claims=("L1",))

    with pytest.raises(RuntimeError, match="must answer"):
        run_experiments((silent,), QUICK, lambda title: None)


def test_a_conditional_verdict_has_a_condition_and_no_other_has():
    with pytest.raises(ValueError, match="condition"):
        Answer(claim="L1", verdict="conditional", evidence="exact", because="")
    with pytest.raises(ValueError, match="no such verdict"):
        Answer(claim="L1", verdict="true", evidence="exact", because="")


def test_numbers_are_rounded_so_that_the_last_bits_of_a_machine_do_not_count():
    assert rounded(0.1 + 0.2) == 0.3
    assert rounded(1 / 3) != rounded(1 / 3 + 1e-9)


def test_the_citation_carries_the_id_of_the_results(report):
    entry = citation(results(report))

    assert results(report)["id"] in entry
    assert re.match(r"@techreport\{tightrope-[0-9a-f]{8},", entry)


def test_the_committed_report_verifies_and_is_the_full_one():
    folder = ROOT / "reports" / "standard"
    claims = {claim["id"]: claim["verdict"] for claim in results(folder)["claims"]}

    assert problems_of(folder) == []
    assert results(folder)["profile"] == "full"
    assert {claims[i] for i in ("L8", "L9", "L11")} == {"refuted"}
    assert claims["L29"] == "conditional"
    assert not json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["source"]["revision"].endswith("+")

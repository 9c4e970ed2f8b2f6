"""The report: whole, checkable, the same every time; and never half written."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.reports import made_once
from tightrope.reports.commands.cli import main
from tightrope.reports.evidence.verdict import Answer, number, rounded
from tightrope.reports.experiments import ALL, chosen
from tightrope.reports.publishing import extras, scope
from tightrope.reports.publishing.check import problems_of
from tightrope.reports.publishing.citation import report as citation
from tightrope.reports.publishing.experiment import QUICK, Experiment
from tightrope.reports.publishing.figure import Axis, Figure, Heat, grid
from tightrope.reports.publishing.files import data_hashes, figures_of, told_by_title, write_drawn, write_texts
from tightrope.reports.publishing.manifest import write_manifest
from tightrope.reports.publishing.prose import Prose
from tightrope.reports.publishing.report import results_of, run_experiments, write_report
from tightrope.reports.publishing.results import as_text, contradictions, sealed
from tightrope.reports.publishing.shape import plain

ROOT = Path(__file__).parents[3]
STANDARD = ROOT / "reports" / "standard"
SOME = chosen(["recoverability", "play-data"])


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports") / "some"
    write_report(folder, SOME, QUICK)
    return folder


@pytest.fixture(scope="module", autouse=True)
def made_files(tmp_path_factory):
    """What verify makes of the same results is made once."""
    with made_once(tmp_path_factory.mktemp("made")):
        yield


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
        "figures/play-data.svg",
        "figures/play-data.png",
        "data/play-data.csv",
        "data/recoverability-table.csv",
    } <= names
    assert problems_of(report) == []


def test_the_manifest_numbers_figures_and_tables_as_the_page_does(report):
    page = (report / "index.html").read_text(encoding="utf-8").replace("\xa0", " ")
    told = json.loads((report / "manifest.json").read_text(encoding="utf-8"))["numbered"]
    shown = re.findall(r"<figcaption[^>]*>\s*(?:<p>)?<strong>([^<]*)\.</strong>", page)

    assert [one["number"] for one in told] == shown and "Figure 2" in shown
    assert {one["id"] for one in told} == set(re.findall(r'id="((?:fig|tbl):[^"]*)"', page))
    assert all((report / one[part]).is_file() for one in told for part in ("file", "data") if one[part])
    assert {one["id"]: one["data"] for one in told}["fig:play-data"] == "data/play-data.csv"


@pytest.mark.parametrize("folder", ["a part", "the standard one"])
def test_every_file_of_numbers_is_linked_in_one_list_and_every_link_leads_to_a_file(report, folder):
    folder = report if folder == "a part" else STANDARD
    page = (folder / "index.html").read_text(encoding="utf-8")
    (listed,) = re.findall(r'<div class="screen files">.*?</div>', page, re.DOTALL)
    beside = set(re.findall(r'href="((?!https?:|#|data:|mailto:)[^"]*)"', page))

    assert set(re.findall(r'href="(data/[^"]*)"', listed)) == {f"data/{p.name}" for p in (folder / "data").iterdir()}
    assert {path for path in beside if not (folder / path).is_file()} == set()


def test_every_claim_is_there_and_what_nobody_answered_is_open(report):
    claims = {claim["id"]: claim for claim in results(report)["claims"]}
    answered = {claim for experiment in SOME for claim in experiment.claims}

    assert list(claims) == [f"L{i}" for i in range(1, 32)]
    assert {key for key, claim in claims.items() if claim["verdict"] != "open"} == answered
    assert claims["L29"]["verdict"] == "conditional"
    assert claims["L8"]["verdict"] == "open"


def test_each_claim_is_answered_by_at_most_one_experiment():
    answered = [claim for experiment in ALL for claim in experiment.claims]

    assert len(answered) == len(set(answered))


def test_the_same_experiments_give_the_same_id_and_files(report, tmp_path):
    again = write_report(tmp_path / "again", SOME, QUICK)

    assert again["id"] == results(report)["id"]
    for name in ("index.html", "report.pdf", "figures/play-data.svg", "figures/play-data.png", "data/play-data.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (report / name).read_bytes(), name


def remade(folder, results):
    """The report of a forger who lets the program make all files of other results."""
    results = sealed({k: v for k, v in results.items() if k not in ("data", "id")}, data_hashes(results))
    write_texts(results, folder)
    write_drawn(results, folder)
    write_manifest(folder, results)


def test_a_changed_number_is_found(copied, capsys):
    text = (copied / "results.json").read_text(encoding="utf-8")
    (copied / "results.json").write_text(text.replace('"exact"', '"proved"', 1), encoding="utf-8")

    assert main(["verify", str(copied)]) == 1
    assert "results.json: the id is" in capsys.readouterr().out


def test_a_changed_page_an_added_file_and_a_link_are_found_although_the_manifest_lists_them(copied, capsys):
    page = copied / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("conditional", "proved", 1), encoding="utf-8")
    (copied / "data" / "more.csv").write_text("x", encoding="utf-8")
    (copied / "cite.bib").rename(copied.parent / "cite.bib")
    (copied / "cite.bib").symlink_to(copied.parent / "cite.bib")
    write_manifest(copied, results(copied))

    assert main(["verify", str(copied)]) == 1
    said = capsys.readouterr().out
    assert "index.html is not what follows from results.json" in said
    assert "data/more.csv (file) is not part of the report" in said
    assert "cite.bib is a link, not a file" in said


def test_texts_alone_are_checked_where_that_is_asked_and_said(copied, capsys):
    for name in ("index.html", "report.md"):
        page = copied / name
        page.write_text(page.read_text(encoding="utf-8").replace("conditional", "proved", 1), encoding="utf-8")
    write_manifest(copied, results(copied))

    assert main(["verify", str(copied), "--texts"]) == 1
    assert capsys.readouterr().out.startswith("report.md is not what follows from results.json\n")


def test_numbers_that_never_came_out_are_found_by_recomputing_only_and_verify_says_so(copied, capsys):
    document = results(copied)
    document["experiments"][1]["numbers"]["invented"] = number(1.0)
    remade(copied, document)

    assert main(["verify", str(copied)]) == 0
    assert "Not established: that its experiments give these numbers" in capsys.readouterr().out
    assert main(["verify", str(copied), "--recompute"]) == 1
    assert "recomputed, play-data comes out differently" in capsys.readouterr().out


def test_a_fraction_that_is_not_its_value_is_found_without_recomputing(copied, capsys):
    document = results(copied)
    document["experiments"][1]["numbers"]["invented"] = {"value": 0.5, "exact": "1/3"}
    (copied / "results.json").write_text(as_text(sealed(document, document["data"])), encoding="utf-8")

    assert main(["verify", str(copied)]) == 1
    assert "invented is no number" in capsys.readouterr().out


def test_a_map_in_colours_is_drawn_and_is_no_wrong_number(report):
    document, axis = results(report), Axis(label="x")
    shown = Heat(x=axis, y=axis, grid=grid("cost", [1, 2], [1], [[3, 4]]))
    document["figures"].append(plain(Figure(key="map", see="", caption="", alt="", pictures=(shown,))))
    document["experiments"][-1]["figures"].append("map")

    assert contradictions(sealed(document, data_hashes(document))) == []
    assert figures_of(document)[-1].pictures == (shown,)


def test_what_is_checked_does_not_depend_on_what_the_manifest_says(copied):
    (copied / "index.html").unlink()
    write_manifest(copied, results(copied))
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    manifest["environment"] = {"python": "2.7", "platform": "another", "packages": {}}
    (copied / "manifest.json").write_text(as_text(manifest), encoding="utf-8")

    assert main(["verify", str(copied)]) == 1


def test_a_report_of_other_tools_is_told_which(copied, capsys):
    (copied / "report.pdf").write_bytes(b"another")
    write_manifest(copied, results(copied))
    manifest = json.loads((copied / "manifest.json").read_text(encoding="utf-8"))
    manifest["environment"]["packages"]["typst"] = "0.1"
    (copied / "manifest.json").write_text(as_text(manifest), encoding="utf-8")

    assert main(["verify", str(copied)]) == 1
    assert "made with typst 0.1, here" in capsys.readouterr().out


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
        ("results.json", '{"schema": "tightrope-results/3", "id": "x"}'),
        ("manifest.json", '{"schema": "tightrope-manifest/1", "report": "x", "command": "", "artifacts": [1]}'),
        ("results.json", "[]"),
    ],
)
def test_a_malformed_report_is_bad_input(copied, name, content):
    (copied / name).write_text(content, encoding="utf-8")

    assert main(["verify", str(copied)]) == 2
    assert main(["cite", str(copied)]) == 2


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


def test_a_part_is_titled_and_told_by_what_was_run(report):
    page, entry = (report / "report.md").read_text(encoding="utf-8"), citation(results(report))

    assert 'title: "What DAgger\'s bound needs; Play as data"\n' in page
    assert "Two lines of the proof are false as written" not in page
    assert "nothing in this report speaks of them" not in page
    assert "it looks at 2: L26 (conditional), L29 (conditional)." in page
    assert "tightrope report --quick --only recoverability play-data\n" in page
    assert "title = {{What DAgger's bound needs; Play as data. A part" in entry
    assert "experiments recoverability, play-data}" in entry


def test_a_part_refers_to_no_section_that_only_the_whole_report_has():
    """Otherwise pandoc refuses the page, and `report --only` of this experiment ends with a fault."""
    for one in ALL:
        page = told_by_title(f"# {one.title} {{#sec:{one.key}}}\n\n{one.prose.source}", scope.titles())
        assert set(re.findall(r"@sec:([\w-]+)", page)) <= {one.key}
    said = told_by_title("# A {#sec:growth}\n\nAs in @sec:growth (@sec:phase-growth).", scope.titles())
    assert said.endswith("As in @sec:growth (*Phase diagram: quadratic, linear, lost*).")


def test_a_whole_report_has_the_title_of_the_whole():
    whole = {"id": "0" * 64, "profile": "full", "experiments": [{"key": one.key} for one in ALL]}

    assert scope.title(whole) == scope.WHOLE
    assert scope.command(whole) == "tightrope report"
    assert "claim by claim. A verification report" in citation(whole)


def test_what_is_not_installed_is_named_before_anything_is_run(monkeypatch, tmp_path):
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name in ("typst", "gymnasium") else name)
    monkeypatch.setattr(Experiment, "run", lambda self, profile: pytest.fail("something was run"))

    with pytest.raises(ValueError, match=r"typst for the pages; gymnasium for growth; .*\[report,gym\]"):
        write_report(tmp_path / "report", chosen(["growth", "recoverability"]), QUICK)
    assert list(tmp_path.iterdir()) == []


def test_the_committed_report_verifies_and_is_the_full_one():
    folder = ROOT / "reports" / "standard"
    claims = {claim["id"]: claim["verdict"] for claim in results(folder)["claims"]}

    assert problems_of(folder, drawn=False) == []
    assert results(folder)["profile"] == "full"
    assert {claims[i] for i in ("L8", "L9", "L11")} == {"refuted"}
    assert claims["L29"] == "conditional"
    assert not json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["source"]["revision"].endswith("+")


def test_experiments_in_processes_of_their_own_give_the_same_results():
    alone, together = (results_of(SOME, QUICK, workers=workers) for workers in (1, 2))

    assert as_text(together) == as_text(alone)


def test_the_id_is_checked_by_hand_as_the_last_section_says(report, tmp_path):
    told = (report / "report.md").read_text(encoding="utf-8")
    program = re.search(r'\npython -c "(.*?)"\n```', told, re.DOTALL)[1]
    (tmp_path / "results.json").write_bytes((report / "results.json").read_bytes())
    said = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == results(report)["id"]

"""ro-crate-metadata.json says truly what is there and how it came about, and refers to nothing that is not in it.

rocrate 0.16 reads it without a network; it is not needed here.
"""

import hashlib
import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from tightrope.reports.experiments import chosen
from tightrope.reports.publishing import citation, crate
from tightrope.reports.publishing.checking import check
from tightrope.reports.publishing.experiment import QUICK
from tightrope.reports.publishing.files import drawn_paths, texts
from tightrope.reports.publishing.report import results_of
from tightrope.reports.publishing.scope import command

ROOT = Path(__file__).parents[3]
SAID = re.compile(r'"@id": "([^"]*)"')


@pytest.fixture(scope="module")
def results():
    return results_of(chosen(["recoverability"]), QUICK)


@pytest.fixture(scope="module")
def files(results):
    return texts(results)


@pytest.fixture(scope="module")
def entities(files):
    return {one["@id"]: one for one in json.loads(files[crate.PATH])["@graph"]}


def test_all_that_it_refers_to_is_described_in_it_or_is_a_standard(files, entities):
    assert set(SAID.findall(files[crate.PATH].decode())) - set(entities) == {crate.CRATE}


def test_it_lists_every_file_but_itself_with_the_hash_of_each_that_is_no_drawing(results, files, entities):
    listed = {path: one for path, one in entities.items() if one["@type"] == "File"}

    assert listed.keys() == {*files, *drawn_paths(results), "manifest.json"} - {crate.PATH}
    assert [one["@id"] for one in entities["./"]["hasPart"]] == sorted(listed)
    for path, one in listed.items():
        assert one.get("sha256") == (hashlib.sha256(files[path]).hexdigest() if path in files else None)


def test_it_is_a_process_run_crate(results, entities):
    root, run = entities["./"], entities["#run"]

    assert root["conformsTo"] == {"@id": crate.PROCESS} and "Profile" in entities[crate.PROCESS]["@type"]
    assert root["mentions"] == {"@id": "#run"} and run["@type"] == "CreateAction"
    assert entities[run["instrument"]["@id"]]["@type"] == "SoftwareApplication"
    assert (run["description"], entities["#results-id"]["value"]) == (command(results), results["id"])
    assert {"name", "description", "license", "datePublished"} <= root.keys()


def test_its_date_is_that_of_the_version_and_no_clock_is_read(results, files):
    assert f"date-released: {citation.RELEASED}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert str(citation.YEAR) == citation.RELEASED[:4]
    rest = {path: content for path, content in files.items() if path != crate.PATH}
    assert crate.crate(results, rest, drawn_paths(results)).encode() == files[crate.PATH]


def test_of_a_report_on_somebody_s_problem_it_names_what_was_given_and_licenses_nothing():
    own = check("tightrope", 3, "1/10", episodes=10).results
    entities = {one["@id"]: one for one in json.loads(texts(own)[crate.PATH])["@graph"]}

    assert entities["#run"]["object"] == {"@id": own["file"]}
    assert {"@id": own["file"]} not in entities["#run"]["result"]
    assert "owner" in entities[entities["./"]["license"]["@id"]]["name"]


@pytest.mark.parametrize("whose", ["ours", "a stranger's"])
def test_it_has_what_ro_crate_demands_but_for_an_address_that_there_is_not(whose, files):
    """What rocrate-validator 0.13 demands of RO-Crate 1.3, in a few lines."""
    made = files if whose == "ours" else texts(check("tightrope", 3, "1/10", episodes=10).results)
    entities = {one["@id"]: one for one in json.loads(made[crate.PATH])["@graph"]}

    assert all(entities["./"][name] for name in ("name", "description", "datePublished", "license"))
    assert {"CreativeWork", "Profile"} <= set(entities[entities["./"]["conformsTo"]["@id"]]["@type"])
    assert entities[entities["./"]["license"]["@id"]].keys() >= {"name", "description"}
    assert [("url" in one, one["version"]) for one in entities.values() if one["@type"] == "SoftwareApplication"] == [
        (False, version("tightrope"))
    ]
    assert not any(isinstance(value, list) and len(value) == 1 for one in entities.values() for value in one.values())

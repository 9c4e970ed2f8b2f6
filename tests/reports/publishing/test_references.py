"""Every reference is whole: who, what, when, where, under which DOI or why under none; and somebody cites it."""

import re
from pathlib import Path

import pytest

from tightrope import reports
from tightrope.bounds import literature
from tightrope.bounds.catalogue import BOUNDS

BIBLIOGRAPHY = (Path(literature.__file__).parents[1] / "references.bib").read_text(encoding="utf-8")
VENUE = {"article": "journal", "inproceedings": "booktitle", "book": "publisher", "misc": "eprint"}
UNPRINTED = {"kaariainen2006lower", "ghosh2021learning"}  # a workshop, and a conference whose papers have no pages
TEACHING = {"cs285lecture2", "cs285homework1"}  # lecture notes and a sheet, in no venue


def entries(text):
    """Type and fields of each entry, by its key."""
    found = {}
    for kind, key, body in re.findall(r"@(\w+)\{(\w+),\n(.*?)\n\}\n", text, flags=re.DOTALL):
        fields = re.findall(r"^ {2}(\w+)\s*= (.*?),?$(?=\n {2}\w|\Z)", body, flags=re.DOTALL | re.MULTILINE)
        found[key] = (kind, {name: value.removeprefix("{").removesuffix("}") for name, value in fields})
    return found


def lacking(key, kind, fields):
    """What a reader would miss."""
    needed = {"title", "year"} | ({"author"} if key != "cs285lecture2" else {"key"})
    needed |= {VENUE[kind]} if key not in TEACHING else {"note"}
    needed |= {"pages"} if kind in {"article", "inproceedings"} and key not in UNPRINTED else set()
    needed |= {"volume"} if kind == "article" or "series" in fields else set()
    missing = needed - fields.keys()
    if not {"doi", "nodoi"} & fields.keys():
        missing.add("doi, or a reason why there is none")
    if not {"doi", "url"} & fields.keys() and key not in {"cs285lecture2", "kaariainen2006lower"}:
        missing.add("doi or url")
    return missing


ENTRIES = entries(BIBLIOGRAPHY)


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_has_what_its_type_needs(key):
    assert lacking(key, *ENTRIES[key]) == set()


def test_an_entry_that_lacks_something_is_seen():
    kind, fields = ENTRIES["demoura2008z3"]

    for name in ("title", "author", "year", "booktitle", "pages", "volume"):
        assert lacking("demoura2008z3", kind, {k: v for k, v in fields.items() if k != name}) == {name}
    assert len(lacking("demoura2008z3", kind, {k: v for k, v in fields.items() if k != "doi"})) == 2


def test_every_entry_is_read_and_keys_are_unique():
    assert len(ENTRIES) == BIBLIOGRAPHY.count("\n@") + BIBLIOGRAPHY.startswith("@") >= 25


@pytest.mark.parametrize("key", [key for key in ENTRIES if "author" in ENTRIES[key][1]])
def test_a_name_with_a_particle_is_kept_whole_so_that_it_is_sorted_and_shown_by_it(key):
    for name in re.split(r"\s+and\s+", ENTRIES[key][1]["author"]):
        assert name.startswith("{") or name[0].isupper(), name


def test_the_particles_are_there():
    assert ENTRIES["dehaan2019causal"][1]["author"].startswith("{de Haan}, Pim and ")
    assert ENTRIES["demoura2008z3"][1]["author"].startswith("{de Moura}, Leonardo and ")


@pytest.mark.parametrize("key", [key for key in ENTRIES if "eprint" in ENTRIES[key][1]])
def test_a_preprint_has_its_number_and_where_it_is_all_there_is_the_doi_of_that_number(key):
    kind, fields = ENTRIES[key]

    assert re.fullmatch(r"\d{4}\.\d{4,5}", fields["eprint"])
    assert fields["archiveprefix"] == "arXiv"
    assert kind != "misc" or fields["doi"] == f"10.48550/arXiv.{fields['eprint']}"


def test_every_entry_is_cited_and_every_citation_has_one():
    texts = [path for ending in ("md", "jinja") for path in (Path(reports.__file__).parent).rglob(f"*.{ending}")]
    own = [path.read_text(encoding="utf-8") for path in texts if "standard" not in path.parts]
    cited = set(re.findall(r"@([a-z]+\d{4}\w+|cs285\w+)", "\n".join(own)))

    assert cited | {one.source.bibtex_key for one in BOUNDS} - {""} == set(ENTRIES)

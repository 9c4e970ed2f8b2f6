"""The PDF can be read aloud and kept: typst checks rules of PDF/UA-1 and PDF/A-3a, and here are those one can see.

A program of others, pdfua, looks at 16 of the 106 rules of PDF/UA-1 that a machine can check, on content too.
"""

from pathlib import Path

import pdfua
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, ContentStream, DecodedStreamObject, DictionaryObject, NameObject

from tests.reports.publishing.accessible import faults
from tests.reports.publishing.test_pages import publish
from tightrope.reports.publishing.citation import RELEASED


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("page") / "a", html=False) / "report.pdf"


def test_the_pdf_has_the_structure_that_the_standards_want(document):
    assert faults(PdfReader(document).trailer["/Root"]) == []


def test_the_pdf_is_of_the_day_that_the_report_names(document):
    assert PdfReader(document).metadata.creation_date.date().isoformat() == RELEASED


def first(root, kind):
    kids = [root["/StructTreeRoot"]]
    while kids:
        one = kids.pop().get_object()
        if isinstance(one, ArrayObject):
            kids += one
        elif isinstance(one, DictionaryObject):
            if one.get("/S") == kind:
                return one
            kids.append(one.get("/K", ArrayObject()))
    raise AssertionError(f"no {kind}")


@pytest.mark.parametrize(
    ("rule", "breaks"),
    [
        ("tagged", lambda root: root.pop("/StructTreeRoot")),
        ("language", lambda root: root.pop("/Lang")),
        ("title", lambda root: root["/ViewerPreferences"].pop("/DisplayDocTitle")),
        ("PDF/UA-1", lambda root: root.pop("/Metadata")),
        ("bookmarks", lambda root: root.pop("/Outlines")),
        ("attached", lambda root: root["/AF"][0].get_object().pop("/AFRelationship")),
        ("words", lambda root: first(root, "/Figure").pop("/Alt")),
        ("words", lambda root: first(root, "/Formula").pop("/Alt")),
        ("skip a level", lambda root: first(root, "/H2").update({NameObject("/S"): NameObject("/H4")})),
        ("head of", lambda root: first(root, "/TH").pop("/A")),
        ("head cells", lambda root: first(root, "/THead").update({NameObject("/K"): ArrayObject()})),
    ],
)
def test_a_pdf_without_one_of_these_is_told(document, rule, breaks):
    root = PdfReader(document).trailer["/Root"]
    breaks(root)

    assert any(rule in fault for fault in faults(root))


STANDARD = Path(__file__).parents[3] / "reports" / "standard" / "report.pdf"


def test_others_find_nothing_in_the_standard_report():
    report = pdfua.validate(str(STANDARD))

    assert report.findings == ()
    assert [outcome.rule_id for outcome in report.skipped] in ([], ["UA-14-001"])  # pdfua 0.1.3 raises in that one


def untagged(writer):
    words = DecodedStreamObject()
    words.set_data(b"BT (words that are neither of the text nor beside it) Tj ET")
    return ContentStream(words, writer)


@pytest.mark.parametrize(
    ("rule", "breaks"),
    [
        ("UA-01-002", lambda writer: writer.root_object.pop("/MarkInfo")),
        ("UA-01-003", lambda writer: writer.pages[0].replace_contents(untagged(writer))),
        ("UA-07-002", lambda writer: writer.root_object.pop("/ViewerPreferences")),
    ],
)
def test_others_find_what_is_broken(document, tmp_path, rule, breaks):
    writer = PdfWriter(clone_from=document)
    breaks(writer)
    writer.write(tmp_path / "broken.pdf")

    assert rule in {one.rule_id for one in pdfua.validate(str(tmp_path / "broken.pdf")).findings}


def test_a_figure_without_words_makes_no_pdf(tmp_path):
    with pytest.raises(ValueError, match="alt"):
        publish(tmp_path / "a", "---\ntitle: A title\n---\n\n![](figures/growth.svg)", html=False)

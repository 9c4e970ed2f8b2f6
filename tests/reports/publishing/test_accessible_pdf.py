"""The PDF can be read aloud and kept: typst checks rules of PDF/UA-1 and PDF/A-3a, and here are those one can see."""

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from tests.reports.publishing.accessible import faults
from tests.reports.publishing.test_pages import publish


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("page") / "a", html=False) / "report.pdf"


def test_the_pdf_has_the_structure_that_the_standards_want(document):
    assert faults(PdfReader(document).trailer["/Root"]) == []


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


def test_a_figure_without_words_makes_no_pdf(tmp_path):
    with pytest.raises(ValueError, match="alt"):
        publish(tmp_path / "a", "---\ntitle: A title\n---\n\n![](figures/growth.svg)", html=False)

"""Words of a stranger's results.json on a page: Markdown that can reach nothing beyond the page."""

import json

import pytest

from tightrope.reports.publishing import pages

pytest.importorskip("pypandoc")

PAGE = """---
title: A page
---

# Words {#sec:words}

WORDS
"""


def written(folder, words):
    (folder / "report.md").write_text(PAGE.replace("WORDS", words), encoding="utf-8")
    (folder / "references.bib").write_text("", encoding="utf-8")
    (folder / "results.json").write_text(json.dumps({}), encoding="utf-8")
    sources = (folder / name for name in ("report.md", "references.bib", "results.json"))
    pages.write_html(*sources, folder / "index.html")
    return (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a <script>alert(1)</script>", "without raw html"),
        ('```{=typst}\n#read("/etc/passwd")\n```', "without raw typst"),
        (r"\input{/etc/passwd}", "without raw tex"),
        ("![x](/etc/passwd)", "must be a figure beside the page"),
        ("![x](figures/../../secret.svg)", "must be a figure beside the page"),
        ('![x](figures/x.svg){width="1%) #read(1"}', "a width must be so many %"),
        ("[x](javascript:alert(1))", "a link must lead to the web"),
        ("[x](data/../../secret.csv)", "a link must lead to the web"),
        ("[x](file:///etc/passwd)", "a link must lead to the web"),
        ("[x](/results.json)", "a link must lead to the web"),
        ('[x]{onclick="alert(1)"}', "no page needs the attribute .onclick."),
        ('::: {style="position:fixed"}\nx\n:::', "no page needs the attribute .style."),
        ('::: {.theorem #thm:x title="![x](/etc/passwd)"}\nx\n:::', "must be a figure beside the page"),
        ('[x]{id="a> #read(1) <b"}', "a name must be letters, digits and hyphens"),
    ],
)
def test_what_reaches_beyond_the_page_is_refused(tmp_path, words, said):
    with pytest.raises(ValueError, match=said):
        written(tmp_path, words)


def test_signs_of_html_in_a_text_are_signs(tmp_path):
    links = "[the web](https://example.org), [here](#sec:words), [numbers](data/x-table.csv)"
    html = written(tmp_path, f"1 < 2 & `<b>` and {links}")

    assert "1 &lt; 2 &amp; <code>&lt;b&gt;</code>" in html

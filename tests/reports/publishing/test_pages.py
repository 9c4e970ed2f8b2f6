"""The page: one Markdown file in, one HTML file and one PDF out, each complete in itself."""

import json
import lzma
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tightrope.reports.publishing import pages
from tightrope.reports.publishing.scripts import with_script
from tightrope.reports.publishing.toys.javascript import fingerprint

pytest.importorskip("pypandoc")
pytest.importorskip("typst")

FONTS = Path(pages.__file__).parent / "templates" / "fonts"
RESULTS = {"id": "4f2a", "gap": "1/3", "trap": "</script><script>alert(1)</script>"}
BIBLIOGRAPHY = """@inproceedings{ross2011reduction, author = {Ross, Stephane and Gordon, Geoffrey and Bagnell, Drew},
  title = {A Reduction of Imitation Learning}, booktitle = {AISTATS}, year = {2011}, doi = {10.1000/182}}"""
FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">
<path d="M10 90 Q 100 80 190 10" fill="none" stroke="#1f4e79"/></svg>"""
REPORT = r"""---
title: 'What $\epsilon T^2$ promises'
subtitle: Six claims
author: [The tightrope developers]
report-id: tr-4f2a
version: 0.1.0
abstract: |
  The bound of @eq:gap is attained [@ross2011reduction].
---

# Introduction {#sec:intro}

The notes say [假设我们有一个专家，重复很多遍……]{lang=zh} and @thm:lecture answers; see @fig:growth, @tbl:claims,
@sec:method and [@ross2011reduction, Theorem 2.2].

::: {.theorem #thm:lecture title="The lecture's bound, $O(T^2)$"}
For every policy
$$ J(\hat\pi) - J(\pi^\star) \le T^{2} \epsilon. $$ {#eq:gap}
:::

::: {.proof}
By @thm:bern.
:::

::: {.lemma #thm:bern}
$(1-\epsilon)^t \ge 1 - \epsilon t$.
:::

## Method {#sec:method}

$$ \sum_{t=0}^{T - 1} \epsilon \left(1 - \epsilon\right)^{t} + \begin{cases} T^{2} \epsilon
& \text{for}\: T \epsilon \leq 1 \\ T & \text{otherwise} \end{cases}
+ \min\left(T, T^{2} \epsilon\right) + \left\lfloor{\frac{T}{2}}\right\rfloor $$

![The gap grows as $T^2$.](figures/growth.svg){#fig:growth alt="A curve that rises."}

| id | the notes | claim | verdict | bound |
|:---|:----------------------|:----------------------|:-----------|:--------|
| L1 | [行为克隆]{lang=zh} | Cloning is supervised learning | [attained]{.verdict .attained} | $2\epsilon T$ |
| L2 | [概率分布]{lang=zh} | Steps are not independent | [holds]{.verdict .holds} | $\frac{1}{20}$ |
| L3 | | | [conditional]{.verdict .conditional} | |
| L4 | | | [refuted]{.verdict .refuted} | |
| L5 | | | [undecided]{.verdict .undecided} | |
| L6 | | | [open]{.verdict .open} | |

: The claims and their verdicts. {#tbl:claims .wide}
"""


def write_sources(folder, text):
    """A folder as the report command leaves it: text, figure, bibliography and results."""
    (folder / "figures").mkdir(parents=True)
    (folder / "figures" / "growth.svg").write_text(FIGURE)
    (folder / "cite.bib").write_text(BIBLIOGRAPHY)
    (folder / "results.json").write_text(json.dumps(RESULTS))
    (folder / "report.md").write_text(text, encoding="utf-8")
    return folder


def publish(folder, text=REPORT, html=True, pdf=True):
    """Write the sources and the pages asked for; give the folder back."""
    write_sources(folder, text)
    sources = [folder / name for name in ("report.md", "cite.bib", "results.json")]
    if html:
        pages.write_html(*sources, folder / "index.html")
    if pdf:
        pages.write_pdf(*sources, folder / "report.pdf")
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("page") / "a")


@pytest.fixture(scope="module")
def html(published):
    return (published / "index.html").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Every start tag of a page, with its attributes."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def words(html):
    """The text of the page between tags, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html).replace("\xa0", " "))


def test_the_page_loads_nothing_from_the_network(html):
    found = Elements(html).found
    for tag, attributes in found:
        assert tag not in ("link", "iframe", "object", "embed", "base")
        for name in ("src", "srcset", "data", "poster"):
            assert attributes.get(name, "data:").startswith("data:"), (tag, name)
        if "href" in attributes:
            inside = attributes["href"].startswith("#" if tag == "use" else "data:")
            assert tag == "a" or (tag in ("use", "image") and inside), tag
    assert all(url.strip("\"'").startswith(("data:", "#")) for url in re.findall(r"url\(([^)]*)", html))
    assert "@import" not in html
    told = [a["content"] for tag, a in found if a.get("http-equiv") == "Content-Security-Policy"]
    assert len(told) == 1
    assert told[0].startswith("default-src 'none';")  # so the browser would refuse, too


def test_the_page_carries_the_results_and_they_cannot_break_out_of_their_element(html):
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", html, flags=re.DOTALL)
    kept = [text for attributes, text in scripts if "application/x-xz" in attributes]
    assert len(kept) == 1
    assert re.fullmatch("[A-Za-z0-9+/=]+", kept[0])
    assert json.loads(lzma.decompress(b64decode(kept[0]))) == RESULTS


def test_the_table_of_claims_has_its_filter_and_the_policy_allows_that_by_its_hash(html):
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    policy = next(a["content"] for _, a in Elements(html).found if a.get("http-equiv") == "Content-Security-Policy")
    assert scripts == [(Path(pages.__file__).parent / "templates" / "index.js").read_text(encoding="utf-8")]
    assert re.findall("script-src (.*)", policy) == [f"'{fingerprint(scripts[0])}'"]
    assert not re.search(r"\beval\(|Function\(|innerHTML|fetch\(|XMLHttp|import\(|https?:", scripts[0])
    both = with_script(html, "a()")
    assert f"'{fingerprint(scripts[0])}' '{fingerprint('a()')}'" in both
    with pytest.raises(ValueError, match="must have a policy"):
        with_script("<body></body>", "a()")


def test_every_link_inside_the_page_has_a_target(html):
    found = Elements(html).found
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for _, a in found if a.get("href", "").startswith("#")} <= set(ids)


def test_references_show_the_number_of_what_they_name(html):
    text = words(html)
    assert "and Theorem 1 answers; see Figure 1, Table 1, Section 1.1 and (Ross et al. 2011, Theorem 2.2)" in text
    assert "The bound of (1) is attained" in text  # in the abstract, before the equation
    assert "Proof. By Lemma 2." in text
    assert "Figure 1. The gap grows" in text
    assert "Table 1. The claims" in text


def test_every_formula_is_mathml_and_every_verdict_has_its_class(html):
    assert html.count("<math") == html.count("</math>") >= 8
    assert "$" not in words(html.split("<body>")[1].split("<script")[0]).replace("\\$", "")
    for verdict in ("attained", "holds", "conditional", "refuted", "undecided", "open"):
        assert f'class="verdict {verdict}"' in html


def test_a_table_scrolls_in_its_own_box_and_its_caption_does_not(html):
    figure = re.search(r'<figure class="table wide" id="tbl:claims">(.*?)</figure>', html, flags=re.DOTALL)[1]
    caption, box = figure.split('<div class="scroll" tabindex="0">')
    assert "The claims and their verdicts." in caption
    assert "<table" in box


def test_every_box_of_the_page_that_scrolls_sideways_has_a_shade_at_the_side_where_it_goes_on():
    css = re.sub(r"/\*.*?\*/", "", (FONTS.parent / "page.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    rules = [(names.split("{")[-1].strip(), said) for names, said in re.findall(r"([^}]*)\{([^{}]*)\}", css)]
    sideways = {names for names, said in rules if re.search(r"overflow(-x)?: auto", said)}
    shaded = {one.strip() for names, said in rules if "local" in said for one in names.split(",")}

    assert ".equation" in sideways
    assert sideways <= shaded


def test_a_table_of_short_cells_is_told_so_that_a_phone_shows_it_no_wider_than_its_words(tmp_path):
    table = "| reading | T = 1 |\n|:--|:--|\n| {cell} | 3 |\n\n: Factors. {{#tbl:all .wide}}\n"
    made = {}
    for name, cell in (("short", "pointwise"), ("long", "pointwise, " * 9)):
        folder = publish(tmp_path / name, f"---\ntitle: A title\n---\n\n{table.format(cell=cell)}", pdf=False)
        made[name] = (folder / "index.html").read_text(encoding="utf-8")

    assert '<figure class="table wide short" id="tbl:all">' in made["short"]
    assert '<figure class="table wide" id="tbl:all">' in made["long"]


def test_a_table_too_wide_for_a_page_lies_across_one_after_its_chapter_and_its_cells_carry_heads(tmp_path):
    table = "| bound | says |\n|:--|:--|\n| first | $T$ |\n\n: All of them. {#tbl:all .wide .landscape}\n"
    words = f"# One\n\nBefore.\n\n{table}\nAfter.\n\n## Still one\n\nMore.\n\n# Two\n\nNext.\n"
    folder = publish(tmp_path / "across", f"---\ntitle: A title\n---\n\n{words}")
    html, pdf = (folder / "index.html").read_text(encoding="utf-8"), (folder / "report.pdf").read_bytes()

    assert '<figure class="table wide landscape" id="tbl:all">' in html
    assert re.findall(r'<td[^>]*data-head="(\w+)"', html) == ["bound", "says"]
    sizes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [float(width) > float(height) for width, height in sizes] == [False, True, False]


def test_the_same_input_gives_the_same_bytes(published, tmp_path):
    again = publish(tmp_path / "elsewhere" / "b")
    for name in ("index.html", "report.pdf"):
        assert (again / name).read_bytes() == (published / name).read_bytes()


def test_no_page_names_the_folder_it_was_made_in(published, html):
    assert str(published) not in html
    assert str(published).encode() not in (published / "report.pdf").read_bytes()


@pytest.mark.skipif(not shutil.which("pdfdetach"), reason="poppler-utils reads the attachment back")
def test_the_pdf_carries_the_results(published, tmp_path):
    pdf, copy = published / "report.pdf", tmp_path / "results.json"
    subprocess.run(["pdfdetach", "-save", "1", "-o", copy, pdf], check=True, capture_output=True)
    assert copy.read_bytes() == (published / "results.json").read_bytes()


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils reads the text back")
def test_the_pdf_says_what_the_page_says(published):
    done = subprocess.run(["pdftotext", "-layout", published / "report.pdf", "-"], check=True, capture_output=True)
    text = re.sub(r"\s+", " ", done.stdout.decode().replace("\xa0", " "))
    for part in (
        "Theorem 1 (The lecture",
        "Figure 1. The gap",
        "Table 1. The claims",
        "假设我们有一个专家",
        "refuted",
    ):
        assert part in text


def test_every_chinese_character_of_the_text_has_a_glyph_in_the_pdf(tmp_path):
    known = "".join((FONTS / "characters.txt").read_text(encoding="utf-8").split())
    # PDF/A forbids text without a glyph, so writing the file is the proof.
    publish(tmp_path / "known", f"---\ntitle: Quotes\n---\n[{known}]{{lang=zh}}\n", html=False)
    with pytest.raises(ValueError, match="龘"):
        publish(tmp_path / "unknown", "---\ntitle: Quotes\n---\n[龘]{lang=zh}\n", html=False)


def test_the_math_font_of_the_page_has_the_letters_that_tex_mathematics_uses():
    table = pytest.importorskip("fontTools.ttLib").TTFont
    pytest.importorskip("brotli")
    font = table(FONTS / "tightrope-math.woff2")
    assert "MATH" in font
    assert {ord(c) for c in "𝐸𝑇𝑐ϵ𝜖𝜀𝜋𝜃ℝℕℙ𝔼𝟏𝒪∑∏∫√≤≥≠≈∼∈∉∀∃⌊⌋⌈⌉‖→↦⇒∞−×⋅…⋯∂∇∪∩⊆ℓ∅∎"} <= set(font.getBestCmap())


BROKEN = {
    "@fig:none": "@fig:none must name something of this page",
    "@eq:none and @tbl:gone": "@tbl:gone must name something",
    "# A {#sec:a}\n\n# B {#sec:a}": "#sec:a is given twice",
    "![c](figures/growth.svg){#tbl:x}": "must begin with fig:",
    "text {#eq:lost}": "{#eq:lost} must follow a formula",
    "[@fig:a; @ross2011reduction]": "must be cited apart",
    "@nobody2020": "citation nobody2020 not found",
    r"$\nosuchmacro{x}$": "Could not convert TeX math",
    "[x]{.verdict .perhaps}": "a verdict must be one of attained, holds",
    "![c](https://example.org/a.png)": "an image must be a figure beside the page",
    "![c](figures/none.svg)": "figures/none.svg",
}


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_an_unresolved_reference_is_an_error(text, kind, tmp_path):
    """So is everything else that would leave a hole in the page; the message names the file and the hole."""
    with pytest.raises(ValueError, match=r"report\.md must .* says: ") as caught:
        publish(tmp_path / "a", f"---\ntitle: Broken\n---\n\n{text}\n", html=kind == "html", pdf=kind == "pdf")
    assert BROKEN[text] in str(caught.value)
    assert not (tmp_path / "a" / "index.html").exists()
    assert not (tmp_path / "a" / "report.pdf").exists()


def test_results_that_are_not_json_are_refused(tmp_path):
    folder = write_sources(tmp_path / "a", REPORT)
    (folder / "results.json").write_text("{")
    for write in (pages.write_html, pages.write_pdf):
        with pytest.raises(ValueError, match=r"results\.json must hold JSON"):
            write(folder / "report.md", folder / "cite.bib", folder / "results.json", folder / "out")


@pytest.mark.parametrize(("module", "write"), [("pypandoc", pages.write_html), ("typst", pages.write_pdf)])
def test_without_pandoc_or_typst_the_error_says_what_to_install(module, write, tmp_path, monkeypatch):
    folder = write_sources(tmp_path / "a", REPORT)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(RuntimeError, match=re.escape("install tightrope[report]")):
        write(folder / "report.md", folder / "cite.bib", folder / "results.json", folder / "out")

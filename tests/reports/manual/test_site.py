"""The manual as a site: no dead link, nothing loaded, the same each time, and nothing with a name is missing."""

import json
import os
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

import tightrope
from tests.attacks.killed_steps import little_report
from tightrope.bounds.catalogue import BOUNDS, DERIVATIONS
from tightrope.bounds.language.readings import KEYS, READINGS
from tightrope.reports.commands.cli import COMMANDS
from tightrope.reports.experiments import ALL
from tightrope.reports.glossary import entries
from tightrope.reports.lecture import CLAIMS
from tightrope.reports.manual import contents, site
from tightrope.reports.manual.__main__ import main
from tightrope.reports.manual.contents import PAGES, REPORT, ROOT, START
from tightrope.reports.manual.docstrings import code, shown
from tightrope.reports.manual.pages import TEMPLATES, text_of
from tightrope.reports.manual.reference.commands import options
from tightrope.simulators.names import FAMILIES, FORMATS


class Parsed(HTMLParser):
    """What a page has: ids, links, headings, and elements that could load something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.loading: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.loading += [(tag, name) for name in ("src", "srcset", "data", "poster") if name in given]
        self.loading += [(tag, "href")] if tag == "link" else []


@pytest.fixture(scope="module")
def pages():
    return site.pages()


@pytest.fixture(scope="module")
def parsed(pages):
    return {name: Parsed(html) for name, html in pages.items()}


def test_every_link_leads_to_a_page_and_a_place_in_it(parsed):
    report = Parsed((ROOT / REPORT / "index.html").read_text(encoding="utf-8"))
    targets = {**parsed, "report/index.html": report}
    found = [(name, link) for name, page in parsed.items() for link in page.links]

    assert len(found) > 1000
    for name, link in found:
        if not re.match("https?://", link):
            file, _, anchor = link.partition("#")
            assert (file or name) in targets, (name, link)
            assert not anchor or anchor in targets[file or name].ids, (name, link)


def test_every_page_is_linked_from_every_page_and_follows_the_one_before(pages, parsed):
    for name, page in parsed.items():
        assert {one.file for one in PAGES} - set(page.links) == set(), name
    file, met = START.file, [START.file]
    while after := re.search(r'<a rel="next" href="([^"]+)"', pages[file]):
        file = after[1]
        met.append(file)
    assert met == [page.file for page in PAGES]


def test_a_page_has_one_title_headings_in_order_and_each_id_once(pages, parsed):
    for name, page in parsed.items():
        assert not re.search(r"<h1>[^<]*[*`$_][^<]*</h1>", pages[name]), name  # a title is text, in the contents too
        assert page.headings[0] == 1 and page.headings.count(1) == 1, name
        assert all(deeper <= level + 1 for level, deeper in zip(page.headings, page.headings[1:], strict=False)), name
        assert [one for one, count in Counter(page.ids).items() if count > 1] == [], name


def test_a_page_loads_nothing_and_runs_at_most_the_script_whose_hash_it_allows(pages, parsed):
    for name, html in pages.items():
        assert parsed[name].loading == []
        assert "default-src 'none'" in html
        assert re.findall(r"url\((?!\"data:)", html) == []
        scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
        hashes = [f"sha256-{b64encode(sha256(one.encode()).digest()).decode()}" for one in scripts]
        assert re.findall(r"script-src '([^']+)'", html) == hashes
        assert bool(scripts) == (name == site.SEARCH)


def test_a_page_has_the_fonts_that_it_needs_and_no_others(pages):
    for name, html in pages.items():
        assert ('Tightrope Math"; src' in html) == ("<math" in html), name
        assert len(html.encode()) < 400_000, name


def test_generated_pages_do_not_depend_on_the_order_of_sets():
    code = "from tightrope.reports.manual.contents import PAGES\nfor one in PAGES: print(one.markdown())"
    own = {"PYTHONHASHSEED": "1", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-c", code], env=os.environ | own, capture_output=True, check=True)

    assert ran.stdout.decode() == "".join(f"{one.markdown()}\n" for one in PAGES)


def test_a_page_comes_out_the_same_again(pages):
    assert text_of(START).body in pages[START.file]


def test_what_the_readings_page_says_of_a_careless_reader_is_so(pages):
    warning = r"easily mistaken for <code>(\w+)</code>: a learner may meet that and not this"
    said = re.findall(warning, pages["readings.html"])

    assert len(said) == sum(one.mistaken_for is not None for one in READINGS)
    assert not any(one.mistaken_for.implies(one) for one in READINGS if one.mistaken_for)


NAMED = {
    "python.html": tightrope.__all__,
    "commands.html": [f"tightrope-{name}" for name in COMMANDS],
    "readings.html": KEYS,
    "bounds.html": [f"<code>{one.key}</code>" for one in (*BOUNDS, *DERIVATIONS)],
    "problems.html": [*(f'id="{one.key}"' for one in FAMILIES), *(f"<code>{one.suffix}</code>" for one in FORMATS)],
    "claims.html": [f'id="{one.id.lower()}"' for one in CLAIMS],
    "glossary.html": [f'id="{one.anchor}"' for one in entries()],
    "experiments.html": [f"<code>{one.key}</code>" for one in ALL],
}


@pytest.mark.parametrize("name", NAMED)
def test_the_reference_lists_everything_that_has_a_name(pages, name):
    assert [one for one in NAMED[name] if one not in pages[name]] == []


def test_every_option_of_every_command_is_explained(pages):
    for name in COMMANDS:
        section = pages["commands.html"].partition(f'<h2 id="tightrope-{name}">')[2].partition("<h2 ")[0]
        for one in options(name)._actions:
            assert one.help is None or all(each in section for each in one.option_strings), (name, one.dest)


def test_every_argument_of_a_public_function_is_named(pages):
    for name in tightrope.__all__:
        section = pages["python.html"].partition(f'<h2 id="{name}">')[2].partition("<h2 ")[0]
        given = getattr(tightrope, name).__annotations__
        assert [one for one in given if one != "return" and one not in section] == [], name


def test_a_docstring_keeps_its_columns_its_examples_and_what_markdown_would_take_for_its_own():
    words = "Two *stars* and `code_x`.\n\n    a   b\n    c   d\n\n>>> 1 + 1\n2\n\nOne:\n* two,\n  on\n* three"

    assert shown(words) == (
        "Two \\*stars\\* and `code_x`\\.\n\n```text\na   b\nc   d\n```\n\n```python\n>>> 1 + 1\n2\n```\n\nOne\\:\n\n"
        "* two\\,\n  on\n* three"
    )


@pytest.fixture(scope="module")
def search(pages):
    engine = pytest.importorskip("quickjs").Context()
    engine.eval((TEMPLATES / "search.js").read_text(encoding="utf-8"))
    entries = re.search(r'id="entries">(.*?)</script>', pages[site.SEARCH], flags=re.DOTALL)
    assert entries
    engine.eval(f"const ENTRIES = {entries[1]}")
    return lambda code: json.loads(engine.eval(f"JSON.stringify({code})"))


def test_a_search_finds_the_section_that_has_the_words_in_its_heading_first(search):
    found = search('found(ENTRIES, "Worst-Case tightrope")')

    assert found[0]["address"] == "commands.html#tightrope-worst-case"
    assert all("worst-case" in (one["title"] + one["text"]).lower() for one in found)
    assert search('found(ENTRIES, "no such words at all xyz")') == []
    assert len(search('found(ENTRIES, " ")')) == len(search("ENTRIES"))


def test_an_excerpt_shows_the_word(search):
    assert "Bernoulli" in search('excerpt("x ".repeat(500) + "by Bernoulli it is so", "bernoulli")')


def test_a_link_that_leads_nowhere_stops_the_manual(monkeypatch):
    page = replace(START, generated=lambda: "# A page\n\n[there](nowhere.md)\n")

    with pytest.raises(ValueError, match=r"reports/manual/index.md must link to pages .* links to nowhere.md"):
        text_of(page)


@pytest.mark.parametrize("link", ["#nowhere", "tutorial/first_hour.md#nowhere", "../standard/index.html#nowhere"])
def test_a_link_to_a_place_that_its_page_has_not_stops_the_manual(link):
    start = text_of(replace(START, generated=lambda: f"# A page\n\n[there]({link})\n"))
    hour = text_of(next(page for page in PAGES if page.file == "first-hour.html"))

    with pytest.raises(ValueError, match=r"reports/manual/index.md links to #nowhere of .*, which is not there"):
        site._check_anchors([start, hour])


SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("[x](../standard/nowhere.csv)", "it links to ../standard/nowhere.csv"),
        ("[x](javascript:alert(1))", r"it links to javascript:alert\(1\)"),
        ("[x](//example.org/x)", "it links to //example.org/x"),
        ("![x](https://example.org/x.png)", "a page loads nothing"),
        ("[x](#a){onclick='alert(1)'}", "no page needs the attribute .onclick."),
        ("## Head {style='position:fixed'}", "no page needs the attribute .style."),
        ("::: {onclick='alert(1)'}\nx\n:::", "no page needs the attribute .onclick."),
        ("## Head {id='a\" onclick=\"alert(1)'}", "a name must be one word"),
    ],
)
def test_what_reaches_beyond_a_page_stops_the_manual(words, said):
    with pytest.raises(ValueError, match=said):
        text_of(replace(START, generated=lambda: f"# A page\n\n{words}\n"))


@pytest.mark.parametrize(
    "words",
    [
        SCRIPT,
        f"`{SCRIPT}`{{=html}}",
        f"```{{=html}}\n{SCRIPT}\n```",
        f"```{{.python file='{SCRIPT}'}}\n{SCRIPT}\n```",
        shown(f"a   b\n```\n`{SCRIPT}`{{=html}}\n"),
        shown(f">>> x\n```\n{SCRIPT}"),
        f"| a |\n|---|\n| {code(f'`{SCRIPT}`')} |",
        f"## {SCRIPT}",
        '```text\n<a href="own_problem.md" src="x">\n```',
    ],
)
def test_signs_of_html_in_a_page_are_signs(words):
    made = text_of(replace(START, generated=lambda: f"# A {SCRIPT}\n\n{words}\n"))
    page = site._page([], made, before=None, after=None, section_title="")

    assert "<script" not in page
    assert not re.search(r' href="(?!#|index\.html|search\.html|report/)| src="', page)


def test_tex_that_pandoc_cannot_read_stops_the_manual():
    with pytest.raises(ValueError, match="must convert without a warning"):
        text_of(replace(START, generated=lambda: "# A page\n\n$\\nosuchmacro{$\n"))


def test_a_page_without_a_title_is_refused():
    with pytest.raises(ValueError, match="must begin with its title"):
        text_of(replace(START, generated=lambda: "No title.\n"))


@pytest.fixture
def small(monkeypatch, tmp_path):
    """The site with one page and a report of one file, which is quick."""
    little_report(tmp_path / REPORT, "a report")
    monkeypatch.setattr(site, "ROOT", tmp_path)
    monkeypatch.setattr(site, "pages", lambda: {"index.html": site.OURS.decode()})


@pytest.mark.usefixtures("small")
def test_a_site_is_put_in_place_of_an_older_one_and_of_nothing_else(tmp_path, capsys):
    out = tmp_path / "deep" / "site"
    assert main(["--out", str(out)]) == 0
    (out / "old.html").write_bytes(site.OURS)
    assert main(["--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["index.html", "report"]
    assert sorted(path.name for path in out.parent.iterdir()) == ["site"]

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("all of it")
    assert main(["--out", str(tmp_path / "mine")]) == 2
    assert "must be new, empty, or an older manual and nothing else; it has 'thesis.tex'" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.tex"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", [".git", "CNAME", "notes.html", "data/report"])
def test_what_somebody_put_beside_a_manual_is_kept(tmp_path, capsys, name):
    out = tmp_path / "site"
    assert main(["--out", str(out)]) == 0
    mine = out / name
    mine.parent.mkdir(exist_ok=True)
    mine.write_text("all of it")

    assert main(["--out", str(out)]) == 2
    assert f"it has {name.partition('/')[0]!r}" in capsys.readouterr().err
    assert mine.read_text() == "all of it"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("name", ["notes.txt", "data/thesis.tex", "more"])
def test_what_somebody_put_into_the_report_beside_a_manual_is_kept(tmp_path, capsys, name):
    out = tmp_path / "site"
    assert main(["--out", str(out)]) == 0
    (out / "report" / name).write_text("all of it")

    assert main(["--out", str(out)]) == 2
    assert f"holds what is not part of its report, {name}: move it" in capsys.readouterr().err
    assert (out / "report" / name).read_text() == "all of it"


OUTS = {
    "a link to a manual": lambda out: (main(["--out", str(out.parent / "real")]), out.symlink_to("real")),
    "a link to nothing": lambda out: out.symlink_to("nothing"),
    "links in a circle": lambda out: out.symlink_to(out.name),
    "a file": lambda out: out.write_text("mine"),
    "a pipe": os.mkfifo,
}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("make", OUTS.values(), ids=OUTS)
def test_what_is_no_folder_is_left_as_it_is(tmp_path, capsys, make):
    out = tmp_path / "site"
    make(out)
    before = out.lstat()

    assert main(["--out", str(out)]) == 2
    assert "the output must be a folder" in capsys.readouterr().err
    assert out.lstat() == before


@pytest.mark.usefixtures("small")
def test_a_full_disk_is_one_message_and_leaves_the_older_manual(tmp_path, capsys, monkeypatch):
    out = tmp_path / "site"
    assert main(["--out", str(out)]) == 0
    (out / "old.html").write_bytes(site.OURS)

    def full(*_):
        raise shutil.Error([(name, name, "No space left on device") for name in "ab"])

    monkeypatch.setattr(shutil, "copytree", full)
    assert main(["--out", str(out)]) == 2
    assert re.fullmatch(r"the manual: .* cannot be written: No space left on device\n", capsys.readouterr().err)
    assert (out / "old.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["reports", "site"]


@pytest.mark.usefixtures("small")
def test_ctrl_c_is_one_line(tmp_path, capsys, monkeypatch):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(site, "pages", interrupted)
    assert main(["--out", str(tmp_path / "site")]) == 130
    assert capsys.readouterr().err == "the manual: interrupted\n"


@pytest.mark.usefixtures("small")
def test_a_report_that_no_manual_is_beside_is_kept(tmp_path):
    mine = tmp_path / "site" / "report" / "results.json"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")

    assert main(["--out", str(tmp_path / "site")]) == 2
    assert mine.read_text() == "mine"


def test_without_a_checkout_it_says_what_it_needs(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(site, "ROOT", tmp_path)

    assert main(["--out", str(tmp_path / "site")]) == 2
    assert "is made in a checkout" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_pages_have_different_names_and_lie_where_they_say():
    assert len({page.file for page in PAGES}) == len(PAGES)
    assert all((contents.ROOT / page.source).is_file() for page in PAGES if not page.generated)

"""The manual as a folder of HTML: each page is one file that loads nothing, and links to the others by their names."""

import re
import shutil
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from tightrope.reports.manual.contents import PAGES, REPORT, ROOT, SECTIONS
from tightrope.reports.manual.pages import OF_THE_REPORT, TEMPLATES, Text, text_of
from tightrope.reports.manual.search import as_script, entries
from tightrope.reports.publishing.html_template import html_template
from tightrope.reports.publishing.listing import kind_of
from tightrope.reports.publishing.place import check_target
from tightrope.reports.publishing.toys.javascript import fingerprint
from tightrope.simulators.formats.door import read_bytes

OURS = b'<meta name="generator" content="tightrope manual">'
FONT = re.compile(r'@font-face \{ font-family: "([^"]+)"; src: url\("([^"]+)"\)[^}]*\}\n?')
NEEDED = {"Tightrope Math": re.compile("<math"), "Tightrope CJK": re.compile("[\u4e00-\u9fff]")}
SEARCH = "search.html"


def write(out: Path) -> list[Path]:
    """Write the site to the folder `out`, and give its pages. What is there is replaced if it is an older site.

    Raises ValueError if the folder holds anything else or cannot be written, a link is dead or pandoc warns; nothing
    is written then.
    """
    _check(out)
    if not (ROOT / REPORT / "index.html").is_file():
        raise ValueError(f"the manual is made in a checkout, which has {REPORT}; there is none at {ROOT}")
    made = pages()
    try:
        with TemporaryDirectory(dir=_existing(out.parent), prefix=".manual-") as beside:
            _put(made, Path(beside), out)
    except OSError as error:
        reason = error.args[0][0][2] if isinstance(error, shutil.Error) else error.strerror  # of many files the first
        raise ValueError(f"{out} cannot be written: {reason}") from error
    return [out / name for name in made]


def _put(made: dict[str, str], beside: Path, out: Path) -> None:
    new = beside / "new"
    shutil.copytree(ROOT / REPORT, new / "report")
    for name, html in made.items():
        (new / name).write_text(html, encoding="utf-8", newline="\n")
    if out.exists():
        out.rename(beside / "old")
    out.parent.mkdir(parents=True, exist_ok=True)
    new.rename(out)


def pages() -> dict[str, str]:
    """Every page of the site by its name: HTML."""
    with ThreadPoolExecutor() as threads:  # pandoc is a process of its own
        texts = list(threads.map(text_of, PAGES))
    sections = [
        {"title": one.title, "words": one.words, "pages": [text for text in texts if text.page in one.pages]}
        for one in SECTIONS
    ]
    _check_anchors(texts)
    made = {}
    for number, text in enumerate(texts):
        around = {
            "before": texts[number - 1] if number else None,
            "after": texts[number + 1] if number + 1 < len(texts) else None,
            "section_title": next((one.title for one in SECTIONS if text.page in one.pages), ""),
        }
        made[text.file] = _page(sections, text, **around)
    return made | {SEARCH: _search_page(sections, texts)}


def _check_anchors(texts: list[Text]) -> None:
    """Raises ValueError if a link leads to a place that its page has not."""
    places = {text.file: _places(text.body) for text in texts}
    places["report/index.html"] = _places(read_bytes(ROOT / REPORT / "index.html").decode())
    for text in texts:
        for file, anchor in re.findall(r' href="([^":#]*)#([^"]+)"', text.body):
            if unescape(anchor) not in places.get(file or text.file, ()):
                raise ValueError(f"{text.page.source} links to #{anchor} of {file or 'itself'}, which is not there")


def _places(body: str) -> set[str]:
    return {unescape(one) for one in re.findall(r' id="([^"]+)"', body)}


def _page(sections: list[dict], text: Text, **more) -> str:
    given = {
        "file": text.file,
        "title": text.title,
        "body": text.body,
        "toc": text.toc,
        "first": text.file == "index.html",
    }
    return html_template(TEMPLATES / "manual.html.jinja").render(
        sections=sections, css=style(text.body + text.toc), script="", **given, **more
    )


def _search_page(sections: list[dict], texts: list[Text]) -> str:
    """The page that finds sections; without a script it lists them all."""
    found, script = entries(texts), read_bytes(TEMPLATES / "search.js").decode()
    items = [
        f'<li><a href="{address}">{title}</a> <span class="of">{page}</span></li>'
        for address, title, page in ([escape(one[name]) for name in ("address", "title", "page")] for one in found)
    ]
    field = '<form role="search"><input type="search" name="q" aria-label="Search the manual"></form>'
    listed = "\n".join(items)
    body = f'{field}\n<p><output aria-live="polite"></output></p>\n<ul class="found">\n{listed}\n</ul>'
    return html_template(TEMPLATES / "manual.html.jinja").render(
        sections=sections,
        css=style(body),
        script=script,
        fingerprint=fingerprint(script),
        entries=as_script(found),
        file=SEARCH,
        title="Search",
        body=body,
        toc="",
        first=False,
        section_title="",
        before=None,
        after=None,
    )


def style(body: str) -> str:
    """The report's styles and the manual's, with those fonts inside that the text needs."""

    def font(face: re.Match) -> str:
        if not NEEDED[face[1]].search(body):
            return ""
        data = b64encode(read_bytes(OF_THE_REPORT / face[2])).decode()
        return face[0].replace(face[2], f"data:font/{face[2].rpartition('.')[2]};base64,{data}")

    of_the_report = read_bytes(OF_THE_REPORT / "page.css").decode()
    return FONT.sub(font, of_the_report) + read_bytes(TEMPLATES / "manual.css").decode()


def _check(out: Path) -> None:
    """Raises ValueError unless the site can be put there: at a new or empty folder, or in place of an older site."""
    kind = kind_of(out)
    if kind not in ("folder", "missing"):
        raise ValueError(f"the output must be a folder; {out} is a {kind}")
    if kind == "folder":
        others = sorted(path.name for path in out.iterdir() if not _is_ours(path))
        if others:
            raise ValueError(f"{out} must be new, empty, or an older manual and nothing else; it has {others[0]!r}")
        check_target(out.absolute() / "report")


def _is_ours(path: Path) -> bool:
    """Whether it is a page of a manual, or the report beside them: the rest of a folder may be someone's only copy."""
    if path.is_symlink():
        return False
    if path.suffix == ".html":
        return path.is_file() and OURS in read_bytes(path)
    return path.name == "report" and path.is_dir() and (path.parent / "index.html").is_file()


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)

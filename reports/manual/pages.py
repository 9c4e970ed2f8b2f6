"""A page's Markdown becomes its text in HTML, by pandoc, with links that lead to files of the site."""

import re
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

from tightrope.reports.manual.contents import PAGES, REPORT, ROOT, Page
from tightrope.reports.publishing.pages import TEMPLATES as OF_THE_REPORT
from tightrope.reports.publishing.pandoc import pandoc

TEMPLATES = Path(__file__).parent / "templates"
FILES = {page.source: page.file for page in PAGES}
TITLE = re.compile(r"# (.+)\n+")
OPTIONS = [
    "--from=markdown+gfm_auto_identifiers-raw_html-raw_tex-raw_attribute",  # anchors as GitHub makes them
    "--to=html5",
    "--mathml",
    "--wrap=none",
    "--columns=10000",  # tables as wide as their words, not as the dashes under their heads
    "--standalone",
    f"--template={TEMPLATES / 'fragment.html'}",
    "--metadata=pagetitle:-",
    "--toc",
    "--toc-depth=2",
    f"--lua-filter={TEMPLATES / 'allowed.lua'}",
    f"--lua-filter={TEMPLATES / 'code.lua'}",
    f"--lua-filter={OF_THE_REPORT / 'markup.lua'}",
]


@dataclass(frozen=True, kw_only=True)
class Text:
    """What a page says: its title as text, its text and its table of contents as HTML."""

    page: Page
    title: str
    body: str
    toc: str

    @property
    def file(self) -> str:
        return self.page.file


def text_of(page: Page) -> Text:
    """Raises ValueError if pandoc warns or a link leads nowhere, RuntimeError if pandoc is not installed."""
    markdown = page.markdown()
    head = TITLE.match(markdown)
    if not head:
        raise ValueError(f"{page.source} must begin with its title, # TITLE; it begins with {markdown[:40]!r}")
    toc, body = pandoc(page.source, OPTIONS, markdown[head.end() :]).split("<!-- what follows is the text -->\n")
    body = re.sub(r'(?<= href=")[^"]+', lambda link: _address(page, link[0]), body)
    return Text(page=page, title=head[1].replace("`", ""), body=body.strip(), toc=toc.strip())


def _address(page: Page, link: str) -> str:
    """Where a link of the Markdown leads in the site. Raises ValueError if what it names is no page of it."""
    if re.match(r"https?://|#", link):
        return link
    path, mark, anchor = link.partition("#")
    place = normpath(Path(page.source).parent / path)
    if place in FILES:
        return f"{FILES[place]}{mark}{anchor}"
    if Path(place).is_relative_to(REPORT) and (ROOT / place).is_file():
        return f"report/{Path(place).relative_to(REPORT).as_posix()}{mark}{anchor}"
    raise ValueError(f"{page.source} must link to pages of the manual, the report or the web; it links to {link}")

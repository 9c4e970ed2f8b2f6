"""What of the manual can be searched: each section by its heading, with its words."""

import json
from html.parser import HTMLParser

from tightrope.reports.manual.pages import Text

HEADINGS = ("h2", "h3")


class _Sections(HTMLParser):
    """The sections of a page's text: [anchor, heading, words]; what stands before the first heading has no anchor."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.found: list[list[str]] = [["", title, ""]]
        self._in_heading = False
        self._in_tex = False

    def handle_starttag(self, tag, attrs):
        if tag in HEADINGS:
            self.found.append([dict(attrs).get("id") or "", "", ""])
            self._in_heading = True
        self._in_tex = self._in_tex or tag == "annotation"

    def handle_endtag(self, tag):
        self._in_heading = self._in_heading and tag not in HEADINGS
        self._in_tex = self._in_tex and tag != "annotation"

    def handle_data(self, data):
        if not self._in_tex:
            self.found[-1][1 if self._in_heading else 2] += data


def entries(texts: list[Text]) -> list[dict[str, str]]:
    """The sections of all pages, in reading order."""
    found = []
    for one in texts:
        parser = _Sections(one.title)
        parser.feed(one.body)
        parser.close()
        for anchor, heading, words in parser.found:
            address = f"{one.file}#{anchor}" if anchor else one.file
            said = {"page": one.title, "title": heading, "address": address, "text": " ".join(words.split())}
            found.append(said)
    return found


def as_script(found: list[dict[str, str]]) -> str:
    """The entries as JSON that may stand in a page."""
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

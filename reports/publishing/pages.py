"""One Markdown file becomes a self-contained HTML page and a PDF, both carrying results.json.

pandoc reads the Markdown once per format; templates/numbering.lua gives the numbers, so both formats show the same.
"""

import json
import lzma
import re
from base64 import b64encode
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any, cast

from tightrope.reports.publishing.citation import RELEASED
from tightrope.reports.publishing.pandoc import MISSING, pandoc
from tightrope.reports.publishing.scripts import with_script
from tightrope.reports.publishing.svg import Inlined
from tightrope.reports.publishing.toys.page import with_toys

TEMPLATES = Path(__file__).parent / "templates"
MATH_SPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'  # HTML knows what math is
DRAWING = re.compile(
    r'<span class="(drawing(?: plane| small)?)" data-figure="([a-z0-9-]+)" data-words="([^"]*)"></span>'
)
CLAIMS = re.compile(r'<figure [^>]*id="tbl:claims"')


def write_html(markdown: Path, bibliography: Path, results: Path, target: Path) -> None:
    """Write `target`, one HTML file that loads nothing: styles, fonts, figures and results.json are inside.

    Raises ValueError if pandoc warns or a reference names nothing, RuntimeError if pandoc is not installed.
    """
    data = _results(results)
    html = _pandoc(
        markdown,
        bibliography,
        "--to=html5",
        f"--template={TEMPLATES / 'page.html'}",
        f"--css={TEMPLATES / 'page.css'}",
        "--mathml",
        "--embed-resources",
        "--standalone",
        "--toc",
        "--toc-depth=3",
        "--shift-heading-level-by=1",  # level 1 is the title
    )
    html = html.replace(MATH_SPACE, "")
    html = _with_index(with_toys(_with_drawings(html, markdown.parent / "figures")))
    packed = b64encode(lzma.compress(data.encode())).decode()  # a tenth of its size
    script = f'<script type="application/x-xz" id="results" data-name="results.json">{packed}</script>\n'
    body, end = html.rsplit("</body>", 1)
    target.write_text(f"{body}{script}</body>{end}", encoding="utf-8", newline="\n")


def _with_drawings(html: str, figures: Path) -> str:
    """The page with each drawing in its place and the drawings' styles in its head."""
    inlined = Inlined()

    def drawing(place: re.Match) -> str:
        try:
            svg = (figures / f"{place[2]}.svg").read_bytes()
        except OSError as error:
            raise ValueError(
                f"report.md must show drawings that are there; reading figures/{place[2]}.svg says: {error.strerror}"
            ) from None
        return f'<span class="{place[1]}">{inlined.of(svg, place[2], unescape(place[3]))}</span>'

    html = DRAWING.sub(drawing, html)
    head, rest = html.split("</head>", 1)
    return f"{head}<style>\n{inlined.css()}\n</style>\n</head>{rest}"


def _with_index(html: str) -> str:
    """The page with what filters the table of claims, if it has one."""
    return with_script(html, (TEMPLATES / "index.js").read_text(encoding="utf-8")) if CLAIMS.search(html) else html


def write_pdf(markdown: Path, bibliography: Path, results: Path, target: Path) -> None:
    """Write `target`, an archival and accessible PDF (PDF/A-3a, PDF/UA-1) with results.json attached.

    The same input gives the same bytes.

    Raises ValueError if pandoc warns, a reference names nothing, an image has no file or a character no glyph;
    RuntimeError if pandoc or typst is not installed.
    """
    try:
        import typst
    except ImportError:
        raise RuntimeError(MISSING) from None

    data = _results(results)
    source = _pandoc(markdown, bibliography, "--to=typst-citations", f"--template={TEMPLATES / 'page.typ'}")
    try:
        pdf = typst.compile(
            cast(Any, source.encode()),  # typst's types want source and paths in one form
            root=markdown.parent,
            font_paths=[TEMPLATES / "fonts"],
            ignore_system_fonts=True,  # with the fixed time: the same bytes on every machine
            timestamp=int(datetime.fromisoformat(f"{RELEASED}T00:00Z").timestamp()),  # the report's date
            sys_inputs={"results": data},
            pdf_standards=["a-3a", "ua-1"],  # typst refuses what breaks a rule of either that it knows
            format="pdf",
        )
    except RuntimeError as error:
        reason = getattr(error, "diagnostic", error)
        raise ValueError(f"{markdown} must become a PDF without an error, but typst says: {reason}") from None
    target.write_bytes(pdf)


def _results(path: Path) -> str:
    """The text of results.json, once it is known to be JSON."""
    text = path.read_text(encoding="utf-8")
    try:
        json.loads(text)
    except ValueError as error:
        raise ValueError(f"{path} must hold JSON, but it does not: {error}") from None
    return text


def _pandoc(markdown: Path, bibliography: Path, *options: str) -> str:
    """What pandoc makes of the Markdown file, with numbers and references."""
    filters = [
        "numbering.lua",  # before citeproc: @fig:x is no work of the bibliography
        "allowed.lua",
        "markup.lua",
    ]
    return pandoc(
        str(markdown),
        [
            str(markdown),
            "--from=markdown",
            *options,
            f"--resource-path={markdown.parent}",
            *(f"--lua-filter={TEMPLATES / name}" for name in filters),
            "--citeproc",
            f"--bibliography={bibliography}",
            "--metadata=link-citations:true",
        ],
    )

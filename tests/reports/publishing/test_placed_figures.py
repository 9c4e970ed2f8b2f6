"""Where drawings stand in the PDF, and how large: their words keep 8 points, and narrow ones share a row."""

import re
import shutil
import subprocess
from itertools import pairwise

import pytest

from tests.reports.publishing.test_pages import write_sources
from tightrope.reports.publishing.files import _picture
from tightrope.reports.publishing.pages import write_pdf

PAGE = "---\ntitle: A title\n---\n\n# One\n\nBefore.\n\n{figures}\n\nAfter.\n"
APART = 50  # points between the two words of a drawing, whose letters have 8.5
EIGHT = 8 / 8.5
SPACE = 5  # points

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils tells where words stand")


def places(folder, **widths):
    """Where the two words that each drawing holds stand on the page: x, y from its upper left corner, in points."""
    figures = "\n\n".join(f'![Caption.](figures/{name}.svg){{#fig:{name} alt="Words."}}' for name in widths)
    write_sources(folder, PAGE.format(figures=figures))
    for name, width in widths.items():
        words = "".join(f'<text x="{9 + APART * k}" y="40" font-size="8.5">{name}{k}</text>' for k in (0, 1))
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="90pt" viewBox="0 0 {width} 90">{words}'
        )
        (folder / "figures" / f"{name}.svg").write_text(f"{svg}</svg>", encoding="utf-8")
    return {word: (left, top) for word, (left, _, top) in boxes(folder).items()}


def boxes(folder):
    """Of each word on paper the left, the right and the upper end, in points."""
    write_pdf(*(folder / name for name in ("report.md", "cite.bib", "results.json", "report.pdf")))
    told = subprocess.run(
        ["pdftotext", "-bbox", folder / "report.pdf", "-"], capture_output=True, text=True, check=True
    )
    words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>(\w+)</word>', told.stdout)
    return {word: (float(left), float(right), float(top)) for left, top, right, word in words}


@pytest.mark.parametrize("width", [120, 281, 400])
def test_letters_of_eight_and_a_half_points_have_eight_on_paper(tmp_path, width):
    found = places(tmp_path, lone=width)
    assert found["lone1"][0] - found["lone0"][0] == pytest.approx(APART * EIGHT, rel=1e-3)


def test_two_narrow_drawings_stand_side_by_side_and_wider_ones_below_each_other(tmp_path):
    near = places(tmp_path / "narrow", left=281, right=281)
    assert near["left0"][1] == pytest.approx(near["right0"][1])
    assert near["right0"][0] > near["left0"][0] + 281 * EIGHT

    far = places(tmp_path / "wide", above=281, below=300)
    assert far["below0"][1] > far["above0"][1] + 90 * EIGHT


def test_a_caption_stands_beside_a_narrow_drawing_and_below_a_wide_one(tmp_path):
    narrow, wide = places(tmp_path / "narrow", lone=281), places(tmp_path / "wide", lone=400)
    assert narrow["Figure"][0] > narrow["lone1"][0]
    assert wide["Figure"][1] > wide["lone1"][1]
    assert wide["Figure"][0] < wide["lone1"][0]


def test_the_film_strip_has_no_width_of_its_own_so_that_it_is_as_large_as_its_letters_ask():
    figure = {"key": "film", "see": "See.", "caption": "Caption.", "alt": "Words.", "pictures": [{"stills": [5]}]}
    assert "width" not in _picture(figure)


def test_heads_of_columns_with_long_cells_beside_them_stand_apart(tmp_path):
    """A column of short numbers is at least as wide as the longest word of its head."""
    long = "a long cell that says in words what has been trained, on what, and with which seed " * 2
    cells = "| network | steps | seconds | judged by | median | must be |\n|:--|--:|--:|:--|--:|:--|\n"
    row = f"| {long} | 4,000 | 17 | {long} | 0.1 | at most 0.1 |\n"
    write_sources(tmp_path / "page", PAGE.format(figures=f"{cells}{row}\n: Networks. {{#tbl:all .wide}}"))
    found = boxes(tmp_path / "page")

    order = ["network", "steps", "seconds", "judged"]
    assert all(found[one][1] + SPACE <= found[other][0] for one, other in pairwise(order)), found

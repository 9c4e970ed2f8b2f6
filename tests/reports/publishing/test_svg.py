"""A drawing in fewer bytes, and as a part of a page in the page's own colours."""

import re
from xml.etree import ElementTree

import pytest

from tightrope.reports.publishing.figure import Axis, Curves, Figure, Heat, Note, curve, grid
from tightrope.reports.publishing.pictures import draw
from tightrope.reports.publishing.svg import Inlined, small

X = (1.0, 2.0, 3.0)
WORDS = '</text><script>alert("1.23456")</script> & d="1.23456"'


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A drawing with a boundary on a map, curves, and words that would break out of their place."""
    folder = tmp_path_factory.mktemp("drawn")
    over = Heat(
        x=Axis(label="x"), y=Axis(label="y"), grid=grid("z", X, X, (X, X, X)), curves=(curve("b", "bound", X, X),)
    )
    lines = Curves(
        x=Axis(label=WORDS), y=Axis(label="y"), curves=(curve("w", "worst", X, X),), notes=(Note(x=2, y=2, words="n"),)
    )
    draw(Figure(key="one", see="See.", caption="", alt="", pictures=(over, lines)), folder)
    return (folder / "one.svg").read_bytes()


def words(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter() if text.tag.endswith("text")]


def test_what_is_written_in_a_drawing_can_be_read_and_searched(drawn):
    assert WORDS in words(drawn)
    assert {"x", "y", "w", "n", "See."} <= set(words(drawn))


def test_small_changes_no_word_and_makes_no_number_longer(drawn):
    again = small(drawn)

    assert words(again) == words(drawn)
    assert len(again) <= len(drawn)
    places = [one.get(name, "") for one in ElementTree.fromstring(again).iter() for name in ("x", "y", "d")]
    assert not [place for place in places if re.search(r"\d\.\d{3}", place)]
    assert b"metadata" not in again


def test_coordinates_are_rounded_and_words_are_not():
    parts = b'<path d="M 1.23456 2.5\n L 3 4"/><text x="1.999">1.23456</text>'
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + parts + b"</svg>"

    again = small(svg).decode()

    assert 'd="m1.23 2.5l1.77 1.5"' in again
    assert 'x="2"' in again
    assert ">1.23456<" in again


def places(path):
    """Where a path of straight lines leads, whether it tells places or steps."""
    here, start, found = (0.0, 0.0), (0.0, 0.0), []
    for command, numbers in re.findall("([MLzml])([^MLzml]*)", path):
        digits = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        for x, y in zip(digits[::2], digits[1::2], strict=True):
            here = (x, y) if command in "ML" else (here[0] + x, here[1] + y)
            found.append((round(here[0], 6), round(here[1], 6)))
        start = here if command in "Mm" else start
        here = start if command == "z" else here
    return found


@pytest.mark.parametrize(
    "path",
    [
        "M 1.234 2 L 3 -4.5 L 0.004 -0.009 z M 7 7 L 8 9 L 8 9",
        "M 0 0 L 0 3.5",
        "M 5 5 z M 1 1 L 2 2 z",
        "M " + " L ".join(f"{i / 7:.5f} {-i / 3:.5f}" for i in range(200)),
    ],
)
def test_steps_lead_to_the_same_places(path):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="{path}"/></svg>'.encode()
    digits = 1 if len(path) > 600 else 2

    told = re.search(' d="([^"]*)"', small(svg).decode())[1]

    assert "L" not in told
    assert places(told) == [(round(x, digits), round(y, digits)) for x, y in places(path)]


def test_curves_are_left_as_they_are():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M 1 2 C 3 4 5 6 7 8"/></svg>'

    assert b'd="M 1 2 C 3 4 5 6 7 8"' in small(svg)


def test_words_cannot_leave_a_drawing_for_the_page(drawn):
    page = Inlined().of(drawn, "one", '"><script>')

    assert "<script" not in page
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in page


def test_a_pattern_that_a_style_names_is_there_under_the_pages_name_for_it():
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9">'
        '<defs><pattern id="hatch" width="2" height="2"/></defs>'
        '<path d="M 0 0 L 9 9" style="fill: url(#hatch); stroke: #fefefe"/></svg>'
    )
    inlined = Inlined()
    pages = [inlined.of(drawing.encode(), key, key) for key in ("one", "two")]
    named = re.findall(r"url\(#([^)]*)\)", inlined.css())

    assert len(set(named)) == 2
    assert all(f'id="{name}"' in page for name, page in zip(named, pages, strict=True))
    assert "#fefefe" in inlined.css()


def test_drawings_of_one_page_share_styles_and_no_names(drawn):
    inlined = Inlined()
    first, second = (inlined.of(drawn, key, "") for key in ("first", "second"))
    names = [set(re.findall(r' id="([^"]*)"', one)) for one in (first, second)]

    assert names[0] and not names[0] & names[1]
    for one, there in zip((first, second), names, strict=True):
        assert set(re.findall(r'(?:href="|url\()#([\w-]+)', one)) == there
    assert len(set(inlined.classes.values())) == len(inlined.classes)
    assert (first + second).count(" style=") == 2  # how wide each may be


def test_black_is_the_pages_ink_and_what_lies_on_colours_stays(drawn):
    inlined = Inlined()
    inlined.of(drawn, "one", "")

    assert "var(--ink)" in inlined.css()
    assert "#000000" not in inlined.css()

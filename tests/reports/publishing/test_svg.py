"""A drawing in fewer bytes, and as a part of a page in the page's own colours."""

import re
from base64 import b64decode, b64encode
from io import BytesIO
from itertools import combinations, pairwise
from math import hypot
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from PIL import Image

from tightrope.reports.publishing.figure import Axis, Curves, Figure, Heat, Note, curve, grid
from tightrope.reports.publishing.paths import SLACK, Stroke, read, thinned
from tightrope.reports.publishing.pictures import draw
from tightrope.reports.publishing.svg import COLOURS, PNG, SVG, XLINK, Inlined, small
from tightrope.reports.publishing.toys.page import TEMPLATES
from tightrope.simulators.model.graph_svg import Arrow, Node, graph_svg

X = (1.0, 2.0, 3.0)
MARKED = {"a": "problem", "b": "bound", "c": "problem", "d": "worst", "e": "problem"}
WORDS = '</text><script>alert("1.23456")</script>&d="1.23456"'


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
    assert not [place for place in places if re.search(r"\d\.\d{2}", place)]
    assert b"metadata" not in again


def drawing(parts):
    return f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" viewBox="0 0 9 9">{parts}</svg>'.encode()


def test_coordinates_are_rounded_and_words_are_not():
    again = small(drawing('<path d="M 1.23456 2.5\n L 3 4"/><text x="1.999">1.23456</text>')).decode()

    assert 'd="m1.2 2.5 1.8 1.5"' in again
    assert 'x="2"' in again
    assert ">1.23456<" in again


@pytest.mark.parametrize(
    "path",
    [
        "M 1.234 2 L 3 -4.5 L 0.004 -0.009 z M 7 7 L 8 9 L 9 7",
        "M 0 0 L 0 3.5 L 4 3.5",
        "M 5 5 L 5 6 z M 1 1 L 2 2 L 0 7 z",
        "M 1 2 C 3 4 5 6 7 8.44 L 9 9 Q 1 1 2 2",
        "M " + " L ".join(f"{i / 7:.5f} {(-1) ** i * i / 3:.5f}" for i in range(200)),
    ],
)
def test_what_is_told_in_steps_leads_to_the_same_places(path):
    told = re.search(' d="([^"]*)"', small(drawing(f'<path d="{path}"/>')).decode())[1]

    assert not re.search("[MLCQ]", told)
    for one, other in zip(read(told), read(path), strict=True):
        assert [kind for kind, _ in one.segments] == [kind for kind, _ in other.segments]
        assert one.closed == other.closed
        ends = [place for stroke in (one, other) for place in (stroke.start, *(p[-1] for _, p in stroke.segments))]
        half = len(ends) // 2
        assert all(
            abs(u - v) <= 5 for p, q in zip(ends[:half], ends[half:], strict=True) for u, v in zip(p, q, strict=True)
        )


def from_line(point, ends):
    (x, y), (x0, y0), (x1, y1) = point, *ends
    dx, dy = x1 - x0, y1 - y0
    share = min(1, max(0, ((x - x0) * dx + (y - y0) * dy) / ((dx * dx + dy * dy) or 1)))
    return hypot(x - x0 - share * dx, y - y0 - share * dy)


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=3, max_size=30))
def test_a_thinned_line_passes_all_points_closely_and_has_its_ends(points):
    whole = Stroke(points[0], tuple(("L", (one,)) for one in points[1:]), closed=False)
    thin = thinned(whole)
    left = [thin.start, *(places[0] for _, places in thin.segments)]

    assert (left[0], left[-1]) == (points[0], points[-1])
    assert all(min(from_line(one, ends) for ends in pairwise(left)) <= SLACK + 1e-9 for one in points)


def test_points_on_a_straight_line_are_left_out_and_corners_are_not():
    straight = small(drawing(f'<path d="M {" L ".join(f"{i} {i / 2}" for i in range(50))}"/>'))
    corner = small(drawing('<path d="M 0 0 L 4 0.2 L 8 0"/>'))

    assert b'd="m0 0 49 24.5"' in straight
    assert b'd="m0 0 4 .2 4-.2"' in corner


DISK = "M 0 2 C 1 2 2 1 2 0 C 2 -1 1 -2 0 -2 C -1 -2 -2 -1 -2 0 C -2 1 -1 2 0 2 z"
SQUARE = "M -2 2 L 2 2 L 2 -2 L -2 -2 z"


def marked(mark, style):
    used = "".join(f'<use xlink:href="#m" x="{x}" y="3" style="{style}"/>' for x in (2, 4, 6))
    return small(
        drawing(f'<g id="a"><defs><path id="m" d="{mark}"/></defs><g clip-path="url(#c)">{used}</g></g>')
    ).decode()


def test_marks_of_one_look_become_one_path_and_a_disk_a_point_with_a_round_end():
    disks, squares = (marked(one, "fill: #0072b2; stroke: #0072b2") for one in (DISK, SQUARE))

    assert "<use" not in disks + squares
    assert disks.count("<path") == squares.count("<path") == 1
    assert 'd="m2 3h0m2 0h0m2 0h0"' in disks
    assert "stroke-width: 5; stroke-linecap: round" in disks  # twice the radius, and the edge
    assert squares.count("z") == 3


@pytest.mark.parametrize("beside", [0, 3])
def test_a_mark_alone_is_drawn_in_the_pdf_too(beside, tmp_path):
    typst = pytest.importorskip("typst")
    used = "".join(
        f'<use xlink:href="#m" x="{x}" y="4" style="fill: #0072b2; stroke: #0072b2"/>' for x in (4, 4 + beside)
    )
    parts = f'<g><defs><path id="m" d="{DISK}"/></defs>{used}</g>'
    (tmp_path / "mark.svg").write_bytes(small(drawing(parts)))

    seen = typst.compile(
        b'#set page(width: 9pt, height: 9pt, margin: 0pt)\n#image("mark.svg")', root=tmp_path, format="png"
    )
    points = np.asarray(Image.open(BytesIO(seen)).convert("RGB"))

    assert (points == (0x00, 0x72, 0xB2)).all(axis=2).any()


@pytest.mark.parametrize(
    "style", ["fill: #0072b2; stroke: #0072b2; fill-opacity: 0.3", "fill: #ffffff; stroke: #0072b2"]
)
def test_marks_that_lie_on_each_other_stay_apart_if_that_is_seen(style):
    assert marked(SQUARE, style).count("<path") == 3


def test_lines_with_something_between_them_stay_in_their_order():
    line, box = '<path d="M 0 0 L 1 5" style="fill: none; stroke: #000000"/>', '<path d="M 0 0 L 9 0 L 9 9 z"/>'

    assert small(drawing(line + line)).count(b"<path") == 1
    assert small(drawing(line + box + line)).count(b"<path") == 3
    axis = f'<g id="matplotlib.axis_1"><g>{line}</g>{box}<g>{line}</g></g>'  # whose parts do not overlap
    assert small(drawing(axis)).count(b"<path") == 2


def test_a_picture_with_few_colours_keeps_every_point_in_fewer_bytes(drawn):
    colours = np.random.default_rng(1).integers(0, 256, (60, 4), dtype=np.uint8)
    points = colours[np.random.default_rng(2).integers(0, 60, (40, 50))]
    whole = BytesIO()
    Image.fromarray(points).save(whole, "PNG")
    told = f'<image xlink:href="{PNG}{b64encode(whole.getvalue()).decode()}"/>'

    again = small(drawing(told))
    packed = re.search(rb'base64,([^"]*)"', again)[1]

    assert (np.asarray(Image.open(BytesIO(b64decode(packed))).convert("RGBA")) == points).all()
    assert len(packed) < len(told) / 2


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


@pytest.fixture(scope="module")
def in_panels(drawn):
    return ElementTree.fromstring(f"<span>{Inlined().of(drawn, 'one', 'words')}</span>")


def test_a_page_shows_each_picture_of_a_figure_apart_and_says_its_words_once(in_panels):
    title, outer = in_panels
    views = [tuple(map(float, one.attrib["viewBox"].split())) for one in outer if one.tag == "svg"]

    assert len(views) == 2
    assert views[0][1] + views[0][3] == views[1][1]  # one begins where the other ends
    assert outer.attrib["aria-label"] == "words" and outer.attrib["role"] == "img"
    told = [text.text for text in outer.iter("text")]
    assert told.count("x") == 1 and "See." not in told
    assert title.text == "See."  # words of the page, which it breaks where its lines end


def test_the_name_of_a_curve_stands_once_more_below_with_a_piece_of_the_curve(in_panels):
    _, outer = in_panels
    (keys,) = [one for one in outer if one.get("class") == "keys"]
    ((swatch,),) = keys

    assert "".join(keys.itertext()) == "w"
    assert swatch[0].attrib["class"] in {one.attrib["class"] for one in outer.iter("path") if "clip-path" in one.attrib}


def test_a_name_below_has_the_mark_of_its_curve_and_none_of_another(tmp_path):
    lines = [curve(name, role, X, [k, k + 1, k + 3]) for k, (name, role) in enumerate(MARKED.items())]
    picture = Curves(x=Axis(label="x"), y=Axis(label="y"), curves=tuple(lines))
    draw(Figure(key="marked", see="See.", caption="", alt="", pictures=(picture,)), tmp_path)
    whole = ElementTree.fromstring(
        f"<span>{Inlined().of((tmp_path / 'marked.svg').read_bytes(), 'one', 'words')}</span>"
    )
    (named,) = (one for one in whole.iter("span") if one.get("class") == "keys")
    keys = {"".join(key.itertext()): list(key[0]) for key in named}
    marks = {name: swatch[1] for name, swatch in keys.items() if len(swatch) > 1}

    assert set(marks) == {name for name, role in MARKED.items() if role == "problem"}
    assert len({mark.get("d") for mark in marks.values()}) == len({mark.get("class") for mark in marks.values()}) == 3
    for mark in marks.values():
        (stroke,) = read(mark.get("d"))
        places = [stroke.start, *(place for _, ends in stroke.segments for place in ends)]
        assert all(abs(x - 1500) <= 300 and abs(y - 400) <= 300 for x, y in places)  # hundredths
    assert all(mark.get("class") in {one.get("class") for one in whole.iter("path")} for mark in marks.values())


def test_ties_to_names_are_told_apart_so_that_a_phone_shows_none_that_looks_like_its_curve(in_panels):
    lines = [path for path in in_panels.iter("path") if (path.get("class") or "").endswith(" tie")]
    assert len(lines) == len([one for one in in_panels.iter("text") if "".join(one.itertext()) == "w"]) == 1

    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    narrow = css[css.index("names of curves stand below */") :].split("\n}", 1)[0]
    assert ".panels .tie { display: none; }" in narrow


def test_what_a_phone_shows_of_a_drawing_has_letters_of_11_pixels_and_all_words_but_names(drawn):
    """400 pixels are all there is; page.css gives drawings all but 4 of them."""
    root = ElementTree.fromstring(drawn)
    shown = float(root.attrib["data-width"])
    sizes = [float(found) for found in re.findall(rb"font(?:-size)?: ([\d.]+)px", drawn)]

    assert min(sizes) * 396 / shown >= 11
    assert min(sizes) >= 8  # points, on paper
    beyond = [one.text for one in root.iter(f"{{{SVG}}}text") if float(one.get("x", "0")) >= shown]
    assert beyond == ["w"]


def palettes():
    """What page.css calls its colours, by day and by night."""
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8").partition("@media print")[0]
    by_day, by_night = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})\b", part)) for part in css.split("scheme: dark)"))
    return {"day": by_day, "night": by_day | by_night}


def lightness(colour):
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("when", palettes())
def test_words_of_a_diagram_stand_out_on_the_page_by_day_and_by_night(when):
    """By 4.5 to 1, WCAG's AA."""
    palette = palettes()[when]
    arrows = (Arrow(start=0, end=1, label="right"), Arrow(start=1, end=0, label="wrong", dashed=True))
    diagram = ElementTree.fromstring(graph_svg((Node(name="on", more=("start",)), Node(name="off")), arrows, "it", ()))
    colours = {text.get("fill").lower() for text in diagram.iter(f"{{{SVG}}}text")}
    shown = {colour: palette[COLOURS[colour].removeprefix("var(--").removesuffix(")")] for colour in colours}
    ratios = {colour: apart(lightness(seen), lightness(palette["paper"])) for colour, seen in shown.items()}

    assert len(ratios) > 2
    assert min(ratios.values()) >= 4.5, ratios


@pytest.mark.parametrize("when", palettes())
def test_colours_of_curves_are_told_apart_by_day_and_by_night(when):
    colours = {
        name: np.array(to_rgb(palettes()[when][name])) for name in ("orange", "sky", "blue", "pink", "green", "red")
    }
    near = {pair: np.abs(colours[pair[0]] - colours[pair[1]]).sum() for pair in combinations(colours, 2)}

    assert min(near.values()) >= 0.3, near  # of 3, between black and white


def apart(one, other):
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)

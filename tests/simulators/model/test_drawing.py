"""A drawing that can be read at the width of a phone, and strangers' names that stay text."""

import re
from fractions import Fraction
from itertools import product
from xml.etree import ElementTree

import pytest

from tightrope.simulators.model.drawing import arrows, diagram, is_small
from tightrope.simulators.model.graph_svg import graph_svg
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.names import problem

SVG = "{http://www.w3.org/2000/svg}"
WIDE = 400  # pixels
SHOWN = [
    *[problem(name, 4, Fraction(1, 4)) for name in ("tightrope", "exam", "trap", "cycle", "recovery:rho=1/5", "wager")],
    problem("cycle", 6, Fraction(1, 6)),
    *[problem(f"garnet:states={s},actions=2,branching=2,seed={s}", 4) for s in (2, 3)],
]
STRANGE = (
    "\x1b[2Jgone\ngone",
    "\u202eturned",
    "$\\frac{1}{0",
    "x" * 10_000,
    '"><script>alert(1)</script>',
    "-->\n<image href='https://example.org'/>",
)


def read(drawn):
    """Boxes of states, the width and height, and of each text its words and the box that it takes at most."""
    svg = ElementTree.fromstring(drawn)
    left, top, wide, high = map(float, svg.attrib["viewBox"].split())
    page = (left, top, left + wide, top + high)
    boxes = [
        (x := float(one.attrib["x"]), y := float(one.attrib["y"]), x + float(one.attrib["width"]),
         y + float(one.attrib["height"]))
        for one in svg.iter(f"{SVG}rect") if "rx" in one.attrib
    ]  # fmt: skip
    return page, boxes, [(one.text, _box_of(one)) for one in svg.iter(f"{SVG}text")]


def _box_of(text):
    size, x, y = (float(text.attrib[key]) for key in ("font-size", "x", "y"))
    wide = 0.5 * size * len(text.text)  # on average; sans-serif letters are narrower
    start = x - wide / 2 if text.attrib["text-anchor"] == "middle" else x
    return start, y - 0.75 * size, start + wide, y + 0.1 * size


def meet(one, other):
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def inside(one, other):
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda one: one.name)
def test_no_label_covers_a_state_or_another_label_and_all_of_it_is_on_the_page(shown):
    page, boxes, texts = read(shown._repr_svg_())
    places = [box for _, box in texts]

    assert len(boxes) == shown.mdp.shape[0]
    assert all(inside(box, page) for box in [*boxes, *places])
    assert not any(meet(one, other) for i, one in enumerate(places) for other in places[:i])
    assert not any(meet(one, box) and not inside(one, box) for one in places for box in boxes)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda one: one.name)
def test_it_fits_a_narrow_column_at_its_own_size_and_says_every_move_once(shown):
    (left, _, right, _), _, texts = read(shown._repr_svg_())
    words = [text for text, _ in texts]

    assert right - left <= WIDE
    assert {label for _, _, label in arrows(shown.mdp, 1)} <= {*words}


ROPE = problem("charged-tightrope:u=1,J_star=1/2", 2, Fraction(1, 4))  # six boxes


@pytest.mark.parametrize(("shown", "widest"), [*product(SHOWN, (320, 370)), (ROPE, 370)], ids=str)
def test_a_drawing_that_is_too_wide_is_made_higher_and_nothing_covers_anything(shown, widest):
    page, boxes, texts = read(graph_svg(*diagram(shown.name, shown.mdp, shown.expert_table.takes(1)), widest))
    places = [box for _, box in texts]

    assert page[2] - page[0] <= widest
    assert all(inside(box, page) for box in [*boxes, *places])
    assert not any(meet(one, other) for i, one in enumerate(places) for other in places[:i])
    assert not any(meet(one, box) and not inside(one, box) for one in places for box in boxes)
    assert not any(meet(one, other) for i, one in enumerate(boxes) for other in boxes[:i])


def test_an_arrow_that_has_no_way_back_bends_past_the_boxes_between():
    drawn = ROPE.drawn()
    _, boxes, _ = read(drawn)
    bends = re.findall(r'd="M(\S+) (\S+)Q(\S+) (\S+) (\S+) (\S+)"', drawn)

    assert len(bends) > 6
    for bend in bends:
        x0, y0, x1, y1, x2, y2 = map(float, bend)
        for part in (i / 50 for i in range(2, 49)):
            a, b, c = (1 - part) ** 2, 2 * part * (1 - part), part**2
            point = (a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2)
            assert not any(inside((*point, *point), box) for box in boxes), bend


def test_a_move_that_the_expert_does_not_make_is_dashed_and_the_legend_says_so():
    drawn = problem("tightrope", 3, Fraction(1, 4))._repr_svg_()

    assert drawn.count("stroke-dasharray") == 2  # the wrong action, and its line in the legend
    assert "other moves" in drawn


def test_a_box_says_what_the_expert_takes_where_an_arrow_is_not_its_own_alone():
    assert "expert: right" in problem("recovery:rho=1/5", 3, Fraction(1, 4))._repr_svg_()  # both may stay off
    assert "expert:" not in problem("tightrope", 3, Fraction(1, 4))._repr_svg_()


def test_a_problem_whose_expert_is_still_to_be_planned_is_drawn_without_telling_moves_apart():
    drawn = Problem(name="new", mdp=problem("tightrope", 3, Fraction(1, 4)).mdp, expert=None)._repr_svg_()

    assert "dasharray" not in drawn and "expert" not in drawn


def test_a_process_that_changes_says_which_decision_is_drawn():
    assert "decision 1 (later ones differ)" in problem("exam", 4, Fraction(1, 4))._repr_svg_()
    assert "decision 1" not in problem("cycle", 4, Fraction(1, 4))._repr_svg_()


def test_a_problem_is_drawn_or_told_as_a_table_and_never_both():
    large = problem("garnet:states=7,actions=2,branching=2,seed=1", 4)

    assert large._repr_svg_() is None
    assert "7: s0, s1" in large._repr_html_()
    for one in SHOWN:
        assert is_small(one.mdp)
        assert one._repr_html_() is None


def strange_problem(states=STRANGE):
    laws = [[{s: Fraction(1)}, {(s + 1) % len(states): Fraction(1)}] for s in range(len(states))]
    start = [Fraction(1, len(states))] * len(states)
    mdp = tabular_mdp(
        states=states, actions=("a$b", "\x07ring"), start=start, transition=[laws], cost=[[0, 1]] * len(states)
    )
    return right_or_wrong("$\x1b[1m" + "n" * 5000, mdp, [Fraction(1, 2)] * len(states))


def test_names_of_strangers_stay_text_and_have_no_power_over_the_page():
    shown = strange_problem()
    svg = ElementTree.fromstring(shown.drawn())

    assert {one.tag.removeprefix(SVG) for one in svg.iter()} == {"svg", "rect", "path", "polygon", "text"}
    assert not any(key.startswith("on") or "href" in key for one in svg.iter() for key in one.attrib)
    assert any((one.text or "").startswith('"><script>') for one in svg.iter(f"{SVG}text"))
    assert all((one.text or "").isprintable() for one in svg.iter(f"{SVG}text"))
    assert len(repr(shown)) < 250


def test_a_table_escapes_names_and_lets_them_start_no_formula():
    shown = strange_problem((*STRANGE, "seventh"))._repr_html_()

    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert "$" not in shown.replace("<span>$</span>", "")
    assert "\x1b" not in shown


def test_a_problem_is_drawn_with_the_moves_of_an_expert_that_draws_its_actions():
    mdp = problem("tightrope", 3, Fraction(1, 4)).mdp
    drawing = Problem(name="both", mdp=mdp, expert=[[0.5, 0.5], [1, 0]])._repr_svg_()

    assert "dasharray" not in drawing

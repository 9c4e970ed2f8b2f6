"""Walkers on the page: those of the stream, counted in the browser as in Python, beside the exact expectation."""

import json
import re
from itertools import accumulate

import pytest

from tests.reports.publishing.test_pages import Elements, publish
from tests.reports.publishing.test_toys import PLACE, close
from tightrope.reports.evidence.walkers import DECISIONS, GROUPS, TOGETHER, ropes
from tightrope.reports.publishing.figure import Figure
from tightrope.reports.publishing.kinds.film import film_strip
from tightrope.reports.publishing.pictures import draw
from tightrope.reports.publishing.shape import plain, shaped
from tightrope.reports.publishing.toys.javascript import script, walking
from tightrope.reports.publishing.toys.walk import film
from tightrope.reports.publishing.walks import Film, Walks
from tightrope.simulators.measures.disagreement import evaluate

WALKED = PLACE.replace("worst-case", "walkers")
FIGURE = Figure(key="walkers", see="See.", caption="", alt="", pictures=(film(),))


@pytest.fixture(scope="module")
def browser():
    """The script of the walkers, in an engine that has no page."""
    engine = pytest.importorskip("quickjs").Context()
    engine.eval(script([]) + walking(film()))
    return lambda code: json.loads(engine.eval(f"JSON.stringify({code})"))


def off(rope, decision, walkers):
    return sum(walker[decision - 1] for walker in walkers)


def test_what_the_page_counts_at_every_moment_is_what_the_evaluator_and_the_stream_say(browser):
    moments = [(group, decision) for group in range(GROUPS) for decision in range(1, DECISIONS + 1)]
    said = json.dumps([{"group": group, "decision": decision} for group, decision in moments])
    for number, rope in enumerate(ropes()):
        found, walkers = evaluate(rope.problem, DECISIONS), rope.off()
        chances = [float(law[1]) for law in found.laws]
        for (group, decision), seen in zip(
            moments, browser(f"{said}.map((one) => seenAt(WALK, WALK.ropes[{number}], one))"), strict=True
        ):
            now, so_far = walkers[group * TOGETHER : (group + 1) * TOGETHER], walkers[: (group + 1) * TOGETHER]
            assert seen["off"] == off(rope, decision, now)
            assert seen["offExpected"] == close(TOGETHER * chances[decision])
            assert seen["average"] == close(sum(sum(one[:decision]) for one in so_far) / len(so_far))
            assert seen["expected"] == close(sum(chances[1 : decision + 1]))


def test_the_walkers_slip_first_at_the_same_decision_on_both_ropes_and_come_back_on_one_only():
    tight, back = (rope.off() for rope in ropes())
    for one, other in zip(tight, back, strict=True):
        assert one.index(True) == other.index(True) if any(one) else not any(other)
        assert sorted(one) == list(one)
    assert any(sorted(other) != list(other) for other in back)


def test_twice_as_many_decisions_cost_about_four_times_as_much_on_the_tightrope_and_about_twice_with_a_way_back():
    ratios = [one.sums[-1] / one.sums[DECISIONS // 2 - 1] for one in film().ropes]
    assert 3.5 < ratios[0] < 4
    assert 2 < ratios[1] < 2.2


def test_the_moments_are_those_of_every_group_once(browser):
    code = """(() => { const all = []; let one = {group: 0, decision: 0};
        while (one) { all.push([one.group, one.decision]); one = momentAfter(WALK, one); } return all; })()"""
    assert browser(code) == [[group, decision] for group in range(GROUPS) for decision in range(DECISIONS + 1)]


def test_what_is_read_out_names_both_ropes_and_their_numbers(browser):
    said = browser("saidAt(WALK, {group: 0, decision: 20})")
    for one in film().ropes:
        count = sum(walker[:20].count("1") for walker in one.walkers[:TOGETHER])
        assert f"{one.heading}: " in said
        assert f"sum per walker {count / TOGETHER:g}, expected {one.sums[-1]:.4g}." in said


def test_the_film_strip_counts_what_the_film_has_walked_and_its_data_are_the_sums():
    strip, made = film_strip(film()), film()
    for rope in made.ropes:
        for still in made.stills:
            count = sum(walker[:still].count("1") for walker in rope.walkers[:TOGETHER])
            assert f"after {still}: sum {count}<" in strip
    expected = [row[3] for row in made.points() if row[:2] == (made.ropes[1].heading, "sum, expected")]
    assert expected == list(made.ropes[1].sums)
    shares = [sum(walker[t] == "1" for walker in made.ropes[0].walkers) / 96 for t in range(DECISIONS)]
    assert made.ropes[0].averages == pytest.approx(list(accumulate(shares)))


def test_letters_of_the_film_strip_have_eight_points_on_paper_and_its_heads_are_no_points():
    strip = film_strip(film())
    on_paper = 3 / 4 * 8 / 8.5  # points for a pixel, as page.typ's drawing has it

    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', strip)) * on_paper >= 8
    assert "h.01" in strip and "h0" not in strip  # typst leaves out a lone one


def test_a_film_is_drawn_alone_as_svg_and_comes_back_from_json(tmp_path):
    assert shaped(Figure, plain(FIGURE), "figure").pictures[0].ropes[0].walkers == film().ropes[0].walkers
    draw(FIGURE, tmp_path)
    assert (
        [path.name for path in tmp_path.iterdir()] == ["walkers.svg"] == [f"walkers.{kind}" for kind in FIGURE.formats]
    )
    with pytest.raises(ValueError, match="drawn alone"):
        Figure(key="two", see="", caption="", alt="", pictures=(film(), film()))


@pytest.mark.parametrize("walker", ["", "01", "0<b", "0111"])
def test_a_walker_is_a_digit_for_each_decision(walker):
    with pytest.raises(ValueError, match="must have 3 digits, 0 or 1"):
        Walks(heading="A", walkers=("010", walker), sums=(0.1, 0.2, 0.3))


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"together": 5}, "in groups of 5"), ({"together": 0}, "groups"), ({"stills": (21,)}, "decisions 1 to 20")],
)
def test_a_film_shows_whole_groups_at_decisions_that_there_are(changed, why):
    with pytest.raises(ValueError, match=why):
        Film(**(vars(film()) | changed))
    with pytest.raises(ValueError, match="equally many"):
        Film(**(vars(film()) | {"ropes": (film().ropes[0], Walks(heading="B", walkers=("1",), sums=(1.0,)))}))


def test_the_walkers_wait_for_their_script_can_be_stopped_and_are_read_out_politely(tmp_path):
    pytest.importorskip("pypandoc")
    html = (publish(tmp_path / "a", WALKED, pdf=False) / "index.html").read_text(encoding="utf-8")
    found = Elements(html).found
    box = next(a for _, a in found if a.get("id") == "walkers-tried")
    assert "hidden" in box
    assert [a["data-part"] for tag, a in found if tag == "button"] == ["play", "step"]
    assert any(a.get("data-part") == "told" and a.get("aria-live") == "polite" for _, a in found)
    code = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)[0]
    assert "prefers-reduced-motion" in code
    assert re.search(r"prefers-reduced-motion: reduce\) \{ \.walk \{ display: none", html)
    assert html.count("const WALK = ") == 1

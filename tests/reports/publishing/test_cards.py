"""Cards: what is drawn is in the results, what is said is a stranger's, and all of it has room."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.reports.exercises import exercises, exercises_on
from tightrope.reports.lecture import CLAIMS
from tightrope.reports.publishing import citation
from tightrope.reports.publishing.cards.chosen import CHOSEN, HERO, picture_of
from tightrope.reports.publishing.cards.described import described
from tightrope.reports.publishing.cards.drawing import svg
from tightrope.reports.publishing.cards.made import LARGE, SMALL, cards
from tightrope.reports.publishing.cards.picture import Numbers, Part, Sides
from tightrope.reports.publishing.cards.slide import HEIGHT, VERDICTS, WIDTH, slide
from tightrope.reports.publishing.cards.witness import checked, place, proved_lines
from tightrope.reports.publishing.cards.words import lines_of, text_of, words_of
from tightrope.reports.publishing.files import figures_of
from tightrope.simulators.model.graph_svg import width_of

ROOT = Path(__file__).parents[3]
NOTHING = {"L18"}  # about no number
TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture(scope="module")
def standard():
    return json.loads((ROOT / "reports/standard/results.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures(standard):
    return {one.key: one for one in figures_of(standard)}


@pytest.fixture(scope="module")
def claims(standard):
    return {one["id"]: one for one in standard["claims"]}


def test_every_claim_that_is_about_a_number_has_a_picture(claims, figures):
    assert set(CHOSEN) == {claim.id for claim in CLAIMS} - NOTHING
    assert {key for key, claim in claims.items() if picture_of(claim, figures)} == set(CHOSEN)
    assert HERO.of({}, figures) is not None


@pytest.mark.parametrize("key", CHOSEN)
def test_what_a_card_names_is_in_the_standard_report(key, claims, figures):
    chosen = CHOSEN[key]
    if isinstance(chosen, Numbers):
        assert set(chosen.keys.values()) <= set(claims[key]["numbers"])
    if isinstance(chosen, Part):
        assert set(chosen.labels.values()) <= {
            one.label for one in figures[chosen.figure].pictures[chosen.number].curves
        }
    if isinstance(chosen, Sides):
        assert (chosen.reading or claims[key]["reading"]) in claims[key]["readings"]


@pytest.mark.parametrize("key", [*CHOSEN, "first"])
def test_words_of_a_picture_stay_in_it_and_apart(key, claims, figures):
    picture = HERO.of({}, figures) if key == "first" else picture_of(claims[key], figures)
    width, height = LARGE if key == "first" else SMALL
    root = ElementTree.fromstring(svg(picture, width, height))
    boxes = []
    for one in root.iter(TEXT):
        wide, x, y = width_of(one.text, 12), float(one.get("x")), float(one.get("y"))
        left = x - wide * {"start": 0, "middle": 0.5, "end": 1}[one.get("text-anchor", "start")]
        assert left >= -4, one.text
        assert left + wide <= width + 1, one.text
        assert 10 <= y <= float(root.get("height"))
        boxes.append((left, left + wide, y))
    meet = [
        (a, b) for i, a in enumerate(boxes) for b in boxes[:i] if abs(a[2] - b[2]) < 10 and a[0] < b[1] and b[0] < a[1]
    ]
    assert meet == []


def test_what_is_not_in_a_report_is_not_drawn(claims, figures):
    for key, chosen in CHOSEN.items():
        bare = claims[key] | {"numbers": {}, "readings": {}}
        assert chosen.of(bare, {}) is None
        assert described(picture_of(claims[key], figures)).endswith(".")


def test_bars_are_as_long_as_their_numbers(claims, figures):
    picture = picture_of(claims["L2"], figures)
    root = ElementTree.fromstring(svg(picture, *SMALL))
    bars = [float(one.get("width")) for one in root.iter() if one.tag.endswith("rect")]
    sizes = [one.size for one in picture.amounts]
    assert [round(bar / bars[0], 2) for bar in bars] == [round(size / sizes[0], 2) for size in sizes]
    assert len(set(sizes)) == 3


def test_the_card_of_l8_shows_what_is_claimed_beside_what_is(claims, figures):
    picture = picture_of(claims["L8"], figures)
    assert [(one.says, one.claimed) for one in picture.amounts] == [("1/4", True), ("0", False)]
    assert place(claims["L8"]) == r": `cycle` with $\epsilon = 1/2$, $T = 1$: $0$ against $1/4$"
    assert r"$p_\theta(s) = 0$" in checked(claims["L8"])
    assert place(claims["L4"]) == checked(claims["L4"]) == ""


def test_a_line_that_is_false_is_never_among_those_that_prove_a_claim(claims):
    lines = {
        key: [name for name, _ in proved_lines(claims[key] | {"evidence": "proved"})] for key in ("L8", "L9", "L11")
    }
    assert lines == {"L8": [], "L9": [], "L11": ["split"]}
    assert [name for name, _ in proved_lines(claims["L7"])] == ["average-error"]
    assert proved_lines(claims["L7"] | {"evidence": "exact"}) == []


@pytest.mark.parametrize("forged", [None, "x", [], {}, {"left": "1/0", "right": "1"}, {"left": 1, "right": {}}])
def test_a_witness_that_is_none_gives_no_picture(forged, claims, figures):
    claim = claims["L8"] | {"readings": {"per_step": {"verdict": "refuted", "evidence": "exact", "witness": forged}}}
    assert picture_of(claim, figures) is None
    assert checked(claim) == ""


@pytest.mark.parametrize("forged", [None, "0.5", {}, {"value": "1"}, {"value": float("inf")}, {"value": 1}])
def test_a_number_that_is_none_is_left_out(forged, claims, figures):
    key = "worth of 50 steps for labels"
    picture = picture_of(claims["L2"] | {"numbers": claims["L2"]["numbers"] | {key: forged}}, figures)
    assert [one.name for one in picture.amounts] == ["for coverage", "for averages"]


def test_there_is_a_slide_of_each_claim_and_its_words_are_words(standard, figures, claims):
    found = cards(standard, figures)
    assert {path for path in found if path.startswith("cards/")} == {f"cards/{claim.id}.svg" for claim in CLAIMS}
    assert found == cards(standard, figures)
    for path, text in found.items():
        if path.startswith("cards/"):
            root = ElementTree.fromstring(text)
            said = " ".join("".join(one.itertext()) for one in root.iter(TEXT))
            claim = claims[Path(path).stem]
            assert claim["verdict"] in said
            assert standard["id"][:12] in said
            assert [
                word for word in re.findall(r"[a-z]{4,}", re.sub(r"\$.*?\$", "", claim["answer"])) if word not in said
            ] == []
            assert all(float(one.get("y")) <= HEIGHT for one in root.iter(TEXT))


def test_a_claim_that_nobody_looked_at_has_no_card(standard, figures):
    some = [one | {"verdict": "open"} if one["id"] == "L8" else one for one in standard["claims"]]
    assert "cards/L8.svg" not in cards(standard | {"claims": some}, figures)


def test_a_part_of_a_report_has_no_picture_that_it_does_not_show(standard, figures):
    first = "figures/first-screen.svg"
    assert first in cards(standard, figures)
    assert first not in cards(standard | {"experiments": standard["experiments"][:-1]}, figures)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=400))
def test_a_strangers_words_stay_words_and_end_in_dots(words):
    claim = {"id": "L8", "verdict": "refuted", "evidence": "exact", "section": words, "reading": None}
    made = slide(claim | {"short": words, "answer": words, "gist": words}, None, "", "0" * 64)
    root = ElementTree.fromstring(made)
    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {"svg", "rect", "text", "tspan"}
    assert len(lines_of(words, 27, WIDTH, 2)) <= 2


@pytest.mark.parametrize(
    ("latex", "told"),
    [
        (r"$\epsilon T + 2 \epsilon T^2$", 'εT + 2εT<tspan dy="-3.6" font-size="7.5">2</tspan>'),
        (
            r"at most $2(1-(1-\epsilon)^t)$",
            'at most 2(1−(1−ε)<tspan dy="-3.6" font-size="7.5">t</tspan><tspan dy="3.6">)</tspan>',
        ),
        (r"$\epsilon T \leq 1$, **bold** `code` [L8](#L8) <b>", "εT ≤ 1, bold code L8 &lt;b&gt;"),
        (r"$p_\theta(s_t)$", "p<tspan"),
    ],
)
def test_formulas_are_told_by_greek_letters_and_raised_signs(latex, told):
    assert text_of(words_of(latex), 10).startswith(told)


def test_verdicts_have_the_colours_of_the_page():
    css = (ROOT / "reports/publishing/templates/page.css").read_text(encoding="utf-8")
    for verdict, (fill, words, edge) in VERDICTS.items():
        found = re.search(rf"^\.{verdict} {{ --fill: (\S+); --text: (\S+); --edge: (\S+); }}", css, re.MULTILINE)
        assert found and [one.replace("#fff", "#ffffff") if len(one) == 4 else one for one in found.groups()] == [
            fill,
            words,
            edge,
        ]


def test_every_exercise_is_about_claims_and_their_cards_lead_to_it():
    known = {claim.id for claim in CLAIMS}
    for number, one in enumerate(exercises(), 1):
        assert set(one.claims) <= known
        assert all(number in exercises_on(claim) for claim in one.claims)
    assert exercises_on("L8") == [1]
    assert exercises_on("L2") == []


def test_the_date_is_that_of_the_release():
    cff = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^date-released: (\S+)$", cff, re.MULTILINE)[1] == citation.RELEASED

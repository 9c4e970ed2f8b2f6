"""What a reader tries out on the page says what Python says, to ten digits; and the page still loads nothing."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise, product

import numpy as np
import pytest
from sympy import Symbol, gamma

from tests.reports.publishing.test_pages import Elements, publish
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest, worst_case
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.commands.cli import main as tightrope
from tightrope.reports.evidence.causal_confusion import copier_cost, rounds_until_dropped
from tightrope.reports.publishing import scope
from tightrope.reports.publishing.files import markdown
from tightrope.reports.publishing.toys import ALL
from tightrope.reports.publishing.toys.javascript import function, script
from tightrope.reports.publishing.toys.paradox import PARADOX
from tightrope.reports.publishing.toys.rope_of_decisions import ROPES, places
from tightrope.reports.publishing.toys.toy import Toy
from tightrope.reports.publishing.toys.worst_case import EXPLORER
from tightrope.reports.publishing.toys.worst_problem import CHARGED, LETTERS, OWN, POINTS, at_point, formula_of, picture
from tightrope.simulators.learners.split_error import SPLITS, worst_split
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.drawing import moves
from tightrope.simulators.model.policy import policy

HEAD = "---\ntitle: A page\n---\n\nBefore.\n\n"
TOY = '::: {.toy title="worst-case"}\n# Try it {.unnumbered}\n\nMove it.\n:::\n\n'
PLACE, WITHOUT = f"{HEAD}{TOY}After.\n\n", f"{HEAD}After.\n"
TEN_DIGITS = {"rel": 1e-10, "abs": 1e-13}
ERRORS, HORIZONS = (Fraction(1, 10_000), Fraction(13, 1000), Fraction(2, 5), Fraction(1)), (1, 2, 7, 40)


@pytest.fixture(scope="module")
def browser():
    """The script of a page, in an engine that has no page."""
    engine = pytest.importorskip("quickjs").Context()
    engine.eval(script(ALL.values()))
    return lambda code: json.loads(engine.eval(f"JSON.stringify({code})"))


def numbers(browser, key, states):
    """What the toy says of each state, by name."""
    toy = f"TOYS.find((one) => one.key === {json.dumps(key)})"
    said = json.dumps(
        [{name: value if isinstance(value, str) else float(value) for name, value in one.items()} for one in states]
    )
    return browser(f"{said}.map((state) => numbersOf(caseOf({toy}, state), state))")


def close(number):
    return pytest.approx(float(number), **TEN_DIGITS)


def test_disagreements_of_every_reading_are_those_of_python(browser):
    missing = Fraction(3, 100)
    asked = list(product(KEYS, ERRORS, HORIZONS))
    states = [
        {"reading": key, "counted": "disagreement", "epsilon": error, "T": horizon, "m": missing, "u": 1, "j": 0}
        for key, error, horizon in asked
    ]
    for (key, error, horizon), said in zip(asked, numbers(browser, "worst-case", states), strict=True):
        worst = worst_case(key, error, horizon, missing if key == "finite_data" else Fraction(0))
        assert said["worst"] == close(worst), (key, error, horizon)
        assert said["bound"] == close(error * horizon + 2 * error * horizon**2)
        assert said["dagger"] == close(error * horizon)
        assert said["ceiling"] == horizon
        assert said["looseness"] == close((error * horizon + 2 * error * horizon**2) / worst)


def test_task_costs_of_every_reading_are_those_of_python(browser):
    missing, horizon = Fraction(3, 100), 12
    asked = list(product(KEYS, ERRORS, (Fraction(3, 10), Fraction(1), Fraction(4)), (Fraction(0), Fraction(1, 5))))
    states = [
        {"reading": key, "counted": "gap", "epsilon": error, "T": horizon, "m": missing, "u": u, "j": part}
        for key, error, u, part in asked
    ]
    known = 0
    for (key, error, u, part), said in zip(asked, numbers(browser, "worst-case", states), strict=True):
        of_data = {"missing": missing} if key == "finite_data" else {}
        setting = Setting(reading=key, quantity="gap", u=u, J_star=part * horizon, **of_data)
        try:
            worst = largest(setting, error, horizon)
        except ValueError:  # then the page calls it an upper bound
            assert part and key.startswith("log_loss")
            continue
        known += 1
        assert said["worst"] == close(worst), (key, error, u, part)
    assert known == len(asked) - 2 * len(ERRORS) * 3


def test_what_is_only_an_upper_bound_is_called_one(browser):
    cases = browser(
        "Object.entries(TOYS[0].cases).map(([key, one]) => [key, [0, 0.2].map((j) => holds(one.known, {j}))])"
    )
    for key, known in cases:
        assert known == [True, not (key.startswith("log_loss") and key.endswith("gap"))]


@pytest.mark.parametrize("case", EXPLORER.cases)
def test_the_command_that_is_shown_says_that_the_witness_has_the_worst_case(browser, case, capsys):
    key, counted = case.split()
    part = 0 if key.startswith("log_loss") else 0.5
    state = json.dumps({"reading": key, "counted": counted, "epsilon": 0.05, "T": 4, "m": 0.2, "u": 3, "j": part})
    numbers = f"numbersOf(caseOf(TOYS[0], {state}), {state})"
    command, worst = browser(f"[filled(caseOf(TOYS[0], {state}).command, {numbers}), {numbers}.worst]")

    assert tightrope([*command.split()[1:], "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["witness"].partition(":")[0] == EXPLORER.cases[case].witness
    assert worst == close(Fraction(found["exact"]))


@pytest.mark.parametrize(
    ("T", "said", "not_said"),
    [(10, "3.818 times the worst case", "says nothing"), (200, "says nothing here: it is more than all 200", "false")],
)
def test_where_the_bound_exceeds_all_decisions_it_says_nothing(browser, T, said, not_said):
    words = browser(f"told(TOYS[0], {{...first(TOYS[0]), T: {T}}})")
    assert said in words
    assert not_said not in words


def test_of_finite_data_the_bound_can_be_false_and_of_no_other_error(browser):
    errors = "[0.0001, 0.01, 1].flatMap((epsilon) => [1, 30, 1000].map((T) => ({epsilon, T})))"
    states = f"{errors}.map((one) => ({{...first(TOYS[0]), ...one, m: 0.3, reading}}))"
    for key in KEYS:
        words = browser(f"((reading) => {states}.map((state) => told(TOYS[0], state)).join(' '))({key!r})")
        assert ("is false of this error" in words) == (key == "finite_data")


def test_the_brake_light_is_that_of_python(browser):
    chances = (Fraction(1, 200), Fraction(1, 20), Fraction(1, 5), Fraction(1, 2))
    asked = list(product(chances, chances, (1, 3, 40, 150)))
    found = numbers(browser, "brake-light-tried", [{"q": q, "d": d, "T": horizon} for q, d, horizon in asked])
    for (q, d, horizon), said in zip(asked, found, strict=True):
        assert said["bound"] == close(copier_cost(q, horizon))
        assert said["worst"] == close(d * horizon)
        rounds = rounds_until_dropped(q, d, horizon)
        if rounds:
            assert said["rounds"] == rounds
        words = browser(f"told(TOYS[1], {{q: {float(q)}, d: {float(d)}, T: {horizon}}})")
        assert ("after this many rounds" in words) == bool(rounds)
        assert ("does not change that" in words) == (rounds is None)


@pytest.mark.parametrize("share", [Fraction(1, 200), Fraction(1, 100), Fraction(1, 40)])
def test_the_costliest_division_of_the_paradox_is_that_of_python(browser, share):
    error, back, horizon = Fraction(1, 100), Fraction(1, 5), 100
    parts = [Fraction(i, SPLITS - 1) for i in range(SPLITS)]
    states = [{"alpha": share, "epsilon": error, "rho": back, "T": horizon, "x": x} for x in parts]
    found = numbers(browser, "paradox-tried", states)
    assert max(one["worst"] for one in found) == close(worst_split(share, error, back, horizon).cost)
    assert found[0]["worst"] == close(found[0]["dagger"])  # nothing spent off the track
    assert all(one["bound"] == close(worst_case("pointwise", error, horizon)) for one in found[:1])
    if share >= error:
        assert all(one["worst"] <= one["ceiling"] for one in found)
    else:
        assert found[0]["ceiling"] is None  # NaN: nothing is claimed


PICTURED = sorted({(case.drawn.key, case.drawn.priced) for case in EXPLORER.cases.values() if case.drawn})
SETTINGS = [  # epsilon, T, m, u, j: none of those at which the formulas are read from the problems
    (Fraction(1, 100), 12, Fraction(1, 5), Fraction(1, 3), Fraction(0)),
    (Fraction(1, 6), 5, Fraction(1), Fraction(3), Fraction(1, 10)),
    (Fraction(3, 10), 8, Fraction(0), Fraction(8), Fraction(1, 2)),
    (Fraction(99, 100), 3, Fraction(1, 2), Fraction(1), Fraction(9, 10)),
    (Fraction(1, 50), 1, Fraction(1, 9), Fraction(2), Fraction(1)),
]


def numbers_of_a_drawing(problem, horizon, priced):
    """What stands in it: starts, ends, how likely which move is, and what actions cost."""
    law, ends = problem.mdp.start_law(EXACT), evaluate(problem, horizon).laws[-1]
    learner = problem.learner_table.at(1, EXACT)
    found = {float(fraction(x)) for x in (*law, *ends)}
    for s, _, likely in moves(problem.mdp, 1):
        found |= {float(fraction(learner[s, a]) * p) for a, p in likely.items()}
    return found | ({float(fraction(x)) for x in problem.mdp.exact_cost.ravel()} if priced else set())


@pytest.mark.parametrize(("key", "priced"), PICTURED)
def test_every_number_of_the_worst_problem_that_is_drawn_is_one_of_the_problem_itself(browser, key, priced):
    for setting in SETTINGS:
        error, horizon, missing, most, part = setting
        point = dict(zip(LETTERS, (error, Fraction(horizon), missing, most, part * horizon), strict=True))
        real = numbers_of_a_drawing(at_point(key, CHARGED if priced else OWN, point), horizon, priced)
        state = json.dumps(dict(zip(("epsilon", "T", "m", "u", "j"), map(float, setting), strict=True)))
        drawn = "key" if not priced else "key + ', priced'"
        names = re.findall(r"\{(\w+)\}", picture(key, priced).words)
        for said in browser(
            f"((key, found) => {names}.map((name) => picturedIn({{drawn: {drawn}}}, {state})[name]))({key!r})"
        ):
            assert any(said == close(one) for one in real), (setting, said, real)


@pytest.mark.parametrize(("error", "horizon"), [(Fraction(1, 30), 9), (Fraction(1, 4), 6)])
def test_the_exam_that_is_drawn_says_each_number_in_its_place(browser, error, horizon):
    state = json.dumps({"epsilon": float(error), "T": horizon})
    words = browser(f"filled(PICTURES.exam.words, picturedIn({{drawn: 'exam'}}, {state}))")
    end, called = min(1, error * (horizon + 1)), error / (1 - error)
    assert (
        f"yet: start {float(1 - error):.4g}; in the end {float(1 - end):.4g}; right {float(1 - called):.4g} to yet"
        in words
    )
    assert (
        f"right {float(called):.4g} to exam. exam: start {float(error):.4g}; in the end {float(end):.4g}; wrong 1"
        in words
    )


def test_a_drawing_of_a_number_that_no_formula_has_is_refused():
    with pytest.raises(ValueError, match="no formula of worst_problem has the values 1/17"):
        formula_of((Fraction(1, 17),) * len(POINTS))


def test_each_case_draws_its_own_witness(browser):
    for key, case in EXPLORER.cases.items():
        assert case.drawn and case.drawn.key == case.witness
        assert browser(f"TOYS[0].cases[{key!r}].drawn") == case.drawn.name


def costs_told(words, horizon):
    """What each decision costs on the rope, and outside the data, as pairs: right and wrong."""
    number = r"(-?[0-9.]+(?:e-?[0-9]+)?)"
    found: list[tuple[float, float]] = []
    if free := re.search(rf"Up to decision {number}, each costs {number}, right or wrong.", words):
        found += [(float(free[2]), float(free[2]))] * int(free[1])
    if between := re.search(rf"Decision {number} costs {number} if right and {number} if wrong.", words):
        assert int(between[1]) == len(found) + 1
        found.append((float(between[2]), float(between[3])))
    if full := re.search(rf"From decision {number} on, each costs {number} if right and {number} if wrong.", words):
        assert int(full[1]) == len(found) + 1
        found += [(float(full[2]), float(full[3]))] * (horizon - len(found))
    outside = re.search(rf"lost, each costs {number} if right and {number} if wrong", words)
    return found, (float(outside[1]), float(outside[2])) if outside else (0.0, 0.0)


COSTS = tuple(  # T, m, u, j: alone, with the expert's cost the limit, in all decisions, in one, in none
    product((1, 2, 7, 40), (0.0, 0.03, 0.4, 1.0), (0.01, 0.3, 0.75, 1.0, 6.0), (0.0, 0.1, 0.25, 0.85, 1.0))
)


def costs_said(browser, key, states):
    """What is said of a rope's costs, with all digits of its numbers."""
    drawn = json.dumps(f"{key}, priced")
    return browser(
        f"{json.dumps(states)}.map((state) => {{"
        f"const numbers = {{...state, ...picturedIn({{drawn: {drawn}}}, state)}};"
        f"const said = PICTURES[{drawn}].costs.filter((one) => holds(one.when, numbers)).map((one) => one.words);"
        "return said.join(' ').replace(/\\{(\\w+)\\}/g, (_, name) => numbers[name]); })"
    )


@pytest.mark.parametrize("reading", ["pointwise", "log_loss", "finite_data"])
def test_the_rope_that_is_drawn_costs_what_is_shown_and_its_expert_pays_its_cost(browser, reading):
    """Its numbers are read from its words, and the episode is reckoned anew."""
    error = 0.07
    states = [
        {"reading": reading, "counted": "gap", "epsilon": error, "T": T, "m": m, "u": u, "j": j}
        for T, m, u, j in COSTS
        if reading == "finite_data" or (m == 0 and (reading == "pointwise" or j == 0))
    ]
    words = costs_said(browser, EXPLORER.cases[f"{reading} gap"].witness, states)
    for state, said, shown in zip(states, words, numbers(browser, "worst-case", states), strict=True):
        T, m = state["T"], state["m"]
        inside, (right, wrong) = costs_told(said, T)
        assert len(inside) == T, said
        fallen = (1 - (1 - error) ** t for t in range(1, T + 1))
        gap = sum((1 - m) * q * (b - a) for q, (a, b) in zip(fallen, inside, strict=True)) + m * T * (wrong - right)
        assert gap == pytest.approx(shown["worst"], rel=1e-8, abs=1e-12), (state, said)
        paid = (1 - m) * sum(a for a, _ in inside) + m * T * right
        assert paid == pytest.approx(state["j"] * T, rel=1e-8, abs=1e-12), (state, said)
        for a, b in [*inside, (right, wrong)]:
            assert -1e-12 <= a <= b <= 1 + 1e-12 and b - a <= min(1, state["u"]) + 1e-12, said


@pytest.mark.parametrize("key", ROPES)
def test_a_rope_is_drawn_by_places_whose_shares_and_costs_are_those_of_its_states(browser, key):
    for error, horizon, missing, most, part in SETTINGS:
        point = dict(zip(LETTERS, (error, Fraction(horizon), missing, most, part * horizon), strict=True))
        rope = at_point(key, CHARGED, point)
        drawn, names = places(rope), [name.rstrip("0123456789") for name in rope.mdp.states]
        for law, whole in zip(evaluate(drawn, horizon).laws, evaluate(rope, horizon).laws, strict=True):
            for place, share in zip(drawn.mdp.states, law, strict=True):
                of_place = (fraction(x) for x, name in zip(whole, names, strict=True) if name == place)
                assert sum(of_place) == fraction(share)
        letters = map(float, (error, horizon, missing, most, part))
        [said] = costs_said(browser, key, [dict(zip(("epsilon", "T", "m", "u", "j"), letters, strict=True))])
        inside, outside = costs_told(said, horizon)
        costs = [tuple(float(fraction(x)) for x in row) for row in rope.mdp.exact_cost]
        paid = dict(zip(rope.mdp.states, costs, strict=True))
        for t, one in enumerate(inside if missing < 1 else (), 1):
            assert paid[f"on{t}"] == paid[f"off{t}"] == close_to(one)
        if "unseen" in drawn.mdp.states:
            assert paid["unseen"] == paid["lost"] == close_to(outside)


def close_to(pair):
    return pytest.approx(pair, rel=1e-8, abs=1e-12)


def test_a_number_is_written_with_four_digits_and_at_most_eight_signs(browser):
    numbers = {"0": 0, "1": 1, "0.3333": 1 / 3, "0.0001": 1e-4, "4.317e-5": 0.99**1000, "1.23e-5": 1.23e-5}
    numbers |= {"9.3e-302": 0.5**1000, "2001000": 2001000, "1.235e-4": 0.00012345678, "20010": 20010.4}
    assert browser(f"{list(numbers.values())}.map(written)") == list(numbers)
    assert browser("[NaN, Infinity].map(written)") == ["–", "–"]


def test_a_rope_whose_states_of_a_place_differ_is_refused():
    rope = at_point("charged-tightrope", CHARGED, POINTS[0])
    learner = np.array(rope.learner_table.at(1, EXACT))
    learner[2] = learner[3]
    with pytest.raises(ValueError, match="the states of a place of charged-tightrope are not alike"):
        places(replace(rope, learner=policy([learner])))


def test_a_setting_survives_its_address(browser):
    for key, toy in ALL.items():
        i = list(ALL).index(key)
        at = f"Object.fromEntries(TOYS[{i}].sliders.map((one) => [one.letter, valueAt(one, part)]))"
        ends = browser(f"[0, 0.123, 0.5, 1].map((part) => {at})")
        for end, keys in product(ends, toy.cases):
            state = end | dict(zip((one.key for one in toy.choices), keys.split(), strict=True))
            assert browser(f"stateIn(TOYS[{i}], addressOf(TOYS[{i}], {json.dumps(state)}))") == state


@pytest.mark.parametrize(
    "address",
    [
        "#worst-case?epsilon=much&T=&reading=nobody&counted=toString&__proto__=1&constructor=2",
        "#worst-case?",
        "#worst-case?&&==&epsilon&T==3",
        "#worst-case?epsilon=NaN&T=Infinity&m=0x&u=%31",
    ],
)
def test_nonsense_in_an_address_is_passed_over(browser, address):
    assert browser(f"stateIn(TOYS[0], {json.dumps(address)})") == browser("first(TOYS[0])")


def test_an_address_of_something_else_changes_nothing_and_numbers_stay_within_their_sliders(browser):
    assert browser("['', '#L8', '#worst-case', '#worst-cases?T=3'].map((one) => stateIn(TOYS[0], one))") == [None] * 4
    found = browser("stateIn(TOYS[0], '#worst-case?epsilon=-1&T=1e99&m=7&u=1.7')")
    assert (found["epsilon"], found["T"], found["m"], found["u"]) == (1e-4, 1000, 1, 2)


def test_each_step_of_a_slider_is_another_number_from_its_least_to_its_most(browser):
    for i, toy in enumerate(ALL.values()):
        for slider, stops in zip(toy.sliders, browser(f"TOYS[{i}].sliders.map((one) => stopsOf(one))"), strict=True):
            assert all(earlier < later for earlier, later in pairwise(stops))
            assert (stops[0], stops[-1]) == (slider.least, slider.most)
            assert browser(f"nearest({stops}, {slider.start})") in range(len(stops))


def test_a_formula_that_javascript_lacks_is_refused():
    with pytest.raises(ValueError, match="JavaScript has no gamma"):
        function(gamma(Symbol("x")))


def test_a_toy_has_a_case_for_each_choice_and_a_slider_for_each_letter():
    with pytest.raises(ValueError, match="one for each combination"):
        Toy(**(vars(PARADOX) | {"cases": {}}))
    with pytest.raises(ValueError, match="nothing says what x is"):
        Toy(**(vars(PARADOX) | {"sliders": PARADOX.sliders[:-1]}))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The same page with and without a toy, its folders."""
    folder = tmp_path_factory.mktemp("toys")
    pytest.importorskip("pypandoc")
    pytest.importorskip("typst")
    return publish(folder / "with", PLACE), publish(folder / "without", WITHOUT)


def _policy(html):
    return next(a["content"] for _, a in Elements(html).found if a.get("http-equiv") == "Content-Security-Policy")


def test_a_page_allows_the_script_of_its_toys_by_its_hash_and_nothing_else(pages):
    html = (pages[0] / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    assert len(scripts) == 1
    allowed = b64encode(sha256(scripts[0].encode()).digest()).decode()
    assert _policy(html).startswith("default-src 'none';")
    assert re.findall("script-src ([^;]*)", _policy(html)) == [f"'sha256-{allowed}'"]
    assert not re.search(r"\beval\(|Function\(|innerHTML|fetch\(|XMLHttp|import\(", scripts[0])
    assert re.findall(r"https?://[^\"]*", scripts[0]) == ["http://www.w3.org/2000/svg"]
    assert not [name for _, a in Elements(html).found for name in a if name.startswith("on")]
    assert f'data-name="{"results.json"}"' in html


def test_a_page_without_toys_runs_no_script(pages):
    html = (pages[1] / "index.html").read_text(encoding="utf-8")
    assert "script-src" not in html
    assert "<script>" not in html


def test_on_paper_there_is_nothing_to_try_out(pages):
    assert (pages[0] / "report.pdf").read_bytes() == (pages[1] / "report.pdf").read_bytes()


def test_everything_that_is_moved_has_a_label_and_is_hidden_until_it_works(pages):
    found = Elements((pages[0] / "index.html").read_text(encoding="utf-8")).found
    named = {a["for"] for tag, a in found if tag == "label"}
    moved = [a for tag, a in found if tag in ("input", "select")]
    assert len(moved) == 2 * 5 + 2
    assert all(a.get("id") in named or a.get("aria-label") for a in moved)
    assert "hidden" in next(a for _, a in found if a.get("class") == "toy")
    assert any(a.get("aria-live") == "polite" for tag, a in found if tag == "output")


@pytest.mark.parametrize("text", [PLACE.replace("worst-case", "nothing"), PLACE + TOY])
def test_a_toy_that_is_unknown_or_there_twice_is_an_error(text, tmp_path):
    pytest.importorskip("pypandoc")
    with pytest.raises(ValueError, match="name each toy once, and one of worst-case"):
        publish(tmp_path / "a", text, pdf=False)
    assert not (tmp_path / "a" / "index.html").exists()


def test_the_whole_report_has_every_toy_and_a_part_of_it_has_none(monkeypatch):
    experiment = {"title": "A", "question": "?", "text": "", "claims": [], "figures": [], "table": []}
    axes = {name: {"label": name, "scale": "linear"} for name in "xy"}
    picture = axes | {"curves": [], "heading": "", "notes": []}
    figure = {"key": "headline", "see": "", "caption": "", "alt": "", "pictures": [picture]}
    results = {
        "id": "0" * 64,
        "profile": "quick",
        "claims": [],
        "experiments": [{"key": key} | experiment for key in ("brake-light", "paradox")],
        "figures": [figure],
    }
    for whole in (True, False):
        monkeypatch.setattr(scope, "is_whole", lambda _, whole=whole: whole)
        found = re.findall(r'^::: \{\.toy title="([a-z-]*)"\}$', markdown(results), flags=re.MULTILINE)
        assert sorted(found) == (sorted(ALL) if whole else [])

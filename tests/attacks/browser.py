"""A report's page in a real browser: its toys by keyboard and by numbers, what it asks for, what it complains of.

    tightrope report --out report
    python -m tests.attacks.browser report/index.html

Needs `pip install playwright`, and Chromium at /usr/bin/chromium or where --chromium says; playwright's own browser is
not loaded. Prints what was tried; ends with an AssertionError at the first thing that is not as it should be.
"""

import argparse
import random
import re
from contextlib import contextmanager
from fractions import Fraction
from itertools import product
from pathlib import Path

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.evidence.causal_confusion import copier_cost
from tightrope.reports.publishing.toys import ALL
from tightrope.reports.publishing.toys.walk import film

WIDTHS = (1280, 700, 400)
PHONES = {400: 10.95, 375: 10.95, 320: 9}  # widths, and the least size of letters in diagrams
CONTRAST = """() => { // words whose colour is too near to what is behind them, by WCAG 2's AA
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (c) => [0.2126, 0.7152, 0.0722].reduce((all, weight, i) => {
    const x = c[i] / 255;
    return all + weight * (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  }, 0);
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const colour = parts(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  for (const one of document.body.querySelectorAll("*:not(svg *):not(math *):not(script):not(option)")) {
    if (!one.offsetParent || ![...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const style = getComputedStyle(one), a = light(parts(style.color)), b = light(behind(one));
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < (large ? 3 : 4.5)) faint.add(`${one.tagName}.${one.className} ${ratio.toFixed(2)}`);
  }
  return [...faint];
}"""
OUTLINE = """() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => Number(one.tagName[1]));
  const skipped = levels.filter((level, i) => i && level > levels[i - 1] + 1).length;
  const unnamed = [...document.querySelectorAll("[role=img], [role=group]")].filter((one) => !one.ariaLabel).length;
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return { first: levels[0], skipped, unnamed, twice: ids.length - new Set(ids).size };
}"""
DRAWN = """() => { // words in drawings below 11 pixels (10 in diagrams), or that leave what is seen of it
  const bad = [];
  for (const drawing of document.querySelectorAll(".drawing")) {
    const keys = drawing.querySelector(".keys"), least = drawing.querySelector(".panels") ? 10.95 : 10;
    const box = (drawing.querySelector(".panels") ?? drawing).getBoundingClientRect();
    for (const one of drawing.querySelectorAll("text, .keys > span")) {
      const place = one.getBoundingClientRect(), matrix = one.getScreenCTM?.();
      const beside = matrix && keys?.offsetParent && place.left > box.right - 3; // told once more below
      if (!place.width || beside) continue;
      const size = parseFloat(getComputedStyle(one.querySelector("tspan") ?? one).fontSize);
      const seen = matrix ? size * Math.hypot(matrix.a, matrix.b) : size;
      if (seen < least || place.left < box.left - 1 || place.right > box.right + 1) {
        bad.push(`${one.textContent.slice(0, 40)}: ${seen.toFixed(1)} px, ${Math.round(place.right - box.right)}`);
      }
    }
    if (drawing.scrollWidth > drawing.clientWidth + 1) bad.push("a drawing scrolls sideways");
  }
  return bad;
}"""
PROBLEMS = """(least) => { // in diagrams of problems: what is wide, words that are small, cut off, on others, on a box
  const bad = [], inside = (one, other) => one.left >= other.left - 1 && one.right <= other.right + 1;
  const meet = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1.5 &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3.5; // lines of text have room above letters
  for (const svg of document.querySelectorAll("[data-picture]:not([hidden]) svg, [id^='fig:problem-'] .drawing svg")) {
    const words = [...svg.querySelectorAll("text")].map((one) => ({ one, place: one.getBoundingClientRect() }));
    const boxes = [...svg.querySelectorAll("rect")].map((one) => one.getBoundingClientRect());
    const name = words[0].one.textContent, whole = svg.getBoundingClientRect();
    const { scrollWidth, clientWidth } = svg.parentElement;
    if (whole.right > innerWidth || scrollWidth > clientWidth) bad.push(`${name}: wide`);
    words.forEach(({ one, place }, i) => {
      const matrix = one.getScreenCTM(), said = `${name}, ${one.textContent}`;
      const seen = parseFloat(getComputedStyle(one).fontSize) * Math.hypot(matrix.a, matrix.b);
      if (seen < least) bad.push(`${said}: ${seen.toFixed(1)} px`);
      if (!inside(place, whole)) bad.push(`${said}: cut off`);
      const box = boxes.find((it) => it.width < whole.width - 1 && meet(place, it));
      if (box && !inside(place, box)) bad.push(`${said}: wider than its box, or on it`);
      const other = words.slice(0, i).find((it) => meet(place, it.place));
      if (other) bad.push(`${said}: on ${other.one.textContent}`);
    });
  }
  return bad;
}"""
EXTREMES = ({}, {"epsilon": 0.0123, "T": 1000}, {"epsilon": 0.0001, "T": 3}, {"epsilon": 0.999, "T": 7})
SETTINGS, KEYS_PRESSED = 40, ("ArrowRight", "ArrowLeft", "PageUp", "Home", "End")
HIDDEN = "[...document.querySelectorAll('.toy')].every((one) => one.offsetParent === null)"


class Watched:
    """A page, with everything that it said and asked for."""

    def __init__(self, page, address):
        self.page, self.address, self.said, self.asked = page, address, [], []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, fragment=""):
        self.page.goto("about:blank")
        self.page.goto(self.address + fragment)
        return self

    def part(self, toy, name):
        return self.page.locator(f"[id='{toy}'] [data-part='{name}']").inner_text()

    def check(self):
        assert self.said == [], self.said
        others = [url for url in self.asked if url.split("#")[0] not in (self.address, "about:blank")]
        assert [url for url in others if not url.startswith("data:")] == []


def four_digits(number) -> float:
    return float(f"{float(number):.4g}")


def set_number(watched, toy, letter, value):
    field = watched.page.locator(f"[id='{toy}'] input[type=number][data-letter='{letter}']")
    field.fill(str(value))
    field.press("Tab")


def numbers_are_those_of_python(watched, settings) -> str:
    for _ in range(settings):
        key, horizon = random.choice(KEYS), random.choice((1, 3, 20, 77))
        error, missing = (Fraction(random.randint(1, 999), 1000) for _ in range(2))
        watched.page.locator("[id='worst-case'] select").first.select_option(key)
        for letter, value in (("epsilon", error), ("T", horizon), *([("m", missing)] * (key == "finite_data"))):
            set_number(watched, "worst-case", letter, float(value))
        worst = worst_case(key, error, horizon, missing if key == "finite_data" else Fraction(0))
        assert float(watched.part("worst-case", "worst")) == four_digits(worst), (key, error, horizon)
        assert float(watched.part("worst-case", "bound")) == four_digits(error * horizon * (1 + 2 * horizon))
        assert watched.page.locator("[id='worst-case'] [data-picture]:visible").count() == 1
        error = Fraction(random.randint(1, 500), 1000)
        set_number(watched, "brake-light-tried", "q", float(error))
        set_number(watched, "brake-light-tried", "T", horizon)
        assert float(watched.part("brake-light-tried", "bound")) == four_digits(copier_cost(error, horizon))
    return f"{settings} settings typed, their numbers are those of Python"


def the_drawing_follows_the_sliders(watched) -> str:
    watched.page.locator("[id='worst-case'] select").first.select_option("pointwise")
    for error, horizon in ((0.03, 10), (0.2, 4)):
        set_number(watched, "worst-case", "epsilon", error)
        set_number(watched, "worst-case", "T", horizon)
        words = " ".join(watched.page.locator("[data-picture=tightrope] text").all_text_contents())
        for number in (error, 1 - error, (1 - error) ** horizon, 1 - (1 - error) ** horizon):
            assert f"{four_digits(number):g}" in words, (number, words)
    watched.page.locator("[id='worst-case'] summary").click()
    watched.page.wait_for_timeout(900)
    told = watched.page.locator("[id='worst-case'] [data-part=pictured]").text_content()
    assert told.startswith("The worst problem, tightrope.") and "wrong 0.2 to off" in told
    reading, counted = (watched.page.locator("[id='worst-case'] select").nth(i) for i in range(2))
    counted.select_option("gap")
    costs = watched.page.locator("[data-part=costs]")
    assert "From decision 1 on, each costs 0 if right" in costs.inner_text() and costs.is_visible()
    set_number(watched, "worst-case", "j", 0.5)  # T = 4 and u = 1000: two decisions leave nothing to an error
    assert "Up to decision 2, each costs 1, right or wrong. From decision 3 on" in costs.inner_text()
    set_number(watched, "worst-case", "j", 0)
    reading.select_option("log_loss_averaged")
    shown = watched.page.locator("[id='worst-case'] [data-picture]:visible")
    assert [shown.nth(i).get_attribute("data-picture") for i in range(shown.count())] == ["wager, priced"]
    set_number(watched, "worst-case", "j", 0.2)  # then the worst case is known from above only
    assert shown.count() == 0 and not costs.inner_text()
    set_number(watched, "worst-case", "j", 0)
    counted.select_option("disagreement")
    return "the worst problem is drawn with the numbers that were typed"


def keys_move_sliders(watched) -> str:
    count = 0
    for toy in ALL:
        sliders = watched.page.locator(f"[id='{toy}'] input[type=range]:visible")
        for i in range(sliders.count()):
            slider = sliders.nth(i)
            slider.focus()
            for key in KEYS_PRESSED:
                before = slider.input_value()
                slider.press(key)
                watched.page.wait_for_timeout(30)
                assert slider.input_value() != before or key in ("Home", "End", "PageUp"), (toy, i, key)
                assert slider.get_attribute("aria-valuetext")
                count += 1
    return f"{count} keys pressed on sliders"


def tab_reaches_everything(watched) -> str:
    first = watched.page.locator("[id='worst-case'] select").first
    first.focus()
    wanted = watched.page.locator("[id='worst-case'] :is(select, input, a, summary, [tabindex]):visible").count()
    inside = "document.activeElement.closest('.toy') !== null"
    reached = 1
    for _ in range(wanted - 1):
        watched.page.keyboard.press("Tab")
        reached += watched.page.evaluate(inside)
    assert reached == wanted, (reached, wanted)
    return f"Tab reaches {reached} controls of the explorer"


def a_link_brings_its_setting(watched) -> str:
    watched.page.locator("[id='worst-case'] select").first.select_option("finite_data")
    set_number(watched, "worst-case", "epsilon", 0.0321)
    fragment = watched.page.evaluate("location.hash")
    told = watched.part("worst-case", "told")
    assert fragment.startswith("#worst-case?") and "epsilon=0.0321" in fragment
    assert watched.page.locator("[id='worst-case'] [data-part=link]").get_attribute("href") == fragment
    watched.open(fragment)
    assert watched.part("worst-case", "told") == told
    assert watched.page.evaluate("document.querySelector('.toy').getBoundingClientRect().top < innerHeight")
    for nonsense in ("#worst-case?T=%zz&reading=x", "#%zz", "#worst-case?__proto__=1", "#L8"):
        watched.open(nonsense)
        assert watched.part("worst-case", "told")
    return "a setting survives its link; nonsense is passed over"


def claims_are_filtered(watched) -> str:
    page = watched.open().page
    rows, said = page.locator("[id='tbl:claims'] tbody tr"), page.locator(".filters [role=status]")
    verdicts = rows.locator(".verdict").all_inner_texts()
    assert said.inner_text() == f"{len(verdicts)} of {len(verdicts)} claims shown"
    for verdict in dict.fromkeys(verdicts):
        button = page.locator(f".filters button.{verdict}")
        button.focus()
        page.keyboard.press("Space")
        assert button.get_attribute("aria-pressed") == "true"
        shown = rows.locator(".verdict:visible").all_inner_texts()
        assert shown == [verdict] * verdicts.count(verdict)
        assert said.inner_text() == f"{len(shown)} of {len(verdicts)} claims shown"
        address = page.evaluate("location.hash")
        assert address == f"#tbl:claims?verdict={verdict}"
        page.keyboard.press("Space")
    page.locator(".filters input").fill("Brake  LIGHT")
    found = rows.locator("td:first-child:visible").all_inner_texts()
    assert found == ["L17"], found
    watched.open(page.evaluate("location.hash"))
    assert rows.locator("td:first-child:visible").all_inner_texts() == found
    page.locator(".filters .all").press("Enter")
    assert rows.locator("td:first-child:visible").count() == len(verdicts)
    for nonsense in ("#tbl:claims?search=%zz", "#tbl:claims?verdict=x,__proto__", "#tbl:claims?"):
        watched.open(nonsense)
        assert said.inner_text().startswith(f"{len(verdicts)} of")
    return f"{len(verdicts)} claims are filtered by verdict, words and address, with the keyboard"


def why_is_l8_false(watched) -> str:
    """From the first screen in a click, and the counterexample in another."""
    page = watched.open().page
    page.set_viewport_size({"width": 1280, "height": 800})
    for one in page.locator(".chips .verdict a, .first .drawing, .answers").all():
        box = one.bounding_box()
        assert box["y"] + box["height"] <= 800, one
    assert page.locator(".chips .verdict a").count() == 31
    page.locator(".answers a", has_text="L8").click()
    card = page.locator("[id=L8]")
    assert card.bounding_box()["y"] < 100
    assert "1/4" in card.locator(".drawing").inner_text()
    card.locator("summary").first.click()
    assert card.locator("details[open]").count() == 1
    return "the first screen holds answers, figure and 31 verdicts; a click leads to L8, another to its counterexample"


def walkers_walk_stop_and_count(watched) -> str:
    made, buttons = film(), watched.page.locator("[id='walkers-tried'] button")
    watched.page.locator("[id='walkers-tried']").scroll_into_view_if_needed()
    watched.page.wait_for_timeout(1500)
    play = buttons.first
    assert play.inner_text() == "Pause" and int(watched.part("walkers-tried", "moment")) > 0  # it has begun by itself
    play.focus()
    watched.page.keyboard.press("Enter")
    stopped = watched.part("walkers-tried", "moment")
    assert play.inner_text() == "Play" and f"Decision {stopped} of" in watched.part("walkers-tried", "told")
    watched.page.wait_for_timeout(800)
    assert watched.part("walkers-tried", "moment") == stopped
    watched.page.keyboard.press("Tab")
    for _ in range(len(made.ropes[0].sums) - int(stopped)):
        watched.page.keyboard.press("Space")
    for i, rope in enumerate(made.ropes):
        walkers = rope.walkers[: int(watched.part("walkers-tried", "walkers"))]
        average, expected = re.findall(r"[\d.]+", watched.part("walkers-tried", f"sum-{i}"))
        assert abs(float(average) - "".join(walkers).count("1") / len(walkers)) <= 0.00501
        assert abs(float(expected) - rope.sums[-1]) <= 0.00501
    return "the walkers start, stop by keyboard, and count what the stream has"


def who_wants_no_motion_sees_the_film_strip(watched) -> str:
    watched.page.emulate_media(reduced_motion="reduce")
    assert not watched.page.locator("[id='walkers-tried']").is_visible()
    assert watched.page.locator("[id='fig:walkers'] svg").is_visible()
    watched.page.emulate_media(reduced_motion="no-preference", media="print")
    assert not watched.page.locator("[id='walkers-tried']").is_visible()
    assert watched.page.locator("[id='fig:walkers'] svg").is_visible()
    watched.page.emulate_media(media="screen")
    return "with reduced motion, and on paper, there is the film strip only"


def nothing_is_wider_than_the_window(watched) -> str:
    for width in WIDTHS:
        watched.page.set_viewport_size({"width": width, "height": 900})
        watched.page.wait_for_timeout(60)
        for toy in (*ALL, "walkers-tried"):
            wide = watched.page.evaluate(
                f"[...document.querySelectorAll('[id=\"{toy}\"] *')]"
                ".filter((one) => !one.closest('svg, .scroll > *') && "
                "one.getBoundingClientRect().right > innerWidth).length"
            )
            assert wide == 0, (toy, width, wide)
    return f"nothing of the toys leaves windows of {', '.join(map(str, WIDTHS))} pixels"


def no_window_scrolls_sideways(watched) -> str:
    watched.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    widths = sorted({*WIDTHS, *PHONES})
    for width in widths:
        watched.page.set_viewport_size({"width": width, "height": 900})
        wide = watched.page.evaluate("document.documentElement.scrollWidth")
        assert wide == width, (width, wide)
    watched.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = false; })")
    return f"with all details open, no window of {', '.join(map(str, widths))} pixels scrolls sideways"


def words_in_drawings_can_be_read(watched) -> str:
    for width in WIDTHS:
        watched.page.set_viewport_size({"width": width, "height": 900})
        assert (bad := watched.page.evaluate(DRAWN)) == [], (width, bad)
    return f"words in drawings have 11 pixels and stay inside, at {', '.join(map(str, WIDTHS))} pixels"


def diagrams_fit_a_phone(watched) -> str:
    page, count = watched.page, 0
    choices = [page.locator("[id='worst-case'] select").nth(i) for i in range(2)]
    for reading, counted in product(KEYS, ("disagreement", "gap")):
        choices[0].select_option(reading)
        choices[1].select_option(counted)
        for setting in EXTREMES:
            charged = {"u": 0.333, "j": 0 if reading.startswith("log_loss") else 0.123} if counted == "gap" else {}
            for letter, value in (setting | charged).items():
                set_number(watched, "worst-case", letter, value)
            assert page.locator("[id='worst-case'] [data-picture]:visible").count() == 1
            for width, least in PHONES.items():
                page.set_viewport_size({"width": width, "height": 900})
                assert (bad := page.evaluate(PROBLEMS, least)) == [], (width, reading, counted, setting, bad)
                count += 1
    return f"diagrams of problems fit windows of {', '.join(map(str, PHONES))} pixels, {count} times looked at"


def words_stand_out(watched) -> str:
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        faint = watched.page.evaluate(CONTRAST)
        assert faint == [], (scheme, faint)
    return "all words have the contrast of WCAG AA, by day and by night"


def headings_are_in_order_and_pictures_have_words(watched) -> str:
    found = watched.page.evaluate(OUTLINE)
    assert found == {"first": 1, "skipped": 0, "unnamed": 0, "twice": 0}, found
    return "no level of headings is skipped, every drawing has words, every id is there once"


@contextmanager
def opened(path: Path, chromium: str, scripts: bool = True):
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=quiet)
        watched = Watched(browser.new_context(java_script_enabled=scripts).new_page(), path.resolve().as_uri())
        yield watched.open()
        watched.check()
        browser.close()


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("page", type=Path)
    options.add_argument("--chromium", default="/usr/bin/chromium")
    options.add_argument("--settings", type=int, default=SETTINGS)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    random.seed(given.seed)
    with opened(given.page, given.chromium) as watched:
        print(numbers_are_those_of_python(watched, given.settings))
        print(the_drawing_follows_the_sliders(watched))
        print(keys_move_sliders(watched))
        print(tab_reaches_everything(watched))
        print(a_link_brings_its_setting(watched))
        print(claims_are_filtered(watched))
        print(why_is_l8_false(watched))
        print(walkers_walk_stop_and_count(watched.open()))
        print(who_wants_no_motion_sees_the_film_strip(watched))
        print(nothing_is_wider_than_the_window(watched))
        print(no_window_scrolls_sideways(watched))
        print(words_in_drawings_can_be_read(watched))
        print(diagrams_fit_a_phone(watched))
        print(headings_are_in_order_and_pictures_have_words(watched))
        print(words_stand_out(watched))
    print("0 complaints of the console, 0 requests")
    with opened(given.page, given.chromium, scripts=False) as watched:
        assert watched.page.evaluate(HIDDEN)
        assert watched.page.locator("[id='tbl:claims'] tbody tr:visible").count() == 31
        assert watched.page.locator("[id='fig:walkers'] svg").is_visible()
        assert watched.page.locator("text=Where scripts run").first.is_visible()
        assert watched.page.locator("text=Where scripts run").count() == len(ALL)
    print("without scripts no toy is shown, and a sentence says so")


if __name__ == "__main__":
    main()

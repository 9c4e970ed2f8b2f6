import json
import re
from pathlib import Path

import tightrope
from tightrope.bounds.language.readings import READINGS
from tightrope.reports.experiments import ALL
from tightrope.reports.glossary import PLACE, entries, first_uses, with_glossary
from tightrope.reports.lecture import CLAIMS
from tightrope.reports.publishing.files import TEMPLATES
from tightrope.simulators.names import FAMILIES

TEMPLATE = (TEMPLATES / "report.md.jinja").read_text(encoding="utf-8")
FOUND = json.loads(
    (Path(tightrope.__file__).parent / "reports" / "standard" / "results.json").read_text(encoding="utf-8")
)
WITNESSES = [found.get("witness") or {} for claim in FOUND["claims"] for found in claim["readings"].values()]
COUNTEREXAMPLES = {one["problem"] for one in WITNESSES if one.get("problem")}
SENTENCES = [
    *(claim.gist for claim in CLAIMS),
    *(one.prose.source for one in ALL),
    *(f"*{one.spoken}*" for one in READINGS),
    *(f"`{one}`" for one in COUNTEREXAMPLES),
]
REPORT = "\n\n".join([TEMPLATE, *SENTENCES])


def test_each_term_is_explained_once_in_one_to_three_sentences():
    assert len({one.term.lower() for one in entries()}) == len({one.anchor for one in entries()}) == len(entries())
    for one in entries():
        assert one.words.endswith("."), one.term
        assert len(re.findall(r"[.?](?= [A-Z*$]|$)", one.words)) in (1, 2, 3), one.term


def test_they_are_in_the_order_of_the_alphabet():
    terms = [one.term.lower() for one in entries()]

    assert terms == sorted(terms)


def test_each_term_is_used_in_the_report():
    assert set(entries()) - set(first_uses(REPORT)) == set()


def test_each_problem_that_the_report_names_is_explained():
    named = [family.key for family in FAMILIES if re.search(spoken(family.key), REPORT, re.IGNORECASE)]

    assert {"tightrope", "recovery", "reset-cliff"} | COUNTEREXAMPLES <= set(named)
    assert [key for key in named if not any(re.match(spoken(key), one.term.lower()) for one in entries())] == []


def spoken(key):
    """A name as it is typed, in a sentence too: with a blank in place of a hyphen, in the singular or plural."""
    return rf"(?<![\w-]){key.removesuffix('s').replace('-', '[- ]')}s?(?![\w-])"


def report(text):
    return f"# Part\n\n## How {{#sec:reading}}\n\n{text}\n\n{PLACE}\n\n# End\n"


def test_a_term_leads_to_its_entry_where_it_is_used_first_and_the_entry_back_to_that_section():
    said = with_glossary(report("The exam. Then the exam again.\n\n## Next {#sec:next}\n\nA trap, and the tightropes."))

    assert "The [exam](#term-exam). Then the exam again." in said
    assert "A [trap](#term-trap), and the [tightropes](#term-tightrope)." in said
    assert re.search(r"\[exam\]\{#term-exam\}\n:   A witness: .* \(@sec:reading\)\n", said)
    assert re.search(r"\[trap\]\{#term-trap\}\n:   A witness: .* \(@sec:next\)\n", said)
    assert "#term-cycle" not in said


def test_a_claim_is_named_as_the_place_where_a_term_is_used_first():
    said = with_glossary(report("::: {.claim #L8}\n### L8. A mixture\n\nWitness: `cycle`.\n:::"))

    assert "[Witness](#term-witness): [`cycle`](#term-cycle)." in said
    assert re.search(r"\[cycle\]\{#term-cycle\}\n:   .* \(\[L8\]\(#L8\)\)", said)


def test_no_link_is_made_in_what_is_no_sentence_and_ordinary_words_are_no_terms():
    for text in (
        "# The exam",
        "`tightrope derive exam`",
        "$exam$ and $$exam$$",
        "| exam | 1 |",
        "[the exam](#sec:next)",
        "![x](exam.svg){#fig:exam}",
        "```\nexam\n```",
        "the exams-to-come, examine, *exam*",
        "It holds. This is open.",
    ):
        assert "](#term-" not in with_glossary(report(text)), text
    assert "[*Holds*](#term-holds)" in with_glossary(report("*Holds*: it is true."))


def test_a_longer_term_is_not_cut_into_shorter_ones():
    assert "[*log loss averaged*](#term-log-loss-averaged)\n" in with_glossary(
        report("*log loss averaged*\n:   a reading")
    )


def test_a_part_of_a_report_has_no_glossary():
    assert with_glossary("# Part\n\nThe exam.") == "# Part\n\nThe exam."

"""The script that filters the table of claims, in an engine that has no page."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.reports.publishing import pages

SCRIPT = Path(pages.__file__).parent / "templates" / "index.js"
VERDICTS = ["holds", "refuted", "conditional"]
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@pytest.fixture(scope="module")
def script():
    engine = pytest.importorskip("quickjs").Context()
    engine.eval(SCRIPT.read_text(encoding="utf-8"))
    return lambda code: json.loads(engine.eval(f"JSON.stringify({code})"))


@given(st.sets(st.sampled_from(VERDICTS)), WORDS)
def test_a_filter_survives_its_address(script, chosen, search):
    wanted = {"chosen": [one for one in VERDICTS if one in chosen], "search": search}
    address = script(f"filterAddress({json.dumps(wanted)})")
    found = script(f"filterIn({json.dumps(address)}, {json.dumps(VERDICTS)})")
    assert found == (wanted if chosen or search else None)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("#L8", None),
        ("#worst-case?T=3", None),
        ("", None),
        ("#tbl:claims", None),
        ("#tbl:claims?search=%zz", {"chosen": [], "search": ""}),
        ("#tbl:claims?verdict=proved,refuted,__proto__&other=1&x", {"chosen": ["refuted"], "search": ""}),
    ],
)
def test_what_makes_no_sense_in_an_address_is_passed_over(script, address, found):
    assert script(f"filterIn({json.dumps(address)}, {json.dumps(VERDICTS)})") == found


@pytest.mark.parametrize(
    ("chosen", "search", "passes"),
    [
        ([], "", True),
        (["refuted"], "", True),
        (["holds"], "", False),
        ([], "mixture  LAW", True),
        ([], "mixture law of", False),
        (["refuted", "holds"], "law", True),
    ],
)
def test_a_row_passes_if_its_verdict_is_chosen_and_it_has_all_words(script, chosen, search, passes):
    row = {"verdict": "refuted", "words": "l8 the state law is a mixture"}
    assert script(f"passes({json.dumps(row)}, {json.dumps({'chosen': chosen, 'search': search})})") == passes

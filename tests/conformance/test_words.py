"""What the report says beside its experiments: claims, readings, glossary, exercises and the page's frame."""

import pytest

from tests.conformance.typed import typed
from tightrope.bounds.language.readings import READINGS
from tightrope.reports.exercises import exercises
from tightrope.reports.glossary import entries
from tightrope.reports.lecture import CLAIMS
from tightrope.reports.publishing.files import TEMPLATES

SAID = {
    "claims": [text for one in CLAIMS for text in (one.short, one.section, one.gist)],  # a sentence is quoted
    "readings": [text for one in READINGS for text in (one.spoken, one.words, f"${one.formula}$")],
    "glossary": [text for one in entries() for text in (one.term, one.words)],
    "exercises": [text for one in exercises() for text in (one.question, one.answer)],
    "template": [(TEMPLATES / "report.md.jinja").read_text(encoding="utf-8")],
}


@pytest.mark.parametrize("where", SAID)
def test_its_mathematics_is_set_and_not_typed(where):
    assert [(text[:80], typed(text)) for text in SAID[where] if typed(text)] == []

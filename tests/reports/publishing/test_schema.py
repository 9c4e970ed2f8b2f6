"""The schema of results.json says yes to what is written, and no to what is not of its form."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tightrope.reports.publishing.results import Results
from tightrope.reports.publishing.schema import schema
from tightrope.reports.publishing.shape import shaped

STANDARD = Path(__file__).parents[3] / "reports" / "standard"


@pytest.fixture(scope="module")
def results():
    return json.loads((STANDARD / "results.json").read_text())


@pytest.fixture(scope="module")
def published():
    return json.loads((STANDARD / "results.schema.json").read_text())


def test_it_is_a_schema_and_beside_every_report(published):
    Draft202012Validator.check_schema(published)
    assert published == schema(Results, published["title"])


def test_the_standard_results_are_of_its_form(results, published):
    assert [error.message for error in Draft202012Validator(published).iter_errors(results)] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.pop("claims"),
        lambda r: r.update(more=1),
        lambda r: r["claims"][0].update(verdict=1),
        lambda r: r["figures"][0]["pictures"].append({"x": 1}),
        lambda r: r["experiments"][0].update(figures=[1]),
        lambda r: r["data"].update({"data/growth.csv": 1}),
        lambda r: r["training"][0]["bands"].update(some=1),
        lambda r: r["training"][0]["versions"].update(numpy=None),
        lambda r: r["training"][0]["spread"].update(some=[1, 2]),
        lambda r: r["training"][0]["spread"].update(some=[1, 2, 3, 4]),
        lambda r: r["training"][0]["outcomes"][0]["numbers"].update(some="1"),
    ],
    ids=[
        *("a part is missing", "a part too much", "a number for words", "no picture", "a number for a key"),
        *("a number for a hash", "a number for a band", "no version", "a spread of two", "a spread of four"),
        "words for a number",
    ],
)
def test_another_form_is_refused_by_the_schema_and_by_the_program(results, change):
    other, form = deepcopy(results), schema(Results, "results")
    assert Draft202012Validator(form).is_valid(other)
    change(other)

    assert not Draft202012Validator(form).is_valid(other)
    with pytest.raises(ValueError, match="results"):
        shaped(Results, other, "results")


def test_what_a_type_says_of_itself_is_told(published):
    assert published["$defs"]["Curve"]["description"].startswith("A series.")
    assert all(one["description"] for one in published["$defs"].values())


def test_every_field_is_told():
    fields = [one for kind in schema(Results, "results")["$defs"].values() for one in kind["properties"].values()]

    assert len(fields) > 100 and all(len(one["description"].split()) > 1 for one in fields)

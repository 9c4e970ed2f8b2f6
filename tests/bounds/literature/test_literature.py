"""Every published bound is complete: a source that exists, predicates for assumptions,
words for what is not certain.
"""

import re
from pathlib import Path

import pytest
from sympy import Integer, Pow, log

from tightrope.bounds import literature
from tightrope.bounds.catalogue import BOUNDS
from tightrope.bounds.language.letters import T, discount, epsilon, hellinger, policies, samples, states, u
from tightrope.bounds.language.readings import READINGS
from tightrope.bounds.literature import ALL

ROOT = Path(literature.__file__).parents[1]
BIBLIOGRAPHY = (ROOT / "references.bib").read_text(encoding="utf-8")
KINDS = {"inequality", "identity", "order", "probability"}
DEGREES = {  # as a letter grows alone, the expression grows with this power of it (up to logarithms)
    "smile": {T: 1, epsilon: 1},
    "rgb11-dagger-task-cost": {T: 1, u: 1, epsilon: 1},
    "tabular-cloning-stochastic": {T: 2, states: 1},
    "tabular-lower": {T: 2, states: 1, samples: -1},
    "mimic-md": {states: 1, samples: -1},
    "known-dynamics-lower": {samples: -1},
    "interaction": {T: 1, u: 1, states: 1, samples: -1},
    "off-policy-moments": {T: 2, epsilon: 1},
    "on-policy-moments": {T: 1, u: 1, epsilon: 1},
    "hard-regime": {T: 2, epsilon: 1},
    "homework-last-reward": {T: 1, epsilon: 1},
    "homework-total-reward": {T: 2, epsilon: 1},
    "log-loss": {T: 1, hellinger: 1},
    "log-loss-finite-class": {T: 1, samples: -1},
}


@pytest.mark.parametrize("one", ALL, ids=lambda b: b.key)
def test_a_published_bound_has_a_source_a_statement_and_assumptions_that_can_be_evaluated(one):
    assert one.kind in KINDS
    assert one.statement and one.note and one.title
    assert one.source.read in {"read", "secondary", "recalled", "own"}
    assert one.source.read == "own" or f"{{{one.source.bibtex_key}," in BIBLIOGRAPHY
    assert set(one.readings) <= set(READINGS)
    assert one.assumptions
    assert all(assumption.words and assumption.condition.free_symbols for assumption in one.assumptions)
    assert one.sharp is None or one.kind in {"inequality", "identity"}


@pytest.mark.parametrize("one", [b for b in ALL if b.source.read == "recalled"], ids=lambda b: b.key)
def test_what_is_only_recalled_says_so_where_it_is_shown(one):
    assert "recalled" in (one.note + one.statement).lower()


@pytest.mark.parametrize("name", [n for n in dir(literature) if re.fullmatch(r"\w+_\d{4}", n)])
def test_a_file_says_what_stands_between_it_and_a_paper_that_was_not_read(name):
    module = getattr(literature, name)
    _, _, read = module.__doc__.partition("\nRead ")
    said = {"secondary": r"restate|secondary|notes|summaries|as the 2011", "recalled": r"recalled"}

    assert all(re.search(said[one.source.read], read) for one in module.BOUNDS if one.source.read in said)


def test_a_constant_that_is_not_known_is_no_inequality_and_no_statement_of_probability():
    hidden = [one for one in ALL if "<~" in one.statement or ">~" in one.statement]

    assert len(hidden) > 5
    assert {one.kind for one in hidden} == {"order"}


@pytest.mark.parametrize("one", [b for b in ALL if b.source.read == "own"], ids=lambda b: b.key)
def test_a_constant_of_our_own_is_called_sharper_than_as_published_and_never_a_theorem(one):
    assert one.source.place.startswith("sharper than as published")
    assert "theorem" not in one.title.lower()


def test_keys_are_unique_over_the_whole_catalogue():
    keys = [one.key for one in BOUNDS]

    assert len(set(keys)) == len(keys)


def test_every_paper_has_one_file_whose_bounds_are_all_listed():
    files = {path.stem for path in (ROOT / "literature").glob("*_[12][0-9][0-9][0-9].py")}
    listed = {name for name in dir(literature) if re.fullmatch(r"\w+_\d{4}", name)}

    assert files == listed
    assert sorted(b.key for name in files for b in getattr(literature, name).BOUNDS) == sorted(b.key for b in ALL)


@pytest.mark.parametrize("name", [n for n in dir(literature) if re.fullmatch(r"\w+_\d{4}", n)])
def test_every_file_says_what_is_claimed_measured_paid_sharp_and_read(name):
    words = getattr(literature, name).__doc__

    assert all(f"\n{part} " in words for part in ("Statement", "Epsilon", "Cost", "Sharp"))
    assert "\nRead " in words or "\nSource " in words


@pytest.mark.parametrize("key", DEGREES)
def test_an_order_has_the_exponents_of_its_statement(key):
    (one,) = [b for b in ALL if b.key == key]
    for letter, degree in DEGREES[key].items():
        doubled = one.expression.subs(letter, 2 * letter) / one.expression

        assert doubled.simplify() == Integer(2) ** degree


@pytest.mark.parametrize("key", ["tabular-lower", "known-dynamics-lower", "discounted-lower", "continuous-lower"])
def test_a_lower_bound_is_no_inequality_that_a_problem_could_be_held_against(key):
    (one,) = [b for b in ALL if b.key == key]

    assert one.kind == "order"
    assert "LOWER" in one.note


def test_discounted_statements_assume_a_discount():
    discounted = [b for b in ALL if b.expression.has(discount)]

    assert len(discounted) == 4
    assert all(discount in b.assumptions[0].condition.free_symbols for b in discounted)


def test_classes_enter_by_their_logarithm():
    for one in ALL:
        if one.expression.has(policies):
            assert one.expression.has(log) and not any(
                p.base.has(policies) for p in one.expression.atoms(Pow) if p.exp == -1
            )

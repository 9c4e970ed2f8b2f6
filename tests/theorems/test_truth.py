"""Everything that a derivation says is true of problems: its facts, what it assumes where a problem meets it, and every
theorem on the way to each of its lines."""

from collections.abc import Iterator

import pytest

from tests.theorems.meanings import imitation
from tests.theorems.truth import Tally, World
from tightrope.bounds.catalogue import DERIVATIONS
from tightrope.bounds.proof.derivation import Derivation, lemmas
from tightrope.bounds.proof.theorem import Theorem

MEANINGS = (imitation,)
CASES = [
    pytest.param(derivation, meaning, id=derivation.key) for meaning in MEANINGS for derivation in meaning.DERIVATIONS
]
WORLDS, SEED = 24, 20261126


def theorems(derivation: Derivation, reading: str) -> Iterator[Theorem]:
    """Every theorem that stands behind a line under the reading, once."""
    seen = set()
    for step in derivation.steps:
        theorem = derivation.theorem(step, reading)
        for one in lemmas(theorem) if theorem else ():
            if id(one) not in seen:
                seen.add(id(one))
                yield one


def meets(derivation: Derivation, reading: str, world: World) -> bool:
    return not any(world.broken(statement) for statement in derivation.assumes[reading])


@pytest.mark.parametrize(("derivation", "meaning"), CASES)
def test_every_fact_is_true_of_every_problem(derivation, meaning):
    tally = Tally()
    for world in meaning.worlds(WORLDS, SEED):
        for fact in derivation.facts:
            assert not (wrong := tally.look(world, fact)), wrong
    assert tally.places > tally.open


@pytest.mark.parametrize(("derivation", "meaning"), CASES)
def test_every_theorem_is_true_of_every_problem_that_meets_the_reading(derivation, meaning):
    met = dict.fromkeys(derivation.assumes, 0)
    tally = Tally()
    for world in meaning.worlds(WORLDS, SEED):
        for reading in derivation.assumes:
            if meets(derivation, reading, world):
                met[reading] += 1
                for theorem in theorems(derivation, reading):
                    # the assumed part of an induction's step is no theorem of the problem, but of one place
                    if not any(hypothesis.fixes for hypothesis in theorem.hypotheses):
                        assert not (wrong := tally.look_at_theorem(world, theorem)), wrong
    assert all(met.values()), met
    assert tally.places > tally.open


def test_every_derivation_has_a_meaning():
    assert {d.key for d in DERIVATIONS} == {d.key for meaning in MEANINGS for d in meaning.DERIVATIONS}

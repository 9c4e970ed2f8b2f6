"""Everything that a derivation says is true of problems: its facts, what it assumes where a problem meets it, and every
theorem on the way to each of its lines."""

import pytest
from sympy import Eq

from tests.theorems.meanings import (
    aggregation,
    brake_light,
    collapse,
    dagger,
    data_budget,
    denoising,
    finite_samples,
    hindsight,
    imitation,
    late_labels,
    likelihood,
    memory,
    paradox,
    recovery,
    side_cameras,
    tightrope,
    too_few_components,
    total_correlation,
)
from tests.theorems.truth import Tally, meets, theorems

MEANINGS = (
    *(imitation, tightrope, dagger, recovery, paradox, aggregation, late_labels),
    *(likelihood, too_few_components, collapse, denoising, total_correlation),
    *(memory, side_cameras, brake_light, data_budget, finite_samples, hindsight),
)
CASES = [
    pytest.param(derivation, meaning, id=derivation.key) for meaning in MEANINGS for derivation in meaning.DERIVATIONS
]
WORLDS, SEED = 24, 20261126


@pytest.mark.parametrize(("derivation", "meaning"), CASES)
def test_every_fact_is_true_of_every_problem(derivation, meaning):
    worlds = list(meaning.worlds(WORLDS, SEED))
    for fact in derivation.facts:
        tally = Tally()
        for world in worlds:
            assert not (wrong := tally.look(world, fact)), wrong
        told = tally.places - (
            0 if isinstance(fact, Eq) else tally.open
        )  # of equal balls it is only told that they overlap
        assert told > 0, f"{fact}: nowhere told"


@pytest.mark.parametrize(("derivation", "meaning"), CASES)
def test_every_theorem_is_true_of_every_problem_that_meets_the_reading(derivation, meaning):
    met = dict.fromkeys(derivation.assumes, 0)
    tally = Tally()
    for world in meaning.worlds(WORLDS, SEED):
        for reading in derivation.assumes:
            if meets(derivation, reading, world):
                met[reading] += 1
                for theorem in theorems(derivation, reading):
                    assert not (wrong := tally.look_at_theorem(world, theorem)), wrong
    assert all(met.values()), met
    assert tally.places > tally.open

"""Divergence and total variation against closed forms."""

from math import erf, inf, log, sqrt

import numpy as np
import pytest

from tightrope.simulators.measures.law_distances import (
    binned_total_variation,
    divergence,
    divergence_of_bins,
    total_variation,
)
from tightrope.simulators.model.laws import Bins, Mixture, atom, divided
from tightrope.simulators.worlds.tree import four_trees, states


def gaussian(mean, deviation):
    return Mixture(np.ones((1, 1)), np.full((1, 1), float(mean)), np.full((1, 1), float(deviation)))


@pytest.mark.parametrize(("m", "d"), [(0, 1), (1, 1), (-0.5, 2), (0.25, 0.5)])
def test_the_divergence_of_gaussians_has_its_closed_form(m, d):
    found = divergence(gaussian(0, 1), gaussian(m, d))[0]

    assert found == pytest.approx(log(d) + (1 + m**2) / (2 * d**2) - 0.5, abs=1e-12)


@pytest.mark.parametrize("m", [0.5, 1, 3])
def test_the_total_variation_of_shifted_gaussians_has_its_closed_form_and_bins_lose_some(m):
    exact = erf(m / 2 / sqrt(2))
    edges = np.linspace(-12, 12, 25) + 0.1
    binned = binned_total_variation(gaussian(0, 1), gaussian(m, 1), edges)[0]

    assert total_variation(gaussian(0, 1), gaussian(m, 1))[0] == pytest.approx(exact, abs=2e-4)
    assert 0.5 * exact < binned < exact
    assert binned_total_variation(gaussian(0, 1), gaussian(m, 1), np.array([-99, m / 2, 99]))[0] == pytest.approx(exact)


def test_mass_outside_the_bins_counts():
    assert binned_total_variation(gaussian(0, 1), atom(np.array([50.0])), np.array([-9.0, 9.0]))[0] == pytest.approx(1)


def test_both_ways_to_a_law_of_bins_agree():
    expert = four_trees().expert(states(3))
    bins = divided(expert, np.linspace(-4, 4, 65))

    assert np.allclose(divergence_of_bins(expert, bins), divergence(expert, bins), rtol=0.01)
    assert divergence_of_bins(expert, Bins(np.array([-4.0, 0, 4]), np.tile([1.0, 0.0], (3, 1)))).tolist() == [inf] * 3

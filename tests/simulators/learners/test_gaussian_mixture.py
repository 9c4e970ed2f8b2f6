"""The best mixture of K Gaussians: closed forms where they exist, the expert itself for K = M, local optima besides."""

from math import log

import numpy as np
import pytest

from tightrope.simulators.learners.gaussian_mixture import best, drawn, fitted, grouped, grouping_bound
from tightrope.simulators.measures.law_distances import divergence
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.worlds.tree import four_trees, one_tree

ZERO = np.zeros(1)
EXPERT = four_trees().expert(ZERO)


def test_one_gaussian_has_the_experts_mean_and_variance_and_no_other_is_as_near():
    fit = best(EXPERT, 1)
    wider = Mixture(fit.law.weights, fit.law.means, 1.1 * fit.law.deviations)

    assert fit.law.means[0, 0] == pytest.approx(0, abs=1e-12)
    assert fit.law.deviations[0, 0] ** 2 == pytest.approx(2 + 0.01, abs=1e-12)
    assert fit.loss == pytest.approx(log(2.01 / 0.01) / 2 - log(5), abs=1e-5)
    assert divergence(EXPERT, wider)[0] > fit.loss + 1e-3


@pytest.mark.parametrize(("world", "ways"), [(one_tree(), 2), (four_trees(), 5)])
def test_a_component_for_each_way_is_the_expert_and_one_less_is_not(world, ways):
    expert = world.expert(ZERO)

    assert best(expert, ways).loss == 0
    assert abs(divergence(expert, best(expert, ways).law)[0]) < 1e-12
    assert best(expert, ways + 1).law is expert
    assert best(expert, ways - 1).loss > 0.1


@pytest.mark.parametrize("components", [2, 3, 4])
def test_em_improves_on_every_start_and_does_not_leave_where_it_ends(components):
    for start in grouped(EXPERT, components):
        fit = fitted(EXPERT, start)
        again = fitted(EXPERT, fit.law)

        assert fit.loss <= divergence(EXPERT, start)[0] + 1e-12
        assert np.allclose(again.law.means, fit.law.means, atol=1e-9)
        assert best(EXPERT, components).loss <= fit.loss
        nudged = Mixture(fit.law.weights, fit.law.means + 1e-3, fit.law.deviations)
        assert divergence(EXPERT, nudged)[0] > fit.loss


def test_with_three_components_there_are_worse_optima():
    losses = sorted({round(fitted(EXPERT, start).loss, 4) for start in grouped(EXPERT, 3)})

    assert losses[0] == pytest.approx(0.5795, abs=1e-4)
    assert len(losses) >= 3
    assert losses[-1] > losses[0] + 0.1


@pytest.mark.parametrize("components", [1, 2, 3, 4])
@pytest.mark.parametrize("state", [0.0, 0.5, 1.0])
def test_the_closed_form_of_groups_is_an_upper_bound_and_near(components, state):
    expert = four_trees().expert(np.array([state]))
    bound, found = grouping_bound(expert, components), best(expert, components).loss

    assert found <= bound + 1e-5
    assert found > 0.9 * bound


def test_random_starts_depend_on_the_seed_only():
    one, again, other = (drawn(EXPERT, 3, np.random.default_rng(seed)) for seed in (1, 1, 2))

    assert (one.means == again.means).all()
    assert (one.means != other.means).any()
    assert one.deviations[0] == pytest.approx(np.sqrt(2.01) * np.ones(3))


def test_what_cannot_be_fitted_is_named():
    with pytest.raises(ValueError, match="at least one component; got K = 0"):
        best(EXPERT, 0)
    with pytest.raises(ValueError, match="in one state; got laws of 2"):
        best(four_trees().expert(np.zeros(2)), 2)

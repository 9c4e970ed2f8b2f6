"""The experiments on expressive policies elsewhere than in their own cells, and false statements beside true ones."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tightrope.reports.experiments import discretised, mixture, multimodal
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.learners.gaussian_mixture import Fit
from tightrope.simulators.networks import mixture_density_balls


def test_another_sigma_changes_the_expert_and_not_the_expected_action():
    cells = tuple(multimodal.Cell(name="one-tree", sigma=sigma) for sigma in (Fraction(1, 10), Fraction(1, 4)))
    narrow, wide = replace(multimodal.EXPERIMENT, cells=cells).table(QUICK)

    assert narrow["squared error collides"] == wide["squared error collides"]
    assert narrow["the expert collides"]["value"] < wide["the expert collides"]["value"] / 100


@pytest.mark.parametrize("ratio", [0.5, 1.0, 1.01, 2.0, 4.0])
def test_the_mean_has_the_highest_density_just_if_the_modes_are_within_sigma(ratio):
    assert (multimodal.relative_density(1 / ratio) == 1) == (ratio <= 1)


def test_a_mixture_that_chose_every_way_and_hit_no_tree_would_be_found_out():
    """With one component for five ways this cannot be; the expert itself, passed off as one component, is caught."""
    cell = mixture.Cell(name="four-trees", state=Fraction(0), components=1)
    forged = mixture.Cell(name="four-trees", state=Fraction(0), components=1)
    vars(forged)["fit"] = Fit(law=forged.expert, loss=0.0)
    for one, escapes in ((cell, False), (forged, True)):
        study = mixture.Study(cells=(one,), rows=({},), profile=QUICK)
        assert [came for _, came, _ in mixture.no_escape(study)] == [not escapes]


def test_a_mixture_in_two_states_is_another_one():
    rows = replace(
        mixture.EXPERIMENT,
        cells=tuple(mixture.Cell(name="four-trees", state=s, components=2) for s in (Fraction(1, 4), Fraction(-1, 4))),
    ).table(QUICK)

    assert rows[0]["KL divergence"]["value"] == pytest.approx(rows[1]["KL divergence"]["value"], rel=1e-9)  # mirrored
    assert rows[0]["KL divergence"]["value"] < 0.8


def test_bins_of_half_the_width_lose_a_quarter_and_not_a_half():
    cells = tuple(discretised.Cell(name="one-tree", bins=bins) for bins in (160, 320))
    wide, narrow = (row["KL divergence"]["value"] for row in replace(discretised.EXPERIMENT, cells=cells).table(QUICK))

    assert wide / narrow == pytest.approx(4, rel=1e-2)


def test_a_table_that_a_chain_copies_has_the_experts_collisions_and_heads_do_not():
    study = discretised.Study(cells=(), rows=(), profile=QUICK)

    assert study.heads_hit > 1000 * study.expert_hits
    assert np.allclose(study.heads.sum(axis=(1, 2)), 1)
    assert study.lost(1) < 1e-8 < study.lost(2)


def outcomes(compared, study):
    return [came == must for _, came, must in compared(study)]


def test_a_network_that_is_not_near_to_the_expected_action_would_be_found_out():
    cell = multimodal.Cell(name="one-tree", sigma=multimodal.ONE.sigma)
    study = multimodal.Study(cells=(), rows=(), profile=QUICK)

    assert all(outcomes(multimodal.networks, study))
    away = replace(multimodal.ONE)
    vars(away)["actions"] = cell.actions + 0.2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multimodal, "ONE", away)
        assert not all(outcomes(multimodal.networks, study))


def test_components_to_spare_that_missed_a_way_would_be_found_out():
    cells = mixture.NETWORKS
    rows = tuple(mixture.measure(cell, QUICK) for cell in cells)
    study = mixture.Study(cells=cells, rows=rows, profile=QUICK)
    swapped = [next(row for cell, row in zip(cells, rows, strict=True) if cell == study.worst(5))] * len(rows)

    assert all(outcomes(mixture.reliable, study))
    assert 0 < len(study.complete(5)) < len(study.complete(10)) == 5
    assert not any(outcomes(mixture.reliable, replace(study, rows=tuple(swapped))))


def test_a_ball_of_another_network_is_not_taken_for_this_ones(monkeypatch):
    one, other = mixture.NETWORKS[2:4]
    study = experiment.Study(cells=(one,), rows=(), profile=QUICK)

    assert all(outcomes(mixture.balls, study))
    monkeypatch.setattr(mixture.Trained, "collision", lambda cell, s: other_ball)
    other_ball = mixture_density_balls.collision(other.network, other.parameters, other.world, mixture.THIRD)
    assert not any(outcomes(mixture.balls, study))


def test_trained_heads_lose_the_total_correlation_and_a_chain_does_not():
    study = discretised.Study(cells=(), rows=(), profile=QUICK)
    other = discretised.Study(cells=(), rows=(), profile=QUICK)
    vars(other)["in_plane"] = study.in_plane | {discretised.CHAIN: study.trained_heads}
    spoilt = discretised.Study(cells=(), rows=(), profile=QUICK)
    vars(spoilt)["in_plane"] = study.in_plane | {discretised.HEADS: study.trained_heads + 0.1}

    assert all(outcomes(discretised.networks, study))
    assert not all(outcomes(discretised.networks, other))
    assert not all(outcomes(discretised.networks, spoilt))
    assert study.trained_chain < study.least_of_heads / 100 < study.trained_heads


def test_the_networks_of_an_experiment_are_those_that_were_trained():
    for one, names in (
        (multimodal, multimodal.NETWORKS.values()),
        (mixture, mixture.FILES),
        (discretised, discretised.FILES),
    ):
        assert one.EXPERIMENT.networks == tuple(names)

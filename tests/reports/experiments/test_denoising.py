"""From noise to an action: what the experiment says, and that it is refused where it is not so."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tightrope.reports.experiments import denoising
from tightrope.reports.experiments.denoising import CELLS, EXPERIMENT, Cell
from tightrope.reports.publishing.experiment import QUICK

FEWER = (
    *(cell for cell in CELLS if cell.denoiser == "exact" and cell.steps in (1, 2, 5)),
    *(cell for cell in CELLS if cell.denoiser != "exact" and cell.steps in (2, 50)),
)
CHECKS = {check.name: check for check in EXPERIMENT.checks}


@pytest.fixture(scope="module")
def study():
    return EXPERIMENT.study(cells=FEWER, rows=replace(EXPERIMENT, cells=FEWER).table(QUICK), profile=QUICK)


def test_one_step_hits_the_tree_like_squared_error_and_five_steps_far_less(study):
    for world in ("one-tree", "four-trees"):
        for sampler in denoising.SAMPLERS:
            assert study.hits[world, sampler, 1] == study.hits[world, "flow", 1]
            assert study.hits[world, sampler, 5] < study.hits[world, sampler, 1] / 2
            assert study.apart[world, sampler, 1] == 1


def test_the_table_has_the_numbers_that_were_found_without_this_code(study):
    """Total variations of laws on bins of 0.02, and collisions, from an earlier program."""
    assert study.apart["one-tree", "flow", 2] == pytest.approx(0.510, abs=0.005)
    assert study.hits["one-tree", "diffusion", 5] == pytest.approx(0.016, abs=0.0005)
    assert study.hits["four-trees", "flow", 5] == pytest.approx(0.091, abs=0.0005)
    assert study.two_steps == pytest.approx(0.3282, abs=5e-5)


def test_every_line_of_the_claim_is_checked(study):
    for check in EXPERIMENT.checks:
        assert check.apply(study)
    assert denoising.answers(study)[0].verdict == "conditional"


def test_another_standard_deviation_of_the_gaussian_is_an_error(study, monkeypatch):
    monkeypatch.setattr(denoising, "DEVIATION", Fraction(3, 5))
    with pytest.raises(RuntimeError, match="rational product"):
        EXPERIMENT.checks[3].apply(study)


def test_many_steps_that_hit_trees_are_an_error(study):
    last = Cell(name="one-tree", steps=denoising.ENOUGH)
    wrong = replace(study, cells=(last,), rows=(study.rows[1],))
    with pytest.raises(RuntimeError, match="fifty hardly ever"):
        CHECKS["two steps hit trees, fifty hardly ever"].apply(wrong)


def test_a_network_that_is_too_good_or_too_bad_for_its_band_is_an_error(study):
    check = CHECKS["fifty steps of the networks stay within their bands"]
    for name, hit in (("one-tree", 0.5), ("four-trees", 1e-4)):
        other = replace(study)
        vars(other)["trained"] = study.trained | {(name, "small network", "flow", 50): hit}
        with pytest.raises(RuntimeError, match="within their bands"):
            check.apply(other)


def test_a_flow_of_a_network_whose_first_step_is_astray_is_an_error(study, monkeypatch):
    monkeypatch.setattr(denoising, "NEAR", 0.01)
    with pytest.raises(RuntimeError, match="about the expected action"):
        CHECKS["one step of a trained flow makes about the expected action"].apply(study)

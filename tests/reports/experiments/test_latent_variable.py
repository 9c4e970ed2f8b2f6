"""A variable that chooses the way: what the experiment says of the parameters that are kept, and what it refuses."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tightrope.reports.experiments import latent_variable
from tightrope.reports.experiments.latent_variable import EXPERIMENT, FIVE, ONE, OWN, Cell
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.learned import parameters


@pytest.fixture(scope="module")
def study():
    return EXPERIMENT.study(cells=EXPERIMENT.cells, rows=EXPERIMENT.table(QUICK), profile=QUICK)


def test_every_line_of_the_claim_is_checked(study):
    for check in EXPERIMENT.checks:
        assert check.apply(study)
    assert latent_variable.answers(study)[0].evidence == "searched"


def test_z_tells_the_side_and_yet_some_of_it_hits_the_tree_unless_the_decoder_is_quiet(study):
    assert study.told(OWN) > 0.97
    assert 0.02 < study.hit(OWN) < 0.05
    assert study.hit(ONE[0]) < study.expert_hits < study.hit(ONE[1]) < study.hit(OWN) / 3
    assert 0.02 < study.hit(FIVE) < 0.05


def test_near_the_threshold_z_decides_little(study):
    spread = [study.row_of[cell]["variance of f(z)"]["value"] for cell in ONE]
    assert spread[-1] < 0.3 < 0.8 < spread[0]


def test_other_parameters_than_the_best_for_their_noise_are_found_out(study):
    """The decoder of the quiet policy, passed off as that of the loud one."""
    forged = Cell(name="one-tree", deviation=Fraction(9, 10))
    vars(forged)["latent"] = replace(ONE[1].latent, deviation=forged.deviation)
    wrong = replace(study, cells=(forged,), rows=(study.rows[0],))
    with pytest.raises(RuntimeError, match="linear decoder"):
        EXPERIMENT.checks[1].apply(wrong)


def test_parameters_that_are_not_kept_are_asked_for_in_vain():
    with pytest.raises(ValueError, match="no parameters are kept"):
        _ = Cell(name="one-tree", deviation=Fraction(1, 7)).latent


def test_parameters_are_read_exactly_and_named_by_their_values_alone(tmp_path):
    before = parameters.fingerprint("latent_variable")
    text = (parameters.HERE / "latent_variable.json").read_text()
    (tmp_path / "latent_variable.json").write_text(text.replace("\n", ""))
    assert parameters.fingerprint("latent_variable", tmp_path) == before
    assert all((np.rint(part * parameters.SCALE) == part * parameters.SCALE).all() for part in _parts(tmp_path))

    first, more = _parts(tmp_path)[0], tmp_path / "more"
    more.mkdir()
    parameters.keep("latent_variable", [{"mean": [int(x * parameters.SCALE) + 1 for x in first]}], more)
    assert parameters.fingerprint("latent_variable", more) != before
    assert (_parts(more)[0] == first + 1 / parameters.SCALE).all()


def _parts(folder):
    entries = parameters.kept("latent_variable", folder)
    return [part for entry in entries for part in entry.values() if not isinstance(part, str)]


def test_networks_use_z_where_free_functions_do_and_bridge_the_ways_more(study):
    own, unused, five = study.own_trained, study.unused_trained, study.five_trained
    assert study.told(own) > 0.95 > 0.6 > study.told(unused)
    assert study.hit(own) > study.hit(OWN) and study.hit(five) > study.hit(FIVE)
    assert study.row_of[unused]["variance of f(z)"]["value"] < 0.05 < study.row_of[own]["variance of f(z)"]["value"]


def test_a_network_whose_bound_is_above_the_best_is_an_error(study):
    rows = tuple(
        row | {"bound below the expert's log-likelihood": {"value": 0.0}} if cell.functions == "networks" else row
        for cell, row in zip(study.cells, study.rows, strict=True)
    )
    with pytest.raises(RuntimeError, match="fall short"):
        EXPERIMENT.checks[-1].apply(replace(study, rows=rows))

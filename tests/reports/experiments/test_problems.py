"""The small problems: what is calculated by hand is what is computed, and another number is refused."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tightrope.reports.evidence import walkers
from tightrope.reports.evidence.verdict import number
from tightrope.reports.experiments.problems import CELLS, EXPERIMENT, OTHERS, Cell
from tightrope.reports.publishing.experiment import QUICK

STUDY = EXPERIMENT.study(cells=CELLS, rows=EXPERIMENT.table(QUICK), profile=QUICK)
BY_HAND, ELSEWHERE, WALKED = EXPERIMENT.checks


def test_both_numbers_agree_in_every_problem_and_elsewhere():
    assert BY_HAND.apply(STUDY) == len(CELLS)
    assert ELSEWHERE.apply(STUDY) == len(CELLS) * len(OTHERS)


@pytest.mark.parametrize("which", range(len(CELLS)), ids=[cell.key for cell in CELLS])
def test_a_number_that_is_a_little_off_is_an_error(which):
    rows = list(STUDY.rows)
    rows[which] = {**rows[which], "by hand": number(CELLS[which].by_hand * 101 / 100)}

    with pytest.raises(RuntimeError, match="by hand"):
        BY_HAND.apply(replace(STUDY, rows=tuple(rows)))


def test_walkers_are_expected_off_the_rope_as_often_as_is_computed(monkeypatch):
    assert WALKED.apply(STUDY) == sum(len(rope.sums()) for rope in walkers.ropes())

    swapped = [replace(rope, problem=other.problem) for rope, other in pairwise((*walkers.ropes(), walkers.ropes()[0]))]
    monkeypatch.setattr(walkers, "ropes", lambda: swapped)
    with pytest.raises(RuntimeError, match="walkers"):
        WALKED.apply(STUDY)


def test_the_hand_calculations_of_the_captions():
    assert [str(cell.by_hand) for cell in CELLS] == (
        ["81/64", "3/2", "3/2", "9/4", "921/640", "1761/1600"]
        + ["3/4", "111/64", "9/32", "3/4", "9/8", "3/2", "9/16", "111/160"]
    )
    assert Cell(key="tightrope").by_hand < Cell(key="exam").by_hand < Cell(key="trap").by_hand

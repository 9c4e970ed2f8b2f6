"""Everybody in the benchmark plays the same process; a peer that does not is found out."""

from dataclasses import replace

import pytest

from tests.benchmarks import evaluation, rollouts
from tests.benchmarks.race import Row, race, table


def test_all_contenders_end_in_the_same_law():
    pytest.importorskip("numba")
    problem = rollouts.made(30)
    runs = rollouts.contenders(problem, 400_000)
    rollouts.check(problem, runs)
    stuck = replace(runs[2], run=lambda: runs[2].run() * 0)

    with pytest.raises(AssertionError, match="another law"):
        rollouts.check(problem, [*runs[:2], stuck])
    assert set(race(runs[2:4], 1)) == {one.name for one in runs[2:4]}


def test_a_missed_goal_is_marked():
    row = Row(work="this", peer="that", ours=1.0, theirs=2.0, goal=3.0, unit="seconds")

    assert row.ratio == 2
    assert [line[-1] for line in table([row, replace(row, goal=2.0)])[1:]] == ["*", " "]


def test_everybody_finds_the_same_cost():
    with pytest.raises(AssertionError, match="is not"):
        evaluation.same(1.0, 1.1, 1e-3)
    assert {row.goal for row in evaluation.exact_numbers(1)} == {1}

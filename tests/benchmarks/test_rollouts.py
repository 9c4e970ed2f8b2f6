"""Everybody in the benchmark plays the same process; a peer that does not is found out."""

from dataclasses import replace

import pytest

from tests.benchmarks import rollouts
from tests.benchmarks.race import race, table


def test_all_contenders_end_in_the_same_law():
    pytest.importorskip("numba")
    problem = rollouts.made(30)
    runs = rollouts.contenders(problem, 400_000)
    rollouts.check(problem, runs)
    stuck = replace(runs[2], run=lambda: runs[2].run() * 0)

    with pytest.raises(AssertionError, match="another law"):
        rollouts.check(problem, [*runs[:2], stuck])
    speeds = race(runs[2:4], 1)
    assert len(table("title", speeds, runs[2].name, 1e9)) == 4

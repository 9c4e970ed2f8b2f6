"""The short version of `python -m tests.attacks.killed_sweeps`, on processes and on a dask cluster."""

import pytest

from tests.attacks.killed_sweeps import attack
from tests.attacks.processes import Tally


@pytest.mark.parametrize("dask", [False, True], ids=["processes", "dask"])
def test_a_killed_sweep_ends_with_the_bytes_of_one_that_ran_through(dask):
    pytest.importorskip("distributed")
    tally = Tally()
    attack(tally, cells=400, kills=1, dask=dask, seed=3)

    assert tally.fell == []
    assert tally.tried["cells that the last run did"] < 400

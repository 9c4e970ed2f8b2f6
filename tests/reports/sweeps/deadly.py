"""Work that kills its worker, for the tests: it lies in a file of its own, so that a worker can import it."""

import os
import signal
from pathlib import Path

from tightrope.reports.sweeps.measuring import Batch, Measured, measure

ONCE = "TIGHTROPE_TEST_DIED"  # the file that says that it has happened


def dies_once(batch: Batch) -> Measured:
    """The first worker to measure anything is killed."""
    marker = Path(os.environ[ONCE])
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return measure(batch)

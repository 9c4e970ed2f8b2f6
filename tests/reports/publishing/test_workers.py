"""Processes that share a report's experiments give the results of one, and end with it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks at processes in /proc")

PARENT = """
import multiprocessing, threading, time
from tightrope.reports.publishing.experiment import QUICK
from tightrope.reports.publishing.workers import results

if __name__ == "__main__":
    work = lambda: list(results(["growth", "cloning"], QUICK, 2))
    threading.Thread(target=work, daemon=True).start()
    while len(multiprocessing.active_children()) < 2:
        time.sleep(0.05)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(60)
"""


def runs(pid):
    """Whether there is such a process, and not only its last status."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_nobody_works_on_for_a_report_that_was_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        workers = parent.stdout.readline().split()
        time.sleep(2)  # they are at work, or about to begin
        assert len(workers) == 2 and any(map(runs, workers))
        parent.kill()
    ends = time.monotonic() + 20
    while any(map(runs, workers)) and time.monotonic() < ends:
        time.sleep(0.1)

    assert not any(map(runs, workers))

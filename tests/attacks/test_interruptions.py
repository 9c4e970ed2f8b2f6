"""The attack on the writing of reports: its kills at every step, and that it would see a fall."""

import os
import shutil
import sys

import pytest

from tests.attacks.killed_steps import killed_at_each_step
from tests.attacks.processes import alone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it forks")


@pytest.mark.parametrize("exchange", [True, False])
def test_a_kill_at_any_step_leaves_a_whole_report_and_does_not_stop_the_next_run(exchange, record_property):
    tally = alone(killed_at_each_step, exchange)
    record_property("tried", f"kills while a report is put in place: {tally.tried.total()}, fell {len(tally.fell)}")

    assert tally.fell == []
    assert tally.tried.total() > 30


def carelessly(new, target):
    if target.exists():
        shutil.rmtree(target)
    os.rename(new, target)


def test_a_report_that_is_gone_for_an_instant_would_be_seen():
    tally = alone(killed_at_each_step, True, carelessly)

    assert any("neither report is whole" in line for line in tally.fell)

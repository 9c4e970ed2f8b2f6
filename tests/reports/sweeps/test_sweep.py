"""A sweep: the same bytes whoever measures, only what is missing, and cells, workers and people that fail."""

import json
import os
import re
import signal
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from time import sleep

import pytest

import tightrope
from tests.reports.sweeps import deadly
from tests.reports.sweeps.sweeps import SMALL, asking, content, with_axes
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.experiments import experiment
from tightrope.reports.publishing.experiment import QUICK
from tightrope.reports.sweeps import engines, measuring, problems
from tightrope.reports.sweeps import sweep as sweeps
from tightrope.reports.sweeps.asked import asked
from tightrope.reports.sweeps.measuring import MACHINE, Batch, measure
from tightrope.reports.sweeps.quantities import columns
from tightrope.reports.sweeps.question import seed_of
from tightrope.reports.sweeps.sweep import Interrupted, sweep

ESTIMATE = {"quantity": "gap", "precision": "1/20", "seeds": [1, 2]}
SAMPLED = asking(quantities=["disagreement", "estimate"], estimate=ESTIMATE, axes={"epsilon": "1/10", "horizon": "2:4"})


@pytest.fixture
def measured(monkeypatch):
    """The keys that are measured here, in their order."""
    keys = []

    def counting(batch):
        keys.extend(cell.key for cell in batch.cells)
        return measure(batch)

    monkeypatch.setattr(engines, "measure", counting)
    return keys


class Deadly:
    """An engine whose worker dies at certain cells; batches are done in the order of their coming, two at a time."""

    class Died(Exception):
        pass

    deaths, lost = (Died,), ()

    def __init__(self, dies):
        self.dies, self.restarts, self.broken = dies, 0, False

    def submit(self, batch):
        future = Future()
        if self.broken:
            raise self.Died
        if any(self.dies(cell) for cell in batch.cells):
            self.broken = True
        if self.broken:
            future.set_exception(self.Died())
        else:
            future.set_result(measure(batch))
        return future

    def slots(self):
        return 2

    def restart(self):
        self.restarts, self.broken = self.restarts + 1, False


@pytest.fixture
def with_engine(monkeypatch):
    def put(one):
        monkeypatch.setattr(sweeps, "engine", lambda *_: nullcontext(one))

    return put


def test_the_bytes_are_the_same_here_on_workers_and_in_batches_of_one(tmp_path, monkeypatch):
    sweep(SAMPLED, tmp_path / "here")
    sweep(SAMPLED, tmp_path / "workers", workers=2)
    monkeypatch.setattr(sweeps, "LARGEST", 1)
    sweep(SAMPLED, tmp_path / "single")

    assert content(tmp_path / "here") == content(tmp_path / "workers") == content(tmp_path / "single")


def test_each_number_is_that_of_a_single_evaluation(tmp_path):
    asked = asking(
        quantities=["disagreement", "gap", "tv", "epsilon_per_step", "learner_cost", "missing_mass", "lecture_ratio"]
    )
    for row in list(sweep(asked, tmp_path / "store").rows)[::7]:
        found = tightrope.evaluate("tightrope", row["horizon"], row["epsilon_exact"], arithmetic="float")
        assert (row["disagreement"], row["gap"], row["tv"]) == (found.disagreement, found.gap, max(found.tv))
        assert (row["epsilon_per_step"], row["learner_cost"]) == (found.epsilon["per_step"], found.learner_task)
        lecture = tightrope.bound("lecture").at({epsilon: Fraction(found.epsilon["time_averaged"]), T: found.horizon})
        assert row["lecture_ratio"] == pytest.approx(found.disagreement / float(lecture))


def test_an_exact_number_stands_beside_its_float_and_a_ball_has_ends(tmp_path):
    axes = {"epsilon": "1/10", "horizon": 3}
    exact = next(sweep(asking(arithmetic="exact", axes=axes), tmp_path / "exact").rows)
    ball = next(sweep(asking(arithmetic="ball", axes=axes), tmp_path / "ball").rows)

    assert (exact["disagreement"], exact["disagreement_exact"]) == (0.561, "561/1000")
    assert ball["disagreement_lower"] <= 0.561 <= ball["disagreement_upper"]


def test_a_longer_sweep_measures_what_is_new_and_has_the_bytes_of_one_that_was_long_at_once(measured, tmp_path):
    sweep(with_axes(horizon="2:4"), tmp_path / "grown")
    first = len(measured)
    sweep(asking(), tmp_path / "grown")
    grown = len(measured)
    sweep(asking(), tmp_path / "grown")

    assert (first, grown, len(measured)) == (30, 60, 60)
    assert len(set(measured)) == 60
    sweep(asking(), tmp_path / "at once")
    assert content(tmp_path / "grown") == content(tmp_path / "at once")


def test_an_experiment_says_in_a_sweep_what_it_says_in_the_report(tmp_path):
    one = experiment("late-labels")
    cells = one.cells[:2]
    asked = {"experiment": one.key, "profile": "quick", "axes": {"latency": [cell.latency for cell in cells]}}
    rows = list(sweep(asked, tmp_path / "store").rows)

    for cell in cells:
        flat = {}
        for name, value in one.measure(cell, QUICK).items():
            flat |= columns(name, value)
        assert any(flat.items() <= row.items() for row in rows)


def test_seeds_give_an_experiment_streams_of_its_own(tmp_path, monkeypatch):
    seeds = []
    one = experiment("late-labels")
    told = {"measure": lambda cell, profile: seeds.append(profile.seed) or {"a": 1}}
    monkeypatch.setattr("tightrope.reports.experiments.experiment", lambda key: replace(one, **told))
    found = sweep({"experiment": one.key, "axes": {"latency": [1]}, "seeds": "1:3"}, tmp_path / "store")

    assert len(set(seeds)) == found.total >= 3
    assert set(seeds) == {seed_of(row["cell"]) for row in found.rows}


def test_a_cell_that_fails_is_recorded_with_its_error_and_the_others_are_measured(tmp_path):
    found = sweep(
        {"problem": "cycle", "axes": {"epsilon": ["1/2", "2/3", "1/3"], "horizon": "3:5"}}, tmp_path / "store"
    )
    failed = [row for row in found.rows if row["failure"] is not None]

    assert (found.total, found.done, found.failed) == (9, 9, 3)
    assert {row["epsilon_exact"] for row in failed} == {"2/3"}
    assert all("1/n" in row["failure"] for row in failed) and found.failures[0] == failed[0]["failure"]


def test_an_error_of_the_program_is_recorded_too(tmp_path, monkeypatch):
    monkeypatch.setattr(problems, "evaluate_each", lambda *_: 1 / 0)
    found = sweep(with_axes(horizon=[3]), tmp_path / "store")

    assert found.failures == ("ZeroDivisionError: division by zero",)
    assert found.failed == found.total


def test_a_full_disk_is_the_machines_and_tried_again(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(problems, "evaluate_each", full)
    found = sweep(asking(quantities=["tv"]), tmp_path / "store")
    monkeypatch.undo()

    assert found.failures == (f"{MACHINE}OSError: [Errno 28] No space left on device",)
    assert sweep(asking(quantities=["tv"]), tmp_path / "store").failed == 0


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="the masks of processes are read from /proc")
def test_a_worker_hears_no_interruption_from_its_first_instant_on():
    pool = engines.Processes(1)
    try:
        pool.submit(Batch(question=asked(asking()).question, names=(), cells=()))
        (worker,) = pool.pool._processes
        (blocked,) = re.findall(r"SigBlk:\s*(\w+)", Path(f"/proc/{worker}/status").read_text())
        assert int(blocked, 16) >> (signal.SIGINT - 1) & 1
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    finally:
        pool.stop()


def test_too_little_memory_is_the_machines_and_tried_again(tmp_path, monkeypatch):
    def too_little(*_):
        raise MemoryError

    monkeypatch.setattr(problems, "evaluate_each", too_little)
    asked = asking(quantities=["tv"])
    found = sweep(asked, tmp_path / "store")
    monkeypatch.undo()

    assert found.failures == (f"{MACHINE}too little memory for this cell",)
    assert sweep(asked, tmp_path / "store").failed == 0


@pytest.mark.parametrize("deadly_horizons", [{3}, {1, 6}])
def test_a_cell_in_which_workers_die_is_found_and_recorded_and_no_other(
    deadly_horizons, with_engine, tmp_path, monkeypatch
):
    asked = with_axes(epsilon=["1/10", "1/5"])
    one = Deadly(lambda cell: cell.values[0].denominator == 10 and cell.values[1] in deadly_horizons)
    with_engine(one)
    found = sweep(asked, tmp_path / "store")
    failed = [row for row in found.rows if row["failure"] is not None]

    assert found.done == found.total == 12
    assert {(row["epsilon"], row["horizon"]) for row in failed} == {(0.1, horizon) for horizon in deadly_horizons}
    assert all(row["failure"].startswith(MACHINE) for row in failed)
    assert one.restarts >= sweeps.MOST_DEATHS
    monkeypatch.undo()
    assert sweep(asked, tmp_path / "store").failed == 0  # on another machine, say
    sweep(asked, tmp_path / "whole")
    assert content(tmp_path / "store") == content(tmp_path / "whole")


def test_a_worker_that_is_killed_costs_nothing_but_time(tmp_path, monkeypatch):
    monkeypatch.setenv(deadly.ONCE, str(tmp_path / "died"))
    monkeypatch.setattr(engines, "measure", deadly.dies_once)
    found = sweep(asking(), tmp_path / "store", workers=2)
    monkeypatch.undo()
    sweep(asking(), tmp_path / "whole")

    assert (tmp_path / "died").exists()
    assert found.failed == 0
    assert content(tmp_path / "store") == content(tmp_path / "whole")


def test_an_interruption_says_how_to_go_on_and_nothing_is_lost(with_engine, tmp_path, monkeypatch):
    seen = []

    def interrupted(cell):
        if len(seen) >= 20:
            raise KeyboardInterrupt
        seen.append(cell)

    with_engine(Deadly(interrupted))
    with pytest.raises(
        Interrupted, match=r"interrupted: \d+ cells are in .*store, this sweep has 60; the same command"
    ):
        sweep(asking(), tmp_path / "store")
    assert [path.read_bytes() for path in (tmp_path / "store").glob("part-*")] > [b""]
    monkeypatch.undo()
    sweep(asking(), tmp_path / "store")
    sweep(asking(), tmp_path / "whole")
    assert content(tmp_path / "store") == content(tmp_path / "whole")


def test_a_second_interruption_does_not_disturb_the_end_of_a_sweep(with_engine, tmp_path):
    ended = []

    def impatient(cell):
        try:
            os.kill(os.getpid(), signal.SIGINT)
            sleep(5)  # what is heard at once cuts this short
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            ended.append(cell)

    with_engine(Deadly(impatient))
    with pytest.raises(Interrupted, match="the same command goes on"):
        sweep(asking(), tmp_path / "store")
    assert len(ended) == 1
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_scheduler_that_is_gone_is_no_bad_input_and_how_to_go_on_is_said(with_engine, tmp_path):
    one = Deadly(lambda cell: 1 / 0 if cell.values[1] == 4 else False)
    one.lost = (ZeroDivisionError,)
    with_engine(one)

    with pytest.raises(RuntimeError, match=r"the scheduler is gone; \d+ cells are in .*; the same command goes on"):
        sweep(asking(), tmp_path / "store")


def test_a_worker_with_other_code_measures_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(measuring, "code_version", lambda subject: "f" * 32)

    with pytest.raises(ValueError, match="a worker has code ffff.*install the same tightrope there"):
        sweep(asking(), tmp_path / "store")
    assert json.loads((tmp_path / "store" / "sweep.json").read_text())["problem"] == SMALL["problem"]
    assert len(list((tmp_path / "store").iterdir())) == 1


def test_a_scheduler_that_does_not_answer_is_said_before_anything_is_written(tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(engines, "ANSWERS", 0.2)

    with pytest.raises(ValueError, match="no dask scheduler answers at tcp://127.0.0.1:1"):
        sweep(asking(), tmp_path / "store", dask="tcp://127.0.0.1:1")
    assert not (tmp_path / "store").exists()


def test_without_dask_a_cluster_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None)

    with pytest.raises(ValueError, match=r"pip install 'tightrope\[cluster\]'"):
        sweep(asking(), tmp_path / "store", dask="tcp://127.0.0.1:1")


GARNET = "garnet:states=6,actions=3,branching=2,seed=1"


@pytest.mark.parametrize("reading", ["pointwise", "on_policy", "finite_data", "per_step"])
def test_costs_of_many_errors_are_those_of_one_bit_for_bit(reading, tmp_path, monkeypatch):
    axes = {"epsilon": "0:1:1/11", "horizon": [3, 5], "reading": reading, "off_support": ["worst", "uniform"]}
    asked = {"problem": GARNET, "arithmetic": "float", "quantities": ["gap", "disagreement"], "axes": axes}
    found = sweep(asked, tmp_path / "shared")
    monkeypatch.setattr(sweeps, "LARGEST", 1)
    sweep(asked, tmp_path / "alone")

    assert found.failed == 0
    assert content(tmp_path / "shared") == content(tmp_path / "alone")
    for row in list(found.rows)[1:-1:9]:
        words = {"reading": reading, "off_support": row["off_support"]}
        one = tightrope.evaluate_many(GARNET, [row["horizon"]], [row["epsilon_exact"]], **words)[0]
        assert row["disagreement"] == pytest.approx(one.disagreement, rel=1e-12)
        assert row["gap"] == pytest.approx(one.gap, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("arithmetic", ["float", "exact", "ball"])
def test_passes_that_are_shared_change_no_bit(arithmetic, tmp_path, monkeypatch):
    sweep(asking(arithmetic=arithmetic), tmp_path / "shared")
    monkeypatch.setattr(sweeps, "LARGEST", 1)
    sweep(asking(arithmetic=arithmetic), tmp_path / "alone")

    assert content(tmp_path / "shared") == content(tmp_path / "alone")


@pytest.mark.parametrize(
    ("seconds", "slots", "size"), [(0.001, 2, 1000), (0.5, 2, 2), (30.0, 2, 1), (0.001, 1000, 10_000)]
)
def test_a_batch_takes_about_a_second_or_more_where_there_are_very_many_workers(seconds, slots, size):
    pace = sweeps._Pace()
    for _ in range(10):
        cells = pace.cells(slots, 10**9)
        pace.note(measuring.Measured(((" ", b""),) * cells, seconds * cells))

    assert pace.cells(slots, 10**9) == size
    assert pace.cells(slots, 4 * slots) == min(size, 2)

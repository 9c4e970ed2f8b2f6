"""Holds malformed files against every reader: problems by the commands evaluate and simulate, demonstrations by theirs.

`python -m tests.attacks.files --rounds 400 --seed 1` prints how many files were refused and how many read, and every
one that fell: that was read though it must not be, was refused though it is valid, ended in something else than exit
status 2 or a ValueError, took more than a minute or a gigabyte, or printed what is long or what a terminal would obey.

Each file is read in a process of its own. Needs a system with fork and FIFOs, h5py and pyarrow.
"""

import argparse
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from tests.attacks import malformed_demonstrations as demonstrations
from tests.attacks import malformed_logs as logs
from tests.attacks import malformed_models as models
from tests.attacks import malformed_problems as problems
from tightrope.reports.commands import evaluate, simulate  # noqa: F401  imported once, before the forks
from tightrope.reports.commands.cli import main as command
from tightrope.simulators.formats import demonstration_formats
from tightrope.simulators.formats.demonstrations import Demonstrations
from tightrope.simulators.formats.problem_json import from_document
from tightrope.simulators.formats.recorded import numbered

READ, REFUSED, WRONG = 0, 2, 9  # exit status of a reader
SECONDS, GIGABYTES, CHARACTERS = 60, 1.0, 4000
PROBLEM = from_document(problems.of(["x", "y"], ["a", "b"]), "attacked")

LOGS = (
    (demonstrations, "npz", ".npz"),
    (demonstrations, "hdf5", ".h5"),
    (logs, "padded", ".npz"),
    (logs, "flat", ".h5"),
    (logs, "table", ".csv"),
    (logs, "arrow", ".arrow"),
)

Read = Callable[[Path], int]


@dataclass(frozen=True)
class Case:
    """`must` is REFUSED or READ, or None where either may be right."""

    name: str
    read: Read
    write: Callable[[Path], object]
    suffix: str
    must: int | None = None


@dataclass
class Tally:
    counts: Counter = field(default_factory=Counter)
    fell: list[str] = field(default_factory=list)

    def add(self, case: Case, folder: Path) -> None:
        path = folder / f"given{sum(self.counts.values())}{case.suffix}"
        case.write(path)
        status, seconds, gigabytes, said = _in_a_process_of_its_own(lambda: case.read(path), folder / "said")
        self.counts[case.suffix, status] += 1
        for wrong in _objections(case, path, status, seconds, gigabytes, said):
            self.fell.append(f"{case.suffix} {case.name}: {wrong}; said {said[-300:]!r}")
        if path.is_file() and not path.is_symlink():
            path.unlink()

    def of(self, suffix: str, status: int) -> int:
        return self.counts[suffix, status]


def _objections(case: Case, path: Path, status: int, seconds: float, gigabytes: float, said: str) -> Iterator[str]:
    if status not in (READ, REFUSED):
        yield f"it ended with {status}"
    if case.must is not None and status != case.must:
        yield f"it was {'read' if status == READ else 'refused'}"
    if seconds > SECONDS or gigabytes > GIGABYTES:
        yield f"it took {seconds:.0f} s and {gigabytes:.1f} GB"
    if len(said) > CHARACTERS or not all(line.isprintable() for line in said.split("\n")):
        yield f"it printed {len(said)} characters, or some that do not print"
    if status == REFUSED and case.suffix and path.stem not in said and "the horizon must" not in said:
        yield "the message does not name the file"


def _in_a_process_of_its_own(read: Callable[[], int], output: Path) -> tuple[int, float, float, str]:
    """Exit status, or minus the signal that ended it; seconds; gigabytes beyond those at the start; what it printed."""
    started, before = time.monotonic(), _resident()
    child = os.fork()
    if not child:
        status = WRONG
        try:
            with output.open("wb") as file:
                os.dup2(file.fileno(), 1)
                os.dup2(file.fileno(), 2)
            resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
            signal.alarm(2 * SECONDS)
            sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
            status = read()
        except ValueError as error:
            print(error, file=sys.stderr)
            status = REFUSED
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    _, ended, used = os.wait4(child, 0)
    said = output.read_text(encoding="utf-8", errors="replace")
    return os.waitstatus_to_exitcode(ended), time.monotonic() - started, used.ru_maxrss / 2**20 - before, said


def _resident() -> float:
    """Gigabytes of this process now; a forked one starts with as many."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc").is_dir() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**30


def _evaluated(path: Path) -> int:
    return command(["evaluate", str(path), "--horizon", "3"])


def _simulated(path: Path) -> int:
    return command(["simulate", str(path), "--horizon", "3", "--episodes", "20", "--seed", "1"])


def _asked(path: Path) -> int:
    """With an epsilon; what carries a learner takes none, and is read without."""
    status = command(["evaluate", str(path), "--horizon", "3", "--epsilon", "1/10"])
    return status if status == READ else _evaluated(path)


def _logged(source: object) -> int:
    log = demonstration_formats.read(source, None)
    made = log if isinstance(log, Demonstrations) else numbered(log, (PROBLEM.mdp.states, PROBLEM.mdp.actions))
    made.counts()
    return READ


def known() -> Iterator[Case]:
    """Files of which it is known whether they must be read."""
    for name, write in problems.tricks():
        yield from (Case(name, read, write, ".json", REFUSED) for read in (_evaluated, _simulated))
    for name, write in problems.valid():
        yield from (Case(name, read, write, ".json", READ) for read in (_evaluated, _simulated))
    for suffix in models.SUFFIXES:
        yield from (Case(name, _evaluated, write, suffix, REFUSED) for name, write in models.tricks(suffix))
        yield from (Case(name, _simulated, write, suffix, READ) for name, write in models.valid(suffix))
    for module, kind, suffix in LOGS:
        tricks, valid = getattr(module, f"{kind}_tricks"), getattr(module, f"{kind}_valid")
        yield from (Case(name, _logged, write, suffix, REFUSED) for name, write in tricks())
        yield from (Case(name, _logged, write, suffix, READ) for name, write in valid())


def changed(rounds: int, seed: int) -> Iterator[Case]:
    rng = random.Random(seed)
    for i in range(rounds):
        yield Case(f"changed {i}", (_evaluated, _simulated)[i % 2], problems.changed(rng), ".json")
        for suffix in models.SUFFIXES:
            yield Case(f"changed {i}", _asked, models.changed(rng, suffix), suffix)
        yield Case(f"changed {i}", _logged, demonstrations.npz_changed(rng), ".npz")
        yield Case(f"changed {i}", _logged, demonstrations.hdf5_changed(rng), ".h5")
        yield Case(f"changed {i}", _logged, logs.table_changed(rng), ".csv")
        yield Case(f"changed {i}", _logged, logs.arrow_changed(rng), ".arrow")
        yield Case(f"changed {i}", _read_objects(demonstrations.trajectories(rng)), lambda path: None, "")


def _read_objects(trajectories: list) -> Read:
    def read(_: Path) -> int:
        return _logged(trajectories)

    return read


def attack(rounds: int, seed: int, every: int = 1) -> Tally:
    """Only `every` so many-th of the known tricks and valid files, and `rounds` changes at random for each reader."""
    tally = Tally()
    for case in chain(islice(known(), 0, None, every), changed(rounds, seed)):
        with tempfile.TemporaryDirectory() as folder:
            tally.add(case, Path(folder))
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="of the known tricks, only every so many-th")
    options = parser.parse_args()
    tally = attack(options.rounds, options.seed, options.every)
    print("\n".join(tally.fell[:30]))
    kinds = {
        ".json": "problems",
        ".npz": ".npz",
        ".drn": "Storm's",
        ".tra": "explicit",
        ".h5": "HDF5",
        ".csv": "CSV",
        ".arrow": "Arrow",
        "": "trajectories",
    }
    for suffix, what in kinds.items():
        print(f"{what:<13} {tally.of(suffix, REFUSED)} refused, {tally.of(suffix, READ)} read")
    print(f"tried {sum(tally.counts.values())}, fell {len(tally.fell)}")
    return bool(tally.fell)


if __name__ == "__main__":
    sys.exit(main())

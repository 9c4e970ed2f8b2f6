"""All goals, beside others, in one command: `python -m tests.benchmarks`.

It writes what `reports/experiments/costs.py` shows. Results are asserted, seconds are not. The table is printed as it
grows; the file is written at the end.
"""

import argparse
import json
import platform
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from os import cpu_count
from pathlib import Path

from tests.benchmarks import commands, estimators, evaluation, rollouts
from tests.benchmarks.race import Row, table

WRITTEN = Path(__file__).parents[2] / "reports" / "experiments" / "measured_costs.json"
SIZES = (100, 10_000, 1_000_000)
PACKAGES = ("numpy", "scipy", "numba", "python-flint", "quantecon", "jax", "gymnasium")


def rows(work: int, repeats: int, largest: int) -> Iterator[Row]:
    for states in SIZES:
        if states <= largest:
            yield from rollouts.rows(states, work, repeats)
    yield from evaluation.rows(repeats, largest)
    yield from estimators.rows(work // 50)
    yield from commands.rows(max(1, repeats // 3), largest)


def machine() -> dict[str, object]:
    """What was measured on: the processor, its number of cores, and the versions of what ran."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return {"processor": _processor(), "cores": cpu_count(), "python": platform.python_version(), "versions": found}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=float, default=1e8, help="decisions of the fastest in each turn")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="leave out larger problems")
    parser.add_argument("--out", type=Path, default=WRITTEN)
    asked = parser.parse_args()
    found: list[Row] = []
    print(table([])[0], flush=True)
    for row in rows(int(asked.work), asked.repeats, asked.largest):
        found.append(row)
        print(table([row])[1], flush=True)
    document = {
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "seed": 1,
        "rows": [{**vars(row), "ratio": row.ratio} for row in found],
    }
    asked.out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

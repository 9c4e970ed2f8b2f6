"""What was tried against `verify`, and what fell: python -m tests.attacks.reports [--every N]

A small real report is forged in many ways (`forgeries`), and each forgery is given to `tightrope verify`: it must find
it (status 1) or say that nothing can be read (status 2). What a forger who lets the program make all files of other
numbers, verdicts or words has done can only be found by running the experiments again: these forgeries are named so,
and are given to `verify --recompute`. The manifest's words about the machine are forged too: `verify` says that it does
not establish them, so these count for nothing, but must not turn anything off.
"""

import argparse
import contextlib
import io
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.attacks.forgeries import SMALL, Forgery, forgeries
from tightrope.reports.commands.cli import main as tightrope
from tightrope.reports.experiments import chosen
from tightrope.reports.publishing import check
from tightrope.reports.publishing.experiment import QUICK
from tightrope.reports.publishing.report import write_report
from tightrope.reports.publishing.results import as_text

LONGEST = 60  # seconds that one verification may take


@dataclass
class Tally:
    tried: Counter = field(default_factory=Counter)
    fell: list[str] = field(default_factory=list)


def small_report(folder: Path) -> Path:
    write_report(folder, chosen([SMALL]), QUICK)
    return folder


def attack(report: Path, every: int = 1, say: Callable[[str], None] = lambda line: None) -> Tally:
    """Try every so manieth forgery of a report."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as beside, made_once(Path(beside)):
        for i, forgery in enumerate(list(forgeries(report))[::every]):
            folder = Path(beside) / str(i) / "report"
            shutil.copytree(report, folder)
            forgery.forge(folder)
            tally.tried[forgery.found_by] += 1
            for line in objections(forgery, folder, tally):
                tally.fell.append(f"{forgery.name}: {line}")
                say(tally.fell[-1])
            shutil.rmtree(folder.parent)
    return tally


def objections(forgery: Forgery, folder: Path, tally: Tally) -> Iterator[str]:
    """What verify, and cite, say that they must not."""
    status, said, seconds = call("verify", str(folder))
    by_recompute = forgery.found_by == "recompute" and status == 0
    if by_recompute:
        tally.tried["of recompute, found without it"] -= 1
        status, said, seconds = call("verify", str(folder), "--recompute")
    tally.tried["of recompute, found without it"] += forgery.found_by == "recompute"
    expected = (0,) if forgery.found_by == "nothing" else (1, 2)
    if status not in expected:
        yield f"status {status}, {said[:300]}"
    if status == 0 and "Not established: who made it" not in said:
        yield "verifies, without a word about what that does not establish"
    if any(not character.isprintable() and character != "\n" for character in said) or len(said) > 20_000:
        yield f"prints what it must not: {ascii(said[:300])}"
    if seconds > LONGEST:
        yield f"took {seconds:.0f} s"
    status, said, _ = call("cite", str(folder))
    if status not in (0, 2) or (status == 0 and not re.fullmatch(ENTRY, said)):
        yield f"cite: status {status}, {ascii(said[:300])}"


ENTRY = (
    r"@techreport\{tightrope-[0-9a-f]{8},\n  author = \{\{The tightrope developers\}\},\n"
    r"  title = \{\{[\w ':,;.]+\}\},\n"
    r"  institution = \{tightrope\},\n  number = \{[0-9a-f]{12}\},\n  year = \{\d{4}\},\n"
    r"  note = \{Results sha256:[0-9a-f]{64}; regenerate with tightrope [\w.]+, profile (quick|full)"
    r"(, experiments [\w, -]+)?\}\n\}\n"
)


def call(*words: str) -> tuple[int, str, float]:
    said, started = io.StringIO(), time.monotonic()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = tightrope(words)
    return status, said.getvalue(), time.monotonic() - started


@contextlib.contextmanager
def made_once(beside: Path) -> Iterator[None]:
    """Files that follow from the same results are made once; all else about verify is as it is."""
    make, made = check._make, {}

    def once(results: dict, again: Path, drawn: bool, workers: int) -> None:
        text = f"{drawn} {as_text(results)}"
        if text not in made:
            kept = beside / f"made-{len(made)}"
            kept.mkdir()
            make(results, kept, drawn, workers)
            made[text] = kept
        shutil.copytree(made[text], again, dirs_exist_ok=True)

    check._make = once
    try:
        yield
    finally:
        check._make = make


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="try only every so manieth forgery")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as beside:
        report = small_report(Path(beside) / "report")
        tally = attack(report, options.every, lambda line: print(line, flush=True))
    counts = tally.tried
    tried = counts["verify"] + counts["recompute"]
    print(
        f"forgeries that verify must find {counts['verify']}, that only --recompute need find {counts['recompute']} "
        f"(of these found without it {counts['of recompute, found without it']}); "
        f"the manifest's words, which nothing can check {counts['nothing']}"
    )
    print(f"tried {tried}, fell {len(tally.fell)}")
    return 1 if tally.fell else 0


if __name__ == "__main__":
    sys.exit(main())

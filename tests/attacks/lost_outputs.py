"""Commands whose output nobody takes: closed, full, or left by its reader. Their status stands; see `interruptions`."""

import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.attacks.processes import Tally

LOST = {
    "the reader is gone": "| true",
    "standard output is closed": ">&-",
    "standard output is full": "> /dev/full",
    "standard error is closed": "2>&-",
    "both are closed": ">&- 2>&-",
}
LINES = {  # and the status that each must end with
    "list": 0,
    "list --json": 0,
    "explain L12": 0,
    "derive dagger": 0,
    "bound lecture --epsilon 1/100 --horizon 10": 0,
    "worst-case --reading per_step --epsilon 1/10 --horizon 5": 0,
    "refute 'epsilon*T**2*3/4' --reading per_step --horizon 2:": 0,
    "refute 'epsilon*T**2*3/4' --reading per_step --json": 1,
    "refute 'epsilon*v' --reading per_step": 2,
    "evaluate exam --epsilon 1/10 --horizon 5 --bounds": 0,
    "simulate exam --epsilon 1/10 --horizon 5 --episodes 10 --seed 1": 0,
    "verify --texts {good}": 0,
    "verify --texts {changed}": 1,
    "cite": 0,
    "cite {good}": 0,
    "report --quick --only recoverability --out {new}": 0,
    "report --only nobody": 2,
}


def lost_outputs(tally: Tally, report: Path, lines: dict[str, int]) -> None:
    with tempfile.TemporaryDirectory() as beside:
        changed = Path(beside) / "changed"
        shutil.copytree(report, changed)
        (changed / "report.md").write_text("another", encoding="utf-8")
        for line, must in lines.items():
            for name, redirected in LOST.items():
                words = line.format(good=report, changed=changed, new=Path(beside) / "new")
                command = f"{shlex.quote(sys.executable)} -m tightrope {words} {redirected}; exit ${{PIPESTATUS[0]}}"
                ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
                tally.tried["lost outputs"] += 1
                tally.check(f"{line}, {name}:", ran.returncode == must, f"status {ran.returncode}, not {must}")
                tally.check(f"{line}, {name}:", "Traceback" not in ran.stderr, "a traceback")

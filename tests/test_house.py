"""What lies in the house belongs there: no report, drawing or notebook's output that somebody wrote in passing."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = {"bounds", "simulators", "reports", "tests", "tightrope", ".ci"}


@pytest.mark.skipif(not (ROOT / ".git").exists() or not shutil.which("git"), reason="an archive says not what is kept")
def test_the_folders_are_those_of_the_card_and_the_only_report_is_the_standard_one():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    kept = [Path(line) for line in listed.splitlines()]

    assert {path.parts[0] for path in kept if len(path.parts) > 1} == TOP
    assert [path.parent.as_posix() for path in kept if path.name == "manifest.json"] == ["reports/standard"]

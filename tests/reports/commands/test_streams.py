"""A command's status and its files, whatever happens to its output and whoever interrupts it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REFUTED = ("refute", "epsilon", "--reading", "per_step", "--horizon", "5")
STATUS = {
    REFUTED: 1,
    ("verify", "/nowhere"): 2,
    ("cite",): 0,
    ("evaluate", "exam", "--epsilon", "2", "--horizon", "3"): 2,
}
ASCII = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def started(words, first="", **more):
    """The command in a process of its own, in which this line of Python is run before it.

    A process of its own does that too: a forked copy of this one, in which `preexec_fn` is run, may wait for ever for
    what another thread of this one holds.
    """
    command = [sys.executable, "-m", "tightrope", *words]
    if first:
        code = f"import os, signal, sys; {first}; os.execv(sys.argv[1], sys.argv[1:])"
        command = [sys.executable, "-c", code, *command]
    return subprocess.Popen(command, **more)


def work(process, seconds):
    """Wait until it itself has worked for so long, however busy the machine is, or has ended."""
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        used = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
        if sum(map(int, used)) >= seconds * os.sysconf("SC_CLK_TCK"):
            return
        time.sleep(0.05)


@pytest.mark.parametrize("output", ["left", "full", "closed", "both full"])
@pytest.mark.parametrize("words", STATUS, ids=lambda words: words[0])
def test_the_status_stands_whatever_happens_to_the_output(words, output):
    if output == "left":
        reader, writer = os.pipe()
        os.close(reader)
        ran = started(words, stdout=writer, stderr=subprocess.DEVNULL)
        os.close(writer)
    elif output == "closed":
        ran = started(words, "os.close(1)", stderr=subprocess.DEVNULL)
    else:
        with open("/dev/full", "w") as full:
            ran = started(words, stdout=full, stderr=full if output == "both full" else subprocess.DEVNULL)

    assert ran.wait(120) == STATUS[words]


def test_names_that_a_terminal_cannot_show_are_printed_all_the_same(tmp_path):
    ran = started(["explain", "L12", "--json"], env={**os.environ, **ASCII}, stdout=subprocess.PIPE)
    shown, _ = ran.communicate()
    missing = started(["evaluate", "é.json", "--horizon", "3"], env={**os.environ, **ASCII}, stderr=subprocess.PIPE)

    assert ran.returncode == 0
    assert shown.isascii() and b"\\u" in shown
    assert b"cannot be read" in missing.communicate()[1]
    assert missing.returncode == 2


LONG = [
    "evaluate tightrope --epsilon 1/10 --horizon 5000000",
    "simulate tightrope --epsilon 1/10 --horizon 1000 --episodes 9000000 --seed 1 --threads 2",
    "worst-case --reading per_step --quantity gap --assume u=1/2 --epsilon 1/10 --horizon 1500",
    "report --out here",
]


@pytest.mark.skipif(sys.platform != "linux", reason="how long it worked is read from /proc")
@pytest.mark.parametrize("line", LONG, ids=lambda line: line.split()[0])
def test_ctrl_c_is_one_line_and_leaves_nothing_behind(line, tmp_path):
    listens = "signal.signal(signal.SIGINT, signal.SIG_DFL)"  # a shell may have turned it off
    ran = started(line.split(), listens, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    work(ran, seconds=0.5)
    time.sleep(2)
    ran.send_signal(signal.SIGINT)
    _, said = ran.communicate(timeout=60)

    assert ran.returncode == 130, said
    assert said.endswith("tightrope: interrupted\n")
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_while_a_dataclass_is_made_ends_with_the_same_status(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "from tightrope.reports.commands import cli\ncli._run = lambda given: exec('raise KeyboardInterrupt')\n",
        encoding="utf-8",
    )
    ran = started(["list"], env={**os.environ, "PYTHONPATH": str(tmp_path)}, stderr=subprocess.PIPE, text=True)

    assert ran.communicate()[1] == "tightrope: interrupted\n"
    assert ran.returncode == 130


def test_no_module_of_the_current_folder_is_run(tmp_path):
    for name in ("stranger", "numpy", "sympy", "gymnasium"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    ran = started(["evaluate", "gymnasium:stranger:Env-v0", "--horizon", "3"], cwd=tmp_path, stderr=subprocess.PIPE)

    assert b"tightrope: " in ran.communicate()[1]
    assert ran.returncode == 2
    assert not (tmp_path / "ran").exists()

"""What was tried against the writing of reports, and what fell: python -m tests.attacks.interruptions [--kills N]

Processes that write a report into the folder of a good one are killed: at every step of putting it in place, and the
command itself at N random instants; it is interrupted by Ctrl-C; two write at once; something is put into the folder
meanwhile; the disk is full, the folder can only be read, or is mounted. The old report or the new one must be whole
each time, what strangers put there must still be somewhere, the next run must succeed and leave nothing behind, and
whatever is refused must be said in one line, with the right status. Uses fork, so it runs on Linux; filling a disk and
mounting take root, and are left out, and said so, without.
"""

import argparse
import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.attacks.killed_steps import killed_at_each_step
from tests.attacks.lost_outputs import LINES, lost_outputs
from tests.attacks.processes import Tally, content, forked
from tightrope.reports.commands.cli import main as tightrope

OLD, NEW = "play-data", "recoverability"  # experiments that run quickly: the report that stands there, and the one made
REPORT = ("report", "--quick", "--only", NEW, "--out")
INTERRUPTED = 130


@dataclass
class Field:
    """A folder with a good report, of OLD, and what the command makes instead of it, of NEW."""

    folder: Path
    tally: Tally
    old: dict[str, str]
    new: dict[str, str]
    seconds: float  # that a report takes

    @property
    def target(self) -> Path:
        return self.folder / "report"

    @property
    def said(self) -> Path:
        return self.folder / "said.txt"

    def again(self) -> None:
        """The folder as it was: the old report alone."""
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() and path.name != "kept" else None
        self.said.unlink(missing_ok=True)
        shutil.copytree(self.folder / "kept", self.target)

    def start(self, before: Callable[[], object] = lambda: None) -> int:
        def run() -> int:
            before()
            return tightrope([*REPORT, str(self.target)])

        return forked(run, self.said)

    def status(self, child: int) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def beside(self) -> list[str]:
        """What lies beside the target and was not there."""
        return sorted(set(os.listdir(self.folder)) - {"kept", "report", "said.txt"})

    def message(self) -> str:
        """The last line that was printed."""
        lines = self.said.read_text(encoding="utf-8").strip().splitlines() or [""]
        return lines[-1]

    def refused(self, how: str, status: int, words: str) -> None:
        self.tally.check(how, status == 2, f"status {status}, not 2")
        self.tally.check(how, words in self.message(), f"says {self.message()!r}, not {words!r}")


@contextlib.contextmanager
def field_of(tally: Tally) -> Iterator[Field]:
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        for key, name in ((OLD, "kept"), (NEW, "report")):
            started = time.monotonic()
            status = os.waitstatus_to_exitcode(
                os.waitpid(forked(lambda k=key, n=name: tightrope([*REPORT[:3], k, "--out", str(folder / n)])), 0)[1]
            )
            if status:
                raise RuntimeError(f"a report of {key} ended with {status}")
        made = Field(folder, tally, content(folder / "kept"), content(folder / "report"), time.monotonic() - started)
        made.again()
        yield made


def killed(field: Field, number: int, rng: random.Random) -> None:
    """At random instants; then the next run."""
    for i in range(number):
        child = field.start()
        time.sleep(rng.uniform(0, 1.05 * field.seconds))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        field.tally.tried["kills at a random instant"] += 1
        there = content(field.target) if field.target.exists() else None
        field.tally.check(f"killed, {i}:", there in (field.old, field.new), "neither report is whole")
        if i % 10 == 0 or i == number - 1:  # what several left behind is settled at once
            status = field.status(field.start())
            field.tally.check(f"after a kill, {i}:", status == 0, f"status {status}: {field.message()}")
            field.tally.check(
                f"after a kill, {i}:", content(field.target) == field.new, "the report is not the new one"
            )
            field.tally.check(f"after a kill, {i}:", not field.beside(), f"{field.beside()} is left")
            field.again()


def interrupted(field: Field, number: int, rng: random.Random) -> None:
    """By Ctrl-C at random instants: nothing is left, and that is said in one line."""
    for i in range(number):
        field.again()
        child = field.start()
        time.sleep(rng.uniform(0.1, field.seconds))
        os.kill(child, signal.SIGINT)
        status = field.status(child)
        field.tally.tried["Ctrl-C"] += 1
        how = f"Ctrl-C, {i}:"
        field.tally.check(how, status in (0, INTERRUPTED), f"status {status}: {field.message()}")
        field.tally.check(how, content(field.target) == (field.new if status == 0 else field.old), "another report")
        field.tally.check(how, not field.beside(), f"{field.beside()} is left")
        field.tally.check(how, "Traceback" not in field.said.read_text(encoding="utf-8"), "a traceback")


def two_at_once(field: Field, number: int, rng: random.Random) -> None:
    """One is refused, or they come one after the other."""
    for i in range(number):
        field.again()
        children = [field.start()]
        time.sleep(rng.uniform(0, field.seconds / 2))
        children.append(field.start())
        statuses = sorted(map(field.status, children))
        field.tally.tried["two at once"] += 1
        how = f"two at once, {i}:"
        field.tally.check(how, statuses in ([0, 2], [0, 0]), f"status {statuses}: {field.message()}")
        words = field.said.read_text(encoding="utf-8")
        field.tally.check(how, statuses == [0, 0] or "another process is making a report" in words, words)
        field.tally.check(how, content(field.target) == field.new, "the report is not whole")
        field.tally.check(how, not field.beside(), f"{field.beside()} is left")


PUT: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("years of work"),
    "a link": lambda path: path.symlink_to("/etc/hostname"),
    "a pipe": os.mkfifo,
    "an empty folder": Path.mkdir,
}


def put_in_meanwhile(field: Field) -> None:
    """It stays where it is, with the old report, and the new one is kept beside."""
    for name, put in PUT.items():
        for where in ("thesis", "data/thesis", "figures/thesis"):
            field.again()
            child = field.start()
            while not (field.folder / ".report.tightrope" / "new").exists():
                time.sleep(0.002)
            put(field.target / where)
            status = field.status(child)
            field.tally.tried["put in meanwhile"] += 1
            how = f"{name} put in meanwhile as {where}:"
            field.refused(how, status, "the new report is in")
            field.tally.check(how, os.path.lexists(field.target / where), "it is gone")
            field.tally.check(how, field.beside() == ["report.new"], f"beside it {field.beside()}")
            field.tally.check(how, content(field.folder / "report.new") == field.new, "the new report is not whole")


def at_places(field: Field) -> None:
    """Targets that are links, files, pipes or hold something else are refused before any work."""
    makes: dict[str, Callable[[Path], object]] = {
        "a link to a report": lambda path: path.symlink_to(field.folder / "kept"),
        "a link to nothing": lambda path: path.symlink_to("nothing"),
        "a file": lambda path: path.write_text("x"),
        "a pipe": os.mkfifo,
        "a folder of another": lambda path: (path.mkdir(), (path / "thesis").write_text("x")),
        "a folder with a hidden file": lambda path: (path.mkdir(), (path / ".x").write_text("x")),
    }
    for name, make in makes.items():
        field.again()
        shutil.rmtree(field.target)
        make(field.target)
        before, started = os.lstat(field.target).st_ino, time.monotonic()
        status = field.status(field.start())
        field.tally.tried["targets that cannot be"] += 1
        field.refused(f"{name} as target:", status, str(field.target))
        field.tally.check(f"{name} as target:", os.lstat(field.target).st_ino == before, "it was replaced")
        field.tally.check(f"{name} as target:", time.monotonic() - started < field.seconds, "it was found out late")
        field.target.unlink() if not field.target.is_dir() or field.target.is_symlink() else None


def full_disk(field: Field, sizes: tuple[int, ...]) -> None:
    """Files that cannot grow beyond a size, then a disk of that size, if there may be one."""

    def limit(size: int) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    for size in sizes:
        field.again()
        said = field.folder / "said.txt"
        status = field.status(field.start(lambda size=size: limit(size)))
        field.tally.tried["a full disk"] += 1
        how = f"no file above {size} bytes:"
        field.tally.check(how, status == 2, f"status {status}: {said.read_text(encoding='utf-8')!r}")
        field.tally.check(how, content(field.target) == field.old, "the old report is not whole")
        field.tally.check(how, not field.beside(), f"{field.beside()} is left")


def mounted(field: Field, sizes: tuple[int, ...]) -> bool:
    """Small, read-only and mounted folders; False where nothing may be mounted."""
    disk = field.folder / "disk"
    disk.mkdir(exist_ok=True)
    room = sum(path.stat().st_size for path in (field.folder / "kept").rglob("*")) // 1024 + 100
    for size in sizes:
        if not _mount(disk, f"size={room + size // 1024}k"):
            return False
        try:
            shutil.copytree(field.folder / "kept", disk / "report")
            status = field.status(forked(lambda: tightrope([*REPORT, str(disk / "report")]), field.said))
            field.tally.tried["a full disk"] += 1
            how = f"a disk with {size} bytes left:"
            field.refused(how, status, "o space left")
            field.tally.check(how, content(disk / "report") == field.old, "the old report is not whole")
            field.tally.check(how, os.listdir(disk) == ["report"], f"{os.listdir(disk)} is left")
            if size == sizes[0]:
                subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
                status = field.status(forked(lambda: tightrope([*REPORT, str(disk / "report")]), field.said))
                field.tally.tried["a read-only folder"] += 1
                field.refused("a read-only folder:", status, "cannot be written")
                status = field.status(forked(lambda: tightrope([*REPORT, str(disk)]), field.said))
                field.tally.tried["a mount point"] += 1
                field.refused("a mount point:", status, "is a mount point")
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    return True


def _mount(disk: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)]
    return os.geteuid() == 0 and not subprocess.run(command, capture_output=True, check=False).returncode


SURROUNDINGS: dict[str, Callable[[], object]] = {
    "no HOME": lambda: [os.environ.pop(name, None) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")],
    "LANG=C": lambda: os.environ.update(LANG="C", LC_ALL="C", PYTHONUTF8="0"),
    "40 columns": lambda: os.environ.update(COLUMNS="40", LINES="5"),
}


def in_other_surroundings(field: Field) -> None:
    """No home, another language, a narrow terminal: the same report, byte for byte."""
    for name, change in SURROUNDINGS.items():
        field.again()
        status = field.status(field.start(change))
        field.tally.tried["surroundings"] += 1
        field.tally.check(f"{name}:", status == 0, f"status {status}: {field.message()}")
        field.tally.check(f"{name}:", content(field.target) == field.new, "the report is another one")


def attack(
    kills: int, seed: int = 1, lines: dict[str, int] = LINES, say: Callable[[str], None] = lambda line: None
) -> Tally:
    """So many kills, and of the rest in proportion."""
    tally, rng = Tally(), random.Random(seed)
    for exchange in (True, False):
        made = killed_at_each_step(exchange)
        tally.tried += made.tried
        tally.fell += made.fell
    with field_of(tally) as field:
        few = max(1, kills // 5)
        killed(field, kills, rng)
        interrupted(field, few, rng)
        two_at_once(field, few, rng)
        put_in_meanwhile(field)
        at_places(field)
        sizes = tuple(rng.randrange(200_000) for _ in range(few))
        full_disk(field, sizes)
        if not mounted(field, sizes):
            say("nothing may be mounted here: full and read-only disks were not tried")
        in_other_surroundings(field)
        lost_outputs(tally, field.folder / "kept", lines)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tally = attack(options.kills, options.seed, say=print)
    print("\n".join(tally.fell))
    print(", ".join(f"{what} {count}" for what, count in tally.tried.items()))
    print(f"tried {sum(tally.tried.values())}, fell {len(tally.fell)}")
    return 1 if tally.fell else 0


if __name__ == "__main__":
    sys.exit(main())

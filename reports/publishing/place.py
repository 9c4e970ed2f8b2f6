"""Putting a report in place, so that what stands at its target is whole at every instant and nothing of others is lost.

While a report is made, the folder `.NAME.tightrope` lies beside its target NAME:

lock   held by the process that writes (flock); its text says whose folder this is
new    the report that is made; once it is exchanged for the one at the target, the old one
old    the old one, where the system cannot exchange two folders in one step

A process that was killed leaves it behind, unlocked; the next run settles what is in it and goes on.
"""

import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from tightrope.reports.publishing.listing import FOLDERS, kind_of, things_in
from tightrope.reports.publishing.manifest import own_files
from tightrope.simulators.formats.door import read_bytes
from tightrope.simulators.model.terminal import listed

try:
    import fcntl
except ImportError:  # not a Unix: two writers at once are not told apart
    fcntl = None

OURS = "tightrope makes a report here"
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of Linux
CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def check_target(target: Path) -> None:
    """Raises ValueError unless a report can be put there: a new or empty folder,
    or an older report and nothing else.
    """
    if target in (Path.cwd(), *Path.cwd().parents):
        raise ValueError(f"the output folder is replaced as a whole; {target} is the current one: give another")
    kind = kind_of(target)
    if kind not in ("folder", "missing"):
        raise ValueError(f"the output must be a folder; {target} is a {kind}")
    if _is_mounted(target):
        raise ValueError(f"{target} is a mount point, which cannot be replaced: give a folder in it")
    if kind == "folder" and things_in(target):
        if not (own := own_files(target)):
            raise ValueError(f"{target} is not empty and holds no report; give a new folder")
        if foreign := _foreign(target, own):
            raise ValueError(f"{target} holds what is not part of its report, {listed(foreign)}: move it")


@contextmanager
def beside(target: Path) -> Generator[Path]:
    """A place beside the target, of this process alone, where its new report is made.

    Raises ValueError if a report cannot be put at the target, another process makes one for it, or the disk refuses.
    """
    check_target(target)
    parents = [folder for folder in target.parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work, lock = _locked(target)
    except OSError as error:
        raise ValueError(f"the output folder {target} cannot be written: {error.strerror}") from error
    try:
        _settle(work, target)
        yield work / "new"
    finally:
        try:
            _settle(work, target)
        finally:
            if os.listdir(work) == ["lock"]:  # else the next run settles the rest
                _remove(work)
            os.close(lock)
        for folder in parents:
            with suppress(OSError):  # it is empty only if nothing was put in place
                folder.rmdir()


def put(new: Path, target: Path) -> None:
    """Put a report that `beside` gave the place for where it belongs.

    Raises ValueError if that is no longer possible: then nothing at the target is touched, and the report is kept.
    """
    try:
        check_target(target)
        if kind_of(target) == "missing" or not any(target.iterdir()):
            os.rename(new, target)  # over an empty folder; one that has just been filled is refused by the system
        elif not _exchange(new, target):
            os.rename(target, new.parent / "old")
            os.rename(new, target)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        kept = _keep(new, target, "new")
        raise ValueError(f"{target} was left as it is ({reason}); the new report is in {kept}") from error


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if renameat2 is None:
        return False
    if renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    if (code := ctypes.get_errno()) in CANNOT:
        return False
    raise OSError(code, os.strerror(code))


def _locked(target: Path) -> tuple[Path, int]:
    """The working folder beside the target, and its lock, which is held as long as it is open."""
    work = target.with_name(f".{target.name}.tightrope")
    while True:
        with suppress(FileExistsError):
            work.mkdir()  # where this finds no folder it never will: nobody makes those above again
        try:
            if not _is_ours(work):
                raise ValueError(f"{work} is where the report would be made, and is not tightrope's: move it")
            lock = os.open(work / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        except FileNotFoundError:  # another process has just ended and removed it
            continue
        try:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_at(lock, work / "lock"):
                os.pwrite(lock, f"{OURS}\n".encode(), 0)
                return work, lock
        except BlockingIOError:
            os.close(lock)
            raise ValueError(f"another process is making a report for {target}: wait for it") from None
        except OSError:  # the disk is full, or knows no locks
            _remove(work)
            os.close(lock)
            raise
        os.close(lock)


def _is_ours(work: Path) -> bool:
    """Whether `_locked` has made it: a folder with a lock that says so, or one that was interrupted before."""
    if kind_of(work) != "folder":
        return kind_of(work) == "missing"
    there = {path.name for path in work.iterdir()}
    if "lock" not in there:
        return not there
    if (kind := kind_of(work / "lock")) != "file":
        return kind == "missing"  # it has just been removed
    try:
        said = read_bytes(work / "lock")[: len(OURS)]
    except ValueError:
        return kind_of(work / "lock") == "missing"
    return said == OURS.encode() or (not said and there == {"lock"})


def _is_at(opened: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), os.stat(path))
    except FileNotFoundError:
        return False


def _remove(work: Path) -> None:
    """Remove the working folder, which has nothing but the lock in it. The lock goes first; an empty folder is ours."""
    (work / "lock").unlink(missing_ok=True)
    with suppress(OSError):  # another process has just begun to use it
        work.rmdir()


def _settle(work: Path, target: Path) -> None:
    """After an end or an interruption at any instant: a whole report at the target, if there was one,
    and nothing but the lock here.
    """
    old, new = work / "old", work / "new"
    if old.exists():
        if kind_of(target) == "missing":
            os.rename(old, target)
        elif own_files(target):
            _discard(old, target)
        else:
            raise ValueError(f"{target} is no report; the old one is in {_keep(old, target, 'old')}")
    if new.exists():
        _discard(new, target)


def _discard(folder: Path, target: Path) -> None:
    """Remove a report, whole or half made. What was put into a whole one is kept.

    Raises ValueError then, saying where.
    """
    own = own_files(folder)
    if not own:  # the manifest is written last, and removed last: it is half made, or empty
        shutil.rmtree(folder)
        return
    for path in own - {"manifest.json"}:
        (folder / path).unlink()
    for name in FOLDERS:
        with suppress(OSError):
            (folder / name).rmdir()
    if things_in(folder).keys() - {"manifest.json"}:
        raise ValueError(
            f"something was put into the old report at {target} just when the new one came; "
            f"it is kept in {_keep(folder, target, 'old')}"
        )
    (folder / "manifest.json").unlink()
    folder.rmdir()


def _foreign(folder: Path, own: set[str]) -> list[str]:
    there = things_in(folder)
    return sorted(path for path in there.keys() - own if not (path in FOLDERS and there[path] == "folder"))


def _keep(folder: Path, target: Path, name: str) -> Path:
    """Move a folder to NAME.name beside the target, or NAME.name-2, ..."""
    names = (f"{target.name}.{name}{f'-{number}' if number > 1 else ''}" for number in count(1))
    kept = next(path for path in map(target.with_name, names) if kind_of(path) == "missing")
    os.rename(folder, kept)
    return kept


def _is_mounted(target: Path) -> bool:
    """Whether something is mounted there, also a folder of the same disk where the system lists what is mounted."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return os.path.ismount(target)
    places = {re.sub(r"\\(\d{3})", lambda found: chr(int(found[1], 8)), line.split(" ")[4]) for line in lines}
    return os.path.realpath(target) in places

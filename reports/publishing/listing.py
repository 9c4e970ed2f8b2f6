"""What lies in the folder of a report, and which of it may: regular files with the names that a report has."""

import re
import stat
from pathlib import Path

from tightrope.simulators.formats.door import read_json
from tightrope.simulators.model.terminal import line

PARTS = re.compile(
    r"results\.json|ro-crate-metadata\.json|results\.schema\.json|problem\.(json|npz)|(demonstrations|learner-log)\.npz|manifest\.json|report\.(md|pdf)|index\.html|(cite|references)\.bib"
    r"|data/[a-z0-9-]+\.csv|figures/[a-z0-9-]+\.(svg|png)|cards/L[0-9]+\.svg"
)
FOLDERS = {"data", "figures", "cards"}
KINDS = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link", stat.S_IFIFO: "pipe"}


def read_part(folder: Path, name: str) -> dict:
    """The JSON object in a file of a report. Raises ValueError if it is no regular file or holds something else."""
    if (kind := kind_of(folder / name)) != "file":
        raise ValueError(f"{name} is {'missing' if kind == 'missing' else f'a {kind}, not a file'}")
    found = read_json(folder / name)
    if not isinstance(found, dict):
        raise ValueError(f"{name} must hold an object")
    return found


def kind_of(path: Path) -> str:
    """file, folder, link, pipe, device or missing; a link is not followed. Raises ValueError if nothing can tell."""
    try:
        return KINDS.get(stat.S_IFMT(path.lstat().st_mode), "device")
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except OSError as error:  # the name is too long, links lead in a circle, or a folder above may not be searched
        raise ValueError(f"{line(path)} cannot be read: {error.strerror}") from None


def things_in(folder: Path) -> dict[str, str]:
    """The path and kind of everything in the folder of a report, and in those of its data, figures and cards.

    Links are not followed. Raises ValueError if a folder cannot be read.
    """
    found = _kinds(folder)
    for name in FOLDERS & {name for name, kind in found.items() if kind == "folder"}:
        found |= {f"{name}/{below}": kind for below, kind in _kinds(folder / name).items()}
    return found


def _kinds(folder: Path) -> dict[str, str]:
    try:
        return {path.name: kind_of(path) for path in folder.iterdir()}
    except OSError as error:
        raise ValueError(f"{line(folder)} cannot be read: {error.strerror}") from None

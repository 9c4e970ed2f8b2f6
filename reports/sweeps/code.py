"""Which version of the code measures: a cell that another one measured is another cell.

The rule: sha256 over the path and the bytes of

    every .py and .json of bounds/, simulators/ and reports/evidence/
    measuring.py, problems.py, fields.py and quantities.py of reports/sweeps/
    of an experiment, also every .py and .json of reports/experiments/ (not their pictures), and
    reports/publishing/experiment.py

and over the versions of the libraries that reckon (LIBRARIES; "-" where one is not installed). Words, pages, figures,
the command line, the engines and the store are not part of it.
"""

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS, SUFFIXES = ("bounds", "simulators", "reports/evidence"), {".py", ".json"}
MEASURING = tuple(f"reports/sweeps/{name}.py" for name in ("measuring", "problems", "fields", "quantities"))
LIBRARIES = ("numpy", "scipy", "python-flint", "sympy", "numba", "gymnasium")


@cache
def code_version(subject: str) -> str:
    """32 hexadecimal digits; `subject` is problem or experiment."""
    digest = sha256(f"tightrope sweep 1, {subject}\n".encode())
    for path in _files(subject):
        content = (ROOT / path).read_bytes()
        digest.update(f"{path} {len(content)}\n".encode() + content)
    for library in LIBRARIES:
        digest.update(f"{library} {_installed(library)}\n".encode())
    return digest.hexdigest()[:32]


def _files(subject: str) -> list[str]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    if subject == "experiment":
        own = (ROOT / "reports/experiments").iterdir()
        found += [*(path for path in own if path.suffix in SUFFIXES), ROOT / "reports/publishing/experiment.py"]
    return sorted({*(path.relative_to(ROOT).as_posix() for path in found), *MEASURING})


def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"

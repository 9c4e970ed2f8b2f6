"""tightrope derives, attacks and reports the error bounds of imitation learning.

The folders `bounds`, `simulators` and `reports` beside this one are linked into it, so that nothing is installed under
names as common as theirs.
"""

from pathlib import Path

_HERE = Path(__file__).parent
if not (_HERE / "bounds").is_dir() and (_HERE.parent / "pyproject.toml").is_file():
    __path__.append(str(_HERE.parent))  # a checkout without links, as on Windows: the folders are one floor up

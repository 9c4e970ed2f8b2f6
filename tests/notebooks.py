"""Runs a notebook as Jupyter would, cell by cell in IPython, and gives it with what its cells show.

    python -m tests.notebooks            run all and store what they show
    python -m tests.notebooks FILE       run one and print it

What it shows is the same each time: seeds are given, and a picture has the same bytes.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
NOTEBOOKS = tuple(sorted((ROOT / "reports" / "notebooks").glob("*.ipynb")))
KINDS = ("image/svg+xml", "text/html", "text/latex", "text/plain")


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def written(notebook: dict[str, Any]) -> str:
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def fresh(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook, its code cells run in order. Raises RuntimeError naming the cell that fails."""
    from IPython.core.history import HistoryManager
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    HistoryManager.enabled = False
    shell = InteractiveShell.instance()
    shell.colors = "nocolor"
    cells, number = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            cells.append(cell)
            continue
        number += 1
        with shell.display_trap, capture_output() as shown:  # within the trap, so that the cell does not set it anew
            ran = shell.run_cell("".join(cell["source"]), store_history=True)
        if not ran.success:
            raise RuntimeError(f"cell {number} fails: {ran.error_in_exec or ran.error_before_exec}")
        outputs = [_stream(shown.stdout)] if shown.stdout else []
        outputs += [_display(one.data, number) for one in shown.outputs]
        cells.append(cell | {"execution_count": number, "outputs": outputs})
    return notebook | {"cells": cells}


def in_a_process(path: Path) -> str:
    """The notebook at that path as it is written after a fresh run, in an empty folder.

    Raises RuntimeError with what went wrong.
    """
    with TemporaryDirectory() as empty:
        own = {
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "IPYTHONDIR": empty,
        }  # nothing remembered
        command = [sys.executable, "-m", "tests.notebooks", path]
        ran = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=empty, env=os.environ | own)
    if ran.returncode:
        raise RuntimeError(f"{path.name}: {ran.stderr}")
    return ran.stdout


def _stream(text: str) -> dict[str, Any]:
    return {"name": "stdout", "output_type": "stream", "text": text.splitlines(keepends=True)}


def _display(data: dict[str, str], number: int) -> dict[str, Any]:
    kept = {kind: data[kind].splitlines(keepends=True) for kind in KINDS if kind in data}
    return {"data": kept, "execution_count": number, "metadata": {}, "output_type": "execute_result"}


def main(paths: list[str]) -> None:
    if paths:
        sys.stdout.write(written(fresh(read(Path(paths[0])))))
        return
    for path in NOTEBOOKS:  # each in a process of its own, as in Jupyter
        path.write_text(in_a_process(path), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

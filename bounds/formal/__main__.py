"""Compile every proof and print what each theorem rests on: nothing. Exit status 1 if one rests on anything."""

import sys
import tempfile
from pathlib import Path

from tightrope.bounds.formal import MUTANTS, THEOREMS
from tightrope.bounds.formal.check import CLOSED, NEEDS, assumptions, compile_files, coq_is_there


def main() -> int:
    if not coq_is_there():
        print(
            f"Coq is not installed, or a library of it is missing: nothing was checked. It needs {NEEDS}.",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory(prefix="tightrope-formal-") as folder:
        try:
            compile_files(Path(folder))
            found = assumptions(Path(folder))
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 1
    for theorem in THEOREMS:
        print(f"{theorem.name:<24} {theorem.words}\n{'':<24} {found[theorem.name]}")
    for mutant in MUTANTS:
        print(f"{mutant.name:<24} refuted: {mutant.words}\n{'':<24} {found[mutant.name]}")
    open_ones = [name for name, rests_on in found.items() if rests_on != CLOSED]
    print(
        f"{len(open_ones)} rest on an axiom: {', '.join(open_ones)}"
        if open_ones
        else f"{len(THEOREMS)} theorems proved, {len(MUTANTS)} mutants refuted, no axioms."
    )
    return bool(open_ones)


if __name__ == "__main__":
    sys.exit(main())

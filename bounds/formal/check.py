"""Compile the proofs outside the source tree, and ask Coq's kernel what each theorem rests on."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tightrope.bounds.formal import FILES, MUTANTS, THEOREMS, Mutant, Theorem

SOURCE = Path(__file__).parent
CLOSED = "Closed under the global context"
NEEDS = "coq, libcoq-mathcomp-ssreflect, libcoq-mathcomp-algebra and libcoq-mathcomp-algebra-tactics (Debian's names)"
LONGEST = 600  # seconds for one file


@cache
def coq_is_there() -> bool:
    """Whether the compiler and the libraries that the proofs use can be called; found out by compiling one line."""
    if shutil.which("coqc") is None:
        return False
    with tempfile.TemporaryDirectory(prefix="tightrope-formal-") as folder:
        (Path(folder) / "probe.v").write_text("From mathcomp Require Import all_algebra ring.\n", encoding="utf-8")
        try:
            compile_one(Path(folder), "probe.v")
        except RuntimeError:
            return False
    return True


def compile_files(folder: Path, source: Path = SOURCE, files: tuple[str, ...] = FILES) -> None:
    """Copy the files to `folder` and compile them there. Raises RuntimeError with the compiler's message."""
    for name in files:
        shutil.copy(source / name, folder / name)
        compile_one(folder, name)


def compile_one(folder: Path, name: str) -> str:
    """Compile a file that lies in `folder`; returns what the compiler printed."""
    command = ["coqc", "-w", "none", "-R", ".", "Tightrope", name]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LONGEST)
    if done.returncode:
        raise RuntimeError(f"{name} does not compile; it needs {NEEDS}:\n{done.stdout}{done.stderr}")
    return done.stdout


def assumptions(
    folder: Path,
    theorems: tuple[Theorem, ...] = THEOREMS,
    mutants: tuple[Mutant, ...] = MUTANTS,
) -> dict[str, str]:
    """For each name, what its proof rests on, in the kernel's words; the files must be compiled in `folder`.

    Each proof is first checked against its proposition: a theorem by `NAME_holds : NAME`, a mutant by
    `NAME_refuted : ~ NAME`. Raises RuntimeError if one is missing or proves something else.
    """
    modules = " ".join(name.removesuffix(".v") for name in FILES if (folder / name).exists())
    typed = {theorem.name: (theorem.proof, theorem.name) for theorem in theorems}
    typed |= {mutant.name: (mutant.proof, f"~ {mutant.name}") for mutant in mutants}
    lines = [f"From Tightrope Require Import {modules}."]
    for name, (proof, proposition) in typed.items():
        lines.append(f"Definition asked_{name} : {proposition} := {proof}.")
        lines.append(f'Redirect "{name}" Print Assumptions asked_{name}.')
    (folder / "asked.v").write_text("\n".join(lines) + "\n", encoding="utf-8")
    compile_one(folder, "asked.v")
    return {name: " ".join((folder / f"{name}.out").read_text(encoding="utf-8").split()) for name in typed}

"""pandoc, which turns Markdown into HTML and typst's language."""

import subprocess
from collections.abc import Sequence

MISSING = "a page needs pandoc and typst: install tightrope[report]"


def pandoc(name: str, options: Sequence[str], text: str | None = None) -> str:
    """What pandoc makes of the text, or of the file among its options; `name` is what errors call it.

    Raises ValueError with all that pandoc complains about, RuntimeError if it is not installed.
    """
    try:
        import pypandoc

        program = pypandoc.get_pandoc_path()
    except (ImportError, OSError):
        raise RuntimeError(MISSING) from None
    command = [program, *options, "--fail-if-warnings"]  # otherwise TeX that it cannot read stays on the page as TeX
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise ValueError(f"{name} must convert without a warning, but pandoc says: {done.stderr.strip()}")
    return done.stdout

"""What a printed text needs at least: the lines that are wider than they could be."""

from rich.cells import cell_len


def too_wide(text: str, width: int = 80) -> list[str]:
    """The lines that are too wide although they could be broken: one word alone may be a path."""
    return [line for line in text.split("\n") if cell_len(line) > width and len(line.split()) > 1]

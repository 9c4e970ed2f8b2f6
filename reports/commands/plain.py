"""Formulas in LaTeX as a terminal can show them, with the names that the command line uses.

$\\epsilon T^2 \\leq \\frac{a + b}{2}$    epsilon T^2 <= (a + b)/2
"""

import re

SYMBOLS = {"leq": "<=", "geq": ">=", "neq": "!=", "mid": "|", "sim": "~", "cdots": "...", "ldots": "..."}
STEPS = [  # the first that applies is taken, until none does: arguments have no braces any more when they are read
    (r"\\(?:left|right)\b", lambda _: ""),
    (r"\\lvert\s*|\s*\\rvert", lambda _: "|"),
    (r"\\frac\s*{([^{}]*)}\s*{([^{}]*)}", lambda m: f"{_grouped(m[1])}/{_grouped(m[2])}"),
    (r"\\sqrt\s*{([^{}]*)}", lambda m: f"sqrt({m[1]})"),
    (r"\\(?:mathrm|mathbb|mathcal|text)\s*{([^{}]*)}", lambda m: m[1]),
    (r"([_^])\s*{([^{}]*)}", lambda m: m[1] + _grouped(m[2])),
    (r"(?<!\\frac)(?<![}]){([^{}]*)}", lambda m: f" {m[1]}"),
]
NEEDS_NO_PARENTHESES = r"\\?[\w.*^]+"


def plain(text: str) -> str:
    """The text with its formulas, which stand between dollars, written plainly; code loses its backquotes."""
    return re.sub(r"\$([^$]*)\$", lambda found: _formula(found[1]), text).replace("`", "")


def _formula(latex: str) -> str:
    while step := next(((pattern, write) for pattern, write in STEPS if re.search(pattern, latex)), None):
        latex = re.sub(step[0], step[1], latex, count=1)
    named = re.sub(r"(?<=[a-zA-Z0-9])(?=\\)", " ", latex)
    named = re.sub(r"\\([a-zA-Z]+)", lambda found: SYMBOLS.get(found[1], found[1]), named)
    spaced = " ".join(named.replace("\\", " ").split())
    return re.sub(r"(?<=[(\[]) | (?=[)\]])", "", spaced)


def _grouped(part: str) -> str:
    inner = part.strip()
    return inner if re.fullmatch(NEEDS_NO_PARENTHESES, inner) else f"({inner})"

"""A formula with one open constant C: split into a + C b, so that at a point what C must be is a quotient.

C may stand in terms that are added or subtracted, as a factor of each: C*epsilon*T, epsilon*T + C*epsilon*T**2,
sum(C*epsilon*t, t, 1, T). In a divisor, an exponent, min, max, exp, log or a root it would mean something else, and is
refused. The formula is defined exactly where a and b both are.
"""

from fractions import Fraction

from tightrope.bounds.language.syntax import Letter, Minus, Node, Number, Plus, Times, Total, letters

CONSTANT = "C"
ZERO = Number(Fraction(0))


def split(tree: Node) -> tuple[Node, Node]:
    """The trees a and b of a + C b. Raises ValueError where C is no factor of a term."""
    if CONSTANT not in letters(tree):
        return tree, ZERO
    match tree:
        case Plus(parts):
            halves = [split(part) for part in parts]
            return Plus(tuple(a for a, _ in halves)), Plus(tuple(b for _, b in halves))
        case Minus(inner):
            a, b = split(inner)
            return Minus(a), Minus(b)
        case Times(parts):
            (place, *more) = (i for i, part in enumerate(parts) if CONSTANT in letters(part))
            if not more:
                a, b = split(parts[place])
                rest = (*parts[:place], *parts[place + 1 :])
                return Times((*rest, a)), Times((*rest, b))
        case Total(term, index, first, last):
            a, b = split(term)
            return Total(a, index, first, last), Total(b, index, first, last)
    if tree == Letter(CONSTANT):
        return ZERO, Number(Fraction(1))
    raise ValueError(
        "C may stand only as a factor of the formula or of its terms, as in C*epsilon*T or epsilon*T + C*epsilon*T**2: "
        "in a divisor, a power, min, max, exp, log or C*C there may be no smallest one"
    )

"""The tree of a formula, as it was written: nothing is simplified, so that what is undefined stays undefined.

    a - b is Plus(a, Minus(b)), a/b is Times(a, Over(b)), sqrt(x) is Power(x, 1/2); numbers are exact

What a tree means is said once, in `meaning`. What a solver may know of it is derived from it, in `translation`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Letter:
    name: str


@dataclass(frozen=True, slots=True)
class Plus:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Minus:
    inner: "Node"


@dataclass(frozen=True, slots=True)
class Times:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Over:
    """1/divisor."""

    divisor: "Node"


@dataclass(frozen=True, slots=True)
class Power:
    """base ** exponent; the exponent is a rational constant, or whole: linear in T and the indices of sums."""

    base: "Node"
    exponent: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """min, max, exp, log or floor."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The term added up over the whole numbers from first to last; 0 if there are none."""

    term: "Node"
    index: str
    first: "Node"
    last: "Node"


Node = Number | Letter | Plus | Minus | Times | Over | Power | Call | Total


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node, those of a sum being its term and its two ends."""
    match node:
        case Number() | Letter():
            return ()
        case Plus() | Times():
            return node.parts
        case Minus():
            return (node.inner,)
        case Over():
            return (node.divisor,)
        case Power():
            return node.base, node.exponent
        case Call():
            return node.arguments
    return node.term, node.first, node.last


def walk(node: Node) -> Iterator[Node]:
    """The node and all that is in it."""
    yield node
    for part in children(node):
        yield from walk(part)


def letters(node: Node) -> frozenset[str]:
    """The letters that need a value: an index is none outside its sum."""
    if isinstance(node, Letter):
        return frozenset({node.name})
    if isinstance(node, Total):
        return (letters(node.term) - {node.index}) | letters(node.first) | letters(node.last)
    return frozenset().union(*map(letters, children(node)))


def replaced(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with other trees in the place of letters; nothing is worked out."""
    match node:
        case Number():
            return node
        case Letter(name):
            return values.get(name, node)
        case Plus(parts) | Times(parts):
            return type(node)(tuple(replaced(part, values) for part in parts))
        case Minus(inner):
            return Minus(replaced(inner, values))
        case Over(divisor):
            return Over(replaced(divisor, values))
        case Power(base, exponent):
            return Power(replaced(base, values), replaced(exponent, values))
        case Call(function, arguments):
            return Call(function, tuple(replaced(part, values) for part in arguments))
    inside = {name: value for name, value in values.items() if name != node.index}
    return Total(replaced(node.term, inside), node.index, replaced(node.first, values), replaced(node.last, values))


def linear(node: Node) -> dict[str, Fraction] | None:
    """The coefficients of a form linear in its letters, the constant under ""; None if it is not written as one."""
    match node:
        case Number(value):
            return {"": value}
        case Letter(name):
            return {name: Fraction(1), "": Fraction(0)}
        case Minus(inner):
            form = linear(inner)
            return form and {name: -x for name, x in form.items()}
        case Plus(parts):
            forms = [form for part in parts if (form := linear(part)) is not None]
            if len(forms) < len(parts):
                return None
            names = {name for form in forms for name in form}
            return {name: sum((form.get(name, Fraction(0)) for form in forms), Fraction(0)) for name in sorted(names)}
        case Times(parts):
            result: dict[str, Fraction] = {"": Fraction(1)}
            for part in parts:
                form = linear(part)
                if form is None or (_has_letters(form) and _has_letters(result)):
                    return None
                if _has_letters(form):
                    form, result = result, form
                result = {name: x * form[""] for name, x in result.items()}
            return result
        case Over(divisor):
            form = linear(divisor)
            return {"": 1 / form[""]} if form and not _has_letters(form) and form[""] else None
    return None


def _has_letters(form: dict[str, Fraction]) -> bool:
    return any(x for name, x in form.items() if name)

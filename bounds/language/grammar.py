"""A formula from text, by a small grammar: data from a stranger is parsed, never evaluated as a program.

    sum     = product { ("+" | "-") product }
    product = sign { ("*" | "/") sign }
    sign    = { "+" | "-" } power
    power   = atom [ "**" sign ]
    atom    = number | letter | function "(" sum { "," sum } ")" | "(" sum ")"

Functions are min and max of two or more, exp, log, sqrt and floor of one, and sum(f, t, a, b), f added up over whole t
from a to b, where t is any new name. Letters are those that the caller knows; eps means epsilon and H means T. An
exponent is a number, or linear in T and the indices of sums, with small coefficients: 2**T is a formula, 2**T**T is a
way to fill the memory.

What comes out is the tree as it was written (`syntax`), nothing simplified; what it means is said in `meaning`.
"""

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from fractions import Fraction
from math import ceil

from tightrope.bounds.language.meaning import UNDEFINED, Between, meaning
from tightrope.bounds.language.syntax import (
    Call,
    Letter,
    Minus,
    Node,
    Number,
    Over,
    Plus,
    Power,
    Times,
    Total,
    children,
    letters,
    linear,
    walk,
)

LONGEST, DEEPEST, DIGITS = 1000, 40, 30
NESTED_SUMS, LAST_INDEX, MOST_CASES = 2, 1000, 16
LARGEST_EXPONENT, LARGEST_DEGREE = 100, 1000
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?|\.\d+)|([A-Za-z_]\w*)|(\*\*|[-+*/(),]))", re.ASCII)
FUNCTIONS = ("min", "max", "exp", "log", "sqrt", "floor")
ONE_ARGUMENT = ("exp", "log", "sqrt", "floor")
SPELLINGS = {"eps": "epsilon", "H": "T"}  # other names of letters, where the caller has no letter of that name
WHOLE = "T"  # the only letter that is a whole number, beside the indices of sums
MEANT = {
    "e": "write epsilon",
    **dict.fromkeys(("h", "horizon", "t"), "write T"),
    **dict.fromkeys(("k", "K", "chunk"), "the length of a chunk is chunk, with a value: --assume chunk=5"),
    **dict.fromkeys(("g", "discount", "gamma"), "the discount is gamma, with a value: --assume gamma=9/10"),
    "delta": "delta is the epsilon of a second reading: --assume pointwise=1/5",
    "R": "the largest cost is R, with a value and for gap or final: --assume R=2",
    "R_max": "rewards in [-R_max, R_max] need a value, for gap or final: --assume R_max=1",
}
OF_DATA = ("N", "n", "S")
HALF = Number(Fraction(1, 2))


def parse(text: str, known: Collection[str]) -> Node:
    """The formula that a text means, in the letters that are known. Raises ValueError that says where it stops being
    one.

    The position is counted from 1. Unknown letters are answered with the known ones; numbers, nesting, length and
    powers have limits, so that any text is answered at once. A constant part that has no value is refused.
    """
    if len(text) > LONGEST:
        raise ValueError(f"a formula has at most {LONGEST} characters; got {len(text)}")
    tree = _Parser(text, known).formula()
    check_constants(tree)
    return tree


def check_constants(tree: Node) -> None:
    """Raises ValueError if a part without letters has no value, such as 1/0."""
    if isinstance(tree, Total) or letters(tree):
        for part in children(tree):
            check_constants(part)
        return
    if any(isinstance(part, Total) for part in walk(tree)) or meaning(tree, {}) is not UNDEFINED:
        return
    for part in children(tree):
        check_constants(part)
    if isinstance(tree, Over):
        raise ValueError("the formula divides by a constant that is 0")
    raise ValueError("the formula has a part that is no real number, such as 0**-1, log(0) or sqrt(-1)")


class _Parser:
    """One pass from left to right. `token` is the one looked at: (kind, text, position)."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text, self.letters, self.whole = text, list(known), {WHOLE} & set(known)
        self.depth = self.sums = self.cases = 0
        self.tokens = self._tokens()
        self.token = next(self.tokens)

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        position = 0
        while position < len(self.text.rstrip()):
            found = TOKEN.match(self.text, position)
            if not found or not found.lastindex:
                place = len(self.text) - len(self.text[position:].lstrip())
                if self.text[place] == "^":
                    raise ValueError(f"a power is written T**2 in a formula, not T^2; position {place + 1} has a ^")
                raise ValueError(f"{self.text[place]!r} at position {place + 1} does not belong in a formula")
            kind = ("number", "name", "sign")[found.lastindex - 1]
            yield kind, found.group(found.lastindex), found.start(found.lastindex) + 1
            position = found.end()
        yield "end", "the end", len(self.text) + 1

    def formula(self) -> Node:
        result = self.sum()
        if self.token[0] != "end":
            raise self.unexpected("an operator or the end")
        return result

    def take(self, *signs: str) -> str | None:
        """The sign, if the token is one of them; then the next token is looked at."""
        kind, text, _ = self.token
        if kind != "sign" or text not in signs:
            return None
        self.token = next(self.tokens)
        return text

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            raise self.unexpected(f'"{sign}"')

    def unexpected(self, wanted: str) -> ValueError:
        _, text, position = self.token
        return ValueError(f"expected {wanted} at position {position} of the formula; got {text[:40]}")

    def sum(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"a formula is nested at most {DEEPEST} deep")
        parts = [self.product()]
        while sign := self.take("+", "-"):
            right = self.product()
            parts.append(right if sign == "+" else Minus(right))
        self.depth -= 1
        return Plus(tuple(parts)) if len(parts) > 1 else parts[0]

    def product(self) -> Node:
        parts = [self.sign()]
        while sign := self.take("*", "/"):
            right = self.sign()
            parts.append(right if sign == "*" else Over(right))
        return Times(tuple(parts)) if len(parts) > 1 else parts[0]

    def sign(self) -> Node:
        negative = False
        while sign := self.take("+", "-"):
            negative ^= sign == "-"
        return Minus(self.power()) if negative else self.power()

    def power(self) -> Node:
        base = self.atom()
        if not self.take("**"):
            return base
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"a formula is nested at most {DEEPEST} deep")
        exponent = self.sign()
        self.depth -= 1
        return Power(base, self._exponent(base, exponent))

    def atom(self) -> Node:
        kind, text, _ = self.token
        if kind == "number":
            self.token = next(self.tokens)
            if len(text) > DIGITS:
                raise ValueError(f"a number has at most {DIGITS} characters; got {len(text)}")
            return Number(Fraction(text))
        if kind == "name":
            self.token = next(self.tokens)
            return self.call(text) if self.take("(") else self.letter(text)
        if not self.take("("):
            raise self.unexpected('a number, a letter, a function or "("')
        inner = self.sum()
        self.expect(")")
        return inner

    def letter(self, name: str) -> Node:
        meant = name if name in self.letters else SPELLINGS.get(name, name)
        if meant not in self.letters:
            near = get_close_matches(name[:40], self.letters, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            known = ", ".join(self.letters)
            raise ValueError(f"{name[:40]} is no letter of this conjecture{hint}; its letters are {known}{_hint(name)}")
        return Letter(meant)

    def call(self, name: str) -> Node:
        if name == "sum":
            return self.added_up()
        if name not in FUNCTIONS:
            hint = " (the natural logarithm is log)" if name == "ln" else ""
            known = ", ".join(FUNCTIONS)
            raise ValueError(f"{name[:40]} is no function of a formula{hint}; there are {known} and sum")
        arguments = [self.sum()]
        while self.take(","):
            arguments.append(self.sum())
        self.expect(")")
        if (name in ONE_ARGUMENT) != (len(arguments) == 1):
            raise ValueError(
                f"{name} takes {'one argument' if name in ONE_ARGUMENT else 'two or more'}; got {len(arguments)}"
            )
        if name not in ONE_ARGUMENT:
            self.cases += len(arguments)
            if self.cases > MOST_CASES:
                raise ValueError(f"the min and max of a formula have at most {MOST_CASES} arguments in all")
        return Power(arguments[0], HALF) if name == "sqrt" else Call(name, tuple(arguments))

    def added_up(self) -> Node:
        """sum(f, t, a, b). The index's name stands behind f, which uses it: it is looked up ahead."""
        name = self._index_name()
        if name in self.letters:
            raise ValueError(f"the index of a sum needs a name of its own; {name} is taken")
        self.sums += 1
        if self.sums > NESTED_SUMS:
            raise ValueError(f"sums are nested at most {NESTED_SUMS} deep")
        self.letters.append(name)
        self.whole.add(name)
        term = self.sum()
        self.expect(",")
        self.token = next(self.tokens)  # the name, found before
        self.expect(",")
        self.letters.remove(name)
        self.whole.remove(name)
        self.sums -= 1
        first = self._constant(self.sum())
        self.expect(",")
        last = self._constant(self.sum())
        self.expect(")")
        for end in (first, last):
            if not self._is_linear(end):
                raise ValueError("a sum runs between whole numbers, constant or linear in T and the index around it")
        return Total(term, name, first, last)

    def _index_name(self) -> str:
        """The name after the first comma of this call that is not inside brackets."""
        _, _, position = self.token
        depth, rest = 0, self.text[position - 1 :]
        for place, character in enumerate(rest):
            depth += (character == "(") - (character == ")")
            if character == "," and depth == 0:
                found = re.match(r"\s*([A-Za-z_]\w*)\s*,", rest[place + 1 :], re.ASCII)
                if found:
                    return found.group(1)
                break
            if depth < 0:
                break
        raise ValueError(f"sum is written sum(f, t, a, b), at position {position} of the formula")

    @staticmethod
    def _constant(node: Node) -> Node:
        """A number instead of a part without letters that is one, such as sqrt(4)."""
        if letters(node) or any(isinstance(part, Total) for part in walk(node)):
            return node
        found = meaning(node, {})
        return Number(found.exact) if isinstance(found, Between) and found.exact is not None else node

    def _exponent(self, base: Node, node: Node) -> Node:
        """The exponent, a number if it is constant. Raises ValueError if it is none."""
        node = self._constant(node)
        form = linear(node)
        if form is not None and not any(x for name, x in form.items() if name):
            exponent = form[""]
            degree = _degree(base) * abs(exponent)
            if max(abs(exponent), exponent.denominator) > LARGEST_EXPONENT or degree > LARGEST_DEGREE:
                raise ValueError(
                    f"an exponent is at most {LARGEST_EXPONENT}, and a formula's degree at most {LARGEST_DEGREE}; got "
                    f"{exponent}"
                )
            return Number(exponent)
        towers = (isinstance(p, Total) or (isinstance(p, Power) and letters(p.exponent)) for p in walk(base))
        if not self._is_linear(node) or any(towers):
            raise ValueError(
                "an exponent is a number, or, once, linear in T and the indices of sums, with small factors"
            )
        return node

    def _is_linear(self, node: Node) -> bool:
        """a + b T + c t + ... with small whole numbers."""
        form = linear(node)
        if form is None or any(x.denominator != 1 for x in form.values()):
            return False
        used = {name for name, x in form.items() if name and x}
        most = LARGEST_EXPONENT if used else LAST_INDEX
        return used <= self.whole and all(abs(x) <= most for x in form.values())


def _hint(name: str) -> str:
    """The end of a sentence for a letter that others write so."""
    if name in OF_DATA:
        return f"; {name} speaks of a data set, of which no exact worst case is known here"
    return f"; {MEANT[name]}" if name in MEANT else ""


def _degree(node: Node) -> int:
    """A bound on the degree of a formula, where a number counts by its size and a sum or a power T by its base."""
    if isinstance(node, Number):
        return max(1, node.value.numerator.bit_length(), node.value.denominator.bit_length())
    degrees = [_degree(part) for part in children(node)]
    if isinstance(node, Times):
        return sum(degrees)
    if isinstance(node, Power):
        fixed = abs(node.exponent.value) if isinstance(node.exponent, Number) else 1
        return ceil(degrees[0] * max(1, fixed))
    return max(degrees, default=1)

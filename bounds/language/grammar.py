"""A formula from text, by a small grammar: data from a stranger is parsed, never evaluated as a program.

    sum     = product { ("+" | "-") product }
    product = sign { ("*" | "/") sign }
    sign    = { "+" | "-" } power
    power   = atom [ "**" sign ]
    atom    = number | letter | function "(" sum { "," sum } ")" | "(" sum ")"

Functions are min and max of two or more, exp, log and sqrt of one, and sum(f, t, a, b), f added up over whole t from a to
b, where t is any new name. Letters are those that the caller knows. An exponent is a number, or linear in T and the
indices of sums, with small coefficients: 2**T is a formula, 2**T**T is a way to fill the memory.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from sympy import Expr, Integer, Max, Min, Poly, Pow, Rational, Sum, Symbol, exp, log, nan, sqrt, zoo

from tightrope.bounds.language.letters import t

LONGEST, DEEPEST, DIGITS = 1000, 40, 30
NESTED_SUMS, LAST_INDEX, MOST_CASES = 2, 1000, 16
LARGEST_EXPONENT, LARGEST_DEGREE = 100, 1000
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?|\.\d+)|([A-Za-z_]\w*)|(\*\*|[-+*/(),]))", re.ASCII)
FUNCTIONS: dict[str, Callable] = {"min": Min, "max": Max, "exp": exp, "log": log, "sqrt": sqrt}
ONE_ARGUMENT = ("exp", "log", "sqrt")


def parse(text: str, letters: Mapping[str, Symbol]) -> Expr:
    """The formula that a text means. Raises ValueError that says where it stops being one.

    The position is counted from 1. Unknown letters are answered with the known ones; numbers, nesting, length and powers
    have limits, so that any text is answered at once.
    """
    if len(text) > LONGEST:
        raise ValueError(f"a formula has at most {LONGEST} characters; got {len(text)}")
    return _Parser(text, letters).formula()


class _Parser:
    """One pass from left to right. `token` is the one looked at: (kind, text, position)."""

    def __init__(self, text: str, letters: Mapping[str, Symbol]) -> None:
        self.text, self.letters = text, dict(letters)
        self.depth = self.sums = self.cases = 0
        self.tokens = self._tokens()
        self.token = next(self.tokens)

    def _tokens(self):
        position = 0
        while position < len(self.text.rstrip()):
            found = TOKEN.match(self.text, position)
            if not found:
                place = len(self.text) - len(self.text[position:].lstrip())
                raise ValueError(f"{self.text[place]!r} at position {place + 1} does not belong in a formula")
            kind = ("number", "name", "sign")[found.lastindex - 1]
            yield kind, found.group(found.lastindex), found.start(found.lastindex) + 1
            position = found.end()
        yield "end", "the end", len(self.text) + 1

    def formula(self) -> Expr:
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

    def sum(self) -> Expr:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"a formula is nested at most {DEEPEST} deep")
        result = self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            result = result + right if sign == "+" else result - right
        self.depth -= 1
        return _checked(result)

    def product(self) -> Expr:
        result = self.sign()
        while sign := self.take("*", "/"):
            right = self.sign()
            if sign == "/" and right == 0:
                raise ValueError("the formula divides by a constant that is 0")
            result = result * right if sign == "*" else result / right
        return _checked(result)

    def sign(self) -> Expr:
        negative = False
        while sign := self.take("+", "-"):
            negative ^= sign == "-"
        return -self.power() if negative else self.power()

    def power(self) -> Expr:
        base = self.atom()
        if not self.take("**"):
            return base
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError(f"a formula is nested at most {DEEPEST} deep")
        exponent = self.sign()
        self.depth -= 1
        _check_exponent(base, exponent)
        return _checked(base**exponent)

    def atom(self) -> Expr:
        kind, text, _ = self.token
        if kind == "number":
            self.token = next(self.tokens)
            if len(text) > DIGITS:
                raise ValueError(f"a number has at most {DIGITS} characters; got {len(text)}")
            return Rational(Fraction(text))
        if kind == "name":
            self.token = next(self.tokens)
            return self.call(text) if self.take("(") else self.letter(text)
        if not self.take("("):
            raise self.unexpected('a number, a letter, a function or "("')
        inner = self.sum()
        self.expect(")")
        return inner

    def letter(self, name: str) -> Expr:
        if name not in self.letters:
            known = ", ".join(self.letters)
            raise ValueError(f"{name[:40]} is no letter of this conjecture; its letters are {known}")
        return self.letters[name]

    def call(self, name: str) -> Expr:
        if name == "sum":
            return self.added_up()
        if name not in FUNCTIONS:
            raise ValueError(f"{name[:40]} is no function of a formula; there are {', '.join(FUNCTIONS)} and sum")
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
        return _checked(FUNCTIONS[name](*arguments))

    def added_up(self) -> Expr:
        """sum(f, t, a, b). The index's name stands behind f, which uses it: it is looked up ahead."""
        name = self._index_name()
        if name in self.letters:
            raise ValueError(f"the index of a sum needs a name of its own; {name} is taken")
        index = t if name == "t" else Symbol(name, integer=True, nonnegative=True)
        self.sums += 1
        if self.sums > NESTED_SUMS:
            raise ValueError(f"sums are nested at most {NESTED_SUMS} deep")
        self.letters[name] = index
        term = self.sum()
        self.expect(",")
        self.token = next(self.tokens)  # the name, found before
        self.expect(",")
        del self.letters[name]
        self.sums -= 1
        first = self.sum()
        self.expect(",")
        last = self.sum()
        self.expect(")")
        for end in (first, last):
            if not end.is_integer or not _is_linear(end):
                raise ValueError(f"a sum runs between whole numbers, constant or linear in T; got {end}")
        return Sum(term, (index, first, last))

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


def _checked(result: Expr) -> Expr:
    if result.has(zoo, nan) or result.is_extended_real is False or result.is_infinite:
        raise ValueError("the formula has a part that is no real number, such as 0**-1, log(0) or sqrt(-1)")
    return result


def _check_exponent(base: Expr, exponent: Expr) -> None:
    if exponent.is_Rational:
        degree = _degree(base) * abs(exponent)
        if abs(exponent) > LARGEST_EXPONENT or exponent.q > LARGEST_EXPONENT or degree > LARGEST_DEGREE:
            raise ValueError(
                f"an exponent is at most {LARGEST_EXPONENT}, and a formula's degree at most {LARGEST_DEGREE}; got {exponent}"
            )
    elif not _is_linear(exponent) or base.has(Sum) or any(not p.exp.is_Rational for p in base.atoms(Pow)):
        raise ValueError(f"an exponent is a number, or, once, linear in T and the indices of sums; got {exponent}")


def _is_linear(expression: Expr) -> bool:
    """a + b T + c t + ... with small whole numbers."""
    letters = sorted(expression.free_symbols, key=str)
    if any(not letter.is_integer for letter in letters):
        return False
    if not letters:
        return expression.is_Integer and abs(expression) <= LAST_INDEX
    if not expression.is_polynomial(*letters) or Poly(expression, *letters).total_degree() > 1:
        return False
    coefficients = Poly(expression, *letters).coeffs()
    return all(c.is_Integer and abs(c) <= LARGEST_EXPONENT for c in coefficients)


def _degree(expression: Expr) -> int:
    """A bound on the degree of a formula, where a number counts by its size and a sum or a power T by its base."""
    if expression.is_Rational:
        return max(1, max(abs(expression.p), expression.q).bit_length())
    if expression.is_Symbol:
        return 1
    degrees = [_degree(part) for part in expression.args if part.is_extended_real is not None or part.args]
    if expression.is_Mul:
        return sum(degrees)
    if expression.is_Pow and expression.exp.is_Rational:
        return int(_degree(expression.base) * max(Integer(1), abs(expression.exp)))
    return max(degrees, default=1)

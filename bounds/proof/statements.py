"""What a statement may consist of, so that it has a meaning at every place:
the rules of proof make theorems of nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import (
    Abs,
    Add,
    Basic,
    Derivative,
    Expr,
    Function,
    Max,
    Min,
    Mul,
    NumberSymbol,
    Pow,
    Rational,
    Subs,
    Sum,
    Symbol,
    Tuple,
    exp,
    log,
    preorder_traversal,
    sign,
)
from sympy.core.relational import Relational
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean, BooleanAtom, BooleanFunction

from tightrope.bounds.language.letter import CONSTANT, REAL, Index, Letter, letters
from tightrope.bounds.proof.closed_sum import never_negative
from tightrope.bounds.proof.discharge import Outcome


class NotProved(ValueError):
    """A rule that does not apply. `outcome` is the solver's answer, if it was asked."""

    def __init__(self, message: str, outcome: Outcome | None = None) -> None:
        super().__init__(message)
        self.outcome = outcome


class AddedUp(Function):
    """AddedUp(over, x): the sum of x over a family, or over all values of an index but its last.

    What x speaks of is bound by the sum, so an equation with it is moved and rewritten by no rule: it is only a total.
    """


@dataclass(frozen=True, kw_only=True)
class Family:
    """What can be added up over: the name, the kinds that the sum binds, and the kind that is left to speak about.

    Over the states of which one leads on to a given state, the sum binds the former (`state` and `pair`) and leaves the
    latter, which is a `state` again.
    """

    name: str
    binds: frozenset[str]
    leaves: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not all(isinstance(kind, str) for kind in self.binds | self.leaves):
            raise ValueError(
                f"a family {self.name} binds kinds of individuals, by name; got {self.binds}, {self.leaves}"
            )

    @property
    def term(self) -> Basic:
        """The family inside a formula: two families that bind differently are two, whatever their names."""
        return Tuple(Str(self.name), *(Str(f"binds {kind}") for kind in sorted(self.binds)))

    def __call__(self, summand: Expr) -> Expr:
        return AddedUp(self.term, summand)


# What a statement may consist of.
OPERATIONS = (Add, Mul, Pow, Min, Max, Abs, sign, exp, log, Sum, Derivative, Subs)
KNOWN = (Letter, Rational, NumberSymbol, AddedUp, *OPERATIONS, Relational, BooleanFunction, BooleanAtom)


def ends_early(statement: Boolean) -> frozenset[Index]:
    """The indices at whose last value the statement says nothing, because a letter of it has no value there."""
    scopes = (one.scope for one in letters(statement))
    return frozenset(scope.index for scope in scopes if scope.before_last and scope.index.last is not None)


def defined_everywhere(statement: Basic) -> bool:
    """Whether the statement is defined at every place: no division, logarithm, root,
    derivative or substitution in it.
    """
    return not partial(statement) and not statement.has(AddedUp)


def demand_well_formed(statement: Boolean) -> None:
    """Only what has a meaning here: known operations on letters; a sum from 0 or more, whose index stands nowhere else
    and which never runs backwards, so that sympy's convention for sums that do is never met."""
    letters(statement)
    if not isinstance(statement, Relational | BooleanFunction | BooleanAtom):  # to sympy a letter is a Boolean too
        raise NotProved(f"{statement} is no statement")
    for part in _parts(statement):
        if not isinstance(part, KNOWN):
            raise NotProved(f"{part} is nothing that a statement can speak of")
        if isinstance(part, AddedUp) and not _is_over_something(part):
            raise NotProved(f"{part}: a sum over individuals is over a family or an index")
        if isinstance(part, Derivative | Subs) and not _is_along_a_real_letter(part):
            raise NotProved(
                f"{part}: what is differentiated, or replaced by a rational number, is a constant real letter"
            )
    summed = {index for part in statement.atoms(Sum) for index in part.variables}
    if inner := summed & statement.free_symbols:
        raise NotProved(f"{statement}: a sum runs over {min(inner, key=str)}, which also stands outside of it")
    for part in statement.atoms(Sum):
        for index, first, last in part.limits:
            whole = isinstance(index, Index) and first.is_integer and last.is_integer
            if not whole or not (never_negative(first) and never_negative(last - first + 1)):
                raise NotProved(f"{part}: a sum runs over an index, from a whole number >= 0, and never backwards")
        if any(one.scope.index in part.bound_symbols for one in part.function.atoms(Letter)):
            raise NotProved(f"{part}: a letter that changes with the sum's index stands in the sum")


def _is_over_something(part: AddedUp) -> bool:
    over, *summands = part.args
    family = isinstance(over, Tuple) and len(over) > 0 and all(isinstance(one, Str) for one in over)
    return len(summands) == 1 and (family or isinstance(over, Index))


def _is_along_a_real_letter(part: Derivative | Subs) -> bool:
    """What sympy was told of the letter is true at every point at which it may look; and it compares two points as they
    are printed, so that they must be numbers."""
    along = all(isinstance(one, Letter) and one.scope == CONSTANT and not one.domain.whole for one in part.variables)
    if isinstance(part, Derivative):
        return along and all(count.is_Integer for _, count in part.variable_count)
    return along and all(one.domain == REAL for one in part.variables) and all(x.is_Rational for x in part.point)


def _parts(statement: Basic) -> Iterator[Basic]:
    """The statement and all that it consists of, but what a sum over individuals is over and the pairs of limits."""
    yield statement
    inner = statement.args
    if isinstance(statement, AddedUp):
        inner = inner[1:]
    if isinstance(statement, Sum | Derivative):
        inner = (inner[0], *(part for limit in inner[1:] for part in limit.args))
    if isinstance(statement, Subs):
        inner = (inner[0], *inner[1].args, *inner[2].args)
    for part in inner:
        yield from _parts(part)


def bound_around(part: Basic, statement: Basic) -> set[Symbol]:
    """What the sums, derivatives and substitutions bind in which the part stands."""
    binding = (one for one in preorder_traversal(statement) if isinstance(one, Sum | Derivative | Subs))
    around = (one for one in binding if any(part in preorder_traversal(inner) for inner in one.args))
    return {variable for one in around for variable in one.variables}


def partial(statement: Basic) -> set[Basic]:
    """The parts of a statement that may be undefined although all of their own parts are defined."""
    found: set[Basic] = {
        part for part in preorder_traversal(statement) if isinstance(part, Pow | log) and not _defined(part)
    }
    return found | statement.atoms(Derivative, Subs)  # where sqrt(x) is defined, its derivative may not be


def _defined(part: Basic) -> bool:
    if isinstance(part, log):
        return False
    base, exponent = part.args
    natural = exponent.domain.whole if isinstance(exponent, Letter) else exponent.is_Integer
    return bool(base.is_positive or (natural and exponent.is_nonnegative))

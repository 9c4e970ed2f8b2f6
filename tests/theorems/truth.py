"""Is a statement of a derivation true? It is evaluated on concrete problems, at every place that it speaks of.

A `World` gives letters their meaning: a value for each letter at each place, a place being one value of each index and
one individual of each kind. What the kernel says of statements (`tightrope.bounds.proof.theorem`) is said here a second
time, by evaluation: so the facts that have to be believed are tested, and so is every theorem made from them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import product

from flint import arb, fmpq
from sympy import Basic, Derivative, Dummy, Subs
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.evaluation import BALLS, EXACT, Arithmetic, truth, value
from tightrope.bounds.language.letter import Index, Letter, indices
from tightrope.bounds.proof.derivation import Derivation, lemmas
from tightrope.bounds.proof.statements import AddedUp, ends_early
from tightrope.bounds.proof.theorem import Hypothesis, Theorem

Place = Mapping[Index | str, object]
Number = Fraction | fmpq | arb | int


@dataclass(frozen=True, kw_only=True)
class World:
    """One concrete problem.

    `last` is the last value of each index (of one that never ends: how far it is looked at); `individuals` lists those
    of each kind; `families` gives, for each name of a family, the places over which a sum at a place runs; `means` is
    the value of a letter at a place. `arithmetic` is EXACT, or BALLS where a value is irrational.
    """

    name: str
    last: Mapping[Index, int]
    means: Callable[[Letter, Place], Number]
    individuals: Mapping[str, tuple] = field(default_factory=dict)
    families: Mapping[str, Callable[[Place], Iterable[Place]]] = field(default_factory=dict)
    arithmetic: Arithmetic = EXACT
    known: dict = field(default_factory=dict)  # hypotheses that were looked at

    def places(
        self,
        statement: Boolean,
        short: Iterable[Index] = (),
        fixed: Place | None = None,
        also: frozenset[Index | str] = frozenset(),
    ) -> Iterator[Place]:
        """All places of the statement; the last value of an index is left out where the statement ends early.

        What is `fixed` keeps its value; a place says of `also` where it is too.
        """
        changing, individuals, early = spoken_of(statement)
        fixed, short = fixed or {}, {*short, *early}
        here = sorted((changing | {one for one in also if isinstance(one, Index)}) - set(fixed), key=str)
        ranges = [range(self.last[one] + (0 if one in short or one.last is None else 1)) for one in here]
        there = sorted((individuals | {one for one in also if isinstance(one, str)}) - set(fixed))
        for values in product(*ranges, *(self.individuals[kind] for kind in there)):
            yield {**fixed, **dict(zip((*here, *there), values, strict=True))}

    def holds(self, statement: Boolean, place: Place) -> bool | None:
        """Whether the statement is true at the place; None if balls can't tell, or a part of it has no value there."""
        statement = derived(statement)
        values, arithmetic = self._values(statement, place)
        try:
            return truth(statement, values, arithmetic)
        except ZeroDivisionError:
            return None  # nothing is claimed there

    def broken(self, statement: Boolean, short: Iterable[Index] = ()) -> Place | None:
        """A place at which the statement is false, or None."""
        return next((place for place in self.places(statement, short) if self.holds(statement, place) is False), None)

    def meets(self, hypothesis: Hypothesis, place: Place) -> bool:
        """Whether a hypothesis is met at a place: true at all places with the same values of what it fixes."""
        fixed = frozenset((one, place[one]) for one in hypothesis.fixes)
        key = (hypothesis.statement, fixed)
        if key not in self.known:
            places = self.places(hypothesis.statement, fixed=dict(fixed))
            self.known[key] = all(self.holds(hypothesis.statement, one) is not False for one in places)
        return self.known[key]

    def number(self, letter: Letter, place: Place) -> Number:
        """The letter's value at the place: here, at the start, one later, or at the end.

        Raises AssertionError if it is outside of the letter's domain: the kernel takes that for known.
        """
        number = place[letter] if isinstance(letter, Index) else self._meant(letter, place)
        least, most = letter.domain.least, letter.domain.most
        inside = (least is None or not number < least) and (most is None or not number > most)
        assert inside and not (letter.domain.open and number <= least), f"{letter} = {number} in {self.name}"
        if letter.domain.whole:
            whole = number.is_integer() if isinstance(number, arb) else Fraction(str(number)).denominator == 1
            assert whole, f"{letter} = {number} in {self.name}"
        return number

    def _meant(self, letter: Letter, place: Place) -> Number:
        if not letter.place:
            return self.means(letter, place)
        index = letter.of.scope.index
        at = {"start": lambda: 0, "next": lambda: place[index] + 1, "end": lambda: self.last[index]}[letter.place]()
        return self.means(letter.of, {**place, index: at})

    def _values(self, statement: Basic, place: Place) -> tuple[dict[Basic, object], Arithmetic]:
        """The values of the letters that stand outside of sums over a family, and those of the sums, in one arithmetic:
        in balls as soon as one is a ball."""
        sums, outside = sums_and_letters(statement)
        values = {one: self._converted(self.number(one, place)) for one in outside}
        values |= {part: self._added_up(part, place) for part in sums}
        if self.arithmetic is EXACT and not any(isinstance(number, arb) for number in values.values()):
            return values, EXACT
        return {one: arb(number) for one, number in values.items()}, BALLS

    def _added_up(self, part: AddedUp, place: Place) -> object:
        over, summand = part.args
        if isinstance(over, Index):
            places = ({**place, over: i} for i in range(self.last[over]))
        else:
            places = self.families[str(over[0])](place)
        terms = (self._evaluated(summand, one) for one in places)
        return sum(terms, start=EXACT.number(Fraction(0)))

    def _evaluated(self, expression: Basic, place: Place) -> object:
        values, arithmetic = self._values(expression, place)
        return value(expression, values, arithmetic)

    @staticmethod
    def _converted(number: Number) -> object:
        if isinstance(number, arb | fmpq):
            return number
        return EXACT.number(Fraction(number))


@cache
def sums_and_letters(statement: Basic) -> tuple[frozenset[AddedUp], frozenset[Letter]]:
    """The sums over a family in a statement, and the letters that stand outside of them."""
    sums = statement.atoms(AddedUp)
    hidden = {part: Dummy() for part in sums}  # a number instead could decide the statement and lose its letters
    return frozenset(sums), frozenset(statement.xreplace(hidden).free_symbols - {*hidden.values()})


@cache
def spoken_of(statement: Boolean) -> tuple[frozenset[Index], frozenset[str], frozenset[Index]]:
    """The indices of a statement, its kinds of individuals, and the indices at whose last value it says nothing.

    The individuals inside of a sum are those of its family.
    """
    outside = sums_and_letters(statement)[1]
    each = frozenset(kind for one in outside for kind in one.scope.each)
    return frozenset(indices(statement)), each, frozenset(ends_early(statement))


@cache
def derived(statement: Basic) -> Basic:
    """The same with its derivatives carried out: evaluation knows no derivative."""
    return statement.replace(lambda part: isinstance(part, Derivative | Subs), lambda part: part.doit())


@dataclass
class Tally:
    """How much was looked at: statements, places, and places at which balls could not tell."""

    statements: int = 0
    places: int = 0
    open: int = 0

    def look(self, world: World, statement: Boolean, short: Iterable[Index] = ()) -> str:
        """ "" if the statement is true in the world, else where it is false."""
        self.statements += 1
        for place in world.places(statement, short):
            self.places += 1
            answer = world.holds(statement, place)
            if answer is False:
                return f"{statement} is false in {world.name} at { {str(key): at for key, at in place.items()} }"
            self.open += answer is None
        return ""

    def look_at_theorem(self, world: World, theorem: Theorem) -> str:
        """The same for a theorem: at every place of its range at which its hypotheses are met,
        its conclusion is true.
        """
        self.statements += 1
        fixing = [one for one in theorem.hypotheses if one.fixes]
        if not all(world.meets(one, {}) for one in theorem.hypotheses if not one.fixes):
            return ""
        for place in world.places(
            theorem.conclusion, theorem.short, also=frozenset().union(*(h.fixes for h in fixing))
        ):
            if all(world.meets(one, place) for one in fixing):
                self.places += 1
                answer = world.holds(theorem.conclusion, place)
                if answer is False:
                    return f"{theorem} is false in {world.name} at { {str(key): at for key, at in place.items()} }"
                self.open += answer is None
        return ""


@cache
def theorems(derivation: Derivation, reading: str) -> tuple[Theorem, ...]:
    """Every theorem that stands behind a line under the reading, once."""
    proved = (derivation.theorem(step, reading) for step in derivation.steps)
    return tuple({id(one): one for theorem in proved if theorem for one in lemmas(theorem)}.values())


def meets(derivation: Derivation, reading: str, world: World) -> bool:
    """Whether the world meets what the derivation assumes under the reading."""
    return all(world.broken(statement) is None for statement in derivation.assumes[reading])

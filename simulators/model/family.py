"""A family of problems, and a format of files, as values: each lies in the file of its world or reader.

`tightrope.simulators.names` lists them, builds a problem from its name and says what is wrong with a name.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from tightrope.simulators.model.parameters import PROBABILITY, Parameter, Value, Whole, did_you_mean, filled
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import MOST_ENTRIES
from tightrope.simulators.model.terminal import line, quoted

HORIZON, EPSILON = Parameter("horizon", Whole(1)), Parameter("epsilon", PROBABILITY)


@dataclass(frozen=True, kw_only=True)
class Family:
    """Problems that differ in some numbers; `key:name=value,...` names one of them.

    words       what they are, on one line
    parameters  with their domains; one without a default must be given
    build       (horizon, parameters by name) -> the problem; (epsilon, horizon, parameters by name) of a witness
    size        from the same arguments, about how many entries the transition table has, each one (s, a, s')
    most_entries  of them that are handled
    reading     of a witness: a family in epsilon too, whose learner errs by epsilon in this reading of it
    bare        the parameter, if any, that comes first and without its name, as in gymnasium:Taxi-v4
    examples    names of members, for the list of all problems
    others      parameters beside these are handed on to `build` as they are written
    waits       `build` takes None for a horizon that is not known yet, and leaves the expert to be planned
    """

    key: str
    words: str
    build: Callable[..., Problem]
    examples: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    size: Callable[..., int] = field(default=lambda *_, **__: 0)
    most_entries: int = MOST_ENTRIES
    reading: str | None = None
    bare: str | None = None
    others: bool = False
    waits: bool = False

    def problem(self, epsilon: Fraction | None, horizon: int | None, /, **given: Value) -> Problem:
        """The member for these numbers, as text or as values; epsilon is None for a family that is no witness.

        Raises ValueError naming the parameter that is unknown, missing or outside its domain,
        or a size that is too large.
        """
        if horizon is None and not self.waits:
            raise ValueError(f"{self.key} is a family of problems with a horizon: give one")
        first = (None if horizon is None else HORIZON.value(horizon),)
        if self.reading is not None:
            if epsilon is None:
                raise ValueError(f"{self.key} is a family of problems in epsilon: give --epsilon")
            first = (EPSILON.value(epsilon), *first)
        names = [one.name for one in self.parameters]
        more = {name: value for name, value in given.items() if self.others and name not in names}
        values = filled(self.parameters, {k: v for k, v in given.items() if k not in more}, self.key) | more
        entries = self.size(*first, **values)
        if entries > self.most_entries:
            advice = "" if self.reading is None else ", a shorter horizon or a larger epsilon"
            raise ValueError(
                f"{self.key} would have {entries} table entries, more than the {self.most_entries} that are handled: "
                f"choose smaller parameters{advice}"
            )
        return self.build(*first, **values)

    def named(self, name: str, epsilon: Fraction | None, horizon: int | None) -> Problem:
        """The member of that name, KEY or KEY:NAME=VALUE,..., called so. Raises ValueError as `problem` does."""
        try:
            made = self.problem(epsilon, horizon, **self._written(name))
        except ValueError as error:
            raise ValueError(f"{error}, in {line(name)}" if name != self.key else str(error)) from error
        return replace(made, name=name)

    def _written(self, name: str) -> dict[str, str]:
        return written(name.partition(":")[2], self.bare)


def written(text: str, bare: str | None = None) -> dict[str, str]:
    """The parameters of key=value,key=value; a first one without a key is the `bare` one."""
    given = {}
    for number, part in enumerate(filter(None, text.split(","))):
        key, equals, value = part.partition("=")
        if bare and not number and not equals:
            key, value = bare, part
        elif not (equals and key and value):
            raise ValueError(f"parameters are written name:key=value,key=value; got {quoted(part)}")
        if key in given:
            raise ValueError(f"{line(key)} is given twice")
        given[key] = value
    return given


@dataclass(frozen=True, kw_only=True)
class Format:
    """Files that hold one problem each, told by the end of their name; what is saved is loaded as the same problem,
    but for what `held` leaves out.

    options   what may be written behind the name, FILE.drn:maximise=coins, and is handed to `load` as it is written
    held      what of a problem such a file holds, if not all of it
    """

    suffix: str
    words: str
    load: Callable[..., Problem]
    save: Callable[[Problem, Path], None]
    options: tuple[str, ...] = ()
    held: Callable[[Problem], Problem] = lambda problem: problem


def family_of(key: str, families: tuple[Family, ...]) -> Family:
    """The family of that name. Raises ValueError with the nearest known one."""
    for one in families:
        if one.key == key:
            return one
    raise ValueError(f"no problem is called {quoted(key)}{did_you_mean(key, [one.key for one in families])}")

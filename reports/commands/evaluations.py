"""A problem at several epsilons and horizons: what is claimed of each, exact worst case and the lecture's bound.

Also what a table of such answers has in common, whoever measures them: which reading epsilon has, its title, and that
all of it can be computed.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tightrope.reports.commands.answers import Column
from tightrope.reports.commands.options import asked_of_a_learner, called, named_problem
from tightrope.reports.commands.output import nearest_float
from tightrope.reports.commands.values import errors, horizons
from tightrope.simulators.imitation import problem
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.long_horizons import changes
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic, probability
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.sizes import Cost, work
from tightrope.simulators.model.terminal import line
from tightrope.simulators.names import FAMILIES

MOST_ROWS = 1_000
OWN_READING = "per_step"  # what epsilon is measured by where a problem carries its own learner
EARLY = "An episode that has ended costs nothing more, so failing early looks cheap."
COUNTED = "expected disagreements per episode"
WORST = Column(key="worst_case", head="worst case", role="worst", label="exact worst case")
LECTURE = Column(key="lecture", head="lecture", role="bound", label="lecture: εT + 2εT²")
MEANS = {
    "worst_case": "worst case: the largest of any problem whose {reading} error is at most epsilon.",
    "lecture": "lecture: its bound epsilon T + 2 epsilon T^2.",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A problem (a name, or one that was read), its epsilons, None if it has its own learner, and its horizons.

    `learner` are the reading, the behaviour off the support and the missing mass, as `imitation.problem` takes them.
    Raises ValueError if there are more than MOST_ROWS pairs.
    """

    name: str | Problem
    called: str
    errors: Sequence[Fraction | None]
    horizons: Sequence[int]
    learner: dict[str, Any]

    def __post_init__(self) -> None:
        if len(self) > MOST_ROWS:
            raise ValueError(
                f"a table has at most {MOST_ROWS} rows; got {len(self.errors)} epsilons and {len(self.horizons)} "
                "horizons: choose fewer numbers"
            )

    def __len__(self) -> int:
        return len(self.errors) * len(self.horizons)

    def __iter__(self) -> Iterator[tuple[Fraction | None, int]]:
        return ((error, horizon) for error in self.errors for horizon in self.horizons)

    def problem(self, error: Fraction | None, horizon: int, **other: Any) -> Problem:
        """The problem with its learner, or with one that is `other`."""
        return problem(self.name, horizon, error, **{**self.learner, **other})

    @property
    def reading(self) -> str:
        """The reading of epsilon: the one asked for, or the witness's own if it keeps its learner, or pointwise."""
        if self.errors[0] is None:
            return OWN_READING
        key = "" if isinstance(self.name, Problem) else self.name.partition(":")[0]
        own = next((one.reading for one in FAMILIES if one.key == key), None)
        kept = own if self.learner["off_support"] is None else None
        return self.learner["reading"] or kept or "pointwise"

    @property
    def title(self) -> str:
        if self.errors[0] is None:
            whose = "its own learner" if self.learner.get("learner") is None else "the learner given"
            return f"{line(self.called)}, with {whose}"
        epsilons = f"epsilon = {self.errors[0]}" if len(self.errors) == 1 else "epsilon"
        return f"{line(self.called)}, {self.reading} error {epsilons}"

    def check(self, arithmetic: Arithmetic) -> None:
        """Raises ValueError if all evaluations together are too much: the longest speaks for all.

        What does not depend on the decision takes one pass for all horizons.
        """
        longest = max(self.errors, key=lambda error: 0 if error is None else error.denominator)
        made = self.problem(longest, max(self.horizons))
        once = arithmetic is FLOAT and not changes(made)
        costs = [work(made, horizon, arithmetic) for horizon in ([max(self.horizons)] if once else self.horizons)]
        seconds, most = len(self.errors) * sum(one.seconds for one in costs), max(one.bytes for one in costs)
        words = f"{len(self)} evaluations of up to {max(self.horizons)} decisions"
        Cost(seconds=seconds, bytes=most).check(words, "fewer numbers or shorter horizons")

    def claims(self) -> Callable[[Fraction, int], dict[str, Fraction | float | None]]:
        """For an error and a horizon: the exact worst case, and the lecture's bound where it is one for this reading.

        A data set lacks no more than is asked for, or than it lacks at the longest horizon.
        """
        from tightrope.bounds.catalogue import bound  # with all its proofs: a single evaluation does not wait for it
        from tightrope.bounds.extremes.setting import Setting
        from tightrope.bounds.extremes.worst_case import enclosed_largest
        from tightrope.bounds.language.letters import T, epsilon

        lecture = bound("lecture")
        told = self.reading in {one.key for one in lecture.readings}
        setting = Setting(reading=self.reading, missing=self._left_out())

        def of(error: Fraction, horizon: int) -> dict[str, Fraction | float | None]:
            worst = enclosed_largest(setting, error, horizon)
            value = lecture.at({epsilon: error, T: horizon}) if told else None
            return {"worst_case": nearest_float(worst.upper) if worst.exact is None else worst.exact, "lecture": value}

        return of

    def _left_out(self) -> Fraction:
        """The probability that an expert run leaves the data: at most what is asked for, else what is measured."""
        if self.reading != "finite_data":
            return Fraction(0)
        if self.learner["missing"] is not None:
            return probability(self.learner["missing"], "missing")
        last = max(self.horizons)
        return evaluate(self.problem(self.errors[0], last), last, EXACT).missing

    def legend(self, *words: str, shown: Sequence[Column]) -> str:
        """What the columns of a table are; those of the claims that are shown are explained here."""
        keys = {one.key for one in shown}
        said = [text.format(reading=self.reading) for key, text in MEANS.items() if key in keys]
        return " ".join([*words, *said])


def asked_of(options: argparse.Namespace) -> Asked:
    """What the options of `declare_learner` and `declare_many_numbers` ask. Raises ValueError as their texts do."""
    return Asked(
        errors=[None] if options.epsilon is None else errors(options.epsilon),
        horizons=horizons(options.horizon),
        name=named_problem(options),
        called=called(options),
        learner=asked_of_a_learner(options),
    )

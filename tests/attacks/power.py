"""What was tried with conjectures that are false, and which stayed green: python -m tests.attacks.power [--seeds N]

A test as a user writes it after `simulators/property_testing.md`, with 200 examples, should go red for a claim of nine
tenths of a worst case, and for the worst case of a stronger reading. It is run with many of Hypothesis's seeds, and,
derandomized, under many names, from which Hypothesis derives a seed. A claim fell if it stayed green.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from statistics import median

from hypothesis import HealthCheck, Phase, given, seed, settings, target
from hypothesis import strategies as st

from tightrope.bounds.extremes.closed_forms import QUANTITIES
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.readings import KEYS, READINGS
from tightrope.reports.evidence.counting import counted
from tightrope.simulators.hypothesis_plugin import register
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.strategies import imitation_problems, learners_within, problems_within

EXAMPLES, SHARE, ENOUGH = 200, Fraction(9, 10), Fraction(19, 20)  # red in 19 of 20 runs
PLACES = tuple((Fraction(1, n), horizon) for n, horizon in ((5, 4), (2, 2), (3, 3), (10, 5), (20, 6)))
MEASURED = Fraction(1, 2)  # where epsilon is measured, from here on and for T < 3 a claim is nearly trivial

Drawn = tuple[Problem, Fraction | None, int]  # None: epsilon is what is measured


@dataclass(frozen=True, kw_only=True)
class Claim:
    """`share` times the worst case of `quantity` under `believed`, about learners that meet `reading`."""

    reading: str
    quantity: str
    believed: str
    share: Fraction = Fraction(1)

    def __str__(self) -> str:
        much = "" if self.share == 1 else f"{self.share} of "
        return f"{self.reading}: {self.quantity} <= {much}the worst case of {self.believed}"

    def tightness(self, problem: Problem, error: Fraction | None, horizon: int) -> Fraction:
        """What is measured as a share of what is claimed; 0 where epsilon is measured and the claim nearly trivial."""
        found = evaluate(problem, horizon)
        if error is None:
            error = found.epsilon[self.reading]
            if horizon < 3 or not 0 < error <= MEASURED:
                return Fraction(0)
        missing = found.missing if self.believed == "finite_data" else Fraction(0)
        return counted(found, self.quantity) / (self.share * _worst(self, error, horizon, missing))


@cache
def _worst(claim: Claim, error: Fraction, horizon: int, missing: Fraction) -> Fraction:
    return largest(Setting(reading=claim.believed, quantity=claim.quantity, missing=missing), error, horizon)


def near(share: Fraction = SHARE) -> list[Claim]:
    """False by one tenth: a claim for each reading and quantity."""
    return [
        Claim(reading=reading, quantity=quantity, believed=reading, share=share)
        for reading in KEYS
        for quantity in QUANTITIES
    ]


def mistaken() -> list[Claim]:
    """A stronger reading's worst case, of learners that meet a weaker one; only where it is smaller at all places."""
    return [
        Claim(reading=weaker.key, quantity=quantity, believed=stronger.key)
        for stronger in READINGS
        for weaker in stronger.gives
        for quantity in QUANTITIES
        if weaker.leaves_data or _below(stronger.key, weaker.key, quantity)
    ]


def _below(stronger: str, weaker: str, quantity: str) -> bool:
    low, high = (Setting(reading=key, quantity=quantity) for key in (stronger, weaker))
    return all(largest(low, error, horizon) < largest(high, error, horizon) for error, horizon in PLACES)


def within(claim: Claim, error: Fraction, horizon: int) -> st.SearchStrategy[Drawn]:
    """As in the guide: a problem and its learner."""
    return problems_within(claim.reading, error, horizon).map(lambda problem: (problem, error, horizon))


def annotated(claim: Claim, error: Fraction, horizon: int) -> st.SearchStrategy[Drawn]:
    """As in the guide: a problem by its annotation, then a learner."""
    drawn = st.from_type(Problem).flatmap(lambda problem: learners_within(problem, claim.reading, error, horizon))
    return drawn.map(lambda problem: (problem, error, horizon))


def measured(claim: Claim, *_) -> st.SearchStrategy[Drawn]:
    """As in the guide: a problem with its learner by its annotation, its epsilon measured."""
    return st.tuples(st.integers(3, 6), st.from_type(Problem)).map(lambda drawn: (drawn[1], None, drawn[0]))


def two_actions(claim: Claim, *_) -> st.SearchStrategy[Drawn]:
    """The same with a horizon that belongs to the problem."""
    return imitation_problems().map(lambda drawn: (drawn[0], None, drawn[1]))


WAYS: dict[str, Callable[..., st.SearchStrategy[Drawn]]] = {
    "problems_within": within,
    "from_type, learners_within": annotated,
    "from_type, measured": measured,
    "imitation_problems, measured": two_actions,
}


class Red(AssertionError):
    """The claim is exceeded."""


def examples_until_red(
    drawn: st.SearchStrategy[Drawn], claim: Claim, number: int | None = None, name: str = ""
) -> int | None:
    """How many examples a test of the claim needs with that seed, or under that name; None if it stays green."""
    tried, needed = 0, None

    def test(example: Drawn) -> None:
        nonlocal tried, needed
        tried += 1
        share = claim.tightness(*example)
        target(float(share))
        if share > 1:
            needed = needed or tried  # a failing example is run again
            raise Red

    quiet = settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=bool(name),
        phases=[Phase.generate, Phase.target],
        suppress_health_check=list(HealthCheck),
    )
    if name:  # Hypothesis derives a seed from a test's source, or from its name where there is none
        names = {"check": test}
        exec(f"def {name}(example):\n    check(example)\n", names)
        test = names[name]
    ready = quiet(given(drawn)(test))
    with suppress(Red):
        ready() if number is None else seed(number)(ready)()
    return needed


@dataclass(frozen=True)
class Row:
    """One claim, tested in one way at one place: how many examples each run needed, None where it stayed green."""

    words: str
    runs: tuple[int | None, ...]

    @property
    def red(self) -> int:
        return sum(run is not None for run in self.runs)

    def __str__(self) -> str:
        needed = [run for run in self.runs if run is not None]
        spread = f"median {median(needed):g}, most {max(needed)}" if needed else "-"
        return f"{self.words:105} red {self.red:2} of {len(self.runs)}, examples needed: {spread}"


def rows(ways: list[str], claims: list[Claim], places, seeds: range, names: range) -> Iterator[Row]:
    """Every claim in every way at every place; a way that measures epsilon has no place."""
    register()
    for way in ways:
        for claim in claims:
            for error, horizon in places if not way.endswith("measured") else places[:1]:
                drawn = WAYS[way](claim, error, horizon)
                runs = [examples_until_red(drawn, claim, number=k) for k in seeds]
                runs += [examples_until_red(drawn, claim, name=f"test_of_name_{k}") for k in names]
                where = "" if way.endswith("measured") else f", epsilon = {error}, T = {horizon}"
                yield Row(f"{way}{where}; {claim}", tuple(runs))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=0, help="the first seed, and the number in the first name")
    parser.add_argument("--places", type=int, default=len(PLACES), help="how many pairs of epsilon and T")
    parser.add_argument("--way", choices=WAYS, action="append")
    options = parser.parse_args()
    tried = fell = 0
    worst = 2 * options.seeds
    started = time.monotonic()
    runs = range(options.first, options.first + options.seeds)
    for row in rows(options.way or list(WAYS), near() + mistaken(), PLACES[: options.places], runs, runs):
        tried, fell = tried + len(row.runs), fell + len(row.runs) - row.red
        worst = min(worst, row.red)
        print(row, flush=True)
    print(f"a claim was red in at least {worst} of {2 * options.seeds} runs")
    print(f"tried {tried}, fell {fell}, in {time.monotonic() - started:.0f} s")
    return 1 if worst < 2 * options.seeds * ENOUGH else 0


if __name__ == "__main__":
    sys.exit(main())

"""What was tried against `refute` with open letters, an open constant, or large T, and what fell:
python -m tests.attacks.open_conjectures [--number N] [--seed S] [--seconds S]

The oracle is the formula's own meaning and the exact worst case, at values, errors and horizons of its own.
"""

import sys
import time
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product

from tests.attacks.conjectures import Tally, from_the_shell, points
from tests.attacks.formulas import Maker
from tightrope.bounds.extremes.far import far
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.meaning import Between, meaning
from tightrope.bounds.proof import solver_letters
from tightrope.reports.evidence.conjecture import decide
from tightrope.reports.evidence.finding import Finding
from tightrope.reports.evidence.question import Conjecture, question

VALUES = tuple(map(Fraction, ("0", "1/7", "1/3", "1/2", "4/5", "1", "4/3", "2", "3", "4", "7", "23")))
HUGE = 2**60, 2**120  # whole powers of 2, 3, 4, 5, 6, 10 and 12
ALWAYS = Fraction(10**9)
STEPS = 450_000  # of the solver, for one question
SENSELESS = ("defined nowhere", "there is no smallest C", "nothing is claimed", "C may stand only", "is no letter")


def worst(setting: Setting, error: Fraction, horizon: int) -> Between | None:
    """The worst case, where it is known."""
    try:
        if horizon > 100:
            return far(setting, error, horizon)
        exact = largest(setting, error, horizon)
    except ValueError:
        return None
    return Between(lower=exact, upper=exact)


def claimed(asked: Conjecture, values: Mapping[str, Fraction], error: Fraction, horizon: int) -> Between | None:
    found = meaning(asked.tree, {**values, "epsilon": error, "T": horizon}, 1024)
    return found if isinstance(found, Between) else None


def letters_of(asked: Conjecture) -> Iterator[tuple[Mapping[str, Fraction], Setting]]:
    """Values of the letters without one."""
    choices = []
    for one in asked.ranges:
        inside = (x for x in VALUES if one.low <= x and (one.high is None or x <= one.high))
        choices.append(sorted({*inside, one.low, *([] if one.high is None else [one.high])}))
    for chosen in product(*choices):
        values = {one.name: value for one, value in zip(asked.ranges, chosen, strict=True)}
        try:
            yield values, asked.at(values).setting
        except ValueError:
            continue


def below(asked: Conjecture, more: Mapping[str, Fraction], first: int = 1) -> str:
    """A point where the claim is certainly below the worst case."""
    for values, setting in letters_of(asked):
        for error, horizon in points(asked):
            actual = worst(setting, error, horizon) if horizon >= max(first, setting.paid) else None
            said = claimed(asked, {**values, **more}, error, horizon)
            if actual and said and said.upper < actual.lower:
                return f"{values} epsilon = {error}, T = {horizon}"
    return ""


def objections(asked: Conjecture, found: Finding) -> Iterator[str]:
    """What is false in an answer."""
    if found.counterexample:
        yield from _of_counterexample(asked, found)
    if asked.asks_for_a_constant:
        yield from _of_constant(asked, found)
    elif asked.eventually:
        yield from _of_large_horizons(asked, found)
    elif found.verdict in ("attained", "holds") and (where := below(asked, {})):
        yield f"{found.verdict}, and false at {where}"
    at = found.tightest
    if found.verdict == "attained" and at:
        said = claimed(asked, at.values, at.error, at.horizon)
        if not said or said.exact != largest(asked.at(at.values).setting, at.error, at.horizon):
            yield f"not equal at {at}"


def _of_counterexample(asked: Conjecture, found: Finding) -> Iterator[str]:
    witness, domain = found.counterexample, asked.domain
    inside = domain.low <= witness.error <= domain.high and domain.first <= witness.horizon
    inside = inside and (domain.last is None or witness.horizon <= domain.last)
    for one in asked.ranges:
        value = witness.values[one.name]
        inside = inside and one.low <= value and (one.high is None or value <= one.high)
        inside = inside and (one.name != "J_star" or value <= witness.horizon)
    if not inside:
        yield "the counterexample lies outside"
    actual = worst(asked.at(witness.values).setting, witness.error, witness.horizon)
    constants = ({"C": ALWAYS}, {"C": -ALWAYS}) if asked.asks_for_a_constant else ({},)
    for constant in constants:
        said = claimed(asked, {**witness.values, **constant}, witness.error, witness.horizon)
        if not said or not actual or not said.upper < actual.upper or witness.actual > actual.upper:
            yield f"no counterexample: {witness}"


def _of_constant(asked: Conjecture, found: Finding) -> Iterator[str]:
    constant = found.constant
    if constant is None:
        return
    if constant.upper is not None:
        if constant.lower > constant.upper:
            yield "an empty interval"
        if where := below(asked, {"C": constant.upper}):
            yield f"C = {constant.upper} is said to be enough, and is false at {where}"
    less = constant.lower - max(abs(constant.lower), Fraction(1, 10**6)) / 10**9
    places = [(constant.error, constant.horizon, less)]
    places += [(error, horizon, lower * (1 - Fraction(1, 10**9))) for error, horizon, lower in constant.growing]
    for error, horizon, lower in places:
        actual = worst(asked.at(constant.values).setting, error, horizon)
        said = claimed(asked, {**constant.values, "C": lower}, error, horizon)
        if not actual or not said or not said.lower < actual.upper:
            yield f"C >= {float(lower)} is not needed at epsilon = {error}, T = {horizon}"
    grown = [lower for *_, lower in constant.growing]
    if found.verdict == "refuted" and not found.counterexample and not (len(grown) > 1 and grown[-1] > 4 * grown[0]):
        yield f"it is said to grow, and does not: {[float(x) for x in grown]}"
    if constant.ran and actual_of(asked, found) is None:
        yield "the problem that needs it is not the worst case"


def actual_of(asked: Conjecture, found: Finding) -> Between | None:
    constant = found.constant
    return constant and worst(asked.at(constant.values).setting, constant.error, constant.horizon)


def _of_large_horizons(asked: Conjecture, found: Finding) -> Iterator[str]:
    if found.verdict in ("attained", "holds"):
        if where := below(asked, {}, found.since):
            yield f"said to hold from T = {found.since} on, and false at {where}"
        for horizon in (found.since, found.since + 1, 2 * found.since, 10**6, *HUGE):
            if horizon >= found.since and (error := _fails(asked, horizon)):
                yield f"said to hold from T = {found.since} on, and false at epsilon = {error}, T = {horizon}"
    if found.verdict == "refuted" and not all(_fails(asked, horizon) for horizon in HUGE):
        yield "said to fail however large T is, and no failure is seen"


def _fails(asked: Conjecture, horizon: int) -> Fraction | None:
    """An error at which the claim fails at that horizon."""
    domain = asked.domain
    errors = {Fraction(1, n) for n in (1, 2, 3, 100, horizon, horizon**2)} | {domain.high, domain.low}
    errors |= {domain.low + (domain.high - domain.low) / 2}
    for error in sorted(x for x in errors if x > 0 and domain.low <= x <= domain.high):
        for values, setting in letters_of(asked):
            actual = worst(setting, error, horizon)
            said = claimed(asked, values, error, horizon) if horizon < 10**5 or "sum" not in asked.text else None
            if actual and said and said.upper < actual.lower:
                return error
    return None


def attack(number: int, seed: int, seconds: float = 1e9, report=lambda line: None) -> Tally:
    """Ask so many questions, or as many as the time allows: of open letters, C and large T in turn."""
    maker, tally, started = Maker(seed), Tally(), time.monotonic()
    before, solver_letters.STEPS = solver_letters.STEPS, STEPS
    makers = (maker.open_question, maker.constant_question, maker.eventual_question)
    try:
        while tally.counts.get("tried", 0) < number and time.monotonic() - started < seconds:
            make = makers[tally.counts.get("tried", 0) % len(makers)]
            text, ask, (epsilon, horizon) = make()
            tally.count("tried")
            for line in _asked(text, ask, epsilon, horizon, make.__name__.partition("_")[0], tally):
                tally.fell.append(f"{text} {ask} {epsilon} {horizon}: {line}")
                report(tally.fell[-1])
    finally:
        solver_letters.STEPS = before
    return tally


def _asked(text: str, ask: dict, epsilon: str, horizon: str, kind: str, tally: Tally) -> list[str]:
    assumed = {name: ask[name] for name in ("u", "J_star", "rho") if name in ask}
    rest = {name: ask[name] for name in ("reading", "quantity", "missing") if name in ask}
    try:
        asked = question(text, assume=assumed, epsilon=epsilon, horizon=horizon, **rest)
    except ValueError:
        tally.count("no formula")
        return []
    try:
        found = decide(asked)
    except ValueError as error:
        tally.count(f"{kind}: senseless")
        return [] if any(words in str(error) for words in SENSELESS) else [f"refused: {error}"]
    except Exception as error:  # an internal failure is a fall
        return [f"{type(error).__name__}: {error}"]
    tally.count(f"{kind}: {found.verdict}")
    return list(objections(asked, found))


if __name__ == "__main__":
    sys.exit(from_the_shell(attack, 1_000, __doc__))

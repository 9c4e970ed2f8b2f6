"""A claim about assumptions without a sharp answer: a weaker setting may prove it, a problem may refute it."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from tightrope.bounds.extremes.brackets import weaker
from tightrope.bounds.language.meaning import Between
from tightrope.reports.evidence.bracket import both_sides
from tightrope.reports.evidence.deciding import as_it_counts, decide_everywhere
from tightrope.reports.evidence.finding import Counterexample, Finding
from tightrope.reports.evidence.question import AT_MOST, Conjecture, claimed_at
from tightrope.reports.evidence.search import Found
from tightrope.simulators.names import problem

AFTER = (0, 1, 3)  # horizons beyond the first that problems are tried at
ERRORS = tuple(Fraction(1, n) for n in (2, 4, 10))


def decide_between(asked: Conjecture) -> Finding:
    """Proved by a weaker setting, refuted by a problem, or undecided.

    Raises ValueError for a claim that needs the worst case itself: a constant C, >=, eventually, or letters without a
    value.
    """
    if asked.asks_for_a_constant or asked.relation != AT_MOST or asked.eventually or asked.ranges:
        raise ValueError(f"that needs a sharp answer, and none is known: {asked.setting.open_part}")
    tried = []
    for setting in weaker(asked.setting):
        found = decide_everywhere(replace(asked, setting=setting))
        if found.verdict in ("holds", "attained"):
            because = f"already with less assumed ({_in_words(asked, setting)}): {found.because}"
            return Finding(conjecture=asked, verdict="holds", evidence="proved", because=because)
        tried.append(f"no proof with less assumed ({_in_words(asked, setting)}): {found.verdict}")
    points = 0
    for error, horizon in _points(asked):
        points += 1
        claimed = claimed_at(asked, error, horizon)
        try:
            ends = both_sides(asked.setting, error, horizon)
        except ValueError:  # nothing is known there
            continue
        if isinstance(claimed, Between) and claimed.upper < ends.lower and ends.witness:
            return _refuted(asked, error, horizon, claimed, ends)
    tried.append(f"problems at {points} points, none of which exceeds it")
    because = f"no sharp answer is known: {asked.setting.open_part}; nothing weaker proves it, no problem refutes it"
    return Finding(conjecture=asked, verdict="undecided", evidence="searched", because=because, searched=tuple(tried))


def _refuted(asked: Conjecture, error: Fraction, horizon: int, claimed: Between, ends) -> Finding:
    made = replace(problem(ends.witness, horizon, ends.witness_epsilon), name=ends.witness)
    found = Found(problem=made, horizon=horizon, error=error, actual=ends.lower)
    witness = Counterexample(
        error=error, horizon=horizon, claimed=claimed, actual=ends.lower, problem=ends.witness, found=found
    )
    evidence = "exact" if claimed.exact is not None else "certified"
    because = (
        f"{ends.witness} with epsilon {ends.witness_epsilon} meets the assumptions and exceeds it; the problem was "
        f"evaluated in rational arithmetic{as_it_counts(asked.setting)}"
    )
    return Finding(conjecture=asked, verdict="refuted", evidence=evidence, because=because, counterexample=witness)


def _points(asked: Conjecture) -> Iterator[tuple[Fraction, int]]:
    domain = asked.domain
    errors = [x for x in ERRORS if domain.low <= x <= domain.high] or [domain.high]
    for more in AFTER:
        horizon = domain.first + more
        if domain.last is None or horizon <= domain.last:
            yield from ((error, horizon) for error in errors)


def _in_words(asked: Conjecture, setting) -> str:
    assumed = "".join(f", {name} = {value}" for name, value in setting.assumed().items())
    return f"{setting.reading}{assumed}"

"""How much is too much: about what time and memory something takes, known before it is begun.

Floats take the same whatever they are. A rational of decision t has about t times the digits that one decision adds,
and is paid for by its digits. Estimates are right within a factor of ten or so: they keep a slip of the keyboard from
filling the memory, and let everything else pass.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Erring
from tightrope.simulators.model.problem import Problem

MOST_SECONDS, MOST_BYTES = 3600, 4 * 10**9
SMALL = 100_000  # numbers: below it nothing is estimated
MOST_LOOKED_AT = 50_000_000  # entries, in the search for the states that can be reached
MOST_THREADS = 1_000
MOST_ENTRIES = 1_000_000  # of a transition table: about half a minute and half a gigabyte while it is made of fractions
SHORTER = "a shorter horizon or fewer states"

POINTER, OBJECT = 8, 56  # bytes of a number in an array, and of a rational beside its digits
FLOAT_STEP, EXACT_STEP, BIT = 5e-9, 4e-7, 1e-9  # seconds: of a float, of a rational, and of each of its bits
PLAYED, BET = 5e-9, 4e-6  # seconds: of an episode's decision (compiled), of its share of an interval
DECISION, DENSE = 5e-5, 6e-7  # seconds: of a decision, of a number in an array that is passed over


@dataclass(frozen=True, kw_only=True)
class Cost:
    """About what something takes."""

    seconds: float
    bytes: float

    def check(self, what: str, advice: str) -> None:
        """Raises ValueError, with the estimate and the advice, if it is too much."""
        if self.seconds > MOST_SECONDS or self.bytes > MOST_BYTES:
            raise ValueError(
                f"{what} would take about {_spoken(self.seconds, TIMES, 'two minutes')} and "
                f"{_spoken(self.bytes, MEMORIES, 'little')} of memory, more than "
                f"{_spoken(MOST_SECONDS, TIMES, '')} or {_spoken(MOST_BYTES, MEMORIES, '')}: choose {advice}"
            )


def check_evaluation(problem: Problem, horizon: int, arithmetic: Arithmetic) -> None:
    """Raises ValueError if an evaluation of the problem and its learner is too much."""
    size, choices = problem.mdp.shape
    if horizon * size * choices > SMALL:
        advice = "a shorter horizon" + ", or floats (without --exact, arithmetic='float')" * (arithmetic is not FLOAT)
        work(problem, horizon, arithmetic).check(f"{horizon} decisions of {problem.name}", advice)


def check_plan(mdp: TabularMDP, horizon: int, arithmetic: Arithmetic) -> None:
    """Raises ValueError if the best expert, found over all states, is too much."""
    if horizon * mdp.shape[0] * mdp.shape[1] > SMALL:
        _backward(mdp, horizon, arithmetic, bits=0).check(f"a plan for {horizon} decisions", SHORTER)


def check_learner(mdp: TabularMDP, horizon: int, error: Fraction, arithmetic: Arithmetic) -> None:
    """Raises ValueError if a learner that errs where it costs most, so often, is too much."""
    if horizon * mdp.shape[0] * mdp.shape[1] > SMALL:
        bits = error.denominator.bit_length() - 1
        _backward(mdp, horizon, arithmetic, bits).check(f"a learner for {horizon} decisions", SHORTER)


def _backward(mdp: TabularMDP, horizon: int, arithmetic: Arithmetic, bits: int) -> Cost:
    """Of a backward programme that adds so many bits a decision; what it keeps is a law and small integers a state."""
    size, choices = mdp.shape
    digits = horizon * (_bits(mdp) + bits)
    entries = horizon * len(mdp.successor) / mdp.layers
    held = horizon * size * (POINTER + 4)
    if arithmetic is not EXACT:
        steps = entries + horizon * size * choices * 4
        return Cost(seconds=horizon * DECISION + steps * FLOAT_STEP, bytes=held)
    held += horizon * size * (OBJECT + digits / 8)
    seconds = horizon * (DECISION + size * choices * DENSE) + 4 * entries * (EXACT_STEP + digits / 2 * BIT)
    return Cost(seconds=seconds, bytes=held + size * choices * (OBJECT + digits / 4))


def check_simulation(horizon: int, episodes: int, threads: int) -> None:
    """Raises ValueError if that many episodes are too much, or one of them, or so many threads."""
    if threads > MOST_THREADS:
        raise ValueError(f"the number of threads must be at most {MOST_THREADS}; got {threads}")
    seconds = episodes * (horizon * PLAYED + BET) + horizon * DECISION
    Cost(seconds=seconds, bytes=0).check(
        f"{episodes} episodes of {horizon} decisions", "fewer episodes, a shorter horizon, or a precision"
    )


def work(problem: Problem, horizon: int, arithmetic: Arithmetic) -> Cost:
    """Of laws, costs and readings of a problem, its expert and its learner."""
    mdp = problem.mdp
    size, choices = mdp.shape
    dense = horizon * size * (choices + 4)
    if arithmetic is FLOAT:
        steps = 6 * horizon * len(mdp.successor) / mdp.layers
        return Cost(seconds=horizon * DECISION + (steps + dense) * FLOAT_STEP, bytes=2 * horizon * size * (POINTER + 1))
    digits = horizon * (_bits(mdp) + _learner_bits(problem)) if arithmetic is EXACT else 0
    numbers = _reached(mdp, horizon)
    steps = 6 * numbers * choices * mdp.branching
    seconds = horizon * DECISION + dense * DENSE + steps * (EXACT_STEP + digits / 2 * BIT)
    return Cost(seconds=seconds, bytes=dense * POINTER + 3 * numbers * (OBJECT + digits / 8))


def _bits(mdp: TabularMDP) -> float:
    """How many bits a decision adds to a denominator: those of a common denominator of the rows."""
    totals = np.add.reduceat(mdp.weight, mdp.indptr[:-1])
    return lcm(*(int(x) for x in np.unique(totals)[:100])).bit_length() - 1


def _learner_bits(problem: Problem) -> float:
    """The same for the actions; of a large table the first entries speak for all."""
    learner = problem.learner_table
    shares = learner.rates if isinstance(learner, Erring) else learner.probability.reshape(-1)[:SMALL]
    return max(x.q.bit_length() for x in shares) - 1


def _reached(mdp: TabularMDP, horizon: int) -> int:
    """How many pairs of a decision and a state any actions can reach, about."""
    states = mdp.entry_row // mdp.shape[1] % mdp.shape[0]
    now, total = mdp.start.astype(bool), 0
    for decision in range(1, min(horizon, MOST_LOOKED_AT * mdp.layers // len(states) + 1) + 1):
        total += int(now.sum())
        part = mdp.entries(decision)
        after = np.zeros_like(now)
        after[mdp.successor[part][now[states[part]]]] = True
        if mdp.layers == 1 and (after == now).all():
            break
        now = after
    return total + (horizon - decision) * int(now.sum())


YEAR = 365 * 86400
TIMES = ((1000 * YEAR, "thousands of years"), (YEAR, "years"), (86400, "days"), (3600, "hours"), (60, "minutes"))
MEMORIES = ((10**15, "thousands of TB"), (10**12, "TB"), (10**9, "GB"), (10**6, "MB"))


def spoken_time(seconds: float) -> str:
    """About how long, in the largest unit that it has two of."""
    return _spoken(seconds, TIMES, "less than two minutes")


def _spoken(amount: float, units: tuple[tuple[int, str], ...], least: str) -> str:
    """In the largest unit that it has two of; of what nobody imagines only the order."""
    if amount >= units[0][0]:
        return units[0][1]
    return next((f"{amount / size:.3g} {unit}" for size, unit in units[1:] if amount >= 2 * size), least)

"""What was tried against `refute`, and what fell: python -m tests.attacks.conjectures [--number N] [--seed S]
[--seconds S]

Formulas from the grammar, made to be near the truth, undefined somewhere, or at a boundary: each is put to the prover
alone and to `refute`, and what they answer is held against the formula's own meaning and the exact worst case at many
points.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache

from tests.attacks.formulas import Maker
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.meaning import UNDEFINED, Between, meaning
from tightrope.bounds.proof import solver_letters
from tightrope.bounds.proof.comparison import prove
from tightrope.reports.evidence import deciding as answering
from tightrope.reports.evidence.conjecture import decide
from tightrope.reports.evidence.finding import Finding
from tightrope.reports.evidence.question import Conjecture, conjecture, domain_of
from tightrope.simulators.model.arithmetic import exact_number

ERRORS = tuple(
    map(Fraction, ["1", "1/2", "1/3", "2/3", "3/4", "1/5", "2/5", "1/10", "9/10", "99/100", "1/49", "1/100", "1/1000"])
)
FURTHER = (20, 45, 49, 50, 51, 60)
STEPS = 450_000  # of the solver, for one question


@dataclass
class Tally:
    """How often what was answered, and what fell: each with its formula."""

    counts: dict[str, int] = field(default_factory=dict)
    fell: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def asked_of(text: str, ask: dict, domain: tuple[str, str]) -> Conjecture:
    numbers = {name: exact_number(ask[name], name) for name in ("missing", "u", "J_star", "rho") if name in ask}
    setting = Setting(reading=ask["reading"], quantity=ask.get("quantity", "disagreement"), **numbers)
    return conjecture(text, setting, domain_of(*domain))


def points(asked: Conjecture):
    domain = asked.domain
    last = domain.last or FURTHER[-1]
    ends = {domain.high, *([domain.low] if domain.low else [])}
    errors = sorted({*(e for e in ERRORS if domain.low <= e <= domain.high), *ends})
    for horizon in sorted(
        {*range(domain.first, min(last, domain.first + 9) + 1), *(h for h in FURTHER if domain.first <= h <= last)}
    ):
        for error in errors:
            yield error, horizon


def wrong(asked: Conjecture) -> tuple[str, int]:
    """A point where the claim is certainly below the worst case, if one of those tried is;
    at how many it is defined.
    """
    found, defined = "", 0
    for error, horizon in points(asked):
        claimed = meaning(asked.tree, {"epsilon": error, "T": horizon})
        if isinstance(claimed, Between):
            defined += 1
            if not found and claimed.upper < largest(asked.setting, error, horizon):
                found = f"epsilon = {error}, T = {horizon}: claims {float(claimed.upper)}"
    return found, defined


def objections(asked: Conjecture, answer: Finding | None, below: str, defined: int) -> list[str]:
    """What is false in an answer; None stands for "defined nowhere"."""
    if answer is None:
        return [f"said to be defined nowhere, and is at {defined} points"] if defined else []
    said = []
    if answer.verdict in ("attained", "holds"):
        said += [f"{answer.verdict}, and false at {below}"] if below else []
    if answer.verdict == "attained":
        where = answer.because.partition("equal to it")[2].split(";")[0].rpartition("at epsilon = ")[2]
        error, horizon = Fraction(where.split(",")[0]), int(where.split("T = ")[1])
        value = meaning(asked.tree, {"epsilon": error, "T": horizon})
        if not isinstance(value, Between) or value.exact != largest(asked.setting, error, horizon):
            said.append(f"not equal at epsilon = {where}")
    if answer.verdict == "refuted":
        witness, domain = answer.counterexample, asked.domain
        value = meaning(asked.tree, {"epsilon": witness.error, "T": witness.horizon}, 1024)
        inside = domain.low <= witness.error <= domain.high and domain.first <= witness.horizon <= (
            domain.last or 10**9
        )
        if not isinstance(value, Between) or not value.lower < witness.actual or not inside:
            said.append(f"no counterexample: epsilon = {witness.error}, T = {witness.horizon}")
        if witness.actual != largest(asked.setting, witness.error, witness.horizon):
            said.append("the witness is no worst case")
    if answer.verdict == "undecided" and below:
        said.append(f"left undecided, although false at {below}")
    if "where it is not defined, as at" in answer.because:
        where = answer.because.partition("where it is not defined, as at epsilon = ")[2].split(";")[0]
        error, horizon = Fraction(where.split(",")[0]), int(where.split("T = ")[1])
        if meaning(asked.tree, {"epsilon": error, "T": horizon}) is not UNDEFINED:
            said.append(f"defined at epsilon = {error}, T = {horizon}")
    return said


def attack(number: int, seed: int, seconds: float = 1e9, report=lambda line: None) -> Tally:
    """Ask so many questions, or as many as the time allows."""
    maker, tally, started = Maker(seed), Tally(), time.monotonic()
    before, solver_letters.STEPS = solver_letters.STEPS, STEPS
    asked_before, answering.prove = answering.prove, cache(prove)  # asked alone, then by `decide`
    try:
        while tally.counts.get("tried", 0) < number and time.monotonic() - started < seconds:
            text, ask, domain = maker.question()
            tally.count("tried")
            try:
                asked = asked_of(text, ask, domain)
            except ValueError:
                tally.count("no formula")
                continue
            for line in _asked(asked, tally):
                tally.fell.append(f"{text} {ask} {domain}: {line}")
                report(tally.fell[-1])
    finally:
        solver_letters.STEPS, answering.prove = before, asked_before
    return tally


def _asked(asked: Conjecture, tally: Tally) -> list[str]:
    below, defined = wrong(asked)
    fell = []
    if asked.formula is not None:
        how = answering.prove(asked.formula, asked.setting, asked.domain, asked.known.conditions)
        tally.count(f"prover alone: {' '.join(how.split()[:3]) or 'nothing'}")
        fell += [f"proved by {how}, and false at {below}"] if how and below else []
    try:
        answer = decide(asked)
    except ValueError as error:
        if "defined nowhere" not in str(error):
            return [*fell, f"refused: {error}"]
        answer = None
    except Exception as error:  # an internal failure is a fall
        return [*fell, f"{type(error).__name__}: {error}"]
    tally.count("defined nowhere" if answer is None else answer.verdict)
    if asked.known.everywhere and defined < sum(1 for _ in points(asked)):
        fell.append("said to be defined everywhere")
    return fell + objections(asked, answer, below, defined)


def from_the_shell(attack: Callable[..., Tally], number: int, words: str) -> int:
    """Make the attack that is asked for, so many questions if nothing is said; 1 if something fell."""
    parser = argparse.ArgumentParser(description=words.splitlines()[0])
    parser.add_argument("--number", type=int, default=number)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1e9)
    options = parser.parse_args()
    tally = attack(options.number, options.seed, options.seconds, lambda line: print(line, flush=True))
    print(", ".join(f"{what} {count}" for what, count in sorted(tally.counts.items())))
    print(f"tried {tally.counts.get('tried', 0)}, fell {len(tally.fell)}")
    return 1 if tally.fell else 0


if __name__ == "__main__":
    sys.exit(from_the_shell(attack, 3_000, __doc__))

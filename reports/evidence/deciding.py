"""A formula held against the exact worst case: proved, refuted with a witness, or undecided.

First points are looked at where floats suspect it: one point, compared exactly or in a rigorous ball, refutes; where a
letter has no value, at a few of its values. If none does, `tightrope.bounds.proof.comparison` is asked for a proof, for
all values. What neither decides is undecided. Where the worst case is not known (a broken recoverability, on policy),
problems themselves are searched.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.language.meaning import Between
from tightrope.bounds.proof.comparison import prove
from tightrope.reports.evidence.binding import notes
from tightrope.reports.evidence.counterexamples import Trial, trials_of
from tightrope.reports.evidence.definedness import defined_nowhere, defined_somewhere, where_undefined
from tightrope.reports.evidence.drawing import needs_a_drawn_action
from tightrope.reports.evidence.finding import Counterexample, Finding, Tightest
from tightrope.reports.evidence.in_words import point_in_words
from tightrope.reports.evidence.open_letters import instances
from tightrope.reports.evidence.question import Conjecture, claimed_at
from tightrope.reports.evidence.search import Found, search
from tightrope.reports.evidence.telling import EDGE, telling

ZERO, ONE = (Between(lower=Fraction(x), upper=Fraction(x)) for x in (0, 1))
MOST_TOUCHED = 8  # values of letters at which equality is looked for


def decide_everywhere(asked: Conjecture) -> Finding:
    """Refute it, prove it, or say what was tried. Raises ValueError if it is defined nowhere on its domain."""
    trials = trials_of(instances(asked))
    searched = [_looked(trials, asked)] if any(trial.looks for trial in trials) else []
    found = first(trials, Trial.suspected)
    defined = bool(found) or any(map(defined_somewhere, trials))
    how = how_proved(asked) if defined and not found else ""
    if not found and not how:
        found = first(trials, Trial.tied) or first(trials, Trial.far)
    if found:
        return _refuted(asked, found, searched, tightest_of(trials))
    end = where_undefined(asked, trials)
    if how:
        return _proved(asked, trials, how, end, searched)
    if not defined:
        if defined_nowhere(asked):
            raise ValueError(f"{asked.text} is defined nowhere on this domain: it claims nothing")
        because = "at no point looked at was it seen to be defined, and not proved that it is defined nowhere"
        return _finding(asked, "undecided", "searched", because, searched=searched)
    searched.append(
        "no proof: polynomial statements for all epsilon and T, induction on T, single T"
        if asked.formula is not None
        else "no proof: the formula has no form that the solver could be trusted with"
    )
    for trial in trials:  # where the exact worst case is not known everywhere
        classical = not trial.asked.setting.is_declared and trial.asked.setting.R is None
        if classical and len(trial.looks) < len(trial.everything):
            problem, lines = search(trial.asked.setting, trial.asked.domain, _exceeds(trial.asked))
            searched += [_of(trial, line) for line in lines]
            if problem:
                return _refuted(asked, _counterexample_from(trial, problem), searched, tightest_of(trials))
            break  # for one of the values: it takes long
    because = f"no point looked at refutes it, and no proof was found{end}"
    return _finding(asked, "undecided", "searched", because, searched=searched, tightest=tightest_of(trials))


def first(trials: list[Trial], look: Callable[[Trial], Counterexample | None]) -> Counterexample | None:
    """Of the first values that refute, the point that does."""
    return next(filter(None, map(look, trials)), None)


def how_proved(asked: Conjecture) -> str:
    """How it was proved; empty if it was not."""
    if asked.formula is None:
        return ""
    return prove(asked.formula, asked.assumed_of, asked.domain, asked.known.conditions)


def tightest_of(trials: list[Trial]) -> Tightest | None:
    seen = [one for trial in trials if (one := trial.tightest())]
    return max(seen, key=lambda one: one.share.lower, default=None)


def _refuted(asked: Conjecture, found: Counterexample, searched: list[str], tightest: Tightest | None) -> Finding:
    evidence = "exact" if found.claimed.exact is not None and found.ran else "certified"
    by = "the problem was evaluated in rational arithmetic"
    if not found.ran:
        by = "by the closed form of the worst case, which it attains; it is too large to be run"
    if needs_a_drawn_action(asked.setting):
        by = "by the worst case, which it attains; its expert draws its actions, so that no command takes it"
    by += as_it_counts(asked.setting)
    because = f"{'a problem' if found.found else found.problem} exceeds it; {by}"
    if found.found:
        because = "a problem exceeds it, evaluated in rational arithmetic"
    share = _share_of(found)
    if share and (tightest is None or tightest.share.lower < share.share.lower):
        tightest = share
    more = {"counterexample": found, "searched": searched, "tightest": tightest}
    return _finding(asked, "refuted", evidence, because, **more)


def as_it_counts(setting: Setting) -> str:
    """What whoever evaluates a problem must know of its costs, for the end of a sentence."""
    discounted = "" if setting.gamma is None else "; decision t counts gamma^(t-1)"
    return discounted + ("" if setting.R is None else f"; its costs lie in [0, 1] and count {setting.R} times")


def _share_of(found: Counterexample) -> Tightest | None:
    """What the counterexample itself reaches; beyond what is evaluated, at least that."""
    if found.claimed.lower <= 0:
        return None
    share = Between(lower=found.actual / found.claimed.upper, upper=found.actual / found.claimed.lower)
    return Tightest(share=share, error=found.error, horizon=found.horizon, values=found.values)


def _proved(asked: Conjecture, trials: list[Trial], how: str, end: str, searched: list[str]) -> Finding:
    sharp = sharpest(trials)
    because = f"the exact worst case is never above it, by {how}{_equal(sharp)}{end}"
    tightest = tightest_of(trials)
    if sharp:
        trial, error, horizon = sharp
        tightest = Tightest(share=ONE, error=error, horizon=horizon, values=trial.values)
    verdict = "attained" if sharp else "holds"
    return _finding(asked, verdict, "proved", because, searched=searched, tightest=tightest)


def sharpest(trials: list[Trial]) -> tuple[Trial, Fraction, int] | None:
    """Where the claim is the worst case exactly: a point that tells, if one is seen, else one at the edge.

    Of many values, those with which nothing can happen (u = 0) show nothing.
    """
    edge = None
    for trial in trials[: MOST_TOUCHED + 1]:
        point = trial.touches()
        if point and len(trials) > 1 and claimed_at(trial.asked, *point) == ZERO:
            continue
        if point and telling(*point):
            return trial, *point
        edge = edge or (point and (trial, *point))
    return edge


def _finding(asked: Conjecture, verdict: str, evidence: str, because: str, **more: Any) -> Finding:
    searched = tuple(more.pop("searched", ()))
    said = notes(asked, more.get("counterexample"))
    return Finding(
        conjecture=asked, verdict=verdict, evidence=evidence, because=because, searched=searched, notes=said, **more
    )


def _equal(sharp: tuple[Trial, Fraction, int] | None) -> str:
    """Where the claim is attained, in words."""
    if not sharp:
        return ""
    trial, error, horizon = sharp
    point = point_in_words(error, horizon, trial.values)
    return (
        f"; equal to it at {point}"
        if telling(error, horizon)
        else f"; seen equal to it only where {EDGE}, as at {point}"
    )


def _looked(trials: list[Trial], asked: Conjecture) -> str:
    looks = [look.horizon for trial in trials for look in trial.looks]
    points = sum(trial.points for trial in trials)
    values = f", {len(trials)} values of {', '.join(one.name for one in asked.ranges)}" if asked.ranges else ""
    return f"{points} points with T from {min(looks)} to {max(looks)}{values}, compared with the exact worst case"


def _of(trial: Trial, line: str) -> str:
    values = ", ".join(f"{name} = {value}" for name, value in trial.values.items())
    return f"{line} with {values}" if values else line


def _exceeds(asked: Conjecture) -> Callable[[Fraction, int, Fraction], bool]:
    def exceeds(error: Fraction, horizon: int, actual: Fraction) -> bool:
        claimed = claimed_at(asked, error, horizon)
        return isinstance(claimed, Between) and claimed.upper < actual

    return exceeds


def _counterexample_from(trial: Trial, found: Found) -> Counterexample:
    claimed = claimed_at(trial.asked, found.error, found.horizon)
    if not isinstance(claimed, Between):
        raise ValueError(f"{trial.asked.text} claims nothing at epsilon = {found.error}, T = {found.horizon}")
    return Counterexample(
        error=found.error,
        horizon=found.horizon,
        claimed=claimed,
        actual=found.actual,
        problem=found.problem.name,
        values=trial.values,
        found=found,
    )

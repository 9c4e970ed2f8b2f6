"""The smallest C for which a formula a + C b bounds the quantity: enclosed, with the point that needs it.

    from below   a point where b > 0 needs C >= (worst - a)/b there, in rationals or a rigorous ball
    from above   a C with which the formula is proved, for all points
    none         a point where b = 0 and a is below the worst case, or a family of points of which it is proved that
                 what they need grows without end

What a point needs and what is proved is true whatever the sign of b is elsewhere: the smallest C lies between them.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from tightrope.bounds.language.affine import CONSTANT, split
from tightrope.bounds.proof.families import Family, longer, outgrows, roots, smaller
from tightrope.bounds.proof.translation import translate
from tightrope.reports.evidence.binding import notes
from tightrope.reports.evidence.counterexamples import Trial, trials_of, witness_at
from tightrope.reports.evidence.deciding import how_proved, sharpest
from tightrope.reports.evidence.definedness import where_undefined
from tightrope.reports.evidence.finding import Constant, Counterexample, Finding
from tightrope.reports.evidence.in_words import point_in_words, shown
from tightrope.reports.evidence.needs import Need, at_constant, largest_need, need_at
from tightrope.reports.evidence.open_letters import instances
from tightrope.reports.evidence.question import Conjecture

STEPS = tuple(map(Fraction, ("1/1000000", "1/1000", "1/10", "1/2", "1", "3", "255")))  # above what is needed
HALVINGS, CLOSE = 3, Fraction(1, 500)
MOST_GROWING = 6  # values of letters for which growth is looked for
SEEN = 2**12, 2**20  # points of a family at which its growth is looked at
EXPONENTS = {1: 0.95, 2: 0.48, 4: 0.24}  # T = n^q, if what is needed grows at least like T^p
LARGEST_SHOWN = 10**300
SHOWN = (10, 100, 1_000, 10**6)
TRIED = ("no proof with any C tried, nor of a family of points along which what they need grows without end",)


def smallest_constant(asked: Conjecture) -> Finding:
    """The interval in which the smallest C lies, that there is none, or the largest one seen to be needed.

    Raises ValueError where no point was seen at which a larger C claims more.
    """
    if asked.eventually:
        raise ValueError("the smallest C is asked for all T of a domain: --horizon 100: instead of eventually")
    trials = trials_of(instances(asked))
    need = largest_need(trials)
    if need is None:
        raise ValueError(f"{asked.text}: there is no smallest C, for no point was seen where a larger C claims more")
    if need.least is None:
        return _none_at(asked, need)
    if growing := next(_growing(trials), None):
        return _none_along(asked, need, *growing)
    return _between(asked, trials, need)


def _between(asked: Conjecture, trials: list[Trial], need: Need) -> Finding:
    upper, how = _enough(asked, need)
    if upper is None:
        because = f"C >= {shown(need.lower)} is needed; no C was proved to be enough, nor that there is none"
        end = _where_undefined(asked, at_constant(trials, need.lower), need.lower)
        return _finding(asked, "undecided", "searched", f"{because}{end}", _constant(need, None), TRIED)
    sharp, with_it = need.lower == upper, at_constant(trials, upper)
    if sharp and (point := sharpest(with_it)):
        seen = next(one for one in trials if one.values == point[0].values)
        need = need_at(seen, *point[1:]) or need
    at = point_in_words(need.error, need.horizon, need.values)
    there = f"equal to it at {at}" if sharp else f"C >= {shown(need.lower)} is needed at {at}"
    because = f"with C = {shown(upper)} the exact worst case is never above it, by {how}; {there}"
    because += _where_undefined(asked, with_it, upper)
    return _finding(asked, "attained" if sharp else "holds", "proved", because, _constant(need, upper), ())


def _where_undefined(asked: Conjecture, trials: list[Trial], constant: Fraction) -> str:
    return where_undefined(asked.at({CONSTANT: constant}), trials)


def _enough(asked: Conjecture, need: Need) -> tuple[Fraction | None, str]:
    """A C with which the formula is proved, as small as a few tries make it, and how."""
    lower, step = need.lower, abs(need.lower) or Fraction(1)
    if how := how_proved(asked.at({CONSTANT: lower})):
        return lower, how
    failed = lower
    for share in STEPS:
        most = lower + step * share
        enough = next(x for x in (simplest(lower, most), simplest((lower + most) / 2, most), most) if x > failed)
        if how := how_proved(asked.at({CONSTANT: enough})):
            break
        failed = enough
    else:
        return None, ""
    for _ in range(HALVINGS):
        if enough - lower <= step * CLOSE:
            break
        third = (enough - failed) / 3
        middle = simplest(failed + third, enough - third)
        if again := how_proved(asked.at({CONSTANT: middle})):
            enough, how = middle, again
        else:
            failed = middle
    return enough, how


def simplest(low: Fraction, high: Fraction) -> Fraction:
    """The rational of an interval with the least denominator."""
    whole = -(-low.numerator // low.denominator)
    if whole <= high:
        return Fraction(whole)
    part = low.numerator // low.denominator
    return part + 1 / simplest(1 / (high - part), 1 / (low - part))


def _growing(trials: list[Trial]) -> Iterator[tuple[Trial, Family, Fraction, int]]:
    """Families of points of which it is proved that they need C >= rate n from some n on."""
    for trial in trials[:MOST_GROWING]:
        asked, parts = trial.asked, [translate(part) for part in split(trial.asked.tree)]
        a, b = (part.formula if part.everywhere else None for part in parts)
        if a is None or b is None:
            continue
        for kind in (longer, smaller):
            for number, family in enumerate(kind(asked.domain)):
                if (q := _power(trial, family)) is None:
                    continue
                slower = list(kind(asked.domain, lcm(q, roots(a), roots(b))))[number]
                rate = _rate(trial, slower)
                if rate is None:
                    continue
                if start := outgrows(a, b, rate, asked.setting, asked.domain, slower):
                    yield trial, slower, rate, start


def _power(trial: Trial, family: Family) -> int | None:
    """The q for which T = n^q needs at least n, by what two points need."""
    needs = [need_at(trial, *family.point(n)) for n in SEEN]
    low, high = (need.least.lower if need and need.least else Fraction(0) for need in needs)
    if low <= 0 or high <= low:
        return None
    grown = (_size(high / low)) / _size(Fraction(SEEN[1], SEEN[0]))
    return next((q for q, least in EXPONENTS.items() if grown >= least), None)


def _size(number: Fraction) -> float:
    """log2, about."""
    shift = number.numerator.bit_length() - number.denominator.bit_length()
    return shift + float(number / Fraction(2) ** shift) - 1


def _rate(trial: Trial, family: Family) -> Fraction | None:
    """A power of 1/2, less than half of what a far point needs for each n."""
    need = need_at(trial, *family.point(SEEN[0]))
    if need is None or need.least is None or need.least.lower <= 0:
        return None
    share, rate = need.least.lower / SEEN[0] / 2, Fraction(1)
    while rate > share:
        rate /= 2
    return rate


def _none_at(asked: Conjecture, need: Need) -> Finding:
    problem, ran = witness_at(need.asked.setting, need.error, need.horizon)
    witness = Counterexample(
        error=need.error,
        horizon=need.horizon,
        values=need.values,
        claimed=need.without,
        actual=need.worst.lower,
        problem=problem,
        ran=ran,
    )
    because = f"no C is enough: its factor is 0 where {problem} exceeds the rest"
    evidence = "exact" if need.without.exact is not None else "certified"
    return Finding(conjecture=asked, verdict="refuted", evidence=evidence, because=because, counterexample=witness)


def _none_along(asked: Conjecture, need: Need, trial: Trial, family: Family, rate: Fraction, start: int) -> Finding:
    n = family.needs_in_words(rate)
    values = "".join(f", {name} = {value}" for name, value in trial.values.items())
    where, since = f"{family.words}{values}", family.from_in_words(start)
    because = f"no C is enough: where {where} it is proved that C >= {n} is needed, {since}"
    points = (family.point(start * x) for x in SHOWN)
    needs = [one for point in points if (one := need_at(trial, *point)) and one.least]
    shown_ones = [one for one in needs if one.lower < LARGEST_SHOWN] or needs[:1]
    growing = tuple((one.error, one.horizon, one.lower) for one in shown_ones)
    return _finding(asked, "refuted", "proved", because, _constant(need, None, growing), ())


def _constant(need: Need, upper: Fraction | None, growing: tuple = ()) -> Constant:
    problem, ran = witness_at(need.asked.setting, need.error, need.horizon)
    return Constant(
        lower=need.lower,
        upper=upper,
        growing=growing,
        error=need.error,
        horizon=need.horizon,
        values=need.values,
        problem=problem,
        ran=ran,
    )


def _finding(asked: Conjecture, verdict: str, evidence: str, because: str, constant: Constant, tried: tuple) -> Finding:
    screened = ("screens of points with T up to 3000, and points with T up to 2**1000 and epsilon down to 2**-1000",)
    return Finding(
        conjecture=asked,
        verdict=verdict,
        evidence=evidence,
        because=because,
        constant=constant,
        searched=(*screened, *tried),
        notes=notes(asked, None),
    )

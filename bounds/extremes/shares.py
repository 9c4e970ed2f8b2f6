"""How many can have erred by decision t, for budgets that hold at once; and what that adds up to.

Let F_t be the probability of an error among the first t decisions, B_t the errors that the budgets allow until then, on
average: B_t = min(t p, T a), p the smaller of the per-step budget and the cap c (pointwise), a the averaged one; what
is not assumed is 1. With n = B_t/c, whole part i:

    pointwise, per_step, time_averaged   F_t <= h(B_t),  h(c n) = 1 - (1 - c)^i (1 - c (n - i))
    the same, a stochastic expert        F_t <= G_t,  G_t = min(G_{t-1} + min(p, c (1 - G_{t-1})), T a),  G_0 = 0
    log_loss alone, averaged             F_t <= 1 - (1 - epsilon)^t,   1 - (1 - epsilon)^T
    finite_data alone                    F_t <= 1 - (1 - m)(1 - epsilon)^t
    on_policy alone                      F_T <= min(1, epsilon T)

Why h: on one run an error of e <= c is an exam with probability e/c, which is failed with probability c. After N exams
1 - (1 - c)^N have erred, concave in N, and the mean of N is at most B_t/c: by Jensen most have erred where N takes the
two whole numbers around its mean. That can be done for all t at once, since B_t grows by at most c a decision.
Why G: of those who have not erred, at most c err in a decision, and at most p of all. An expert that takes one action
does not show who failed an exam; one that draws its action shows it by where it goes on, and the next exam is given to
those who passed.

The bounds are reached for all t together, so a sum of F_t with weights that are not negative is largest where they are:

    disagreement   weights 1, or gamma^(t-1)            tv, first_error, final   F_T;   l1   2 F_T
    gap            the same, v = min(1, u) for each     every cost in [0, R]: u/R for u, and R times all
    chunk of k     F of decision t is that of chunk number ceil(t/k); the average is over chunks
"""

from collections.abc import Mapping
from fractions import Fraction

from sympy import Expr, Integer, Min, Rational, Sum, floor

from tightrope.bounds.language.letters import T, t

LINEAR = ("pointwise", "per_step", "time_averaged")
ONLY_THE_LAST = ("tv", "l1", "first_error", "final")
ONE = Fraction(1)
MOST_CHORDS = 10  # a decision


def shares(
    budgets: Mapping[str, Fraction], horizon: int, *, missing: Fraction, chunk: int, expert: str
) -> list[Fraction]:
    """The largest F_1, ..., F_T; `budgets` are epsilons by their readings, such as `Setting` has a sharp answer for."""
    chunks = -(-horizon // chunk)
    by_chunk = _by_chunk(budgets, chunks, missing, expert)
    return [by_chunk[decision // chunk] for decision in range(horizon)]


def _by_chunk(budgets: Mapping[str, Fraction], count: int, missing: Fraction, expert: str) -> list[Fraction]:
    numbers = range(1, count + 1)
    for key in ("log_loss", "finite_data"):
        if key in budgets:
            return [1 - (1 - missing) * (1 - budgets[key]) ** j for j in numbers]
    if "log_loss_averaged" in budgets:
        return [1 - (1 - budgets["log_loss_averaged"]) ** count] * count
    if "on_policy" in budgets:  # asked for the last one only
        return [min(ONE, count * budgets["on_policy"])] * count
    cap, step, averaged = (budgets.get(key, ONE) for key in LINEAR)
    each, altogether = min(step, cap), averaged * count
    if expert == "deterministic":
        return [most_erred(min(j * each, altogether), cap) for j in numbers]
    found, erred = [], Fraction(0)
    for _ in numbers:
        erred = min(erred + min(each, cap * (1 - erred)), altogether)
        found.append(erred)
    return found


def most_erred(spent: Fraction, cap: Fraction) -> Fraction:
    """h: the largest share that errs where so many errors are spent on average, none above the cap."""
    if not cap:
        return Fraction(0)
    exams = spent / cap
    whole = int(exams)
    return 1 - (1 - cap) ** whole * (1 - cap * (exams - whole))


def weights(quantity: str, horizon: int, gamma: Fraction | None) -> list[Fraction]:
    """What F_1, ..., F_T count."""
    if quantity in ONLY_THE_LAST:
        return [Fraction(0)] * (horizon - 1) + [Fraction(2 if quantity == "l1" else 1)]
    return [ONE if gamma is None else gamma**decision for decision in range(horizon)]


def formula(
    budgets: Mapping[str, Expr], quantity: str, *, missing: Expr, chunk: int, expert: str, gamma: Fraction | None
) -> Expr:
    """The weighted sum as an expression in epsilon and T, for epsilon > 0; `budgets` may be the letter epsilon."""
    count = _chunks(T, chunk)
    if quantity in ONLY_THE_LAST:
        return (2 if quantity == "l1" else 1) * _share(budgets, count, count, missing, expert)
    weight = Integer(1) if gamma is None else Rational(gamma) ** (t - 1)
    return Sum(weight * _share(budgets, _chunks(t, chunk), count, missing, expert), (t, 1, T))


def _chunks(decisions: Expr, chunk: int) -> Expr:
    return decisions if chunk == 1 else floor((decisions + chunk - 1) / chunk)


def _share(budgets: Mapping[str, Expr], number: Expr, count: Expr, missing: Expr, expert: str) -> Expr:
    for key in ("log_loss", "finite_data"):
        if key in budgets:
            return 1 - (1 - missing) * (1 - budgets[key]) ** number
    if "log_loss_averaged" in budgets:
        return 1 - (1 - budgets["log_loss_averaged"]) ** count
    if "on_policy" in budgets:
        return Min(1, count * budgets["on_policy"])
    if 0 in budgets.values():
        return Integer(0)
    given = [budgets[key] for key in ("pointwise", "per_step") if key in budgets]
    each = Min(*given) if given else Integer(1)
    spent = [number * each] if given else []
    spent += [count * budgets["time_averaged"]] if "time_averaged" in budgets else []
    cap = budgets.get("pointwise")
    if cap is None:
        return Min(1, *spent)
    if len(budgets) == 1:
        return 1 - (1 - cap) ** number
    if expert == "stochastic":
        linear = Min(number, floor((cap - each) / (cap * each)) + 1)  # decisions in which the budget p binds
        return Min(1 - (1 - each * linear) * (1 - cap) ** (number - linear), *spent[1:])
    exams = Min(*spent) / cap
    return 1 - (1 - cap) ** floor(exams) * (1 - cap * (exams - floor(exams)))


def at_horizon(
    budgets: Mapping[str, Expr], quantity: str, horizon: int, *, chunk: int, gamma: Fraction | None
) -> Expr | None:
    """The same for one T without whole parts, as minima of the chords that h is made of; None if it has no chords, or
    more than anybody waits for.
    """
    if "pointwise" not in budgets or len(budgets) == 1 or horizon > MOST_CHORDS:
        return None
    cap, count = budgets["pointwise"], -(-horizon // chunk)

    def share(number: int) -> Expr:
        spent = [number * one for key, one in budgets.items() if key != "time_averaged"]
        spent += [count * budgets["time_averaged"]] if "time_averaged" in budgets else []
        left = [(1 - cap) ** i for i in range(number + 1)]
        return Min(*(1 - kept + kept * (one - i * cap) for i, kept in enumerate(left) for one in spent))

    counted = zip(weights(quantity, horizon, gamma), range(horizon), strict=True)
    return sum((Rational(w) * share(i // chunk + 1) for w, i in counted if w), Integer(0))

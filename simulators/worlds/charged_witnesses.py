"""The extremal problems when more is assumed of the task: an error costs at most u, and the expert pays J_star.

What an error can cost is then shared between decisions, and the expert's own cost is put where it takes nothing from
the extra cost: on the runs that never err, then, scaled down, on what an error leaves free. Each attains
`tightrope.bounds.extremes.worst_case` with the quantity gap, has recoverability at most u, and its expert pays J_star exactly.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)


def charged_exam(epsilon: Fraction, horizon: int, u: Fraction, J_star: Fraction) -> Problem:
    """The exam of `witnesses`, a failed exam costing at most min(1, u) per decision. gap = min(v sum min(1, eps t), T - J_star)."""
    calls, waiting = [], ONE - epsilon
    for _ in range(horizon):
        called = min(ONE, epsilon / waiting) if waiting > 0 else ONE
        calls.append(called)
        waiting -= waiting * called
    failed = sum(min(ONE, epsilon * t) for t in range(1, horizon + 1))
    return _examined("charged-exam", epsilon, calls, failed, horizon, u, J_star)


def charged_trap(epsilon: Fraction, horizon: int, u: Fraction, J_star: Fraction) -> Problem:
    """All exams at the first decision: a share epsilon T of the runs fails. gap = min(v T min(1, eps T), T - J_star)."""
    share = min(ONE, epsilon * horizon)
    return _examined("charged-trap", share, [ZERO] * horizon, share * horizon, horizon, u, J_star)


def _examined(
    name: str, first: Fraction, calls: list[Fraction], failed: Fraction, horizon: int, u: Fraction, J_star: Fraction
) -> Problem:
    """`failed` is the expected number of decisions at or after a failed exam; the dynamics depend on t."""
    _check(horizon, u, J_star)
    extra = min(ONE, u, (horizon - J_star) / failed) if failed else min(ONE, u)
    fee = _share(J_star, horizon - extra * failed)
    passed = fee * (1 - extra)
    layers = []
    for called in calls:
        waiting = {0: 1 - called, 1: called}
        layers.append([[waiting, waiting], [{2: ONE}, {1: ONE}], [{2: ONE}, {2: ONE}]])
    mdp = tabular_mdp(
        states=("yet", "exam", "done"),
        actions=("right", "wrong"),
        start=(1 - first, first, ZERO),
        transition=layers,
        cost=((fee, fee), (passed, passed + extra), (passed, passed)),
    )
    return right_or_wrong(name, mdp, right=[ONE, ZERO, ONE])


def charged_tightrope(epsilon: Fraction, horizon: int, u: Fraction, J_star: Fraction) -> Problem:
    """Chance alone decides who errs, so the expert pays on the earliest decisions, when few have erred."""
    return _charged_rope("charged-tightrope", epsilon, horizon, ZERO, u, J_star)


def charged_unseen_start(epsilon: Fraction, horizon: int, missing: Fraction, u: Fraction, J_star: Fraction) -> Problem:
    """A share `missing` of the runs is outside the data, where the learner always errs: the expert's cost avoids them first."""
    return _charged_rope("charged-unseen-start", epsilon, horizon, missing, u, J_star)


def _charged_rope(
    name: str, epsilon: Fraction, horizon: int, missing: Fraction, u: Fraction, J_star: Fraction
) -> Problem:
    """States: on_t and off_t for decision t, and the same two, unseen and lost, for runs that start outside the data."""
    _check(horizon, u, J_star)
    most, room = min(ONE, u), horizon - J_star
    outside = min(most, room / (missing * horizon)) if missing else ZERO
    room -= outside * missing * horizon
    latest = [max(ZERO, room / (1 - missing) - most * later) for later in range(horizon)] if missing < 1 else []
    inside = [min(most, extra) for extra in reversed(latest)] or [ZERO] * horizon
    used = missing * outside * horizon + (1 - missing) * sum(inside)
    share = _share(J_star, horizon - used)
    size = 2 * horizon
    moves, cost = [], []
    for t, extra in enumerate(inside):
        on, off = 2 * min(t + 1, horizon - 1), 2 * min(t + 1, horizon - 1) + 1
        moves += [[{on: ONE}, {off: ONE}]] * 2
        cost += [(share * (1 - extra), share * (1 - extra) + extra)] * 2
    mdp = tabular_mdp(
        states=[f"{place}{t}" for t in range(1, horizon + 1) for place in ("on", "off")] + ["unseen", "lost"],
        actions=("right", "wrong"),
        start=[1 - missing] + [ZERO] * (size - 1) + [missing, ZERO],
        transition=[[*moves, *[[{size: ONE}, {size + 1: ONE}]] * 2]],
        cost=[*cost, *[(share * (1 - outside), share * (1 - outside) + outside)] * 2],
    )
    data = np.array([s < size and s % 2 == 0 for s in range(size + 2)])
    return right_or_wrong(name, mdp, right=[1 - epsilon, ZERO] * horizon + [ZERO, ZERO], data=data)


def charged_labelled(epsilon: Fraction, horizon: int, u: Fraction, J_star: Fraction) -> Problem:
    """A share of the runs errs at every decision until an error, costing u on average, sticks for the rest of the episode.

    Measured on the learner's own states, the error is at most epsilon: T/u errors make a run pay at every decision.
    gap = min(u epsilon T, T - J_star). Raises ValueError unless u <= 1, u is whole, or u >= T.
    """
    _check(horizon, u, J_star)
    if u > 1 and u.denominator != 1 and u < horizon:
        raise ValueError(f"charged-labelled needs u <= 1, a whole u, or u >= T; got {u}")
    price, most = min(u, Fraction(horizon)), min(ONE, u)
    erring = min(ONE, epsilon * max(ONE, price), (horizon - J_star) / (most * horizon)) if most else epsilon
    fee = _share(J_star, horizon - most * erring * horizon)
    free = fee * (1 - most)
    layers = []
    for t in range(1, horizon + 1):
        stuck = min(ONE, (price - 1) / (horizon - t)) if price > 1 and t < horizon else ZERO
        layers.append([[{0: ONE}] * 2, [{1: ONE}, {1: 1 - stuck, 2: stuck}], [{2: ONE}] * 2])
    mdp = tabular_mdp(
        states=("firm", "loose", "stuck"),
        actions=("right", "wrong"),
        start=(1 - erring, erring, ZERO),
        transition=layers,
        cost=((fee, fee), (free, free + most), (ONE, ONE)),
    )
    return right_or_wrong("charged-labelled", mdp, right=[ONE, ZERO, ONE])


def _check(horizon: int, u: Fraction, J_star: Fraction) -> None:
    if u < 0 or not 0 <= J_star <= horizon:
        raise ValueError(f"u must be at least 0 and J_star lie between 0 and the horizon; got u={u}, J_star={J_star}")


def _share(cost: Fraction, room: Fraction) -> Fraction:
    return cost / room if room else ZERO

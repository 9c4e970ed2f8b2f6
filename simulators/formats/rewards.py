"""A problem from rows and rewards: what pays becomes what costs, a discount an end, a state without actions the end.

Rewards   r in [least, most] costs (most - r)/(most - least), so that costs lie in [0, 1]; nothing is paid after an end.
          The expert maximises the reward itself: where episodes end early that is another thing.
Discount  with probability 1 - discount each decision is the last. The expected sum of what is paid before that end is
          the discounted sum, exactly, and a horizon can stand beside it.
End       a state without actions: whoever is there is paid its reward, if it has one, once, and the episode has ended.
          So is a state that has one action only, which stays there and pays nothing. Nothing costs after an end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from tightrope.simulators.formats.rows import Amounts, fitting, written
from tightrope.simulators.model.arithmetic import EXACT
from tightrope.simulators.model.mdp import SMALL, TabularMDP
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line
from tightrope.simulators.model.weights import Numbered, mdp_from_weights

END = "end"
MOST_PAIRS = 10**8  # of states and actions: some gigabytes
MOST_COUNTED = 10**6  # states times actions; beyond them the return is not counted beside the cost


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """A stationary process before it is a problem.

    Shapes   start (S,), whole weights; row (rows,), the number s * A + a of each row, rising: what is missing is not
             available; starts (rows + 1,); successor, weight (entries,).
    """

    states: Sequence[str]
    actions: Sequence[str]
    start: np.ndarray
    row: np.ndarray
    starts: np.ndarray
    successor: np.ndarray
    weight: np.ndarray


def rewarded(
    rows: Rows,
    paid: Amounts,
    *,
    name: str,
    at_the_end: Amounts | None = None,
    discount: Fraction = Fraction(1),
    limits: tuple[Fraction, Fraction] | None = None,
    notes: Sequence[str] = (),
    said: str | None = None,
) -> Problem:
    """The problem without an expert; `planning.planned` finds it.

    Shapes: paid (rows,), expected; at_the_end (S,), looked at in states without rows. `limits` are the least and the
    largest reward of a single move, if they are not those of the rows;
    `said` is what to note of them, if not the map. Raises ValueError unless 0 < discount <= 1.
    """
    if not 0 < discount <= 1:
        raise ValueError(f"the discount must be a number above 0 and at most 1; got {discount}")
    size, choices = len(rows.states), len(rows.actions)
    present = np.zeros(size * choices, dtype=bool)
    present[rows.row] = True
    ends = ~np.any(present.reshape(size, choices), axis=1)
    prizes = at_the_end.numerator * ends if at_the_end is not None else np.zeros(size, dtype=np.int64)
    last = np.flatnonzero(ends & (prizes == 0))
    total = size + bool(not len(last) and (prizes.any() or discount < 1))  # an end of our own, if there is none
    end = int(last[0]) if len(last) else size
    numerator, denominator = _table(rows, paid, prizes, at_the_end, total)
    mdp = _process(rows, present, ends, prizes, total, end, discount)
    best_worst = _limits(rows, paid, prizes, at_the_end) if limits is None else limits
    return _problem(mdp, numerator, denominator, best_worst, name, [*notes, *_discounted(discount)], said)


def _table(
    rows: Rows, paid: Amounts, prizes: np.ndarray, at_the_end: Amounts | None, total: int
) -> tuple[np.ndarray, int]:
    """Expected rewards of states and actions over one denominator; 0 where nothing is paid."""
    choices = len(rows.actions)
    parts = [paid] if at_the_end is None else [paid, replace(at_the_end, numerator=prizes)]
    below = lcm(*(one.denominator for one in parts))
    largest = (int(max(abs(one.numerator), default=0)) * (below // one.denominator) for one in parts)
    kind = object if max(below, *largest) >= SMALL else np.int64
    of_rows, *of_ends = (one.numerator.astype(kind) * (below // one.denominator) for one in parts)
    table = np.zeros((total, choices), dtype=kind)
    table.reshape(-1)[rows.row] = of_rows
    for each in of_ends:
        table[: len(each)] += each[:, None]
    return table, below


def _limits(rows: Rows, paid: Amounts, prizes: np.ndarray, at_the_end: Amounts | None) -> tuple[Fraction, Fraction]:
    given = [paid.least, paid.most] if len(rows.row) else []
    if prizes.any() and at_the_end is not None:
        there = prizes[prizes != 0]
        given += [Fraction(int(x), at_the_end.denominator) for x in (there.min(), there.max())]
    return (min(given), max(given)) if given else (Fraction(0), Fraction(0))


def _process(
    rows: Rows, present: np.ndarray, ends: np.ndarray, prizes: np.ndarray, total: int, end: int, discount: Fraction
) -> TabularMDP:
    """The process, its costs not yet said: rows of ends put in, each row shortened by the discount."""
    size, choices = len(rows.states), len(rows.actions)
    lengths = np.zeros(total * choices, dtype=np.int64)
    lengths[rows.row] = np.diff(rows.starts)
    states = np.arange(total)
    ended = np.pad(ends, (0, total - size), constant_values=True)
    lengths.reshape(total, choices)[ended] = 1
    target = np.where(np.pad(prizes != 0, (0, total - size)), end, states)
    successor, weight, place = rows.successor, rows.weight, np.repeat(rows.row, np.diff(rows.starts))
    stays = np.flatnonzero(ended)[:, None] * choices + np.arange(choices)
    pieces = [(place, successor, weight), (stays.ravel(), np.repeat(target[ended], choices), np.ones(stays.size, int))]
    if discount < 1:
        p, q = discount.numerator, discount.denominator
        totals = np.add.reduceat(weight, rows.starts[:-1]) if len(rows.row) else weight
        if int(max(totals, default=0)) * q >= SMALL:
            weight, totals = weight.astype(object), totals.astype(object)
        pieces[0] = (place, successor, weight * p)
        pieces.append((rows.row, np.full(len(rows.row), end), totals * (q - p)))
        lengths[rows.row] += 1
    place, successor, weight = (np.concatenate(part) for part in zip(*pieces, strict=True))
    order = np.argsort(place, kind="stable")
    available = np.pad(present.reshape(size, choices), ((0, total - size), (0, 0)))
    return mdp_from_weights(
        states=_named(rows.states, total),
        actions=rows.actions,
        start=np.pad(rows.start, (0, total - size)),
        indptr=np.concatenate([[0], np.cumsum(lengths)]),
        successor=successor[order],
        weight=weight[order],
        cost_numerator=np.zeros((total, choices), dtype=np.int64),
        cost_denominator=1,
        decides=~ended,
        available=available | ended[:, None],
    )


def _named(states: Sequence[str], total: int) -> Sequence[str]:
    if total == len(states):
        return states
    name = END
    while name in states:
        name = f"{name} of all"
    return (*states, name)


def _problem(
    mdp: TabularMDP,
    numerator: np.ndarray,
    denominator: int,
    limits: tuple[Fraction, Fraction],
    name: str,
    notes: list,
    said: str | None,
) -> Problem:
    """Costs for rewards; the expert aims at the rewards."""
    least, most = limits
    if mdp.available is not None:
        first = mdp.available.argmax(axis=1)
        numerator = np.where(mdp.available, numerator, numerator[np.arange(len(first)), first][:, None])
    low = ~mdp.decides  # all actions pay the same there: what the one that there is pays
    numerator[low] = numerator[low][np.arange(low.sum()), abs(numerator[low]).argmax(axis=1)][:, None]
    ends = _ended(mdp) & ~numerator.any(axis=1)
    if least == most and ends.any():  # then an end, which pays nothing, is what makes a difference
        least, most = min(least, Fraction(0)), max(most, Fraction(0))
    span = most - least or Fraction(1)
    below = lcm(denominator, most.denominator, least.denominator)
    factor = below // denominator
    long = max(int(max(abs(numerator.ravel()))) * factor, below * max(abs(most), abs(least), span)) >= SMALL // 4
    whole = numerator.astype(object) * factor if long else numerator * factor
    costs = np.where(ends[:, None], 0, int(most * below) - whole)
    aim = replace(mdp, cost_numerator=-whole, cost_denominator=below)
    made = replace(mdp, cost_numerator=costs, cost_denominator=int(span * below))
    totals = {}
    if whole.size <= MOST_COUNTED:
        counted = whole if mdp.available is None else np.where(mdp.available, whole, 0)
        totals["return"] = EXACT.ratios(counted, np.full(whole.shape, below, dtype=object))
    notes = [*notes, said or _mapped(least, most)]
    return Problem(name=name, mdp=in_lowest_terms(made), expert=None, totals=totals, aim=aim, notes=tuple(notes))


def aiming_at(mdp: TabularMDP, amounts: np.ndarray) -> TabularMDP:
    """The process of whoever wants the most of what is paid, rationals of shape (S, A)."""
    below = lcm(*{int(x.q) for x in amounts.flat})
    whole = fitting([-int(x.p) * (below // int(x.q)) for x in amounts.flat]).reshape(mdp.shape)
    return replace(mdp, cost_numerator=whole, cost_denominator=below)


def check_aim(problem: Problem) -> None:
    """Raises ValueError if an expert is still to be planned for what no file holds."""
    aim = problem.aim
    if (
        problem.expert is None
        and aim is not None
        and ("return" not in problem.totals or aim.shape != problem.mdp.shape)
    ):
        raise ValueError(f"{line(problem.name)} has no expert yet, and a file cannot say what it wants: give a horizon")


def in_lowest_terms(mdp: TabularMDP) -> TabularMDP:
    divisor = gcd(int(np.gcd.reduce(mdp.cost_numerator, axis=None)), mdp.cost_denominator)
    return replace(mdp, cost_numerator=mdp.cost_numerator // divisor, cost_denominator=mdp.cost_denominator // divisor)


def _ended(mdp: TabularMDP) -> np.ndarray:
    """States that nothing leaves and where nothing is decided, shape (S,)."""
    first = mdp.indptr[np.arange(len(mdp.states)) * len(mdp.actions)]
    alone = np.diff(mdp.indptr)[np.arange(len(mdp.states)) * len(mdp.actions)] == 1
    return ~mdp.decides & alone & (mdp.successor[first] == np.arange(len(mdp.states)))


def _mapped(least: Fraction, most: Fraction) -> str:
    if least == most:
        return f"every reward is {written(most)}, so nothing costs"
    return (
        f"rewards r from {written(least)} to {written(most)} became costs {_missed(least, most)}; "
        "the expert maximises the reward"
    )


def _missed(least: Fraction, most: Fraction) -> str:
    """The formula of a cost."""
    span = most - least
    if span == 1:
        return f"{written(most)} - r"
    below = written(span)
    return f"({written(most)} - r)/({below})" if span.denominator > 1 else f"({written(most)} - r)/{below}"


def _discounted(discount: Fraction) -> list[str]:
    if discount == 1:
        return []
    last, kept = written(1 - discount), written(discount)
    kept = f"1 - {last}" if kept == "1" else kept  # six digits would say that there is none
    return [f"a discount of {kept} is an end: each decision is the last with probability {last}"]


def check_choices(states: int, actions: int) -> None:
    """Raises ValueError if a table of states and actions would fill the memory, as a number far too large makes it."""
    if states * actions > MOST_PAIRS:
        raise ValueError(
            f"{states} states with actions 0 to {actions - 1} are more than {MOST_PAIRS} pairs: number the actions of "
            "each state from 0 on"
        )


def numbered(prefix: str, size: int, given: Sequence[str] | None, what: str) -> Sequence[str]:
    """The names given, or s0, s1, ... Raises ValueError unless there are so many."""
    if given is None:
        return Numbered(prefix, size)
    names = tuple(str(one) for one in given)
    if len(names) != size:
        raise ValueError(f"{what} must be {size} names; got {len(names)}")
    return names

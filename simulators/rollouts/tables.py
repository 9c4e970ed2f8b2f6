"""A problem as the sampler reads it: what the learner does as kinds of behaviour, where actions lead as alias slots.

What the learner does at a decision in a state is one of few kinds, and `code` says which. A kind has a usual action,
whose probability is at least 1/A, and a chance of any other; that is what keeps the common case short. Which other
action it is then is drawn out of line: a certain one, any other alike, or by a law of its own.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from flint import fmpq

from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import EVENLY, Erring, Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.thresholds import ONE, cumulative, slots, threshold

FINE = 30  # bits of a threshold beyond its first 32, which decide only a tie
LOW = np.uint64(2**32 - 1)
CHUNK = 1 << 17  # cells of alias tables made at once


@dataclass(frozen=True, kw_only=True, eq=False)
class Kinds:
    """Kinds of behaviour. Shapes: all (kinds,), but laws (n, A).

    usual        the action that is taken unless another one is
    coarse, fine the chance of another action times 2^62: its first 32 bits and its last 30
    other        which one that is: an action; EVENLY; or -2 - i for the i-th of `laws`, cumulative, of total 2^62
    expected     the expert's action, so that any other is a disagreement; -1 where there can be none
    rate         the probability of a disagreement, a float
    """

    usual: np.ndarray
    coarse: np.ndarray
    fine: np.ndarray
    other: np.ndarray
    expected: np.ndarray
    laws: np.ndarray
    rate: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Moves:
    """Alias slots of each row (layer * S + s) * A + a: 2^bits of them, beginning at `place`.

    Either all rows have `bits` slots to the power of two and `place` is None: row r begins at r * 2^bits. Or rows are
    of very different length: then place[r] is 64 times the beginning, plus the bits.

    record    fine, threshold, second outcome, first outcome; shape (slots, 4). The threshold is the share of the slot
              below which the first outcome is taken, in 2^-32; `fine` are the 30 bits after it.
    """

    record: np.ndarray
    bits: int
    place: np.ndarray | None

    def of(self, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the rows' slots begin, and the number of bits that choose one."""
        if self.place is None:
            return row << np.uint64(self.bits), np.full_like(row, self.bits)
        return self.place[row] >> np.uint64(6), self.place[row] & np.uint64(63)


@dataclass(frozen=True, kw_only=True, eq=False)
class Start:
    """Alias slots of the first state, 2^bits of them: below the threshold, in 2^-62, it is `first`, else `second`."""

    bits: int
    threshold: np.ndarray
    first: np.ndarray
    second: np.ndarray


@dataclass(frozen=True, kw_only=True, eq=False)
class Tables:
    """All that an episode needs. code (L, S): the kind of behaviour at each decision; L = 1 serves every decision.

    layers    of the dynamics
    """

    states: int
    actions: int
    layers: int
    start: Start
    code: np.ndarray
    kinds: Kinds
    moves: Moves

    @cached_property
    def direct(self) -> np.ndarray:
        """If one layer serves every decision: the records of each state's usual action, 2^bits of them for each state,
        with the kind's `coarse` in place of `fine`. Else of size 0.
        """
        moves = self.moves
        if len(self.code) > 1 or self.layers > 1 or moves.place is not None:
            return np.zeros(0, dtype=np.uint32)
        kind = self.code[0]
        rows = np.arange(self.states) * self.actions + self.kinds.usual[kind]
        direct = moves.record.reshape(-1, 1 << moves.bits, 4)[rows]
        direct[:, :, 0] = self.kinds.coarse[kind][:, None]
        return direct

    def codes_at(self, decision: int) -> np.ndarray:
        """The kind of each state at decision t = 1, 2, ..., shape (S,)."""
        return self.code[0 if len(self.code) == 1 else decision - 1]


def tables(problem: Problem) -> Tables:
    """The tables of a problem and its learner. Raises ValueError if it has none."""
    mdp = problem.mdp
    states, actions = mdp.shape
    code, kinds = _kinds(problem)
    return Tables(
        states=states,
        actions=actions,
        layers=mdp.layers,
        start=_start(mdp.start),
        code=code,
        kinds=kinds,
        moves=moves(mdp),
    )


def with_learner(made: Tables, problem: Problem) -> Tables:
    """The tables of another learner in the same process: where actions lead is not made again."""
    code, kinds = _kinds(problem)
    return replace(made, code=code, kinds=kinds)


def _start(weights: np.ndarray) -> Start:
    state = np.flatnonzero(weights)
    bits = int(len(state) - 1).bit_length()
    padded = np.pad(weights[state], (0, (1 << bits) - len(state)))[:, None]
    first, second = slots(np.diff(cumulative(padded), axis=0, prepend=np.uint64(0)))
    state = np.pad(state, (0, (1 << bits) - len(state)))
    return Start(bits=bits, threshold=first[:, 0] << np.uint64(bits), first=state, second=state[second[:, 0]])


def moves(mdp: TabularMDP) -> Moves:
    """The alias slots of all rows."""
    counts = np.diff(mdp.indptr)
    bits = np.array([max(0, int(n - 1).bit_length()) for n in range(1, int(counts.max()) + 1)])[counts - 1]
    widest = int(bits.max())
    if len(bits) << widest <= 4 * int((1 << bits).sum()):
        record = np.empty((len(bits) << widest, 4), dtype=np.uint32)
        _fill(record, mdp, np.arange(len(bits)), np.arange(len(bits)) << widest, widest)
        return Moves(record=record, bits=widest, place=None)
    begins = np.cumsum(1 << bits) - (1 << bits)
    record = np.empty((int((1 << bits).sum()), 4), dtype=np.uint32)
    for k in np.unique(bits):
        rows = np.flatnonzero(bits == k)
        _fill(record, mdp, rows, begins[rows], int(k))
    return Moves(record=record, bits=widest, place=(begins.astype(np.uint64) << np.uint64(6)) + bits.astype(np.uint64))


def _fill(record: np.ndarray, mdp: TabularMDP, rows: np.ndarray, begins: np.ndarray, bits: int) -> None:
    """The slots of rows that have 2^bits of them each, written where they begin."""
    cells, together = 1 << bits, max(1, CHUNK >> bits)
    for some in (slice(i, i + together) for i in range(0, len(rows), together)):
        row = rows[some]
        cell = np.arange(cells)[:, None]
        entry = np.minimum(mdp.indptr[row] + cell, mdp.indptr[row + 1] - 1)
        weight = np.where(mdp.indptr[row] + cell < mdp.indptr[row + 1], mdp.weight[entry], 0)
        first, second = slots(np.diff(cumulative(weight), axis=0, prepend=np.uint64(0)))
        successor = mdp.successor[entry]
        at = begins[some] + cell
        record[at, 0] = first & np.uint64(2**FINE - 1)
        record[at, 1] = (first >> np.uint64(FINE)) << np.uint64(bits)
        record[at, 2] = successor[second, np.arange(len(row))]
        record[at, 3] = successor


def _kinds(problem: Problem) -> tuple[np.ndarray, Kinds]:
    learner = problem.learner_table
    return _of_erring(problem, learner) if isinstance(learner, Erring) else _of_table(problem, learner)


def _of_erring(problem: Problem, learner: Erring) -> tuple[np.ndarray, Kinds]:
    """The kinds are the combinations that occur of: which action agrees, what the learner does rightly and wrongly, and
    how often."""
    actions, rates = learner.actions, list(learner.rates)
    sides = (actions + 1, actions, actions + 1, len(rates))
    experts = _experts(problem)
    layers = max(len(experts), learner.shape[0])

    def combination(layer: int) -> np.ndarray:
        agrees, right, wrong, which = (
            one[0 if len(one) == 1 else layer].astype(np.int64)
            for one in (experts, learner.expert, learner.wrong, learner.which)
        )
        agrees = np.where(problem.mdp.decides, agrees, -1)
        return np.ravel_multi_index((agrees + 1, right, wrong + 1, which), sides)

    occurs = np.unique(np.concatenate([_distinct(combination(layer), int(np.prod(sides))) for layer in range(layers)]))
    code = np.empty((layers, problem.mdp.shape[0]), dtype=_smallest(len(occurs)))
    for layer in range(layers):
        code[layer] = np.searchsorted(occurs, combination(layer))
    kinds = [
        _erring_kind(int(right), int(wrong) - 1, rates[k], actions, int(agrees) - 1)
        for agrees, right, wrong, k in zip(*np.unravel_index(occurs, sides), strict=True)
    ]
    return code, _as_arrays(kinds, actions)


def _distinct(numbers: np.ndarray, below: int) -> np.ndarray:
    """The different numbers, in order; without sorting where they are small."""
    return np.flatnonzero(np.bincount(numbers)) if below <= 4 * len(numbers) else np.unique(numbers)


Kind = tuple[
    int, fmpq, int | list[fmpq], int
]  # usual action, chance of another, which other or the law of it, expected


def _erring_kind(right: int, wrong: int, rate: fmpq, actions: int, expected: int) -> Kind:
    if wrong == right or actions == 1:
        return right, fmpq(0), EVENLY, expected
    if wrong != EVENLY:
        return (right, rate, wrong, expected) if rate <= fmpq(1, 2) else (wrong, 1 - rate, right, expected)
    if rate <= fmpq(1, 2):
        return right, rate, EVENLY, expected
    return _law_kind([1 - rate if a == right else rate / (actions - 1) for a in range(actions)], expected)


def _law_kind(law: list[fmpq], expected: int) -> Kind:
    usual = max(range(len(law)), key=lambda a: (law[a], a == expected))
    others = [p if a != usual else fmpq(0) for a, p in enumerate(law)]
    possible = [a for a, p in enumerate(others) if p != 0]
    return usual, 1 - law[usual], possible[0] if len(possible) == 1 else others, expected


def _of_table(problem: Problem, learner: Table) -> tuple[np.ndarray, Kinds]:
    """The kinds are the different pairs of a law over actions and an expert's action."""
    states, actions = problem.mdp.shape
    experts = _experts(problem)
    layers = max(len(experts), learner.shape[0])
    found: dict[tuple, int] = {}
    code = np.empty((layers, states), dtype=np.int64)
    for layer in range(layers):
        laws = learner.probability[0 if len(learner.probability) == 1 else layer]
        expert = np.where(problem.mdp.decides, experts[0 if len(experts) == 1 else layer], -1)
        for s in range(states):
            code[layer, s] = found.setdefault((int(expert[s]), *laws[s]), len(found))
    kinds = [_law_kind(list(law), expert) for expert, *law in found]
    return code.astype(_smallest(len(kinds))), _as_arrays(kinds, actions)


def _experts(problem: Problem) -> np.ndarray:
    """The expert's actions, shape (L, S); -1 everywhere if it draws them, for then nothing is a disagreement."""
    if isinstance(problem.expert, np.ndarray):
        return problem.expert
    try:
        return problem.expert_actions
    except ValueError:
        return np.full((1, problem.mdp.shape[0]), -1)


def _as_arrays(kinds: list[Kind], actions: int) -> Kinds:
    chances = [min(ONE - 1, threshold(chance)) for _, chance, _, _ in kinds]
    laws, other = [], []
    for _, chance, which, _ in kinds:
        if isinstance(which, list):
            other.append(-2 - len(laws))
            laws.append(_cumulative_law(which, chance))
        else:
            other.append(which)
    return Kinds(
        usual=np.array([kind[0] for kind in kinds], dtype=np.int64),
        coarse=np.array([chance >> FINE for chance in chances], dtype=np.uint32),
        fine=np.array([chance & (2**FINE - 1) for chance in chances], dtype=np.uint32),
        other=np.array(other, dtype=np.int64),
        expected=np.array([kind[3] for kind in kinds], dtype=np.int64),
        laws=np.array(laws, dtype=np.uint64).reshape(len(laws), actions),
        rate=np.array([_rate(kind, actions) for kind in kinds]),
    )


def _rate(kind: Kind, actions: int) -> float:
    """e, the probability not to do what is expected."""
    usual, chance, other, expected = kind
    if expected < 0:
        return 0.0
    if expected == usual:
        return float(fraction(chance))
    if isinstance(other, list):
        return float(fraction(1 - other[expected]))
    return float(fraction(1 - (chance / (actions - 1) if other == EVENLY else chance if other == expected else 0)))


def _cumulative_law(parts: list[fmpq], total: fmpq) -> list[int]:
    running, ends = fmpq(0), []
    for part in parts:
        running += part / total if total != 0 else 0
        ends.append(threshold(running))
    return ends


def _smallest(kinds: int) -> type:
    return next(kind for kind in (np.uint8, np.uint16, np.uint32) if kinds <= np.iinfo(kind).max + 1)

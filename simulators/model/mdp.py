"""A tabular decision process with finite horizon, its probabilities stored as integers: exact and hashable.

Objects   states 0..S-1, actions 0..A-1, decisions 1..T; p_0 the law of the first state.
Move      P_t(s' | s, a) = weight / total of its row. One layer of rows serves every decision; with L > 1 layers,
          decision t uses layer t and no more than L decisions can be taken.
Cost      cost(s, a), a rational; the task cost of an episode is their sum. Disagreement is counted apart from it.
End       in a state that does not decide, nothing is chosen and nothing can go wrong: disagreement is 0 there.
Actions   may depend on the state: `available`. One that a state lacks moves and costs as the first that it has, so that
          measures need not ask; nobody takes it. A state with a single action does not decide.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd, lcm
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpz

from tightrope.simulators.model.arithmetic import (
    BALL,
    EXACT,
    FLOAT,
    Arithmetic,
    Number,
    exact_law,
    exact_number,
    over_one_denominator,
)
from tightrope.simulators.model.terminal import line, listed, quoted

if TYPE_CHECKING:
    from scipy.sparse import csr_array

EXACT_WORK = 500_000  # sums of products of rationals: about a second
EACH = 500  # what a decision takes beside them, and its rationals grow
SMALL = 1 << 62  # weights below it are 64-bit integers, and so is the sum of a row; others are Python's, of any length
LONGEST = 20_000  # bits of a row's total: more are no probabilities that anybody wrote, and fill the memory


@dataclass(frozen=True, kw_only=True, eq=False)
class TabularMDP:
    """Made by `tabular_mdp`, which checks everything once; functions behind it do not check again.

    Or by `weights.mdp_from_weights`, from arrays. Laws are in lowest terms and their successors in order, so that the
    same process has the same arrays.

    Shapes   start (S,); indptr (L*S*A + 1,); successor, weight (entries,); cost_numerator (S, A); decides (S,);
             available (S, A), or None where every state that decides has every action.
    """

    states: Sequence[str]
    actions: Sequence[str]
    layers: int
    start: np.ndarray
    indptr: np.ndarray
    successor: np.ndarray
    weight: np.ndarray
    cost_numerator: np.ndarray
    cost_denominator: int
    decides: np.ndarray
    available: np.ndarray | None = None

    def __repr__(self) -> str:
        changing = f", {self.layers} decisions that differ" * (self.layers > 1)
        return f"<decision process: {len(self.states)} states, {len(self.actions)} actions{changing}>"

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.states), len(self.actions)

    @property
    def branching(self) -> int:
        """The largest number of successors of a state and an action."""
        return int(np.diff(self.indptr).max())

    @cached_property
    def in_degree(self) -> int:
        """The largest number of moves, from any state and action, into one state."""
        return max(int(np.bincount(self.successor[self.entries(layer + 1)]).max()) for layer in range(self.layers))

    def arithmetic(self, horizon: int) -> Arithmetic:
        """What a programme over so many decisions is reckoned in when nobody says: rationals, if that takes seconds."""
        each = len(self.successor) // self.layers + EACH
        return EXACT if each * horizon <= EXACT_WORK else FLOAT

    @cached_property
    def entry_row(self) -> np.ndarray:
        """The row, (layer * S + s) * A + a, of each entry."""
        return np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))

    @cached_property
    def exact_probability(self) -> np.ndarray:
        return self._probability(EXACT)

    @cached_property
    def float_probability(self) -> np.ndarray:
        return self._probability(FLOAT)

    @cached_property
    def ball_probability(self) -> np.ndarray:
        return self._probability(BALL)

    @cached_property
    def exact_cost(self) -> np.ndarray:
        return self._cost(EXACT)

    def _cost(self, arithmetic: Arithmetic) -> np.ndarray:
        return arithmetic.ratios(self.cost_numerator, np.full(self.shape, self.cost_denominator, object))

    def _probability(self, arithmetic: Arithmetic) -> np.ndarray:
        totals = np.add.reduceat(self.weight, self.indptr[:-1])
        return arithmetic.ratios(self.weight, np.repeat(totals, np.diff(self.indptr)))

    def probability(self, arithmetic: Arithmetic) -> np.ndarray:
        """P of each entry."""
        if arithmetic is BALL:
            return self.ball_probability
        return self.exact_probability if arithmetic is EXACT else self.float_probability

    def possible(self, totals: np.ndarray, instead: Any) -> np.ndarray:
        """The same array, totals (S, A, ...) of each action, with another number where a state lacks the action."""
        if self.available is not None:
            totals[~self.available] = instead
        return totals

    def whole_weights(self, decision: int) -> tuple[np.ndarray, fmpz]:
        """P of each entry of that decision's layer as a whole number over one denominator."""
        return self._whole_weights[self.layer_of(decision)]

    @cached_property
    def _whole_weights(self) -> list[tuple[np.ndarray, fmpz]]:
        return [over_one_denominator(self.exact_probability[self.entries(t)]) for t in range(1, self.layers + 1)]

    def matrix(self, decision: int) -> "csr_array":
        """P_t in floats, shape (S * A, S), row s * A + a."""
        return self._matrices[self.layer_of(decision)]

    @cached_property
    def _matrices(self) -> list["csr_array"]:
        from scipy.sparse import csr_array

        shape = (len(self.states) * len(self.actions), len(self.states))
        parts = [self.entries(layer + 1) for layer in range(self.layers)]
        return [
            csr_array(
                (
                    self.float_probability[part],
                    self.successor[part],
                    np.append(self.row_starts(layer + 1), part.stop - part.start),
                ),
                shape=shape,
            )
            for layer, part in enumerate(parts)
        ]

    def cost(self, arithmetic: Arithmetic) -> np.ndarray:
        """cost(s, a), shape (S, A)."""
        return self.exact_cost if arithmetic is EXACT else self._cost(arithmetic)

    def start_law(self, arithmetic: Arithmetic) -> np.ndarray:
        return arithmetic.ratios(self.start, np.full_like(self.start, self.start.sum()))

    def layer_of(self, decision: int) -> int:
        """Which layer of rows decision t = 1, 2, ... uses."""
        return 0 if self.layers == 1 else decision - 1

    def entries(self, decision: int) -> slice:
        """The entries of that decision's layer."""
        rows = len(self.states) * len(self.actions)
        first = self.layer_of(decision) * rows
        return slice(int(self.indptr[first]), int(self.indptr[first + rows]))

    def row_starts(self, decision: int) -> np.ndarray:
        """Where each of the layer's rows (s, a) starts, counted inside `entries(decision)`."""
        rows = len(self.states) * len(self.actions)
        first = self.layer_of(decision) * rows
        return self.indptr[first : first + rows] - self.indptr[first]

    def check_horizon(self, horizon: int) -> None:
        """Raises ValueError unless 1 <= horizon and the dynamics are given for so many decisions."""
        if horizon != int(horizon) or horizon < 1:
            raise ValueError(f"the horizon is a number of decisions and must be a whole number >= 1; got {horizon}")
        if self.layers > 1 and horizon > self.layers:
            raise ValueError(f"the horizon must be at most {self.layers}, the number of layers given; got {horizon}")


def tabular_mdp(
    *,
    states: Sequence[str],
    actions: Sequence[str],
    start: Sequence[Number],
    transition: Sequence[Sequence[Sequence[Mapping[int, Number]]]],
    cost: Sequence[Sequence[Number]],
    decides: Sequence[bool] | None = None,
    available: np.ndarray | None = None,
) -> TabularMDP:
    """A decision process from numbers: start[s], transition[layer][s][a][s'], cost[s][a]; lists or arrays of any kind
    of number, see `arithmetic.exact_number` and `arithmetic.exact_law`. Rows of actions that are not `available` are
    not looked at.

    Raises ValueError that names the place if a row is not a distribution, a shape is wrong, or a row's common
    denominator is too long.
    """
    size, choices = len(states), len(actions)
    if not size or not choices or not len(transition):
        raise ValueError(f"a problem needs a state, an action and dynamics; got {size}, {choices}, {len(transition)}")
    for names, kind in ((states, "states"), (actions, "actions")):
        if len(set(names)) != len(names):
            raise ValueError(f"the names of {kind} must differ; got {listed(names)}")
    _check_length(start, size, "start")
    given = [True] * size if decides is None else list(decides)
    _check_length(given, size, "decides")
    decided = np.array(given, dtype=bool)
    has, stands_for = choices_of(decided, available, size, choices)
    weights = _weights(dict(enumerate(start)), "start", size)
    indptr, successor, weight, totals = [0], [], [], []
    for layer, rows in enumerate(transition):
        _check_length(rows, size, f"transition[{layer}]")
        for s, row in enumerate(rows):
            _check_length(row, choices, f"transition[{layer}][{states[s]}]")
            for a in stands_for[s]:
                row_weights = _weights(row[a], f"transition[{layer}][{states[s]}][{actions[a]}]", size)
                successor += row_weights.keys()
                weight += row_weights.values()
                totals.append(sum(row_weights.values()))
                indptr.append(len(successor))
    _check_length(cost, size, "cost")
    for s, row in enumerate(cost):
        _check_length(row, choices, f"cost[{states[s]}]")
    prices = [[exact_number(cost[s][a], f"cost[{states[s]}]") for a in stands_for[s]] for s in range(size)]
    denominator = lcm(*(x.denominator for row in prices for x in row))
    if denominator.bit_length() > LONGEST:
        raise ValueError(f"the costs need numbers of more than {LONGEST} bits: choose simpler fractions")
    costs = [x.numerator * (denominator // x.denominator) for row in prices for x in row]
    made = TabularMDP(
        states=tuple(states),
        actions=tuple(actions),
        layers=len(transition),
        start=_whole_numbers([weights.get(s, 0) for s in range(size)], [sum(weights.values())]),
        indptr=np.array(indptr),
        successor=np.array(successor),
        weight=_whole_numbers(weight, totals),
        cost_numerator=_whole_numbers(costs, map(abs, costs)).reshape(size, choices),
        cost_denominator=denominator,
        decides=decided,
        available=has,
    )
    check_undecided(made)
    return made


def choices_of(
    decides: np.ndarray, available: np.ndarray | None, size: int, choices: int
) -> tuple[np.ndarray | None, np.ndarray]:
    """`available` in its one form, and the action that each action stands for, shape (S, A): itself, or the first of
    the state's. Marks states with a single action as undecided. Raises ValueError for a state without any.
    """
    everywhere = np.tile(np.arange(choices), (size, 1))
    if available is None:
        return None, everywhere
    if available.shape != (size, choices) or available.dtype != bool:
        raise ValueError(f"available must be booleans of shape ({size}, {choices}); it has {available.shape}")
    if not available.any(axis=1).all():
        raise ValueError(f"state {available.any(axis=1).argmin()} has no action; an end has one that stays")
    stands_for = np.where(available, everywhere, available.argmax(axis=1)[:, None])
    decides &= (available.sum(axis=1) > 1) | (choices == 1)
    has = available | ~decides[:, None]
    return None if has.all() else has, stands_for


def check_undecided(mdp: TabularMDP) -> None:
    """Raises ValueError unless all actions move and cost the same where nothing is decided."""
    choices = len(mdp.actions)
    for s in np.flatnonzero(~mdp.decides):
        for layer in range(mdp.layers):
            first = (layer * len(mdp.states) + s) * choices
            parts = [slice(mdp.indptr[row], mdp.indptr[row + 1]) for row in range(first, first + choices)]
            laws = [(mdp.successor[part].tolist(), mdp.weight[part].tolist()) for part in parts]
            if any(law != laws[0] for law in laws) or len(set(mdp.cost_numerator[s])) > 1:
                name = line(mdp.states[s])
                raise ValueError(f"{name} does not decide, so all its actions must move and cost the same")


def _weights(given: Mapping[int, Number], place: str, size: int) -> dict[int, int]:
    """The law as integers without common divisor, zero entries left out, successors in order."""
    states = sorted(given)
    chances = {s: x for s, x in zip(states, exact_law((given[s] for s in states), place), strict=True) if x}
    if any(not 0 <= s < size for s in chances):
        raise ValueError(
            f"{line(place)} leads to a state that is not there: states are 0 to {size - 1}; got {quoted(list(chances))}"
        )
    total = lcm(*(x.denominator for x in chances.values()))
    if total.bit_length() > LONGEST:
        raise ValueError(f"{line(place)} needs weights of more than {LONGEST} bits: choose simpler fractions")
    weights = {s: x.numerator * (total // x.denominator) for s, x in chances.items()}
    divisor = gcd(*weights.values())
    return {s: w // divisor for s, w in weights.items()}


def _whole_numbers(values: list[int], totals: Iterable[int]) -> np.ndarray:
    """64-bit integers where these and their totals are, else Python's own; shape (entries,)."""
    return np.array(values, dtype=np.int64 if max(totals, default=0) < SMALL else object)


def _check_length(values: Sequence, expected: int, place: str) -> None:
    if len(values) != expected:
        raise ValueError(f"{line(place)} must have {expected} entries; it has {len(values)}")

"""What to do: a policy says with what law it acts, and what it remembers of it. The exact table is one kind.

    law(observation, memory)                the probability of each action, given what is seen now and what is
                                            remembered
    remember(memory, observation, action)   what is remembered after that; pure, and memory is None at decision 1

Acting and remembering are separate because an exact evaluation goes through all actions. What an observation is the
problem says: the state itself, or a part of it. The fast evaluators take tables; `unrolling.unrolled` makes one of any
policy whose memories are few. (Some learners: `learners.window` remembers what it saw, `learners.copycat` what it did.)
"""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np

from tightrope.simulators.model.arithmetic import (
    EXACT,
    FLOAT,
    Arithmetic,
    Number,
    exact_law,
    fraction,
    object_array,
    rational,
    shown,
)

Law = Mapping[int, Fraction]  # the probability of each possible action; they sum to 1


Memory = TypeVar("Memory", bound=Hashable)


class Policy(Protocol[Memory]):
    """Whoever acts on what it sees and what it remembers."""

    def law(self, observation: int, memory: Memory | None) -> Law:
        """The probability of each action, exact."""
        ...

    def remember(self, memory: Memory | None, observation: int, action: int) -> Memory | None:
        """The memory after that observation and that action."""
        ...


class Table:
    """probability[layer][s][a], shape (L, S, A), rationals. With L = 1 the same table serves every decision.

    As a policy it sees the state; with more than one layer it remembers how many decisions it has made.
    """

    probability: np.ndarray

    def __init__(self, probability: np.ndarray):
        self.probability = probability

    def __repr__(self) -> str:
        layers, states, actions = self.shape
        each = f"{layers} decisions, each by itself" if layers > 1 else "the same at every decision"
        return f"<policy: {states} states, {actions} actions; {each}>"

    @property
    def shape(self) -> tuple[int, int, int]:
        """(L, S, A)."""
        layers, states, actions = self.probability.shape
        return layers, states, actions

    @cached_property
    def floats(self) -> np.ndarray:
        return FLOAT.convert(self.probability)

    def at(self, decision: int, arithmetic: Arithmetic) -> np.ndarray:
        """The table of decision t = 1, 2, ..., shape (S, A)."""
        layer = self._layer(decision)
        return self.floats[layer] if arithmetic is FLOAT else arithmetic.convert(self.probability[layer])

    def takes(self, decision: int) -> np.ndarray:
        """Which actions it may take in each state, shape (S, A)."""
        return self.at(decision, EXACT).astype(bool)

    def alike(self, decision: int) -> tuple[np.ndarray, np.ndarray]:
        """Laws of that decision, exact, shape (n, A), and which of them each state has, shape (S,).

        Every law of a state is there, perhaps more than once.
        """
        return self.at(decision, EXACT), np.arange(self.shape[1])

    def law(self, observation: int, memory: int | None) -> Law:
        row = self.at((memory or 0) + 1, EXACT)[observation]
        return {action: fraction(chance) for action, chance in enumerate(row) if chance != 0}

    def remember(self, memory: int | None, observation: int, action: int) -> int | None:
        layers = self.shape[0]
        return memory if layers == 1 else min((memory or 0) + 1, layers - 1)

    def check_horizon(self, horizon: int) -> None:
        if 1 < self.shape[0] < horizon:
            raise ValueError(f"the policy is given for {self.shape[0]} decisions; the horizon is {horizon}")

    def _layer(self, decision: int) -> int:
        return 0 if self.shape[0] == 1 else decision - 1


METHODS = " (an object that says its probabilities is made one by tightrope.from_policy)"
EVENLY = -1  # in place of a wrong action: all actions but the expert's, each as likely


class Erring(Table):
    """A table by a rule: in each state the expert's action, but another one with some probability.

    Shapes   expert (E, S), wrong (L, S), which (M, S), small integers, where E, L, M are 1 or the number of decisions;
             rates (K,), rationals: rates[which[t, s]] is the probability of `wrong[t, s]`, which is an action or
             `EVENLY`. Where it is the expert's nothing goes wrong. So decisions cost two small integers a state, not a
             rational for every action.
    """

    def __init__(self, *, actions: int, expert: np.ndarray, wrong: np.ndarray, which: np.ndarray, rates: np.ndarray):
        self.actions, self.expert, self.wrong, self.which, self.rates = actions, expert, wrong, which, rates

    @property
    def shape(self) -> tuple[int, int, int]:
        layers = max(len(self.expert), len(self.wrong), len(self.which))
        return layers, self.expert.shape[1], self.actions

    @cached_property
    def probability(self) -> np.ndarray:
        """The whole table, for small ones."""
        return np.array([self.at(decision, EXACT) for decision in range(1, self.shape[0] + 1)])

    @cached_property
    def _float_shares(self) -> tuple[np.ndarray, np.ndarray]:
        return FLOAT.convert(self.rates), FLOAT.convert(1 - self.rates)

    def _shares(self, arithmetic: Arithmetic) -> tuple[np.ndarray, np.ndarray]:
        """The probability of a wrong action and of the expert's for each of the K rates; neither is a difference of
        floats, so both have a small relative error.
        """
        if arithmetic is FLOAT:
            return self._float_shares
        return arithmetic.convert(self.rates), arithmetic.convert(1 - self.rates)

    def at(self, decision: int, arithmetic: Arithmetic) -> np.ndarray:
        return self._rows(self._choices(decision), arithmetic)

    def takes(self, decision: int) -> np.ndarray:
        laws, group = self.alike(decision)
        return laws.astype(bool)[group]

    def alike(self, decision: int) -> tuple[np.ndarray, np.ndarray]:
        choices = self._choices(decision)
        code = np.zeros(self.shape[1], dtype=np.int64)
        for values, many in zip(choices, (1, self.actions + 1, len(self.rates)), strict=True):
            code = code * many + values
        _, first, group = np.unique(code, return_index=True, return_inverse=True)
        return self._rows([values[first] for values in choices], EXACT), group

    def _choices(self, decision: int) -> list[np.ndarray]:
        """Expert's action, wrong action and which rate in each state."""
        return [_layer_of(each, decision) for each in (self.expert, self.wrong, self.which)]

    def _rows(self, choices: list[np.ndarray], arithmetic: Arithmetic) -> np.ndarray:
        expert, wrong, which = choices
        erring, agreeing = self._shares(arithmetic)
        everyone, rates = np.arange(len(expert)), erring[which]
        table = arithmetic.zeros(len(expert), self.actions)
        evenly = wrong == EVENLY
        if evenly.any():
            table[evenly] = (rates[evenly] / max(1, self.actions - 1))[:, None]
        table[everyone[~evenly], wrong[~evenly]] = rates[~evenly]
        right = (wrong == expert) | (self.actions == 1)  # nothing else can be done
        table[everyone, expert] = np.where(right, arithmetic.number(Fraction(1)), agreeing[which])
        return table


def _layer_of(layers: np.ndarray, decision: int) -> np.ndarray:
    return layers[0 if len(layers) == 1 else decision - 1]


def policy(table: Sequence[Sequence[Sequence[Number]]] | np.ndarray, whose: str = "policy") -> Table:
    """A policy from probabilities table[layer][s][a], numbers of any kind: see `arithmetic.exact_law`.

    Raises ValueError naming the row that is not a distribution.
    """
    shape = (len(table), len(table[0]), len(table[0][0]))
    when = [f" at decision {t}" if len(table) > 1 else "" for t in range(1, len(table) + 1)]
    rows = [
        exact_law(row, f"the {whose}'s law in state {s}{when[t]}")
        for t, layer in enumerate(table)
        for s, row in enumerate(layer)
    ]
    return Table(object_array((rational(x) for row in rows for x in row), shape))


def as_policy(given: object, states: int, actions: int, whose: str) -> Table:
    """The policy that a table, or actions, in arrays or lists mean.

    Whole numbers are actions, shape (S,) or (T, S); all else are probabilities, shape (S, A) or (T, S, A). Raises
    ValueError for another shape, an action that is not there, a row that is no distribution, or where whole numbers
    could mean both.
    """
    if isinstance(given, Table):
        return given
    table = _array(given, whose)
    whole = (
        table.shape[-1:] == (states,) and table.ndim < 3 and all(isinstance(x, int | np.integer) for x in table.flat)
    )
    layers = table[None] if table.ndim == (1 if whole else 2) else table
    if layers.ndim != (2 if whole else 3) or layers.shape[1:] != ((states,) if whole else (states, actions)):
        raise ValueError(
            f"the {whose} is an array of actions, shape ({states},) or (T, {states}), or of probabilities, shape "
            f"({states}, {actions}) or (T, {states}, {actions}); got the shape {table.shape}"
            f"{METHODS * (table.ndim == 0)}"
        )
    if not whole:
        return _laws(layers, whose, str(getattr(given, "dtype", "")))
    refuse_ambiguous(table, actions, whose)
    return deterministic(_checked_actions(layers, actions, whose), actions)


def _laws(layers: np.ndarray, whose: str, kind: str) -> Table:
    try:
        return policy(layers, whose)
    except ValueError as error:
        if kind not in ("float32", "float16"):
            raise
        raise ValueError(
            f"the {whose} is in {kind}, too short to tell what is meant: give float64, each row divided by its sum"
        ) from error


def with_ends(given: object, decides: np.ndarray, actions: int) -> object:
    """A policy that says nothing of the last states, where nothing is decided, with the first action there.

    So an end that was put behind somebody's own states needs no word. What fits, or is no array, is left as it is.
    """
    if given is None or isinstance(given, Table):
        return given
    table = _array(given, "policy")
    size = len(decides)
    laws = table.ndim >= 2 and table.shape[-1] == actions and table.shape[-2] < size and table.shape[-1:] != (size,)
    axis = table.ndim - 2 if laws else table.ndim - 1
    if not 0 < table.ndim < 4 or not table.size or table.shape[-2:] == (size, actions):
        return given
    if table.shape[axis] >= size or decides[table.shape[axis] :].any():
        return given
    more = np.zeros((*table.shape[:axis], size - table.shape[axis], *table.shape[axis + 1 :]), dtype=object)
    if laws:
        more[..., 0] = 1
    return np.concatenate([table, more], axis=axis)


def refuse_ambiguous(given: object, actions: int, whose: str) -> None:
    """Raises ValueError where whole numbers of shape (S, A) = (T, S) may be actions of T decisions, or probabilities.

    An integer array that a `Problem` is made of always holds actions; this is for what a user gives.
    """
    if isinstance(given, Table):
        return
    table = _array(given, whose)
    whole = table.shape == (actions, actions) and all(isinstance(x, int | np.integer) for x in table.flat)
    if whole and (table >= 0).all() and (table.sum(axis=1) == 1).all():
        raise ValueError(
            f"the {whose}'s whole numbers of shape {table.shape} may be actions or probabilities: "
            "give probabilities as floats, or with three axes"
        )


def as_expert(given: object, states: int, actions: int) -> np.ndarray | Table:
    """The same for an expert: its actions, shape (L, S), if it takes one in each state, else its laws.

    An array of integers of shape (L, S) holds actions, whatever they are.
    """
    if isinstance(given, np.ndarray) and given.dtype.kind == "i" and given.ndim == 2 and given.shape[1] == states:
        return _checked_actions(given, actions, "expert")
    table = as_policy(given, states, actions, "expert")
    chosen = None if isinstance(given, Table) else actions_of(table)
    return table if chosen is None else chosen


def _checked_actions(given: np.ndarray, actions: int, whose: str) -> np.ndarray:
    """The same as integers. Raises ValueError unless all lie in 0..A-1."""
    if not given.size or given.min() < 0 or given.max() >= actions:
        raise ValueError(f"the {whose}'s actions must lie in 0 to {actions - 1}; got {sorted(set(given.flat))[:9]}")
    return given if given.dtype.kind == "i" else given.astype(np.int64)


def _array(given: object, whose: str) -> np.ndarray:
    try:
        return np.array(given, dtype=object)
    except (TypeError, ValueError) as error:
        raise ValueError(f"the {whose} must be a table or an array of numbers; got {shown(given)}") from error


def actions_of(table: Table) -> np.ndarray | None:
    """The action of each state, shape (L, S), if the table takes one with probability 1 everywhere; else None."""
    certain = table.probability == rational(1)
    return certain.argmax(axis=2) if certain.any(axis=2).all() else None


def deterministic(action: np.ndarray, actions: int) -> Erring:
    """The policy that takes action[layer][s] with probability one: it never errs."""
    nowhere = np.zeros((1, action.shape[1]), dtype=np.int8)
    return Erring(actions=actions, expert=action, wrong=nowhere, which=nowhere, rates=EXACT.zeros(1))

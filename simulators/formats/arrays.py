"""A problem from arrays, as other libraries hold it.

    layout    P                                       R
    "ASS"     P[a, s, s'], or a list of A matrices    R[s], R[s, a], or R[a, s, s']       pymdptoolbox
    "SAS"     P[s, a, s']                             R[s], R[s, a], or R[s, a, s']       QuantEcon's Q and R
    "pairs"   P[i, s'], a row for each pair           R[i]; pairs=(s_indices, a_indices)  QuantEcon's product form

Matrices may be SciPy's sparse ones. A row of zeros, or a reward R[s, a] of minus infinity, is an action that the state
does not have; a state without any is an end, where its reward, if it has one, is paid once. Floats mean what
`model.floats` says; whole numbers, Fractions and texts such as "1/3" are exact. What becomes of rewards, discount and
ends says `formats.rewards`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tightrope.simulators.formats.rewards import Rows, check_choices, numbered, rewarded
from tightrope.simulators.formats.rows import Amounts, amounts, expected, whole_weights
from tightrope.simulators.model.arithmetic import Number, exact_number, shown
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.policy import refuse_ambiguous
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line, listed

LAYOUTS = ("ASS", "SAS", "pairs")


def from_arrays(
    P: Any,  # noqa: N803  as it is written everywhere
    R: Any,  # noqa: N803
    *,
    start: Number | str | ArrayLike,
    discount: Number = 1,
    layout: str = "ASS",
    pairs: tuple[ArrayLike, ArrayLike] | None = None,
    ends: Sequence[int] = (),
    states: Sequence[str] | None = None,
    actions: Sequence[str] | None = None,
    expert: ArrayLike | None = None,
    name: str = "arrays",
) -> Problem:
    """The problem of these probabilities and rewards; see the module for the layouts.

    start     the number or the name of the first state, or its law, shape (S,)
    discount  of what is paid later; exact, beside whatever horizon is asked for
    ends      states where the episode ends, whatever their rows say
    expert    its actions or laws, as `policy.as_policy` takes them; without it, the best one for the horizon asked

    >>> import tightrope
    >>> walk = tightrope.from_arrays([[[1, 0], [0.5, 0.5]], [[0, 1], [0, 1]]], [[0, 0], [1, 0]], start=0)
    >>> tightrope.evaluate(walk, 5, epsilon="1/10").disagreement
    Fraction(59, 100)

    Raises ValueError that names the row which is no law, with its sum, and what else must hold.
    """
    one_of(layout, LAYOUTS, "layout")
    if (pairs is not None) != (layout == "pairs") or (pairs is not None and len(pairs) != 2):
        raise ValueError('pairs=(s_indices, a_indices) goes with layout="pairs", and is needed there')
    size, choices, row, column, value = _entries(P, layout, pairs)
    state_names, action_names = numbered("s", size, states, "states"), numbered("a", choices, actions, "actions")
    stopped = _stopped(ends, size)
    paid = _Paid(R, layout, size, choices, pairs)
    there = ~stopped[row // choices] & ~paid.forbidden[row]
    row, column, value = row[there], column[there], value[there]
    order = np.argsort(row, kind="stable")
    row, column, value = row[order], column[order], value[order]
    rows, first = np.unique(row, return_index=True)
    if not len(rows):
        raise ValueError("P has no row with a probability above 0")
    starts = np.append(first, len(row))

    def place(number: int) -> str:
        s, a = divmod(int(rows[number]), choices)
        return f"the law P of state {line(state_names[s])}, action {line(action_names[a])}"

    rate = exact_number(discount, "the discount")
    weight, notes = whole_weights(starts, value, place, rate.denominator.bit_length())
    made = rewarded(
        Rows(
            states=state_names,
            actions=tuple(action_names),
            start=_start(start, state_names),
            row=rows,
            starts=starts,
            successor=column,
            weight=weight,
        ),
        paid.of_rows(rows, starts, row, column, weight),
        name=name,
        at_the_end=paid.of_states(~np.isin(np.arange(size), rows // choices), state_names),
        discount=rate,
        limits=paid.limits(row, column, rows),
        notes=notes,
    )
    if expert is not None:
        refuse_ambiguous(expert, choices, "expert")
    return made if expert is None else replace(made, expert=expert)


def _stopped(ends: Sequence[int], size: int) -> np.ndarray:
    stopped = np.zeros(size, dtype=bool)
    if isinstance(ends, str) or not isinstance(ends, Iterable):
        raise ValueError(f"ends are a list of numbers of states, 0 to {size - 1}; got {shown(ends)}")
    for s in ends:
        if isinstance(s, bool) or not isinstance(s, int | np.integer) or not 0 <= s < size:
            raise ValueError(f"ends are numbers of states, 0 to {size - 1}; got {shown(s)}")
        stopped[s] = True
    return stopped


def _entries(given: Any, layout: str, pairs: Any) -> tuple[int, int, np.ndarray, np.ndarray, np.ndarray]:
    """S, A, and of each number that is not 0: its row s * A + a, its column s', itself."""
    if layout == "pairs":
        matrix = _matrix(given, "P")
        s, a = (_whole(each, what) for each, what in zip(pairs, ("s_indices", "a_indices"), strict=True))
        if not len(s) == len(a) == matrix.shape[0] or not len(s):
            raise ValueError(f"P has {matrix.shape[0]} rows, s_indices {len(s)} numbers and a_indices {len(a)}")
        size, choices = matrix.shape[1], int(a.max()) + 1
        check_choices(size, choices)
        if s.max() >= size:
            raise ValueError(f"s_indices must lie in 0 to {size - 1}, the columns of P; got {s.max()}")
        if len(np.unique(s * choices + a)) < len(s):
            raise ValueError("s_indices and a_indices must name each pair once")
        line_, column, value = _nonzero(matrix)
        return size, choices, (s * choices + a)[line_], column, value
    if layout == "SAS":
        table = _dense(given, 3, "P")
        size, choices = table.shape[:2]
        if table.shape[2] != size:
            raise ValueError(f'P must have the shape (S, A, S) in the layout "SAS"; it has {table.shape}')
        line_, column, value = _nonzero(table.reshape(size * choices, size))
        return size, choices, line_, column, value
    layers = _layers(given, "P")
    size, choices = layers[0].shape[0], len(layers)
    for a, matrix in enumerate(layers):
        if matrix.shape != (size, size):
            raise ValueError(f'P must have the shape (A, S, S) in the layout "ASS"; P[{a}] has {matrix.shape}')
    found = [_nonzero(matrix) for matrix in layers]
    rows = [s * choices + a for a, (s, _, _) in enumerate(found)]
    kind = object if any(one[2].dtype == object for one in found) else float
    values = [one[2].astype(kind) for one in found]
    return size, choices, np.concatenate(rows), np.concatenate([one[1] for one in found]), np.concatenate(values)


class _Paid:
    """Rewards in any of their shapes. `forbidden`: of each pair, whether minus infinity stands there."""

    def __init__(self, given: Any, layout: str, size: int, choices: int, pairs: Any) -> None:
        self.size, self.choices, self.layout = size, choices, layout
        self.forbidden = np.zeros(size * choices, dtype=bool)
        self.table: Any = _rewards(given)
        shape = getattr(self.table, "shape", None)
        if layout == "pairs":
            s, a = (_whole(each, what) for each, what in zip(pairs, ("s_indices", "a_indices"), strict=True))
            if shape != s.shape:
                raise ValueError(f'R must have the shape ({len(s)},) in the layout "pairs"; it has {shape}')
            table = np.zeros(size * choices, dtype=self.table.dtype)
            table[s * choices + a] = self.table
            self.table, self.kind = table, "pair"
        elif shape == (size,):
            self.kind = "state"
        elif shape == (size, choices):
            self.table, self.kind = self.table.reshape(-1), "pair"
        elif shape is None or shape == ((choices, size, size) if layout == "ASS" else (size, choices, size)):
            self.kind = "move"
        else:
            moves = "(A, S, S)" if layout == "ASS" else "(S, A, S)"
            raise ValueError(
                f"R must have the shape (S,), (S, A) or {moves} with S = {size} and A = {choices}; it has {shape}"
            )
        if shape is None and (len(self.table) != choices or any(one.shape != (size, size) for one in self.table)):
            raise ValueError(f"R as a list of matrices must be {choices} of shape ({size}, {size})")
        if self.kind == "pair" and self.table.dtype.kind == "f":
            self.forbidden = np.isneginf(self.table)
            self.table = np.where(self.forbidden, 0, self.table)

    def of_rows(self, rows: np.ndarray, starts: np.ndarray, row: np.ndarray, column: np.ndarray, weight: np.ndarray):
        if self.kind == "state":
            return amounts(self.table[rows // self.choices], "rewards")
        if self.kind == "pair":
            return amounts(self.table[rows], "rewards")
        self.moves = amounts(self._of_moves(row, column), "rewards")
        return expected(self.moves, starts, weight)

    def of_states(self, ended: np.ndarray, names: Sequence[str]) -> Amounts | None:
        """What an end pays, once. Raises ValueError if that depends on an action, which it has not."""
        if self.kind == "state":
            return amounts(self.table, "rewards")
        if self.kind == "pair":
            table = self.table.reshape(self.size, self.choices)
            odd = ended & (table != table[:, :1]).any(axis=1)
            if not odd.any():
                return amounts(np.where(ended, table[:, 0], 0), "rewards")
        else:
            odd = ended & self._of_leaving()
        if odd.any():
            raise ValueError(
                f"{line(names[int(odd.argmax())])} is an end, which pays once, whatever is done: rewards of its "
                "actions must be equal, those of its moves 0"
            )
        return None

    def _of_leaving(self) -> np.ndarray:
        """The states whose moves pay something, shape (S,)."""
        if isinstance(self.table, np.ndarray):
            return (self.table != 0).any(axis=(0, 2) if self.layout == "ASS" else (1, 2))
        found = np.zeros(self.size, dtype=bool)
        for matrix in self.table:
            found[_nonzero(matrix)[0]] = True
        return found

    def limits(self, row: np.ndarray, column: np.ndarray, rows: np.ndarray) -> tuple[Fraction, Fraction] | None:
        """The least and largest reward of a move, where rewards are those of moves."""
        return (self.moves.least, self.moves.most) if self.kind == "move" else None

    def _of_moves(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        s, a = np.divmod(row, self.choices)
        if isinstance(self.table, np.ndarray):
            return self.table[(a, s, column) if self.layout == "ASS" else (s, a, column)]
        values = np.zeros(len(row))
        for action, matrix in enumerate(self.table):
            here = a == action
            values[here] = np.asarray(matrix[s[here], column[here]]).ravel()
        return values


def _rewards(given: Any) -> Any:
    """An array, or a list of sparse matrices."""
    if isinstance(given, list | tuple) and any(_is_sparse(one) for one in given):
        return [_matrix(one, "R") for one in given]
    if isinstance(given, np.ndarray) and given.dtype == object and any(_is_sparse(one) for one in given.flat):
        return [_matrix(one, "R") for one in given]
    return given.toarray() if _is_sparse(given) else _dense(given, None, "R")


def _layers(given: Any, what: str) -> list:
    """A matrix for each action."""
    if isinstance(given, list | tuple) or (isinstance(given, np.ndarray) and given.dtype == object and given.ndim == 1):
        if not len(given):
            raise ValueError(f"{what} must hold a matrix for each action; it is empty")
        if any(_is_sparse(one) for one in given):
            return [_matrix(one, what) for one in given]
    return list(_dense(given, 3, what))


def _matrix(given: Any, what: str) -> Any:
    if _is_sparse(given):
        from scipy.sparse import csr_array

        return csr_array(given)
    return _dense(given, 2, what)


def _is_sparse(given: Any) -> bool:
    return hasattr(given, "tocsr") and hasattr(given, "nnz")


def _dense(given: Any, dimensions: int | None, what: str) -> np.ndarray:
    """An array of floats, or of exact numbers as objects. Raises ValueError for another shape or kind."""
    if isinstance(given, np.ma.MaskedArray) and given.mask.any():
        raise ValueError(
            f"{what} has masked numbers: fill them in (an action that is not there is a row of zeros of P)"
        )
    try:
        table = np.asarray(given)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} must be an array; its parts have different shapes: {line(str(error))}") from error
    if dimensions is not None and table.ndim != dimensions or not table.size:
        raise ValueError(
            f"{what} must be an array in {dimensions or '1 to 3'} dimensions; it has the shape {table.shape}"
        )
    if table.dtype.kind in "US":
        table = table.astype(object)
    if table.dtype == np.float32 or table.dtype == np.float16:
        raise ValueError(f"{what} is in {table.dtype}, too short to tell what is meant: give float64, or fractions")
    if table.dtype.kind not in "iubfO":
        raise ValueError(f"{what} must be numbers; it has the type {line(str(table.dtype))}")
    return table.astype(np.int64) if table.dtype.kind in "ub" else table


def _nonzero(matrix: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Line, column and value of what is not 0, in order."""
    if _is_sparse(matrix):
        found = matrix.tocoo()
        there = found.data != 0
        return found.coords[0][there].astype(np.int64), found.coords[1][there].astype(np.int64), found.data[there]
    if matrix.dtype == object:
        exact = np.array([exact_number(x, "P") for x in matrix.flat], dtype=object).reshape(matrix.shape)
        there = np.nonzero(exact)
        return there[0], there[1], exact[there]
    there = np.nonzero(matrix)
    return there[0], there[1], matrix[there]


def _whole(given: Any, what: str) -> np.ndarray:
    numbers = np.asarray(given)
    if numbers.ndim != 1 or numbers.dtype.kind not in "iu" or (len(numbers) and numbers.min() < 0):
        raise ValueError(f"{what} must be whole numbers of at least 0 in one dimension; got {shown(given)}")
    return numbers.astype(np.int64)


def _start(given: Any, states: Sequence[str]) -> np.ndarray:
    """Weights of the first state, shape (S,), from its number, its name, or a law."""
    size = len(states)
    if isinstance(given, str) or np.ndim(given) == 0:
        if isinstance(given, str) and given in states:
            chosen = states.index(given)
        elif isinstance(given, int | np.integer) and not isinstance(given, bool) and 0 <= given < size:
            chosen = int(given)
        else:
            raise ValueError(f"start must be a state, 0 to {size - 1} or one of {listed(states)}; got {shown(given)}")
        weights = np.zeros(size, dtype=np.int64)
        weights[chosen] = 1
        return weights
    law = _dense(given, 1, "start")
    if law.shape != (size,):
        raise ValueError(f"start must be a state or a law of shape ({size},); it has the shape {law.shape}")
    return whole_weights(np.array([0, size]), law, lambda _: "start")[0]

"""State laws pushed forward, and what is paid on the way; cost-to-go pulled backward.

Forward    p_{t}(s') = sum_{s,a} p_{t-1}(s) pi_t(a|s) P_t(s'|s,a)
Backward   v_{t-1}(s) = cost_t(s) + sum_{s,a} pi_t(a|s) P_t(s'|s,a) v_t(s')

Exact      in rationals; in balls enclosed. In floats every term of a law is non-negative, and of a sum of
           non-negative costs under it: their relative error is at most `relative_error`. Beside it, where products are
           too small for floats, an absolute error of at most S T 2^-1022, times the largest cost. Differences of such
           sums (a gap, a distance, a log loss) have the absolute error of their terms.
Source     Puterman 1994, section 4.2 [puterman1994markov].
"""

from collections.abc import Callable
from fractions import Fraction
from sys import float_info
from typing import Any, overload

import numpy as np
from flint import arb, arb_mat, ctx, fmpq, fmpz

from tightrope.simulators.measures.rows import Rows, kernels_for
from tightrope.simulators.model.arithmetic import (
    BALL,
    EXACT,
    FLOAT,
    Arithmetic,
    N,
    object_array,
    over_one_denominator,
    plain,
)
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table

LONG = 512  # bits of a denominator
DENSE, BITS = 500, 64  # states of a matrix of balls; of a ball, as much as a word of the machine holds
MANY = 5_000  # entries from which a sparse matrix saves more than loading scipy costs


def state_laws(mdp: TabularMDP, policy: Table, horizon: int, arithmetic: Arithmetic = EXACT) -> np.ndarray:
    """The law of the state after 0, 1, ..., T actions, shape (T + 1, S)."""
    laws = arithmetic.zeros(horizon + 1, mdp.shape[0])
    laws[0] = mdp.start_law(arithmetic)
    for decision in range(1, horizon + 1):
        laws[decision] = push(mdp, laws[decision - 1], policy.at(decision, arithmetic), decision, arithmetic)
    return laws


def supports(mdp: TabularMDP, policy: Table, horizon: int) -> np.ndarray:
    """Where each of the decisions 1..T can be taken: p_{t-1}(s) > 0, shape (T, S). Exact: no probability is rounded."""
    reached = np.zeros((horizon, mdp.shape[0]), dtype=bool)
    reached[0] = mdp.start > 0
    for decision in range(1, horizon):
        first = mdp.layer_of(decision) * reached.shape[1] * mdp.shape[1]
        lengths = np.diff(mdp.indptr[first : first + reached.shape[1] * mdp.shape[1] + 1])
        taken = np.repeat((reached[decision - 1][:, None] & policy.takes(decision)).reshape(-1), lengths)
        reached[decision, mdp.successor[mdp.entries(decision)][taken]] = True
    return reached


def push(mdp: TabularMDP, mass: np.ndarray, table: np.ndarray, decision: int, arithmetic: Arithmetic) -> np.ndarray:
    """Where a mass over states, shape (S,), is after one decision with the table (S, A). The table's rows may sum to
    less than one: then some of the mass is dropped."""
    flow, part = (mass[:, None] * table).reshape(-1), mdp.entries(decision)
    if arithmetic is FLOAT and part.stop - part.start > MANY:
        return flow @ mdp.matrix(decision)
    row = mdp.entry_row[part] - mdp.layer_of(decision) * flow.size
    alive = flow[row].astype(bool)
    rows, successors = row[alive], mdp.successor[part][alive]
    last = flow[rows[-1]] if len(rows) else 0
    long = isinstance(last, fmpq) and last.q.bit_length() > LONG  # masses may be balls
    if long and mdp.whole_weights(decision)[1].bit_length() < LONG:
        return _gathered_as_whole_numbers(mdp, flow, rows, successors, mdp.whole_weights(decision), alive)
    arrived = arithmetic.zeros(mdp.shape[0])
    np.add.at(arrived, successors, flow[rows] * mdp.probability(arithmetic)[part][alive])
    return arrived


def _gathered_as_whole_numbers(mdp, flow, rows, successors, probabilities, alive) -> np.ndarray:
    """The same with one denominator for all: long fractions spend their time on common divisors."""
    weights, total = probabilities
    used, place = np.unique(rows, return_inverse=True)
    numerators, below = over_one_denominator(flow[used])
    arrived = np.full(mdp.shape[0], fmpz(0), dtype=object)
    np.add.at(arrived, successors, numerators[place] * weights[alive])
    return object_array((fmpq(x, below * total) for x in arrived), arrived.shape)


def pull(mdp: TabularMDP, value: np.ndarray, decision: int, arithmetic: Arithmetic) -> np.ndarray:
    """The expected value of the next state for each state and action, shape (S, A)."""
    part = mdp.entries(decision)
    if arithmetic is FLOAT and part.stop - part.start > MANY:
        return (mdp.matrix(decision) @ value).reshape(mdp.shape)
    gathered = mdp.probability(arithmetic)[part] * value[mdp.successor[part]]
    return np.add.reduceat(gathered, mdp.row_starts(decision)).reshape(mdp.shape)


def total_variation(first: np.ndarray, second: np.ndarray) -> Any:
    """Half the L1 distance of laws along the last axis: the largest difference of probability of an event.

    A number if they are two laws, an array if they are arrays of laws.
    """
    return abs(first - second).sum(axis=-1) / 2


@overload
def task_cost(mdp: TabularMDP, policy: Table, horizon: int) -> Fraction: ...
@overload
def task_cost(mdp: TabularMDP, policy: Table, horizon: int, arithmetic: Arithmetic[N]) -> N: ...
def task_cost(mdp: TabularMDP, policy: Table, horizon: int, arithmetic: Arithmetic = EXACT) -> Fraction | float | arb:
    """J(policy), the expected total cost of one episode, by the backward form."""
    cost = mdp.cost(arithmetic)
    if arithmetic is FLOAT:
        paid = (policy.at(1, FLOAT) * cost).sum(axis=1)
        same = policy.shape[0] == 1
        return expected_total(
            mdp, policy, horizon, lambda t: paid if same else (policy.at(t, FLOAT) * cost).sum(axis=1)
        )
    if arithmetic is EXACT and (found := _exact_cost(mdp, policy, horizon)) is not None:
        return found
    with ctx.workprec(BITS):  # of balls
        if arithmetic is BALL and mdp.layers == policy.shape[0] == 1 and mdp.shape[0] <= DENSE:
            return _ball_cost(mdp, policy, horizon)
        laws = state_laws(mdp, policy, horizon, arithmetic)
        return plain(
            sum((laws[t - 1] * (policy.at(t, arithmetic) * cost).sum(axis=1)).sum() for t in range(1, horizon + 1))
        )


def expected_total(
    mdp: TabularMDP,
    policy: Table,
    horizon: int,
    paid: Callable[[int], np.ndarray],
    engine: str = "auto",
    threads: int | None = None,
) -> float:
    """The expected sum of what is paid(t), floats of shape (S,), at decision t = 1..T, by the backward form.

    `engine` is auto, numpy or compiled; the result does not depend on the threads. Raises ValueError for another
    engine, or a compiled one without numba.
    """
    kernels, value = kernels_for(engine, mdp, horizon), np.zeros(mdp.shape[0])
    before, acting = np.empty_like(value), policy.at(1, FLOAT)
    with Rows(mdp, threads) as rows:
        for t in range(horizon, 0, -1):
            if policy.shape[0] > 1:
                acting = policy.at(t, FLOAT)
            if kernels is None:
                value = paid(t) + (acting * pull(mdp, value, t, FLOAT)).sum(axis=1)
            else:
                rows.each(kernels.step, t, acting, paid(t), value, before)
                value, before = before, value
    return float((mdp.start_law(FLOAT) * value).sum())


def _moves(mdp: TabularMDP, policy: Table, decision: int) -> tuple[np.ndarray, ...]:
    """What is paid in each state, shape (S,); and of each move that can be made the state, the next one, its chance.

    In rationals.
    """
    size, choices = mdp.shape
    acting, part = policy.at(decision, EXACT), mdp.entries(decision)
    row = mdp.entry_row[part] - mdp.layer_of(decision) * size * choices
    taken = np.flatnonzero(policy.takes(decision).ravel()[row])
    chance = acting.ravel()[row[taken]] * mdp.exact_probability[part][taken]
    return (acting * mdp.exact_cost).sum(axis=1), row[taken] // choices, mdp.successor[part][taken], chance


def _exact_cost(mdp: TabularMDP, policy: Table, horizon: int) -> Fraction | None:
    """In whole numbers over one denominator for all states, which need no common divisors in between; None if that
    grows too long.
    """
    value, below, size = object_array([fmpz(0)] * mdp.shape[0], (mdp.shape[0],)), fmpz(1), mdp.shape[0]
    changing = max(mdp.layers, policy.shape[0]) > 1
    for t in range(horizon, 0, -1):
        if changing or t == horizon:
            paid, state, successor, chance = _moves(mdp, policy, t)
            numbers, total = over_one_denominator(np.concatenate([paid, chance]))
            if total.bit_length() > LONG:
                return None
            starts = np.flatnonzero(np.diff(state, prepend=-1))
        value = numbers[:size] * below + np.add.reduceat(numbers[size:] * value[successor], starts)
        below *= total
    return plain(fmpq((mdp.start.astype(object) * value).sum(), int(mdp.start.sum()) * below))


def _ball_cost(mdp: TabularMDP, policy: Table, horizon: int) -> arb:
    """By python-flint's matrices of balls, where every decision is the same one: v = paid + M v."""
    paid, state, successor, chance = _moves(mdp, policy, 1)
    size = len(paid)
    moves = BALL.zeros(size, size)
    np.add.at(moves, (state, successor), BALL.convert(chance))
    step, each = arb_mat(size, size, moves.ravel().tolist()), arb_mat(size, 1, BALL.convert(paid).tolist())
    value = arb_mat(size, 1)
    for _ in range(horizon):
        value = each + step * value
    return (arb_mat(1, size, mdp.start_law(BALL).tolist()) * value)[0, 0]


def lost_products(mdp: TabularMDP, horizon: int) -> float:
    """How far, beside the relative error, a sum of costs up to 1 may be off in floats: S T 2^-1022, where products of
    probabilities are too small for them.
    """
    return mdp.shape[0] * horizon * float_info.min


def relative_error(mdp: TabularMDP, horizon: int) -> float:
    """A bound on the relative error of a float law or cost of that horizon: (n + actions + 4) (T + 1) 2^-52, and
    what the last sums add. n is the largest number of moves from a state and an action, or into a state.
    """
    last = mdp.shape[0].bit_length() + horizon.bit_length() + 32  # NumPy adds pairwise, blocks of 128 by eights
    return ((max(mdp.branching, mdp.in_degree) + mdp.shape[1] + 4) * (horizon + 1) + last) * 2.0**-52

"""What a mistake's probability does, for many probabilities at once.

At every decision a coin falls, independently, that says with probability epsilon that it goes wrong: the learner acts
by the table `wrong` then, else by `right`, pi = (1 - epsilon) right + epsilon wrong. Where both say the same the coin
does nothing. Which decisions go wrong then does not depend on where the learner is, so what is still to be paid, given
that k of the last n decisions go wrong, is the same for every epsilon:

    V_0,0 = 0,   V_{n+1},k(s) = (1 - k/(n+1)) (M_right V_n,k)(s) + k/(n+1) (M_wrong V_n,k-1)(s)
    J(epsilon) = sum_k Bin(k; T, epsilon) sum_s p_0(s) V_T,k(s),    (M V)(s) = sum_a pi(a|s) (paid(s, a) + (P V)(s, a))

One backward pass over k < K gives J as a polynomial in epsilon. What is left out, P(Bin(T, epsilon) >= K) times all
that can be paid, is reported. Mistakes where nothing is decided are no disagreements.

Error    floats, all terms of disagreements non-negative: relative `2 occupancy.relative_error`. The binomial laws are
         rigorous balls. A task cost has that of the largest cost of a decision, times T.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb, ctx, fmpz

from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.occupancy import relative_error
from tightrope.simulators.measures.rows import Rows, kernels_for
from tightrope.simulators.model.arithmetic import FLOAT, rational
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem

BITS = 256  # of the binomial laws: tails far below a float's rounding are told from nothing


@dataclass(frozen=True, kw_only=True, eq=False)
class Costs:
    """For each epsilon, shape (n,): the disagreements, which may be larger by `left_out`, and the task cost, which may
    be off by that times the largest cost of a decision; beside it both are right to within `error` of all they sum.
    """

    disagreement: np.ndarray
    task_cost: np.ndarray
    left_out: np.ndarray
    error: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Polynomial:
    """What is expected given k = 0..K-1 mistakes among the T coins, shapes (K,); of more than T 0."""

    horizon: int
    disagreement: np.ndarray
    task_cost: np.ndarray
    error: float

    def costs(self, epsilons: Sequence[Fraction]) -> Costs:
        """The costs of learners that err with these probabilities."""
        laws = [binomial(self.horizon, epsilon, len(self.disagreement)) for epsilon in epsilons]
        likely = np.array([law for law, _ in laws])
        return Costs(
            disagreement=(likely * self.disagreement).sum(axis=1),
            task_cost=(likely * self.task_cost).sum(axis=1),
            left_out=np.array([tail * self.horizon for _, tail in laws]),
            error=self.error + len(self.disagreement) * 2.0**-52,
        )


def binomial(horizon: int, epsilon: Fraction, mistakes: int) -> tuple[list[float], float]:
    """Bin(k; T, epsilon) for k < K, each correctly rounded but for one unit, and an upper bound on what is beyond."""
    before, ctx.prec = ctx.prec, BITS
    try:
        wrong, right = arb(rational(epsilon)), arb(rational(1 - epsilon))
        law = [
            wrong**k * right ** (horizon - k) * arb(fmpz.bin_uiui(horizon, k)) if k <= horizon else arb(0)
            for k in range(mistakes)
        ]
        beyond = float(np.nextafter(float((arb(1) - sum(law, arb(0))).upper()), 2.0))
        return [float(p.mid()) for p in law], beyond if mistakes <= horizon else 0.0
    finally:
        ctx.prec = before


def polynomial(
    problem: Problem,
    right: Table,
    wrong: Table,
    horizon: int,
    mistakes: int = 8,
    engine: str = "auto",
    threads: int | None = None,
) -> Polynomial:
    """One pass, up to so many mistakes but one; engine and threads as in `occupancy.expected_total`.

    Raises ValueError unless 1 <= mistakes and everything is given for so many decisions.
    """
    for policy in (right, wrong):
        problem.with_learner(policy).check_horizon(horizon)
    if mistakes < 1:
        raise ValueError(f"at least what happens without a mistake must be kept, mistakes >= 1; got {mistakes}")
    mdp, number = problem.mdp, np.arange(mistakes)
    kernels = kernels_for(engine, mdp, horizon * mistakes)
    changing = max(problem.known_expert.shape[0], right.shape[0], wrong.shape[0]) > 1
    value = np.zeros((mdp.shape[0], 2 * mistakes))
    before, tables, paid = np.empty_like(value), np.empty(0), np.empty(0)
    with Rows(mdp, threads) as rows:
        for t in range(horizon, 0, -1):
            coins = horizon - t + 1
            shares = np.where(number <= coins, [coins - number, number], 0) / coins
            if changing or t == horizon:
                tables = np.array([policy.at(t, FLOAT) for policy in (right, wrong)])
                paid = _paid(problem, right, wrong, t)
            if kernels is None:
                value = _step((mdp.matrix(t) @ value).reshape(*mdp.shape, -1), tables, paid, shares)
            else:
                rows.each(kernels.step_of_mistakes, t, tables, paid, shares, value, before)
                value, before = before, value
    law = mdp.start_law(FLOAT)
    disagreement, task_cost = ((law * np.ascontiguousarray(value[:, i::2].T)).sum(axis=1) for i in range(2))
    return Polynomial(
        horizon=horizon, disagreement=disagreement, task_cost=task_cost, error=2 * relative_error(mdp, horizon)
    )


def _paid(problem: Problem, right: Table, wrong: Table, decision: int) -> np.ndarray:
    """Disagreement and task cost of each state without and with a mistake, shape (2, S, 2)."""
    cost = problem.mdp.cost(FLOAT)
    return np.array(
        [
            np.stack(
                [error_rates(problem, policy, decision, FLOAT), (policy.at(decision, FLOAT) * cost).sum(axis=1)], 1
            )
            for policy in (right, wrong)
        ]
    )


def _step(after: np.ndarray, tables: np.ndarray, paid: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """The reference of `backward_kernels.step_of_mistakes`; `after` is P V, shape (S, A, 2 K)."""
    size, _, columns = after.shape
    right, wrong = (
        (np.einsum("sa,sac->sc", table, after).reshape(size, -1, 2) + pays[:, None]).reshape(size, columns)
        for table, pays in zip(tables, paid, strict=True)
    )
    before = np.repeat(shares[0], 2) * right
    before[:, 2:] += np.repeat(shares[1], 2)[2:] * wrong[:, :-2]
    return before

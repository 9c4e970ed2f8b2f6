"""Steps of the backward form, compiled: see `cost_to_go` and `many_epsilons`, whose formulas they are.

Each state's sum runs along its rows as they are stored, whoever takes it: results do not depend on how the states are
divided among threads. Unsigned counters and successors save a test of the sign at every load.
"""

import numpy as np

from tightrope.simulators.model.compiling import kept


@kept
def step(low, high, actions, indptr, successor, probability, acting, paid, value, before):
    """before(s) = paid(s) + sum_a acting(s, a) sum_s' P(s'|s, a) value(s'), for low <= s < high."""
    for s in range(low, high):
        total = paid[s]
        for a in range(actions):
            share = acting[s, a]
            if share > 0:
                row = s * actions + a
                mean = 0.0
                for i in range(indptr[row], indptr[row + 1]):
                    mean += probability[i] * value[successor[i]]
                total += share * mean
        before[s] = total


@kept
def step_of_mistakes(low, high, actions, indptr, successor, probability, tables, paid, shares, value, before):
    """One step of `many_epsilons` for low <= s < high.

    Shapes   tables (2, S, A), without and with a mistake; paid (2, S, 2); shares (2, K); value, before (S, 2 K), for
             each number of mistakes the disagreements, then the task cost.
    """
    sums = np.empty((2, value.shape[1]))
    for s in range(low, high):
        for which in range(2):
            for k in range(sums.shape[1]):
                sums[which, k] = paid[which, s, k & 1]
            for a in range(actions):
                share = tables[which, s, a]
                if share > 0:
                    row = s * actions + a
                    for i in range(indptr[row], indptr[row + 1]):
                        weight, there = share * probability[i], value[successor[i]]
                        for k in range(sums.shape[1]):
                            sums[which, k] += weight * there[k]
        for k in range(sums.shape[1]):
            before[s, k] = shares[0, k >> 1] * sums[0, k]
            if k > 1:
                before[s, k] += shares[1, k >> 1] * sums[1, k - 2]

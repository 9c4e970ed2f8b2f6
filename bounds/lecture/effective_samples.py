"""L2: what the dependence of the steps of a trajectory costs. There is no single effective number of samples.

A stationary chain on two states visits the one with probability share; states k steps apart have correlation lambda^k.
From T steps of it, how many independent draws would do as well?

    for an average      the variance of the visited share is share (1 - share) V/T: N_var = T/V
    for coverage        P(state 1 unseen) = (1 - share)^N_cov
    for labels          the labels are independent given the states: N_noise = T, nothing is lost

The expected missing mass is what a table has no label for when the next state is drawn from the chain.
"""

from sympy import Expr, log

from tightrope.bounds.language.letter import POSITIVE, REAL, Letter
from tightrope.bounds.language.letters import T

share = Letter("pi_1", POSITIVE)  # stationary probability of state 1
memory = Letter("lambda", REAL)  # second eigenvalue: the correlation of neighbouring states

UP, DOWN = share * (1 - memory), (1 - share) * (1 - memory)  # probabilities of the moves 0 -> 1 and 1 -> 0

INFLATION = (1 + memory) / (1 - memory) - 2 * memory * (1 - memory**T) / (T * (1 - memory) ** 2)
VARIANCE = share * (1 - share) * INFLATION / T  # of the share of steps spent in state 1
UNSEEN = (1 - share) * (1 - UP) ** (T - 1)  # P(state 1 is not among T steps)
MISSING_MASS = share * UNSEEN + (1 - share) * share * (1 - DOWN) ** (T - 1)

FOR_AVERAGES: Expr = T / INFLATION
FOR_COVERAGE: Expr = log(UNSEEN) / log(1 - share)
FOR_LABELS: Expr = T

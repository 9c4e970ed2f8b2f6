"""Xu et al. 2021: how much cloning must lose, discounted.

Statement  for every offline learner there are delta_0 in (0, 1/10], a problem and a deterministic expert such that for
           any delta < delta_0, with probability at least 1 - delta, the loss is >~
           min(1/(1 - gamma), |S|/((1 - gamma)^2 m)); cloning matches it up to logarithms.
Epsilon    none; m independent state-action pairs from the expert's discounted law, not trajectories.
Cost       rewards in [0, 1], infinite horizon, discount gamma.
Sharp      the rate, on Reset-Cliff.
Read       not in the article: in a blog post of the same authors ("Rethinking ValueDice", its Theorem 1), which cites a
           paper of theirs of 2021; notes of another author take it from the journal article cited here, and name
           Reset-Cliff. Its number there is not known.
"""

from sympy import Min

from tightrope.bounds.language.assumptions import DETERMINISTIC, UNIT_COST
from tightrope.bounds.language.bound import Bound, Source
from tightrope.bounds.language.letters import discount, gap, samples, states
from tightrope.bounds.literature.assumptions import DISCOUNTED, FROM_TRAJECTORIES

BOUNDS = (
    Bound(
        key="discounted-lower",
        title="No learner does better, discounted",
        quantity=gap,
        expression=Min(1 / (1 - discount), states / ((1 - discount) ** 2 * samples)),
        readings=(),
        assumptions=(DISCOUNTED, FROM_TRAJECTORIES, DETERMINISTIC, UNIT_COST),
        source=Source(
            bibtex_key="xu2021error", place="the lower bound for offline learners (number not known)", read="secondary"
        ),
        kind="order",
        statement="Given an expert dataset of m pairs, i.i.d. from d^exp, for any offline algorithm there exists "
        "[...] an MDP and a deterministic expert policy such that [...] with probability at least 1 - "
        "delta, V(pi^exp) - V(pi) >~ min(1/(1 - gamma), |S|/((1 - gamma)^2 m)).",
        note="A LOWER bound on the worst problem's loss; N counts pairs, not trajectories.",
    ),
)

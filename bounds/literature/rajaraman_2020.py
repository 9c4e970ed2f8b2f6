"""Rajaraman, Yang, Jiao and Ramchandran 2020, Toward the fundamental limits of imitation learning.

Statement  from N expert trajectories of length H in |S| states, in expectation over the data: cloning a deterministic
           expert loses <~ min{H, |S| H^2/N}, mimicking a stochastic one <~ |S| H^2 log(N)/N; no learner, even one that
           asks the expert, loses less than ~ |S| H^2/N in the worst case; with known dynamics, a deterministic expert
           and Mimic-MD, <~ min{H sqrt(|S|/N), |S| H^{3/2}/N}.
Epsilon    none: the error is what the data leave out, about |S|/N on average over the decisions.
Cost       rewards in [0, 1] a step, H = T steps; policies may depend on the step, data are per step and state.
Sharp      the rate |S| H^2/N is (upper and lower bound meet up to log N); constants are not stated in the abstract. One
           is derived here, `lecture.finite_samples`: |S| T (T + 1)/2 mu, about |S| T^2/(2 e N) for long episodes.
Read       the abstract (proceedings of NeurIPS 33): "in expectation <~ |S| H^2 log(N)/N suboptimal compared to the
           value of the expert, even when the expert plays a stochastic policy", "a suboptimality lower bound of >~ |S|
           H^2/N", "suboptimal by <~ |S| H^{3/2}/N". The minima and the deterministic rate are from notes that restate
           the paper; two of them agree on min{H, |S| H^2/N}, with the average 0-1 error at most min{1, |S|/N} behind
           it. Of the arXiv version (2009.05990) the abstract was read too: it has Mimic-MD's whole minimum. No proofs.
Misread    a stationary learner sees N H samples a state, not N; an expectation is not a high-probability statement.
"""

from sympy import Min, Rational, log, sqrt

from tightrope.bounds.language.assumptions import DETERMINISTIC, UNIT_COST
from tightrope.bounds.language.bound import Bound, Source
from tightrope.bounds.language.letters import T, gap, samples, states
from tightrope.bounds.literature.assumptions import FROM_TRAJECTORIES


def _paper(place: str, read: str) -> Source:
    return Source(bibtex_key="rajaraman2020toward", place=place, read=read)


BOUNDS = (
    Bound(
        key="tabular-cloning",
        title="Cloning a deterministic expert from N trajectories",
        quantity=gap,
        expression=Min(T, states * T**2 / samples),
        readings=(),
        assumptions=(FROM_TRAJECTORIES, DETERMINISTIC, UNIT_COST),
        source=_paper("the bound for deterministic experts", "secondary"),
        kind="order",
        statement="J* - E J(cloning) <~ min{H, |S| H^2/N}.",
        note="An expectation over data, constant unknown.",
    ),
    Bound(
        key="tabular-cloning-stochastic",
        title="Mimicking a stochastic expert from N trajectories",
        quantity=gap,
        expression=states * T**2 * log(samples) / samples,
        readings=(),
        assumptions=(FROM_TRAJECTORIES, UNIT_COST),
        source=_paper("abstract", "read"),
        kind="order",
        statement="The policy which mimics the expert whenever possible is in expectation <~ |S| H^2 log(N)/N "
        "suboptimal compared to the value of the expert, even when the expert plays a stochastic policy. "
        "(abstract)",
        note="Does not depend on the number of actions; an expectation over data.",
    ),
    Bound(
        key="tabular-lower",
        title="No learner does better without the dynamics",
        quantity=gap,
        expression=states * T**2 / samples,
        readings=(),
        assumptions=(FROM_TRAJECTORIES, DETERMINISTIC, UNIT_COST),
        source=_paper("abstract", "read"),
        kind="order",
        statement="A suboptimality lower bound of >~ |S| H^2/N which applies even if the expert is constrained to be "
        "deterministic, or if the learner is allowed to actively query the expert. (abstract)",
        note="A LOWER bound on the worst problem's loss, Reset-Cliff; no single problem must lose so much.",
    ),
    Bound(
        key="mimic-md-2020",
        title="Mimic-MD with known dynamics",
        quantity=gap,
        expression=Min(T * sqrt(states / samples), states * T ** Rational(3, 2) / samples),
        readings=(),
        assumptions=(FROM_TRAJECTORIES, DETERMINISTIC, UNIT_COST),
        source=_paper("abstract, for the second term", "read"),
        kind="order",
        statement="The algorithm is suboptimal by <~ |S| H^{3/2}/N. (abstract)",
        note="The dynamics are given and the data split in two; the first term of the minimum is from secondary notes.",
    ),
)

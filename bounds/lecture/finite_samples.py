"""What N demonstrations are worth at least, whatever the problem: |S| H^2/N with its constant.

The clone looks at the time: at decision t + 1 it does what the expert did in the states that one of N runs of the
expert, drawn independently, met there, and anything elsewhere. Everything is averaged over the data. A state of
probability x under the expert is missing with probability (1 - x)^N, so what is missing of decision t + 1,

    m_t = sum_s x (1 - x)^N,    is at most |S| mu,    mu = max of x (1 - x)^N = N^N/(N + 1)^(N + 1) < 1/(e N),

and each decision adds at most m_t to the chance that the clone has disagreed. So its expected extra cost is at most
|S| mu T (T + 1)/2. A clone with one table for all decisions lacks a state only if no run met it at any of them, so it
loses no more either, if the expert does not look at the time; if it does, such a table may stay wrong. Reset-Cliff
with n - 1 states of probability 1/(N + 1), one for the rest, and A actions costs sum_t [1 - (1 - epsilon_N)^t],
epsilon_N >= (1 - 1/A)(n - 1) mu (`reset_cliff`), at |S| = n + 1. As N, n and A grow (N fastest) both are T (T + 1)/2
|S|/(e N) to first order: the constant of |S| T (T + 1)/2 / N is 1/e, that of |S| T^2/N is 1/(2 e) for long episodes.
"""

from functools import cache

from sympy import Expr, Le

from tightrope.bounds.language.letter import NONNEGATIVE, PROBABILITY, REAL, Letter
from tightrope.bounds.language.letters import DECIDING, DECISION, MOMENT, STATE, T, samples, states, t
from tightrope.bounds.lecture.distribution_shift import STATES
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import all_decisions, by_induction, equations, sum_decisions, sum_up, totals
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume

PEAK: Expr = samples**samples / (samples + 1) ** (samples + 1)  # the largest x (1 - x)^N
MOST_LOST: Expr = states * PEAK * T * (T + 1) / 2

peak = Letter("mu", NONNEGATIVE, home="finite-samples")
probability = Letter("x", PROBABILITY, STATE, home="finite-samples", tex="x(s)")
unseen = Letter("v_t", PROBABILITY, DECIDING, home="finite-samples", tex=r"(1-x(s))^N")
missed = Letter("m_t", NONNEGATIVE, DECISION, home="finite-samples")
astray = Letter("F_t", PROBABILITY, MOMENT, home="finite-samples")
lost_then = Letter("x_t", REAL, DECISION, home="finite-samples", tex=r"E[x_{t+1}]")
lost = Letter("G", REAL, home="finite-samples", tex=r"E[J(\hat\pi)] - J(\pi^*)")

_SUMS = {probability * unseen: missed, peak: states * peak}
_at_most_peak = Le(probability * unseen, peak)
_grows = Le(astray.next, astray + missed)
_pays = Le(lost_then, astray.next)

_missing = Le(missed, states * peak)
_line = Le(astray, states * peak * t)
_total = Le(lost, states * peak * T * (T + 1) / 2)


@cache
def _missing_mass() -> Theorem:
    return sum_up(Le(probability * unseen, peak), STATES, _SUMS, assume(_at_most_peak))


@cache
def _gone_astray() -> Theorem:
    return by_induction(_line, t, *equations({astray.start: 0}), _grows, _missing_mass())


def _all_lost() -> Theorem:
    decision = arithmetic(
        Le(lost_then, states * peak * (t + 1)), assume(_pays), assume(_grows), _gone_astray(), _missing_mass()
    )
    return arithmetic(_total, sum_decisions(decision, lost, t))


DERIVATION = Derivation(
    key="finite-samples",
    title="What N demonstrations are worth",
    means={
        peak: "the largest value of x (1 - x)^N, N^N/(N + 1)^(N + 1)",
        probability: "the probability of the state under the expert",
        unseen: "the probability that none of N runs of the expert meets the state at this decision",
        missed: "the expected probability of the states that the data lack at this decision",
        astray: "the probability, data and episode drawn, that the clone has disagreed with the expert so far",
        lost_then: "what decision t + 1 costs the clone beyond the expert, data and episode drawn",
        lost: "the clone's expected cost beyond the expert's, averaged over the data",
    },
    source="rajaraman2020toward",
    facts=(
        *totals(STATES, _SUMS),
        *equations({astray.start: 0}),
        *(_at_most_peak, _grows, _pays),
        all_decisions(lost_then, lost, t),
    ),
    assumes={"any": ()},
    steps=(
        Step(
            id="missing-mass",
            lecture="",
            statement=_missing,
            scope="decision",
            reason="a state that is missing often is rare, and x (1 - x)^N is largest at x = 1/(N + 1)",
            proofs={"any": _missing_mass},
        ),
        Step(
            id="astray",
            lecture="",
            statement=_line,
            scope="decision",
            reason="each decision adds at most what is missing of it",
            proofs={"any": _gone_astray},
        ),
        Step(
            id="lost",
            lecture="",
            statement=_total,
            scope="episode",
            reason="a decision costs at most 1 more than the expert's, and nothing more where nobody has disagreed",
            proofs={"any": _all_lost},
        ),
    ),
)

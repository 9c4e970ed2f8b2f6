"""Foster, Block and Misra 2024, Is behavior cloning all you need? Horizon and the log-loss.

Statement  Theorem 2.1: for a deterministic expert J* - J(pi) <= 4 R D_H2(P, P*). Corollary 2.1: the log-loss minimiser
           over a finite class has, with probability 1 - delta, D_H2 <= 2 log(|Pi|/delta)/n and so loses at most 2 R
           (or, with the 4, 8 R) log(|Pi|/delta)/n. Section 3, stochastic experts: <~
           sqrt(sigma*^2 log(|Pi|/delta)/n) + R log(|Pi|/delta) log(n)/n. LogLossDagger: <~ mu sum_h log |Pi_h|/n, with
           probability 1 - delta.
Epsilon    D_H2 = sum over trajectories of (sqrt P - sqrt P*)^2, in [0, 2]: WITHOUT the factor 1/2. With it, the
           constant doubles.
Cost       the sum of rewards of an episode lies in [0, R]; here costs in [0, 1] a decision, R = T.
Sharp      the constant 4 is not: 1 suffices, since the gap is at most R TV and TV = P(disagree) <= D_H2 for a
           deterministic expert, and 1 is approached as the probability of a disagreement vanishes (trap). It is never
           attained.
Read       the text of two versions, in copies that lack the displayed formulas and so every constant of theorem and
           corollary: the first (arXiv 2407.15007v1; the gap between offline and online "is not fundamental") and a
           later one (it "is smaller than previously thought"). Assumptions and structure are the same. The text says
           that the bound for stochastic experts becomes the deterministic one "up to a log(n) factor", that
           LogLossDagger's "scales as mu H log|Pi|/n" for classes with shared parameters, that R log|Pi|/n cannot be
           improved, even online, and, of the later version, that the probability of a disagreement and D_H2 bound each
           other "up to an absolute constant". Numbers of theorems are the first version's. Notes of October 2025 that
           restate theorem and corollary have D_H2 <= 2 log(|Pi|/delta)/n, prove P(disagree) <= D_H2, and conclude
           R D_H2 and 2 R log(|Pi|/delta)/n. So a later version may print 1 and 2 where 4 and 8 are recalled of the
           first; which one does was not seen. All are true here: the constant 1 is derived, the others are larger.
Misread    "horizon-free" means R and log |Pi| fixed: a class that has one factor a step brings the horizon back.
"""

from sympy import log, sqrt

from tightrope.bounds.language.assumptions import DETERMINISTIC, RECOVERABLE, UNIT_COST
from tightrope.bounds.language.bound import Bound, Source
from tightrope.bounds.language.letters import T, delta, gap, hellinger, policies, samples, u, variance
from tightrope.bounds.literature.assumptions import INTERACTIVE, LOG_LOSS, OWN


def _paper(place: str, read: str) -> Source:
    return Source(bibtex_key="foster2024behavior", place=place, read=read)


BOUNDS = (
    Bound(
        key="log-loss",
        title="Task cost from the Hellinger distance",
        quantity=gap,
        expression=4 * T * hellinger,
        readings=(),
        assumptions=(DETERMINISTIC, UNIT_COST),
        source=_paper("Theorem 2.1", "recalled"),
        statement="For any deterministic expert, J(pi*) - J(pi) <= 4 R D_H^2(P^pi, P^pi*).",
        note="The constant 4 is recalled, of the first version; notes of 2025 that restate the theorem have 1, perhaps "
        "from a later one, see log-loss-exact. R = T for costs in [0, 1]; D_H^2 without the factor 1/2.",
    ),
    Bound(
        key="log-loss-exact",
        title="Task cost from the Hellinger distance, constant 1",
        quantity=gap,
        expression=T * hellinger,
        readings=(),
        assumptions=(DETERMINISTIC, UNIT_COST),
        source=OWN,
        statement="J(pi) - J(pi*) <= R TV(P, P*) = R P(disagree) <= R D_H^2.",
        note="Sharper than as published, if that is with 4: notes that restate the theorem print this constant. "
        "Approached as P(disagree) -> 0, never attained.",
    ),
    Bound(
        key="log-loss-finite-class",
        title="Cloning with log-loss over a finite class",
        quantity=gap,
        expression=2 * T * log(policies / delta) / samples,
        readings=(),
        assumptions=(LOG_LOSS, DETERMINISTIC, UNIT_COST),
        source=_paper("Corollary 2.1", "secondary"),
        kind="probability",
        statement="With probability at least 1 - delta, J(pi*) - J(pi) <= 2 R log(|Pi|/delta)/n.",
        note="The constant is that of the notes and follows from log-loss-exact; with 4 for its 1 it is 8, as recalled "
        "of the first version. For stationary tabular policies log |Pi| is |X| log |A|.",
    ),
    Bound(
        key="log-loss-stochastic",
        title="Cloning a stochastic expert with log-loss",
        quantity=gap,
        expression=sqrt(variance * log(policies / delta) / samples)
        + T * log(policies / delta) * log(samples) / samples,
        readings=(),
        assumptions=(LOG_LOSS, UNIT_COST),
        source=_paper("Section 3, the corollary on stochastic experts", "recalled"),
        kind="order",
        statement="With probability at least 1 - delta, J(pi*) - J(pi) <~ sqrt(sigma*^2 log(|Pi|/delta)/n) + "
        "R log(|Pi|/delta) log(n)/n.",
        note="The display is recalled, its constants as unknown, so its order only; the text says that sigma* = 0 "
        "gives the deterministic bound up to log(n). The slow rate is real in high probability although tabular "
        "expectations fall as 1/n.",
    ),
    Bound(
        key="log-loss-dagger",
        title="LogLossDagger",
        quantity=gap,
        expression=u * T * log(policies) / samples,
        readings=(),
        assumptions=(INTERACTIVE, LOG_LOSS, DETERMINISTIC, UNIT_COST, RECOVERABLE),
        source=_paper("Section 2.4, on policies without shared parameters", "read"),
        kind="order",
        statement=(
            "For classes with parameter sharing (i.e., where log|Pi_h| ~ log|Pi|), the bound [...] scales as mu H "
            "log|Pi|/n."
        ),
        note="Written for T classes of one size; the sum over h is recalled. It gains on cloning only if steps share "
        "no parameters.",
    ),
)

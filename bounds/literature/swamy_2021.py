"""Swamy et al. 2021, Of moments and matching: reward moments, off-policy and on-policy action-value moments.

Statement  an epsilon-approximate equilibrium of the game for reward moments has J_E - J <= 2 T epsilon (Lemma 1, and
           Omega(epsilon T) in Lemma 2); off-policy action values: O(epsilon T^2), attained; on-policy action values:
           O(epsilon H T), H the recoverability constant of the moment class.
Epsilon    reward moments: the largest payoff U_1 = (1/T) sum_t (E_pi f - E_E f) over f with values in [-1, 1], measured
           on both. Off-policy: on the expert's states. On-policy: on the learner's.
Cost       [0, 1] here, so f = 2 cost - 1 lies in the class and T U_1/2 suffices; with rewards in [-1, 1] it is T U_1.
Sharp      T U_1/2 is attained (trap: every decision is free for one of the two and costs 1 for the other).
Read       the abstract; Lemma 1 with its proof, and Lemma 2, in notes that restate them; the other two are recalled,
           with no source found that restates them, looked up twice.
           Lemma 1 asks that the learner's class of functions span the true one.
Misread    their H is a constant, not the horizon: it is our u. Off-policy they take the LEARNER's action values. Some
           texts put 1/(2T) into the payoff, which moves the factor 2.
"""

from sympy import Le

from tightrope.bounds.language.assumptions import DETERMINISTIC, RECOVERABLE, UNIT_COST, within
from tightrope.bounds.language.bound import Bound, Sharpness, Source
from tightrope.bounds.language.letters import T, epsilon, gap, moment_gap, u
from tightrope.bounds.language.readings import ON_POLICY, TIME_AVERAGED
from tightrope.bounds.literature.assumptions import OWN


def _paper(place: str, read: str) -> Source:
    return Source(bibtex_key="swamy2021moments", place=place, read=read)


BOUNDS = (
    Bound(
        key="reward-moments",
        title="Task cost from reward moments",
        quantity=gap,
        expression=2 * T * moment_gap,
        readings=(),
        assumptions=(DETERMINISTIC, UNIT_COST),
        source=_paper("Lemma 1", "secondary"),
        statement=(
            "An epsilon-approximate equilibrium of the reward-moment game has J(pi_E) - J(pi) <= 2 T epsilon = "
            "O(epsilon T)."
        ),
        note="epsilon is the value U_1 of a game, not an error rate.",
    ),
    Bound(
        key="reward-moments-exact",
        title="Task cost from reward moments, exact",
        quantity=gap,
        expression=T * moment_gap / 2,
        readings=(),
        assumptions=(DETERMINISTIC, UNIT_COST),
        source=OWN,
        sharp=Sharpness(witness="trap", when=Le(epsilon, 1)),
        statement="J(pi) - J(pi*) <= T U_1/2 for costs in [0, 1].",
        note=(
            "Sharper than as published by the factor 4: half from the range of costs, half from the definition of U_1."
        ),
    ),
    Bound(
        key="off-policy-moments",
        title="Task cost from off-policy action-value moments",
        quantity=gap,
        expression=epsilon * T**2,
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED)),
        source=_paper("the lemma on off-policy moments", "recalled"),
        kind="order",
        statement="J(pi_E) - J(pi) = O(epsilon T^2), and Omega(epsilon T^2) on some problem.",
        note="Recalled. Moments are the learner's action values, with range [-T, T], on the expert's states.",
    ),
    Bound(
        key="on-policy-moments",
        title="Task cost from on-policy action-value moments",
        quantity=gap,
        expression=epsilon * u * T,
        readings=(ON_POLICY,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(ON_POLICY), RECOVERABLE),
        source=_paper("the lemma on on-policy moments", "recalled"),
        kind="order",
        statement="J(pi_E) - J(pi) = O(epsilon H T) with H the recoverability constant.",
        note="Recalled. H is u, not the horizon; as an inequality see dagger-task-cost.",
    ),
)

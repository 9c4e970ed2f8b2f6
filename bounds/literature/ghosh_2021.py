"""Ghosh et al. 2021, Learning to reach goals via iterated supervised learning: GCSL.

Statement  Theorem 3.1: J(pi) >= J_GCSL(pi) - 4 T (T - 1) alpha^2 + C, alpha the largest total variation distance of pi
           and the policy that collected the data, J_GCSL the log-likelihood of its relabelled actions, relabelled with
           the last state only. Theorem 3.2: in deterministic dynamics, with data of full support and a total variation
           distance of at most epsilon to the maximiser of J_GCSL over all policies, J* - J < epsilon T.
Epsilon    3.2: in every state, for every goal and remaining horizon.
Cost       the probability of not being at the goal after T steps, in [0, 1].
Sharp      3.2 up to the second order: where one wrong action loses the goal, J* - J = 1 - (1 - epsilon)^T. The strict
           sign fails at epsilon = 0 and at T = 1. Nothing is known of 3.1: C does not depend on pi, but is not stated
           to be small, so 3.1 may be vacuous at alpha ~ 1/T.
Read       both theorems and their setting in the text of the conference paper (section 3.2); not the proofs.
Misread    3.2 needs the remaining horizon in the state and deterministic dynamics; without either it is false.
"""

from tightrope.bounds.language.assumptions import within
from tightrope.bounds.language.bound import Bound, Source
from tightrope.bounds.language.letters import T, epsilon, gap, policy_change
from tightrope.bounds.language.readings import POINTWISE
from tightrope.bounds.literature.assumptions import DETERMINISTIC_DYNAMICS, GOALS

BOUNDS = (
    Bound(
        key="gcsl-surrogate",
        title="What relabelling's objective leaves out",
        quantity=gap,
        expression=T * (T - 1) * policy_change**2,
        readings=(),
        assumptions=(GOALS,),
        source=Source(bibtex_key="ghosh2021learning", place="Theorem 3.1", read="read"),
        kind="order",
        statement="J(pi) >= J_GCSL(pi) - 4 T (T - 1) alpha^2 + C, where alpha = max_{s,g,h} D_TV(pi(.|s,g,h) || "
        "pi_old(.|s,g,h)) and C is a constant independent of pi.",
        note="An order here, since C is not given. The quantity bounded is J_GCSL + C - J, of which no problem here "
        "has the first two.",
    ),
    Bound(
        key="gcsl-deterministic",
        title="Relabelling in deterministic dynamics",
        quantity=gap,
        expression=epsilon * T,
        readings=(POINTWISE,),
        assumptions=(GOALS, DETERMINISTIC_DYNAMICS, within(POINTWISE)),
        source=Source(bibtex_key="ghosh2021learning", place="Theorem 3.2", read="read"),
        statement="Consider an environment with deterministic dynamics and a data-collection policy pi_old with full "
        "support. If max_{s,g,h} D_TV(pi(a|s,g,h), pi~*(a|s,g,h)) <= epsilon, then J(pi*) - J(pi) < epsilon "
        "T.",
        note=(
            "Printed with <, which fails at epsilon = 0 and at T = 1. One error can lose the goal for good, but only "
            "one goal: the cost of an episode is at most 1."
        ),
    ),
)

"""Laskey et al. 2017, DART: noise injection for robust imitation learning.

Statement  |E_{p(xi|pi)} loss - E_{p(xi|pi*, psi)} loss| <= T sqrt(KL(p(xi|pi*, psi) || p(xi|pi))/2): what the learner
           loses on its own trajectories differs from what it loses on the noisy expert's by Pinsker's bound; psi is
           then chosen to make the divergence small. Here psi is no noise, and the loss is any cost in [0, 1], so also
           the task's.
Epsilon    none: the error is the divergence of whole trajectories, expert first.
Cost       any, in [0, 1] a decision; T decisions.
Sharp      no. Pinsker is loose twice: T P(disagree) is true and attained (trap), and P(disagree) <= 1 - exp(-KL) <= KL,
           so for a deterministic expert KL enters linearly; T KL is approached as KL -> 0.
Read       abstract ("an improved bound on the loss due to the covariate shift", in the version of the same year) and
           the authors' blog post, which has the objective but not the inequality; that is recalled. Looked up
           again: a summary has the objective, too, as an upper bound of a divergence, and no inequality. The objective,
           min over psi of E_{p(xi|pi)} - sum log pi*(pi(x_t) | x_t, psi), belongs to the divergence with the LEARNER
           first. Pinsker's inequality holds in either order; without noise only the order taken here can be finite.
Misread    the divergence is infinite as soon as the learner surely errs somewhere on the expert's way; and labels are
           the action that the expert intended, not the one that the noise carried out.
"""

from sympy import Le, sqrt

from tightrope.bounds.language.assumptions import DETERMINISTIC, UNIT_COST
from tightrope.bounds.language.bound import Bound, Sharpness, Source
from tightrope.bounds.language.letters import T, divergence, epsilon, first_error, gap
from tightrope.bounds.literature.assumptions import DIVERGENCE_IS_FINITE, OWN

BOUNDS = (
    Bound(
        key="dart-pinsker",
        title="Cost from the divergence of trajectories",
        quantity=gap,
        expression=T * sqrt(divergence / 2),
        readings=(),
        assumptions=(DIVERGENCE_IS_FINITE, DETERMINISTIC, UNIT_COST),
        source=Source(bibtex_key="laskey2017dart", place="the bound on the covariate shift", read="recalled"),
        statement=(
            "|E_{p(xi|pi)} l - E_{p(xi|pi*,psi)} l| <= T sqrt(KL(p(xi|pi*,psi) || p(xi|pi))/2), l in [0, 1] a step."
        ),
        note="Recalled. With psi = no noise; the expert's law stands first in the divergence.",
    ),
    Bound(
        key="trajectory-divergence",
        title="Cost, linear in the divergence of trajectories",
        quantity=gap,
        expression=T * divergence,
        readings=(),
        assumptions=(DIVERGENCE_IS_FINITE, DETERMINISTIC, UNIT_COST),
        source=OWN,
        statement="J(pi) - J(pi*) <= T KL(P* || P) for a deterministic expert.",
        note="Below Pinsker's while KL < 1/2; approached as KL -> 0, not attained.",
    ),
    Bound(
        key="trajectory-distance",
        title="Cost from the probability of a disagreement",
        quantity=gap,
        expression=T * first_error,
        readings=(),
        assumptions=(DETERMINISTIC, UNIT_COST),
        source=OWN,
        sharp=Sharpness(witness="trap", when=Le(epsilon, 1)),
        statement="J(pi) - J(pi*) <= T P(the learner disagrees at least once).",
        note="The probability is the total variation distance of the trajectory laws, exactly.",
    ),
)

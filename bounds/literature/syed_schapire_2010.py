"""Syed and Schapire 2010, A reduction from apprenticeship learning to classification.

Statement  V(pi_E) - V(pi) <= min{2 sqrt(epsilon) T^2, 4 epsilon T^3 + Delta} R_max, Delta the expert's suboptimality.
Epsilon    the classifier's error rate on the expert's states, averaged over the T decisions.
Cost       rewards in [0, R_max] each decision; here cost = 1 - reward, R_max = 1. Stochastic experts are allowed there.
Sharp      no: for a deterministic expert T^2 epsilon <= T^2 sqrt(epsilon), so the 0-1 bound dominates it everywhere.
Read       the abstract says O(sqrt(epsilon)), and O(epsilon) if the expert is close to optimal (proceedings.neurips.cc,
           volume 23); the constants and the powers of T are recalled. Looked up again: papers that cite it call it
           quadratic in the horizon; none that was found restates it.
Misread    "linear in epsilon for a good expert" costs a factor T: 4 epsilon T^3 is below 2 sqrt(epsilon) T^2 only while
           epsilon < 1/(4 T^2).
"""

from sympy import Min, sqrt

from tightrope.bounds.language.assumptions import DETERMINISTIC, UNIT_COST, within
from tightrope.bounds.language.bound import Bound, Source
from tightrope.bounds.language.letters import T, epsilon, gap, suboptimality
from tightrope.bounds.language.readings import TIME_AVERAGED

BOUNDS = (
    Bound(
        key="classification-reduction",
        title="Apprenticeship learning as classification",
        quantity=gap,
        expression=Min(2 * sqrt(epsilon) * T**2, 4 * epsilon * T**3 + suboptimality),
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED)),
        source=Source(bibtex_key="syed2010reduction", place="the main theorem and its corollary", read="recalled"),
        statement="If the learned classifier has error rate epsilon, the difference between the value of the "
        "apprentice's policy and the expert's policy is O(sqrt(epsilon)). [...] this difference is only "
        "O(epsilon) when the expert's policy is close to optimal. (abstract)",
        note="Constants and powers of T recalled. Dominated by T^2 epsilon for a deterministic expert.",
    ),
)

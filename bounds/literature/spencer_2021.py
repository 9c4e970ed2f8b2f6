"""Spencer et al. 2021, Feedback in imitation learning: the three regimes of covariate shift.

Statement  easy: the expert is realisable, or the density ratio |p_pi/p*| is at most C, and the loss is linear,
           J - J* <= u C epsilon T; hard: the ratio is unbounded, and T^2 epsilon with interaction as the only remedy;
           in between ("Goldilocks"): a simulator suffices (ALICE).
Epsilon    averaged over the decisions and the expert's states.
Cost       each decision in [0, 1].
Sharp      u C epsilon T is: a trap in which the learner does what the expert would do (trap-labelled: C = 1, u = T). C
           counts only states where the learner may disagree; over all states the same problem has C infinite.
Read       the abstract; the regimes in notes that restate them; the inequality is derived here and attributed as
           recalled.
Misread    C is a worst case over states, not a divergence: one rare state with a certain error makes it infinite.
"""

from sympy import Le

from tightrope.bounds.language.assumptions import DETERMINISTIC, RECOVERABLE, UNIT_COST, within
from tightrope.bounds.language.bound import Bound, Sharpness, Source
from tightrope.bounds.language.letters import T, density_ratio, epsilon, gap, u
from tightrope.bounds.language.readings import TIME_AVERAGED
from tightrope.bounds.literature.assumptions import RATIO_IS_FINITE

_SOURCE = Source(bibtex_key="spencer2021feedback", place="the three regimes", read="recalled")

BOUNDS = (
    Bound(
        key="density-ratio",
        title="Task cost where the learner stays near the expert",
        quantity=gap,
        expression=u * density_ratio * epsilon * T,
        readings=(TIME_AVERAGED,),
        assumptions=(RATIO_IS_FINITE, DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED), RECOVERABLE),
        source=_SOURCE,
        sharp=Sharpness(witness="trap-labelled", when=Le(epsilon * T, 1)),
        statement="If the density ratio is at most C and one error costs at most u, J(pi) - J(pi*) <= u C epsilon T.",
        note="Recalled; the constant is derived here. C is over states in which the learner may disagree.",
    ),
    Bound(
        key="hard-regime",
        title="Task cost where nothing bounds the density ratio",
        quantity=gap,
        expression=epsilon * T**2,
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED)),
        source=_SOURCE,
        kind="order",
        statement="In the hard regime the loss is of order epsilon T^2.",
        note="Recalled. The order of Ross and Bagnell's theorem; as an inequality see cloning-task-cost.",
    ),
)

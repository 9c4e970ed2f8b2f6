"""Spencer et al. 2021, Feedback in imitation learning: the three regimes of covariate shift.

Statement  easy: the expert is realisable, so cloning's own error vanishes with enough data; "Goldilocks": it is not,
           but the density ratio p_pi/p* is at most C, and a simulator without further labels suffices (ALICE); hard:
           the ratio is unbounded, T^2 epsilon, and only interaction helps. Where the ratio is bounded,
           J - J* <= u C epsilon T.
Epsilon    averaged over the decisions and the expert's states.
Cost       each decision in [0, 1].
Sharp      u C epsilon T is: a trap in which the learner does what the expert would do (trap-labelled: C = 1, u = T). C
           counts only states where the learner may disagree; over all states the same problem has C infinite.
Read       not the paper's body: the abstract (arXiv 2102.02872, version 2), which names no regime and no inequality.
           The regimes are secondary: two summaries of the paper (alphaxiv.org, emergentmind.com) have easy for a
           realisable expert and Goldilocks for a bounded ratio; other notes say that cloning is "provably fine" in
           both. Which rate the paper gives cloning in Goldilocks was not read. The inequality is derived here and
           attributed as recalled, and so is the order in the hard regime. Looked up again: nothing more.
Misread    C is a worst case over states, not a divergence: one rare state with a certain error makes it infinite.
"""

from sympy import Le

from tightrope.bounds.language.assumptions import DETERMINISTIC, RECOVERABLE, UNIT_COST, within
from tightrope.bounds.language.bound import Bound, Sharpness, Source
from tightrope.bounds.language.letters import T, density_ratio, epsilon, gap, u
from tightrope.bounds.language.readings import TIME_AVERAGED
from tightrope.bounds.literature.assumptions import RATIO_IS_FINITE


def _paper(place: str) -> Source:
    return Source(bibtex_key="spencer2021feedback", place=place, read="recalled")


BOUNDS = (
    Bound(
        key="density-ratio",
        title="Task cost where the learner stays near the expert",
        quantity=gap,
        expression=u * density_ratio * epsilon * T,
        readings=(TIME_AVERAGED,),
        assumptions=(RATIO_IS_FINITE, DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED), RECOVERABLE),
        source=_paper("a bounded density ratio: Goldilocks, by secondary summaries"),
        sharp=Sharpness(witness="trap-labelled", when=Le(epsilon * T, 1)),
        statement="If the density ratio is at most C and one error costs at most u, J(pi) - J(pi*) <= u C epsilon T.",
        note="Recalled; form and constant are derived here. C is over states in which the learner may disagree. By two "
        "summaries a bounded ratio is the Goldilocks regime; the easy one is that of a realisable expert.",
    ),
    Bound(
        key="hard-regime",
        title="Task cost where nothing bounds the density ratio",
        quantity=gap,
        expression=epsilon * T**2,
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED)),
        source=_paper("the hard regime"),
        kind="order",
        statement="In the hard regime the loss is of order epsilon T^2.",
        note="Recalled. The order of Ross and Bagnell's theorem; as an inequality see cloning-task-cost.",
    ),
)

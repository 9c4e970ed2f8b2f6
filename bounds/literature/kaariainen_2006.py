"""Kääriäinen 2006, Lower bounds for reductions: a sequence predictor that is fed its own last prediction.

Statement  the expected number of mistakes in T steps can be T/2 - (1 - (1 - 2 epsilon)^(T+1))/(4 epsilon) + 1/2, which
           is sum_{t=1..T} (1 - (1 - 2 epsilon)^t)/2 and about epsilon T^2/2: the parity of independent flips.
Epsilon    the probability of a wrong prediction when the input was right, in every step (pointwise).
Cost       1 for a step that ends in the wrong state; the expert pays nothing. Steps 1..T.
Sharp      it is an identity of one example, hence a lower bound on worst cases. It is NOT the worst case: two errors
           cancel, so the tightrope, where they do not, costs more at every epsilon in (0, 1) and T > 1.
Read       not the workshop paper itself, which was not found: Ross, Gordon and Bagnell 2011 restate it in a footnote of
           their section 2.1, formula and setting, and add that it is bounded by T^2 epsilon and of that order for small
           epsilon. The algebra is checked here.
"""

from sympy import Eq, Rational, Sum

from tightrope.bounds.language.assumptions import DETERMINISTIC, within
from tightrope.bounds.language.bound import Assumption, Bound, Sharpness, Source
from tightrope.bounds.language.letters import T, epsilon, gap, parity_residual, t
from tightrope.bounds.language.readings import POINTWISE

BOUNDS = (
    Bound(
        key="parity-chain",
        title="Mistakes of a predictor that sees its own last prediction",
        quantity=gap,
        expression=Sum((1 - (1 - 2 * epsilon) ** t) * Rational(1, 2), (t, 1, T)),
        readings=(POINTWISE,),
        assumptions=(
            DETERMINISTIC,
            within(POINTWISE),
            Assumption(
                words="the extra costs are those of the parity of independent flips, each as probable as an error",
                condition=Eq(parity_residual, 0),
            ),
        ),
        source=Source(
            bibtex_key="kaariainen2006lower", place="the lower bound for sequence prediction", read="secondary"
        ),
        sharp=Sharpness(witness="recovery", when=Eq(epsilon, Rational(1, 5))),
        kind="identity",
        statement="An error rate of epsilon > 0 when trained to predict the next output in sequence with the previous "
        "correct output as input can lead to an expected number of mistakes of T/2 - (1-(1-2 "
        "epsilon)^(T+1))/(4 epsilon) + 1/2 over sequences of length T at test time. (as the 2011 paper "
        "restates it)",
        note="An example, not a worst case: do not quote it as the bound that matches epsilon T^2. It is the "
        "recovery chain with rho = epsilon (1/5 if nothing is said).",
    ),
)

"""What N demonstrations of Reset-Cliff teach, exactly and in expectation over the data.

A clone that looks at the time has, for each decision, N independent states; it guesses in those it lacks. The data of
different decisions are independent, so the expected probability of no error by decision t is a power:

    expected error     epsilon_N = (1 - 1/A) sum_i law_i (1 - law_i)^N
    expected cost      sum_t [1 - (1 - epsilon_N)^t], the tightrope's closed form at epsilon_N

For n equally likely states epsilon_N = (1 - 1/A)(1 - 1/n)^N. A clone that does not look at the time sees all N T states in one
table; given M labelled states its cost is the tightrope's at the error of `label_budget`, and M follows the coupon law.
"""

from sympy import Expr

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.language.letters import actions, epsilon, samples, states

EXPECTED_ERROR: Expr = (1 - 1 / actions) * (1 - 1 / states) ** samples
EXPECTED_COST: Expr = closed_forms("pointwise").disagreement.subs(epsilon, EXPECTED_ERROR)

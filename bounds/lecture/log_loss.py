r"""L9 under the loss that cloning minimises: survival from the logarithmic loss, by Jensen's inequality.

Let the learner's error be measured by -ln(1 - e), averaged over the expert's states. "At most epsilon" then says: the
*geometric* mean G of its probability of agreeing with the expert is at least 1 - epsilon. A run without a disagreement has
probability E[product of (1 - e)], over the expert's runs, and by Jensen that is at least the exponential of the mean
logarithm, which is the product of the G so far. So S >= (1 - epsilon)^t: what the lecture's line L9 needs, and what an
average of the errors themselves does not give.
"""

from functools import cache

from sympy import Ge, Le

from tightrope.bounds.language.letter import PROBABILITY, Letter
from tightrope.bounds.language.letters import DECISION, MOMENT, epsilon, expert_error, power, survival, t
from tightrope.bounds.proof.bernoulli import POWER
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume

agreeing = Letter("G", PROBABILITY, DECISION, tex="G_{t+1}")  # geometric mean of 1 - e over the expert's states
all_agreeing = Letter("Pi", PROBABILITY, MOMENT, tex=r"\prod_{i \leq t} G_i")  # product of the G so far
still_to_agree = Letter("Pi_rest", PROBABILITY, MOMENT, tex=r"\prod_{i > t} G_i")  # product of the G to come

PRODUCT = equations({all_agreeing.start: 1, all_agreeing.next: all_agreeing * agreeing})
REST = equations({still_to_agree.start: all_agreeing.end, still_to_agree: agreeing * still_to_agree.next})
JENSEN = Ge(survival, all_agreeing)  # E[exp x] >= exp E[x], x the logarithm of the agreement along an expert's run
MEANS = Le(agreeing, 1 - expert_error)  # a geometric mean is at most the arithmetic one: Jensen again
FACTS = (*PRODUCT, *REST, JENSEN, MEANS)

EACH_DECISION = Ge(agreeing, 1 - epsilon)
ALTOGETHER = Ge(all_agreeing.end, power.end)  # the geometric mean over the decisions as well


@cache
def survives_power() -> Theorem:
    """S >= (1 - epsilon)^t, if every decision's loss is at most that of a constant error epsilon."""
    product = by_induction(Ge(all_agreeing, power), t, *PRODUCT, *POWER, EACH_DECISION)
    return arithmetic(Ge(survival, power), product, assume(JENSEN))


@cache
def survives_whole_power() -> Theorem:
    """S >= (1 - epsilon)^T, at every t, if the loss is averaged over the decisions too: the rest of a product is at most 1."""
    split = by_induction(Ge(all_agreeing * still_to_agree, all_agreeing.end), t, *PRODUCT, *REST)
    return arithmetic(Ge(survival, power.end), split, assume(JENSEN), assume(ALTOGETHER))


@cache
def average_error() -> Theorem:
    """The error itself, averaged over the expert's states, is at most epsilon as well."""
    return arithmetic(Le(expert_error, epsilon), assume(MEANS), assume(EACH_DECISION))

"""The assumptions that several papers share, as predicates over measured quantities."""

from sympy import Eq, Ge, Lt

from tightrope.bounds.language import letters
from tightrope.bounds.language.bound import Assumption, Source

DIVERGENCE_IS_FINITE = Assumption(
    words="the divergence of the trajectories is finite: where the expert goes, the learner never surely errs",
    condition=Eq(letters.divergence_is_finite, 1),
)
RATIO_IS_FINITE = Assumption(
    words="the learner, wherever it may disagree, is where the expert can be: the density ratio is finite",
    condition=Eq(letters.density_ratio_is_finite, 1),
)
ONLY_THE_LAST_IS_PAID = Assumption(
    words="neither learner nor expert pays anything before the last decision",
    condition=Eq(letters.early_cost, 0),
)
DISCOUNTED = Assumption(words="the horizon is infinite and the costs are discounted", condition=Lt(letters.discount, 1))
FROM_TRAJECTORIES = Assumption(
    words="the learner was fitted to at least one expert trajectory drawn from the process",
    condition=Ge(letters.samples, 1),
)
INTERACTIVE = Assumption(
    words="the learner comes from iterations in which it acted and the expert named its actions",
    condition=Ge(letters.rounds, 1),
)
LOG_LOSS = Assumption(
    words="the learner minimises the log-loss on the data over a finite class that contains the expert",
    condition=Eq(letters.mle, 1),
)
GOALS = Assumption(words="the learner is told one of several goals to reach", condition=Ge(letters.goals, 1))
DETERMINISTIC_DYNAMICS = Assumption(
    words="each action leads to one state for certain", condition=Eq(letters.dynamics_determinism, 1)
)
CONTINUOUS = Assumption(words="states and actions are real vectors", condition=Eq(letters.continuous, 1))

OWN = Source(bibtex_key="", place="sharper than as published, derived here", read="own")

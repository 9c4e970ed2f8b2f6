"""Ross and Bagnell 2010, Efficient reductions for imitation learning: cloning, forward training, SMILe.

Statement  cloning: J(pi) <= J(pi*) + T^2 epsilon (their Theorem 2.1, as the 2011 paper restates it); forward training,
           one policy a decision, each trained on the states that the earlier ones lead to: J <= J* + u T epsilon;
           SMILe, a mixture of policies changed by alpha = O(1/T^2) an iteration, N = O(T^2 log T) iterations: regret
           near-linear in T and epsilon, for some class of problems.
Epsilon    cloning: averaged over the decisions and the EXPERT's states. Many notes misquote it as an error in every
           state (so does a widely read restatement that quotes min{H, epsilon H^2}); the theorem needs only the
           average. Forward training: averaged over the learner's own states, decision by decision.
Cost       each decision in [0, 1]; T decisions; C(s, a) is not discounted.
Sharp      T^2 epsilon is attained while epsilon T <= 1 by an error at the first decision that is never forgiven, even
           if J* > 0. Beyond that T min(1, epsilon T) is true, and no gap exceeds T - J*: both in our second bound.
Read       nothing in the paper itself: all three as Ross, Gordon and Bagnell 2011 restate them in sections 2.1 to 2.3,
           who call their own Theorem 2.2 slightly more general than the one on forward training. The class of problems
           includes "all those where surrogate loss l upper bounds C"; on others, where an error costs u, SMILe is not
           claimed to be linear. That N = 2 T^2 (log T)^(3/2) and J <= J* + O(T (errors) + 1) is recalled and not used.
           Notes of 2026 restate the theorem on cloning too, with the average over the decisions, a proof, and the trap.
"""

from sympy import Le, Min

from tightrope.bounds.language.assumptions import DETERMINISTIC, RECOVERABLE, UNIT_COST, within
from tightrope.bounds.language.bound import Bound, Sharpness, Source
from tightrope.bounds.language.letters import T, epsilon, expert_cost, gap, u
from tightrope.bounds.language.readings import ON_POLICY, TIME_AVERAGED
from tightrope.bounds.literature.assumptions import INTERACTIVE, OWN

BOUNDS = (
    Bound(
        key="cloning-task-cost-truncated",
        title="Cloning's task cost, truncated",
        quantity=gap,
        expression=Min(T * Min(1, epsilon * T), T - expert_cost),
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED)),
        source=OWN,
        sharp=Sharpness(witness="trap", when=Le(epsilon, 1)),
        statement="J(pi) - J(pi*) <= min(T min(1, epsilon T), T - J(pi*)).",
        note="Sharper than T^2 epsilon as published; J* > 0 helps only once J* > T - T min(1, epsilon T).",
    ),
    Bound(
        key="forward-training",
        title="Forward training's task cost",
        quantity=gap,
        expression=u * epsilon * T,
        readings=(ON_POLICY,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(ON_POLICY), RECOVERABLE),
        source=Source(bibtex_key="ross2010efficient", place="Theorem 3.1 (its number is recalled)", read="secondary"),
        sharp=Sharpness(witness="trap-labelled", when=Le(epsilon * T, 1)),
        statement="Forward training guarantees J(pi) <= J(pi*) + u T epsilon.",
        note="epsilon is measured on the states that the trained policies themselves lead to. If it holds at every "
        "decision and not only on average, epsilon (u T - u (u - 1)/2) suffices for u <= T.",
    ),
    Bound(
        key="smile",
        title="SMILe's task cost",
        quantity=gap,
        expression=T * epsilon,
        readings=(),
        assumptions=(INTERACTIVE, DETERMINISTIC, UNIT_COST),
        source=Source(bibtex_key="ross2010efficient", place="the theorem on SMILe", read="secondary"),
        kind="order",
        statement="Choosing alpha in O(1/T^2) and N in O(T^2 log T) guarantees near-linear regret in T and epsilon "
        "for some class of problems. (as the 2011 paper restates it)",
        note="The class is that of a surrogate loss above the task's cost. The policies are mixed anew at every "
        "decision, not once an episode.",
    ),
)

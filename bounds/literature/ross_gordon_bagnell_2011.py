"""Ross, Gordon and Bagnell 2011, A reduction of imitation learning ... to no-regret online learning: DAgger.

Statement  Theorem 2.1: let E_{s ~ d_pi*}[l(s, pi)] = epsilon, then J(pi) <= J(pi*) + T^2 epsilon.
           Theorem 2.2: let E_{s ~ d_pi}[l(s, pi)] = epsilon and Q^{pi*}_{T-t+1}(s, a) - Q^{pi*}_{T-t+1}(s, pi*) <= u
           for every action and every state that pi visits at t; then J(pi) <= J(pi*) + u T epsilon.
           Lemma 4.1: with the expert acting with probability beta, |d_mixture - d_learner|_1 <= 2 T beta.
           Theorem 3.2: if l is strongly convex and bounded, beta_i <= (1 - alpha)^{i-1} and N is O~(u T), some iterate
           has J <= J* + u T epsilon_N + O(1).
           Theorem 4.1: the best iterate has E
           l <= epsilon_N + gamma_N + (2 l_max/N)(n_beta + T sum_{i > n_beta} beta_i), for non-increasing beta_i, n_beta
           the largest n with beta_n > 1/T, gamma_N the average regret. Theorem 4.2: from m sampled trajectories an
           iteration, with probability at least 1 - delta, the same with l_max sqrt(2 log(1/delta)/(m N)) added.
Epsilon    d_pi is the average over t = 1..T of the state laws: 2.1 measures on the expert's states, 2.2 on the
           learner's.
Cost       C(s, a) in [0, 1]; l is at least the 0-1 loss of not doing what the expert does. u is signed and over visited
           states only.
Sharp      2.1 with constant 1 while epsilon T <= 1 (trap). 2.2 with constant 1: one error at the first decision that
           costs u = T (trap-labelled), or errors that cost u = 1 each (recovery with rho = 1), at any epsilon. Lemma
           4.1 is not, nor is the 2 (1 - (1 - beta)^T) of its proof: (2/T) sum_{t<T} (1 - (1 - beta)^t) is, and is at
           most beta (T - 1).
Read       all of them in the paper's text. The bounds on the best iterate are written here for beta_1 = 1 and 0
           afterwards, where the bracket is 1 (n_beta = 1, or T beta_1 = 1 if T = 1).
Misread    the theorems speak of the best iterate, or of a mixture, never of the last one.
"""

from sympy import Le, Sum, log, sqrt

from tightrope.bounds.language.assumptions import DETERMINISTIC, RECOVERABLE, UNIT_COST, within
from tightrope.bounds.language.bound import Bound, Sharpness, Source
from tightrope.bounds.language.letters import (
    T,
    delta,
    disagreement,
    epsilon,
    gap,
    largest_loss,
    occupancy_shift,
    regret,
    rounds,
    samples,
    t,
    u,
)
from tightrope.bounds.language.readings import ON_POLICY, POINTWISE, TIME_AVERAGED
from tightrope.bounds.literature.assumptions import INTERACTIVE, OWN


def _paper(place: str, read: str) -> Source:
    return Source(bibtex_key="ross2011reduction", place=place, read=read)


_BEST_ITERATE = epsilon + regret + 2 * largest_loss / rounds

BOUNDS = (
    Bound(
        key="cloning-task-cost",
        title="Cloning's task cost, Ross, Gordon and Bagnell",
        quantity=gap,
        expression=T**2 * epsilon,
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED)),
        source=_paper("Theorem 2.1", "read"),
        sharp=Sharpness(witness="trap", when=Le(epsilon * T, 1)),
        statement="Let E_{s~d_{pi*}}[l(s,pi)] = epsilon, then J(pi) <= J(pi*) + T^2 epsilon.",
        note="d_{pi*} is the average of the state laws over t: nothing is asked of any single state or decision.",
        derivation="task-cost",
    ),
    Bound(
        key="dagger-task-cost",
        title="Task cost from the learner's own errors",
        quantity=gap,
        expression=u * T * epsilon,
        readings=(ON_POLICY,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(ON_POLICY), RECOVERABLE),
        source=_paper("Theorem 2.2", "read"),
        sharp=Sharpness(witness="trap-labelled", when=Le(epsilon * T, 1)),
        statement="Let pi be such that E_{s~d_pi}[l(s,pi)] = epsilon, and Q^{pi*}_{T-t+1}(s,a) - "
        "Q^{pi*}_{T-t+1}(s,pi*) <= u for all action a, t in {1..T}, d^t_pi(s) > 0, then J(pi) <= J(pi*) + u "
        "T epsilon.",
        note="With u = T this is T^2 epsilon again: what DAgger gains is all in u.",
        derivation="dagger",
    ),
    Bound(
        key="rgb11-mixing",
        title="How far a mixture's states are from the learner's",
        quantity=occupancy_shift,
        expression=2 * T * epsilon,
        readings=(POINTWISE,),
        assumptions=(DETERMINISTIC, within(POINTWISE)),
        source=_paper("Lemma 4.1", "read"),
        statement="||d_{pi_i} - d_{pihat_i}||_1 <= 2 T beta_i.",
        note="Read the problem's expert as the iterate and its learner as the mixture: then the pointwise error is at "
        "most beta. It says something only while beta < 1/T.",
    ),
    Bound(
        key="rgb11-mixing-exact",
        title="How far a mixture's states can be from the learner's",
        quantity=occupancy_shift,
        expression=2 * Sum(1 - (1 - epsilon) ** t, (t, 0, T - 1)) / T,
        readings=(POINTWISE,),
        assumptions=(DETERMINISTIC, within(POINTWISE)),
        source=OWN,
        sharp=Sharpness(witness="tightrope", when=Le(epsilon, 1)),
        statement="|d - d*|_1 <= (2/T) sum_{t<T} (1 - (1 - beta)^t) <= beta (T - 1).",
        note="Sharper than Lemma 4.1 as published: nothing can differ before the first action.",
    ),
    Bound(
        key="rgb11-dagger-loss",
        title="DAgger's best iterate, loss",
        quantity=disagreement,
        expression=T * _BEST_ITERATE,
        readings=(ON_POLICY,),
        assumptions=(INTERACTIVE, DETERMINISTIC),
        source=_paper("Theorem 4.1", "read"),
        statement="There is an iterate with E_{s~d_pihat}[l(s,pihat)] <= epsilon_N + gamma_N + (2 l_max/N) [n_beta + T "
        "sum_{i=n_beta+1}^N beta_i].",
        note="T times it, for beta_1 = 1 and 0 afterwards. epsilon is epsilon_N, the least loss in hindsight on the "
        "states of the policies that were run, not an error of the iterate that is used.",
    ),
    Bound(
        key="rgb11-dagger-task-cost",
        title="DAgger's best iterate, task cost",
        quantity=gap,
        expression=u * T * epsilon,
        readings=(ON_POLICY,),
        assumptions=(INTERACTIVE, DETERMINISTIC, UNIT_COST, RECOVERABLE),
        source=_paper("Theorem 3.2", "read"),
        kind="order",
        statement="For DAgger, if N is O~(u T) there exists a policy pihat in pihat_{1:N} s.t. J(pihat) <= J(pi*) + u "
        "T epsilon_N + O(1).",
        note=(
            "For a strongly convex, bounded loss. The O(1) is not small against u T epsilon_N unless epsilon_N is of "
            "order 1/(u T) or more."
        ),
    ),
    Bound(
        key="rgb11-dagger-finite-sample",
        title="DAgger's best iterate from finite samples",
        quantity=disagreement,
        expression=T * (_BEST_ITERATE + largest_loss * sqrt(2 * log(1 / delta) / (samples * rounds))),
        readings=(ON_POLICY,),
        assumptions=(INTERACTIVE, DETERMINISTIC),
        source=_paper("Theorem 4.2", "read"),
        kind="probability",
        statement="With probability at least 1 - delta the bound of Theorem 4.1 holds with l_max sqrt(2 "
        "log(1/delta)/(m N)) added, for m trajectories an iteration.",
        note="N of the formula, the samples, is m here. One run neither confirms nor refutes it.",
    ),
)

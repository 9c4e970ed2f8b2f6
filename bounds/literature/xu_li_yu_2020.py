"""Xu, Li and Yu 2020, Error bounds of imitating policies and environments: cloning and GAIL, discounted.

Statement  cloning: V_E - V <= 2 sqrt(2) R_max/(1 - gamma)^2 sqrt(epsilon); GAIL: V_E - V <= 2 sqrt(2) R_max/(1 - gamma)
           sqrt(epsilon_JS) plus approximation and sampling terms.
Epsilon    cloning: E over the expert's normalised discounted states of KL(pi_E(.|s) || pi(.|s)), expert first. GAIL:
           Jensen-Shannon divergence of the discounted state-action laws.
Cost       |r| <= R_max; here [0, 1], R_max = 1. The horizon is infinite: 1/(1 - gamma) plays the part of T.
Sharp      the cloning bound is not: for r in [0, R] and 0-1 error epsilon, R/(1 - gamma) min(1, epsilon/(1 - gamma)) is
           sharp, and for a deterministic expert KL enters linearly. That GAIL's bound is linear in 1/(1 - gamma) is
           sharp.
Read       the cloning bound in lecture notes that restate it with R_max = 1 ("cs285 DRL notes chapter 2") and so name
           this paper, and in notes of another author with R_max; GAIL's in notes on the authors' preprint of 2019
           (On value discrepancy of imitation learning), whose Theorem 6.1 it is, with the true divergence and without
           the other terms.
Misread    a tabular problem with finite horizon and no discount has gamma = 1 here: the bounds do not apply to it.
"""

from sympy import Min, sqrt

from tightrope.bounds.language.assumptions import DETERMINISTIC, UNIT_COST, within
from tightrope.bounds.language.bound import Bound, Source
from tightrope.bounds.language.letters import discount, epsilon, gap, jensen_shannon, step_divergence
from tightrope.bounds.language.readings import TIME_AVERAGED
from tightrope.bounds.literature.assumptions import DISCOUNTED, OWN

BOUNDS = (
    Bound(
        key="discounted-cloning",
        title="Cloning, discounted",
        quantity=gap,
        expression=2 * sqrt(2) * sqrt(step_divergence) / (1 - discount) ** 2,
        readings=(),
        assumptions=(DISCOUNTED, UNIT_COST),
        source=Source(bibtex_key="xu2020error", place="Theorem 1", read="secondary"),
        statement="V(pi_E) - V(pi) <= 2 sqrt(2)/(1 - gamma)^2 sqrt(epsilon).",
        note="epsilon is a KL divergence a step with the expert first, not an error rate.",
    ),
    Bound(
        key="discounted-cloning-exact",
        title="Cloning, discounted: the worst case",
        quantity=gap,
        expression=Min(1, epsilon / (1 - discount)) / (1 - discount),
        readings=(TIME_AVERAGED,),
        assumptions=(DISCOUNTED, DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED)),
        source=OWN,
        statement="V_E - V <= R/(1 - gamma) min(1, epsilon/(1 - gamma)), epsilon averaged over the discounted states.",
        note="Sharper than as published. The average is over the normalised discounted law of the expert's states.",
    ),
    Bound(
        key="discounted-gail",
        title="Adversarial imitation, discounted",
        quantity=gap,
        expression=2 * sqrt(2) * sqrt(jensen_shannon) / (1 - discount),
        readings=(),
        assumptions=(DISCOUNTED, UNIT_COST),
        source=Source(bibtex_key="xu2020error", place="Theorem 2, as Theorem 6.1 of their preprint", read="secondary"),
        statement="|V^{pi_E} - V^{pi_GA}| <= 2 sqrt(2) R_max/(1 - gamma) sqrt(D_JS(rho^{pi_GA}, rho^{pi_E})).",
        note="For the true divergence of the state-action laws. What is estimated from m samples errs by about "
        "sqrt(|S||A|/m), which the paper adds.",
    ),
)

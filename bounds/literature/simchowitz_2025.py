"""Simchowitz, Pfrommer and Jadbabaie 2025, The pitfalls of imitation learning when actions are continuous.

Statement  for stable dynamics and a smooth deterministic expert, every algorithm that returns "simple" policies
           (Lipschitz L, smooth M, Markov, noise that does not depend on the state) has an instance with expected gap at
           least of order min{1.05^T epsilon_n, 1/(M L^2)}, although a proper one has training error O(epsilon_n).
Epsilon    epsilon_n = n^{-s/k}: a sum over the steps of root mean squares on the expert's states, from n trajectories.
           No 0-1 error is meant, so no quadratic bound is contradicted.
Cost       bounded and Lipschitz, in a control system with vectors for states and actions.
Sharp      exponential growth is necessary for such policies; the base 1.05 is an artefact of the construction.
Read       the abstract (arXiv 2503.09722): "any smooth, deterministic imitator policy necessarily suffers error on
           execution that is exponentially larger, as a function of problem horizon, than the error under the
           distribution of expert training data"; in the paper's text the informal version of Theorems 1 and 2
           ("at least exp(Omega(H)) times the optimal expert-distribution error of any (possibly unrestricted) learning
           algorithm"). Base and rate in notes that restate Theorem 1, whose display was missing from that text; other
           notes, of 2026, have its setting whole: k, s, d = k + 2, the sum of root mean squares and 1/(M L^2).
"""

from sympy import Rational

from tightrope.bounds.language.bound import Bound, Source
from tightrope.bounds.language.letters import T, epsilon, gap
from tightrope.bounds.literature.assumptions import CONTINUOUS, FROM_TRAJECTORIES

BOUNDS = (
    Bound(
        key="continuous-lower",
        title="Continuous actions: errors that grow exponentially",
        quantity=gap,
        expression=Rational(21, 20) ** T * epsilon,
        readings=(),
        assumptions=(CONTINUOUS, FROM_TRAJECTORIES),
        source=Source(bibtex_key="simchowitz2025pitfalls", place="Theorem 1", read="secondary"),
        kind="order",
        statement="Any smooth, deterministic imitator policy necessarily suffers error on execution that is "
        "exponentially larger, as a function of problem horizon, than the error under the distribution of "
        "expert training data. (abstract)",
        note="A LOWER bound on the worst instance's gap, until 1/(M L^2) is reached.",
    ),
)

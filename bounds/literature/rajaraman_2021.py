"""Rajaraman et al. 2021, twice: what the dynamics are worth, and what interaction is worth.

Statement  known dynamics, deterministic expert: Mimic-MD loses O(|S| H^{3/2}/N), and no learner less than
           Omega(H^{3/2}/N) once |S| >= 3 (arXiv 2102.12948). Under mu-recoverability, interaction for N episodes:
           O~(mu |S| H/N), and without interaction still >~ |S| H^2/N (NeurIPS 34).
Epsilon    none; mu is our u: the most that one action can cost if the expert acts afterwards.
Cost       rewards in [0, 1] a step, H = T steps, tabular, policies may depend on the step.
Sharp      rates up to logarithms; between |S| H^{3/2} and H^{3/2} a factor |S| is open in the statements quoted.
Read       both abstracts, and the authors' page people.eecs.berkeley.edu/~nived.rajaraman/papers/value.html, which also
           restates the reduction: 0-1 loss at most epsilon on the learner's own states costs at most mu H epsilon.
"""

from sympy import Rational

from tightrope.bounds.language.assumptions import DETERMINISTIC, RECOVERABLE, UNIT_COST
from tightrope.bounds.language.bound import Bound, Source
from tightrope.bounds.language.letters import T, gap, samples, states, u
from tightrope.bounds.literature.assumptions import FROM_TRAJECTORIES, INTERACTIVE

_DYNAMICS = Source(bibtex_key="rajaraman2021provably", place="abstract", read="read")
_INTERACTION = Source(bibtex_key="rajaraman2021value", place="abstract", read="read")

BOUNDS = (
    Bound(
        key="mimic-md",
        title="Mimic-MD with known dynamics, 2021",
        quantity=gap,
        expression=states * T ** Rational(3, 2) / samples,
        readings=(),
        assumptions=(FROM_TRAJECTORIES, DETERMINISTIC, UNIT_COST),
        source=_DYNAMICS,
        kind="order",
        statement=(
            "We establish an upper bound O(|S| H^{3/2}/N) for the suboptimality using the Mimic-MD algorithm. "
            "(abstract)"
        ),
        note="The learner knows the dynamics; the expectation is over the data.",
    ),
    Bound(
        key="known-dynamics-lower",
        title="No learner does better with the dynamics",
        quantity=gap,
        expression=T ** Rational(3, 2) / samples,
        readings=(),
        assumptions=(FROM_TRAJECTORIES, DETERMINISTIC, UNIT_COST),
        source=_DYNAMICS,
        kind="order",
        statement="The minimax suboptimality grows as Omega(H^{3/2}/N) when |S| >= 3. (abstract)",
        note="A LOWER bound on the worst problem's loss, without the factor |S| of the upper one.",
    ),
    Bound(
        key="interaction",
        title="What interaction is worth under recoverability",
        quantity=gap,
        expression=u * states * T / samples,
        readings=(),
        assumptions=(INTERACTIVE, DETERMINISTIC, UNIT_COST, RECOVERABLE),
        source=_INTERACTION,
        kind="order",
        statement="The resulting algorithm upon interacting with the MDP for N episodes results in a suboptimality "
        "bound of O~(mu |S| H/N) which we show is optimal up to log-factors. (abstract)",
        note="N counts episodes with the expert's labels; without interaction |S| H^2/N remains even if mu is small.",
    ),
)

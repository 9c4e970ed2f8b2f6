"""L31: labels that come late, or wrong.

Late. A driver is off the track a share mu = epsilon/(epsilon + rho) of the time, and a frame off the track gets the
right label if it was off k frames before as well: with probability mu + (1 - mu)(1 - epsilon - rho)^k, for the
two-state chain in its long run. Majorities of such labels are right while that exceeds 1/2, so the longer the
excursions, the better late labels are. Frequencies of labels that are one frame late turn rho into 1 - rho.

Late is wrong. If what the label depends on changes with probability q a frame, a label that is k frames late is wrong
with probability (1 - (1 - 2 q)^k)/2.

Wrong. A clone of frequencies that copies wrong labels with probability eta slips more and returns less.
"""

from typing import Any

from sympy import Eq, Expr, log

from tightrope.bounds.language.letter import NATURAL, PROBABILITY, Letter
from tightrope.bounds.language.letters import MOMENT, epsilon, memory, rho, t
from tightrope.bounds.lecture.causal_confusion import HALF, switch
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.recovery import closed_form
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, identity

latency = Letter("k_late", NATURAL, tex="k")  # frames between what the expert sees and what is labelled
still_off = Letter("x_k", PROBABILITY, MOMENT)  # P(off t frames later | off now)
lost = Letter("rho_0", PROBABILITY)  # probability to get back of who was never taught to
back = Letter("rho_1", PROBABILITY)  # and of who was

MU = epsilon / (epsilon + rho)
RIGHT_SHARE = MU + (1 - MU) * (1 - epsilon - rho) ** latency
LONGEST = log((rho - epsilon) / (2 * rho)) / log(1 - epsilon - rho)  # where that is 1/2; there is none if mu >= 1/2

# What a round adds to the votes in a frame, in the long run of an episode; half of all rounds return where those of
# who was not taught add as much as those of who was taught take away.
VOTES = MU * (RIGHT_SHARE - HALF)
SURPLUS = VOTES.subs(rho, lost) + VOTES.subs(rho, back)
OUTDATED = 1 - RIGHT_SHARE.subs(
    {epsilon: switch, rho: switch}, simultaneous=True
)  # (1 - (1 - 2q)^k)/2: a chain of two sides

NOISY_SLIP = 1 - (1 - epsilon) * (1 - eta)
NOISY_BACK = (1 - eta) * back + eta * lost


def noisy_cost() -> Expr:
    """What the clone of wrong labels costs: the recovery chain's closed form at its two rates."""
    rates: dict[Any, Expr] = {epsilon: NOISY_SLIP, rho: NOISY_BACK}
    return closed_form().subs(rates, simultaneous=True)


def same_as(rate: Expr | float) -> Expr:
    """How late a label may be, in frames, to be wrong no more often than the rate, for q < 1/2."""
    return log(1 - 2 * rate) / log(1 - 2 * switch)


# t frames after a frame off the track; v is (1 - epsilon - rho)^t.
STILL_OFF = equations({still_off.start: 1, still_off.next: still_off * (1 - rho) + (1 - still_off) * epsilon})
MEMORY = equations({memory.start: 1, memory.next: (1 - epsilon - rho) * memory})

_share = Eq((epsilon + rho) * still_off, epsilon + rho * memory)
_swapped = Eq(RIGHT_SHARE.subs(latency, 1), 1 - rho)


def share() -> Theorem:
    """(epsilon + rho) x_t = epsilon + rho v."""
    return by_induction(_share, t, *STILL_OFF, *MEMORY)


DERIVATION = Derivation(
    key="late-labels",
    title="Labels that come late",
    means={
        still_off: "the probability of being off the track t frames later, being off it now",
    },
    source="cs285lecture2",
    facts=(*STILL_OFF, *MEMORY),
    assumes={"any": ()},
    steps=(
        Step(
            id="right-share",
            lecture="L31",
            statement=_share,
            scope="scalar",
            reason=(
                "the probability to be off t frames after a frame off the track; in the long run of this reversible "
                "chain it is also that of having been off t frames before, when a label that is t frames late was "
                "right"
            ),
            proofs={"any": share},
        ),
        Step(
            id="one-frame",
            lecture="L31",
            statement=_swapped,
            scope="scalar",
            reason="who copies the frequencies of labels that are one frame late returns with probability 1 - rho",
            proofs={"any": lambda: identity(_swapped)},
        ),
    ),
)

"""L31: labels that come late, or wrong.

Late. A driver is off the track a share mu = epsilon/(epsilon + rho) of the time, and a frame off the track gets the right
label if it was off k frames before as well: with probability mu + (1 - mu)(1 - epsilon - rho)^k, for the two-state chain in its long run. Majorities of
such labels are right while that exceeds 1/2, so the longer the excursions, the better late labels are. Frequencies of labels that are
one frame late turn rho into 1 - rho.

Late is wrong. If what the label depends on changes with probability q a frame, a label that is k frames late is wrong with
probability (1 - (1 - 2 q)^k)/2.

Wrong. A clone of frequencies that copies wrong labels with probability eta slips more and returns less.
"""

from sympy import Eq, Expr, log

from tightrope.bounds.language.letters import back, epsilon, eta, latency, lost, memory, rho, still_off, switch, t
from tightrope.bounds.lecture.recovery import closed_form
from tightrope.bounds.proof.derivation import Derivation, Step, identity, induction, moves, starts

MU = epsilon / (epsilon + rho)
RIGHT_SHARE = MU + (1 - MU) * (1 - epsilon - rho) ** latency
LONGEST = log((rho - epsilon) / (2 * rho)) / log(1 - epsilon - rho)  # where that is 1/2; there is none if mu >= 1/2
OUTDATED = 1 - RIGHT_SHARE.subs(
    {epsilon: switch, rho: switch}, simultaneous=True
)  # (1 - (1 - 2q)^k)/2: a chain of two sides

NOISY_SLIP = 1 - (1 - epsilon) * (1 - eta)
NOISY_BACK = (1 - eta) * back + eta * lost


def noisy_cost() -> Expr:
    """What the clone of wrong labels costs: the recovery chain's closed form at its two rates."""
    return closed_form().subs({epsilon: NOISY_SLIP, rho: NOISY_BACK}, simultaneous=True)


def same_as(rate: Expr) -> Expr:
    """How late a label may be, in frames, to be wrong no more often than the rate, for q < 1/2."""
    return log(1 - 2 * rate) / log(1 - 2 * switch)


# k actions after a frame off the track; v is (1 - epsilon - rho)^k.
_chain = {
    "over": t,
    "start": {still_off: 1, memory: 1},
    "following": {
        still_off: still_off * (1 - rho) + (1 - still_off) * epsilon,
        memory: (1 - epsilon - rho) * memory,
    },
}
_share = induction(Eq((epsilon + rho) * still_off, epsilon + rho * memory), **_chain)
_swapped = Eq(RIGHT_SHARE.subs(latency, 1), 1 - rho)

DERIVATION = Derivation(
    key="late-labels",
    title="Labels that come late",
    source="cs285lecture2",
    facts=(*starts(_chain["start"]), *moves(_chain["following"])),
    assumes={"any": ()},
    steps=(
        Step(
            id="right-share",
            lecture="L31",
            statement=_share.statement,
            scope="scalar",
            reason=(
                "the probability to be off t frames after a frame off the track; in the long run of this reversible chain it "
                "is also that of having been off t frames before, when a label that is t frames late was right"
            ),
            proofs={"any": (_share,)},
        ),
        Step(
            id="one-frame",
            lecture="L31",
            statement=_swapped,
            scope="scalar",
            reason="who copies the frequencies of labels that are one frame late returns with probability 1 - rho",
            proofs={"any": (identity(_swapped),)},
        ),
    ),
)

"""L14: what side cameras are worth, by how wide, how strong and how wrong their labels are.

A car in a lane of half width k errs by one step to either side with probability epsilon; the expert never leaves the
centre. Without side cameras, worst case off the centre: the first error, and k more steps outward, and it is off.

    labels one step inward, all right         the car never leaves, for any epsilon and T, as soon as the width w >= 1
    a share eta of them outward               it leaves the covered strip after sum_{j<=w} h_j decisions on average,
                                              h_0 = 1/epsilon, h_j = 1/eta + r h_{j-1}, r = (1 - eta)/eta
    labels -g x, an error at every offset     it never leaves the strip if and only if w (1 - |1 - g|) >= 1; |x| has the
                                              same law under g and under 2 - g
"""

from sympy import Abs, Eq, Expr, Implies, Le, Lt, Max, Sum, Symbol

from tightrope.bounds.language.letters import (
    T,
    epsilon,
    eta,
    gain,
    half_width,
    hitting,
    odds,
    odds_power,
    odds_sum,
    offset,
    t,
    width,
)
from tightrope.bounds.proof.derivation import Derivation, Step, identity, induction, moves, scalar, starts

# P(off within T) without side cameras, the clone going outward where it has no data: an error in the first T - k decisions.
PLAIN = 1 - (1 - epsilon) ** Max(0, T - half_width)

_j = Symbol("j", integer=True, nonnegative=True)
_i = Symbol("i", integer=True, nonnegative=True)
_ratio = (1 - eta) / eta

# Expected time from offset j to offset j + 1, and from the centre out of the covered strip; for 0 < epsilon, eta <= 1.
STEP_OUT = _ratio**_j / epsilon + Sum(_ratio**_i, (_i, 0, _j - 1)) / eta
TIME_COVERED = Sum(STEP_OUT, (_j, 0, width))


def coin_flips() -> Expr:
    """The same time with eta = 1/2, labels that tell nothing: (w + 1)/epsilon + w (w + 1), no longer exponential in w."""
    return (width + 1) / epsilon + width * (width + 1)


CONTRACTION = Abs(1 - gain)  # what an offset is multiplied by, before the next error
SAFE_FOR_EVER = Le(1, width * (1 - CONTRACTION))
NEEDED_WIDTH = 1 / (1 - CONTRACTION)  # where it is positive

# h_j times epsilon, from h_j = 1 + (1 - eta)(h_{j-1} + h_j), divided by eta: 1/eta = 1 + r.
_start = {hitting: 1, odds_power: 1, odds_sum: 0}
_next = {
    hitting: epsilon * (1 + odds) + odds * hitting,
    odds_power: odds * odds_power,
    odds_sum: odds_sum + odds_power,
}
_outward = {"over": t, "start": _start, "following": _next}
_geometric = induction(Eq((odds - 1) * odds_sum, odds_power - 1), **_outward)
_times = induction(Eq(hitting, odds_power + epsilon * (1 + odds) * odds_sum), _geometric.statement, **_outward)
_exponential = scalar(Le(odds_power, hitting), _times.statement)

_covered = Le(offset, width)
_inside = scalar(Implies(SAFE_FOR_EVER, Le(CONTRACTION * offset, width - 1)), _covered)
_escapes = scalar(Implies(Lt(width * (1 - CONTRACTION), 1), Lt(offset - 1, CONTRACTION * offset)), _covered)
_mirror = identity(Eq(Abs(offset - (2 - gain) * offset), Abs(offset - gain * offset)))

DERIVATION = Derivation(
    key="side-cameras",
    title="Side cameras",
    source="cs285lecture2",
    facts=(*starts(_start), *moves(_next), _covered),
    assumes={"any": ()},
    steps=(
        Step(
            id="step-out",
            lecture="L14",
            statement=_times.statement,
            scope="scalar",
            reason="the time from offset j to j + 1, by induction over j (the solver's t); r = (1 - eta)/eta",
            proofs={"any": (_geometric, _times)},
        ),
        Step(
            id="exponential",
            lecture="L14",
            statement=_exponential.statement,
            scope="scalar",
            reason="h_j >= r^j/epsilon: exponential in the width as soon as r > 1, that is eta < 1/2",
            proofs={"any": (_geometric, _times, _exponential)},
        ),
        Step(
            id="inside",
            lecture="L14",
            statement=_inside.statement,
            scope="scalar",
            reason="from inside the strip the label leads at least one step inside it, rounded up or not: an error is no harm",
            proofs={"any": (_inside,)},
        ),
        Step(
            id="escapes",
            lecture="L14",
            statement=_escapes.statement,
            scope="scalar",
            reason="otherwise errors outward gain on the labels at every covered offset, and at last leave the strip",
            proofs={"any": (_escapes,)},
        ),
        Step(
            id="mirror",
            lecture="",
            statement=_mirror.statement,
            scope="scalar",
            reason="too strong by d leads as far from the centre as too weak by d, on the other side",
            proofs={"any": (_mirror,)},
        ),
    ),
)

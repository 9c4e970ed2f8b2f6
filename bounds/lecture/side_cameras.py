"""L14: what side cameras are worth, by how wide, how strong and how wrong their labels are.

A car in a lane of half width k errs by one step to either side with probability epsilon; the expert never leaves the
centre. Without side cameras, worst case off the centre: the first error, and k more steps outward, and it is off.

    labels one step inward, all right         the car never leaves, for any epsilon and T, as soon as the width w >= 1
    a share eta of them outward               it leaves the covered strip after sum_{j<=w} h_j decisions on average,
                                              h_0 = 1/epsilon, h_j = 1/eta + r h_{j-1}, r = (1 - eta)/eta
    labels -g x, an error at every offset     it never leaves the strip if and only if w (1 - |1 - g|) >= 1; |x| has the
                                              same law under g and under 2 - g
"""

from functools import cache

from sympy import Abs, Eq, Expr, Implies, Le, Lt, Max, Sum

from tightrope.bounds.language.letter import COUNT, NONNEGATIVE, REAL, Index, Letter, Scope
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, identity

half_width = Letter("k_road", COUNT, tex="k")  # offsets to either side that are on the road
width = Letter("w", COUNT)  # offsets to either side that the side cameras show
gain = Letter("g_label", REAL, tex="g")  # strength of the side labels: at offset x they say -g x

_COVERED = Scope(words="a number of each covered offset", each=frozenset({"offset"}))
offset = Letter("x", NONNEGATIVE, _COVERED)  # distance from the centre of the lane

_i, _j = Index("i"), Index("j")  # offsets
_OUTWARD = Scope(words="a number of the step from offset j to j + 1", index=_j)
odds = Letter("r_eta", NONNEGATIVE, tex="r")  # (1 - eta)/eta: how much likelier the car goes inward than outward
hitting = Letter("y_j", NONNEGATIVE, _OUTWARD, tex=r"\epsilon h_j")  # epsilon times the expected time of the step
odds_power = Letter("v_j", NONNEGATIVE, _OUTWARD, tex="r^j")  # stands for r^j
odds_sum = Letter("G_j", NONNEGATIVE, _OUTWARD, tex=r"\left(\sum_{i<j} r^i\right)")  # and for the sum of r^i over i < j

# P(off within T) without side cameras, the clone going outward where it has no data: an error in the first T - k
# decisions.
PLAIN = 1 - (1 - epsilon) ** Max(0, T - half_width)

_ratio = (1 - eta) / eta

# Expected time from offset j to offset j + 1, and from the centre out of the covered strip; for 0 < epsilon, eta <= 1.
STEP_OUT = _ratio**_j / epsilon + Sum(_ratio**_i, (_i, 0, _j - 1)) / eta
TIME_COVERED = Sum(STEP_OUT, (_j, 0, width))


def coin_flips() -> Expr:
    """The same time with eta = 1/2, labels that tell nothing: (w + 1)/epsilon + w (w + 1),
    no longer exponential in w.
    """
    return (width + 1) / epsilon + width * (width + 1)


CONTRACTION = Abs(1 - gain)  # what an offset is multiplied by, before the next error
SAFE_FOR_EVER = Le(1, width * (1 - CONTRACTION))
NEEDED_WIDTH = 1 / (1 - CONTRACTION)  # where it is positive

# A strip of one offset to either side, an error at every covered offset, a share eta of the labels -g x flipped: from
# offset 1 a label leads to a distance that is drawn from the two whole numbers around |1 - g|, or 1 + g; for g <= 3.
_near: list[Expr] = [Max(0, 1 - Abs(gain - whole)) for whole in range(4)]
_to_centre = (1 - eta) * _near[1]
_to_side = (1 - eta) * (_near[0] + _near[2]) + eta * _near[0]
_beyond = (1 - eta) * _near[3] + eta * _near[1]  # by one offset; an error may lead back
_home = (1 - epsilon) * _to_centre + epsilon / 2 * _to_side
_leaves = 1 - _home - epsilon * _to_centre - (1 - epsilon) * _to_side - epsilon / 2 * _beyond
NARROW_TIME: Expr = 1 / epsilon + (1 + _home / epsilon) / _leaves  # decisions until it is left, on average
NARROW_PLAIN: Expr = 2 / epsilon + 3  # without labels: at the side it steers by -1, 0 or 1, each as likely
NARROW_SILENT: Expr = 4 / epsilon  # NARROW_TIME of labels that say straight on, g = 0


def narrow_excess(other: Expr) -> Expr:
    """Linear in eta, and not negative if and only if NARROW_TIME is at least `other`."""
    return 1 + _home / epsilon - (other - 1 / epsilon) * _leaves


# h_j times epsilon, from h_j = 1 + (1 - eta)(h_{j-1} + h_j), divided by eta: 1/eta = 1 + r.
OUTWARD = equations(
    {
        **{hitting.start: 1, hitting.next: epsilon * (1 + odds) + odds * hitting},
        **{odds_power.start: 1, odds_power.next: odds * odds_power},
        **{odds_sum.start: 0, odds_sum.next: odds_sum + odds_power},
    }
)
COVERED = Le(offset, width)

_geometric = Eq((odds - 1) * odds_sum, odds_power - 1)
_times = Eq(hitting, odds_power + epsilon * (1 + odds) * odds_sum)
_exponential = Le(odds_power, hitting)
_inside = Implies(SAFE_FOR_EVER, Le(CONTRACTION * offset, width - 1))
_escapes = Implies(Lt(width * (1 - CONTRACTION), 1), Lt(offset - 1, CONTRACTION * offset))
_mirror = Eq(Abs(offset - (2 - gain) * offset), Abs(offset - gain * offset))


@cache
def step_out() -> Theorem:
    """epsilon h_j = r^j + epsilon (1 + r) sum_{i<j} r^i."""
    return by_induction(_times, _j, *OUTWARD, by_induction(_geometric, _j, *OUTWARD))


DERIVATION = Derivation(
    key="side-cameras",
    title="Side cameras",
    means={
        width: "how many offsets to either side the side cameras show",
        gain: "the strength of the side labels: at offset x they say -g x",
        offset: "a distance from the centre of the lane",
        odds: "(1 - eta)/eta: how much likelier the car goes inward than outward",
        hitting: "epsilon times the expected time of the step from offset j outward",
        odds_power: "r^j",
        odds_sum: "the sum of r^i over i < j",
    },
    source="cs285lecture2",
    facts=(*OUTWARD, COVERED),
    assumes={"any": ()},
    steps=(
        Step(
            id="step-out",
            lecture="L14",
            statement=_times,
            scope="scalar",
            reason="the time from offset j to j + 1, by induction over j; r = (1 - eta)/eta",
            proofs={"any": step_out},
        ),
        Step(
            id="exponential",
            lecture="L14",
            statement=_exponential,
            scope="scalar",
            reason="h_j >= r^j/epsilon: exponential in the width as soon as r > 1, that is eta < 1/2",
            proofs={"any": lambda: arithmetic(_exponential, step_out())},
        ),
        Step(
            id="inside",
            lecture="L14",
            statement=_inside,
            scope="state",
            reason=(
                "from inside the strip the label leads at least one step inside it, rounded up or not: an error is no "
                "harm"
            ),
            proofs={"any": lambda: arithmetic(_inside, assume(COVERED))},
        ),
        Step(
            id="escapes",
            lecture="L14",
            statement=_escapes,
            scope="state",
            reason="otherwise errors outward gain on the labels at every covered offset, and at last leave the strip",
            proofs={"any": lambda: arithmetic(_escapes, assume(COVERED))},
        ),
        Step(
            id="mirror",
            lecture="",
            statement=_mirror,
            scope="state",
            reason="too strong by d leads as far from the centre as too weak by d, on the other side",
            proofs={"any": lambda: identity(_mirror)},
        ),
    ),
)

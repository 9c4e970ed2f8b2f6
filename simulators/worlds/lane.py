"""A car in its lane, and a clone that also learned from cameras to the left and right (L14).

Offset       x in -k..k from the centre; beyond, the car is off the road for good. It starts in the centre.
Move         x' = x + a, a steering in -reach..reach; the car itself is deterministic.
Expert       steers back as far as it can, a = -x cut off at reach. It never leaves the centre.
Cost         1 for the decision that leads off the road, so J is the probability of being off within T decisions.

The expert's own data show the centre only. Side cameras show the offsets up to a width w as if the car were there. A
clone of `augmented` errs in the centre, on the expert's own state, and obeys side labels of which a share points the
wrong way; a clone of `steered` errs wherever it has data, and its side labels are too strong or too weak.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

import numpy as np

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, Whole, require
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem

Law = Mapping[int, Fraction]  # of a steering
ONE, THIRD = Fraction(1), Fraction(1, 3)
HALF, WIDTH, REACH = (Parameter(name, Whole(least, 1_000)) for name, least in (("half", 1), ("width", 0), ("reach", 1)))
ERROR, FLIPPED = Parameter("error", PROBABILITY), Parameter("flipped", PROBABILITY)
FALLBACKS = ("outward", "uniform")  # what a clone does where it has no data; uniform is over -1, 0, 1


def lane(half_width: int, reach: int = 1) -> Problem:
    """The road of that half width k and its expert. Raises ValueError unless k >= 1 and reach >= 1."""
    require(HALF, REACH, half=half_width, reach=reach)
    offsets, steerings = range(-half_width, half_width + 1), range(-reach, reach + 1)
    off = len(offsets)

    def move(x: int, a: int) -> int:
        return x + a + half_width if abs(x + a) <= half_width else off

    mdp = tabular_mdp(
        states=[*(f"{x:+d}" if x else "centre" for x in offsets), "off"],
        actions=[f"{a:+d}" if a else "straight" for a in steerings],
        start=[ONE * (x == 0) for x in offsets] + [ONE * 0],
        transition=[[*([{move(x, a): ONE} for a in steerings] for x in offsets), [{off: ONE}] * len(steerings)]],
        cost=[*([ONE * (move(x, a) == off) for a in steerings] for x in offsets), [ONE * 0] * len(steerings)],
        decides=[True] * off + [False],
    )
    back = [-max(-reach, min(reach, x)) for x in offsets]
    expert = np.array([[a + reach for a in (*back, 0)]])
    return Problem(name="lane", mdp=mdp, expert=expert)


def augmented(road: Problem, error: Fraction, width: int, flipped: Fraction, fallback: str) -> Table:
    """The clone whose labels at the offsets 1..width point one step inward, except for a share that points outward.

    In the centre it errs with probability `error`, to either side alike. Width 0 is the clone without side cameras.
    """
    require(ERROR, FLIPPED, error=error, flipped=flipped)
    centre = {-1: error / 2, 0: 1 - error, 1: error / 2}
    return _clone(road, width, fallback, lambda x: {-_sign(x): 1 - flipped, _sign(x): flipped} if x else centre)


def steered(
    road: Problem, error: Fraction, width: int, gain: Fraction, fallback: str, flipped: Fraction = Fraction(0)
) -> Table:
    """The clone whose labels at offset x say -gain x, and that errs by one step to either side wherever it has data.

    A label that is no whole number is drawn from the two around it, so that its mean is right. A share of the labels is
    flipped: they say gain x.
    """
    require(ERROR, FLIPPED, error=error, flipped=flipped)

    def act(x: int) -> Law:
        law: dict[int, Fraction] = {}
        for label, so_many in ((-gain * x, 1 - flipped), (gain * x, flipped)):
            low = floor(label)
            for steer, likely in ((low, 1 - label + low), (low + 1, label - low)):
                for slip, chance in ((-1, error / 2), (0, 1 - error), (1, error / 2)):
                    law[steer + slip] = law.get(steer + slip, Fraction(0)) + so_many * likely * chance
        return law

    return _clone(road, width, fallback, act)


def labelled(road: Problem, error: Fraction, inward: Mapping[int, bool], fallback: str) -> Table:
    """The clone that has one label for each offset: inward or outward; it errs in the centre as `augmented` does."""
    width = max((abs(x) for x in inward), default=0)
    centre = {-1: error / 2, 0: 1 - error, 1: error / 2}
    return _clone(road, width, fallback, lambda x: {(-_sign(x) if inward[x] else _sign(x)): ONE} if x else centre)


def _clone(road: Problem, width: int, fallback: str, act) -> Table:
    """act(x) where |x| <= width, the fallback elsewhere. A steering beyond the reach is cut off."""
    half_width, reach = (road.mdp.shape[0] - 2) // 2, (road.mdp.shape[1] - 1) // 2
    if not 0 <= width <= half_width:
        raise ValueError(f"the width must lie between 0 and the half width {half_width} of the road; got {width}")
    if fallback not in FALLBACKS:
        raise ValueError(f"the fallback must be one of {', '.join(FALLBACKS)}; got {fallback!r}")
    rows = []
    for x in range(-half_width, half_width + 1):
        beyond = {_sign(x): ONE} if fallback == "outward" else dict.fromkeys((-1, 0, 1), THIRD)
        rows.append(_row(act(x) if abs(x) <= width else beyond, reach))
    return policy([[*rows, _row({0: ONE}, reach)]])


def _row(law: Law, reach: int) -> list[Fraction]:
    row = [Fraction(0)] * (2 * reach + 1)
    for steer, chance in law.items():
        row[max(-reach, min(reach, steer)) + reach] += chance
    return row


def _sign(x: int) -> int:
    return (x > 0) - (x < 0)


def seen_from_the_sides(horizon: int, half: int, width: int, error: Fraction, flipped: Fraction) -> Problem:
    """The road with the clone that learned from side cameras, and steers outward where it has no data."""
    road = lane(half)
    return road.with_learner(augmented(road, error, width, flipped, "outward"))


FAMILY = Family(
    key="side-cameras",
    words="a lane and the clone that also learned from side cameras",
    parameters=(HALF, WIDTH, ERROR, FLIPPED),
    build=seen_from_the_sides,
    size=lambda horizon, half, **_: 6 * half,
    examples=("side-cameras:half=3,width=2,error=1/20,flipped=1/10",),
)

"""The exam without a clock: runs queue for it, so that at each decision the same share of them is examined."""

from fractions import Fraction
from math import ceil

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)
PLACES = Parameter("places", Whole(0, 10_000), 0)


def needed(epsilon: Fraction, horizon: int) -> int:
    """min(T, ceiling of 1/epsilon): the places with which the queue attains the worst case of the reading."""
    return min(horizon, ceil(1 / epsilon)) if epsilon else horizon


def queue(epsilon: Fraction, horizon: int, places: int = 0) -> Problem:
    """n places, the same dynamics at every decision; the learner is wrong at place 0 only, and stays there.

    The expert's runs move from place i to i - 1, from 0 to the back, n - 1; there they wait, and leave it with such a
    chance that all places but the back always hold a share epsilon of them. Error per step epsilon. With b =
    1 - (n - 1) epsilon at the back, the learner has made no error in t decisions with probability 1 - epsilon t for
    t < n, and b (1 - epsilon/b)^(t - n + 1) from then on (0 if b <= epsilon). n = 0 means as many as are `needed`.

    Raises ValueError if there are more places than 1/epsilon runs of a share epsilon fill.
    """
    require(PLACES, places=places)
    count = places or needed(epsilon, horizon)
    back = 1 - (count - 1) * epsilon
    if back <= 0:
        raise ValueError(
            f"a queue needs some share of the runs at its back, (places - 1) epsilon < 1; got {count} places and "
            f"epsilon {epsilon}"
        )
    last, leaving = count - 1, min(ONE, epsilon / back)
    ahead: list[dict[int, Fraction]] = [{place - 1: ONE} for place in range(count)]
    ahead[last] = {place: chance for place, chance in ((last - 1, leaving), (last, 1 - leaving)) if chance}
    ahead[0] = {last: ONE}
    mdp = tabular_mdp(
        states=tuple(f"place{i}" for i in range(count)),
        actions=("right", "wrong"),
        start=[epsilon] * last + [back],
        transition=[[[ahead[i], {0: ONE} if i == 0 else ahead[i]] for i in range(count)]],
        cost=((0, 1),) + ((0, 0),) * last,
    )
    return right_or_wrong("queue", mdp, right=[ZERO if last else 1 - epsilon] + [ONE] * last)


FAMILY = Family(
    key="queue",
    words="the exam without a clock: runs queue for it; places=0 means as many as the worst case needs",
    reading="per_step",
    parameters=(PLACES,),
    build=queue,
    size=lambda epsilon, horizon, places: 4 * (places or needed(epsilon, horizon)),
    examples=("queue:places=2", "queue"),
)

"""The extremal problems: small enough to check by hand, each with its learner, its reading and its exact cost.

Each is a function of epsilon and the horizon (and of its own parameters) and returns a Problem. In all of them action
`right` is the expert's and `wrong` is the other one; C is the expected number of disagreements.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds import charged_witnesses as charged

RIGHT, WRONG = 0, 1
ZERO, ONE = Fraction(0), Fraction(1)
PROBABILITIES = ("epsilon", "rho", "missing")


def tightrope(epsilon: Fraction, horizon: int) -> Problem:
    """On the rope the learner errs with probability epsilon and falls; off it, it is always wrong, for ever.

    Pointwise error epsilon; C = T - (1 - epsilon)(1 - (1 - epsilon)^T)/epsilon. Each decision that errs or is taken off
    the rope costs 1, so an error is never forgiven: u = T.
    """
    return right_or_wrong("tightrope", _rope(), right=[1 - epsilon, ZERO])


def tightrope_labelled(epsilon: Fraction, horizon: int) -> Problem:
    """The same rope after DAgger: off it, too, the learner errs with probability epsilon only. C = epsilon T."""
    return right_or_wrong("tightrope-labelled", _rope(), right=[1 - epsilon, 1 - epsilon])


def unseen_start(epsilon: Fraction, horizon: int, missing: Fraction) -> Problem:
    """A tightrope that the expert mounts, with probability `missing`, from a state that the data lacks.

    There the learner is always wrong and falls. Error epsilon on the data; C = sum_t [1 - (1 - missing)(1 - epsilon)^t].
    """
    mdp = tabular_mdp(
        states=("on", "off", "unseen"),
        actions=("right", "wrong"),
        start=(1 - missing, ZERO, missing),
        transition=[[[{0: ONE}, {1: ONE}], [{1: ONE}, {1: ONE}], [{0: ONE}, {1: ONE}]]],
        cost=((0, 1), (1, 1), (0, 1)),
    )
    return right_or_wrong("unseen-start", mdp, right=[1 - epsilon, ZERO, ZERO], data=np.array([True, False, False]))


def exam(epsilon: Fraction, horizon: int) -> Problem:
    """Each decision a fresh share epsilon of the runs meets its exam; the learner fails it for certain, and repeats it.

    States: yet (to be examined), exam, done, all of them the expert's; dynamics depend on t. Error per step epsilon, but
    1 in one state; C = sum_t min(1, epsilon t), the worst case of the reading.
    """
    layers = []
    for t in range(1, horizon + 1):
        called = ONE if epsilon * t >= 1 else min(ONE, epsilon / (1 - epsilon * t))
        waiting = {0: 1 - called, 1: called}
        layers.append([[waiting, waiting], [{2: ONE}, {1: ONE}], [{2: ONE}, {2: ONE}]])
    mdp = tabular_mdp(
        states=("yet", "exam", "done"),
        actions=("right", "wrong"),
        start=(1 - epsilon, epsilon, ZERO),
        transition=layers,
        cost=((0, 0), (0, 1), (0, 0)),
    )
    return right_or_wrong("exam", mdp, right=[ONE, ZERO, ONE])


def cycle(epsilon: Fraction, horizon: int) -> Problem:
    """n = 1/epsilon states in a ring, the same at every decision; the learner is wrong in state 0 only, and stays there.

    Error per step epsilon; C = sum_t min(1, epsilon t). Raises ValueError unless epsilon = 1/n with n >= 2.
    """
    if epsilon.numerator != 1 or epsilon.denominator < 2:
        raise ValueError(f"the cycle needs epsilon = 1/n with a whole number n >= 2; got {epsilon}")
    n = epsilon.denominator
    mdp = tabular_mdp(
        states=tuple(f"s{i}" for i in range(n)),
        actions=("right", "wrong"),
        start=(epsilon,) * n,
        transition=[[[{(i + 1) % n: ONE}, {i if i == 0 else (i + 1) % n: ONE}] for i in range(n)]],
        cost=((0, 1),) + ((0, 0),) * (n - 1),
    )
    return right_or_wrong("cycle", mdp, right=[ZERO] + [ONE] * (n - 1))


def trap(epsilon: Fraction, horizon: int) -> Problem:
    """All that the average over decisions allows is spent at the first one: with probability epsilon T, into the trap.

    Error averaged over the decisions: min(epsilon, 1/T); C = T min(1, epsilon T), the worst case of the reading.
    """
    return right_or_wrong("trap", _trapped(), right=[1 - min(ONE, epsilon * horizon), ONE, ZERO])


def trap_labelled(epsilon: Fraction, horizon: int) -> Problem:
    """The same trap after DAgger: inside it the learner does what the expert would, and pays all the same.

    On-policy error min(epsilon, 1/T), all at the first decision; u = T; gap = u epsilon T while epsilon T <= 1.
    """
    return right_or_wrong("trap-labelled", _trapped(), right=[1 - min(ONE, epsilon * horizon), ONE, ONE])


def recovery(epsilon: Fraction, horizon: int, rho: Fraction) -> Problem:
    """A rope with a way back: off it, the right action returns with probability rho; the learner knows it.

    Pay 1 for a decision that ends off the rope. J(learner) = epsilon/(epsilon + rho) [T - r (1 - r^T)/(epsilon + rho)]
    with r = 1 - epsilon - rho; an error costs at most (1 - (1 - rho)^T)/rho more. Pointwise error epsilon.
    """
    mdp = tabular_mdp(
        states=("on", "off"),
        actions=("right", "wrong"),
        start=(ONE, ZERO),
        transition=[[[{0: ONE}, {1: ONE}], [{0: rho, 1: 1 - rho}, {1: ONE}]]],
        cost=((0, 1), (1 - rho, 1)),
    )
    return right_or_wrong("recovery", mdp, right=[1 - epsilon, ONE])


def swap(epsilon: Fraction, horizon: int) -> Problem:
    """Two states that the expert swaps; the learner errs in one only, twice as often as on average, and stays there.

    Error per step epsilon (at most 1/2); after one action p(y) = 1/2 - epsilon < (1 - epsilon)/2: the mixture identity
    would need p_mistake(y) = -1/2.
    """
    if epsilon > Fraction(1, 2):
        raise ValueError(f"swap needs epsilon <= 1/2, since one of its two states takes all errors; got {epsilon}")
    mdp = tabular_mdp(
        states=("x", "y"),
        actions=("right", "wrong"),
        start=(Fraction(1, 2), Fraction(1, 2)),
        transition=[[[{1: ONE}, {0: ONE}], [{0: ONE}, {0: ONE}]]],
        cost=((0, 1), (0, 1)),
    )
    return right_or_wrong("swap", mdp, right=[1 - 2 * epsilon, ONE])


def swap_trap(epsilon: Fraction, horizon: int) -> Problem:
    """The same with a trap behind the error, where the learner is always wrong: |p - p*|_1 = 4 epsilon after two actions."""
    if epsilon > Fraction(1, 2):
        raise ValueError(f"swap-trap needs epsilon <= 1/2, since one of its states takes all errors; got {epsilon}")
    mdp = tabular_mdp(
        states=("x", "y", "z"),
        actions=("right", "wrong"),
        start=(Fraction(1, 2), Fraction(1, 2), ZERO),
        transition=[[[{1: ONE}, {2: ONE}], [{0: ONE}, {0: ONE}], [{2: ONE}, {2: ONE}]]],
        cost=((0, 1), (0, 1), (1, 1)),
    )
    return right_or_wrong("swap-trap", mdp, right=[1 - 2 * epsilon, ONE, ZERO])


@dataclass(frozen=True, kw_only=True)
class Witness:
    """A witness by name: how to build it, its own parameters with defaults, and the reading that its epsilon has."""

    key: str
    build: Callable[..., Problem]
    reading: str
    defaults: Mapping[str, Fraction]

    def problem(self, epsilon: Fraction, horizon: int, **parameters: Fraction) -> Problem:
        """Raises ValueError for an unknown parameter, or a probability outside [0, 1]."""
        unknown = sorted(set(parameters) - set(self.defaults))
        if unknown:
            known = ", ".join(self.defaults) or "none"
            raise ValueError(f"{self.key} has no parameter {', '.join(unknown)}; its parameters: {known}")
        values = {**self.defaults, **parameters}
        for name, value in {"epsilon": epsilon, **values}.items():
            if name in PROBABILITIES and not 0 <= value <= 1:
                raise ValueError(f"{name} is a probability and must lie in [0, 1]; got {value}")
        if horizon != int(horizon) or horizon < 1:
            raise ValueError(f"the horizon is a number of decisions and must be a whole number >= 1; got {horizon}")
        return self.build(Fraction(epsilon), int(horizon), **values)


CHARGES = {"u": ONE, "J_star": ZERO}  # of a family whose errors cost at most u and whose expert pays J_star
WITNESSES = (
    Witness(key="tightrope", build=tightrope, reading="pointwise", defaults={}),
    Witness(key="tightrope-labelled", build=tightrope_labelled, reading="on_policy", defaults={}),
    Witness(key="exam", build=exam, reading="per_step", defaults={}),
    Witness(key="cycle", build=cycle, reading="per_step", defaults={}),
    Witness(key="trap", build=trap, reading="time_averaged", defaults={}),
    Witness(key="trap-labelled", build=trap_labelled, reading="on_policy", defaults={}),
    Witness(key="recovery", build=recovery, reading="pointwise", defaults={"rho": Fraction(1, 5)}),
    Witness(key="unseen-start", build=unseen_start, reading="finite_data", defaults={"missing": Fraction(1, 10)}),
    Witness(key="charged-tightrope", build=charged.charged_tightrope, reading="pointwise", defaults=CHARGES),
    Witness(key="charged-exam", build=charged.charged_exam, reading="per_step", defaults=CHARGES),
    Witness(key="charged-trap", build=charged.charged_trap, reading="time_averaged", defaults=CHARGES),
    Witness(key="charged-labelled", build=charged.charged_labelled, reading="on_policy", defaults=CHARGES),
    Witness(
        key="charged-unseen-start",
        build=charged.charged_unseen_start,
        reading="finite_data",
        defaults={"missing": Fraction(1, 10), **CHARGES},
    ),
    Witness(key="swap", build=swap, reading="per_step", defaults={}),
    Witness(key="swap-trap", build=swap_trap, reading="per_step", defaults={}),
)


def witness(key: str) -> Witness:
    """The witness of that name. Raises ValueError naming the known ones."""
    for one in WITNESSES:
        if one.key == key:
            return one
    raise ValueError(f"no witness is called {key!r}; there are {', '.join(w.key for w in WITNESSES)}")


def _trapped() -> TabularMDP:
    return tabular_mdp(
        states=("start", "safe", "trap"),
        actions=("right", "wrong"),
        start=(ONE, ZERO, ZERO),
        transition=[[[{1: ONE}, {2: ONE}], [{1: ONE}, {1: ONE}], [{2: ONE}, {2: ONE}]]],
        cost=((0, 1), (0, 0), (1, 1)),
    )


def _rope() -> TabularMDP:
    return tabular_mdp(
        states=("on", "off"),
        actions=("right", "wrong"),
        start=(ONE, ZERO),
        transition=[[[{0: ONE}, {1: ONE}], [{1: ONE}, {1: ONE}]]],
        cost=((0, 1), (1, 1)),
    )

"""Errors on the learner's own states that cost at most u each, with an expert that pays J_star."""

from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong
from tightrope.simulators.worlds.witnesses.charges import CHARGES, check_charges, expert_share

ZERO, ONE = Fraction(0), Fraction(1)


def charged_labelled(epsilon: Fraction, horizon: int, u: Fraction, J_star: Fraction) -> Problem:
    """A share of the runs errs at every decision until an error, costing u on average, sticks for the rest of the episode.

    Measured on the learner's own states, the error is at most epsilon: T/u errors make a run pay at every decision.
    gap = min(u epsilon T, T - J_star). Raises ValueError unless u <= 1, u is whole, or u >= T.
    """
    check_charges(horizon, u, J_star)
    if u > 1 and u.denominator != 1 and u < horizon:
        raise ValueError(f"charged-labelled needs u <= 1, a whole u, or u >= T; got {u}")
    price, most = min(u, Fraction(horizon)), min(ONE, u)
    erring = min(ONE, epsilon * max(ONE, price), (horizon - J_star) / (most * horizon)) if most else epsilon
    fee = expert_share(J_star, horizon - most * erring * horizon)
    free = fee * (1 - most)
    layers = []
    for t in range(1, horizon + 1):
        stuck = min(ONE, (price - 1) / (horizon - t)) if price > 1 and t < horizon else ZERO
        layers.append([[{0: ONE}] * 2, [{1: ONE}, {1: 1 - stuck, 2: stuck}], [{2: ONE}] * 2])
    mdp = tabular_mdp(
        states=("firm", "loose", "stuck"),
        actions=("right", "wrong"),
        start=(1 - erring, erring, ZERO),
        transition=layers,
        cost=((fee, fee), (free, free + most), (ONE, ONE)),
    )
    return right_or_wrong("charged-labelled", mdp, right=[ONE, ZERO, ONE])


FAMILY = Family(
    key="charged-labelled",
    words="runs that err at every decision until an error sticks; it costs u on average",
    reading="on_policy",
    parameters=CHARGES,
    build=charged_labelled,
    size=lambda epsilon, horizon, **_: 8 * horizon,
    examples=("charged-labelled:u=1,J_star=0",),
)

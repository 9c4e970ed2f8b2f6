"""Of DAgger with shared labels: the share of a state in its data, round by round, from the loop itself."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

import numpy as np

from tests.theorems.truth import World
from tightrope.bounds.lecture import aggregation
from tightrope.simulators.learners.frequencies import FrequencyLearner
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.tied_states import ONE_CELL, X, Y, tied_states

DERIVATIONS = (aggregation.DERIVATION,)
ENDS = ((Fraction(0), Fraction(1)), (Fraction(1), Fraction(0)), (Fraction(1), Fraction(1)))
ROUNDS = 4


def worlds(count: int, seed: int) -> Iterator[World]:
    """Actions that lead to y for certain or never come first; demonstrations with every share of y."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        to_y = ENDS[i] if i < len(ENDS) else tuple(Fraction(int(n), 6) for n in rng.integers(0, 7, size=2))
        yield world(to_y, first=Fraction(i % 5, 4), horizon=1 + i % 4)


def world(to_y: tuple[Fraction, Fraction], first: Fraction, horizon: int) -> World:
    made = tied_states(to_y)
    see = _demonstrated(first, horizon, dagger.population(made, horizon))
    loop = dagger.loop(made, FrequencyLearner(cell=ONE_CELL), see, dagger.aggregate)
    shares = [_share(one.weight) for one in islice(loop, ROUNDS + 2)]
    never, always = (_share(state_laws(made.mdp, _takes_one(p), horizon)[:-1]) for p in (Fraction(0), Fraction(1)))
    slope = always - never
    fading = [Fraction(1)]
    for i in range(2, ROUNDS + 3):
        fading.append(fading[-1] * (1 - (1 - slope) / i))
    of_data = {aggregation.data_share: shares, aggregation.fading: fading}
    constant = {
        aggregation.feedback: slope,
        aggregation.first_share: first,
        aggregation.rest: never / (1 - slope),  # p = h(p): h is linear, from `never` to `always`
    }
    return World(
        name=f"tied states, to y {to_y[0]} or {to_y[1]}, first {first}, T = {horizon}",
        last={aggregation.added: ROUNDS},
        means=lambda letter, place: (
            constant[letter] if letter in constant else of_data[letter][place[aggregation.added]]
        ),
    )


def _demonstrated(first: Fraction, horizon: int, see: dagger.Visits) -> dagger.Visits:
    """Demonstrations that show y a share `first` of the time; then what the rounds' learners visit."""

    def visits(learner: Table, number: int) -> np.ndarray:
        if number:
            return see(learner, number)
        weight = EXACT.zeros(horizon, 2)
        weight[:, X], weight[:, Y] = EXACT.number(1 - first), EXACT.number(first)
        return weight

    return visits


def _takes_one(chance: Fraction) -> Table:
    return policy([[[1 - chance, chance]] * 2])


def _share(weight: np.ndarray) -> Fraction:
    return fraction(weight[:, Y].sum() / weight.sum())

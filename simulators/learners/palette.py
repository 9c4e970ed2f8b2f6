"""The few rates at which a learner errs, collected while it is made: what `policy.Erring` numbers."""

from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np
from flint import fmpq

from tightrope.simulators.model.arithmetic import Arithmetic, fraction, object_array, rational


class Palette:
    """The rates that a learner uses, as rationals: of a float the number that it is, and epsilon itself."""

    def __init__(self, error: Fraction, arithmetic: Arithmetic):
        self._rates: dict[Any, Fraction] = {arithmetic.number(x): x for x in (Fraction(0), Fraction(1), error)}

    @property
    def rates(self) -> np.ndarray:
        return object_array(map(rational, self._rates.values()), (len(self._rates),))

    def places(self, rates: np.ndarray) -> np.ndarray:
        """Where each of them stands in `rates`, shape as given."""
        places, known = np.zeros(rates.shape, dtype=np.int64), np.zeros(rates.shape, dtype=bool)
        for place, rate in enumerate(islice(self._rates, 3)):  # 0, 1 and epsilon, which most of them are
            here = rates == rate
            places[here] = place
            known |= here
        values, inverse = np.unique(rates[~known], return_inverse=True)
        for value in values:
            self._rates.setdefault(value, fraction(value) if isinstance(value, fmpq) else Fraction(float(value)))
        order = {rate: place for place, rate in enumerate(self._rates)}
        places[~known] = np.array([order[value] for value in values], dtype=np.int64)[inverse]
        return places

    def smallest(self, places: np.ndarray) -> np.ndarray:
        return places.astype(np.min_scalar_type(len(self._rates)))

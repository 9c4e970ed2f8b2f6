"""The learner of one lag keeps the lags that fit every example."""

import numpy as np
import pytest

from tightrope.simulators.learners.one_lag import fitting_lags

WINDOWS = np.array([[0, 1, 1], [1, 1, 0], [0, 0, 0]])


def test_a_lag_fits_if_it_was_right_in_every_example():
    assert fitting_lags(WINDOWS, np.array([1, 1, 0])).tolist() == [False, True, False]
    assert fitting_lags(WINDOWS[:1], np.array([1])).tolist() == [False, True, True]
    assert fitting_lags(WINDOWS[:0], np.array([], dtype=int)).tolist() == [True, True, True]


@pytest.mark.parametrize(
    ("windows", "actions", "words"),
    [
        (WINDOWS, np.array([1, 0, 1]), "repeats none of the observations"),
        (WINDOWS, np.array([1, 1]), r"got \(3, 3\), \(2,\)"),
        (WINDOWS[0], np.array([1, 1, 0]), "windows must have shape"),
    ],
)
def test_what_cannot_be_fitted_is_named(windows, actions, words):
    with pytest.raises(ValueError, match=words):
        fitting_lags(windows, actions)

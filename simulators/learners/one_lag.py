"""A learner that repeats one of the last observations and only has to find which one.

It shares what a table keeps apart: all examples speak about the same few lags. A lag fits if the action was that
observation in every example; the learner draws one of those that fit, and errs as often as they do on average.
"""

import numpy as np


def fitting_lags(windows: np.ndarray, actions: np.ndarray) -> np.ndarray:
    """Which lags 0, 1, ... fit all examples, as a mask. Shapes: windows (N, lags), newest first; actions (N,).

    Raises ValueError if the shapes do not match or no lag fits: then the expert repeats none of these observations.
    """
    if windows.ndim != 2 or actions.shape != windows.shape[:1]:
        raise ValueError(f"windows must have shape (N, lags) and actions (N,); got {windows.shape}, {actions.shape}")
    fits = (windows == actions[:, None]).all(axis=0)
    if not fits.any():
        raise ValueError("no lag fits all examples: the expert repeats none of the observations in these windows")
    return fits


def drawn_errors(symbols: int, lag: int, largest: int, examples: int, data_sets: int, seed: int) -> np.ndarray:
    """Errors of the learner that looks for one lag of 0..largest, on drawn data sets of independent symbols."""
    random = np.random.default_rng(seed)
    errors = []
    for _ in range(data_sets):
        windows = random.integers(0, symbols, (examples, largest + 1))
        fits = fitting_lags(windows, windows[:, lag])
        errors.append((1 - fits[lag] / fits.sum()) * (1 - 1 / symbols))
    return np.array(errors)

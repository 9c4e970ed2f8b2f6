"""Architectures: sizes, first parameters, and functions of (xp, parameters, inputs).

`xp` is numpy where a network is evaluated and autograd.numpy where it is trained (the extra `learn`): one formula is
both evaluated and differentiated. Parameters are a dict of float64 arrays; a batch has its rows along the first axis.
"""

from typing import Any

import numpy as np

Parameters = dict[str, np.ndarray]
Array = Any  # of xp: a numpy array, or what autograd puts in its place
Module = Any  # numpy or autograd.numpy


def check_batch(s: np.ndarray, a: np.ndarray) -> None:
    """Raises ValueError unless there is one action, a number, for each state: else rows would be stretched silently."""
    if np.ndim(s) != 1 or np.shape(s) != np.shape(a):
        raise ValueError(f"a batch must have states and actions of one shape (N,); got {np.shape(s)} and {np.shape(a)}")

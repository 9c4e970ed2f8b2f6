"""Training by Adam in float64, with derivatives by autograd (the extra `learn`), imported nowhere else.

    m <- b m + (1 - b) g      v <- c v + (1 - c) g^2      rate_i = rate (1 + cos(pi (i - 1) / steps)) / 2
    parameter <- parameter - rate_i (m / (1 - b^i)) / (sqrt(v / (1 - c^i)) + 1e-8)

Source: Kingma and Ba 2015. The same start and batches give the same bits on one machine, and about eleven of the digits
on another one: parameters that are reported are kept as data (simulators/learned).
"""

from collections.abc import Callable, Iterator
from math import cos, isfinite, pi
from typing import Any

import numpy as np

from tightrope.simulators.networks import Array, Module, Parameters

MEAN, SQUARE, TINY = 0.9, 0.999, 1e-8

Loss = Callable[[Module, Parameters, Any], Array]  # (xp, parameters, batch) -> a number


class Diverged(ArithmeticError):
    """Training came to a loss or a derivative that is no finite number."""


def trained(loss: Loss, start: Parameters, batches: Iterator[Any], steps: int, rate: float) -> Parameters:
    """The parameters after so many steps, one batch each; the start stays as it is.

    Raises ValueError for fewer steps than one, a rate that is not positive, a start that is not finite or too few
    batches; Diverged if the loss or a derivative is not finite: then nothing is returned. Without autograd it raises
    ModuleNotFoundError with the extra to install.
    """
    _check(start, steps, rate)
    xp, value_and_gradient = _autograd()
    derived = value_and_gradient(lambda parameters, batch: loss(xp, parameters, batch))
    now = {name: value.copy() for name, value in start.items()}
    mean = {name: np.zeros_like(value) for name, value in now.items()}
    square = {name: np.zeros_like(value) for name, value in now.items()}
    for i in range(1, steps + 1):
        try:
            batch = next(batches)
        except StopIteration:
            raise ValueError(f"training needs a batch for each of {steps} steps; there were {i - 1}") from None
        with np.errstate(all="ignore"):  # what is not finite is told below
            value, slope = derived(now, batch)
        if not isfinite(value) or not all(np.isfinite(one).all() for one in slope.values()):
            raise Diverged(
                f"training diverged at step {i} of {steps}: the loss is {float(value):.6g}, and it or a derivative is "
                f"not finite; use a lower rate than {rate:g}, or look for an infinite number in the batches"
            )
        pace = rate * (1 + cos(pi * (i - 1) / steps)) / 2
        for name, g in slope.items():
            mean[name] = MEAN * mean[name] + (1 - MEAN) * g
            square[name] = SQUARE * square[name] + (1 - SQUARE) * g**2
            size = np.sqrt(square[name] / (1 - SQUARE**i)) + TINY
            now[name] = now[name] - pace * mean[name] / (1 - MEAN**i) / size
    return now


def _check(start: Parameters, steps: int, rate: float) -> None:
    if steps < 1:
        raise ValueError(f"training needs at least one step; got {steps}")
    if not (isfinite(rate) and rate > 0):
        raise ValueError(f"the rate of training must be positive and finite; got {rate}")
    if wrong := [name for name, value in start.items() if value.dtype != np.float64 or not np.isfinite(value).all()]:
        raise ValueError(f"training starts from finite arrays of float64; {', '.join(wrong)} is none")


def _autograd() -> tuple[Module, Callable]:
    try:
        import autograd.numpy
        from autograd import value_and_grad
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("training needs autograd: pip install 'tightrope[learn]'") from error
    return autograd.numpy, value_and_grad

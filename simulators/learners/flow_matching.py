"""Flow matching with the exact velocity (L22): noise is carried to an action in N steps of the time t from 0 to 1.

    x_t = (1 - t) n + t a        v(x, t) = E[a - n | x_t = x] = (E[a | x_t = x] - x)/(1 - t)

Euler takes x + h v(x, t), with h = 1/N. Heun takes the mean of the velocities at both ends of the step, but in the last
step, which is Euler's: at t = 1 there is no velocity. Every step increases with x: the slope of v is at least
-1/(1 - t), and h is at most 1 - t (for Heun 1 - t - h). So the action is an increasing function of the noise, and its
law is known from that function.

Of a Gaussian expert N(m, d^2) each Euler step multiplies the distance from t m by a rational number if d is one:
`gaussian_deviation` is the standard deviation of the action after N of them.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.denoising import expected
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.pushed import Pushed, standard


def velocity(law: Mixture, x: np.ndarray, t: float) -> tuple[np.ndarray, np.ndarray]:
    """v and its slope in x at places of shape (S, Z), 0 <= t < 1."""
    action, slope = expected(law, x, t, 1 - t)
    return (action - x) / (1 - t), (slope - 1) / (1 - t)


def euler(law: Mixture, noise: np.ndarray, steps: int, last: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Where noise of shape (S, Z) is after the first `last` of N steps (by default all), and the slope there."""
    _check(steps)
    if last is not None and not 0 <= last <= steps:
        raise ValueError(f"of {steps} steps from 0 to {steps} can be taken; got {last}")
    x, slope = noise, np.ones(noise.shape)
    for k in range(steps if last is None else last):
        moved, turned = velocity(law, x, k / steps)
        x, slope = x + moved / steps, slope * (1 + turned / steps)
    return x, slope


def heun(law: Mixture, noise: np.ndarray, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """The same after N steps of Heun's rule, the last one Euler's."""
    _check(steps)
    x, slope = noise, np.ones(noise.shape)
    for k in range(steps - 1):
        moved, turned = velocity(law, x, k / steps)
        later, turned_later = velocity(law, x + moved / steps, (k + 1) / steps)
        x = x + (moved + later) / (2 * steps)
        slope = slope * (1 + (turned + turned_later * (1 + turned / steps)) / (2 * steps))
    moved, turned = velocity(law, x, (steps - 1) / steps)
    return x + moved / steps, slope * (1 + turned / steps)


def by_euler(expert: Mixture, steps: int, last: int | None = None) -> Pushed:
    """The law of the action after N steps of Euler's rule, or of what it is on the way after `last` of them."""
    return Pushed(start=standard(len(expert.weights)), forward=lambda noise: euler(expert, noise, steps, last))


def by_heun(expert: Mixture, steps: int) -> Pushed:
    """The law of the action after N steps of Heun's rule."""
    return Pushed(start=standard(len(expert.weights)), forward=lambda noise: heun(expert, noise, steps))


def gaussian_deviation(deviation: Fraction, steps: int) -> Fraction:
    """Of an expert N(m, d^2), after N Euler steps; exact. Raises ValueError unless d >= 0 and N >= 1.

    The product over t = 0, 1/N, ..., (N - 1)/N of 1 + (t d^2 - (1 - t))/(N ((1 - t)^2 + t^2 d^2)).
    """
    _check(steps)
    if deviation < 0:
        raise ValueError(f"a standard deviation is not negative; got {deviation}")
    found = Fraction(1)
    for k in range(steps):
        t = Fraction(k, steps)
        found *= 1 + (t * deviation**2 - (1 - t)) / (steps * ((1 - t) ** 2 + (t * deviation) ** 2))
    return found


def _check(steps: int) -> None:
    if steps < 1:
        raise ValueError(f"noise becomes an action in at least one step; got {steps}")

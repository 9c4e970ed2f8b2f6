"""L18 and L19: squared error is a Gaussian's likelihood, and on an expert with two modes its answer is their mean.

The logarithm of one Gaussian density is a constant less (y - f)^2/(2 sigma^2). Added up over the samples, the order of
any two parameters by likelihood is the reverse of their order by the sum of squares. A single value is best at the
mean, whatever the samples: between two modes, however unlikely it is there. The mixture of two Gaussians at -a and a
has a minimum at its mean just if a > sigma; closer modes melt into one, with its top at the mean.
"""

from functools import cache
from typing import cast

from sympy import Derivative, Eq, Expr, Subs, exp, log, pi, sign, sqrt

from tightrope.bounds.language.letter import COUNT, NONNEGATIVE, POSITIVE, REAL, Letter, Scope
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import equations, sum_up, totals
from tightrope.bounds.proof.theorem import Family, Theorem, arithmetic, assume, identity, rewrite

SAMPLE = Scope(words="a number of each sample", each=frozenset({"sample"}))
SAMPLES = Family(name="over the samples", binds=frozenset({"sample"}))

n = Letter("n", COUNT)  # samples
sigma = Letter("sigma", POSITIVE)
constant = Letter("c_sigma", REAL)  # what does not depend on theta

# Of one sample: the expert's action, the network's output for it, the density there; the last two for other parameters
# too.
y = Letter("y_i", REAL, SAMPLE)
f, other_f = Letter("f_theta", REAL, SAMPLE), Letter("f_vartheta", REAL, SAMPLE)
log_density, other_log_density = Letter("ell_theta", REAL, SAMPLE), Letter("ell_vartheta", REAL, SAMPLE)

# Of all samples: log-likelihood, and the sum of (y_i - f_theta)^2.
log_likelihood, other_log_likelihood = Letter("L_theta", REAL), Letter("L_vartheta", REAL)
squares, other_squares = Letter("S_theta", NONNEGATIVE), Letter("S_vartheta", NONNEGATIVE)

# The same if the output is one value for all samples.
one_value = Letter("f_theta", REAL)
mean = Letter("ybar", REAL)
squares_of_value = Letter("S_theta", NONNEGATIVE, home="one value")
squares_of_mean = Letter("S_ybar", NONNEGATIVE)
total = Letter("Y", REAL)  # sum of y_i
total_square = Letter("Q", NONNEGATIVE)  # sum of y_i^2

a = Letter("a", NONNEGATIVE)  # the modes are -a and a
x = Letter("x", REAL)
curvature = Letter("kappa", REAL)  # p''(0)/p(0)


def gaussian(value: Expr, centre: Expr) -> Expr:
    """The density of N(centre, sigma^2)."""
    return exp(-((value - centre) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi))


def mixture(value: Expr, mode: Expr = a) -> Expr:
    """The density of (1/2) N(-mode, sigma^2) + (1/2) N(mode, sigma^2)."""
    return (gaussian(value, -mode) + gaussian(value, mode)) / 2


def slope(order: int, mode: Expr = a) -> Expr:
    """The mixture's derivative of that order at its mean, 0; order 0 is its value."""
    return Subs(Derivative(mixture(x, mode), (x, order)), x, 0)


_constant = -log(sigma) - log(2 * pi) / 2
MEANINGS = equations(
    {
        **{log_density: log(gaussian(y, f)), other_log_density: log(gaussian(y, other_f))},
        **{constant: _constant, curvature: slope(2) / slope(0)},
    }
)
_IS_DENSITY, _IS_OTHER_DENSITY, _IS_CONSTANT, _IS_CURVATURE = MEANINGS
SUMS = {
    **{log_density: log_likelihood, other_log_density: other_log_likelihood, constant: n * constant},
    **{(y - f) ** 2: squares, (y - other_f) ** 2: other_squares},
    **{(y - one_value) ** 2: squares_of_value, (y - mean) ** 2: squares_of_mean},
    **{y: total, y**2: total_square, one_value**2: n * one_value**2, mean**2: n * mean**2},
}
IS_MEAN = Eq(n * mean, total)

_one = Eq(log(gaussian(y, f)), _constant - (y - f) ** 2 / (2 * sigma**2))
_all = Eq(2 * sigma**2 * log_likelihood, 2 * sigma**2 * n * constant - squares)
_order = Eq(sign(log_likelihood - other_log_likelihood), sign(other_squares - squares))
_best = Eq(squares_of_value, squares_of_mean + n * (one_value - mean) ** 2)
_middle = Eq((-a - one_value) ** 2 + (a - one_value) ** 2, 2 * a**2 + 2 * one_value**2)
_level = Eq(slope(1), 0)
_curvature = Eq(slope(2) / slope(0), (a**2 - sigma**2) / sigma**4)
_minimum = Eq(sign(curvature), sign(a - sigma))
_edge = Eq(slope(4, sigma) / slope(0, sigma), -2 / sigma**4)


def _likelihood(output: Letter, one: Letter, is_one: Eq, everything: Letter, sum_of_squares: Letter) -> Theorem:
    """2 sigma^2 log L = 2 sigma^2 n c - S for the parameters with these letters: one sample, and added up."""
    cleared = identity(Eq(2 * sigma**2 * is_one.rhs, 2 * sigma**2 * _constant - (y - output) ** 2))
    written = Eq(2 * sigma**2 * one, 2 * sigma**2 * constant - (y - output) ** 2)
    each = rewrite(written, cleared, assume(is_one), assume(_IS_CONSTANT))
    added_up = sum_up(written, SAMPLES, SUMS, each)
    return arithmetic(Eq(2 * sigma**2 * everything, 2 * sigma**2 * n * constant - sum_of_squares), added_up)


@cache
def likelihood() -> Theorem:
    return _likelihood(f, log_density, cast(Eq, _IS_DENSITY), log_likelihood, squares)


@cache
def order() -> Theorem:
    """The more likely parameters have fewer squares."""
    other = _likelihood(other_f, other_log_density, cast(Eq, _IS_OTHER_DENSITY), other_log_likelihood, other_squares)
    return arithmetic(_order, likelihood(), other)


@cache
def spread(centre: Letter) -> Theorem:
    """The sum of (y_i - centre)^2, multiplied out."""
    return sum_up(Eq((y - centre) ** 2, y**2 - 2 * centre * y + centre**2), SAMPLES, SUMS)


@cache
def best() -> Theorem:
    """One value for all samples: S = S_mean + n (value - mean)^2."""
    return arithmetic(_best, spread(one_value), spread(mean), assume(IS_MEAN))


@cache
def minimum() -> Theorem:
    """p''(0)/p(0) has the sign of a - sigma."""
    cleared = identity(Eq(sigma**4 * (slope(2) / slope(0)), a**2 - sigma**2))
    return arithmetic(_minimum, rewrite(Eq(sigma**4 * curvature, a**2 - sigma**2), cleared, assume(_IS_CURVATURE)))


DERIVATION = Derivation(
    key="gaussian-likelihood",
    title="Squared error is a Gaussian's likelihood",
    means={
        n: "the number of samples",
        sigma: "the standard deviation of the errors",
        constant: "what the log-likelihood has that does not depend on theta",
        y: "the expert's action in sample i",
        f: "the network's output for it, with parameters theta",
        log_likelihood: "the log-likelihood of all samples with parameters theta",
        other_log_likelihood: "the log-likelihood of all samples with other parameters, vartheta",
        squares: "the sum of (y_i - f_theta)^2",
        other_squares: "the sum of squares with parameters vartheta",
        one_value: "the network's output, if it is one value for all samples",
        mean: "the mean of the y_i",
        squares_of_value: "the sum of squares around that one value",
        squares_of_mean: "the sum of squares around the mean",
        a: "the modes are at -a and a",
        curvature: "p''(0)/p(0), the bend of the mixture's density at its mean",
    },
    source="cs285lecture2",
    facts=(*MEANINGS, *totals(SAMPLES, SUMS), IS_MEAN),
    assumes={"any": ()},
    steps=(
        Step(
            id="one-sample",
            lecture="L18",
            statement=_one,
            scope="state",
            reason="the logarithm of one Gaussian density of fixed sigma",
            proofs={"any": lambda: identity(_one)},
        ),
        Step(
            id="all-samples",
            lecture="L18",
            statement=_all,
            scope="scalar",
            reason="the sum over n independent samples; c_sigma stands for -log sigma - log(2 pi)/2",
            proofs={"any": likelihood},
        ),
        Step(
            id="order",
            lecture="L18",
            statement=_order,
            scope="scalar",
            reason=(
                "of any two parameters the one with fewer squares is the likelier, and conversely, since sigma > 0: "
                "the most likely parameters are those of least squares"
            ),
            proofs={"any": order},
        ),
        Step(
            id="mean",
            lecture="L19",
            statement=_best,
            scope="scalar",
            reason="one value f for n samples: least squares, and strictly so, at their mean",
            proofs={"any": best},
        ),
        Step(
            id="middle",
            lecture="L19",
            statement=_middle,
            scope="scalar",
            reason="half of the samples at -a, half at a: the best value is 0, between them, where no sample is",
            proofs={"any": lambda: arithmetic(_middle)},
        ),
        Step(
            id="level",
            lecture="L19",
            statement=_level,
            scope="scalar",
            reason="the density of the two modes is level at its mean",
            proofs={"any": lambda: identity(_level)},
        ),
        Step(
            id="curvature",
            lecture="L19",
            statement=_curvature,
            scope="scalar",
            reason="and bends there by p''(0)/p(0)",
            proofs={"any": lambda: identity(_curvature)},
        ),
        Step(
            id="minimum",
            lecture="L19",
            statement=_minimum,
            scope="scalar",
            reason="a strict local minimum if a > sigma, a maximum if a < sigma; kappa stands for p''(0)/p(0)",
            proofs={"any": minimum},
        ),
        Step(
            id="edge",
            lecture="L19",
            statement=_edge,
            scope="scalar",
            reason="at a = sigma the fourth derivative decides, a maximum: so a minimum if and only if a > sigma",
            proofs={"any": lambda: identity(_edge)},
        ),
    ),
)

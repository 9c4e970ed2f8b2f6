"""L18 and L20: what changes if sigma is learned too. With one sigma for all samples nothing; with one for each, all.

As a function of sigma the log-likelihood of n samples with sum of squares S rises while n sigma^2 < S and falls
afterwards: the learned sigma^2 is S/n. Put in, it leaves a function of S alone that falls as S grows. So the most
likely parameters are still those of least squares. With a sigma of each sample the square of sample i is divided by
sigma_i^2: of two samples at -a and a the best value is their mean only if both sigmas are the same.
"""

from functools import cache

from sympy import Derivative, Eq, Expr, log, pi, sign, sqrt

from tightrope.bounds.language.letter import POSITIVE, REAL, Letter
from tightrope.bounds.lecture.gaussian_likelihood import a, n
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, identity, rewrite

sigma = Letter("sigma", POSITIVE, home="learned")
squares = Letter("S_theta", POSITIVE, home="learned")
value = Letter("f_theta", REAL, home="learned")
left_sigma, right_sigma = Letter("sigma_1", POSITIVE), Letter("sigma_2", POSITIVE)
sigma_slope = Letter("d_sigma", REAL)
squares_slope = Letter("d_S", REAL)
value_slope = Letter("d_f", REAL)


def log_likelihood(of_squares: Expr, at: Expr) -> Expr:
    """Of n samples with that sum of squares, if all have the standard deviation `at`."""
    return -n * log(at) - n * log(2 * pi) / 2 - of_squares / (2 * at**2)


def best(of_squares: Expr) -> Expr:
    """The same with sigma^2 = S/n."""
    return -n * (log(of_squares / n) + log(2 * pi) + 1) / 2


_two = -((-a - value) ** 2) / (2 * left_sigma**2) - (a - value) ** 2 / (2 * right_sigma**2)
_sigma_derivative = Derivative(log_likelihood(squares, sigma), sigma)
_squares_derivative = Derivative(best(squares), squares)
_value_derivative = Derivative(_two, value)
MEANINGS = equations(
    {sigma_slope: _sigma_derivative, squares_slope: _squares_derivative, value_slope: _value_derivative}
)
_IS_SIGMA_SLOPE, _IS_SQUARES_SLOPE, _IS_VALUE_SLOPE = MEANINGS

_rises = Eq(sign(sigma_slope), sign(squares - n * sigma**2))
_put_in = Eq(log_likelihood(squares, sqrt(squares / n)), best(squares))
_falls = Eq(sign(squares_slope), -1)
_weighted = Eq(sign(value_slope), sign(a * (left_sigma**2 - right_sigma**2) - value * (left_sigma**2 + right_sigma**2)))


@cache
def rises() -> Theorem:
    """The slope in sigma has the sign of S - n sigma^2."""
    cleared = identity(Eq(sigma**3 * _sigma_derivative, squares - n * sigma**2))
    return arithmetic(
        _rises, rewrite(Eq(sigma**3 * sigma_slope, squares - n * sigma**2), cleared, assume(_IS_SIGMA_SLOPE))
    )


@cache
def falls() -> Theorem:
    """The slope of the best likelihood in S is negative."""
    cleared = identity(Eq(2 * squares * _squares_derivative, -n))
    return arithmetic(_falls, rewrite(Eq(2 * squares * squares_slope, -n), cleared, assume(_IS_SQUARES_SLOPE)))


@cache
def weighted() -> Theorem:
    """Of two samples with sigmas of their own."""
    factor = left_sigma**2 * right_sigma**2
    middle = a * (left_sigma**2 - right_sigma**2) - value * (left_sigma**2 + right_sigma**2)
    cleared = identity(Eq(factor * _value_derivative, middle))
    return arithmetic(_weighted, rewrite(Eq(factor * value_slope, middle), cleared, assume(_IS_VALUE_SLOPE)))


DERIVATION = Derivation(
    key="learned-sigma",
    title="What changes if sigma is learned",
    means={
        n: "the number of samples",
        sigma: "the standard deviation of the errors, the same for all samples",
        squares: "the sum of (y_i - f_theta)^2, not 0",
        sigma_slope: "the slope of the log-likelihood in sigma",
        squares_slope: "the slope in S of the log-likelihood with sigma^2 = S/n",
        a: "two samples are at -a and a",
        value: "one output for both samples",
        left_sigma: "the standard deviation of the sample at -a",
        right_sigma: "the standard deviation of the sample at a",
        value_slope: "the slope in f of the log-likelihood of the two samples",
    },
    source="cs285lecture2",
    facts=MEANINGS,
    assumes={"any": ()},
    steps=(
        Step(
            id="best-sigma",
            lecture="L18",
            statement=_rises,
            scope="scalar",
            reason="the likelihood rises with sigma up to sigma^2 = S/n and falls beyond: this is the learned sigma",
            proofs={"any": rises},
        ),
        Step(
            id="put-in",
            lecture="L18",
            statement=_put_in,
            scope="scalar",
            reason="the log-likelihood with the learned sigma is a function of S alone",
            proofs={"any": lambda: identity(_put_in)},
        ),
        Step(
            id="same-optimum",
            lecture="L18",
            statement=_falls,
            scope="scalar",
            reason="and falls as S grows: the most likely parameters are those of least squares, as for a fixed sigma",
            proofs={"any": falls},
        ),
        Step(
            id="own-sigmas",
            lecture="L18",
            statement=_weighted,
            scope="scalar",
            reason=(
                "with a sigma of each sample the best f of two samples is a(sigma_1^2 - sigma_2^2)/(sigma_1^2 + "
                "sigma_2^2), beside the sample of the smaller sigma, and no longer their mean"
            ),
            proofs={"any": weighted},
        ),
    ),
)

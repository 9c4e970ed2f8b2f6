"""L18 and L19: squared error is a Gaussian's likelihood, and on an expert with two modes its answer is their mean.

The logarithm of one Gaussian density is a constant less (y - f)^2/(2 sigma^2). Added up over the samples, the order of
any two parameters by likelihood is the reverse of their order by the sum of squares. A single value is best at the mean,
whatever the samples: between two modes, however unlikely it is there. The mixture of two Gaussians at -a and a has a
minimum at its mean just if a > sigma; closer modes melt into one, with its top at the mean.
"""

from sympy import Derivative, Eq, Expr, Subs, Symbol, exp, log, pi, sign, sqrt

from tightrope.bounds.proof.derivation import Derivation, Lemma, Step, identity, induction, means, moves, scalar, starts

y = Symbol("y_i", real=True)  # the expert's action in sample i
f = Symbol("f_theta", real=True)  # the network's output there; in `mean`, one value for all samples
other_f = Symbol("f_vartheta", real=True)  # the same for other parameters
sigma = Symbol("sigma", positive=True)
n = Symbol("n", integer=True, nonnegative=True)  # samples so far
constant = Symbol("c_sigma", real=True)  # what does not depend on theta
log_density = Symbol("ell_theta", real=True)  # of one sample
other_log_density = Symbol("ell_vartheta", real=True)
log_likelihood = Symbol("L_theta", real=True)  # of all samples
other_log_likelihood = Symbol("L_vartheta", real=True)
squares = Symbol("S_theta", nonnegative=True)  # sum over the samples of (y_i - f_theta)^2
other_squares = Symbol("S_vartheta", nonnegative=True)

mean = Symbol("ybar", real=True)
squares_of_mean = Symbol("S_ybar", nonnegative=True)
total = Symbol("Y", real=True)  # sum of y_i
total_square = Symbol("Q", nonnegative=True)  # sum of y_i^2

a = Symbol("a", nonnegative=True)  # the modes are -a and a
x = Symbol("x", real=True)
curvature = Symbol("kappa", real=True)  # p''(0)/p(0)


def gaussian(value: Expr, centre: Expr) -> Expr:
    """The density of N(centre, sigma^2)."""
    return exp(-((value - centre) ** 2) / (2 * sigma**2)) / (sigma * sqrt(2 * pi))


def mixture(value: Expr, mode: Expr = a) -> Expr:
    """The density of (1/2) N(-mode, sigma^2) + (1/2) N(mode, sigma^2)."""
    return (gaussian(value, -mode) + gaussian(value, mode)) / 2


def slope(order: int, mode: Expr = a) -> Expr:
    """The mixture's derivative of that order at its mean, 0; order 0 is its value."""
    return Subs(Derivative(mixture(x, mode), (x, order)), x, 0)


def in_letters(lemma: Lemma, meaning: dict[Symbol, Expr]) -> Lemma:
    """The same statement with letters for expressions that z3 does not speak; what they stand for is given."""
    written = lemma.statement.subs({expression: letter for letter, expression in meaning.items()}, simultaneous=True)
    given = (lemma.statement, *means({letter: meaning[letter] for letter in meaning if written.has(letter)}))
    return Lemma(statement=written, rule="letters for expressions", given=given)


def samples(output: Symbol, one: Symbol, everything: Symbol, sum_of_squares: Symbol) -> tuple[Lemma, ...]:
    """2 sigma^2 log L = 2 sigma^2 n c - S for the parameters with these letters, by induction over the samples."""
    density = log(gaussian(y, output))
    cleared = identity(Eq(2 * sigma**2 * density, 2 * sigma**2 * _constant - (y - output) ** 2))
    written = in_letters(cleared, {one: density, constant: _constant})
    added_up = induction(
        Eq(2 * sigma**2 * everything, 2 * sigma**2 * n * constant - sum_of_squares),
        written.statement,
        over=n,
        start={everything: 0, sum_of_squares: 0},
        following={everything: everything + one, sum_of_squares: sum_of_squares + (y - output) ** 2},
    )
    return cleared, written, added_up


def spread(value: Symbol, sum_of_squares: Symbol) -> Lemma:
    """The sum of (y_i - value)^2, multiplied out."""
    return induction(
        Eq(sum_of_squares, total_square - 2 * value * total + n * value**2),
        over=n,
        start={sum_of_squares: 0, total: 0, total_square: 0},
        following={
            sum_of_squares: sum_of_squares + (y - value) ** 2,
            total: total + y,
            total_square: total_square + y**2,
        },
    )


_constant = -log(sigma) - log(2 * pi) / 2
_one = Eq(log(gaussian(y, f)), _constant - (y - f) ** 2 / (2 * sigma**2))
_samples = samples(f, log_density, log_likelihood, squares)
_other_samples = samples(other_f, other_log_density, other_log_likelihood, other_squares)
_order = Eq(sign(log_likelihood - other_log_likelihood), sign(other_squares - squares))

_spread, _spread_of_mean = spread(f, squares), spread(mean, squares_of_mean)
_is_mean = Eq(n * mean, total)
_best = Eq(squares, squares_of_mean + n * (f - mean) ** 2)
_middle = Eq((-a - f) ** 2 + (a - f) ** 2, 2 * a**2 + 2 * f**2)

_curvature = Eq(slope(2) / slope(0), (a**2 - sigma**2) / sigma**4)
_curvature_cleared = identity(Eq(sigma**4 * (slope(2) / slope(0)), a**2 - sigma**2))
_curvature_in_letters = in_letters(_curvature_cleared, {curvature: slope(2) / slope(0)})
_minimum = Eq(sign(curvature), sign(a - sigma))
_edge = Eq(slope(4, sigma) / slope(0, sigma), -2 / sigma**4)

_MEANINGS = (
    *means({log_density: log(gaussian(y, f)), other_log_density: log(gaussian(y, other_f))}),
    *means({constant: _constant, curvature: slope(2) / slope(0)}),
    *starts({log_likelihood: 0, other_log_likelihood: 0, squares: 0, other_squares: 0, squares_of_mean: 0}),
    *starts({total: 0, total_square: 0}),
    *moves({log_likelihood: log_likelihood + log_density}),
    *moves({other_log_likelihood: other_log_likelihood + other_log_density}),
    *moves({squares: squares + (y - f) ** 2, other_squares: other_squares + (y - other_f) ** 2}),
    *moves({squares_of_mean: squares_of_mean + (y - mean) ** 2, total: total + y, total_square: total_square + y**2}),
)

DERIVATION = Derivation(
    key="gaussian-likelihood",
    title="Squared error is a Gaussian's likelihood",
    source="cs285lecture2",
    facts=(*_MEANINGS, _is_mean),
    assumes={"any": ()},
    steps=(
        Step(
            id="one-sample",
            lecture="L18",
            statement=_one,
            scope="scalar",
            reason="the logarithm of one Gaussian density of fixed sigma",
            proofs={"any": (identity(_one),)},
        ),
        Step(
            id="all-samples",
            lecture="L18",
            statement=_samples[-1].statement,
            scope="scalar",
            reason="the sum over n independent samples, by induction over n; c_sigma stands for -log sigma - log(2 pi)/2",
            proofs={"any": _samples},
        ),
        Step(
            id="order",
            lecture="L18",
            statement=_order,
            scope="scalar",
            reason=(
                "of any two parameters the one with fewer squares is the likelier, and conversely, since sigma > 0: the "
                "most likely parameters are those of least squares"
            ),
            proofs={
                "any": (
                    *(*_samples, *_other_samples),
                    scalar(_order, _samples[-1].statement, _other_samples[-1].statement),
                )
            },
        ),
        Step(
            id="mean",
            lecture="L19",
            statement=_best,
            scope="scalar",
            reason="one value f for n samples: least squares, and strictly so, at their mean",
            proofs={
                "any": (
                    *(_spread, _spread_of_mean),
                    scalar(_best, _spread.statement, _spread_of_mean.statement, _is_mean),
                )
            },
        ),
        Step(
            id="middle",
            lecture="L19",
            statement=_middle,
            scope="scalar",
            reason="half of the samples at -a, half at a: the best value is 0, between them, where no sample is",
            proofs={"any": (scalar(_middle),)},
        ),
        Step(
            id="level",
            lecture="L19",
            statement=Eq(slope(1), 0),
            scope="scalar",
            reason="the density of the two modes is level at its mean",
            proofs={"any": (identity(Eq(slope(1), 0)),)},
        ),
        Step(
            id="curvature",
            lecture="L19",
            statement=_curvature,
            scope="scalar",
            reason="and bends there by p''(0)/p(0)",
            proofs={"any": (identity(_curvature),)},
        ),
        Step(
            id="minimum",
            lecture="L19",
            statement=_minimum,
            scope="scalar",
            reason="a strict local minimum if a > sigma, a maximum if a < sigma; kappa stands for p''(0)/p(0)",
            proofs={
                "any": (
                    *(_curvature_cleared, _curvature_in_letters),
                    scalar(_minimum, _curvature_in_letters.statement),
                )
            },
        ),
        Step(
            id="edge",
            lecture="L19",
            statement=_edge,
            scope="scalar",
            reason="at a = sigma the fourth derivative decides, a maximum: so a minimum just if a > sigma",
            proofs={"any": (identity(_edge),)},
        ),
    ),
)

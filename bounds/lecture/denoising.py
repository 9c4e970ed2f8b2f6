"""L22: what a denoiser knows before the first step is nothing, so that a single step makes the answer of squared error.

Flow matching mixes noise n and the expert's action a to x = (1 - t) n + t a and learns a - n by squared error. The best
velocity at x is (E[a | x] - x)/(1 - t): a step of the whole time that is left, 1 - t, ends in E[a | x]. At t = 0 there
is no action in x: E[a | x] is E[a], and one step ends in E[a] whatever the noise was. That is the policy of least
squares. The sums are over finitely many actions; nothing is used of them but that a sum is linear. `one-step` needs no
sum: it holds for every law with a mean, because n is drawn independently of a.

Two more lines are about what a few steps do: to a Gaussian expert each step does one multiplication, and of two single
actions two steps make a hyperbolic tangent of the noise.
"""

from functools import cache

from sympy import Eq, Expr, exp

from tightrope.bounds.language.letter import NONNEGATIVE, POSITIVE, PROBABILITY, REAL, Letter, Scope
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import sum_up, totals
from tightrope.bounds.proof.theorem import Family, Theorem, arithmetic, assume, identity

ACTION = Scope(words="a number of each of the expert's actions", each=frozenset({"action"}))
ACTIONS = Family(name="over the expert's actions", binds=frozenset({"action"}))
HOME = "denoising"

t = Letter("t", PROBABILITY, home=HOME)  # the time: 0 is noise, 1 the action
left = Letter("r", POSITIVE, home=HOME)  # 1 - t
x = Letter("x", REAL, home=HOME)

# Of each action: its place, the noise that leads from it to x, its probability before and after x is known.
a = Letter("a_i", REAL, ACTION)
noise = Letter("n_i", REAL, ACTION)
chance, share = Letter("p_i", PROBABILITY, ACTION, home=HOME), Letter("w_i", PROBABILITY, ACTION, home=HOME)
share_at_start = Letter("w_i0", PROBABILITY, ACTION, tex=r"w_{i,0}")
height = Letter("q", POSITIVE, home=HOME)  # the density of the noise at x
evidence = Letter("Z", POSITIVE, home=HOME)  # the density of x at t = 0

v, value = Letter("v", REAL, home=HOME), Letter("f", REAL, home=HOME)
expected, expected_at_start = Letter("mu", REAL, home=HOME), Letter("mu_0", REAL, home=HOME)
mean = Letter("m", REAL, home=HOME)
best_velocity, first_velocity = Letter("u", REAL, home=HOME), Letter("u_0", REAL, home=HOME)
squares_of_v, least_of_v = Letter("S_v", NONNEGATIVE), Letter("S_u", NONNEGATIVE)
squares_of_value, least_of_value = Letter("S_f", NONNEGATIVE), Letter("S_m", NONNEGATIVE)
squared_share, squared_chance = Letter("Q_w", NONNEGATIVE), Letter("Q_p", NONNEGATIVE)

# Of a Gaussian expert N(m, sigma^2).
sigma, h = Letter("sigma", POSITIVE, home=HOME), Letter("h", POSITIVE, home=HOME)
known, speed = Letter("mu_sigma", REAL, home=HOME), Letter("u_sigma", REAL, home=HOME)
off, off_later = Letter("D", REAL, home=HOME), Letter("D_h", REAL, home=HOME)
mode = Letter("a", POSITIVE, home=HOME)  # two single actions are at -a and a

MEANINGS = (
    Eq(t + left, 1),
    Eq(left * noise + t * a, x),
    Eq(left * best_velocity, expected - x),
    Eq(first_velocity, expected_at_start - x),
    Eq(share_at_start * evidence, chance * height),
    Eq(off, x - t * mean),
    Eq(left * speed, known - x),
    Eq((known - mean) * (left**2 + t**2 * sigma**2), t * sigma**2 * (x - t * mean)),
    Eq(off_later, x + h * speed - (t + h) * mean),
)
(_LEFT, _NOISE, _BEST, _FIRST, _BAYES, _OFF, _SPEED, _KNOWN, _LATER) = MEANINGS
INDEPENDENT = Eq(expected_at_start, mean)  # at t = 0 x is the noise, drawn independently of the action


def _squares(law: Letter, goal: Expr, target: Expr) -> Expr:
    return law * (goal - target) ** 2


SUMS = {
    **{chance: 1, chance * a: mean, chance * a**2: squared_chance},
    **{share: 1, share * a: expected, share * a**2: squared_share, share_at_start: 1},
    **{_squares(share, left * v, a - x): squares_of_v, _squares(share, expected, a): least_of_v},
    **{_squares(chance, value, a): squares_of_value, _squares(chance, mean, a): least_of_value},
}


def at_half_time(action: Expr) -> Expr:
    """How likely x is at t = 1/2 if the action is this, up to a factor: the density of N(action/2, 1/4) there."""
    return exp(-2 * (x - action / 2) ** 2)


_target = Eq(left * (a - noise), a - x)
_velocity = Eq(squares_of_v, least_of_v + (left * v - (expected - x)) ** 2)
_last = Eq(x + left * best_velocity, expected)
_nothing = Eq(share_at_start, chance)
_one = Eq(x + first_velocity, mean)
_value = Eq(squares_of_value, least_of_value + (value - mean) ** 2)
_gaussian = Eq(off_later * (left**2 + t**2 * sigma**2), off * (left**2 + t**2 * sigma**2 + h * (t * sigma**2 - left)))
_two = Eq(
    mode * (at_half_time(mode) - at_half_time(-mode)) / (at_half_time(mode) + at_half_time(-mode)),
    mode * (1 - exp(-4 * mode * x)) / (1 + exp(-4 * mode * x)),
)


@cache
def _spread(law: Letter, goal: Expr, target: Expr, opened: Expr) -> Theorem:
    """The sum of law (goal - target)^2, multiplied out to `opened`."""
    return sum_up(Eq(_squares(law, goal, target), opened), ACTIONS, SUMS)


@cache
def velocity() -> Theorem:
    """The squared error of any velocity at x is the least one and the square of its distance from the best."""
    around_any = (left * v + x) ** 2 * share - 2 * (left * v + x) * (share * a) + share * a**2
    around_mean = expected**2 * share - 2 * expected * (share * a) + share * a**2
    return arithmetic(
        _velocity,
        _spread(share, left * v, a - x, around_any),
        _spread(share, expected, a, around_mean),
    )


@cache
def nothing_known() -> Theorem:
    """Bayes' rule at t = 0, where the density of x is the same for every action."""
    added_up = sum_up(_BAYES, ACTIONS, SUMS, assume(_BAYES))
    return arithmetic(_nothing, assume(_BAYES), added_up)


@cache
def least_squares() -> Theorem:
    """The squared error of any one action."""
    around_any = value**2 * chance - 2 * value * (chance * a) + chance * a**2
    around_mean = mean**2 * chance - 2 * mean * (chance * a) + chance * a**2
    return arithmetic(_value, _spread(chance, value, a, around_any), _spread(chance, mean, a, around_mean))


DERIVATION = Derivation(
    key="denoising",
    title="One denoising step is squared error",
    means={
        t: "the time, 0 for noise and 1 for the action",
        left: "1 - t, above 0",
        x: "the noised action, (1 - t) n + t a",
        a: "one of the expert's actions",
        noise: "the noise that leads from this action to x",
        chance: "the expert's probability of it",
        share_at_start: "its probability given x, at t = 0",
        v: "any velocity at x",
        squares_of_v: "the squared error of 1 - t times that velocity, given x",
        least_of_v: "the variance of the action given x",
        best_velocity: "the best velocity at x, of least squared error",
        first_velocity: "the best velocity at t = 0",
        expected: "E[a | x], the expert's expected action given x",
        mean: "E[a], the expert's expected action",
        value: "any single action",
        squares_of_value: "the squared error of that action",
        least_of_value: "the variance of the expert's action",
        sigma: "the standard deviation of a Gaussian expert",
        h: "the length of a step",
        off: "for that expert, the distance of x from t m",
        off_later: "the same distance one step of length h later",
        mode: "an expert of two single actions has them at -a and a, equally likely",
    },
    source="cs285lecture2",
    facts=(*MEANINGS, INDEPENDENT, *totals(ACTIONS, SUMS)),
    assumes={"any": ()},
    steps=(
        Step(
            id="target",
            lecture="L22",
            statement=_target,
            scope="state",
            reason="what is learned at x, a - n, tells the action",
            proofs={"any": lambda: arithmetic(_target, assume(_NOISE), assume(_LEFT))},
        ),
        Step(
            id="best-velocity",
            lecture="L22",
            statement=_velocity,
            scope="scalar",
            reason="the best velocity at x, and the only one, is (mu - x)/(1 - t)",
            proofs={"any": velocity},
        ),
        Step(
            id="last-step",
            lecture="L22",
            statement=_last,
            scope="scalar",
            reason="a step of all the time that is left, the last of any number of Euler's, ends in E[a | x]",
            proofs={"any": lambda: arithmetic(_last, assume(_BEST))},
        ),
        Step(
            id="nothing-known",
            lecture="L22",
            statement=_nothing,
            scope="state",
            reason="x holds no action at t = 0: by Bayes' rule each probability stays as it was, and E[a | x] = E[a]",
            proofs={"any": nothing_known},
        ),
        Step(
            id="one-step",
            lecture="L22",
            statement=_one,
            scope="scalar",
            reason="one step ends in the expected action whatever the noise x was, for every law that has a mean",
            proofs={"any": lambda: arithmetic(_one, assume(_FIRST), assume(INDEPENDENT))},
        ),
        Step(
            id="least-squares",
            lecture="L22",
            statement=_value,
            scope="scalar",
            reason="and so does squared error: one denoising step is its policy",
            proofs={"any": least_squares},
        ),
        Step(
            id="gaussian-step",
            lecture="L22",
            statement=_gaussian,
            scope="scalar",
            reason=(
                "for a Gaussian expert a step multiplies the distance from t m, so that N steps give a Gaussian whose "
                "standard deviation is a product of N factors, rational if sigma is"
            ),
            proofs={
                "any": lambda: arithmetic(_gaussian, *map(assume, (_LEFT, _OFF, _SPEED, _KNOWN, _LATER))),
            },
        ),
        Step(
            id="two-steps",
            lecture="L22",
            statement=_two,
            scope="scalar",
            reason=(
                "of two equally likely single actions the second of two steps makes a tanh(2 a x), and x is half the "
                "noise: it is within b < a of 0 with probability 2 Phi(artanh(b/a)/a) - 1, Phi the "
                "distribution function of N(0, 1)"
            ),
            proofs={"any": lambda: identity(_two)},
        ),
    ),
)

"""L21: when a latent variable is not used at all. With a linear decoder, just if its noise is as wide as the actions.

The policy is a = c + w z + d n with z and n from N(0, 1), the encoder any Gaussian. For such a decoder the best encoder
is the posterior of z, so that the bound that is trained is the log-likelihood, of N(c, w^2 + d^2). On average over the
expert's actions, of variance S around c, it rises with the policy's variance V up to V = S and falls beyond. So the
best w has w^2 = S - d^2; and if d^2 >= S, it is 0: z tells nothing, and the policy is a Gaussian around the mean. This
needs nothing of the expert's law but its mean and variance.
"""

from functools import cache

from sympy import Derivative, Eq, Expr, log, pi, sign

from tightrope.bounds.language.letter import POSITIVE, REAL, Letter
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, identity, rewrite

HOME = "collapse"
action = Letter("a", REAL, home=HOME)  # an action, from the mean c
w = Letter("w", REAL, home=HOME)
d = Letter("d", POSITIVE, home=HOME)
expert = Letter("S", POSITIVE, home=HOME)  # the variance of the expert's action
policy = Letter("V", POSITIVE, home=HOME)  # the variance of the policy's: w^2 + d^2
slope = Letter("d_V", REAL, home=HOME)


def log_likelihood(square: Expr, variance: Expr) -> Expr:
    """Of actions with that mean square from c under N(c, variance)."""
    return -log(2 * pi) / 2 - log(variance) / 2 - square / (2 * variance)


def bound(mean: Expr, variance: Expr) -> Expr:
    """The ELBO at one action, if the encoder there is N(mean, variance): reconstruction less divergence."""
    reconstruction = log_likelihood((action - w * mean) ** 2 + w**2 * variance, d**2)
    return reconstruction - (mean**2 + variance - 1) / 2 + log(variance) / 2


_spread = w**2 + d**2
_slope = Derivative(log_likelihood(expert, policy), policy)
MEANINGS = (Eq(slope, _slope), Eq(policy, _spread))
_IS_SLOPE, _IS_POLICY = MEANINGS

_tight = Eq(bound(w * action / _spread, d**2 / _spread), log_likelihood(action**2, _spread))
_rises = Eq(sign(slope), sign(expert - policy))
_collapse = Eq(sign(slope), sign(expert - d**2 - w**2))


@cache
def rises() -> Theorem:
    """The slope of the log-likelihood in V."""
    cleared = identity(Eq(2 * policy**2 * _slope, expert - policy))
    return arithmetic(_rises, rewrite(Eq(2 * policy**2 * slope, expert - policy), cleared, assume(_IS_SLOPE)))


DERIVATION = Derivation(
    key="collapse",
    title="When a latent variable is not used",
    means={
        action: "an action, from the expert's mean",
        w: "the slope of the decoder",
        d: "the standard deviation of the decoder's noise",
        expert: "the variance of the expert's action",
        policy: "the variance of the policy's action, w^2 + d^2",
        slope: "the slope in V of the log-likelihood of the expert's actions",
    },
    source="cs285lecture2",
    facts=MEANINGS,
    assumes={"any": ()},
    steps=(
        Step(
            id="tight",
            lecture="L21",
            statement=_tight,
            scope="scalar",
            reason="with the encoder N(w a/V, d^2/V) the bound at each action is the log-likelihood: none exceeds it",
            proofs={"any": lambda: identity(_tight)},
        ),
        Step(
            id="rises",
            lecture="L21",
            statement=_rises,
            scope="scalar",
            reason="over the expert's actions it rises with the policy's variance up to theirs, and falls beyond",
            proofs={"any": rises},
        ),
        Step(
            id="collapse",
            lecture="L21",
            statement=_collapse,
            scope="scalar",
            reason="so the best w^2 is S - d^2, and if d^2 >= S every w but 0 loses: the decoder ignores z",
            proofs={"any": lambda: arithmetic(_collapse, rises(), assume(_IS_POLICY))},
        ),
    ),
)

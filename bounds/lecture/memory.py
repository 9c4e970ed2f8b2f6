"""L15, L16: what a learner loses that sees less of the past than the expert used, and what seeing more costs.

The expert repeats the observation of K decisions ago, one of A symbols; lambda is the second eigenvalue of the chain of
observations. A table of order j sees the last j + 1 of them.

    j < K        the best guess is the oldest symbol seen: error (1 - 1/A)(1 - lambda^(K - j)), whatever the data
    j >= K       a table errs only in windows that it has not seen: with N independent examples of independent
                 observations, (1 - 1/A)(1 - A^-(j+1))^N
    one lag      a learner that repeats one observation, and only has to find which, draws among the lags 0..J that
                 fit all N examples; each wrong one fits with probability A^-N

If instead cues of a hidden mode are seen, each wrong with probability eta, the best that k of them allow is their
majority: `majority.MAJORITY_WRONG`.
"""

from functools import cache

from sympy import Eq, Le, Max, Min, log

from tightrope.bounds.language.letter import COUNT, NATURAL, PROBABILITY, Index, Letter, Scope
from tightrope.bounds.language.letters import delta, samples
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic

alphabet = Letter("A_symbols", COUNT, tex="A")  # how many observations there are, and actions
delay = Letter("K", NATURAL)
order = Letter("j", NATURAL)
persistence = Letter("lambda", PROBABILITY)  # second eigenvalue of the observations' chain; 0 if independent
lags = Letter("J", NATURAL)  # largest lag that a learner tries

i = Index("i")  # decisions between two observations
APART = Scope(words="a number of observations i decisions apart", index=i)
guess = Letter("a", PROBABILITY)  # 1/A, the chance of guessing a symbol
same = Letter("s_i", PROBABILITY, APART)  # probability that the two observations are the same
decay = Letter("v_i", PROBABILITY, APART, tex=r"\lambda^i")  # stands for lambda^i

BY_CHANCE = 1 - 1 / alphabet
FLOOR = BY_CHANCE * (1 - persistence ** Max(0, delay - order))
_long_enough = Min(1, Max(0, order - delay + 1))  # 1 if j >= K, else 0
TABLE_ERROR = BY_CHANCE * (1 - _long_enough * alphabet ** (-order - 1)) ** samples  # of independent observations
TABLE_EXAMPLES = log(BY_CHANCE / delta) / -log(1 - alphabet ** (-order - 1))  # examples for an error delta, order >= K

_fits = alphabet**-samples
ONE_LAG_ERROR = BY_CHANCE * (1 - (1 - (1 - _fits) ** (lags + 1)) / ((lags + 1) * _fits))  # for lags >= K

# From one decision to the next the observation stays what it was with probability lambda, or is drawn afresh.
CHAIN = equations(
    {
        **{same.start: 1, same.next: persistence * same + (1 - persistence) * guess},
        **{decay.start: 1, decay.next: persistence * decay},
    }
)
_same = Eq(same, guess + (1 - guess) * decay)
_likeliest = Le((1 - decay) * guess, same)
_floor = Eq(1 - same, (1 - guess) * (1 - decay))


@cache
def same_again() -> Theorem:
    """s_i = a + (1 - a) lambda^i."""
    return by_induction(_same, i, *CHAIN)


DERIVATION = Derivation(
    key="memory",
    title="Memory that is too short",
    means={
        guess: "1/A, the chance of guessing one of A symbols",
        same: "the probability that two observations i decisions apart are the same",
        decay: "lambda^i, where lambda is the second eigenvalue of the observations' chain",
    },
    source="cs285lecture2",
    facts=CHAIN,
    assumes={"any": ()},
    steps=(
        Step(
            id="same",
            lecture="L15",
            statement=_same,
            scope="scalar",
            reason="two observations i decisions apart are the same, by induction over i; a = 1/A",
            proofs={"any": same_again},
        ),
        Step(
            id="likeliest",
            lecture="L15",
            statement=_likeliest,
            scope="scalar",
            reason="no other symbol is likelier than the same one, so the best guess is the oldest symbol seen",
            proofs={"any": lambda: arithmetic(_likeliest, same_again())},
        ),
        Step(
            id="floor",
            lecture="L15",
            statement=_floor,
            scope="scalar",
            reason=(
                "with i = K - j: what a table of order j < K errs at best; nothing if lambda = 1, chance if lambda = 0"
            ),
            proofs={"any": lambda: arithmetic(_floor, same_again())},
        ),
    ),
)

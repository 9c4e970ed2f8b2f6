"""L15, L16: what a learner loses that sees less of the past than the expert used, and what seeing more costs.

The expert repeats the observation of K decisions ago, one of A symbols; lambda is the second eigenvalue of the chain of
observations. A table of order j sees the last j + 1 of them.

    j < K        the best guess is the oldest symbol seen: error (1 - 1/A)(1 - lambda^(K - j)), whatever the data
    j >= K       a table errs only in windows that it has not seen: with N independent examples of independent
                 observations, (1 - 1/A)(1 - A^-(j+1))^N
    one lag      a learner that repeats one observation, and only has to find which, draws among the lags 0..J that
                 fit all N examples; each wrong one fits with probability A^-N

If instead cues of a hidden mode are seen, each wrong with probability eta, the best that k of them allow is their majority:
`majority.MAJORITY_WRONG`.
"""

from sympy import Eq, Le, Max, Min, log

from tightrope.bounds.language.letters import (
    alphabet,
    decay,
    delay,
    delta,
    guess,
    lags,
    order,
    persistence,
    same,
    samples,
    t,
)
from tightrope.bounds.proof.derivation import Derivation, Step, induction, moves, scalar, starts

BY_CHANCE = 1 - 1 / alphabet
FLOOR = BY_CHANCE * (1 - persistence ** Max(0, delay - order))
_long_enough = Min(1, Max(0, order - delay + 1))  # 1 if j >= K, else 0
TABLE_ERROR = BY_CHANCE * (1 - _long_enough * alphabet ** (-order - 1)) ** samples  # of independent observations
TABLE_EXAMPLES = log(BY_CHANCE / delta) / -log(1 - alphabet ** (-order - 1))  # examples for an error delta, order >= K

_fits = alphabet**-samples
ONE_LAG_ERROR = BY_CHANCE * (1 - (1 - (1 - _fits) ** (lags + 1)) / ((lags + 1) * _fits))  # for lags >= K

_start = {same: 1, decay: 1}
_next = {same: persistence * same + (1 - persistence) * guess, decay: persistence * decay}
_same = induction(Eq(same, guess + (1 - guess) * decay), over=t, start=_start, following=_next)
_chance = Le(guess, 1)
_likeliest = scalar(Le((1 - decay) * guess, same), _same.statement, _chance)
_floor = scalar(Eq(1 - same, (1 - guess) * (1 - decay)), _same.statement)

DERIVATION = Derivation(
    key="memory",
    title="Memory that is too short",
    source="cs285lecture2",
    facts=(*starts(_start), *moves(_next), _chance),
    assumes={"any": ()},
    steps=(
        Step(
            id="same",
            lecture="L15",
            statement=_same.statement,
            scope="scalar",
            reason="two observations i decisions apart are the same, by induction over i (the solver's t); a = 1/A",
            proofs={"any": (_same,)},
        ),
        Step(
            id="likeliest",
            lecture="L15",
            statement=_likeliest.statement,
            scope="scalar",
            reason="no other symbol is likelier than the same one, so the best guess is the oldest symbol seen",
            proofs={"any": (_same, _likeliest)},
        ),
        Step(
            id="floor",
            lecture="L15",
            statement=_floor.statement,
            scope="scalar",
            reason="with i = K - j: what a table of order j < K errs at best; nothing if lambda = 1, chance if lambda = 0",
            proofs={"any": (_same, _floor)},
        ),
    ),
)

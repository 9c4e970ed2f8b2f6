"""L27: what hindsight labels do to the target, where the outcome of an action is left to chance.

Action a reaches the goal with probability P_a. Runs that reached it took a with probability b_a P_a / sum b P, where b
is the behaviour that made the data; this is what a relabelled clone does, and it succeeds with probability

    sum_a b_a P_a^2 / sum_a b_a P_a   >=   2 r/(1 + r) max_a P_a,   r = sqrt(share of the best action in the behaviour)

The proof: with c = r M/(1 + r) and M the largest P, (P_a - c)^2 >= 0 for every other action. There is equality where all
other actions have P_a = c. A uniform behaviour over A actions has r = 1/sqrt(A). A lock of T tumblers multiplies T such
factors: what the clone keeps of the optimum is then exponentially small.
"""

from sympy import Eq, Expr, Ge, Le, Symbol, sqrt

from tightrope.bounds.language.letters import (
    T,
    actions,
    best_chance,
    best_root,
    chance,
    other_chance,
    other_square,
    share,
    states,
)
from tightrope.bounds.proof.derivation import Derivation, Step, identity, over_states, scalar, sums

FLOOR = 2 * best_root / (1 + best_root)  # of the optimum, for any chances
UNIFORM = 2 / (1 + sqrt(actions))  # the same if the behaviour is uniform over the actions

odds = Symbol("x", nonnegative=True)  # chance of every other action, as a share of the best one's
ONE_STEP = (1 + (actions - 1) * odds**2) / (1 + (actions - 1) * odds)  # uniform behaviour, P = (1, x, ..., x)
LOCK = ONE_STEP**T
WORST_ODDS = 1 / (1 + sqrt(actions))

# Deterministic complete graph on n states, two decisions, uniform behaviour and start, last state as goal: half the
# labels of a cell are of the first decision and say nothing, if the steps to go are not told.
POOLED = (states + 1) / (2 * states)


def iterated(rounds: Expr) -> Expr:
    """Success, as a share of the optimum, after that many rounds of relabelling the clone's own runs, P = (1, x, ..., x)."""
    return (1 + (actions - 1) * odds ** (rounds + 1)) / (1 + (actions - 1) * odds**rounds)


# The other actions: their shares add up to 1 - r^2.
_sums = {share: 1 - best_root**2, share * chance: other_chance, share * chance**2: other_square}
_less_than_all = Le(best_root, 1)
_pivot = best_root * best_chance  # (1 + r) c
_square = Ge(
    (1 + best_root) ** 2 * share * chance**2, 2 * (1 + best_root) * _pivot * share * chance - _pivot**2 * share
)
_squares = over_states(_square, totals=_sums)
_divided = scalar(
    Ge((1 + best_root) * other_square, 2 * _pivot * other_chance - _pivot**2 * (1 - best_root)), _squares.statement
)
_reached = best_root**2 * best_chance + other_chance  # sum of b P: how often the behaviour reaches the goal
_floor = scalar(
    Ge((1 + best_root) * (best_root**2 * best_chance**2 + other_square), 2 * _pivot * _reached), _divided.statement
)
_attained = Eq(ONE_STEP.subs(odds, WORST_ODDS), UNIFORM)

DERIVATION = Derivation(
    key="hindsight",
    title="What hindsight labels keep of the optimum",
    source="cs285lecture2",
    facts=(*sums(_sums), _less_than_all),
    assumes={"any": ()},
    steps=(
        Step(
            id="squares",
            lecture="L27",
            statement=_squares.statement,
            scope="scalar",
            reason="((1 + r) P_a - r P_max)^2 >= 0, weighted and added up over the actions that are not best",
            proofs={"any": (_squares,)},
        ),
        Step(
            id="floor",
            lecture="L27",
            statement=_floor.statement,
            scope="scalar",
            reason=(
                "the relabelled clone's success, sum b P^2 / sum b P, is at least 2 r/(1 + r) times the best action's, "
                "where r^2 is the best action's share in the data's behaviour"
            ),
            proofs={"any": (_squares, _divided, _floor)},
        ),
        Step(
            id="attained",
            lecture="L27",
            statement=_attained,
            scope="scalar",
            reason="uniform behaviour, every other action 1/(1 + sqrt(A)) as likely to succeed: exactly 2/(1 + sqrt(A))",
            proofs={"any": (identity(_attained),)},
        ),
    ),
)

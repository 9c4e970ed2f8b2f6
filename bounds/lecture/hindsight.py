"""L27: what hindsight labels do to the target, where the outcome of an action is left to chance.

**One decision.** Action a reaches the goal with probability P_a. Runs that reached it took a with probability
b_a P_a / sum b P, where b is the behaviour that made the data; this is what a relabelled clone does, and it succeeds
with probability

    sum_a b_a P_a^2 / sum_a b_a P_a   >=   2 r/(1 + r) max_a P_a,   r = sqrt(share of the best action in the behaviour)

The proof: with c = r M/(1 + r) and M the largest P, (P_a - c)^2 >= 0 for every other action. There is equality where
all other actions have P_a = c. A uniform behaviour over A actions has r = 1/sqrt(A).

**k decisions to go**, the clone being told how many. In a state let V be the optimum, U what the behaviour reaches and
C what the clone does, and R = r^k, where r^2 is the least share that the behaviour gives a best action. Then

    R^2 (V - U)^2 <= (1 - R^2) U (C - U),     hence     C >= 2 R/(1 + R) V

by induction. Averages over the next states keep the first inequality, as x^2/u is convex in both. One decision adds the
variance of the actions' U: with the best action on one side and all others on the other it makes a second square, and
the two squares together are the inequality with r R in place of R. So a clone of uniform play keeps 2/(1 + A^(T/2)): T
decisions are to it one decision among A^T words. It is attained by a password of T letters
(`simulators.worlds.password`), where a wrong letter can open the door at once. A lock of T tumblers is milder,
(2/(1 + sqrt A))^T at worst: there luck has to be repeated.
"""

from functools import cache

from sympy import And, Eq, Expr, Ge, Le, Or, sqrt
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letter import NONNEGATIVE, PROBABILITY, REAL, Letter, Scope, placed
from tightrope.bounds.language.letters import T, actions, k, states
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import equations, sum_up, totals
from tightrope.bounds.proof.theorem import Family, Theorem, add_up, arithmetic, assume, identity, induction, rewrite

# One decision; the sums are over all actions but the best.
best_chance = Letter("P_max", PROBABILITY)  # the probability that the best action reaches the goal
best_root = Letter("r_b", PROBABILITY, tex="r")  # the square root of the best action's (least) share in the behaviour
ACTION = Scope(words="a number of each action but the best", each=frozenset({"action"}))
share = Letter("b_a", PROBABILITY, ACTION)  # its share in the behaviour that made the data
chance = Letter("P_a", PROBABILITY, ACTION)  # the probability that it reaches the goal
other_chance = Letter("m_1", PROBABILITY)  # sum of share * chance
other_square = Letter("m_2", PROBABILITY)  # sum of share * chance^2

FLOOR = 2 * best_root / (1 + best_root)  # of the optimum, for any chances
UNIFORM = 2 / (1 + sqrt(actions))  # the same if the behaviour is uniform over the actions
MANY_DECISIONS = 2 / (1 + actions ** (T / 2))  # and of T decisions, the steps to go told

odds = Letter("x", NONNEGATIVE)  # chance of every other action, as a share of the best one's
ONE_STEP = (1 + (actions - 1) * odds**2) / (1 + (actions - 1) * odds)  # uniform behaviour, P = (1, x, ..., x)
LOCK = ONE_STEP**T
PASSWORD = ONE_STEP.subs(actions, actions**T)  # one word of A^T is right, any other is taken with chance x
WORST_ODDS = 1 / (1 + sqrt(actions))

# Deterministic complete graph on n states, two decisions, uniform behaviour and start, last state as goal: half the
# labels of a cell are of the first decision and say nothing, if the steps to go are not told.
POOLED = (states + 1) / (2 * states)


def iterated(rounds: Expr) -> Expr:
    """Success, as a share of the optimum, after that many rounds of relabelling the clone's own runs,
    P = (1, x, ..., x).
    """
    return (1 + (actions - 1) * odds ** (rounds + 1)) / (1 + (actions - 1) * odds**rounds)


# The other actions: their shares add up to 1 - r^2.
OTHER_ACTIONS = Family(name="over the other actions of one decision", binds=frozenset({"action"}))
SUMS = {share: 1 - best_root**2, share * chance: other_chance, share * chance**2: other_square}
_pivot = best_root * best_chance  # (1 + r) c
_square = Ge(
    (1 + best_root) ** 2 * share * chance**2, 2 * (1 + best_root) * _pivot * share * chance - _pivot**2 * share
)
_squares = Ge(
    other_square * (best_root**2 + 2 * best_root + 1),
    other_chance * (2 * _pivot * best_root + 2 * _pivot) - best_chance**2 * best_root**2 * (1 - best_root**2),
)
_reached = best_root**2 * best_chance + other_chance  # sum of b P: how often the behaviour reaches the goal
_floor = Ge((1 + best_root) * (best_root**2 * best_chance**2 + other_square), 2 * _pivot * _reached)
_attained = Eq(ONE_STEP.subs(odds, WORST_ODDS), UNIFORM)


@cache
def squares() -> Theorem:
    """((1 + r) P_a - r P_max)^2 >= 0, added up."""
    return arithmetic(_squares, sum_up(_square, OTHER_ACTIONS, SUMS))


@cache
def floor() -> Theorem:
    """(1 + r) sum b P^2 >= 2 r P_max sum b P."""
    divided = Ge((1 + best_root) * other_square, 2 * _pivot * other_chance - _pivot**2 * (1 - best_root))
    return arithmetic(_floor, arithmetic(divided, squares()))


# k decisions to go: what a state is worth to the best policy, to the behaviour and to its clone, which is told k.
TO_GO = Scope(words="a number of each state with k decisions to go", index=k, each=frozenset({"state"}))
optimum = Letter("V", PROBABILITY, TO_GO)
reached = Letter("U", PROBABILITY, TO_GO)
cloned = Letter("C", PROBABILITY, TO_GO)
root = Letter("R", PROBABILITY, Scope(words="a number with k decisions to go", index=k))  # r^k

# One decision more: each action in each state, and the states to which it leads.
CHOICE = Scope(words="a number of each action in each state with k + 1 to go", index=k, each=frozenset({"choice"}))
ARRIVAL = Scope(words="a number of each action and a state after it", index=k, each=frozenset({"arrival"}))
moves = Letter("P", PROBABILITY, ARRIVAL)  # the probability that the action leads to the state
taken = Letter("b", PROBABILITY, CHOICE)  # the action's share in the behaviour
optimum_after, reached_after = Letter("V_a", PROBABILITY, CHOICE), Letter("U_a", PROBABILITY, CHOICE)
cloned_after = Letter("C_a", PROBABILITY, CHOICE)
lift = Letter("lambda_a", REAL, CHOICE)  # (V_a - U_a)/U_a

# And of each such state: one best action, and all others.
BEFORE = Scope(words="a number of each state with k + 1 decisions to go", index=k, each=frozenset({"state"}))
best_share = Letter("beta", PROBABILITY, BEFORE)  # the best action's share in the behaviour
best_reached, best_cloned = Letter("u", PROBABILITY, BEFORE), Letter("c", PROBABILITY, BEFORE)  # U and C after it
others_reached = Letter("mu", PROBABILITY, BEFORE)  # the mean of U after the others

AFTER = Family(name="over the states after an action", binds=frozenset({"state", "arrival"}))
BEST = Family(name="over the one best action", binds=frozenset({"choice"}))
OTHERS = Family(name="over the other actions", binds=frozenset({"choice"}))

_on_average = {moves * optimum: optimum_after, moves * reached: reached_after, moves * cloned: cloned_after}
_of_best = {
    **{optimum_after: optimum.next, reached_after: best_reached, cloned_after: best_cloned},
    (optimum_after - reached_after) ** 2: (optimum.next - best_reached) ** 2,
    reached_after * (cloned_after - reached_after): best_reached * (best_cloned - best_reached),
}
_rest = reached.next - best_share * best_reached
_of_others = {
    taken: 1 - best_share,
    taken * reached_after: _rest,
    taken * reached_after * cloned_after: reached.next * cloned.next - best_share * best_reached * best_cloned,
}
IN_THE_END = equations({reached.start: optimum.start, cloned.start: optimum.start})
ROOTS = equations({root.start: 1, root.next: best_root * root})
LIFT = Or(Eq(reached_after, 0), Eq(lift * reached_after, optimum_after - reached_after))
IS_MEAN = Eq((1 - best_share) * others_reached, _rest)
LEAST_SHARE = Le(best_root**2, best_share)
MANY_FACTS = (
    *(*IN_THE_END, *ROOTS, LIFT, IS_MEAN, LEAST_SHARE),
    *totals(AFTER, _on_average),
    *totals(BEST, _of_best),
    *totals(OTHERS, _of_others),
)


def _frontier(root_now: Expr, best: Expr, play: Expr, clone: Expr) -> Boolean:
    """R^2 (V - U)^2 <= (1 - R^2) U (C - U)."""
    return Le(root_now**2 * (best - play) ** 2, (1 - root_now**2) * play * (clone - play))


_state = _frontier(root, optimum, reached, cloned)
_average = _frontier(root, optimum_after, reached_after, cloned_after)
_kept = And(Le(reached, cloned), _state)
_decision = _frontier(best_root * root, optimum.next, reached.next, cloned.next)
_first, _second = optimum.next - best_reached, best_reached - others_reached  # the roots of the two squares
_two_squares = Le(
    best_share * root**2 * (1 - root**2) * (_first + (1 - best_share) * _second) ** 2,
    (1 - best_share * root**2)
    * (best_share * root**2 * _first**2 + best_share * (1 - best_share) * (1 - root**2) * _second**2),
)
_many = Ge((1 + root) * cloned, 2 * root * optimum)
_is_many_uniform = Eq(FLOOR.subs(best_root, actions ** (-T / 2)), MANY_DECISIONS, evaluate=False)
_password = Eq(PASSWORD.subs(odds, WORST_ODDS.subs(actions, actions**T)), MANY_DECISIONS)


def by_decisions(statement: Boolean, later: Boolean, step: Theorem, *at_the_end: Theorem) -> Theorem:
    """The statement for every number of decisions to go; the step concludes it one later, with r R for R'."""
    base = arithmetic(placed(statement, "start", k), assume(ROOTS[0]), *at_the_end)
    moved = rewrite(placed(statement, "next", k), arithmetic(later, step), assume(ROOTS[1]))
    return induction(statement, k, base, moved)


def of_best(theorem: Theorem) -> Theorem:
    """What holds after every action holds after the best one."""
    needed = {one: value for one, value in _of_best.items() if theorem.conclusion.has(one)}
    return add_up(theorem, BEST, *map(assume, totals(BEST, needed)))


@cache
def reached_share() -> Theorem:
    """R^2 V <= U: so often at least the behaviour takes the best actions all the way."""
    here = Le(root**2 * optimum, reached)
    after = sum_up(Le(root**2 * moves * optimum, moves * reached), AFTER, _on_average, assume(here, k))
    one_more = Le(best_root**2 * root**2 * optimum.next, reached.next)
    step = arithmetic(one_more, of_best(after), assume(IS_MEAN), assume(LEAST_SHARE))
    return by_decisions(here, one_more, step, assume(IN_THE_END[0]))


def no_worse_after(kept: Theorem) -> Theorem:
    """U_a <= C_a."""
    return sum_up(Le(moves * reached, moves * cloned), AFTER, _on_average, kept)


def average(kept: Theorem) -> Theorem:
    """The frontier after an action: it lies above each of its tangents, and those are linear in V, U and C."""
    tangent = Ge((1 - root**2) * (cloned - reached), root**2 * (2 * lift * (optimum - reached) - lift**2 * reached))
    weighted = Ge(
        (1 - root**2) * (moves * cloned - moves * reached),
        root**2 * (2 * lift * (moves * optimum - moves * reached) - lift**2 * moves * reached),
    )
    above = sum_up(weighted, AFTER, _on_average, arithmetic(tangent, kept))
    seldom = sum_up(Le(root**2 * moves * optimum, moves * reached), AFTER, _on_average, reached_share())
    return arithmetic(_average, above, seldom, assume(LIFT))


@cache
def two_squares() -> Theorem:
    """Weights p = beta R^2/(1 - R^2), q = beta/(1 - beta): p x^2 + q z^2 >= p q/(p + q) (x + z)^2, multiplied out."""
    return arithmetic(_two_squares)


def decision(kept: Theorem) -> Theorem:
    """U' <= C', and the frontier with r R in place of R."""
    no_worse = no_worse_after(kept)
    mean = assume(IS_MEAN)
    each = Ge(
        taken * reached_after * cloned_after, 2 * others_reached * taken * reached_after - others_reached**2 * taken
    )
    others = sum_up(each, OTHERS, _of_others, no_worse)
    gained = reached.next * (cloned.next - reached.next)
    variance = Ge(
        gained,
        best_share * best_reached * (best_cloned - best_reached) + best_share * (1 - best_share) * _second**2,
    )
    spread = arithmetic(variance, others, mean)
    exact = Le(best_share * root**2 * (optimum.next - reached.next) ** 2, (1 - best_share * root**2) * gained)
    best, best_no_worse = of_best(average(kept)), of_best(no_worse)
    of_share = arithmetic(exact, spread, two_squares(), best, best_no_worse, mean)
    gain = arithmetic(Ge(gained, 0), spread, best_no_worse)
    return arithmetic(And(Le(reached.next, cloned.next), _decision), of_share, gain, assume(LEAST_SHARE))


@cache
def kept() -> Theorem:
    """U <= C and the frontier, in every state with any number of decisions to go."""
    later = And(Le(reached.next, cloned.next), _decision)
    return by_decisions(_kept, later, decision(assume(_kept, k)), *map(assume, IN_THE_END))


DERIVATION = Derivation(
    key="hindsight",
    title="What hindsight labels keep of the optimum",
    means={
        best_chance: "the probability that the best action reaches the goal",
        best_root: "the square root of the least share that the behaviour gives a best action",
        other_chance: "the sum of share times chance over the other actions",
        other_square: "the sum of share times chance squared over the other actions",
        optimum: "the probability of reaching the goal from a state with k decisions to go, by the best policy",
        reached: "the same, by the behaviour that made the data",
        cloned: "the same, by the clone of that behaviour, which is told k",
        root: "r^k, where r^2 is the least share that the behaviour gives a best action",
        optimum_after: "V after action a",
        reached_after: "U after action a",
        cloned_after: "C after action a",
        best_share: "the best action's share in the behaviour",
        best_reached: "U after the best action",
        others_reached: "the mean of U after the other actions",
    },
    source="cs285lecture2",
    facts=(*totals(OTHER_ACTIONS, SUMS), *MANY_FACTS),
    assumes={"any": ()},
    steps=(
        Step(
            id="squares",
            lecture="L27",
            statement=_squares,
            scope="scalar",
            reason="((1 + r) P_a - r P_max)^2 >= 0, weighted and added up over the actions that are not best",
            proofs={"any": squares},
        ),
        Step(
            id="floor",
            lecture="L27",
            statement=_floor,
            scope="scalar",
            reason=(
                "the relabelled clone's success, sum b P^2 / sum b P, is at least 2 r/(1 + r) times the best action's, "
                "where r^2 is the best action's share in the data's behaviour"
            ),
            proofs={"any": floor},
        ),
        Step(
            id="attained",
            lecture="L27",
            statement=_attained,
            scope="scalar",
            reason=(
                "uniform behaviour, every other action 1/(1 + sqrt(A)) as likely to succeed: exactly 2/(1 + sqrt(A))"
            ),
            proofs={"any": lambda: identity(_attained)},
        ),
        Step(
            id="average",
            lecture="",
            statement=_average,
            scope="state",
            reason=(
                "more than one decision: V, U, C are what optimum, behaviour and clone reach from a state, R = r^k "
                "with k to go; after an action a, averages over the next states, which keep the inequality because "
                "x^2/u is convex"
            ),
            proofs={"any": lambda: average(kept())},
        ),
        Step(
            id="two-squares",
            lecture="",
            statement=_two_squares,
            scope="state",
            reason=(
                "the best action, of share beta, leaves the square of V' - u, and the variance of U between it (u) "
                "and all others (mu) the square of u - mu: together they are at least the square of V' - U' = (V' - "
                "u) + (1 - beta)(u - mu)"
            ),
            proofs={"any": two_squares},
        ),
        Step(
            id="one-decision",
            lecture="",
            statement=_decision,
            scope="state",
            reason=(
                "so with one decision more to go (V', U', C') the inequality holds with r R in place of R, as r^2 <= "
                "beta"
            ),
            proofs={"any": lambda: arithmetic(_decision, decision(kept()))},
        ),
        Step(
            id="kept",
            lecture="",
            statement=_state,
            scope="state",
            reason="by induction over k, from V = U = C and R = 1 at the end; the clone is told the steps to go",
            proofs={"any": lambda: arithmetic(_state, kept())},
        ),
        Step(
            id="many-decisions",
            lecture="L27",
            statement=_many,
            scope="state",
            reason=(
                "the difference is (U - R V)^2 where U > 0: with k decisions to go the clone keeps 2 R/(1 + R), R = r^k"
            ),
            proofs={"any": lambda: arithmetic(_many, kept())},
        ),
        Step(
            id="uniform",
            lecture="L27",
            statement=_is_many_uniform,
            scope="scalar",
            reason="uniform behaviour over A actions, r = 1/sqrt(A), and T decisions",
            proofs={"any": lambda: identity(_is_many_uniform)},
        ),
        Step(
            id="password",
            lecture="L27",
            statement=_password,
            scope="scalar",
            reason=(
                "attained by a password of T letters, if a wrong letter opens the door with chance 1/(1 + A^(T/2)): "
                "one decision among A^T words"
            ),
            proofs={"any": lambda: identity(_password)},
        ),
    ),
)

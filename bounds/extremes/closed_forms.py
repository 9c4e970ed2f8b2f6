"""What is the worst under each reading of epsilon: formulas, what a solver may know of them,
and the problems that attain them.

    disagreement   expected number of disagreements in T decisions
    gap            J(learner) - J(expert), every decision costing between 0 and 1
    tv             the largest distance TV(p_t, p*_t), t <= T

In a gap, u is what one error can cost if the expert takes over after it, and J_star what the expert pays. Their program
is in `check_certificate`, the argument that nothing exceeds it in `worst_case`.
"""

from dataclasses import dataclass
from typing import Any

from sympy import Eq, Expr, Ge, Gt, Implies, Le, Max, Min, Sum, Symbol
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.known import LONGEST
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, rho, t, u
from tightrope.bounds.language.readings import (
    FINITE_DATA,
    KEYS,
    LOG_LOSS,
    LOG_LOSS_AVERAGED,
    ON_POLICY,
    PER_STEP,
    POINTWISE,
    TIME_AVERAGED,
    Reading,
    reading,
)

TOTAL = Symbol("A", nonnegative=True)  # stands for the largest number of disagreements in what a solver is told
_full = Symbol("k", positive=True)  # decisions until everybody can have erred


@dataclass(frozen=True, kw_only=True)
class ClosedForms:
    """The worst cases of one reading, in epsilon, T and (finite data) m; in `gap` also u and J_star.

    `gap` is None if the worst gap is known only where nothing is assumed of J_star: then it is min(1, u) for each
    disagreement. `way_back` is the worst gap where every decision off the expert's way brings the learner back with
    probability rho.

    `facts` hold of TOTAL for all epsilon and T, `one_more` is what decision T + 1 adds to it;
    both for proofs about formulas.

    The names are of problems that attain them: `witness` the disagreement, `costly` the gap and tv, `charged` the gap
    with u and J_star. `derivation` is the key of the proof that no problem has more disagreements,
    empty if there is none.
    """

    reading: Reading
    disagreement: Expr
    tv: Expr
    gap: Expr | None = None
    way_back: Expr | None = None
    facts: tuple[Boolean, ...] = ()
    one_more: Expr | None = None
    witness: str
    costly: str
    charged: str = ""
    derivation: str = ""

    def of(self, quantity: str) -> Expr:
        """The formula of a quantity by its name. Raises ValueError for an unknown one.

        Where no gap is given, an upper bound of it, which is sharp for J_star = 0: a decision costs at most min(1, u)
        extra, and all of them what the expert does not pay.
        """
        if not isinstance(quantity, str) or quantity not in QUANTITIES:
            given = (
                repr(quantity[:LONGEST]) if isinstance(quantity, str) else f"a value of type {type(quantity).__name__}"
            )
            raise ValueError(f"quantity must be one of {', '.join(QUANTITIES)}; got {given}")
        if quantity == "gap":
            return Min(_one * self.disagreement, _room) if self.gap is None else self.gap
        return self.tv if quantity == "tv" else self.disagreement


QUANTITIES = ("disagreement", "gap", "tv")

# What a decision can cost extra, what all can, and what is left of that for the states in the data.
_one, _room = Min(1, u), T - expert_cost
_in_data = Max(0, _room - _one * m * T)
_covered = _one * (1 - m)
_chance, _line, _budget = 1 - (1 - epsilon) ** t, Sum(Min(1, epsilon * t), (t, 1, T)), T * Min(1, epsilon * T)
_triangle = Le(TOTAL, epsilon * T * (T + 1) / 2)

# With a way back: q_t, the share off the rope, is the sum of epsilon r^i over i < t, and of q_1, ..., q_T, T - i have
# the term r^i. The terms with i = 0 stand before the sum: sympy leaves 0^i alone if i can be 0.
_index = Symbol("i", integer=True, positive=True)
WITH_A_WAY_BACK = epsilon * (T + Sum((T - _index) * (1 - epsilon - rho) ** _index, (_index, 1, T - 1)))

# What is true of the pointwise worst case for a solver. A log loss has the same one: an average costs nothing there.
_by_chance: dict[str, Any] = {
    "disagreement": Sum(_chance, (t, 1, T)),
    "tv": 1 - (1 - epsilon) ** T,
    "facts": (
        Eq(epsilon * TOTAL, epsilon * T - (1 - epsilon) * (1 - (1 - epsilon) ** T)),
        *(_triangle, Le(TOTAL, T)),
    ),
    "one_more": 1 - (1 - epsilon) * (1 - epsilon) ** T,
    "witness": "tightrope",
    "costly": "tightrope",
    "derivation": "worst-case",
}
_all_at_once = T * (1 - (1 - epsilon) ** T)

CLOSED_FORMS = (
    ClosedForms(
        reading=POINTWISE,
        **_by_chance,
        gap=Sum(_chance * Min(_one, Max(0, _room - _one * (T - t))), (t, 1, T)),
        way_back=WITH_A_WAY_BACK,
        charged="charged-tightrope",
    ),
    ClosedForms(reading=LOG_LOSS, charged="charged-tightrope", **_by_chance),
    ClosedForms(
        reading=PER_STEP,
        disagreement=_line,
        tv=Min(1, epsilon * T),
        gap=Min(_one * _line, _room),
        facts=(
            Implies(Le(epsilon * T, 1), Eq(TOTAL, epsilon * T * (T + 1) / 2)),
            Implies(Gt(epsilon * T, 1), Eq(TOTAL, epsilon * _full * (_full + 1) / 2 + T - _full)),
            Implies(Gt(epsilon * T, 1), Le(_full * epsilon, 1) & Gt((_full + 1) * epsilon, 1) & Ge(_full, 1)),
            *(_triangle, Le(TOTAL, T)),
        ),
        one_more=Min(1, epsilon * (T + 1)),
        witness="exam",
        costly="exam",
        charged="charged-exam",
        derivation="worst-case",
    ),
    ClosedForms(
        reading=LOG_LOSS_AVERAGED,
        disagreement=_all_at_once,
        tv=1 - (1 - epsilon) ** T,
        facts=(Eq(TOTAL, _all_at_once),),
        witness="wager",
        costly="wager",
        charged="wager",
        derivation="worst-case",
    ),
    ClosedForms(
        reading=TIME_AVERAGED,
        disagreement=_budget,
        tv=Min(1, epsilon * T),
        gap=Min(_one * _budget, _room),
        facts=(Eq(TOTAL, _budget),),
        witness="trap",
        costly="trap",
        charged="charged-trap",
        derivation="worst-case",
    ),
    ClosedForms(
        reading=ON_POLICY,
        disagreement=T * epsilon,
        tv=Min(1, epsilon * T),
        gap=Min(Min(u, T) * epsilon * T, _room),
        facts=(Eq(TOTAL, epsilon * T),),
        witness="tightrope-labelled",
        costly="trap-labelled",  # off the rope, the labelled tightrope's learner has nothing left to lose
        charged="charged-labelled",
        derivation="dagger",
    ),
    ClosedForms(
        reading=FINITE_DATA,  # its facts are the pointwise ones, of those whose run stays in the data
        disagreement=Sum(1 - (1 - m) * (1 - epsilon) ** t, (t, 1, T)),
        tv=1 - (1 - m) * (1 - epsilon) ** T,
        gap=Min(_one * m * T, _room) + Sum(_chance * Min(_covered, Max(0, _in_data - _covered * (T - t))), (t, 1, T)),
        witness="unseen-start",
        costly="unseen-start",
        charged="charged-unseen-start",
    ),
)
_BY_KEY = {one.reading.key: one for one in CLOSED_FORMS}
if tuple(_BY_KEY) != KEYS:
    raise RuntimeError(f"a reading lacks its worst cases, or has two: {KEYS}, {tuple(_BY_KEY)}")


def closed_forms(key: str) -> ClosedForms:
    """The worst cases of a reading. Raises ValueError for an unknown one."""
    return _BY_KEY[reading(key).key]

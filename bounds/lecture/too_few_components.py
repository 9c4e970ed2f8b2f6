"""L20: a mixture of fewer components than there are ways misses a way or hits a tree between two of them.

Ways are intervals of one length l, between any two neighbours lies a tree of length r, and each component of the policy
has one top only: from there its density falls on both sides, as a Gaussian's. Let the policy choose every way with
probability c at least. The K components add up, so one of them has c/K of it at least. With more ways than components
two ways have the same one. It is as dense everywhere between them as on average in one of the two, and a tree
lies there:

    P(tree) >= (r/l) c/K

That two ways have the same component is the pigeonhole principle, and that the density in between is no smaller is what
one top means: both are facts here.
"""

from functools import cache

from sympy import Expr, Ge, Le, Or
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letter import COUNT, POSITIVE, PROBABILITY, Letter, Scope
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import sum_up, totals
from tightrope.bounds.proof.theorem import Family, Theorem, arithmetic, assume

COMPONENT = Scope(words="a number of each component", each=frozenset({"component"}))
COMPONENTS = Family(name="over the components", binds=frozenset({"component"}))

K = Letter("K", COUNT)
way_length, tree_length = Letter("l", POSITIVE), Letter("r", POSITIVE)
least = Letter("c", PROBABILITY)  # every way's probability at least
# Of two ways with the same largest component, and the tree beside the first, between them: masses, weights included.
on_first, on_second = Letter("x_k", PROBABILITY, COMPONENT), Letter("y_k", PROBABILITY, COMPONENT)
first_way, second_way = Letter("X", PROBABILITY), Letter("Y", PROBABILITY)  # of all components
largest_first, largest_second = Letter("u", PROBABILITY), Letter("v", PROBABILITY)  # of the one component
between = Letter("j", PROBABILITY)  # its mass of the tree
collision = Letter("P", PROBABILITY, tex=r"P_{\mathrm{tree}}")

LARGEST = (Le(on_first, largest_first), Le(on_second, largest_second))
COVERED = (Ge(first_way, least), Ge(second_way, least))
ONE_TOP = Or(
    Ge(way_length * between, tree_length * largest_first), Ge(way_length * between, tree_length * largest_second)
)
IS_PART = Le(between, collision)
SUMS: dict[Expr, Expr | int] = {
    **{on_first: first_way, largest_first: K * largest_first},
    **{on_second: second_way, largest_second: K * largest_second},
}

_first, _second = Ge(K * largest_first, least), Ge(K * largest_second, least)
_tree = Ge(K * way_length * between, tree_length * least)
_collision = Ge(K * way_length * collision, tree_length * least)


def _one_has_its_share(bound: Boolean, covered: Boolean, share: Boolean) -> Theorem:
    return arithmetic(share, sum_up(bound, COMPONENTS, SUMS, assume(bound)), assume(covered))


@cache
def first_share() -> Theorem:
    """K u >= c."""
    return _one_has_its_share(LARGEST[0], COVERED[0], _first)


@cache
def second_share() -> Theorem:
    """K v >= c."""
    return _one_has_its_share(LARGEST[1], COVERED[1], _second)


@cache
def tree() -> Theorem:
    """K l j >= r c."""
    return arithmetic(_tree, first_share(), second_share(), assume(ONE_TOP))


@cache
def hit() -> Theorem:
    """K l P >= r c."""
    return arithmetic(_collision, tree(), assume(IS_PART))


DERIVATION = Derivation(
    key="too-few-components",
    title="Fewer components than ways",
    means={
        K: "the number of components, fewer than there are ways",
        way_length: "the length of each way",
        tree_length: "the length of each tree",
        least: "every way is chosen with this probability at least",
        on_first: "component k's part of the probability of the first of two ways",
        on_second: "component k's part of the probability of the second",
        largest_first: "the largest part of the first way's probability that a component has",
        largest_second: "the same of the second way, and of the same component",
        between: "this component's part of the probability of a tree between the two ways",
        collision: "the probability of hitting a tree",
    },
    source="cs285lecture2",
    facts=(*LARGEST, *COVERED, ONE_TOP, IS_PART, *totals(COMPONENTS, SUMS)),
    assumes={"any": ()},
    steps=(
        Step(
            id="share",
            lecture="L20",
            statement=_first,
            scope="scalar",
            reason="the largest of K parts of a way is at least a K-th of what the way has, and so of c",
            proofs={"any": first_share},
        ),
        Step(
            id="second-share",
            lecture="L20",
            statement=_second,
            scope="scalar",
            reason="the same for another way with the same component: of more ways than components two have one",
            proofs={"any": second_share},
        ),
        Step(
            id="between",
            lecture="L20",
            statement=_tree,
            scope="scalar",
            reason="with one top the component is as dense on the tree between as on average on one of the two ways",
            proofs={"any": tree},
        ),
        Step(
            id="collision",
            lecture="L20",
            statement=_collision,
            scope="scalar",
            reason="so the policy hits a tree with probability (r/l) c/K at least, or it hardly chooses some way",
            proofs={"any": hit},
        ),
    ),
)

"""What two states can do with an error averaged over the expert's states (per step), with a clock or without.

From epsilon = 1/2 on they attain the worst case, by the queue of two places. Below, the same queue has

    C = sum_t [1 - s_t],    s_t = (1 - epsilon) r^(t - 1),    r = (1 - 2 epsilon)/(1 - epsilon)

disagreements, less than sum_t min(1, epsilon t) from T = 3 on, and no problem of two states has more, for any T.

Why not more. A decision costs at most 1 - S_t, S_t the probability of no disagreement in t decisions, so it is enough
that S_t >= s_t. Errors may be raised to an average of just epsilon each: S_t only falls. Call f = 1 - error; so E f =
1 - epsilon. Put more generally: t decisions are taken in states Y_1, ..., Y_m of a Markov chain, each Y_i having two
values, some of the f being functions of Y_1, some of Y_2, and so on. Claim: S_t = E prod f >= s_t.

Two functions of a state with two values go together if neither is larger where the other is smaller. Then (`TOGETHER`,
Chebyshev's inequality)

    E[f G H] E[f] >= E[f G] E[f H]    for f >= 0, if G and H go together.                          (*)

Split     If S_t = E[f G H], G and H going together, f one decision, and E[f G], E[f H] are such products of a and of b
          decisions, a + b = t + 1, then S_t >= s_a s_b/(1 - epsilon) = s_t, if the claim holds for fewer than t.
Push      Let f be a decision at Y_1, R the product of the others there, and let both go together. Given Y_2, E[f R] >=
          E[f] E[R] by (*), and Y_1 says nothing more of the rest. So S_t only falls if f is replaced by E[f | Y_2], a
          decision at Y_2 with the same average; Y_1 has one decision less.

t = 1, 2  s_1 = 1 - epsilon; s_2 = 1 - 2 epsilon is the union bound.
m = 1     t >= 3. If all decisions go together, split by any two and the rest. If not, two of them, f and g, do not; the
          product H of the others goes together with one of them, g say: split by f, g and H.
m >= 2    If the decisions at Y_1 all go together (or there is but one), push one of them. If not, let B be the product
          of the later ones, on average given Y_1. Two at Y_1 are opposite, so if B is not constant there is one, f,
          that does not go together with B. Let R be the product of the others at Y_1. If f and R go together, push f.
          If not, R and B do, both being opposite to f: split by f, R and B. (If B is constant: by any f, its R, and B.)

Each push leaves fewer decisions at Y_1, and at last fewer states; each split fewer decisions.
"""

from fractions import Fraction

from sympy import Add, Expr, Ge, Mul, Symbol, symbols

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.proof.discharge import Obligation

_f, _g, _h = symbols("f_1 f_2"), symbols("g_1 g_2"), symbols("h_1 h_2")  # at both values; f times the probability


def _mean(*functions: tuple[Symbol, Symbol]) -> Expr:
    """E[f ...], f having the probabilities in it."""
    return Add(*(Mul(*factors) for factors in zip(_f, *functions, strict=True)))


TOGETHER = Obligation(
    (*(Ge(one, 0) for one in _f), Ge((_g[0] - _g[1]) * (_h[0] - _h[1]), 0)),
    Ge(_mean(_g, _h) * _mean(), _mean(_g) * _mean(_h)),
)


def survives(error: Fraction, decisions: int) -> Fraction:
    """s_t, for epsilon <= 1/2 and t >= 1; exact."""
    return (1 - error) * ((1 - 2 * error) / (1 - error)) ** (decisions - 1)


def two_state_worst(error: Fraction, horizon: int) -> Fraction:
    """The most disagreements of all problems with two states, per step; exact."""
    if 2 * error >= 1:
        return worst_case("per_step", error, horizon)
    return sum((1 - survives(error, t) for t in range(1, horizon + 1)), Fraction(0))

"""L23: heads that choose the parts of an action independently lose the total correlation, a chain loses nothing.

An action has two parts, each with finitely many values. The expert chooses the pair (i, j) with probability p_ij, of
marginals m_i and n_j. Heads choose i with q_i and, independently, j with r_j; a chain chooses j with c_ij once it has
i. In the logarithm of p_ij/(q_i r_j) the marginals may be put in between, and added up with the weights p_ij it is

    KL of the heads = total correlation + KL(m, q) + KL(n, r) >= total correlation

whatever the heads are, with equality where they are the marginals. With p_ij = m_i k_ij the chain's is KL(m, q) plus
the mean of KL(k_i, c_i), and each of these is 0 for a copy. More than two parts: the first ones together are one part.

That log x <= x - 1 is believed, as in the theorem on maximum likelihood.
"""

from functools import cache

from sympy import Eq, Expr, Ge, Le, log
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letter import POSITIVE, PROBABILITY, REAL, Letter, Scope
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import equations, sum_up, totals
from tightrope.bounds.proof.theorem import Family, Theorem, arithmetic, assume, identity, rewrite

PAIR = Scope(words="a number of each pair of values that the expert may choose", each=frozenset({"pair"}))
PAIRS = Family(name="over the pairs", binds=frozenset({"pair"}))

pair = Letter("p_ij", POSITIVE, PAIR)
first, second = Letter("m_i", POSITIVE, PAIR), Letter("n_j", POSITIVE, PAIR)  # the expert's marginals
given = Letter("k_ij", POSITIVE, PAIR)  # the expert's probability of j once i is chosen
head, other_head = Letter("q_i", POSITIVE, PAIR), Letter("r_j", POSITIVE, PAIR)
chained = Letter("c_ij", POSITIVE, PAIR)  # the chain's probability of j once i is chosen
first_ratio, second_ratio = Letter("u_i", POSITIVE, PAIR), Letter("v_j", POSITIVE, PAIR)  # q_i/m_i and r_j/n_j

# Logarithms of ratios of a pair, and their means over the expert's pairs: divergences.
log_heads, log_dependence = Letter("ell_h", REAL, PAIR), Letter("ell_t", REAL, PAIR)
log_chain = Letter("ell_c", REAL, PAIR)
log_first, log_second = Letter("ell_1", REAL, PAIR), Letter("ell_2", REAL, PAIR)
log_given = Letter("ell_g", REAL, PAIR)
heads_loss, chain_loss = Letter("K_heads", REAL), Letter("K_chain", REAL)
dependence = Letter("C", REAL)  # total correlation
first_loss, second_loss, given_loss = Letter("D_1", REAL), Letter("D_2", REAL), Letter("D_g", REAL)
first_mass, second_mass = Letter("Q", PROBABILITY), Letter("R", PROBABILITY)  # of the values that the expert may choose

MEANINGS = equations(
    {
        log_heads: log(pair / (head * other_head)),
        log_dependence: log(pair / (first * second)),
        log_first: log(first / head),
        log_second: log(second / other_head),
        log_chain: log(first * given / (head * chained)),
        log_given: log(given / chained),
    }
)
_IS_HEADS, _IS_DEPENDENCE, _IS_FIRST, _IS_SECOND, _IS_CHAIN, _IS_GIVEN = MEANINGS
TANGENTS = (Le(-log(first / head), first_ratio - 1), Le(-log(second / other_head), second_ratio - 1))
SUMS = {
    **{pair * log_heads: heads_loss, pair * log_dependence: dependence, pair * log_chain: chain_loss},
    **{pair * log_first: first_loss, pair * log_second: second_loss, pair * log_given: given_loss},
    **{pair * first_ratio: first_mass, pair * second_ratio: second_mass, pair: 1},
}

_one_pair = Eq(
    log(pair / (head * other_head)), log(pair / (first * second)) + log(first / head) + log(second / other_head)
)
_heads = Eq(heads_loss, dependence + first_loss + second_loss)
_least = Ge(heads_loss, dependence)
_one_chain = Eq(log(first * given / (head * chained)), log(first / head) + log(given / chained))
_chain = Eq(chain_loss, first_loss + given_loss)


def _weighted(total: Expr, terms: Expr, logs: Theorem) -> Theorem:
    """Both sides of an equation of logarithms, times the pair's probability."""
    return arithmetic(Eq(pair * total, terms), logs)


@cache
def heads() -> Theorem:
    """KL of the heads = total correlation + KL(m, q) + KL(n, r)."""
    meanings = map(assume, (_IS_HEADS, _IS_DEPENDENCE, _IS_FIRST, _IS_SECOND))
    logs = rewrite(Eq(log_heads, log_dependence + log_first + log_second), identity(_one_pair), *meanings)
    terms = pair * log_dependence + pair * log_first + pair * log_second
    return sum_up(Eq(pair * log_heads, terms), PAIRS, SUMS, _weighted(log_heads, terms, logs))


def _not_negative(ratio: Letter, log_ratio: Letter, loss: Letter, tangent: Boolean, meaning: Boolean) -> Theorem:
    """A divergence is not negative: -p log(m/q) <= p q/m - p, and the right sides add up to Q - 1 <= 0."""
    each = Le(-pair * log_ratio, pair * ratio - pair)
    below = rewrite(Le(-log_ratio, ratio - 1), assume(tangent), assume(meaning))
    return arithmetic(Ge(loss, 0), sum_up(each, PAIRS, SUMS, arithmetic(each, below)))


@cache
def least() -> Theorem:
    """No heads lose less than the total correlation."""
    of_first = _not_negative(first_ratio, log_first, first_loss, TANGENTS[0], _IS_FIRST)
    of_second = _not_negative(second_ratio, log_second, second_loss, TANGENTS[1], _IS_SECOND)
    return arithmetic(_least, heads(), of_first, of_second)


@cache
def chain() -> Theorem:
    """KL of the chain = KL(m, q) + mean KL(k_i, c_i)."""
    meanings = map(assume, (_IS_CHAIN, _IS_FIRST, _IS_GIVEN))
    logs = rewrite(Eq(log_chain, log_first + log_given), identity(_one_chain), *meanings)
    terms = pair * log_first + pair * log_given
    return sum_up(Eq(pair * log_chain, terms), PAIRS, SUMS, _weighted(log_chain, terms, logs))


DERIVATION = Derivation(
    key="total-correlation",
    title="Independent heads lose the total correlation",
    means={
        pair: "the expert's probability of the pair (i, j) of values of the two parts",
        first: "the expert's probability of i",
        second: "the expert's probability of j",
        given: "the expert's probability of j once it has chosen i, p_ij/m_i",
        head: "the first head's probability of i",
        other_head: "the second head's probability of j, chosen independently",
        chained: "the chain's probability of j once it has chosen i",
        first_ratio: "q_i/m_i",
        second_ratio: "r_j/n_j",
        heads_loss: "the KL divergence of the heads from the expert",
        dependence: "the total correlation, KL of the product of the marginals from the expert",
        first_loss: "KL of the first head from the expert's marginal",
        second_loss: "KL of the second head from the expert's marginal",
        chain_loss: "the KL divergence of the chain from the expert",
        given_loss: "the mean of KL of the chain's second choice from the expert's",
    },
    source="cs285lecture2",
    facts=(*MEANINGS, *TANGENTS, *totals(PAIRS, SUMS)),
    assumes={"any": ()},
    steps=(
        Step(
            id="one-pair",
            lecture="L23",
            statement=_one_pair,
            scope="state",
            reason="for one pair of values the marginals are put between the expert and the heads",
            proofs={"any": lambda: identity(_one_pair)},
        ),
        Step(
            id="heads",
            lecture="L23",
            statement=_heads,
            scope="scalar",
            reason="added up with the expert's probabilities: the heads' own errors add to the total correlation",
            proofs={"any": heads},
        ),
        Step(
            id="least",
            lecture="L23",
            statement=_least,
            scope="scalar",
            reason=(
                "so no heads lose less, and the expert's marginals lose just that; it rests on log x <= x - 1, a fact "
                "of analysis that is believed here"
            ),
            proofs={"any": least},
        ),
        Step(
            id="one-chain",
            lecture="L23",
            statement=_one_chain,
            scope="state",
            reason="for one pair, if the second part is chosen with knowledge of the first; p_ij = m_i k_ij",
            proofs={"any": lambda: identity(_one_chain)},
        ),
        Step(
            id="chain",
            lecture="L23",
            statement=_chain,
            scope="scalar",
            reason="added up: both are 0 if the chain copies the expert, whatever the dependence: it loses nothing",
            proofs={"any": chain},
        ),
    ),
)

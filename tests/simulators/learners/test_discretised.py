"""Tables of actions of several parts: what heads and chains lose, and how many numbers they have."""

from fractions import Fraction
from itertools import product
from math import log

import numpy as np
import pytest
from flint import arb

from tightrope.simulators.learners.discretised import (
    chain_numbers,
    divergence,
    independent_heads,
    joint_numbers,
    mixed_sides,
    product_of_marginals,
    sides_correlation,
    unknown_side,
)
from tightrope.simulators.model.plane_laws import RoundMixture
from tightrope.simulators.worlds import clearings

EDGES = np.linspace(-1.6, 1.6, 65)
ZERO = np.zeros(1)


def random_table(seed):
    table = np.random.default_rng(seed).random((1, 4, 5))
    return table / table.sum()


@pytest.mark.parametrize("seed", range(5))
def test_no_heads_lose_less_than_the_product_of_the_marginals(seed):
    table, random = random_table(seed), np.random.default_rng(seed + 100)
    least = divergence(table, product_of_marginals(table))[0]
    for _ in range(20):
        q, r = random.dirichlet(np.ones(4)), random.dirichlet(np.ones(5))
        assert divergence(table, np.multiply.outer(q, r)[None])[0] > least > 0


def test_independent_parts_have_no_correlation_and_two_that_agree_have_log_two():
    apart = np.multiply.outer([0.25, 0.75], [0.5, 0.5])[None]
    agree = np.array([[[0.5, 0.0], [0.0, 0.5]]])

    assert divergence(apart, product_of_marginals(apart))[0] == pytest.approx(0, abs=1e-15)
    assert divergence(agree, product_of_marginals(agree))[0] == pytest.approx(log(2))


def test_heads_in_the_plane_have_the_experts_marginals_and_another_table():
    expert = clearings.expert(ZERO)
    heads = independent_heads(expert)
    table = expert.table(EDGES)

    assert np.allclose(heads.table(EDGES), product_of_marginals(table), atol=1e-9)
    assert np.abs(heads.table(EDGES) - table).sum() > 0.5
    assert clearings.collisions(heads)[0] > 0.4 > 1e-3 > clearings.collisions(expert)[0]


def test_components_of_different_width_have_no_product_of_round_ones():
    law = RoundMixture(np.array([[0.5, 0.5]]), np.zeros((1, 2, 2)), np.array([[1.0, 2.0]]))
    with pytest.raises(ValueError, match="all have one standard deviation"):
        independent_heads(law)


@pytest.mark.parametrize("parts", [1, 2, 3, 6])
def test_mixed_sides_are_counted(parts):
    sides = list(product("LR", repeat=parts))

    assert mixed_sides(parts) == Fraction(sum(len(set(one)) > 1 for one in sides), len(sides))


@pytest.mark.parametrize("sigma", [Fraction(3, 20), Fraction(1, 2)])
def test_the_correlation_of_two_parts_lies_in_its_ball(sigma):
    """Two parts, by quadrature: the table of fine bins loses nothing that the ball's width does not hold."""
    ends = np.linspace(-5, 5, 801)
    means = np.array([[[-1.0, -1.0], [1.0, 1.0]]])
    table = RoundMixture(np.array([[0.5, 0.5]]), means, np.full((1, 2), float(sigma))).table(ends)
    found, ball = divergence(table, product_of_marginals(table))[0], sides_correlation(2, sigma)

    assert float(ball.lower()) - 1e-3 < found < float(ball.upper()) + 1e-9
    assert 0 < unknown_side(sigma) < arb(2).log()


@pytest.mark.parametrize(("bins", "parts"), [(2, 1), (2, 4), (3, 3), (5, 2)])
def test_numbers_are_those_of_the_tables(bins, parts):
    rows = [bins**before * (bins - 1) for before in range(parts)]

    assert joint_numbers(bins, parts) == sum(rows) == chain_numbers(bins, parts, parts - 1)
    assert chain_numbers(bins, parts, 0) == parts * (bins - 1)
    assert chain_numbers(bins, parts, 1) == (bins - 1) * (1 + (parts - 1) * bins)

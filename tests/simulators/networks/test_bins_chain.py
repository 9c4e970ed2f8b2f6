"""Networks that choose bins: the table of all actions is the chain of their parts, and the loss is its likelihood."""

import numpy as np
import pytest

from tightrope.simulators.learners.discretised import divergence, product_of_marginals
from tightrope.simulators.networks.bins_chain import BinsChain, bins_of

RANDOM = np.random.default_rng(20261126)
S = np.array([-0.5, 0.25])


def made(seen, parts=3):
    network = BinsChain(bins=4, parts=parts, seen=seen, hidden=(5,))
    return network, {name: 3 * value for name, value in network.initial(RANDOM).items()}


@pytest.mark.parametrize("seen", [0, 1, 2])
def test_the_table_adds_up_to_one_and_the_loss_is_its_likelihood(seen):
    network, parameters = made(seen)
    table, bins = network.table(parameters, S), np.array([[3, 0, 2], [1, 1, 0]])
    likelihoods = [table[(i, *bins[i])] for i in range(2)]

    assert table.shape == (2, 4, 4, 4)
    assert table.sum(axis=(1, 2, 3)) == pytest.approx([1, 1])
    assert network.loss(np, parameters, (S, bins)) == pytest.approx(-np.mean(np.log(likelihoods)), rel=1e-12)


def test_heads_are_independent_and_a_chain_is_not():
    for seen, independent in ((0, True), (1, False)):
        network, parameters = made(seen, parts=2)
        table = network.table(parameters, S)
        assert (divergence(table, product_of_marginals(table)).max() < 1e-12) == independent


def test_a_part_sees_the_last_ones_only():
    network, parameters = made(1)
    table = network.table(parameters, S)
    given = table / table.sum(axis=3, keepdims=True)

    assert given[:, 0, 2] == pytest.approx(given[:, 3, 2])
    assert np.abs(given[:, 0, 2] - given[:, 0, 1]).max() > 1e-3


def test_bins_are_found_and_what_lies_outside_counts_to_the_outermost():
    assert bins_of(np.array([0.0, 1.0, 2.0]), np.array([-5, 0, 0.5, 1, 1.9, 7])).tolist() == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("bins", [np.zeros(2, dtype=int), np.array([[0, 0, 4], [0, 0, 0]]), np.array([[0, 0]] * 2)])
def test_a_batch_of_other_bins_is_refused(bins):
    network, parameters = made(1)

    with pytest.raises(ValueError, match="3 bins from 0 to 3 in each row"):
        network.loss(np, parameters, (S, bins))


@pytest.mark.parametrize("sizes", [{"bins": 0}, {"parts": 0}, {"seen": 3}, {"seen": -1}])
def test_a_chain_of_nothing_is_refused(sizes):
    with pytest.raises(ValueError, match="sees fewer parts than there are"):
        BinsChain(**{"bins": 4, "parts": 3, "seen": 1} | sizes)

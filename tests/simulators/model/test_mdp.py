"""Decision processes: exact entries, and refusals that name the place."""

from fractions import Fraction

import numpy as np
import pytest

from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy

HALF, ONE = Fraction(1, 2), Fraction(1)


def two_states(**changed):
    arguments = {
        "states": ("a", "b"),
        "actions": ("x", "y"),
        "start": (ONE, Fraction(0)),
        "transition": [[[{0: HALF, 1: HALF}, {1: ONE}], [{1: ONE}, {0: Fraction(1, 3), 1: Fraction(2, 3)}]]],
        "cost": ((0, Fraction(1, 3)), (1, 0)),
    }
    return tabular_mdp(**{**arguments, **changed})


def test_weights_are_integers_in_lowest_terms():
    mdp = two_states()

    assert mdp.weight.tolist() == [1, 1, 1, 1, 1, 2]
    assert mdp.successor.tolist() == [0, 1, 1, 1, 0, 1]
    assert (mdp.cost_numerator.tolist(), mdp.cost_denominator) == ([[0, 1], [3, 0]], 3)
    assert mdp.branching == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"start": (HALF, Fraction(1, 4))}, r"start is not a probability distribution.*sum to 3/4, not 1"),
        ({"start": (Fraction(3, 2), -HALF)}, "start .* entry -1/2 is negative"),
        ({"transition": [[[{0: HALF}, {1: ONE}], [{1: ONE}, {1: ONE}]]]}, r"transition\[0\]\[a\]\[x\] .* sum to 1/2"),
        ({"transition": [[[{2: ONE}, {1: ONE}], [{1: ONE}, {1: ONE}]]]}, r"transition\[0\]\[a\]\[x\] leads to a state"),
        ({"transition": [[[{0: ONE}], [{1: ONE}, {1: ONE}]]]}, r"transition\[0\]\[a\] must have 2 entries; it has 1"),
        ({"cost": ((0, 0),)}, "cost must have 2 entries"),
        ({"states": ("a", "a")}, "names of states must differ"),
        ({"transition": []}, "a problem needs"),
        ({"decides": (False, True)}, "a does not decide, so all its actions must move and cost the same"),
        ({"cost": ((0, Fraction(1, 10**9999)), (0, 0))}, "costs need numbers of more than 20000 bits"),
    ],
)
def test_bad_tables_are_refused_with_the_place(changed, words):
    with pytest.raises(ValueError, match=words):
        two_states(**changed)


@pytest.mark.parametrize("bits", [30, 61, 62, 63, 64, 100, 3000])
def test_weights_and_costs_are_exact_in_every_length(bits):
    tiny, third = Fraction(1, 2**bits), Fraction(1, 3)
    row = {0: tiny, 1: third - tiny, 2: Fraction(2, 3)}
    mdp = tabular_mdp(
        states=("a", "b", "c"),
        actions=("x",),
        start=(tiny, 1 - tiny, 0),
        transition=[[[row], [{1: ONE}], [{1: ONE}]]],
        cost=((tiny,), (2**bits,), (0,)),
    )

    assert list(map(fraction, mdp.probability(EXACT)[:3])) == list(row.values())
    assert list(map(fraction, mdp.start_law(EXACT))) == [tiny, 1 - tiny, 0]
    assert list(map(fraction, mdp.cost(EXACT)[:, 0])) == [tiny, 2**bits, 0]
    for of in (mdp.probability, mdp.start_law):
        assert of(FLOAT).dtype == float
        assert of(FLOAT).tolist() == [float(fraction(x)) for x in of(EXACT)]


def test_a_row_whose_denominator_fills_the_memory_is_refused():
    tiny = Fraction(1, 3**20_000)

    with pytest.raises(ValueError, match="more than 20000 bits"):
        two_states(transition=[[[{0: tiny, 1: 1 - tiny}, {1: ONE}], [{1: ONE}, {1: ONE}]]])


@pytest.mark.parametrize("horizon", [0, -1, 1.5])
def test_the_horizon_is_a_number_of_decisions(horizon):
    with pytest.raises(ValueError, match="whole number >= 1"):
        two_states().check_horizon(horizon)


def test_dynamics_that_depend_on_time_end_with_their_last_layer():
    layer = [[{0: ONE}, {1: ONE}], [{1: ONE}, {1: ONE}]]
    mdp = two_states(transition=[layer, layer])

    mdp.check_horizon(2)
    with pytest.raises(ValueError, match="at most 2, the number of layers given; got 3"):
        mdp.check_horizon(3)


def test_a_policy_that_is_no_distribution_is_refused_with_the_place():
    with pytest.raises(ValueError, match="law in state 1 .* sum to 1/2"):
        policy([[[ONE, Fraction(0)], [HALF, Fraction(0)]]])


def test_exact_and_float_tables_agree():
    mdp = two_states()

    assert np.allclose([float(x.p) / float(x.q) for x in mdp.exact_probability], mdp.float_probability)

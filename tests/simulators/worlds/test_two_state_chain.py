"""The chain does what its docstring says."""

from fractions import Fraction

import pytest

from tightrope.simulators.measures.occupancy import pull, state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.worlds.two_state_chain import two_state_chain

SHARE, MEMORY = Fraction(1, 10), Fraction(9, 10)


def test_it_is_stationary_and_correlations_are_powers_of_the_memory():
    made = two_state_chain(SHARE, MEMORY)
    laws = state_laws(made.mdp, deterministic(made.expert, 2), 6)
    assert all(fraction(law[1]) == SHARE for law in laws)

    ahead = EXACT.ratios(made.mdp.start * 0 + [0, 1], made.mdp.start * 0 + 1)
    for steps in range(1, 5):
        ahead = pull(made.mdp, ahead, 1, EXACT)[:, 0]  # P(in state 1 after so many steps | here)
        covariance = SHARE * fraction(ahead[1]) - SHARE**2
        assert covariance / (SHARE * (1 - SHARE)) == MEMORY**steps


@pytest.mark.parametrize(
    ("share", "memory"),
    [(Fraction(0), Fraction(0)), (Fraction(1, 3), Fraction(1)), (Fraction(1, 3), Fraction(-3, 5))],
)
def test_parameters_that_are_no_chain_are_refused(share, memory):
    with pytest.raises(ValueError, match="the chain needs"):
        two_state_chain(share, memory)

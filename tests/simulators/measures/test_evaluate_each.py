"""One pass over the longest horizon says of every horizon what an evaluation of its own would, bit for bit."""

from dataclasses import fields
from fractions import Fraction

import numpy as np
import pytest
from flint import arb

from tightrope.simulators.imitation import problem
from tightrope.simulators.measures.disagreement import Evaluation, evaluate, evaluate_each
from tightrope.simulators.model.arithmetic import BALL, EXACT, FLOAT
from tightrope.simulators.model.content import content_hash

HORIZONS = (9, 2, 33, 1, 20)
SAME = [one.name for one in fields(Evaluation) if one.name not in ("problem", "horizon", "arithmetic")]
ERRING = ("tightrope", "recovery", "cycle", "trap-labelled", "garnet:states=40,actions=3,branching=5,seed=1")


def bits(value):
    """What there is to see of a value, rounding included."""
    if isinstance(value, dict):
        return {key: bits(one) for key, one in value.items()}
    if isinstance(value, np.ndarray | list):
        return [bits(one) for one in value]
    return (
        (value.mid_rad_10exp(60) if isinstance(value, arb) else value.hex())
        if not isinstance(value, Fraction)
        else value
    )


@pytest.mark.parametrize("arithmetic", [FLOAT, EXACT, BALL], ids=lambda one: one.name)
@pytest.mark.parametrize("name", ERRING)
def test_each_horizon_has_the_bits_of_its_own_evaluation(name, arithmetic):
    made = problem(name, max(HORIZONS), Fraction(1, 50))

    for horizon, one in zip(HORIZONS, evaluate_each(made, HORIZONS, arithmetic), strict=True):
        alone = evaluate(made, horizon, arithmetic)
        assert one.horizon == horizon
        assert {key: bits(getattr(one, key)) for key in SAME} == {key: bits(getattr(alone, key)) for key in SAME}


@pytest.mark.parametrize("arithmetic", [FLOAT, BALL], ids=lambda one: one.name)
@pytest.mark.parametrize("name", ["tightrope", "recovery"])
def test_the_same_content_has_the_same_bits_whichever_horizon_it_was_made_for(name, arithmetic):
    longest = problem(name, 30, Fraction(1, 7))
    short = problem(name, 4, Fraction(1, 7))

    assert content_hash(longest) == content_hash(short)
    shared, alone = evaluate_each(longest, [4, 30], arithmetic)[0], evaluate(short, 4, arithmetic)
    assert {key: bits(getattr(shared, key)) for key in SAME} == {key: bits(getattr(alone, key)) for key in SAME}


def test_a_horizon_that_is_too_long_is_refused_whichever_others_are_asked():
    made = problem("exam", 5, Fraction(1, 10))

    with pytest.raises(ValueError, match="horizon|layers"):
        evaluate_each(made, [3, 50])

"""Problems by name: what the command line understands, and what it says of the rest."""

from fractions import Fraction

import pytest

from tightrope.simulators.formats.problem_json import content_hash
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.names import is_witness, problem
from tightrope.simulators.worlds.witnesses import WITNESSES


@pytest.mark.parametrize("one", WITNESSES, ids=lambda w: w.key)
def test_a_witness_comes_with_a_learner_that_meets_its_reading(one):
    made = problem(one.key, 6, Fraction(1, 4))

    assert is_witness(one.key)
    assert evaluate(made, 6).epsilon[one.reading] <= Fraction(1, 4)


def test_parameters_change_the_problem():
    slow, fast = (problem(f"recovery:rho={rho}", 10, Fraction(1, 10)) for rho in ("1/10", "0.5"))

    assert evaluate(slow, 10).gap > evaluate(fast, 10).gap


def test_a_garnet_is_made_by_its_seed():
    name = "garnet:states=7,actions=2,branching=3,seed={}"

    assert content_hash(problem(name.format(1), 3)) == content_hash(problem(name.format(1), 3))
    assert content_hash(problem(name.format(1), 3)) != content_hash(problem(name.format(2), 3))


@pytest.mark.parametrize(
    ("name", "disagreement"),
    [
        ("lag:symbols=4,delay=3,order=1,stay=1/4", Fraction(3, 4)),
        ("lag:symbols=4,delay=3,order=4,stay=1/4", 0),
        ("brake-light:switch=1/20,blur=1/5,sees=view", Fraction(1, 5)),
        ("side-cameras:half=3,width=1,error=1/20,flipped=0", Fraction(1, 20)),
        ("reset-cliff:states=4,actions=2,demonstrations=1", Fraction(3, 8)),
        ("fresh-states:states=6,actions=4,known=3", Fraction(3, 8)),
    ],
)
def test_a_world_comes_with_its_clone(name, disagreement):
    assert evaluate(problem(name, 1), 1).disagreement == disagreement


@pytest.mark.parametrize(
    ("name", "epsilon", "words"),
    [
        ("tightrop", None, "no problem is called 'tightrop'; there are tightrope"),
        ("tightrope", None, "give --epsilon"),
        ("tightrope:rho=1/2", Fraction(1, 2), "tightrope has no parameter rho"),
        ("recovery:rho=2", Fraction(1, 2), r"rho is a probability and must lie in \[0, 1\]; got 2"),
        ("recovery:rho=x", Fraction(1, 2), "rho must be a number"),
        ("recovery:rho", Fraction(1, 2), "parameters are written"),
        ("cycle", Fraction(2, 5), "epsilon = 1/n"),
        ("swap", Fraction(3, 5), "epsilon <= 1/2"),
        ("garnet:states=3", None, "garnet needs states, actions, branching and seed"),
        ("garnet:states=3,actions=2,branching=9,seed=1", None, "branching <= states"),
        ("garnet:states=-3,actions=2,branching=1,seed=1", None, "states must be a whole number"),
        ("brake-light:switch=1/20", None, "brake-light needs switch, blur, sees; got switch"),
        ("brake-light:switch=1/20,blur=1/5,sees=all", None, "sees must be view or light; got 'all'"),
        ("brake-light:switch=2/3,blur=1/5,sees=light", None, r"switch must lie in \[0, 1/2\]"),
        ("side-cameras:half=3,width=2", None, "side-cameras needs half, width, error, flipped; got half, width"),
        ("side-cameras:half=3,width=4,error=1/20,flipped=0", None, "width must lie between 0 and the half width 3"),
        ("reset-cliff:states=4,actions=2", None, "reset-cliff needs states, actions, demonstrations"),
        ("windy-path:length=4,half=1,wind=2", None, r"wind in \[0, 1\]"),
        ("fresh-states:states=3,actions=2,known=4", None, "known must be at most the number of states, 3; got 4"),
        ("fresh-states:states=3", None, "fresh-states needs states, actions, known; got states"),
        ("excursions:back=1/20,lost=1/2", None, "0 <= lost <= back <= 1"),
        ("lag:symbols=2,delay=x,order=1,stay=1/2", None, "delay must be a whole number"),
        ("gymnasium:FrozenLake-v1,slippery=true", None, "the parameter restart only; got slippery"),
        ("gymnasium:FrozenLake-v1,restart=maybe", None, "restart must be true or false"),
    ],
)
def test_what_is_not_understood_is_named(name, epsilon, words):
    with pytest.raises(ValueError, match=words):
        problem(name, 5, epsilon)

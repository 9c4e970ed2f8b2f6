"""Problems by name: what the command line understands, and what it says of the rest."""

from fractions import Fraction

import pytest

from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.names import problem


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
        ("tightrop", None, r"no problem is called 'tightrop' \(did you mean tightrope\?\)"),
        ("Taxi-v4", None, r"did you mean gymnasium:Taxi-v4\?"),
        ("zzz", None, "no problem is called 'zzz'; tightrope list shows all"),
        ("tightrope", None, "give --epsilon"),
        ("tightrope:rho=1/2", Fraction(1, 2), "tightrope has no parameter rho; its parameters: none"),
        ("recovery:roh=1/2", Fraction(1, 2), r"recovery has no parameter roh \(did you mean rho\?\)"),
        (
            "recovery:rho=2",
            Fraction(1, 2),
            "rho must be a probability, a number from 0 to 1; got '2', in recovery:rho=2",
        ),
        ("recovery:rho=x", Fraction(1, 2), "rho must be a probability"),
        ("recovery:rho", Fraction(1, 2), "parameters are written"),
        ("recovery:rho=0,rho=1", Fraction(1, 2), "rho is given twice"),
        ("recovery", Fraction(3, 2), "epsilon must be a probability, a number from 0 to 1; got 3/2"),
        ("cycle", Fraction(2, 5), "epsilon = 1/n"),
        ("cycle", Fraction(1, 10**9), "cycle would have 2000000000 table entries"),
        ("swap", Fraction(3, 5), "epsilon <= 1/2"),
        ("garnet:states=3", None, "garnet needs states, actions, branching, seed; got states"),
        ("garnet:states=3,actions=2,branching=9,seed=1", None, "branching must be at most the number of states, 3"),
        (
            "garnet:states=-3,actions=2,branching=1,seed=1",
            None,
            "states must be a whole number from 1 to 10000000; got '-3'",
        ),
        (
            "garnet:states=1000000000,actions=2,branching=1,seed=1",
            None,
            "states must be a whole number from 1 to 10000",
        ),
        ("garnet:states=9999,actions=999,branching=99,seed=1", None, "garnet would have 988911099 table entries"),
        ("brake-light:switch=1/20", None, "brake-light needs switch, blur, sees; got switch"),
        (
            "brake-light:switch=1/20,blur=1/5,sees=veiw",
            None,
            r"sees must be view or light; got 'veiw' \(did you mean view",
        ),
        ("brake-light:switch=2/3,blur=1/5,sees=light", None, "switch must be a number from 0 to 1/2; got '2/3'"),
        ("side-cameras:half=3,width=2", None, "side-cameras needs half, width, error, flipped; got half, width"),
        ("side-cameras:half=3,width=4,error=1/20,flipped=0", None, "width must lie between 0 and the half width 3"),
        ("side-cameras:half=1000000,width=4,error=1/20,flipped=0", None, "half must be a whole number from 1 to 1000"),
        ("reset-cliff:states=4,actions=2", None, "reset-cliff needs states, actions, demonstrations"),
        (
            "reset-cliff:states=4,actions=2,demonstrations=1000000000",
            None,
            "demonstrations must be a whole number from",
        ),
        ("windy-path:length=4,half=1,wind=2", None, "wind must be a probability, a number from 0 to 1; got '2'"),
        ("fresh-states:states=3,actions=2,known=4", None, "known must be at most the number of states, 3; got 4"),
        ("fresh-states:states=3", None, "fresh-states needs states, actions, known; got states"),
        ("excursions:back=1/20,lost=1/2", None, "lost must be at most back, 1/20"),
        ("lag:symbols=2,delay=x,order=1,stay=1/2", None, "delay must be a whole number"),
        ("lag:symbols=2,delay=19,order=1,stay=1/2", None, "lag would have 4194304 table entries"),
        ("gymnasium:FrozenLake-v1,slippery=true", None, r"Gymnasium cannot make .* it takes desc, map_name"),
        ("gymnasium:FrozenLake-v1,restart=maybe", None, "restart must be false or true"),
        ("gymnasium:", None, "gymnasium needs environment"),
        ("gymnasium:Taxy-v4", None, r"Gymnasium cannot make 'Taxy-v4' \(did you mean Taxi-v4\?\)"),
        (
            "problem.jsn",
            None,
            "there is no file problem.jsn, and its format is not read: problems are files that end in .json",
        ),
        ("nowhere.json", None, "nowhere.json cannot be read"),
    ],
)
def test_what_is_not_understood_is_named(name, epsilon, words):
    with pytest.raises(ValueError, match=words):
        problem(name, 5, epsilon)

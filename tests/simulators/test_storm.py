"""An independent model checker agrees, in rationals, with what the evaluator says."""

import random
from fractions import Fraction

import numpy as np
import pytest

pytest.importorskip("stormpy", reason="Storm is the extra `storm`")

from tests.simulators.storm import ask, chain, exactly
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import error_rates, evaluate
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.garnet import garnet
from tightrope.simulators.worlds.witnesses import WITNESSES


def random_problem(seed):
    """Any learner on a Garnet process, often with a state where nothing is decided."""
    rng = random.Random(seed)
    states, actions = rng.randint(2, 5), rng.randint(2, 3)
    mdp = garnet(states=states, actions=actions, branching=rng.randint(1, states), seed=seed)
    weights = [[[rng.choice((0, 0, 1, 5)) for _ in range(actions)] for _ in range(states)] for _ in range(4)]
    for layer in weights:
        for row in layer:
            row[0] += not sum(row)
    learner = policy([[[Fraction(w, sum(row)) for w in row] for row in layer] for layer in weights])
    expert = [[rng.randrange(actions) for _ in range(states)] for _ in range(4)]
    return Problem(name=f"random {seed}", mdp=mdp, expert=np.array(expert), learner=learner)


def agree(made, horizon, folder):
    found, cost = evaluate(made, horizon), made.mdp.cost(EXACT)
    rates = [error_rates(made, made.learner, t) for t in range(1, horizon + 1)]

    wrong = chain(made, horizon, lambda t, s: fraction(rates[t - 1][s]))
    paid = chain(
        made, horizon, lambda t, s: sum(p * fraction(cost[s, a]) for a, p in made.learner.law(s, t - 1).items())
    )
    total = f'R{{"paid"}}=? [C<={horizon + 1}]'
    assert exactly(ask(wrong, total, folder)) == found.disagreement
    assert exactly(ask(paid, total, folder)) == found.learner_task
    assert exactly(ask(wrong, 'P=? [F "erred"]', folder)) == 1 - found.survival[-1]


@pytest.mark.parametrize("part", range(4))
def test_storm_agrees_on_random_problems(part, tmp_path):
    for seed in range(50 * part, 50 * part + 50):
        agree(random_problem(seed), 4, tmp_path)


@pytest.mark.parametrize("one", WITNESSES, ids=lambda w: w.key)
def test_storm_agrees_on_every_witness(one, tmp_path):
    agree(one.problem(Fraction(1, 4), 4), 4, tmp_path)


@pytest.mark.parametrize(
    "name", ["FrozenLake-v1", "FrozenLake8x8-v1", "CliffWalking-v1", "CliffWalkingSlippery-v1", "Taxi-v4"]
)
def test_storm_agrees_on_gymnasium_tables(name, tmp_path):
    pytest.importorskip("gymnasium")
    made = epsilon_learner(problem(f"gymnasium:{name}", 3), "per_step", Fraction(1, 10), 3)
    agree(made, 3, tmp_path)


def test_storm_derives_the_polynomial_in_epsilon_of_the_tightrope(tmp_path):
    import stormpy
    import sympy

    made, e = problem("tightrope", 3, Fraction(1, 10)), sympy.Symbol("e")
    exact = str(evaluate(made, 3).disagreement)
    lines = [
        line.replace("9/10", "1-e").replace("1/10", "e").replace("rational", "parametric")
        for line in chain(made, 3, lambda t, s: fraction(error_rates(made, made.learner, t)[s]))
    ]
    lines[lines.index("@parameters") + 1] = "e"
    answer = sympy.sympify(str(ask(lines, 'R{"paid"}=? [C<=4]', tmp_path, stormpy.RationalFunction)).replace("^", "**"))

    assert sympy.expand(answer - (3 - sum((1 - e) ** t for t in (1, 2, 3)))) == 0
    assert answer.subs(e, sympy.Rational(1, 10)) == sympy.Rational(exact)

"""How costs grow with the horizon: cloning and DAgger on a problem by its name, and the exponent between two horizons."""

from fractions import Fraction
from itertools import islice
from math import log2

from tightrope.simulators.learners.table import TableLearner, cell_per_state_and_time
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic, fraction
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import is_witness, problem
from tightrope.simulators.training import dagger

SMALL = Fraction(1, 20_000)  # for the exponents: epsilon T <= 1/100 up to T = 200
SHORT, LONG = 100, 200
MOST_ROUNDS = 60
MOST_EXACT = 100  # states; of more the floats are taken
CLIFF = "gymnasium:CliffWalking-v1,restart=true"
LINEAR = "gymnasium:FrozenLake8x8-v1,restart=true"


def cloned(name: str, error: Fraction, horizon: int) -> Problem:
    """A witness with its own learner; any other problem with a pointwise learner, worst off the support."""
    made = problem(name, horizon, error)
    return made if is_witness(name) else epsilon_learner(made, "pointwise", error, horizon)


def labelled(name: str, error: Fraction, horizon: int) -> Problem:
    """The learner after DAgger's loop with exact visits, run until all that it meets is labelled.

    `error` is the floor of its class. Raises RuntimeError if MOST_ROUNDS do not suffice.
    """
    made = problem(name, horizon, error)
    learner = TableLearner(cell=cell_per_state_and_time(made, horizon), floor=error)
    for each in islice(dagger.loop(made, learner, dagger.population(made, horizon), dagger.aggregate), MOST_ROUNDS):
        if dagger.unlabelled(made, learner, each) == 0:
            return made.with_learner(each.learner)
    raise RuntimeError(f"{name}: after {MOST_ROUNDS} rounds the learner still meets states without label")


def exponent(short: Fraction | float, long: Fraction | float, times: float = LONG / SHORT) -> float:
    """The slope of log cost against log horizon, the long horizon being so many times the short one."""
    return log2(long / short) / log2(times)


def cost(made: Problem, horizon: int) -> Fraction | float:
    """Expected disagreements; exact, or in floats if the problem is large."""
    arithmetic = arithmetic_for(made)
    found = evaluate(made, horizon, arithmetic).disagreement
    return found if arithmetic is FLOAT else fraction(found)


def off_support(made: Problem, horizon: int, arithmetic: Arithmetic) -> Fraction | float:
    """The share of the learner's decisions that are taken where the expert cannot be at that time."""
    expert = state_laws(made.mdp, made.expert_table, horizon, arithmetic)[:-1]
    learner = state_laws(made.mdp, made.learner, horizon, arithmetic)[:-1]
    outside = learner * ~expert.astype(bool) if arithmetic is FLOAT else learner[~expert.astype(bool)]
    share = sum(outside.flat, arithmetic.zeros(1)[0]) / horizon
    return share if arithmetic is FLOAT else fraction(share)


def arithmetic_for(made: Problem) -> Arithmetic:
    return EXACT if made.mdp.shape[0] < MOST_EXACT else FLOAT

"""Expected costs without sampling, here and by scipy's `p @ P`: one policy, many epsilons, long horizons, exactness.

The problem is the one of the rollouts. Everybody returns costs, and they are compared before times are.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from tests.benchmarks.race import WALL, Contender, Row, race
from tests.benchmarks.rollouts import made
from tightrope.simulators.measures.divergence import enclosure
from tightrope.simulators.measures.long_horizons import task_cost_curve
from tightrope.simulators.measures.many_epsilons import polynomial
from tightrope.simulators.measures.occupancy import expected_total, relative_error, task_cost
from tightrope.simulators.model.arithmetic import BALL, EXACT, FLOAT, object_array, rational
from tightrope.simulators.model.policy import Erring
from tightrope.simulators.model.problem import Problem

STEPS = {1_000: 2_000, 100_000: 40, 1_000_000: 5}  # decisions of one turn, by the number of states
GOALS = {1_000: (0.95, 3.5), 100_000: (0.95, 1.7), 1_000_000: (0.95, 1.8)}  # on one thread, on two
SMALL = 1_000  # states; up to here one thread is as fast as two
TWO_THREADS = {SMALL: "so small a problem is evaluated on one thread", 1_000_000: "memory is shared by both threads"}
DEGREE = 8  # of the polynomial in epsilon; what it leaves out is stated
EPSILONS = [Fraction(k, 64_000) for k in range(1, 65)]
LONG = 10**6


def moves(problem: Problem) -> csr_array:
    """The learner's chain of states, shape (S, S)."""
    size, choices = problem.mdp.shape
    rows = np.arange(0, size * choices + 1, choices)
    acting = problem.learner_table.at(1, FLOAT).ravel()
    return csr_array(csr_array((acting, np.arange(size * choices), rows)) @ problem.mdp.matrix(1))


def paid(problem: Problem) -> np.ndarray:
    """The task cost of a decision in each state, shape (S,)."""
    return (problem.learner_table.at(1, FLOAT) * problem.mdp.cost(FLOAT)).sum(axis=1)


def scipy_total(problem: Problem, horizon: int) -> Callable[[], float]:
    """Laws stepped by p @ P, and what is paid on the way."""
    step, each, start = moves(problem), paid(problem), problem.mdp.start_law(FLOAT)

    def run() -> float:
        law, total = start, 0.0
        for _ in range(horizon):
            total += law @ each
            law = law @ step
        return float(total)

    return run


def same(found: Any, expected: Any, error: float) -> None:
    if not np.allclose(found, expected, rtol=error, atol=0):
        raise AssertionError(f"{found} is not {expected} within {error}")


def one_policy(states: int, repeats: int) -> list[Row]:
    problem, horizon = made(states), STEPS[states]
    mdp, each = problem.mdp, paid(problem)

    def ours(threads: int) -> Callable[[], float]:
        return lambda: expected_total(mdp, problem.learner_table, horizon, lambda t: each, "compiled", threads)

    theirs = scipy_total(problem, horizon)
    same(ours(1)(), theirs(), 2 * relative_error(mdp, horizon))
    if ours(1)() != ours(2)():
        raise AssertionError("one thread and two find different costs")
    runs = [Contender("ours", ours(1), 1), Contender("scipy", theirs, 1)]
    runs += [Contender("ours by two", ours(2 if states > SMALL else 1), 1, WALL), Contender("clock", theirs, 1, WALL)]
    speeds = race(runs, repeats)
    pairs = [("", "ours", "scipy"), (", two threads", "ours by two", "clock")]
    return [
        Row(
            work=f"evaluation, {states:,} states{threads}",
            peer="scipy's p @ P",
            ours=100 / horizon / speeds[here],
            theirs=100 / horizon / speeds[there],
            goal=goal,
            unit="seconds for 100 decisions",
            because=TWO_THREADS.get(states, "") if threads else "",
        )
        for (threads, here, there), goal in zip(pairs, GOALS[states], strict=True)
    ]


def many_epsilons(states: int, repeats: int) -> Row:
    problem, horizon = made(states), min(200, STEPS[states])
    rule = problem.learner_table
    assert isinstance(rule, Erring)

    def erring(rate: Fraction | int) -> Erring:
        """Takes the next action instead of the expert's."""
        return Erring(
            actions=rule.actions,
            expert=rule.expert,
            wrong=(rule.expert + 1) % rule.actions,
            which=rule.which,
            rates=object_array([rational(rate)], (1,)),
        )

    def ours() -> Any:
        return polynomial(problem, erring(0), erring(1), horizon, DEGREE, "compiled", 1).costs(EPSILONS)

    theirs, found = [scipy_total(problem.with_learner(erring(e)), horizon) for e in EPSILONS[-1:]], ours()
    error = 2 * found.error + found.left_out[-1] / found.task_cost[-1]
    same(found.task_cost[-1:], [run() for run in theirs], error)
    speeds = race([Contender("ours", ours, 1), Contender("scipy, one", theirs[0], 1)], repeats)
    return Row(
        work=f"64 values of ε, {states:,} states",
        peer="64 times scipy's p @ P",
        ours=100 / horizon / speeds["ours"],
        theirs=64 * 100 / horizon / speeds["scipy, one"],
        goal=5,
        unit=f"seconds for 100 decisions; certified to {error:.0e}",
        because=f"{DEGREE + 1} coefficients are moved for each state: {64 / (DEGREE + 1):.2g} times is the most",
    )


def long_curve(states: int, goal: float, repeats: int) -> Row:
    """Stepping is timed over 10,000 decisions, of which a million take a hundred times as long."""
    problem, few = made(states), 10_000
    start, step, each = problem.mdp.start_law(FLOAT), moves(problem), paid(problem)

    def stepped() -> np.ndarray:
        law, costs = start, np.empty(few)
        for t in range(few):
            costs[t] = law @ each
            law = law @ step
        return costs

    def ours() -> np.ndarray:
        return task_cost_curve(problem, problem.learner_table, LONG).costs

    same(ours()[:few], stepped(), 1e-9)
    speeds = race([Contender("ours", ours, LONG), Contender("stepping", stepped, few)], repeats)
    return Row(
        work=f"cost of each of 10⁶ decisions, {states:,} states",
        peer="scipy, step by step",
        ours=LONG / speeds["ours"],
        theirs=LONG / speeds["stepping"],
        goal=goal,
        unit="seconds",
    )


def exact_numbers(repeats: int) -> list[Row]:
    """S = 100, T = 100: the cost in rationals and in balls."""
    problem, horizon = made(100), 100
    mdp, learner = problem.mdp, problem.learner_table
    exact, ball = task_cost(mdp, learner, horizon, EXACT), task_cost(mdp, learner, horizon, BALL)
    low, high = enclosure(ball)
    if not low <= exact <= high or high - low > Fraction(1, 10**12):
        raise AssertionError(f"the cost {exact} does not lie in the ball {ball}, or that is wide")
    runs = [
        Contender("rationals", lambda: task_cost(mdp, learner, horizon, EXACT), 1),
        Contender("balls", lambda: task_cost(mdp, learner, horizon, BALL), 1),
    ]
    speeds = race(runs, repeats)
    return [
        Row(
            work=f"one policy's cost in {name}, 100 states, 100 decisions",
            peer=f"an aim of {aim} s",
            ours=1 / speeds[name],
            theirs=aim,
            goal=1,
            unit="seconds",
            because="the products of balls alone take as long" if name == "balls" else "",
        )
        for name, aim in (("rationals", 0.4), ("balls", 0.003))
    ]


def rows(repeats: int, largest: int) -> list[Row]:
    """All of it, on problems with at most so many states."""
    sizes = [states for states in STEPS if states <= largest]
    found = [row for states in sizes for row in one_policy(states, repeats)]
    found += [many_epsilons(states, repeats) for states in sizes]
    found += [long_curve(states, goal, max(1, repeats // 2)) for states, goal in ((50, 3000), (500, 80))]
    return found + exact_numbers(repeats)

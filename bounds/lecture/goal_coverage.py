"""L25: how many states know the way to one goal, if the play data are spread over many.

In the complete graph on n states, N pairs of a state and the goal reached from it are drawn, both uniform over G
states. A slip throws the learner to a uniform state; it corrects itself if a label shows the way from there.
"""

from sympy import Eq, Gt, exp, log, nsolve, sqrt

from tightrope.bounds.language.letter import POSITIVE, Letter
from tightrope.bounds.language.letters import goals, samples, states

SELF_CORRECTION = goals / states * (1 - (1 - 1 / goals**2) ** samples)  # a cell of G^2 stays empty with (1 - 1/G^2)^N
ONE_GOAL = 1 / states  # all N labels are of the one state where the task starts

MANY_GOALS_HELP = Gt(goals * (1 - (1 - 1 / goals**2) ** samples), 1)
PAIRS_NEEDED = log(1 - 1 / goals) / log(1 - 1 / goals**2)  # of samples, for that: a little more than G + 1/2

# For many pairs (1 - 1/G^2)^N is exp(-x), x = N/G^2; the derivative by G vanishes where e^x = 1 + 2x.
_x = Letter("x", POSITIVE)
RIDGE = Eq(exp(_x), 1 + 2 * _x)
PAIRS_PER_CELL = nsolve(RIDGE.lhs - RIDGE.rhs, _x, 1.25)
BEST_GOALS = sqrt(samples / PAIRS_PER_CELL)
BEST_CORRECTION = BEST_GOALS / states * (1 - exp(-PAIRS_PER_CELL))

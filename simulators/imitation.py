"""What is asked of a problem, as a scientist has it: a name, a file or a Problem, and numbers of any kind.

Numbers are whole numbers, Fractions, floats, or texts as on the command line; a float means the decimal that it is
written as, so 0.1 is 1/10.

A witness (`tightrope`, `exam`, ...) carries its learner, and its epsilon has its own reading. A file may carry one, and
then takes no epsilon. Any other problem gets, with an epsilon, a learner that errs as `reading` says
(pointwise if it says nothing) and behaves off the expert's support as `off_support` says (worst, uniform or expert).
"""

from fractions import Fraction
from os import PathLike, fspath

from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures import disagreement
from tightrope.simulators.measures.confidence import Interval
from tightrope.simulators.measures.disagreement import Evaluation
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Number, exact_number, probability, whole_number
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import is_witness
from tightrope.simulators.names import problem as named_problem
from tightrope.simulators.rollouts import precision as sampling
from tightrope.simulators.rollouts.precision import Estimate, Progress, silent

ARITHMETICS = {"exact": EXACT, "float": FLOAT}


def problem(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
) -> Problem:
    """The problem of that name with the learner that is asked for; without one if nothing asks for it.

    `missing` goes with finite_data: the probability that an expert run leaves the data set. Raises ValueError that says
    what must hold for what is unknown, out of range, or does not go together.
    """
    decisions = whole_number(horizon, "the horizon")
    if decisions < 1:
        raise ValueError(f"the horizon must be a whole number >= 1; got {decisions}")
    error = None if epsilon is None else probability(epsilon, "epsilon")
    if missing is not None and reading != "finite_data":
        raise ValueError(
            "missing goes with the reading finite_data; a witness has it as a parameter, unseen-start:missing=1/10"
        )
    called = name.name if isinstance(name, Problem) else fspath(name)
    carries = not isinstance(name, Problem) and is_witness(called)
    made = name if isinstance(name, Problem) else named_problem(called, decisions, error)
    asked = reading or off_support
    if carries and not asked:
        return made
    if made.learner is not None and not carries:
        if error is not None or asked:
            raise ValueError(f"{called} carries its own learner: give no epsilon, reading or behaviour off the support")
        return made
    if error is None:
        if asked:
            raise ValueError(f"{called} has no learner: a reading or a behaviour off the support needs an epsilon")
        return made
    left_out = Fraction(0) if missing is None else probability(missing, "missing")
    return epsilon_learner(made, reading or "pointwise", error, decisions, off_support or "worst", left_out)


def evaluate(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    arithmetic: str = "exact",
) -> Evaluation:
    """What happens on the problem: disagreements, task costs, distances, and epsilon under every reading.

    `arithmetic` is exact (Fractions) or float (fast, with the relative error that `occupancy.relative_error` states).

    >>> evaluate("exam", 5, epsilon="1/10").disagreement
    Fraction(3, 2)
    """
    if arithmetic not in ARITHMETICS:
        raise ValueError(f"arithmetic must be one of {', '.join(ARITHMETICS)}; got {arithmetic!r}")
    made = problem(name, horizon, epsilon, reading=reading, off_support=off_support, missing=missing)
    return disagreement.evaluate(made, whole_number(horizon, "the horizon"), ARITHMETICS[arithmetic])


def simulate(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    episodes: int,
    seed: int,
    confidence: float = 0.99,
    threads: int = 1,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    progress: Progress = silent,
) -> Interval:
    """The expected number of disagreements from episodes, with an interval that keeps its level at every sample size.

    The result depends on the seed and not on the number of threads. Raises ValueError as `problem` does, and unless
    there is a learner, episodes >= 1, threads >= 1, seed >= 0 and 0 < confidence < 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence must lie strictly between 0 and 1; got {confidence}")
    made = problem(name, horizon, epsilon, reading=reading, off_support=off_support, missing=missing)
    return sampling.counted(made, whole_number(horizon, "the horizon"), episodes, seed, confidence, threads, progress)


def estimate(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    quantity: str = "disagreement",
    precision: Number,
    seed: int,
    confidence: float = 0.99,
    threads: int = 1,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    progress: Progress = silent,
) -> Estimate:
    """The expected `disagreement` or `gap`, from as many episodes as it takes to be within the precision.

    The estimator is chosen, and the result says which and why. The interval keeps its level although it is watched.
    Raises ValueError as `simulate` does, and unless precision > 0 and so many decisions can be played.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"the confidence must lie strictly between 0 and 1; got {confidence}")
    within = float(exact_number(precision, "the precision"))
    made = problem(name, horizon, epsilon, reading=reading, off_support=off_support, missing=missing)
    decisions = whole_number(horizon, "the horizon")
    return sampling.estimate(made, decisions, quantity, within, seed, confidence, threads, progress)

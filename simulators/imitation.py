"""What is asked of a problem, as a scientist has it: a name, a file or a Problem, and numbers of any kind.

Numbers are whole numbers, Fractions, Decimals, floats, NumPy's, or texts as on the command line. There is one rule: a
float means the decimal that it is printed as, so 0.1 is 1/10. Names of files are texts or Paths.

A witness (`tightrope`, `exam`, ...) carries its learner, and its epsilon has its own reading. A file may carry one, and
then takes no epsilon. Any other problem gets, with an epsilon, a learner that errs as `reading` says
(pointwise if it says nothing) and behaves off the expert's support as `off_support` says (worst, uniform or expert).
Experts are planned and learners made in rationals where that takes seconds, else in floats
(`TabularMDP.arithmetic`), as `planning` and `within_reading` say.
A `learner` of one's own is an array of probabilities, shape (S, A) or (T, S, A), or of actions, (S,) or (T, S): see
`policy.as_policy`.
"""

from dataclasses import replace
from fractions import Fraction
from os import PathLike, fspath

from flint import ctx
from numpy.typing import ArrayLike

from tightrope.simulators.learners.within_reading import ADVERSARIES, OFF_SUPPORT, epsilon_learner, told_apart
from tightrope.simulators.measures import disagreement
from tightrope.simulators.measures.confidence import Interval
from tightrope.simulators.measures.disagreement import Evaluation
from tightrope.simulators.measures.occupancy import BITS
from tightrope.simulators.measures.planning import planned
from tightrope.simulators.model.arithmetic import (
    BALL,
    EXACT,
    FLOAT,
    Number,
    exact_number,
    probability,
    shown,
    whole_number,
)
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line
from tightrope.simulators.names import is_witness
from tightrope.simulators.names import problem as named_problem
from tightrope.simulators.rollouts import precision as sampling
from tightrope.simulators.rollouts.precision import Estimate, Progress, silent

ARITHMETICS = {"exact": EXACT, "ball": BALL, "float": FLOAT}


def problem(
    name: str | PathLike | Problem,
    horizon: Number | None = None,
    epsilon: Number | None = None,
    *,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    learner: Table | ArrayLike | None = None,
) -> Problem:
    """The problem of that name with the learner that is asked for; without one if nothing asks for it.

    Without a horizon a file or an environment is a problem whose expert, if it brings none, is still to be planned.

    `missing` goes with finite_data: the probability that an expert run leaves the data set. Raises ValueError that says
    what must hold for what is unknown, out of range, or does not go together.
    """
    decisions = None if horizon is None else whole_number(horizon, "the horizon")
    if decisions is not None and decisions < 1:
        raise ValueError(f"the horizon must be a whole number >= 1; got {shown(decisions)}")
    error = None if epsilon is None else probability(epsilon, "epsilon")
    left_out = check_words(reading, off_support, missing)
    called = _called(name)
    carries = not isinstance(name, Problem) and is_witness(called)
    made = name if isinstance(name, Problem) else named_problem(called, decisions, error)
    if decisions is not None:
        made = planned(made, decisions)
    asked = reading is not None or off_support is not None
    if learner is not None:
        if asked or (error is not None and not carries):
            raise ValueError("a learner of one's own takes no epsilon, reading or behaviour off the support")
        return replace(made, learner=learner)
    if carries and not asked:
        return made
    if made.learner is not None and not carries:
        if error is not None or asked:
            raise ValueError(
                f"{line(called)} carries its own learner: give no epsilon, reading or off-support behaviour"
            )
        return made
    if error is None:
        if asked:
            raise ValueError(f"{line(called)} has no learner: a reading or an off-support behaviour needs an epsilon")
        return made
    if decisions is None:
        raise ValueError("a learner that errs needs a horizon: give one")
    arithmetic = made.mdp.arithmetic(decisions) if told_apart(error) else EXACT
    return epsilon_learner(
        made,
        "pointwise" if reading is None else reading,
        error,
        decisions,
        "worst" if off_support is None else off_support,
        left_out,
        arithmetic,
    )


def check_words(reading: str | None, off_support: str | None, missing: Number | None) -> Fraction:
    """What is missing, 0 if nothing is said. Raises ValueError for an unknown word, or words that do not fit."""
    for word, choices, what in ((reading, ADVERSARIES, "reading"), (off_support, OFF_SUPPORT, "off-support behaviour")):
        if word is not None:
            one_of(word, choices, what)
    if missing is not None and reading != "finite_data":
        raise ValueError(
            "missing goes with the reading finite_data; a witness has it as a parameter, unseen-start:missing=1/10"
        )
    return Fraction(0) if missing is None else probability(missing, "missing")


def _called(name: str | PathLike | Problem) -> str:
    if isinstance(name, Problem):
        return name.name
    path = fspath(name) if isinstance(name, str | PathLike) else name
    if not isinstance(path, str):
        raise TypeError(f"a problem is a name, the path of a file, or a Problem; got {shown(name)}")
    return path


def evaluate(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    learner: Table | ArrayLike | None = None,
    arithmetic: str = "exact",
) -> Evaluation:
    """What happens on the problem: disagreements, task costs, distances, and epsilon under every reading.

    `arithmetic` is exact (Fractions), ball (python-flint's `arb`: each number lies in its ball, all rounding included)
    or float (fast, with the relative error that `occupancy.relative_error` states).

    >>> evaluate("exam", 5, epsilon="1/10").disagreement
    Fraction(3, 2)
    """
    one_of(arithmetic, ARITHMETICS, "arithmetic")
    made = problem(name, horizon, epsilon, reading=reading, off_support=off_support, missing=missing, learner=learner)
    with ctx.workprec(BITS):  # of balls
        return disagreement.evaluate(made, whole_number(horizon, "the horizon"), ARITHMETICS[arithmetic])


def simulate(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    episodes: Number,
    seed: Number,
    confidence: Number = 0.99,
    threads: Number = 1,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    progress: Progress = silent,
    learner: Table | ArrayLike | None = None,
) -> Interval:
    """The expected number of disagreements from episodes, with an interval that keeps its level at every sample size.

    The result depends on the seed and not on the number of threads. Raises ValueError as `problem` does, and unless
    there is a learner, episodes >= 1, threads >= 1, 0 <= seed < 2^128 and 0 < confidence < 1.
    """
    many, decisions = whole_number(episodes, "the number of episodes"), whole_number(horizon, "the horizon")
    first, level, workers = _sampling(seed, confidence, threads)
    made = problem(name, horizon, epsilon, reading=reading, off_support=off_support, missing=missing, learner=learner)
    return sampling.counted(made, decisions, many, first, level, workers, progress)


def estimate(
    name: str | PathLike | Problem,
    horizon: Number,
    epsilon: Number | None = None,
    *,
    quantity: str = "disagreement",
    precision: Number,
    seed: Number,
    confidence: Number = 0.99,
    threads: Number = 1,
    reading: str | None = None,
    off_support: str | None = None,
    missing: Number | None = None,
    progress: Progress = silent,
    learner: Table | ArrayLike | None = None,
) -> Estimate:
    """The expected `disagreement` or `gap`, from as many episodes as it takes to be within the precision.

    The estimator is chosen, and the result says which and why. The interval keeps its level although it is watched.
    Raises ValueError as `simulate` does, and unless precision > 0 and so many decisions can be played.
    """
    within = float(exact_number(precision, "the precision"))
    first, level, workers = _sampling(seed, confidence, threads)
    made = problem(name, horizon, epsilon, reading=reading, off_support=off_support, missing=missing, learner=learner)
    decisions = whole_number(horizon, "the horizon")
    return sampling.estimate(made, decisions, quantity, within, first, level, workers, progress)


def _sampling(seed: Number, confidence: Number, threads: Number) -> tuple[int, float, int]:
    """The numbers that are meant. Raises ValueError unless 0 < confidence < 1, and for what is no number."""
    level = exact_number(confidence, "the confidence")
    if not 0 < level < 1:
        raise ValueError(f"the confidence must lie strictly between 0 and 1; got {shown(level)}")
    return whole_number(seed, "the seed"), float(level), whole_number(threads, "the number of threads")

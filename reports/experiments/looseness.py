"""By what factor the lecture's bound exceeds the exact worst case, over epsilon and T."""

from fractions import Fraction
from itertools import accumulate

import numpy as np
from sympy import limit, oo, simplify

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, t, to_latex
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.experiment import Experiment, Figure, Map, Panel, Profile, Result

LECTURE = epsilon * T + 2 * epsilon * T**2
TRIANGLE = epsilon * T * (T + 1) / 2  # the worst case per step while epsilon T <= 1
LEVELS = (3.0, 3.5, 3.8, 4.0, 5.0, 8.0, 16.0, 50.0, 200.0)


def run(profile: Profile) -> Result:
    """The ratio on a grid, and in closed form where epsilon T <= 1."""
    horizons = tuple(int(x) for x in np.unique(np.geomspace(1, 400, 25).round()))
    errors = tuple(Fraction(x).limit_denominator(10_000) for x in np.geomspace(0.001, 1, 31))
    value = tuple(tuple(map(float, _ratios(error, horizons))) for error in errors)
    closed = simplify(LECTURE / TRIANGLE)
    for horizon in (1, 2, 10, 100):
        error = Fraction(1, horizon)
        if exact_value(closed, {T: horizon}) != _ratios(error, (horizon,))[0]:
            raise RuntimeError(f"the closed form of the looseness is wrong at T = {horizon}")
    figure = Figure(
        key="looseness",
        see="The lecture's bound is loose by 3 at T = 1, by 4 in the limit; above the dashed line it exceeds T itself.",
        caption=(
            "The lecture's bound divided by the exact worst case under the per-step reading. While $\\epsilon T \\leq 1$ "
            f"the ratio is ${to_latex(closed)}$ and does not depend on $\\epsilon$. Above the dashed line, $\\epsilon (1 + 2T) = 1$, "
            "the bound exceeds $T$, which no cost does: there it says nothing."
        ),
        alt="Contour lines of the ratio over horizon and epsilon: vertical below epsilon T = 1, rising beyond.",
        panels=(
            Panel(
                heading="",
                x_label="horizon T (decisions)",
                y_label="ε, error per step",
                x_scale="log",
                y_scale="log",
                map=Map(
                    x=tuple(map(float, horizons)),
                    y=tuple(map(float, errors)),
                    value=value,
                    levels=LEVELS,
                    unit="lecture's bound / exact worst case (per step)",
                    frontier=tuple(1 / (1 + 2 * horizon) for horizon in horizons),
                ),
            ),
        ),
    )
    rows = tuple(
        {
            "reading": reading,
            **{f"T = {h}": number(_at_one(reading, h)) for h in (1, 2, 10, 100, 1000)},
        }
        for reading in ("pointwise", "per_step", "time_averaged")
    )
    return Result(answers=(), figures=(figure,), table=rows, numbers={"limit of the factor": number(_limit(closed))})


def _ratios(error: Fraction, horizons: tuple[int, ...]) -> list[Fraction]:
    """The lecture's bound over the worst case per step, in exact arithmetic; the sum of the latter is run through once."""
    term = closed_forms("per_step").disagreement.function
    terms = [exact_value(term, {epsilon: error, t: i}) for i in range(1, horizons[-1] + 1)]
    worst = [Fraction(0), *accumulate(terms)]
    return [exact_value(LECTURE, {epsilon: error, T: horizon}) / worst[horizon] for horizon in horizons]


def _at_one(reading: str, horizon: int) -> Fraction:
    """The factor for epsilon T = 1/100."""
    error = Fraction(1, 100 * horizon)
    return exact_value(LECTURE, {epsilon: error, T: horizon}) / worst_case(reading, error, horizon)


def _limit(closed) -> Fraction:
    return Fraction(str(limit(closed, T, oo)))


EXPERIMENT = Experiment(
    key="looseness",
    title="How loose the lecture's bound is",
    question="By what factor is epsilon T + 2 epsilon T^2 larger than the truth?",
    text=(
        "The factor 4 is $2 \\times 2$: the $L_1$ distance in place of total variation, and $T^2$ in place of "
        "$T(T+1)/2$. The table shows the factor at $\\epsilon T = 1/100$ for each reading whose worst case is known."
    ),
    claims=(),
    run=run,
)

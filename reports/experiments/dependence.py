"""Steps of a trajectory are not independent: how many independent samples they are worth depends on what for."""

from fractions import Fraction

import numpy as np
from sympy import lambdify

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T
from tightrope.bounds.lecture.effective_samples import (
    FOR_AVERAGES,
    FOR_COVERAGE,
    FOR_LABELS,
    MISSING_MASS,
    UNSEEN,
    VARIANCE,
    memory,
    share,
)
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.measures.confidence import Interval, betting, clopper_pearson
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.measures.visit_counts import count_law, never
from tightrope.simulators.model.arithmetic import FLOAT, fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.two_state_chain import RARE, noisy_labels, two_state_chain

LENGTH, NOISE = 50, Fraction(1, 10)
SELDOM = Fraction(1, 1000)  # an event that is rarer is not estimated from trajectories
SHARES = {"A rare state, share 1/10": Fraction(1, 10), "A common state, share 1/3": Fraction(1, 3)}
SAMPLED = (Fraction(0), Fraction(1, 2), Fraction(9, 10))
TABLES = {
    "FrozenLake, restarting": "gymnasium:FrozenLake-v1,restart=true",
    "FrozenLake 8x8, restarting": "gymnasium:FrozenLake8x8-v1,restart=true",
    "CliffWalking, restarting": "gymnasium:CliffWalking-v1,restart=true",
}
NAMES = {"labels": FOR_LABELS, "coverage": FOR_COVERAGE, "averages": FOR_AVERAGES}
VALUE = {name: lambdify((share, memory, T), formula, "math") for name, formula in NAMES.items()}


def run(profile: Profile) -> Result:
    """Three effective numbers of samples against the memory of the chain, and the missing mass on tables."""
    figure = Figure(
        key="dependence",
        see="T dependent steps are worth T labels, fewer chances to see a state, and fewer still for an average.",
        caption=(
            f"Effective number of independent samples over $T = {LENGTH}$ steps of one trajectory of a two-state chain, "
            "against its memory (the correlation of neighbouring steps). Closed forms, equal to exact counts; bars are "
            f"{100 * profile.confidence:g} % intervals from {profile.episodes:,} trajectories. Without memory all three are $T$."
        ),
        alt="Three curves that meet at 1 where memory is 0 and fall apart as memory grows.",
        panels=tuple(_panel(heading, value, profile) for heading, value in SHARES.items()),
    )
    rare, held = SHARES["A rare state, share 1/10"], Fraction(9, 10)
    worth = {name: VALUE[name](float(rare), float(held), LENGTH) for name in NAMES}
    rows = (
        _row("two states, share 1/10, memory 9/10", two_state_chain(rare, held), LENGTH),
        _row("the same, memory 0", two_state_chain(rare, Fraction(0)), LENGTH),
        *(_row(label, problem(name, LENGTH), LENGTH) for label, name in TABLES.items()),
    )
    numbers = {f"worth of {LENGTH} steps for {name}": number(float(value)) for name, value in worth.items()}
    answer = Answer(
        claim="L2",
        verdict="conditional",
        evidence="exact",
        because=(
            f"At a rare state (share 1/10, memory 9/10) {LENGTH} steps are worth {worth['averages']:.2f} independent ones for an "
            f"average and {worth['coverage']:.2f} for seeing it; the wrong labels among them are as many as among {LENGTH} independent ones."
        ),
        condition=(
            "dependence costs averages and coverage while $\\lambda > 0$, where an average is worth about "
            "$T (1 - \\lambda)/(1 + \\lambda)$; the likelihood of actions given states loses nothing"
        ),
        numbers=numbers,
        figure="dependence",
    )
    return Result(answers=(answer,), figures=(figure,), table=rows, numbers=numbers)


def missing_mass(made: Problem, horizon: int) -> tuple[float, float, float]:
    """P(a state is not in the data), for a state from the expert's occupancy: after one trajectory of that many steps,
    after as many independent draws, and how many draws are worth the trajectory (infinite if it misses nothing)."""
    from scipy.optimize import brentq

    expert = deterministic(made.expert, made.mdp.shape[1])
    occupancy = state_laws(made.mdp, expert, horizon, FLOAT)[:-1].mean(axis=0)
    visited = np.flatnonzero(occupancy)
    unseen = np.array([never(made.mdp, expert, horizon, _marks(made, s), FLOAT) for s in visited])
    law = occupancy[visited]
    trajectory = float((law * unseen).sum())
    if trajectory < 1e-12:
        return 0.0, _independent(law, horizon), np.inf
    draws = brentq(lambda n: _independent(law, n) - trajectory, 0, 1e6)
    return trajectory, _independent(law, horizon), float(draws)


def _independent(law: np.ndarray, draws: float) -> float:
    return float((law * (1 - law) ** draws).sum())


def _marks(made: Problem, state: int) -> np.ndarray:
    marked = np.zeros(made.mdp.shape, dtype=bool)
    marked[state] = True
    return marked


def _row(label: str, made: Problem, horizon: int) -> dict[str, object]:
    trajectory, independent, draws = missing_mass(made, horizon)
    return {
        "trajectory of T = 50 steps": label,
        "missing mass": number(trajectory),
        "of 50 independent steps": number(independent),
        "worth in independent steps": number(draws) if np.isfinite(draws) else "unlimited",
    }


def _panel(heading: str, value: Fraction, profile: Profile) -> Panel:
    least = 1 - 1 / max(value, 1 - value)
    grid = [least + (Fraction(98, 100) - least) * i / 60 for i in range(61)]
    curves = [
        curve(name, "problem", grid, [VALUE[name](float(value), float(x), LENGTH) / LENGTH for x in grid])
        for name in NAMES
    ]
    found = [_sampled(value, held, profile) for held in SAMPLED]
    for name in NAMES:
        shown = [(held, one[name]) for held, one in zip(SAMPLED, found, strict=True) if name in one]
        places = [held for held, _ in shown]
        exact = [VALUE[name](float(value), float(held), LENGTH) / LENGTH for held in places]
        curves.append(beside("trajectories", places, exact, [one for _, one in shown]))
    return Panel(
        heading=heading,
        x_label="memory λ of the chain",
        y_label="effective samples / T",
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
        legend="upper right",
    )


def _sampled(value: Fraction, held: Fraction, profile: Profile) -> dict[str, Interval]:
    """Intervals for the three numbers, each divided by T, from trajectories with wrong labels.

    An effective number is a decreasing function of what is sampled, so limits change places.
    """
    made, level = two_state_chain(value, held), each(profile.confidence, len(NAMES) * len(SAMPLED))
    _check_closed_forms(made, value, held)
    shown = demonstrate(made, noisy_labels(NOISE), LENGTH, profile.episodes, profile.seed)
    visits, wrong = (shown.states[:, :-1] == RARE).mean(axis=1), shown.actions.mean(axis=1)
    spread, spread_of_labels = (
        betting((x - float(mean)) ** 2, 1, level) for x, mean in ((visits, value), (wrong, NOISE))
    )
    result = {
        "averages": _worth(lambda x: float(value * (1 - value)) / x, spread),
        "labels": _worth(lambda x: float(NOISE * (1 - NOISE)) / x, spread_of_labels),
    }
    if exact_value(UNSEEN, {share: value, memory: held, T: LENGTH}) > SELDOM:
        unseen = clopper_pearson(int((visits == 0).sum()), profile.episodes, level)
        result["coverage"] = _worth(lambda x: np.log(x) / np.log(1 - float(value)), unseen)
    return result


def _worth(function, interval: Interval) -> Interval:
    mean, lower, upper = (float(function(x)) / LENGTH for x in (interval.mean, interval.upper, interval.lower))
    return Interval(mean=mean, lower=lower, upper=upper, confidence=interval.confidence, method=interval.method)


def _check_closed_forms(made: Problem, value: Fraction, held: Fraction) -> None:
    """Raises RuntimeError unless the closed forms are the exact counts'."""
    at = {share: value, memory: held, T: LENGTH}
    expert = deterministic(made.expert, 2)
    law = [fraction(p) for p in count_law(made.mdp, expert, LENGTH, _marks(made, RARE))]
    mean = sum(k * p for k, p in enumerate(law)) / LENGTH
    variance = sum((Fraction(k, LENGTH) - mean) ** 2 * p for k, p in enumerate(law))
    other = never(made.mdp, expert, LENGTH, _marks(made, 1 - RARE))
    missing = value * law[0] + (1 - value) * other
    formulas = [exact_value(formula, at) for formula in (VARIANCE, UNSEEN, MISSING_MASS)]
    if formulas != [variance, law[0], missing]:
        raise RuntimeError(f"share {value}, memory {held}: closed forms {formulas}, counts {variance, law[0], missing}")


EXPERIMENT = Experiment(
    key="dependence",
    title="Steps of a trajectory are not independent",
    question="How many independent samples are the T steps of one trajectory worth?",
    text=(
        "There is no single answer. For an average (how often is the expert here?) the variance decides; for a table the "
        "chance to have seen a state at all; for the labels their noise, which is independent given the states: there $T$ steps "
        "are worth $T$, and maximum likelihood still is the frequencies. The contrast is memory 0, where the three agree. With "
        "negative memory an average is worth more than $T$ independent steps. The table asks the same of experts on Gymnasium's tables: "
        "the missing mass is the probability that a state, drawn as the expert visits them, is not in the data. On the lake, steps next to each other "
        "show much the same; on the cliff the expert walks its whole path before it returns, and a trajectory misses nothing that independent steps would."
    ),
    claims=("L2",),
    run=run,
)

"""The paradox: data with mistakes and recoveries make imitation better, from a share of epsilon on."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.paradox import DERIVATION, KEPT_LIMIT, LINEAR_CAP, NOT_SPLIT, off_share, unlearned
from tightrope.bounds.lecture.recovery import EXPECTED_COST
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Map, Panel, Profile, Result, curve
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.episodes import rollouts
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.recovery_contexts import chain_cost

ERROR, BACK, LONG = Fraction(1, 100), Fraction(1, 5), 400
HORIZONS = (20, 100, 400)
SPLITS = 201  # ways to split the error budget that are tried
SHOWN = (Fraction(1, 500), Fraction(1, 100), Fraction(1, 20))  # shares off the track at which episodes are sampled
LOST, RETURNS = Fraction(1, 20), Fraction(1)  # ways back without and with a recovery in the data
KEPT_HORIZONS = (5, 20, 100)


@dataclass(frozen=True)
class Worst:
    """The worst split of an error budget: its two error rates and the cost."""

    on: float
    off: float
    cost: float


def run(profile: Profile) -> Result:
    """The worst split of the budget, for each share of data off the track; the boundary is alpha = epsilon."""
    unproved = [step.id for step in DERIVATION.steps if not DERIVATION.proved(step, "any")]
    if unproved:
        raise RuntimeError(f"the linear cost from alpha = epsilon on is not proved: {unproved}")
    none, enough = _without(LONG), exact_value(NOT_SPLIT, {**_at(ERROR), T: LONG})
    cap = exact_value(LINEAR_CAP, {**_at(ERROR), T: LONG})
    if not enough <= cap or worst(ERROR, ERROR, LONG).cost > float(enough) * (1 + 1e-9):
        raise RuntimeError("with alpha = epsilon some split costs more than none")
    figure = Figure(
        key="paradox",
        see="With a share of data off the track below ε the worst cost is quadratic in T; from ε on it is linear.",
        caption=(
            "Worst cost of a clone whose average error over the data is $\\epsilon$, if a share $\\alpha$ of the data shows recoveries and "
            f"the right action returns with probability $\\rho = 1/5$. Left: cost per decision at $T = {LONG}$; the line is $\\alpha = \\epsilon$. Right: "
            "$\\epsilon = 1/100$; the worst of "
            f"{SPLITS} splits of the budget; dashed, the contrast at $T = {LONG}$: if every action leads back, recoveries in the data do no good. "
            f"Bars are {100 * profile.confidence:g} % intervals from {profile.episodes // 5:,} episodes of the worst learners."
        ),
        alt="A map of the cost over the share and the error with a cliff on the diagonal, and cost curves that fall at 1/100.",
        panels=(_map(), _shares(profile)),
    )
    rows = tuple(_kept(horizon) for horizon in KEPT_HORIZONS)
    numbers = {
        f"worst cost at T = {LONG}, no data off the track": number(none),
        f"worst cost at T = {LONG}, alpha = epsilon": number(enough),
        f"linear cap at T = {LONG}, alpha = epsilon": number(cap),
        **{f"best share at T = {h}": number(round(best_share(h), 4)) for h in HORIZONS},
    }
    answer = Answer(
        claim="L13",
        verdict="conditional",
        evidence="proved",
        because=(
            f"At $\\epsilon = 1/100$, $T = {LONG}$ a share of $1/100$ off the track lowers the worst cost from ${float(none):.4g}$ to "
            f"${float(enough):.4g}$; with less of it the learner can spend its error off the track, and nobody returns."
        ),
        condition=(
            "the share of data off the track is at least $\\epsilon$, its labels are right, and an action there matters; then the cost "
            "is at most $\\epsilon T/((1 - \\alpha) \\rho)$"
        ),
        numbers=numbers,
        figure="paradox",
    )
    return Result(answers=(answer,), figures=(figure,), table=rows, numbers=numbers)


def worst(share: Fraction | float, error: Fraction | float, horizon: int, harmless: bool = False) -> Worst:
    """The worst of SPLITS splits of the error budget, with its ends; in floats. If `harmless`, all actions lead back."""
    share, error = float(share), float(error)
    part = np.linspace(0, min(1.0, share / error), SPLITS)
    on = np.minimum(1.0, (1 - part) * error / (1 - share))
    off = np.minimum(1.0, part * error / share)
    costs = chain_cost(on, float(BACK) * (np.ones(SPLITS) if harmless else 1 - off), horizon)
    i = int(costs.argmax())
    return Worst(float(on[i]), float(off[i]), float(costs[i]))


def best_share(horizon: int) -> float:
    """The share off the track with the least worst cost, on a grid of steps of 1/20000 up to 2 epsilon."""
    grid = np.arange(1, 401) / 20_000
    return float(grid[int(np.argmin([worst(share, ERROR, horizon).cost for share in grid]))])


def kept_limit(horizon: int) -> float:
    """How often the demonstrator may err with its wrong labels kept, before the recoveries are not worth it."""
    from scipy.optimize import brentq

    lost, returns = float(LOST), float(RETURNS)
    without = chain_cost(lost, lost, horizon)
    return float(brentq(lambda eta: chain_cost(1 - (1 - lost) * (1 - eta), returns, horizon) - without, 0, 1))


def _at(share: Fraction) -> dict:
    return {epsilon: ERROR, rho: BACK, off_share: share}


def _without(horizon: int) -> Fraction:
    """Without data off the track the learner is lost there: the tightrope."""
    return exact_value(EXPECTED_COST, {epsilon: ERROR, rho: Fraction(0), T: horizon})


def _kept(horizon: int) -> dict[str, object]:
    at = {epsilon: LOST, unlearned: LOST, rho: RETURNS, T: horizon}
    return {
        "T": horizon,
        "without recoveries": number(exact_value(EXPECTED_COST, {epsilon: LOST, rho: LOST, T: horizon})),
        "with recoveries": number(exact_value(EXPECTED_COST, {epsilon: LOST, rho: RETURNS, T: horizon})),
        "kept mistakes, limit": number(kept_limit(horizon)),
        "limit to first order": number(exact_value(KEPT_LIMIT, at)),
    }


def _map() -> Panel:
    shares, errors = np.geomspace(1e-3, 0.3, 61), np.geomspace(1e-3, 0.1, 41)
    value = [[worst(a, e, LONG).cost / LONG for a in shares] for e in errors]
    diagonal = curve("α = ε", "bound", errors, errors)
    return Panel(
        heading="",
        x_label="share of the data off the track, α",
        y_label="average error on the data, ε",
        x_scale="log",
        y_scale="log",
        curves=(diagonal,),
        map=Map(x=tuple(shares), y=tuple(errors), value=tuple(map(tuple, value)), unit=f"worst cost / T, T = {LONG}"),
    )


def _shares(profile: Profile) -> Panel:
    grid = np.geomspace(1e-3, 0.3, 121)
    curves = [curve(f"T = {h}", "problem", grid, [worst(share, ERROR, h).cost for share in grid]) for h in HORIZONS]
    contrast = [worst(share, ERROR, LONG, harmless=True).cost for share in grid]
    curves.append(curve("contrast: harmless", "bound", grid, contrast))
    curves.append(_episodes(100, profile))
    return Panel(
        heading="ε = 1/100",
        x_label="share of the data off the track, α",
        y_label="worst expected cost of an episode",
        x_scale="log",
        y_scale="log",
        curves=tuple(curves),
        legend="upper right",
    )


def _episodes(horizon: int, profile: Profile) -> Curve:
    """Episodes of the worst learner at a few shares."""
    level, found, exact = each(profile.confidence, len(SHOWN)), [], []
    for share in SHOWN:
        bad = worst(share, ERROR, horizon)
        blocks = rollouts(_chain(bad, horizon), horizon, profile.episodes // 5, profile.seed)
        costs = np.concatenate([(block.states[:, 1:] == 1).sum(axis=1) for block in blocks])
        found.append(betting(costs, horizon, level))
        exact.append(bad.cost)
    return beside("episodes", SHOWN, exact, found)


def _chain(bad: Worst, horizon: int) -> Problem:
    """The recovery chain with a learner of those two error rates."""
    on, off = (Fraction(x).limit_denominator(10**9) for x in (bad.on, bad.off))
    learner = policy([[[1 - on, on], [1 - off, off]]])
    return problem(f"recovery:rho={BACK}", horizon, ERROR).with_learner(learner)


EXPERIMENT = Experiment(
    key="paradox",
    title="The paradox: mistakes in the data",
    question="How many recoveries must the data show, and what if the mistakes are learned with them?",
    text=(
        "A chain with a way back: on the track the clone errs, off it the right action returns with probability $\\rho$. Data from the "
        "track alone leave it lost off the track: a tightrope. If a share $\\alpha$ of the data shows recoveries and the *average* error over "
        "the data is $\\epsilon$, the worst learner with one error rate on the track and one off it divides the error. Below $\\alpha = \\epsilon$ it can be wrong for certain off the track, and what is "
        "left for the track, $(\\epsilon - \\alpha)/(1 - \\alpha)$, is never forgiven. From $\\alpha = \\epsilon$ on no division is worse than none "
        "(`tightrope derive paradox`), and the cost is linear. More than that does harm: the best share lies just below $\\epsilon$ and tends to it with $T$. "
        "At the boundary a mixed split can be worst. The table asks for mistakes whose wrong label is kept: with "
        "errors of $1/20$ on the track and a way back of $1/20$ without recoveries and a certain one with them, recoveries are worth it while "
        "the demonstrator errs no more often than the limit. Relabelled mistakes have no such limit."
    ),
    claims=("L13",),
    run=run,
)

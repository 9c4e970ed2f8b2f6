"""Labels that are wrong now and then: how many of them DAgger's gain survives, and how late a label may be to be no worse."""

from fractions import Fraction

import numpy as np
from sympy import lambdify

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.causal_confusion import switch
from tightrope.bounds.lecture.late_labels import OUTDATED, back, latency, lost, noisy_cost, same_as
from tightrope.bounds.lecture.majority import eta
from tightrope.bounds.lecture.recovery import closed_form
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.episodes import rollouts
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.policy import Policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.late_labels import frequency_driver, late_votes, majority_driver, wrong_votes
from tightrope.simulators.worlds.excursions import OFF, driver, excursions

SLIP, LOST, BACK = Fraction(1, 100), Fraction(1, 20), Fraction(1)
HORIZONS, LONG = (10, 100), 1000
RATES = [Fraction(i, 50) for i in range(13)]
SAMPLED, SAMPLED_HORIZON = (Fraction(1, 50), Fraction(1, 10), Fraction(1, 5)), 100
FLIPS, LATENCIES = (Fraction(1, 50), Fraction(1, 10), Fraction(7, 10)), range(11)
UNTAUGHT, NEVER_SLIPS = driver(SLIP, Fraction(1), Fraction(0)), driver(Fraction(0), Fraction(1), Fraction(1))


def run(profile: Profile) -> Result:
    """The cost of clones of noisy labels beside clean cloning; the noise that lateness makes."""
    world = excursions(BACK, LOST)
    horizons = (*HORIZONS, *profile.long_horizons)
    ratios = {horizon: [_ratio(world, rate, horizon) for rate in RATES] for horizon in horizons}
    curves = [curve(f"T = {horizon}", "problem", RATES, values) for horizon, values in ratios.items()]
    limits = [break_even(horizon) for horizon in horizons]
    curves += [
        curve("cloning without noise", "worst", (RATES[0], RATES[-1]), (1, 1)),
        curve("no gain is left", "witness", limits, [1] * len(limits)),
        _sampled(world, profile),
    ]
    late = [
        curve(f"changes with q = {float(q):g}", "problem", LATENCIES, [_outdated(q, k) for k in LATENCIES])
        for q in FLIPS
    ]
    figure = Figure(
        key="wrong-labels",
        see="A few wrong labels take DAgger's gain if they are copied; and in a world that changes, late is wrong.",
        caption=(
            "Left: a slip (1/100) leads off the track, where the untaught driver returns with probability 1/20 a frame and the taught one with 1. DAgger's "
            "clone copies the frequencies of its labels, of which a share is wrong; its expected cost over that of a clone of clean demonstrations. Exact; bars are "
            f"{100 * profile.confidence:g} % intervals, for all at once, from {profile.episodes // 10:,} episodes, $T = {SAMPLED_HORIZON}$. Right: how often a late label is wrong if the right action "
            "is another one in the next frame with probability $q$."
        ),
        alt="Left, cost ratios rise through one; right, wrong labels against latency approach a half, in a zigzag for q = 0.7.",
        panels=(
            _panel("Copied noise", "share of wrong labels", "cost / cost of clean cloning", curves),
            _panel("Late is wrong", "latency (frames)", "probability that a label is wrong", late),
        ),
    )
    rows = tuple(_row(world, horizon) for horizon in (*HORIZONS, LONG))
    return Result(answers=(), figures=(figure,), table=rows)


def break_even(horizon: int) -> float:
    """The share of wrong labels at which the closed forms of the noisy clone and of clean cloning are equal."""
    from scipy.optimize import brentq

    values = {epsilon: SLIP, lost: LOST, back: BACK, rho: LOST, T: horizon}
    difference = lambdify(eta, (noisy_cost() - closed_form()).subs(values))
    return float(brentq(difference, 0, 0.5, xtol=1e-14))


def noisy_driver(world: Problem, rate: Fraction) -> Policy:
    """The clone of the expert's and of the untaught driver's frames, every label wrong with that probability."""
    return frequency_driver(wrong_votes(_votes(world), rate), SLIP)


def _votes(world: Problem) -> np.ndarray:
    """Right labels; their frequencies are the same in two decisions as in many."""
    return sum(late_votes(world, acting, 2, 0) for acting in (NEVER_SLIPS, UNTAUGHT))


def _ratio(world: Problem, rate: Fraction, horizon: int) -> float:
    policies = (noisy_driver(world, rate), UNTAUGHT)
    noisy, clean = (task_cost(world.mdp, policy, horizon, FLOAT) for policy in policies)
    return noisy / clean


def _outdated(q: Fraction, k: int) -> Fraction:
    return exact_value(OUTDATED, {switch: q, latency: k})


def _row(world: Problem, horizon: int) -> dict[str, object]:
    """Majorities of noisy labels are those of clean ones: their clone costs the same at any noise below one half."""
    majority = majority_driver(wrong_votes(_votes(world), Fraction(2, 5)), SLIP)
    limit = break_even(horizon)
    return {
        "horizon T": horizon,
        "clean cloning": number(float(task_cost(world.mdp, UNTAUGHT, horizon, FLOAT))),
        "DAgger, no noise": number(float(task_cost(world.mdp, noisy_driver(world, Fraction(0)), horizon, FLOAT))),
        "majority, 2/5 wrong": number(float(task_cost(world.mdp, majority, horizon, FLOAT))),
        "no gain left at": number(limit),
        "as late, q = 1/50": number(float(same_as(limit).subs(switch, Fraction(1, 50)))),
    }


def _sampled(world: Problem, profile: Profile) -> Curve:
    """Episodes of noisy clones, their cost over that of clean cloning."""
    intervals, horizon = [], SAMPLED_HORIZON
    clean = float(task_cost(world.mdp, UNTAUGHT, horizon))
    for rate in SAMPLED:
        acting = world.with_learner(noisy_driver(world, rate))
        blocks = rollouts(acting, horizon, profile.episodes // 10, profile.seed + rate.denominator)
        ratios = [count / clean for block in blocks for count in (block.states[:, 1:] == OFF).sum(axis=1)]
        intervals.append(betting(ratios, horizon / clean, each(profile.confidence, len(SAMPLED))))
    return beside("episodes", SAMPLED, [_ratio(world, rate, horizon) for rate in SAMPLED], intervals)


def _panel(heading: str, x_label: str, y_label: str, curves: list[Curve]) -> Panel:
    return Panel(
        heading=heading, x_label=x_label, y_label=y_label, x_scale="linear", y_scale="linear", curves=tuple(curves)
    )


EXPERIMENT = Experiment(
    key="wrong-labels",
    title="Labels that are wrong",
    question="How many wrong labels does DAgger's gain survive?",
    text=(
        "If a label is wrong with probability $\\eta$ and the learner copies frequencies, it slips with probability $1 - (1-\\epsilon)(1-\\eta)$ and returns with "
        "$(1-\\eta)\\rho_1 + \\eta\\rho_0$. Cloning of clean demonstrations knows no way back, and yet costs less beyond a share of wrong labels that grows with the horizon. "
        "A learner that follows majorities does not mind noise below one half once it has many labels for each state: that is the contrast. "
        "If the right action changes with probability $q$ per frame, a label that is $k$ frames late is wrong with probability $(1-(1-2q)^k)/2$; the last column is the latency that "
        "does as much harm as the noise before it. In a world that alternates ($q > 1/2$) a label two frames late is better than one that is late by one frame."
    ),
    claims=(),
    run=run,
)

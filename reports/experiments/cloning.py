"""Cloning from demonstrations: the most likely policy, its error on the expert's states and its cost on its own."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import log

import numpy as np

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, known, samples, states
from tightrope.bounds.lecture import label_budget
from tightrope.bounds.lecture.maximum_likelihood import DERIVATION
from tightrope.bounds.lecture.reset_cliff import EXPECTED_COST, EXPECTED_ERROR
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.learners.cloning import Clone, likelihood, majority, pooled, population
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.occupancy import state_laws, total_variation
from tightrope.simulators.model.arithmetic import FLOAT, fraction
from tightrope.simulators.model.policy import Table, deterministic, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.reset_cliff import uniform_cliff

STATES, ACTIONS, HORIZON = 20, 4, 30
SIZES = (1, 4, 16, 64)
GRID = (1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128)  # where it is exact
SETS = 3  # times as many data sets of the cliff, which is small
LAKE = "gymnasium:FrozenLake8x8-v1,restart=true"
NOISE, SHOWN = Fraction(1, 5), 20  # of the demonstrator whose likelihood is looked at, and its trajectories


@dataclass(frozen=True, kw_only=True, eq=False)
class Trained:
    """One clone, evaluated: expected errors on the expert's states and on its own, task cost, and TV after each action."""

    on_expert: float
    on_own: float
    task_cost: float
    tv: np.ndarray


def run(profile: Profile) -> Result:
    """The optimum of the likelihood, and what the clone costs as demonstrations grow in number."""
    unproved = [step.id for step in DERIVATION.steps if not DERIVATION.proved(step, "any")]
    rows, is_best = _likelihoods(profile.seed)
    if unproved or not is_best:
        raise RuntimeError(f"the frequencies are not shown to be the most likely policy: {unproved}, on data {is_best}")
    figure = Figure(
        key="cloning",
        see="On the cliff a clone pays far more than its errors on the expert's states, and learns late; the slippery lake forgives.",
        caption=(
            f"Expected in an episode of $T = {HORIZON}$, over data sets of $N$ demonstrations. Left: Reset-Cliff with {STATES} "
            f"states and {ACTIONS} actions; lines are exact. Right: FrozenLake 8x8, restarting, with an expert who "
            "looks at the time left: a clone without a clock stays wrong however much it is shown. Bars are "
            f"{100 * profile.confidence:g} % intervals from {SETS * profile.repetitions} data sets (left) and {profile.repetitions} (right); each clone is "
            "evaluated without sampling."
        ),
        alt="Two plots against the number of demonstrations, on a logarithmic axis; cost on own states lies above error on the expert's.",
        panels=(_cliff_panel(profile), _lake_panel(profile)),
    )
    answer = Answer(
        claim="L1",
        verdict="holds",
        evidence="proved",
        because=(
            "In every state that was seen the frequencies are the only maximum of the likelihood; with $k$ added to "
            "each count they are the maximum of a likelihood with a prior. In a state that was not seen it says nothing."
        ),
        numbers={f"log-likelihood of an action, {row['policy']}": row["log-likelihood of an action"] for row in rows},
        figure="cloning",
    )
    return Result(answers=(answer,), figures=(figure,), table=rows, numbers=answer.numbers)


def cliff_errors(demonstrations: int) -> Fraction:
    """The expected errors in T decisions on the expert's states, of the clone that looks at the time; exact."""
    return HORIZON * exact_value(EXPECTED_ERROR, _cliff(demonstrations))


def cliff_cost(demonstrations: int) -> Fraction:
    """The same clone's expected task cost, exact."""
    return exact_value(EXPECTED_COST, {**_cliff(demonstrations), T: HORIZON})


def pooled_cliff_cost(demonstrations: int) -> Fraction:
    """The expected task cost of the clone that does not look at the time, exact: over the coupon law of its labels."""
    law = known_law(STATES, STATES, demonstrations * HORIZON)
    return sum(chance * _cost_of_labelled(m) for m, chance in enumerate(law))


@cache
def _cost_of_labelled(seen: int) -> Fraction:
    """The task cost of a clone with labels for that many of the cliff's states, used at all times."""
    error = exact_value(label_budget.ERROR, {actions: ACTIONS, states: STATES, known: seen})
    return worst_case("pointwise", error, HORIZON)


def trained(made: Problem, clone: Table, expert_laws: np.ndarray) -> Trained:
    """What a clone does on a problem; in floats, without sampling. expert_laws (T + 1, S) are the expert's."""
    horizon, cost = len(expert_laws) - 1, made.mdp.cost(FLOAT)
    laws = state_laws(made.mdp, clone, horizon, FLOAT)
    rates = np.array([error_rates(made, clone, t, FLOAT) for t in range(1, horizon + 1)])
    return Trained(
        on_expert=(expert_laws[:-1] * rates).sum(),
        on_own=(laws[:-1] * rates).sum(),
        task_cost=sum((law * (clone.at(t, FLOAT) * cost).sum(axis=1)).sum() for t, law in enumerate(laws[:-1], 1)),
        tv=total_variation(laws, expert_laws),
    )


def clones(made: Problem, fold, sizes: tuple[int, ...], data_sets: int, seed: int) -> dict[int, list[Trained]]:
    """For each number of demonstrations the clones of that many data sets; a larger set extends the smaller one."""
    expert = deterministic(made.expert, made.mdp.shape[1])
    laws = state_laws(made.mdp, expert, HORIZON, FLOAT)
    result = {size: [] for size in sizes}
    for child in np.random.SeedSequence(seed).spawn(data_sets):
        shown = demonstrate(made, expert, HORIZON, max(sizes), int(child.generate_state(1, np.uint64)[0]))
        for size in sizes:
            result[size].append(trained(made, Clone().fit(fold(shown.first(size).counts())), laws))
    return result


def each_decision(counts: np.ndarray) -> np.ndarray:
    """A table for each decision: for a clone that looks at the time."""
    return counts


def intervals(values: list[list[float]], largest: float, confidence: float) -> list[Interval]:
    """An interval for the mean over data sets, at each number of demonstrations; all of them hold at once."""
    level = each(confidence, len(values))
    return [betting(np.clip(some, 0, largest), largest, level) for some in values]


def _cliff(demonstrations: int) -> dict:
    return {actions: ACTIONS, states: STATES, samples: demonstrations}


def _cliff_panel(profile: Profile) -> Panel:
    made = uniform_cliff(STATES, ACTIONS)
    found = clones(made, each_decision, SIZES, SETS * profile.repetitions, profile.seed)
    once = clones(made, pooled, SIZES, SETS * profile.repetitions, profile.seed)
    lines = (
        ("task cost", "worst", cliff_cost, [[one.task_cost for one in found[n]] for n in SIZES]),
        ("errors on the expert's states", "dagger", cliff_errors, [[one.on_expert for one in found[n]] for n in SIZES]),
        ("task cost, without clock", "bound", pooled_cliff_cost, [[one.task_cost for one in once[n]] for n in SIZES]),
    )
    curves = []
    for label, role, exact, values in lines:
        got = intervals(values, HORIZON, profile.confidence)
        curves.append(curve(label, role, GRID, [exact(n) for n in GRID]))
        curves.append(beside("data sets", SIZES, [exact(n) for n in SIZES], got))
    return _panel("Reset-Cliff", "expected in an episode", curves)


def _lake_panel(profile: Profile) -> Panel:
    made, curves = problem(LAKE, HORIZON), []
    for fold, words in ((each_decision, "with clock"), (pooled, "without clock")):
        found = clones(made, fold, SIZES, profile.repetitions, profile.seed)
        for key, name in (("on_own", "own states"), ("on_expert", "expert's states")):
            got = intervals([[getattr(one, key) for one in found[n]] for n in SIZES], HORIZON, profile.confidence)
            means = [interval.mean for interval in got]  # each clone is evaluated exactly, the mean over data sampled
            curves += [curve(f"{words}: {name}", "problem", SIZES, means), beside("data sets", SIZES, means, got)]
    return _panel("FrozenLake 8x8", "expected disagreements in an episode", curves)


def _panel(heading: str, y_label: str, curves: list[Curve]) -> Panel:
    return Panel(
        heading=heading,
        x_label="demonstrations N",
        y_label=y_label,
        x_scale="log",
        y_scale="linear",
        curves=tuple(curves),
        legend="upper right",
    )


def _likelihoods(seed: int) -> tuple[tuple[dict[str, object], ...], bool]:
    """Policies by the likelihood of a noisy demonstrator's data; whether the clone is the likeliest, in rationals."""
    made = uniform_cliff(3, 3)
    demonstrator = policy([[[1 - NOISE, NOISE / 2, NOISE / 2]] * 4])
    counts = pooled(demonstrate(made, demonstrator, 2, SHOWN, seed).counts())
    unlimited = pooled(population(made, demonstrator, 2))
    candidates = {
        "cloned": Clone().fit(counts),
        "cloned, 1 added to each count": Clone(smoothing=Fraction(1)).fit(counts),
        "the demonstrator": demonstrator,
        "most frequent action": majority(counts),
        "uniform guess": policy([[[Fraction(1, 3)] * 3] * 4]),
    }
    best = likelihood(candidates["cloned"], counts)
    is_best = all(likelihood(one, counts) < best for name, one in candidates.items() if name != "cloned")
    rows = tuple(
        {
            "policy": name,
            "log-likelihood of an action": _per_action(one, counts),
            "the same on unlimited data": _per_action(one, unlimited),
        }
        for name, one in candidates.items()
    )
    return rows, is_best


def _per_action(one: Table, weight: np.ndarray) -> dict[str, object] | str:
    """The mean log-likelihood; minus infinity in words, since a results file has finite numbers only."""
    pairs = [(fraction(p), float(w)) for p, w in zip(one.probability.flat, _floats(weight), strict=True) if w]
    if any(p == 0 for p, _ in pairs):
        return "minus infinity"
    return number(sum(w * log(p) for p, w in pairs) / sum(w for _, w in pairs))


def _floats(weight: np.ndarray) -> list[float]:
    return [float(fraction(w)) if weight.dtype == object else float(w) for w in weight.flat]


EXPERIMENT = Experiment(
    key="cloning",
    title="Cloning is maximum likelihood, and what that is worth",
    question="What does a clone learn from N demonstrations, and what does it pay where it learned nothing?",
    text=(
        "A table cloned by maximum likelihood holds the frequencies of the demonstrated actions (`tightrope derive maximum-likelihood`). "
        f"The table below shows it on {SHOWN} short demonstrations of a noisy demonstrator, against four neighbours, in exact "
        "arithmetic. The most frequent action, which makes fewest errors on the data, is infinitely unlikely; the clone beats "
        "even the demonstrator on the data, and on unlimited data it does not: fitting is not knowing. "
        "On Reset-Cliff, where each decision is taken in a fresh state and an error is for good, everything is exact: the clone's expected error at "
        "a decision is $\\epsilon_N = (1 - 1/A)(1 - 1/n)^N$, and its expected cost the tightrope's closed form at $\\epsilon_N$. A table "
        "that is used at all times has seen $N T$ states instead of $N$, and needs about $T$ times fewer demonstrations: here the time does not matter. "
        "On the lake it does, and the table without the time keeps an error that no number of demonstrations removes: it is "
        "the likeliest of its class, and its class lacks the expert."
    ),
    claims=("L1",),
    run=run,
)

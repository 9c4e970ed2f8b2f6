"""Cost against horizon: bound, exact worst case, witnesses, Gymnasium's tables, episodes, DAgger."""

from fractions import Fraction
from itertools import islice
from math import log2

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.experiment import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.learners.table import TableLearner, cell_per_state_and_time
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.episodes import disagreements
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, Arithmetic, fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import is_witness, problem
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.witnesses import witness

ERROR = Fraction(1, 1000)
SMALL = Fraction(1, 20_000)  # for the exponents: epsilon T <= 1/100 up to T = 200
SHORT, LONG = 100, 200
MOST_ROUNDS = 60
SHARP = {"tightrope": "pointwise", "exam": "per_step", "trap": "time_averaged"}
CLIFF = "gymnasium:CliffWalking-v1,restart=true"
TABLES = {
    CLIFF: "CliffWalking, restarting",
    "gymnasium:CliffWalking-v1": "CliffWalking",
    "gymnasium:Taxi-v4": "Taxi",
    "gymnasium:FrozenLake8x8-v1": "FrozenLake 8x8",
    "gymnasium:FrozenLake-v1": "FrozenLake",
}
LINEAR = "gymnasium:FrozenLake8x8-v1,restart=true"


def run(profile: Profile) -> Result:
    """Curves against T at one epsilon, and exponents between two horizons at a small one."""
    rows = tuple(_exponent_row(name) for name in ("tightrope", CLIFF, "gymnasium:Taxi-v4", LINEAR))
    rows += tuple(_dagger_row(name) for name in ("tightrope", CLIFF))
    panels = (_witness_panel(profile), _table_panel(profile))
    figure = Figure(
        key="growth",
        see="Cloning's cost grows like T² where an error is not forgiven; DAgger's grows like T.",
        caption=(
            "Expected disagreements in $T$ decisions at $\\epsilon = 1/1000$. Left: the lecture's bound, two exact worst "
            "cases, the problems that attain them and the tightrope, and DAgger's $\\epsilon T$; bars are "
            f"{100 * profile.confidence:g} % intervals from {profile.episodes:,} episodes. Right: Gymnasium's tables, "
            "cloned with pointwise error $\\epsilon$ and the worst behaviour off the expert's support; DAgger's loop with "
            "the same $\\epsilon$ as floor of its learner. Each horizon has its own optimal expert, hence the bends where the lake's "
            "goal comes within reach."
        ),
        alt="Two log-log plots of cost against horizon; cloning has slope two on the witnesses, DAgger slope one.",
        panels=panels,
    )
    numbers = {f"exponent of {row['problem']}, {row['learner']}": row["exponent"] for row in rows}
    return Result(answers=(), figures=(figure,), table=rows, numbers=numbers)


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


def exponent(short: Fraction | float, long: Fraction | float) -> float:
    """The slope of log cost against log horizon between SHORT and LONG."""
    return log2(long / short) / log2(LONG / SHORT)


def off_support(made: Problem, horizon: int, arithmetic: Arithmetic) -> Fraction | float:
    """The share of the learner's decisions that are taken where the expert cannot be at that time."""
    expert = state_laws(made.mdp, deterministic(made.expert, made.mdp.shape[1]), horizon, arithmetic)[:-1]
    learner = state_laws(made.mdp, made.learner, horizon, arithmetic)[:-1]
    outside = learner * ~expert.astype(bool) if arithmetic is FLOAT else learner[~expert.astype(bool)]
    share = sum(outside.flat, arithmetic.zeros(1)[0]) / horizon
    return share if arithmetic is FLOAT else fraction(share)


def _arithmetic(made: Problem) -> Arithmetic:
    return EXACT if made.mdp.shape[0] < 100 else FLOAT


def _cost(made: Problem, horizon: int) -> Fraction | float:
    arithmetic = _arithmetic(made)
    cost = evaluate(made, horizon, arithmetic).disagreement
    return cost if arithmetic is FLOAT else fraction(cost)


def _row(name: str, learner: str, build) -> dict[str, object]:
    made = {horizon: build(name, SMALL, horizon) for horizon in (SHORT, LONG)}
    short, long = (_cost(made[horizon], horizon) for horizon in (SHORT, LONG))
    return {
        "problem": TABLES.get(name, name.removeprefix("gymnasium:").replace("-v1,restart=true", ", restarting")),
        "learner": learner,
        "cost at T = 100": number(short),
        "cost at T = 200": number(long),
        "exponent": number(exponent(short, long)),
        "off the expert's states": number(off_support(made[LONG], LONG, _arithmetic(made[LONG]))),
    }


def _exponent_row(name: str) -> dict[str, object]:
    return _row(name, "cloning", cloned)


def _dagger_row(name: str) -> dict[str, object]:
    return _row(name, "DAgger", labelled)


def _lecture(horizons) -> Curve:
    values = [exact_value(epsilon * T + 2 * epsilon * T**2, {epsilon: ERROR, T: h}) for h in horizons]
    return curve("lecture: εT + 2εT²", "bound", horizons, values)


def _witness_panel(profile: Profile) -> Panel:
    horizons = profile.horizons + profile.long_horizons
    curves = [_lecture(horizons)]
    for reading, label in (("time_averaged", "worst, time-averaged"), ("per_step", "worst, per step")):
        curves.append(curve(label, "worst", horizons, [worst_case(reading, ERROR, h) for h in horizons]))
    for name in SHARP:
        costs = [_cost(witness(name).problem(ERROR, h), h) for h in profile.horizons]
        curves.append(curve(f"{name} ({SHARP[name].replace('_', ' ')})", "witness", profile.horizons, costs))
    curves.append(_sampled("tightrope", profile))
    curves.append(curve("DAgger: εT", "dagger", horizons, [worst_case("on_policy", ERROR, h) for h in horizons]))
    return _panel("Witnesses", curves)


def _table_panel(profile: Profile) -> Panel:
    horizons = [h for h in profile.horizons if h > 1]
    curves = [_lecture(horizons)]
    for name, label in TABLES.items():
        curves.append(curve(label, "problem", horizons, [_cost(cloned(name, ERROR, h), h) for h in horizons]))
    curves.append(_sampled(CLIFF, profile))
    short = [h for h in horizons if h <= 100]
    costs = [_cost(labelled(CLIFF, ERROR, h), h) for h in short]
    curves.append(curve("DAgger on CliffWalking", "dagger", short, costs))
    return _panel("Gymnasium's tables", curves)


def _sampled(name: str, profile: Profile) -> Curve:
    horizons = [h for h in profile.horizons if h >= 10]
    intervals = [
        betting(disagreements(cloned(name, ERROR, h), h, profile.episodes, profile.seed + h), h, profile.confidence)
        for h in horizons
    ]
    return Curve(
        label="episodes",
        role="sampled",
        x=tuple(map(float, horizons)),
        y=tuple(i.mean for i in intervals),
        lower=tuple(i.lower for i in intervals),
        upper=tuple(i.upper for i in intervals),
    )


def _panel(heading: str, curves: list[Curve]) -> Panel:
    return Panel(
        heading=heading,
        x_label="horizon T (decisions)",
        y_label="expected disagreements per episode",
        x_scale="log",
        y_scale="log",
        curves=tuple(curves),
    )


EXPERIMENT = Experiment(
    key="growth",
    title="Cost against the horizon",
    question="Does cloning's cost really grow like T squared, and DAgger's like T?",
    text=(
        "The slope between $T = 100$ and $T = 200$ at $\\epsilon = 1/20000$, from exact costs (Taxi: floats with a relative "
        "error below $10^{-11}$). Cloning is quadratic where a wrong action leads off the expert's states and nothing "
        "there was ever labelled. FrozenLake is slippery: the expert itself slips to nearly every state that the learner "
        "can reach, so these states are in the data, the error bound holds there as well, and cloning is linear although "
        "the theory allows a square. The last column is the share of decisions that the learner takes where the expert "
        "cannot be. In an episode that ends (CliffWalking without restart) the expert's path has 13 decisions only at "
        "which an error can begin, and for long horizons the cost is linear in $T$ for that reason."
    ),
    claims=(),
    run=run,
)

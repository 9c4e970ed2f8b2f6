"""L30: DAgger and cloning with the same number of labels; what DAgger's labels buy, and what they are wasted on."""

from fractions import Fraction

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, actions, states
from tightrope.bounds.lecture.label_budget import GAIN, LIMIT, WASTE
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.experiment import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.label_budget import asking, cloning, costs, dagger, drawn_dagger, expected_cost
from tightrope.simulators.worlds.fresh_states import fresh_states

STATES, ACTIONS, HORIZON = 6, 4, 20
BUDGETS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 30, 40)
SAMPLED, RUNS = (3, 10, 25), 20  # budgets; runs to each of the profile's repetitions
SETTINGS = ((6, 4, 2), (6, 4, 5), (6, 4, 20), (6, 2, 20), (3, 4, 20), (12, 4, 20))  # states, actions, horizon
HORIZONS = (1, 2, 3, 5, 8, 13, 20, 35, 60)
LARGEST_BUDGET, CLIFF_BUDGET, SPLIT_BUDGET, SHOWN = 48, 20, 20, 4


def run(profile: Profile) -> Result:
    """Expected costs for every number of labels, with a way back and without; and the ratio by horizon."""
    way_back, cliff = fresh_states(STATES, ACTIONS), fresh_states(STATES, ACTIONS, ways_back=0)
    rows = tuple(_row(*setting) for setting in SETTINGS)
    figures = (_budget_figure(way_back, cliff, profile), _horizon_figure(way_back))
    price, fall = costs(way_back, HORIZON), costs(cliff, HORIZON)
    few, no_way_back = _pair(way_back, price, 3), _pair(cliff, fall, CLIFF_BUDGET)
    answer = Answer(
        claim="L30",
        verdict="conditional",
        evidence="exact",
        because=(
            f"Labels on the learner's own states are a price, and not always one that pays: with 3 labels DAgger costs {float(few[1]):.2f} an "
            f"episode and cloning {float(few[0]):.2f}, but where nothing leads back, {float(no_way_back[1]):.2f} against {float(no_way_back[0]):.2f} with "
            f"{CLIFF_BUDGET} labels; and in episodes of two decisions DAgger loses from {rows[0]['DAgger loses from']} labels on, "
            "because it buys the label off the track again and again. A few demonstrations first, then DAgger, beat either alone."
        ),
        condition=(
            "errors can be recovered from, and the gain, the cost without the way back over the cost with it when one state is missing, exceeds "
            "the waste, about $e^{1-1/A}$ for many states"
        ),
        numbers={
            "DAgger, 3 labels": number(few[1]),
            "cloning, 3 labels": number(few[0]),
            f"DAgger, {CLIFF_BUDGET} labels, no way back": number(no_way_back[1]),
            f"cloning, {CLIFF_BUDGET} labels, no way back": number(no_way_back[0]),
        },
        figure="label-budget",
    )
    return Result(answers=(answer,), figures=figures, table=rows, numbers=_factors())


def loses_from(world: Problem, horizon: int) -> int | None:
    """The smallest budget up to 48 labels at which DAgger's expected cost is above cloning's."""
    price = costs(world, horizon)
    for labels in range(1, LARGEST_BUDGET + 1):
        clone, learner = _pair(world, price, labels, horizon)
        if learner > clone:
            return labels
    return None


def splits(world: Problem, price: dict, horizon: int, labels: int) -> list[Fraction]:
    """The expected cost if the first 0, 1, ..., all of the labels are demonstrated, and DAgger asks for the others."""
    return [expected_cost(dagger(world, horizon, labels, shown), price) for shown in range(labels + 1)]


def _factors() -> dict[str, object]:
    """Gain and waste in each setting."""
    found = {}
    for count, choices, horizon in SETTINGS:
        values = {states: count, actions: choices, T: horizon}
        for name, formula in (("gain", GAIN), ("waste", WASTE)):
            found[f"{name}, {count} states, {choices} actions, T = {horizon}"] = number(exact_value(formula, values))
    return found


def _pair(world: Problem, price: dict, labels: int, horizon: int = HORIZON) -> tuple[Fraction, Fraction]:
    """The expected costs of cloning and of DAgger."""
    return expected_cost(cloning(world, labels), price), expected_cost(dagger(world, horizon, labels), price)


def _row(count: int, choices: int, horizon: int) -> dict[str, object]:
    world = fresh_states(count, choices)
    price, values = costs(world, horizon), {states: count, actions: choices, T: horizon}
    first = loses_from(world, horizon)
    clone, learner = _pair(world, price, LARGEST_BUDGET, horizon)
    split = splits(world, price, horizon, SPLIT_BUDGET)
    best = split.index(min(split))
    return {
        "states": count,
        "actions": choices,
        "horizon T": horizon,
        "DAgger loses from": "not up to 48" if first is None else str(first),
        "ratio at 48 labels": number(learner / clone),
        "limit, one long episode": number(exact_value(LIMIT, values)),
        f"best shown first, of {SPLIT_BUDGET}": best,
        "ratio with these": number(split[best] / split[-1]),
    }


def _budget_figure(way_back: Problem, cliff: Problem, profile: Profile) -> Figure:
    return Figure(
        key="label-budget",
        see="With a way back DAgger's labels buy more than demonstrations; without one, a fall wastes the rest of the episode.",
        caption=(
            f"Expected cost of an episode, $T = {HORIZON}$, after $B$ labels in all, exact: {STATES} states redrawn at each decision, {ACTIONS} actions, a "
            "guess where there is no label. DAgger labels every frame of its own episodes, or (asking) only frames in states without "
            f"label. Bars: {100 * profile.confidence:g} % intervals, for all bars at once, from {RUNS * profile.repetitions} drawn runs of DAgger."
        ),
        alt="Cost against labels on a log axis: left DAgger below cloning, right DAgger far above it.",
        panels=(
            _budget_panel("One action leads back", way_back, True, profile),
            _budget_panel("Nothing leads back", cliff, False, profile),
        ),
    )


def _budget_panel(heading: str, world: Problem, back: bool, profile: Profile) -> Panel:
    price = costs(world, HORIZON)
    laws = {
        "cloning": cloning,
        "DAgger": lambda w, b: dagger(w, HORIZON, b),
        f"asking, 0 from {STATES + 1} on": lambda w, b: asking(w, HORIZON, b),
    }
    laws[f"{SHOWN} shown, then DAgger"] = lambda w, b: dagger(w, HORIZON, b, min(b, SHOWN))
    curves = []
    for label, law in laws.items():
        values = [expected_cost(law(world, labels), price) for labels in BUDGETS]
        shown = [(labels, value) for labels, value in zip(BUDGETS, values, strict=True) if value]
        role = "dagger" if label.startswith(("DAgger", "asking")) else "problem"
        curves.append(curve(label, role, *zip(*shown, strict=True)))
    return Panel(
        heading=heading,
        x_label="labels B",
        y_label="expected cost per episode",
        x_scale="linear",
        y_scale="log",
        curves=(*curves, _sampled(world, price, profile)),
        legend="lower left",
    )


def _sampled(world: Problem, price: dict, profile: Profile) -> Curve:
    """Drawn runs of DAgger."""
    intervals = []
    for labels in SAMPLED:
        drawn = drawn_dagger(world, HORIZON, labels, RUNS * profile.repetitions, profile.seed + labels)
        paid = [float(price[int(run[:-1].sum()), bool(run[-1])]) for run in drawn]
        intervals.append(betting(paid, HORIZON, each(profile.confidence, 2 * len(SAMPLED))))
    return beside("drawn runs", SAMPLED, [_pair(world, price, labels)[1] for labels in SAMPLED], intervals)


def _horizon_figure(world: Problem) -> Figure:
    curves = []
    for labels in (3, 10, 20, 100):
        pairs = [_pair(world, costs(world, horizon), labels, horizon) for horizon in HORIZONS]
        curves.append(curve(f"{labels} labels", "problem", HORIZONS, [learner / clone for clone, learner in pairs]))
    curves.append(curve("equal", "worst", (HORIZONS[0], HORIZONS[-1]), (1, 1)))
    return Figure(
        key="label-budget-horizon",
        see="DAgger is worth its labels in long episodes and with few labels; in short episodes it loses once labels are many.",
        caption=(
            f"DAgger's expected cost over cloning's with the same number of labels, exact; {STATES} states, {ACTIONS} actions, one of "
            "which leads back. With more labels than 100 the ratio does not change to be seen."
        ),
        alt="Ratio against the horizon: all curves fall, from above one to below one, later for more labels.",
        panels=(
            Panel(
                heading="",
                x_label="horizon T (decisions)",
                y_label="cost of DAgger / cost of cloning",
                x_scale="log",
                y_scale="linear",
                curves=tuple(curves),
            ),
        ),
    )


EXPERIMENT = Experiment(
    key="label-budget",
    title="The price of labels",
    question="With the same number of expert labels, is DAgger better than cloning?",
    text=(
        "On track every next state is a fresh one of $n$; one of $A$ actions is right, the others lead off the track, where one action leads back. "
        "A demonstration labels states on track only, $B$ labels being $B$ draws from $n$ coupons. DAgger labels what it "
        "meets, also the one state off the track, at once and every time. One such label teaches the way back; all later ones of the same state teach "
        "nothing. Late in learning cloning and DAgger differ by two factors: the *gain*, what an episode costs without the way back over what it costs with it, and the "
        "*waste*, $E[z^W]$ with $z = n/(n-1)$ and $W$ the labels spent off the track, which tends to $e^{1-1/A}$ as $n$ grows. "
        "DAgger is better in the long run if the gain is larger. The contrast is the cliff: with no way back the label off "
        "the track teaches nothing at all, and DAgger is never better than cloning. A learner that asks only where it has no label never "
        "buys more than $n + 1$ of them. A few demonstrations first, then DAgger, is better than either alone in all settings of the table: the first labels on track keep the learner "
        "from spending others off it."
    ),
    claims=("L30",),
    run=run,
)

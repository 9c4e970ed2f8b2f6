"""Causal confusion: when a clone that sees its own brake light obeys it, what that costs, and what repairs it."""

from fractions import Fraction
from functools import cache
from itertools import islice

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, blur, light_error, switch, to_latex
from tightrope.bounds.lecture import causal_confusion as theory
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.experiment import Curve, Experiment, Figure, Map, Panel, Profile, Result, curve
from tightrope.simulators.learners.majority import table_law
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.confidence import betting, clopper_pearson
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.episodes import rollouts, visits
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import Policy, deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.brake_light import SEES_BOTH, SEES_VIEW, brake_light, light_at_random, previous_view

SWITCH, BLUR, HORIZON = Fraction(1, 20), Fraction(1, 5), 40
WINDSCREEN = TableLearner(cell=SEES_VIEW, floor=Fraction(0))
WITH_LIGHT = TableLearner(cell=SEES_BOTH, floor=Fraction(0))
BLURS, ROUNDS = (BLUR, Fraction(3, 10), Fraction(7, 20), Fraction(2, 5)), 10
DEMONSTRATIONS = 100  # expert episodes behind the sampled clone
GRID = 60
SEEN, MET = "error on the expert's states", "error on its own states"
EXAMPLES = (1, 2, 5, 10, 20, 50, 100)
DATA_SETS = 4  # times the profile's repetitions


def run(profile: Profile) -> Result:
    """The boundary as a map, the error decision by decision, the repairs round by round, and finite data."""
    rows = _rows()
    figures = (
        Figure(
            key="brake-light",
            see="The clone obeys its own light if the obstacle changes more seldom than the windscreen errs; mostly it pays for that.",
            caption=(
                f"Left: on-policy error of the greedy table with the light, less that without, $T = {HORIZON}$, from the "
                "closed form. Right: errors by decision at $q = 1/20$, $d = 1/5$ (exact), and "
                f"{100 * profile.confidence:g} % intervals, for all bars at once, from {profile.episodes:,} episodes of a table fitted to "
                f"{DEMONSTRATIONS} sampled demonstrations."
            ),
            alt="A map of the square of q and d with two boundaries, and error curves that rise from 0.05 to one half.",
            panels=(_map_panel(), _decision_panel(profile)),
        ),
        Figure(
            key="brake-light-repair",
            see="DAgger drops the light exactly when obeying it is the worse choice; the expert's data, only if the view is clear.",
            caption=(
                f"Left: exact on-policy error by round of DAgger, population data, equal weights, $q = 1/20$, $T = {HORIZON}$. "
                "Right: expected on-policy error of tables fitted to $N$ independent examples, exact, over all data sets; "
                f"bars are {100 * profile.confidence:g} % intervals, for all bars at once, from {DATA_SETS * profile.repetitions} sampled data sets. "
                "In cells without data a table does its worst. With $d = 0$ the cause is in full view, and only data in which "
                "the obstacle never changes confuse."
            ),
            alt="Left, error by round: three curves fall to their blur, one stays. Right, error against the number of examples.",
            panels=(_repair_panel(), _data_panel(profile)),
        ),
    )
    return Result(answers=(_answer(rows),), figures=figures, table=rows, numbers=_numbers())


def _answer(rows: tuple[dict, ...]) -> Answer:
    plain, confused = rows[0], rows[1]
    proved = all(theory.DERIVATION.proved(step, "any") for step in theory.DERIVATION.steps)
    return Answer(
        claim="L17",
        verdict="conditional" if proved else "undecided",
        evidence="proved" if proved else "exact",
        because=(
            f"At $q = 1/20$, $d = 1/5$, $T = {HORIZON}$ seeing the light lowers the error on the expert's states from "
            f"{plain[SEEN]['value']:g} to {confused[SEEN]['value']:g} and raises that on its own "
            f"to {confused[MET]['value']:.3f}. A random light in the data, or one round of DAgger, repairs it. "
            "With $q \\geq d$, or with a history of views in place of the own actions, there is no confusion."
        ),
        condition=(
            f"the clone takes the likelier action, $q < d$, and $C = {to_latex(theory.copier_closed_form())} > d T$"
            if proved
            else ""
        ),
        numbers={f"{MET}, {row['learner']}": row[MET] for row in rows},
        figure="brake-light",
    )


def _rows() -> tuple[dict, ...]:
    """Each learner's error on its data's own world and on the road, checked against the closed forms."""
    road = brake_light(SWITCH, BLUR)
    contrast = brake_light(BLUR, SWITCH)
    second_round = list(islice(_loop(road, WITH_LIGHT), 2))[1].learner
    rows = (
        _row("windscreen", road, road, _clone(road, WINDSCREEN)),
        _row("windscreen and light", road, road, _clone(road, WITH_LIGHT)),
        _row("the same, light drawn at random in the data", light_at_random(SWITCH, BLUR), road),
        _row("the same, after one round of DAgger", road, road, second_round),
        _row("the same, the light obeyed only when it is on", road, road, _one_sided(road)),
        _row("windscreen, now and before", previous_view(SWITCH, BLUR), previous_view(SWITCH, BLUR)),
        _row("windscreen and light, q = 1/5 and d = 1/20", contrast, contrast),
        _row("windscreen, actions drawn in proportion", road, road, _drawing(road, WINDSCREEN)),
        _row("windscreen and light, drawn in proportion", road, road, _drawing(road, WITH_LIGHT)),
    )
    for row, (q, d) in zip((rows[1], rows[6]), ((SWITCH, BLUR), (BLUR, SWITCH)), strict=True):
        expected = (exact_value(theory.TRAINING_ERROR, {switch: q, blur: d}), _closed_form(q, d, HORIZON))
        if (row[SEEN], row[MET]) != tuple(map(number, expected)):
            raise RuntimeError(f"{row['learner']}: the closed forms {expected} are not what happens, {row}")
    return rows


def _row(name: str, shown: Problem, road: Problem, learner: Policy | None = None) -> dict[str, object]:
    learner = learner or _clone(shown, WITH_LIGHT)
    return {
        "learner": name,
        SEEN: number(evaluate(shown.with_learner(learner), HORIZON).epsilon["time_averaged"]),
        MET: number(_error(road, learner, HORIZON)),
    }


def _numbers() -> dict[str, object]:
    first = next(h for h in range(1, 1000) if _copier(SWITCH, h) > BLUR * h)
    return {
        f"first horizon at which obeying the light costs more, q = {SWITCH}, d = {BLUR}": number(Fraction(first)),
        "rounds of DAgger for long horizons, q = 1/20, d = 9/20": number(
            exact_value(theory.ROUNDS_LONG, {switch: SWITCH, blur: Fraction(9, 20)})
        ),
    }


def _loop(road: Problem, learner: TableLearner, horizon: int = HORIZON):
    return dagger.loop(road, learner, dagger.population(road, horizon), dagger.aggregate)


def _clone(shown: Problem, learner: TableLearner, horizon: int = HORIZON) -> Policy:
    return next(_loop(shown, learner, horizon)).learner


def _drawing(shown: Problem, learner: TableLearner) -> Policy:
    return learner.frequencies(shown, next(_loop(shown, learner)).weight)


def _one_sided(road: Problem) -> Policy:
    """What DAgger may reach on the way if it sees few episodes: one of the two cells where the signs differ is repaired."""
    labels = np.array([0, 1, 1, 1])[WITH_LIGHT.cell].repeat(HORIZON, axis=0)
    return WITH_LIGHT.play(road, labels)


def _error(road: Problem, learner: Policy, horizon: int) -> Fraction:
    return evaluate(road.with_learner(learner), horizon).epsilon["on_policy"]


@cache
def _copier(q: Fraction, horizon: int) -> Fraction:
    return exact_value(theory.COPIER_COST, {switch: q, T: horizon})


def _closed_form(q: Fraction, d: Fraction, horizon: int) -> Fraction:
    """On-policy error, averaged over the decisions, of the greedy table with the light."""
    return _copier(q, horizon) / horizon if q < d else d


def _map_panel() -> Panel:
    steps = [Fraction(i, 2 * GRID) for i in range(1, GRID)]
    value = tuple(tuple(float(_closed_form(q, d, HORIZON) - d) for q in steps) for d in steps)
    axis = tuple(map(float, steps))
    worth = [_copier(q, HORIZON) / HORIZON for q in steps]
    return Panel(
        heading="",
        x_label="q: the obstacle changes, probability per decision",
        y_label="d: the windscreen errs, probability",
        x_scale="linear",
        y_scale="linear",
        map=Map(x=axis, y=axis, value=value, unit="on-policy error added by the light"),
        curves=(
            curve("q = d: the light is obeyed above", "bound", steps, steps),
            curve(f"obeying it costs less above, T = {HORIZON}", "bound", steps, worth),
        ),
        notes=((0.35, 0.13, "light ignored"), (0.12, 0.25, "obeyed,\nand it hurts")),
    )


def _decision_panel(profile: Profile) -> Panel:
    road = brake_light(SWITCH, BLUR)
    clone = _clone(road, WITH_LIGHT)
    exact = list(evaluate(road.with_learner(clone), HORIZON).costs)
    decisions = range(1, HORIZON + 1)
    ends = (1, HORIZON)
    return Panel(
        heading="",
        x_label="decision",
        y_label="probability of a wrong action",
        x_scale="linear",
        y_scale="linear",
        curves=(
            curve("with the light, on its own", "problem", decisions, exact),
            curve("without it, either way: d", "worst", ends, (BLUR, BLUR)),
            curve("with it, in training: q", "bound", ends, (SWITCH, SWITCH)),
            _sampled_errors(road, clone, exact, profile),
        ),
    )


def _sampled_errors(road: Problem, clone: Policy, exact: list[Fraction], profile: Profile) -> Curve:
    """From demonstrations to a table to episodes; raises RuntimeError if an interval misses the exact error."""
    expert = road.with_learner(deterministic(road.expert, 2))
    fitted = WITH_LIGHT.fit(road, visits(expert, HORIZON, DEMONSTRATIONS, profile.seed))
    if (fitted.probability != clone.probability).any():
        raise RuntimeError(f"{DEMONSTRATIONS} demonstrations gave another table than the population")
    wrong = np.concatenate(
        [block.disagreed for block in rollouts(road.with_learner(fitted), HORIZON, profile.episodes, profile.seed + 1)]
    ).sum(axis=0)
    shown = (1, 5, 10, 15, 20, 25, 30, 35, 40)
    level = each(profile.confidence, len(shown))
    intervals = [clopper_pearson(int(wrong[t - 1]), profile.episodes, level) for t in shown]
    return beside("episodes", shown, [exact[t - 1] for t in shown], intervals)


def _repair_panel() -> Panel:
    curves = []
    for d in BLURS:
        road = brake_light(SWITCH, d)
        errors = [_error(road, each.learner, HORIZON) for each in islice(_loop(road, WITH_LIGHT), ROUNDS + 1)]
        repaired = next((i for i, error in enumerate(errors) if error == d), None)
        if repaired != _rounds(SWITCH, d, HORIZON):
            raise RuntimeError(f"d = {d}: DAgger dropped the light after {repaired} rounds, not as the formula says")
        label = f"d = {float(d):g}: " + (f"dropped after {repaired}" if repaired else "kept, C < dT")
        curves.append(curve(label, "problem", range(ROUNDS + 1), errors))
    return Panel(
        heading="",
        x_label="round of DAgger",
        y_label="on-policy error, averaged over decisions",
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
    )


def _rounds(q: Fraction, d: Fraction, horizon: int) -> int | None:
    """Rounds until DAgger obeys the windscreen, by the formula; None if it never does."""
    wrong = _copier(q, horizon) / horizon
    if q >= d:
        return 0
    return int(exact_value(theory.ROUNDS, {switch: q, blur: d, light_error: wrong})) if wrong > d else None


def _data_panel(profile: Profile) -> Panel:
    clear, road = brake_light(SWITCH, Fraction(0)), brake_light(SWITCH, BLUR)
    curves = []
    for label, world, learner in (
        ("with the light, d = 0.2", road, WITH_LIGHT),
        ("without it, d = 0.2", road, WINDSCREEN),
        ("with the light, d = 0", clear, WITH_LIGHT),
    ):
        exact = [expected_error(world, learner, n) for n in EXAMPLES]
        curves.append(curve(label, "problem", EXAMPLES, exact))
        if world is clear:
            curves.append(_sampled_data(world, learner, exact, profile))
    return Panel(
        heading="",
        x_label="N, examples in the data",
        y_label="expected on-policy error",
        x_scale="log",
        y_scale="linear",
        curves=tuple(curves),
        legend="upper right",
    )


def expected_error(world: Problem, learner: TableLearner, examples: int) -> Fraction:
    """On-policy error of the table fitted to that many independent examples, in expectation over them; exact."""
    mass = [list(map(fraction, row)) for row in learner.votes(world, world.mdp.start_law(EXACT)[None])]
    return sum(chance * _table_error(world, learner, table) for table, chance in table_law(mass, examples).items())


def _table_error(world: Problem, learner: TableLearner, table: tuple[int, ...]) -> Fraction:
    labels = np.array(table)[learner.cell].repeat(HORIZON, axis=0)
    return _error(world, learner.play(world, labels), HORIZON)


def _sampled_data(world: Problem, learner: TableLearner, exact: list[Fraction], profile: Profile) -> Curve:
    """Data sets drawn, tables fitted, each evaluated exactly; raises RuntimeError if an interval misses the expectation."""
    random = np.random.default_rng(profile.seed)
    law = world.mdp.start / world.mdp.start.sum()
    price, intervals = {}, []
    for examples in EXAMPLES:
        errors = []
        for counts in random.multinomial(examples, law, size=DATA_SETS * profile.repetitions):
            table = _table(learner, world, counts)
            price[table] = price.get(table) or _table_error(world, learner, table)
            errors.append(float(price[table]))
        intervals.append(betting(np.array(errors), 1, each(profile.confidence, len(EXAMPLES))))
    return beside("sampled data sets", EXAMPLES, exact, intervals)


def _table(learner: TableLearner, world: Problem, counts: np.ndarray) -> tuple[int, ...]:
    votes = learner.votes(world, counts[None])
    return tuple(-1 if not any(row) else int(row[1] > row[0]) for row in votes)


EXPERIMENT = Experiment(
    key="brake-light",
    title="Causal confusion: the brake light",
    question="Does seeing its own brake light make a clone fit better and drive worse?",
    text=(
        "An obstacle comes and goes, changing with probability $q$ per decision. The windscreen shows it, wrongly with "
        "probability $d$; the brake light shows the car's own last action. In the expert's data the light is wrong only when "
        "the obstacle has just changed, with probability $q$, and a table that takes the likelier action obeys whichever is wrong less "
        "often in its data. If that is the light, the clone repeats its first action for ever [causal confusion, as in @dehaan2019causal]: its expected cost is $C(q, T)$, "
        "half of all decisions in the long run. The light is then a bad teacher, but not always a bad guide: up to a "
        "certain horizon $C(q, T) \\leq d T$, and DAgger, which learns how often the light is wrong when the clone drives, drops it if and only if "
        "$C(q, T) > d T$ (on the way, a light that is obeyed only when it is on costs more than either). The contrasts: with $q \\geq d$ the light is ignored; if the history holds the last view in "
        "place of the last action, it is as well; a light that is random in the data is ignored. A clone that draws its actions in proportion "
        "to the data is not confused either: its error with the light rises towards $2 d (1 - d)$, exactly its error without."
    ),
    claims=("L17",),
    run=run,
)

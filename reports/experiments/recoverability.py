"""DAgger on the task's own cost: linear where an error can be recovered from, quadratic where it cannot."""

from fractions import Fraction

from tightrope.bounds.catalogue import bound
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, u
from tightrope.bounds.lecture import dagger as theory
from tightrope.reports.evidence.growth import LONG, SHORT, SMALL, exponent, labelled
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.recoverability import advantages, performance_difference, recoverability
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem

ERROR = Fraction(1, 1000)
ROPE, CHAIN = "tightrope", "recovery:rho=1/5"
BOUND = bound("dagger-task-cost")


def run(profile: Profile) -> Result:
    """Task cost of cloning and of DAgger on the tightrope and on the recovery chain, beside u epsilon T."""
    horizons = [h for h in profile.horizons if h > 1]
    series = {
        "cloning, either problem": [_gap(_clone(CHAIN, ERROR, h), h) for h in horizons],
        "DAgger, tightrope": [_gap(labelled(ROPE, ERROR, h), h) for h in horizons],
        "DAgger, recovery chain": [_gap(labelled(CHAIN, ERROR, h), h) for h in horizons],
    }
    limits = [_limit(labelled(CHAIN, ERROR, h), ERROR, h) for h in horizons]
    curves = [
        Curve(
            label=key,
            role="dagger" if key.startswith("DAgger") else "problem",
            x=tuple(map(float, horizons)),
            y=tuple(map(float, values)),
        )
        for key, values in series.items()
    ]
    curves.append(
        Curve(label="u εT, recovery chain", role="bound", x=tuple(map(float, horizons)), y=tuple(map(float, limits)))
    )
    rows = tuple(_row(name) for name in (ROPE, CHAIN))
    figure = Figure(
        key="recoverability",
        see="On the task's cost DAgger is linear only where an error can be recovered from.",
        caption=(
            "Expected extra task cost of an episode, exact, at $\\epsilon = 1/1000$. Off the rope every decision costs 1; "
            "the recovery chain returns with probability $\\rho = 1/5$ if the action is right. Cloning, worst off its data, "
            "costs the same on both."
        ),
        alt="Log-log plot of task cost against horizon: cloning and DAgger on the tightrope quadratic, recovery linear.",
        panels=(
            Panel(
                heading="",
                x_label="horizon T (decisions)",
                y_label="J(learner) - J(expert), cost per episode",
                x_scale="log",
                y_scale="log",
                curves=tuple(curves),
            ),
        ),
    )
    proved = all(theory.DERIVATION.proved(step, "on_policy") for step in theory.DERIVATION.steps)
    answer = Answer(
        claim="L29",
        verdict="conditional" if proved else "undecided",
        evidence="proved" if proved else "searched",
        because=(
            "The number of disagreements is linear, by an identity. The task cost is at most $u \\epsilon T$, with $u$ what "
            f"one error can cost when the expert takes over: exponent {rows[1]['exponent']['value']:.3f} on the recovery "
            f"chain, but {rows[0]['exponent']['value']:.3f} on the tightrope, where $u = T$."
        ),
        condition="linear if $u$ stays bounded as $T$ grows" if proved else "",
        numbers={f"exponent of DAgger's task cost, {row['problem']}": row["exponent"] for row in rows},
        figure="recoverability",
    )
    return Result(answers=(answer,), figures=(figure,), table=rows)


def _clone(name: str, error: Fraction, horizon: int) -> Problem:
    return epsilon_learner(problem(name, horizon, error), "pointwise", error, horizon)


def _gap(made: Problem, horizon: int) -> Fraction:
    return evaluate(made, horizon).gap


def _limit(made: Problem, error: Fraction, horizon: int) -> Fraction:
    """u epsilon T, with u measured; checked against the gap, which must also be the performance difference."""
    evaluation, advantage = evaluate(made, horizon), advantages(made, horizon)
    forgiving = recoverability(advantage, evaluation.laws)
    value = exact_value(BOUND.expression, {u: forgiving, epsilon: error, T: horizon})
    if performance_difference(made, advantage, evaluation.laws) != evaluation.gap or evaluation.gap > value:
        raise RuntimeError(f"{made.name} at T = {horizon}: the performance difference lemma or its bound fails")
    return value


def _row(name: str) -> dict[str, object]:
    made = {h: labelled(name, SMALL, h) for h in (SHORT, LONG)}
    short, long = (_gap(made[h], h) for h in (SHORT, LONG))
    advantage = advantages(made[LONG], LONG)
    forgiving = recoverability(advantage, evaluate(made[LONG], LONG).laws)
    return {
        "problem": name,
        "gap at T = 100": number(short),
        "gap at T = 200": number(long),
        "exponent": number(exponent(short, long)),
        "u at T = 200": number(forgiving),
        "u epsilon T": number(_limit(made[LONG], SMALL, LONG)),
    }


EXPERIMENT = Experiment(
    key="recoverability",
    title="What DAgger's bound needs",
    question="Does DAgger make the task's cost linear too?",
    text=(
        "The performance difference lemma turns disagreements into task cost: each costs at most $u$, the most that one "
        "error can cost if the expert takes over after it. On the tightrope $u = T$ and DAgger's task cost is exactly "
        "cloning's, quadratic, although its disagreements are few; on the recovery chain $u \\leq 1/\\rho$ and it is linear."
    ),
    claims=("L29",),
    run=run,
)

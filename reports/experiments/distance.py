"""Distribution shift: the distance of the learner's state law from the expert's, step by step."""

from fractions import Fraction
from functools import cache

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import epsilon, t
from tightrope.reports.evidence.growth import CLIFF, cloned
from tightrope.reports.evidence.sampled import beside
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.experiments.cloning import ACTIONS, LAKE, STATES, clones, each_decision, intervals
from tightrope.reports.experiments.cloning import HORIZON as LAKE_STEPS
from tightrope.reports.publishing.unconverted import Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.learners.cloning import Clone, pooled
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.worlds.reset_cliff import expected_clone, uniform_cliff

ERROR, HORIZON = Fraction(1, 100), 50
SHOWN = (8, 32, 64)  # demonstrations of Reset-Cliff
LAKE_SHOWN, MARKS = 16, (10, 20, 30)  # demonstrations of the lake; where intervals are drawn
LABELS = {
    "trap": "trap (time-averaged)",
    "exam": "exam (per step)",
    "tightrope": "tightrope (pointwise)",
    CLIFF: "CliffWalking, restarting",
    "recovery:rho=1/5": "recovery, rho = 1/5",
    "gymnasium:FrozenLake-v1,restart=true": "FrozenLake, restarting",
}


def run(profile: Profile) -> Result:
    """TV(p_t, p*_t) for t = 0..T, exactly, beside the lecture's and the sharp line."""
    steps = range(HORIZON + 1)
    tv = {name: [*evaluate(cloned(name, ERROR, HORIZON), HORIZON).tv] for name in LABELS}
    lines = {
        "2εt, as the lecture charges it": (2 * epsilon * t, "bound"),
        "εt, the lecture's L1 bound as TV": (epsilon * t, "worst"),
    }
    curves = [
        curve(label, role, steps, [exact_value(line, {epsilon: ERROR, t: step}) for step in steps])
        for label, (line, role) in lines.items()
    ]
    curves += [curve(LABELS[name], "problem", steps, values) for name, values in tv.items()]
    rho = Fraction(1, 5)
    limit = ERROR / (ERROR + rho)
    if max(tv["recovery:rho=1/5"]) > limit:
        raise RuntimeError("the recovery chain's distance exceeds epsilon/(epsilon + rho)")
    figure = Figure(
        key="distance",
        see="The shift grows by at most ε a step; the lecture charges 2ε for it. Where errors are forgiven it stops growing.",
        caption=(
            "Total variation between learner and expert after $t$ actions. Left: exact, at $\\epsilon = 1/100$, $T = 50$. The exam "
            "attains the line $\\epsilon t$, which is the lecture's $L_1$ bound $2 \\epsilon t$ in these units (L10); the trap spends the whole budget $\\epsilon T$ at the first decision and "
            "lies above $2 \\epsilon t$ at first; where errors are forgiven the distance stops growing. Right: clones trained on $N$ demonstrations; "
            f"Reset-Cliff and CliffWalking exact, FrozenLake 8x8 ({LAKE_SHOWN} demonstrations) the mean over {profile.repetitions} data sets with "
            f"{100 * profile.confidence:g} % intervals. A clone of CliffWalking with a clock needs one demonstration and is no distance away."
        ),
        alt="Total variation against the number of actions: straight lines for bounds, the exam on the sharp line.",
        panels=(
            Panel(
                heading="Learners that err as the reading says",
                x_label="actions taken, t",
                y_label="TV$(p_t, p^*_t)$, a probability",
                x_scale="linear",
                y_scale="linear",
                curves=tuple(curves),
            ),
            _trained_panel(profile),
        ),
    )
    answer = Answer(
        claim="L3",
        verdict="conditional",
        evidence="exact",
        because=(
            "On the exam the distance is exactly $\\epsilon t$, on the tightrope $1-(1-\\epsilon)^t$; on the recovery chain "
            "it stops below $\\epsilon/(\\epsilon+\\rho)$. Clones trained on demonstrations of Reset-Cliff move away for good; "
            "on the slippery lake a clone with a clock comes closer again."
        ),
        condition="it grows with $t$ as long as errors are not forgiven, by at most $\\epsilon$ a step",
        numbers={
            **{f"TV after 50 actions, {LABELS[name]}": number(values[-1]) for name, values in tv.items()},
            **{f"TV after 50 actions, Reset-Cliff from {n} demonstrations": number(cliff_shift(n)[-1]) for n in SHOWN},
        },
        figure="distance",
    )
    return Result(answers=(answer,), figures=(figure,), numbers=answer.numbers)


@cache
def cliff_shift(demonstrations: int) -> list[Fraction]:
    """Expected TV(p_t, p*_t) on Reset-Cliff of the clone with a clock; exact: it is the probability of being off."""
    made = uniform_cliff(STATES, ACTIONS)
    learner = expected_clone(made, demonstrations)
    return [*evaluate(made.with_learner(learner), HORIZON).tv]


def without_clock(name: str, horizon: int) -> Problem:
    """A deterministic task cloned from one demonstration, which shows all that there is to show, by a clone without a clock."""
    made = problem(name, horizon)
    shown = demonstrate(made, deterministic(made.expert, made.mdp.shape[1]), horizon, 1, seed=0)
    return made.with_learner(Clone().fit(pooled(shown.counts())))


def _trained_panel(profile: Profile) -> Panel:
    steps = range(HORIZON + 1)
    curves = [curve(f"Reset-Cliff, N = {n}", "problem", steps, cliff_shift(n)) for n in SHOWN]
    cliff = evaluate(without_clock(CLIFF, HORIZON), HORIZON)
    curves.append(curve("CliffWalking, without clock", "problem", steps, list(cliff.tv)))
    for fold, words in ((pooled, "without clock"), (each_decision, "with clock")):
        found = clones(problem(LAKE, LAKE_STEPS), fold, (LAKE_SHOWN,), profile.repetitions, profile.seed)[LAKE_SHOWN]
        mean = sum(one.tv for one in found) / len(found)
        curves.append(curve(f"FrozenLake 8x8, {words}", "problem", range(len(mean)), mean))
        got = intervals([[one.tv[t] for one in found] for t in MARKS], 1, profile.confidence)
        curves.append(beside("data sets", MARKS, [mean[t] for t in MARKS], got))
    return Panel(
        heading="Clones trained on N demonstrations",
        x_label="actions taken, t",
        y_label="TV$(p_t, p^*_t)$, expected over data sets",
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
        legend="lower right",
    )


EXPERIMENT = Experiment(
    key="distance",
    title="Distribution shift, step by step",
    question="How far does the learner's distribution move away from the expert's, and how fast?",
    text=(
        "The lecture bounds the $L_1$ distance by $2 \\epsilon t$ and multiplies it by the largest cost. An expected cost "
        "in $[0, 1]$ changes by no more than the total variation, which is half the $L_1$ distance: so $\\epsilon t$ is enough, and it is "
        "sharp. The odd 2 of the lecture is the diameter of the laws in $L_1$, and it is lost in that multiplication."
    ),
    claims=("L3",),
    run=run,
)

"""The same learner's error on the expert's states and on its own."""

from fractions import Fraction

from tightrope.reports.evidence.growth import CLIFF, LINEAR, cloned
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.experiments.cloning import ACTIONS, STATES
from tightrope.reports.experiments.distance import without_clock
from tightrope.reports.publishing.unconverted import Experiment, Profile, Result
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.reset_cliff import expected_clone, uniform_cliff

ERROR, HORIZON = Fraction(1, 1000), 50
PROBLEMS = ("tightrope", "exam", "trap", "recovery:rho=1/5", CLIFF, LINEAR)
SHOWN = (8, 32, 64)  # demonstrations of Reset-Cliff
LAST = f"Reset-Cliff, {SHOWN[-1]} demonstrations"


def trained() -> list[tuple[str, Problem]]:
    """Problems with clones of demonstrations: of Reset-Cliff in expectation over the data, of CliffWalking the only one."""
    cliff = uniform_cliff(STATES, ACTIONS)
    return [
        *((f"Reset-Cliff, {n} demonstrations", cliff.with_learner(expected_clone(cliff, n))) for n in SHOWN),
        ("CliffWalking, restarting, a clone without clock", without_clock(CLIFF, HORIZON)),
    ]


def run(profile: Profile) -> Result:
    """One row a problem: the error on either distribution, and their ratio."""
    rows, ratios = [], {}
    for name, made in (*((name, cloned(name, ERROR, HORIZON)) for name in PROBLEMS), *trained()):
        evaluation = evaluate(made, HORIZON)
        on_expert, on_own = (evaluation.epsilon[key] for key in ("time_averaged", "on_policy"))
        ratios[name] = on_own / on_expert
        rows.append(
            {
                "problem": name,
                "error on the expert's states": number(on_expert),
                "error on the learner's own": number(on_own),
                "ratio": number(ratios[name]),
            }
        )
    answer = Answer(
        claim="L4",
        verdict="holds" if max(ratios.values()) > 1 else "undecided",
        evidence="exact",
        because=(
            "The two errors of one learner differ by a factor up to $T$: on the trap "
            f"${float(ratios['trap']):.4g}$ at $T = {HORIZON}$; the cost is $T$ times the error on its own states. Of a clone trained on {SHOWN[-1]} "
            f"demonstrations of Reset-Cliff they differ by a factor of ${float(ratios[LAST]):.4g}$."
        ),
        numbers={
            "ratio on the tightrope": number(ratios["tightrope"]),
            "ratio on the trap": number(ratios["trap"]),
            f"ratio on {LAST}": number(ratios[LAST]),
        },
    )
    return Result(answers=(answer,), table=tuple(rows))


EXPERIMENT = Experiment(
    key="on-policy-cost",
    title="Whose states count",
    question="Does the error on the expert's states tell what the learner will pay?",
    text=(
        "The error averaged over the expert's states is what supervised learning controls; the same learner's error "
        "averaged over the states that it visits itself is what it pays, up to the factor $T$. The ratio is at most "
        "$T$ by the worst case under the time-averaged reading. The last rows are clones trained on demonstrations: on Reset-Cliff exactly in expectation "
        "over the data, on CliffWalking the one clone without a clock that its always equal demonstrations give. With few "
        "demonstrations both errors are large and the ratio is near 1; it grows as the clone gets better."
    ),
    claims=("L4",),
    run=run,
)

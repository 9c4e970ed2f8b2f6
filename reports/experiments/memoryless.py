"""Experts that remember: the exact floor of learners that do not, or not enough."""

from fractions import Fraction

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture import memory as theory
from tightrope.bounds.lecture.majority import MAJORITY_WRONG, eta, n
from tightrope.bounds.lecture.memory import alphabet, delay, order, persistence
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.confidence import clopper_pearson
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.episodes import rollouts
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.hidden_mode import SEES_OWN_ACTION, hidden_mode, own_actions, sees_cues
from tightrope.simulators.worlds.lag import lag, sees_last

SYMBOLS, DELAY = 4, 3
MEMORIES = tuple(Fraction(i, 4) for i in range(5))  # lambda of the observations, where the world itself is evaluated
NOISE = (Fraction(1, 10), Fraction(3, 10), Fraction(9, 20))
CUES, HORIZON = 8, 40


def run(profile: Profile) -> Result:
    """The floor of a lag expert against the observations' persistence, and of a hidden mode against the cues."""
    figure = Figure(
        key="memoryless",
        see="What the expert remembers and the learner does not see is a floor that no amount of data lowers.",
        caption=(
            f"Least error of any learner that sees the last $j + 1$ observations (left) or the last $k$ cues (right), by formula; at "
            "$\\lambda = 0, 1/4, ..., 1$ and at each $k$ the best table of the world itself errs exactly so. "
            f"Left: the expert repeats the observation of $K = {DELAY}$ decisions ago, one of {SYMBOLS}; bars "
            f"are {100 * profile.confidence:g} % intervals, for all at once, from the decisions of {profile.episodes:,} episodes. Right: it follows a mode that only "
            "cues tell, each wrong with probability $\\eta$."
        ),
        alt="Left: floors fall to zero as observations persist, lower for longer memory. Right: floors fall with the cues, in steps of two.",
        panels=(_lag_panel(profile), _mode_panel()),
    )
    rows = _rows()
    return Result(answers=(_answer(rows),), figures=(figure,), table=rows)


def _answer(rows: tuple[dict, ...]) -> Answer:
    floors = {row["world"]: row["error on the expert's states"] for row in rows}
    return Answer(
        claim="L15",
        verdict="conditional",
        evidence="exact",
        because=(
            f"The best memoryless clone of an expert that repeats what it saw {DELAY} decisions ago, one of {SYMBOLS} symbols, errs with "
            f"probability {floors[_name(0)]['value']:g} if observations are independent, "
            f"{floors[_name(Fraction(1, 2))]['value']:.3f} if they are correlated by 1/2 from one to the next, and never if they "
            "do not change. Whether human experts are like this is not examined."
        ),
        condition="the present observation does not determine the action; the floor is $E[1 - \\max_a P(a \\mid o)] > 0$",
        numbers={row["world"]: row["error on the expert's states"] for row in rows},
        figure="memoryless",
    )


def _name(memory: Fraction | int) -> str:
    return f"lag {DELAY}, lambda = {memory}"


def _rows() -> tuple[dict, ...]:
    cases = [
        *((_name(x), _lag(Fraction(x), DELAY), sees_last(SYMBOLS, DELAY, 0)) for x in (0, Fraction(1, 2), 1)),
        ("lag 0, the contrast: a Markovian expert", _lag(Fraction(0), 0), sees_last(SYMBOLS, DELAY, 0)),
        ("hidden mode, no cue", hidden_mode(0, Fraction(0)), sees_cues(0, 0)),
        ("hidden mode, three cues, eta = 3/10", hidden_mode(3, Fraction(3, 10)), sees_cues(3, 3)),
        ("hidden mode, the own last action", own_actions(), SEES_OWN_ACTION),
    ]
    return tuple(_row(*case) for case in cases)


def _row(name: str, world: Problem, cells) -> dict[str, object]:
    found = evaluate(world.with_learner(_best(world, cells)), HORIZON)
    return {
        "world": name,
        "error on the expert's states": number(found.epsilon["time_averaged"]),
        "error on its own states": number(found.epsilon["on_policy"]),
    }


def _lag(memory: Fraction, delayed: int) -> Problem:
    """The lag world whose observations have the second eigenvalue `memory`."""
    return lag(SYMBOLS, delayed, DELAY, stay=(1 + (SYMBOLS - 1) * memory) / SYMBOLS)


def _best(world: Problem, cells):
    """The best policy of these cells: the majority of the expert's actions, over infinitely much data."""
    weight = state_laws(world.mdp, deterministic(world.expert, world.mdp.shape[1]), HORIZON)[:-1]
    return TableLearner(cell=cells, floor=Fraction(0)).fit(world, weight)


def _floor(memory: Fraction, seen: int) -> Fraction:
    return exact_value(theory.FLOOR, {alphabet: SYMBOLS, delay: DELAY, order: seen, persistence: memory})


def _lag_panel(profile: Profile) -> Panel:
    grid = [Fraction(i, 50) for i in range(51)]
    curves = [
        curve(f"j = {seen}" if seen < DELAY else f"j = {DELAY} = K", "problem", grid, [_floor(x, seen) for x in grid])
        for seen in reversed(range(DELAY + 1))
    ]
    points = [(x, seen, _world_error(x, seen)) for x in MEMORIES for seen in range(DELAY + 1)]
    for x, seen, error in points:
        if error != _floor(x, seen):
            raise RuntimeError(f"lambda = {x}, order {seen}: the best table errs with {error}, not as the formula says")
    curves.append(_sampled(profile))
    return Panel(
        heading="",
        x_label="λ, second eigenvalue of the observations' chain",
        y_label="least error per decision",
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
        legend="upper right",
    )


def _world_error(memory: Fraction, seen: int) -> Fraction:
    """The error of the best table of that order, from the world's own laws at one decision: they are stationary."""
    world = _lag(memory, DELAY)
    votes = TableLearner(cell=sees_last(SYMBOLS, DELAY, seen), floor=Fraction(0)).votes(
        world, world.mdp.start_law(EXACT)[None]
    )
    return 1 - sum(fraction(max(row)) for row in votes)


def _sampled(profile: Profile) -> Curve:
    """The memoryless table in episodes; raises RuntimeError if an interval misses the floor."""
    shown, horizon = MEMORIES[:-1], 4 * (DELAY + 1)
    level = each(profile.confidence, len(shown))
    intervals = []
    for i, memory in enumerate(shown):
        clone = _lag(memory, DELAY).with_learner(deterministic(_repeats(0), SYMBOLS))
        blocks = rollouts(clone, horizon, profile.episodes, profile.seed + i)
        wrong = sum(int(block.disagreed[:, -1].sum()) for block in blocks)
        intervals.append(clopper_pearson(wrong, profile.episodes, level))
    return beside("last decisions of episodes", shown, [_floor(memory, 0) for memory in shown], intervals)


def _repeats(steps: int):
    """The actions of who repeats the observation of that many decisions ago, in each window."""
    return lag(SYMBOLS, steps, DELAY, Fraction(1, SYMBOLS)).expert


def _mode_panel() -> Panel:
    counts = range(CUES + 1)
    curves = []
    for noise in NOISE:
        floors = [exact_value(MAJORITY_WRONG, {n: k, eta: noise}) for k in counts]
        world = hidden_mode(CUES, noise)
        for k in counts:
            votes = TableLearner(cell=sees_cues(CUES, k), floor=Fraction(0)).votes(
                world, world.mdp.start_law(EXACT)[None]
            )
            if 1 - sum(fraction(max(row)) for row in votes) != floors[k]:
                raise RuntimeError(f"{k} cues, eta = {noise}: the best table does not err as the formula says")
        curves.append(curve(f"eta = {float(noise):g}", "problem", counts, floors))
    return Panel(
        heading="",
        x_label="k, cues seen",
        y_label="least error per decision",
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
    )


EXPERIMENT = Experiment(
    key="memoryless",
    title="Experts with a memory",
    question="How well can a policy without memory copy an expert that acts on its past?",
    text=(
        "Two experts whose action is no function of the present observation. One repeats the observation of $K$ decisions ago, among $A$ "
        "symbols. With $\\lambda$ the second eigenvalue of the chain of observations, whoever sees the last $j + 1$ of them errs at best with "
        "probability $(1 - 1/A)(1 - \\lambda^{K - j})$ for $j < K$, and never for $j \\geq K$. If the observations are independent, memory that is one "
        "step short is worth nothing at all; if they hardly change, the present one says nearly everything, and the expert might as well be Markovian. The other "
        "expert follows a hidden mode that cues betray, each wrong with probability $\\eta$: the best of $k$ cues is "
        "their majority, an even cue only makes ties, and the floor never reaches 0. The observations do not depend on the actions here, so that a learner "
        "errs on its own states as often as on the expert's, with one exception in the table: a history of its own "
        "actions shows the mode in the expert's data, and only its own first guess when it acts."
    ),
    claims=("L15",),
    run=run,
)

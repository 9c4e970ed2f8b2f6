"""DAgger with and without aggregation: a good learner does not fall, and forgets how to get up."""

from fractions import Fraction
from itertools import islice

from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.reports.evidence.growth import LONG, SHORT, exponent
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result
from tightrope.simulators.learners.table import TableLearner, cell_per_state
from tightrope.simulators.measures.confidence import clopper_pearson
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.training import dagger
from tightrope.simulators.worlds.witnesses import witness

HORIZON, FLOOR, EPISODES = 50, Fraction(1, 500), 2
EXACT_FLOOR, EXACT_EPISODES, EXACT_ROUNDS = Fraction(1, 20_000), 10, 2_000


def run(profile: Profile) -> Result:
    """One long run of either loop on the tightrope, and the exact expected costs behind it."""
    rounds = profile.repetitions
    costs, unseen = {}, {}
    for key, merge in (("aggregating", dagger.aggregate), ("last round only", dagger.replace)):
        costs[key], unseen[key] = _run(merge, rounds, profile.seed)
    share = _unlabelled_chance(FLOOR, HORIZON, EPISODES)
    interval = clopper_pearson(sum(unseen["last round only"]), rounds, profile.confidence)
    if not interval.lower <= share <= interval.upper:
        raise RuntimeError(f"sampled rounds without a fall, {interval}, contradict their exact law {float(share)}")
    curves = [
        Curve(
            label=key,
            role="dagger" if key == "aggregating" else "problem",
            x=tuple(map(float, range(rounds + 1))),
            y=tuple(map(float, values)),
        )
        for key, values in costs.items()
    ]
    curves += [
        _flat("cloning's worst case", "worst", float(worst_case("pointwise", FLOOR, HORIZON)), rounds),
        _flat("floor × T", "bound", float(FLOOR * HORIZON), rounds),
    ]
    figure = Figure(
        key="forgetting",
        see="Aggregated, one fall is labelled once and for ever; without aggregation the next round forgets it.",
        caption=(
            f"Exact cost of each round's learner on the tightrope, $T = {HORIZON}$, floor $1/500$, {EPISODES} episodes a "
            f"round, seed {profile.seed}. A round sees no fall with probability $(1-\\epsilon)^{{(T-1) \\cdot {EPISODES}}}$ = "
            f"{float(share):.3f}; without aggregation {interval.mean:.3f} of {rounds} rounds did "
            f"({100 * profile.confidence:g} % interval {interval.lower:.3f} to {interval.upper:.3f})."
        ),
        alt="Cost by round: one curve steps down to the floor and stays, the other jumps up and down.",
        panels=(
            Panel(
                heading="",
                x_label="round of the loop",
                y_label="expected disagreements per episode",
                x_scale="linear",
                y_scale="log",
                curves=tuple(curves),
            ),
        ),
    )
    rows = tuple(_exact_row(key, rounds_kept) for key, rounds_kept in (("yes", EXACT_ROUNDS), ("no", 1)))
    return Result(answers=(), figures=(figure,), table=rows)


def expected_cost(floor: Fraction, horizon: int, episodes: int, rounds_kept: int) -> float:
    """Expected cost on the tightrope after rounds whose data is kept; exact but for the last rounding.

    Either some kept episode left the rope before its last decision, and then both states are labelled and the cost is
    floor T; or none did, and the cost is cloning's. Every learner errs on the rope at the same rate, so the rounds are
    alike.
    """
    chance = float(_unlabelled_chance(floor, horizon, episodes)) ** rounds_kept
    clone, labelled = float(worst_case("pointwise", floor, horizon)), float(worst_case("on_policy", floor, horizon))
    return chance * clone + (1 - chance) * labelled


def _unlabelled_chance(floor: Fraction, horizon: int, episodes: int) -> Fraction:
    return (1 - floor) ** ((horizon - 1) * episodes)


def _run(merge: dagger.Merge, rounds: int, seed: int) -> tuple[list[Fraction], list[bool]]:
    """The exact cost of each round's learner, and for rounds 1, 2, ... whether the fall is unlabelled."""
    rope = witness("tightrope").problem(FLOOR, HORIZON)
    learner = TableLearner(cell=cell_per_state(rope), floor=FLOOR)
    history = list(islice(dagger.loop(rope, learner, dagger.sampled(rope, HORIZON, EPISODES, seed), merge), rounds + 1))
    unseen = [not each.weight[:, 1].any() for each in history]
    price = {}
    for each, is_unseen in zip(history, unseen, strict=True):
        if is_unseen not in price:  # the fit depends on which states are labelled, and on nothing else
            cost = evaluate(rope.with_learner(each.learner), HORIZON).disagreement
            if cost > HORIZON * (FLOOR + dagger.unlabelled(rope, learner, each)):
                raise RuntimeError("a learner costs more than T (floor + probability of unlabelled states)")
            price[is_unseen] = cost
    return [price[is_unseen] for is_unseen in unseen], unseen[1:]


def _exact_row(key: str, rounds_kept: int) -> dict[str, object]:
    short, long = (expected_cost(EXACT_FLOOR, h, EXACT_EPISODES, rounds_kept) for h in (SHORT, LONG))
    return {
        "old labels kept": key,
        "cost at T = 100": number(short),
        "cost at T = 200": number(long),
        "exponent": number(exponent(short, long)),
    }


def _flat(label: str, role: str, value: float, rounds: int) -> Curve:
    return Curve(label=label, role=role, x=(0.0, float(rounds)), y=(value, value))


EXPERIMENT = Experiment(
    key="forgetting",
    title="Why DAgger aggregates",
    question="Is it the labels on the learner's own states that make the cost linear, or keeping them?",
    text=(
        "The false neighbour of DAgger: the same loop, refitted to the last round's labels only. A good learner seldom falls, so "
        "most rounds contain no fall, and the learner fitted to such a round does not know how to go on after one. The "
        "table gives exact expected costs after 2000 rounds of 10 episodes with floor $1/20000$: with aggregation "
        "linear, without it still quadratic. Every fitted learner meets "
        "cost $\\leq T$ (floor + probability of unlabelled states), the floor being fixed before any data is seen."
    ),
    claims=(),
    run=run,
)

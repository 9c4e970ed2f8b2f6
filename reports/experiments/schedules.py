"""DAgger with the expert mixed in, beside Forward training and SMILe: the terms of the theorem, and costs by round."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice

import numpy as np

from tightrope.bounds.catalogue import bound
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.unconverted import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.learners.table import TableLearner, cell_per_state, cell_per_state_and_time
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.episodes import disagreements
from tightrope.simulators.model.policy import Policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import problem
from tightrope.simulators.training import dagger
from tightrope.simulators.training.mixing import Schedule, Terms, forward_training, mixed, smile, theorem_terms
from tightrope.simulators.worlds.witnesses import witness

SHARED, CELLS, ROUNDS = "garnet:states=12,actions=3,branching=2,seed=3", 4, 12
HORIZON, FLOOR = 20, Fraction(1, 50)
BASES = tuple(Fraction(i, 10) for i in range(10))  # schedules beta_i = base^i
ALPHAS, SMILE_ROUNDS, SAMPLED = (Fraction(1, 2), Fraction(1, 10), Fraction(1, 50)), 40, (2, 10, 30)
PUBLISHED, SHARP = bound("rgb11-mixing").expression, bound("rgb11-mixing-exact").expression


def run(profile: Profile) -> Result:
    """The theorem for ten schedules on a class that shares labels, and the forerunners on the tightrope; exact."""
    found = {base: theorem(base) for base in BASES}
    rows = tuple(_row(base, terms) for base, terms in found.items() if base.numerator % 3 == 0)
    figure = Figure(
        key="schedules",
        see="Mixing the expert in buys little here and loosens the promise; SMILe keeps its first clone's share of the error.",
        caption=(
            f"Left: on-policy errors of {ROUNDS} rounds of DAgger in which the expert acts with probability $p^i$ in round $i$; a random problem with "
            f"one label for three states, $T = {HORIZON}$. Upper three: $\\epsilon_N$ + regret + what the mixture can hide. Right: cost of each round's policy "
            f"on the tightrope, floor 1/50; SMILe without its expert. Exact; bars are {100 * profile.confidence:g} % intervals, for all at once, from {profile.episodes // 10:,} episodes."
        ),
        alt="Left, errors below three bounds that rise with the share of the expert; right, DAgger at its floor, SMILe above it.",
        panels=(_theorem_panel(found), _rounds_panel(profile)),
    )
    return Result(answers=(), figures=(figure,), table=rows)


def theorem(base: Fraction) -> Terms:
    """The terms for beta_i = base^i. Raises RuntimeError if the best iterate exceeds them."""
    made = problem(SHARED, HORIZON)
    learner = TableLearner(cell=(np.arange(12) * CELLS // 12)[None], floor=Fraction(0))
    schedule = _powers(base)
    see = mixed(made, dagger.population(made, HORIZON), schedule)
    rounds = list(islice(dagger.loop(made, learner, see, dagger.aggregate), ROUNDS))
    terms = theorem_terms(made, learner, rounds, schedule)
    if min(terms.own) > terms.least + terms.regret + sum(terms.distance) / ROUNDS:
        raise RuntimeError(f"beta_i = ({base})^i: the best iterate is worse than its theorem says")
    return terms


def promised(base: Fraction, terms: Terms, lemma) -> Fraction:
    """epsilon_N + regret + the mean of half the lemma's bound on the L1 distance, which is 2 at most."""
    shares = [_powers(base)(i) for i in range(1, ROUNDS + 1)]
    hidden = sum(min(Fraction(2), exact_value(lemma, {epsilon: share, T: HORIZON})) / 2 for share in shares) / ROUNDS
    return terms.least + terms.regret + hidden


def _powers(base: Fraction) -> Schedule:
    return lambda number: base**number


def _row(base: Fraction, terms: Terms) -> dict[str, object]:
    values = {
        "best round": min(terms.own),
        "mean": sum(terms.own) / ROUNDS,
        "last round": terms.own[-1],
        "least error": terms.least,
        "regret": terms.regret,
        "hidden": sum(terms.distance) / ROUNDS,
    }
    promises = {"sharp lemma": promised(base, terms, SHARP), "published": promised(base, terms, PUBLISHED)}
    return (
        {"expert's share in round i": f"({base})^i" if base else "0"}
        | {name: number(value) for name, value in values.items()}
        | {name: number(value) for name, value in promises.items()}
    )


def _theorem_panel(found: dict[Fraction, Terms]) -> Panel:
    exact = [x.least + x.regret + sum(x.distance) / ROUNDS for x in found.values()]
    published, sharp = ([promised(base, x, lemma) for base, x in found.items()] for lemma in (PUBLISHED, SHARP))
    curves = [
        curve("with Lemma 4.1 as published", "bound", BASES, published),
        curve("with the sharp lemma", "worst", BASES, sharp),
        curve("with exact distances", "problem", BASES, exact),
        curve("mean of the rounds", "problem", BASES, [sum(x.own) / ROUNDS for x in found.values()]),
        curve("best round", "dagger", BASES, [min(x.own) for x in found.values()]),
    ]
    return _panel("The theorem", "p, the expert acting with probability p^i", "on-policy error", "linear", curves)


def _rounds_panel(profile: Profile) -> Panel:
    rope = witness("tightrope").problem(FLOOR, HORIZON)
    learner, see = TableLearner(cell=cell_per_state(rope), floor=FLOOR), dagger.population(rope, HORIZON)
    smiles = {alpha: [x.unmixed for x in islice(smile(rope, learner, see, alpha), SMILE_ROUNDS)] for alpha in ALPHAS}
    numbers = range(1, SMILE_ROUNDS + 1)
    curves = [curve(f"SMILe, α = {alpha}", "problem", numbers, _costs(rope, x)) for alpha, x in smiles.items()]
    loop = islice(dagger.loop(rope, learner, see, dagger.aggregate), 3)
    settled = _costs(rope, [x.learner for x in loop])
    curves.append(curve("DAgger", "dagger", (1, 2, 3, SMILE_ROUNDS), [*settled, settled[-1]]))
    each_decision = TableLearner(cell=cell_per_state_and_time(rope, HORIZON), floor=FLOOR)
    forward = forward_training(rope, each_decision, see, HORIZON)
    curves.append(curve(f"Forward, after {HORIZON} rounds", "witness", [HORIZON], _costs(rope, [forward])))
    curves.append(_sampled(rope, smiles[ALPHAS[1]], profile))
    return _panel("On the tightrope", "round", "expected disagreements per episode", "log", curves)


def _costs(made: Problem, policies: Iterable[Policy]) -> list[Fraction]:
    return [evaluate(made.with_learner(policy), HORIZON).disagreement for policy in policies]


def _sampled(rope: Problem, policies: list[Policy], profile: Profile) -> Curve:
    """Episodes of some rounds' policies."""
    chosen, level = [policies[i - 1] for i in SAMPLED], each(profile.confidence, len(SAMPLED))
    counts = [
        disagreements(rope.with_learner(policy), HORIZON, profile.episodes // 10, profile.seed + i)
        for i, policy in enumerate(chosen)
    ]
    return beside("episodes", SAMPLED, _costs(rope, chosen), [betting(x, HORIZON, level) for x in counts])


def _panel(heading: str, x_label: str, y_label: str, x_scale: str, curves: list[Curve]) -> Panel:
    return Panel(
        heading=heading,
        x_label=x_label,
        y_label=y_label,
        x_scale=x_scale,
        y_scale="linear",
        curves=tuple(curves),
        legend="upper right",
    )


EXPERIMENT = Experiment(
    key="schedules",
    title="Mixing the expert in",
    question="What does it cost, and buy, to let the expert act in some of DAgger's decisions?",
    text=(
        "DAgger's theorem bounds the best round by the least error in hindsight $\\epsilon_N$, the regret, and what the mixture hides: the learner was judged in states in which the "
        "expert had helped. All three are computed exactly. The hidden part is at most the total variation between the states of the learner and of the mixture; "
        "Lemma 4.1 bounds it by $T \\beta_i$, sharply it is $\\frac{1}{T} \\sum_{t<T} (1 - (1-\\beta_i)^t)$. With no mixing (the contrast, at the left edge) it is 0, and the mean of the "
        "rounds *is* $\\epsilon_N$ + regret. Forward training fits one decision after the other, $T$ rounds with one label an episode each, and reaches the "
        "floor. SMILe never looks back at old data but keeps old learners in its mixture: the first one, a clone lost off the rope, keeps the share $\\alpha$, and the error that comes with it stays "
        "unless $\\alpha$ is small, which takes many rounds."
    ),
    claims=(),
    run=run,
)

"""Averages over all data sets in pictures: two learners by their episodes, and the worst cliffs by N and T."""

from typing import TYPE_CHECKING

from tightrope.reports.evidence.finite_samples import cliff_loss, most_lost, rare_law
from tightrope.reports.evidence.sampled import averages_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.training.seen_states import drawn_cloning, drawn_dagger, price_list

if TYPE_CHECKING:
    from tightrope.reports.experiments.finite_samples import Cell, Study

SAMPLED = (0, 2, 4)  # rounds with a bar: 1, 4 and 16 episodes, if each doubles the data
LEAST, LEAST_DRAWN = 5e-5, 0.02  # of a loss that is shown, and of one that is estimated from drawn data sets
FIXED = (32, 256, 2048)  # numbers of demonstrations for which a cliff is the worst
DEMONSTRATIONS = tuple(sorted({round(10 ** (i / 8)) for i in range(33)}))
HORIZONS, SEEN = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89), (100, 1000, 10_000)


def pictures(study: "Study") -> dict[str, tuple]:
    learners = tuple(by_episodes(study, cell) for cell in (study.path, study.cliff))
    return {"finite-samples": learners, "finite-samples-worst": (by_demonstrations(study), by_horizon(study))}


def by_episodes(study: "Study", cell: "Cell") -> Curves:
    free = cell.cloning.limit
    cloning = {n: cell.cloning(n) - free for n in range(1, max(cell.dagger) + 1)}
    episodes = [n for n in cell.dagger if cloning[n] > LEAST]
    cloning = {n: loss for n, loss in cloning.items() if n <= episodes[-1]}
    dagger = {n: cell.dagger[n] - free for n in episodes}
    size = cell.expert_states, cell.horizon
    curves = [
        curve("cloning, exact", "problem", cloning.keys(), cloning.values()),
        curve("DAgger, exact", "witness", dagger.keys(), dagger.values()),
        *drawn(study, cell),
        curve("no clone loses more", "bound", episodes, [most_lost(*size, n) for n in episodes]),
        curve("|S| T² / N", "worst", episodes, [size[0] * size[1] ** 2 / n for n in episodes]),
    ]
    x = Axis(label="episodes with labels, N", scale="log")
    y = Axis(label="expected cost beyond the expert's", scale="log")
    heading = f"{cell.words.capitalize()}, T = {cell.horizon}"
    return Curves(x=x, y=y, curves=tuple(curves), heading=heading)


def drawn(study: "Study", cell: "Cell") -> list[Curve]:
    """Learners of drawn data sets, each evaluated without sampling, where enough of them lose something to be seen."""
    made, free, price = cell.world, cell.cloning.limit, price_list(cell.world, cell.horizon)
    episodes = tuple(cell.dagger)
    shown = [i for i in SAMPLED if cell.cloning(episodes[i]) - free > LEAST_DRAWN]
    sizes = [episodes[i] for i in shown]
    rounds = [now - before for now, before in zip(episodes, (0, *episodes), strict=False)]
    runs, seed = study.data_sets, study.profile.seed
    clones = drawn_cloning(made, cell.horizon, sizes, runs, seed)
    asked = drawn_dagger(made, cell.horizon, rounds[: shown[-1] + 1], runs, seed)
    found = []
    for exact, sets in (
        ([cell.cloning(n) for n in sizes], clones),
        ([cell.dagger[n] for n in sizes], [asked[i] for i in shown]),
    ):
        lost = [[float(price(one) - free) for one in drawn_sets] for drawn_sets in sets]
        truth = [cost - free for cost in exact]
        level = (
            1 - (1 - study.profile.confidence) / 4
        )  # two learners, two problems: all bars of the figure hold at once
        found.append(averages_beside("drawn data sets", sizes, truth, lost, cell.horizon, level))
    return found


def by_demonstrations(study: "Study") -> Curves:
    """Each cliff loses exponentially little in N; the worst one for each N loses as 1/N."""
    n = DEMONSTRATIONS
    curves = []
    for fixed in FIXED:
        law = rare_law(study.fresh, fixed)
        losses = {i: float(cliff_loss(law, study.actions, study.horizon, i)) for i in n}
        shown = {i: loss for i, loss in losses.items() if loss > LEAST_DRAWN}
        label = f"states of chance 1/{law[0][0].denominator}"
        curves.append(curve(label, "witness", shown.keys(), shown.values()))
    curves.append(curve("the cliff chosen for N", "problem", n, [study.worst(i) for i in n]))
    curves.append(curve("no clone loses more", "bound", n, [min(study.horizon, float(study.most(i))) for i in n]))
    x, y = Axis(label="demonstrations N", scale="log"), Axis(label="expected cost beyond the expert's", scale="log")
    heading = f"T = {study.horizon}, {study.fresh + 1} states"
    return Curves(x=x, y=y, curves=tuple(curves), heading=heading)


def by_horizon(study: "Study") -> Curves:
    curves = []
    for n in SEEN:
        curves.append(curve(f"cliff, N = {n}", "witness", HORIZONS, [study.worst(n, h) for h in HORIZONS]))
        most = [min(h, float(study.most(n, h))) for h in HORIZONS]
        curves.append(curve(f"no more, N = {n}", "bound", HORIZONS, most))
    x = Axis(label="horizon T (decisions)", scale="log")
    y = Axis(label="expected cost beyond the expert's", scale="log")
    return Curves(x=x, y=y, curves=tuple(curves), heading="Quadratic, then linear")

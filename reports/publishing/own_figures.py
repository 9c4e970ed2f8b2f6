"""The figures of a report about one problem, as data."""

from tightrope.reports.evidence.own_problem import Findings
from tightrope.reports.publishing.figure import Axis, Bars, Curve, Curves, Figure, curve
from tightrope.simulators.model.terminal import line

MOST_BARS = 10


def figures(found: Findings) -> tuple[Figure, ...]:
    """Those that have something to show."""
    return (*cost(found), *states(found), *labels(found))


def cost(found: Findings) -> tuple[Figure, ...]:
    horizons, error = found.horizons, float(found.evaluation.epsilon["per_step"])
    happens = [(h, float(found.costs[h - 1])) for h in horizons if found.costs[h - 1] > 0]
    drawn: list[Curve] = []
    if happens:
        drawn.append(curve("what happens", "problem", *zip(*happens, strict=True)))
    if error > 0:
        drawn += [
            curve("the lecture's bound", "bound", horizons, [error * h + 2 * error * h**2 for h in horizons]),
            curve("worst case, per step", "worst", horizons, [found.worst_case("per_step", h) for h in horizons]),
            curve("DAgger's promise, εT", "dagger", horizons, [error * h for h in horizons]),
        ]
    points = [(h, one) for h, one in found.sampled if one.lower > 0]
    if points:
        drawn.append(
            Curve(
                label="episodes",
                role="sampled",
                x=tuple(float(h) for h, _ in points),
                y=tuple(one.mean for _, one in points),
                lower=tuple(one.lower for _, one in points),
                upper=tuple(one.upper for _, one in points),
            )
        )
    if own := [(h, one) for h, one in found.logged if one.estimate and one.lower > 0]:
        drawn.append(
            Curve(
                label="the learner's log",
                role="logged",
                x=tuple(h * 1.03 for h, _ in own),  # beside the other points
                y=tuple(one.estimate or 0.0 for _, one in own),
                lower=tuple(one.lower for _, one in own),
                upper=tuple(one.upper for _, one in own),
            )
        )
    if not drawn:
        return ()
    return (
        Figure(
            key="cost",
            see="What happens on this problem, beside what can happen with the same error.",
            caption="Expected disagreements in the first T decisions. Bound, worst case and promise are for the error "
            "per step that was measured over all decisions. Points are means over episodes, with their intervals.",
            alt="Curves of the number of disagreements over the horizon: this problem, bound, worst case, promise.",
            pictures=(
                Curves(
                    x=Axis(label="horizon T (decisions)", scale="log"),
                    y=Axis(label="expected disagreements", scale="log"),
                    curves=tuple(drawn),
                ),
            ),
        ),
    )


def states(found: Findings) -> tuple[Figure, ...]:
    rows = [row for row in found.states if row["disagreements"]["value"] > 0][:MOST_BARS]
    if not rows:
        return ()
    which = f"; the {MOST_BARS} states with the most" if len(rows) == MOST_BARS else ""
    return (
        Figure(
            key="states",
            see="Where the disagreements begin.",
            caption="Expected disagreements of the episodes whose first error is made in a state, that error and all "
            f"after it{which}.",
            alt="Bars, one a state, of the disagreements that begin there, the most first.",
            pictures=(
                Bars(
                    x=Axis(label="expected disagreements in an episode"),
                    y=Axis(label="state"),
                    names=tuple(on_page(row["state"]) for row in rows),
                    amounts=tuple(row["disagreements"]["value"] for row in rows),
                ),
            ),
        ),
    )


def labels(found: Findings) -> tuple[Figure, ...]:
    if found.labels is None:
        return ()
    cloning, asking = found.labels
    ends = [float(x) for x in (cloning.labels.mean(axis=0)[0], cloning.labels.mean(axis=0)[-1])]
    return (
        Figure(
            key="labels",
            see="What labels are worth on this problem.",
            caption="Expected disagreements of a learner that remembers answers, mean over "
            f"{len(cloning.labels)} runs; cloning labels the expert's episodes, DAgger the learner's own. The line is "
            "εT, ε being the average error of the learner that this report is about.",
            alt="Two curves of the number of disagreements over the number of labels, and a line.",
            pictures=(
                Curves(
                    x=Axis(label="labels", scale="log"),
                    y=Axis(label="expected disagreements"),
                    curves=(
                        curve("cloning", "problem", cloning.labels.mean(axis=0), cloning.cost.mean(axis=0)),
                        curve("DAgger", "dagger", asking.labels.mean(axis=0), asking.cost.mean(axis=0)),
                        curve("εT", "worst", ends, [found.target] * 2),
                    ),
                ),
            ),
        ),
    )


def on_page(name: str) -> str:
    """A stranger's name in letters that every page has."""
    return line(name, 40).encode("ascii", "backslashreplace").decode()

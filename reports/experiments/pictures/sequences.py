"""Error against what is seen: the exact floors of windows as steps, networks as marks at what they see."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve

if TYPE_CHECKING:
    from tightrope.reports.experiments.sequences import Study

BESIDE = {"convolution": 0, "attention": 1, "LSTM": 2}  # at the full history, marks would lie on each other
HEADINGS = {"lag3": "repeats 3 decisions ago", "lag7": "repeats 7 decisions ago", "first": "side shown at first"}


def pictures(study: "Study") -> dict[str, tuple]:
    return {"sequences": tuple(of_task(study, task) for task in HEADINGS)}


def of_task(study: "Study", task: str) -> Curves:
    seen = range(1, study.horizon + len(BESIDE) + 1)  # as far as marks stand

    def timed(h: int) -> Fraction:
        return study.timed_floor(task, min(h, study.horizon))

    return Curves(
        x=Axis(label="decisions seen, the present one included"),
        y=Axis(label="error per decision"),
        heading=HEADINGS[task],
        curves=(
            steps("best window", "worst", seen, lambda h: study.floor(task, min(h, study.horizon))),
            steps("best window that knows the time", "bound", seen, timed),
            *(marks(study, task, kind) for kind in BESIDE),
        ),
    )


def steps(label: str, role: str, seen: Iterable[int], value: Callable[[int], Fraction]) -> Curve:
    """Level from one whole number to the next."""
    x, y = [], []
    for h in seen:
        x += [h, h + 1]
        y += [value(h)] * 2
    return curve(label, role, x, y)


def marks(study: "Study", task: str, kind: str) -> Curve:
    """The networks of one kind."""
    shown = [
        (cell.seen + (BESIDE[kind] if cell.seen == study.horizon else 0), row["error"]["value"])
        for cell, row in zip(study.cells, study.rows, strict=True)
        if cell.task == task and cell.architecture and cell.kind == kind
    ]
    return curve(kind, "witness", *zip(*shown, strict=True))

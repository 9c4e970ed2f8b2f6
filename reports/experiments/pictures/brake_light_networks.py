"""Networks behind the windscreen: their errors by steps of training, and by how often a pixel is turned over."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.reports.publishing.figure import Axis, Curves, curve

if TYPE_CHECKING:
    from tightrope.reports.experiments.brake_light_networks import Study

SEEN, MET = "error on the expert's states", "error on its own states"


def pictures(study: "Study") -> dict[str, tuple]:
    return {"brake-light-networks": (by_steps(study), by_noise(study))}


def by_steps(study: "Study") -> Curves:
    return Curves(
        x=Axis(label="steps of training", scale="log"),
        y=Axis(label="probability of a wrong action"),
        heading="pixels are clear",
        curves=(
            curve("on its own states", "problem", study.stops, [row[MET]["value"] for row in study.stopped]),
            curve("on the expert's", "problem", study.stops, [row[SEEN]["value"] for row in study.stopped]),
            curve("repeats the light", "bound", (study.stops[0], study.stops[-1]), (study.copier, study.copier)),
        ),
    )


def by_noise(study: "Study") -> Curves:
    line = [Fraction(n, 1000) for n in range(101)]
    return Curves(
        x=Axis(label="probability that a pixel is turned over"),
        y=Axis(label="error on its own states"),
        heading="long training",
        curves=(
            curve("best table, with light", "bound", line, map(study.table, line)),
            curve("best table, without light", "worst", line, map(study.blur, line)),
            curve("without light, drawn", "dagger", line, map(study.blind_and_drawn, line)),
            curve("with light, likelier action", "witness", study.noises, [row[MET]["value"] for row in study.noisy]),
            curve(
                "with light, action drawn", "witness", study.noises, [row[MET]["value"] for row in study.noisy_drawn]
            ),
        ),
    )

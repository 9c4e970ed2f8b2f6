"""The floors in pictures: of a lag by how long observations persist, of a hidden mode by the cues."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.reports.evidence.sampled import counts_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.rollouts.episodes import trajectories
from tightrope.simulators.worlds.lag import lag

if TYPE_CHECKING:
    from tightrope.reports.experiments.memoryless import Study

MEMORIES = tuple(Fraction(i, 50) for i in range(51))
AT = 0.5  # of a curve's length, where its name stands
FLOOR = Axis(label="least error per decision")


def pictures(study: "Study") -> dict[str, tuple]:
    return {"memoryless": (by_persistence(study), by_cues(study))}


def by_persistence(study: "Study") -> Curves:
    curves = []
    for seen in reversed(range(study.delay + 1)):
        label = f"j = {seen}" if seen < study.delay else f"j = {seen} = K"
        floors = [study.lag_floor(x, seen) for x in MEMORIES]
        curves.append(curve(label, "problem", MEMORIES, floors, at=AT))  # at their ends all meet
    curves.append(sampled(study))
    x = Axis(label="λ, correlation of an observation with the next")
    return Curves(x=x, y=FLOOR, curves=tuple(curves))


def sampled(study: "Study") -> Curve:
    """The memoryless table in episodes. Raises RuntimeError if an interval misses the floor."""
    shown, horizon, profile = study.memories[:-1], 4 * (study.delay + 1), study.profile
    repeats = lag(study.symbols, 0, study.delay, Fraction(1, study.symbols)).expert_actions  # the last observation
    counts = []
    for i, memory in enumerate(shown):
        clone = study.lag_world(memory).with_learner(deterministic(repeats, study.symbols))
        played = trajectories(clone, horizon, profile.episodes, profile.seed + i)
        counts.append(int(played.disagreed[:, -1].sum()))
    exact = [study.lag_floor(memory, 0) for memory in shown]
    return counts_beside("last decisions of episodes", shown, exact, counts, profile.episodes, profile.confidence)


def by_cues(study: "Study") -> Curves:
    counts = range(study.cues + 1)
    curves = tuple(
        curve(f"η = {float(noise):g}", "problem", counts, [study.mode_floor(noise, seen) for seen in counts])
        for noise in study.noises
    )
    return Curves(x=Axis(label="k, cues seen"), y=FLOOR, curves=curves)

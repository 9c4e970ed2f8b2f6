"""A policy of somebody's own, of one action with one coordinate: expert beside policy, trees shaded, and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tightrope.reports.experiments.pictures.law_rows import PLACES, chance, law_row, past_trees, shown_actions
from tightrope.reports.publishing.figure import Law, Laws
from tightrope.simulators.learners import least_squares
from tightrope.simulators.measures.confidence import Interval
from tightrope.simulators.model.arithmetic import Number, exact_number, shown, whole_number
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.own_policies.asked import method
from tightrope.simulators.own_policies.densities import Asked
from tightrope.simulators.own_policies.past_trees import SHOWN, OfDensity, Past, drawn, measured
from tightrope.simulators.rollouts.stream import LARGEST_SEED
from tightrope.simulators.worlds.tree import WORLDS, TreeWorld

if TYPE_CHECKING:
    from tightrope.reports.publishing.on_axes import Axes, Style

STATES = (0.0, 0.5)  # whose laws are drawn
MOST = 10**7  # samples
DRAWN = 4000  # actions of a histogram
WIDTH = 0.05  # of its bins


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasuredAction:
    """What was measured of one action; made by `measure_action`.

    hits, distance, density    see `own_policies.past_trees`
    expert_hits, squared_hits  the same probability of the expert, and of squared error, with perfect training
    """

    policy: Any
    world: TreeWorld
    seed: int
    found: Past
    expert_hits: float
    squared_hits: float

    @property
    def hits(self) -> Interval:
        return self.found.hits

    @property
    def distance(self) -> float:
        return self.found.distance

    @property
    def density(self) -> OfDensity | None:
        return self.found.density

    def picture(self, states: Sequence[float] = STATES) -> Laws:
        """The law of the action in some states, below the expert's: its density, or a histogram of DRAWN actions."""
        rows = []
        for i, state in enumerate(states):
            s = np.array([state])
            rows.append(law_row(self.world, f"expert, s = {state:g}", self.world.expert(s), s))
            rows.append(self._row(f"this policy, s = {state:g}", s, SHOWN + i))
        return past_trees(self.world, rows)

    def draw(self, axes: "Axes | None" = None, *, style: "Style" = None) -> "Axes":
        """The picture on axes of one's own or new ones: see `on_axes.on_axes`."""
        from tightrope.reports.publishing.on_axes import on_axes

        return on_axes(self.picture(), axes, style)

    def _row(self, label: str, s: np.ndarray, place: int) -> Law:
        ask = method(self.policy, "log_density")
        if ask is not None:
            return law_row(self.world, label, Asked(ask, s), s)
        everywhere = np.repeat(s, DRAWN)
        a = drawn(self.policy, everywhere, self.seed, place=place)
        hits, a = chance(float(self.world.collide(everywhere, a).mean())), a - self.world.middle(s)[0]
        if np.ptp(a) < WIDTH:
            return Law(label=label, x=(float(a.mean()),), says=hits)
        ends = shown_actions(self.world)
        edges = np.arange(ends[0], ends[-1] + WIDTH, WIDTH).round(PLACES)
        share = np.histogram(a, edges)[0] / (DRAWN * WIDTH)
        return Law(label=label, x=tuple(np.repeat(edges, 2)[1:-1]), height=tuple(np.repeat(share, 2)), says=hits)

    def __repr__(self) -> str:
        return (
            f"<a policy on {self.world.key}: hits a tree {self.hits.mean:.4g} in {self.hits.words}; "
            f"squared error {self.squared_hits:.4g}, the expert {self.expert_hits:.2g}>"
        )

    def _repr_html_(self) -> str:
        hits, of = self.hits, self.density
        rows = [
            ("hits a tree", f"{hits.mean:.6g}", hits.words),
            ("the expert does", f"{self.expert_hits:.6g}", "exact"),
            ("squared error does", f"{self.squared_hits:.6g}", "exact"),
            ("TV from the expert, over its states", "", f"at least {self.distance:.6g}"),
        ]
        if of is not None:
            rows += [
                ("TV, by its density", f"{of.distance:.6g}", "by quadrature"),
                ("KL(expert, policy), by its density", f"{of.log_loss:.6g}", "by quadrature, in nats"),
                ("hits a tree, by its density", f"{of.hits:.6g}", "by quadrature"),
            ]
        return html_table(repr(self)[1:-1], rows, ("", "value", ""))


def measure_action(
    policy: Any,
    world: str | TreeWorld,
    *,
    samples: Number,
    seed: Number,
    confidence: Number = 0.99,
    box: tuple[Number, Number] | None = None,
) -> MeasuredAction:
    """How often a policy of any library hits a tree, and how far its action's law is from the expert's.

    `world` is one-tree, four-trees, or one made by `simulators.worlds.tree`; the policy sees the state, a number in
    (-1, 1), by `sample(observation, rng)` or `samples(observations, rng)`: see `own_policies.asked`. With
    `log_density(observation, actions)` distances are computed too. `box` is where actions must lie. Raises ValueError
    that says what must hold, what came, and in which state: of an action, of a density that does not integrate to 1, or
    of one that is not that of the samples.
    """
    many, begin = whole_number(samples, "the number of samples"), whole_number(seed, "the seed")
    level = exact_number(confidence, "the confidence")
    if not 1 <= many <= MOST:
        raise ValueError(f"the number of samples must be from 1 to {MOST}; got {shown(many)}")
    if not 0 <= begin < LARGEST_SEED:
        raise ValueError(f"the seed must be a whole number from 0 to 2^128 - 1; got {shown(begin)}")
    if not 0 < level < 1:
        raise ValueError(f"the confidence must lie strictly between 0 and 1; got {shown(level)}")
    road = world if isinstance(world, TreeWorld) else WORLDS[one_of(world, WORLDS, "the world")]()
    ends = None if box is None else _box(box)
    return MeasuredAction(
        policy=policy,
        world=road,
        seed=begin,
        found=measured(policy, road, many, begin, float(level), ends),
        expert_hits=float(least_squares.expert_collision(road)),
        squared_hits=float(least_squares.collision(road)),
    )


def _box(given: tuple[Number, Number]) -> tuple[float, float]:
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise ValueError(f"a box is its two ends, (low, high); got {shown(given)}")
    low, high = (float(exact_number(end, "an end of the box")) for end in given)
    if not low < high:
        raise ValueError(f"a box must have low < high; got {low} and {high}")
    return low, high

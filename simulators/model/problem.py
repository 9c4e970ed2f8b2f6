"""An imitation problem: a decision process, an expert, and perhaps a learner and the data it saw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from tightrope.simulators.model.drawing import drawing, is_small
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table, actions_of, as_expert, as_policy, deterministic, policy, with_ends
from tightrope.simulators.model.terminal import line, listed

IN_FLOATS = "planned in floats: of actions that are worth the same but for rounding it may take either"
EXPERT_IN_FLOATS, LEARNER_IN_FLOATS = f"The expert was {IN_FLOATS}.", f"The learner was {IN_FLOATS}."


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """`expert` is the expert's action in each state, shape (L, S), or a table of laws if it draws its actions.

    Expert and learner may be given as arrays or lists of numbers of any kind: see `policy.as_policy`. `data[s]` marks
    the states of a finite data set. `name` is how the command line calls the problem. `totals` are what an episode is
    judged by beside its cost, such as return and success: by its name, the amount that is expected in each state with
    each action, rationals of shape (S, A). Where an action of the expert is needed (a
    disagreement is one with an action, not with a law), `expert_actions` and `expert_at` raise ValueError for an expert
    that draws; `expert_table` is there for both.

    A problem without an expert gets the best one when a horizon is known: `planning.planned`. `aim` is the process
    whose cost that one minimises, with at least the states of `mdp`, if it is not `mdp` itself: where rewards became
    costs and episodes end early, the least cost is not the greatest reward. `notes` say what was done on entry,
    and what was planned in floats.
    Raises ValueError if the shapes do not fit the decision process, or a policy takes an action that a state lacks.
    """

    name: str
    mdp: TabularMDP
    expert: np.ndarray | Table | None
    learner: Table | None = None
    data: np.ndarray | None = None
    totals: Mapping[str, np.ndarray] = field(default_factory=dict)
    aim: TabularMDP | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        size, choices = self.mdp.shape
        for whose in ("expert", "learner"):
            object.__setattr__(self, whose, with_ends(getattr(self, whose), self.mdp.decides, choices))
        if self.expert is not None:
            object.__setattr__(self, "expert", as_expert(self.expert, size, choices))
        if self.learner is not None:
            object.__setattr__(self, "learner", as_policy(self.learner, size, choices, "learner"))
        for table, whose in ((self.expert, "expert"), (self.learner, "learner")):
            if isinstance(table, Table):
                _check_table(table, size, choices, whose)
            if table is not None and self.mdp.available is not None:
                _check_available(table, self.mdp, self.mdp.available, whose)

    def __repr__(self) -> str:
        size, choices = self.mdp.shape
        whose = " and ".join(one for one in ("expert", "learner") if getattr(self, one) is not None) or "no policy"
        return f"<{line(self.name)}: {size} states, {choices} actions; {whose} given>"

    def _repr_svg_(self) -> str | None:
        """A drawing, if it can be read."""
        return self.drawn() if is_small(self.mdp) else None

    def _repr_html_(self) -> str | None:
        """A table, if there are too many states or moves for a drawing: a notebook shows one or the other."""
        return None if is_small(self.mdp) else html_table(line(self.name), self._rows())

    def drawn(self) -> str:
        """The states and the moves of the first decision, as SVG; of a large problem it cannot be read."""
        takes = None if self.expert is None else self.expert_table.takes(1)
        return drawing(self.name, self.mdp, takes)

    def _rows(self) -> list[tuple[str, str]]:
        size, choices = self.mdp.shape
        of = f", of {self.mdp.layers} decisions" * (self.mdp.layers > 1)
        there = [whose for whose in ("expert", "learner", "data") if getattr(self, whose) is not None]
        return [
            ("states", f"{size}: {listed(self.mdp.states)}"),
            ("actions", f"{choices}: {listed(self.mdp.actions)}"),
            ("moves", f"{len(self.mdp.successor)}{of}"),
            *((whose, "known") for whose in there),
            *(("note", note) for note in self.notes),
        ]

    @cached_property
    def expert_table(self) -> Table:
        """The expert as a policy. Raises ValueError if there is none yet."""
        expert = self.known_expert
        return expert if isinstance(expert, Table) else deterministic(expert, self.mdp.shape[1])

    @property
    def known_expert(self) -> np.ndarray | Table:
        """The expert as it was given. Raises ValueError if there is none yet."""
        if self.expert is None:
            raise ValueError(f"{line(self.name)} has no expert yet: tightrope.problem(it, horizon) plans the best one")
        return self.expert

    @property
    def learner_table(self) -> Table:
        """The learner. Raises ValueError if there is none."""
        if self.learner is None:
            raise ValueError(
                f"{line(self.name)} has no learner: give an epsilon, or a learner "
                "(within_reading.epsilon_learner makes one)"
            )
        return self.learner

    @cached_property
    def expert_actions(self) -> np.ndarray:
        """The expert's action in each state, shape (L, S). Raises ValueError if it draws one."""
        expert = self.known_expert
        actions = actions_of(expert) if isinstance(expert, Table) else expert
        if actions is None:
            raise ValueError(
                f"the expert of {line(self.name)} draws its actions; what is asked needs an expert that takes one "
                "action in each state, for a disagreement is one with an action"
            )
        return actions

    def expert_at(self, decision: int) -> np.ndarray:
        """The expert's action in each state at decision t = 1, 2, ..., shape (S,).

        Raises ValueError if it draws one.
        """
        actions = self.expert_actions
        return actions[0 if len(actions) == 1 else decision - 1]

    def with_learner(self, learner: Table, name: str | None = None) -> "Problem":
        notes = tuple(note for note in self.notes if note != LEARNER_IN_FLOATS)
        return replace(self, learner=learner, name=name or self.name, notes=notes)

    def check_horizon(self, horizon: int) -> None:
        """Raises ValueError unless dynamics, expert and learner are given for that many decisions."""
        self.mdp.check_horizon(horizon)
        given = self.known_expert.shape[0]  # layers, of actions as of laws
        if 1 < given < horizon:
            raise ValueError(f"the expert is given for {given} decisions; the horizon is {horizon}")
        if self.learner is not None:
            self.learner.check_horizon(horizon)


def right_or_wrong(
    name: str, mdp: TabularMDP, right: Sequence[Fraction | int], data: np.ndarray | None = None
) -> Problem:
    """A problem of two actions: the expert always takes the first,
    the learner with the given probability in each state.
    """
    learner = policy([[[agree, 1 - agree] for agree in right]])
    return Problem(name=name, mdp=mdp, expert=np.zeros((1, len(right)), dtype=np.int64), learner=learner, data=data)


def _check_table(table: Table, size: int, choices: int, whose: str) -> None:
    if table.shape[1:] != (size, choices):
        raise ValueError(f"the {whose}'s table must have shape (layers, {size}, {choices}); it has {table.shape}")


def _check_available(policy: np.ndarray | Table, mdp: TabularMDP, available: np.ndarray, whose: str) -> None:
    for layer in range(policy.shape[0]):
        if isinstance(policy, Table):
            lacks = policy.takes(layer + 1) & ~available
        else:
            lacks = np.zeros(mdp.shape, dtype=bool)
            everyone = np.arange(mdp.shape[0])
            lacks[everyone, policy[layer]] = ~available[everyone, policy[layer]]
        if lacks.any():
            s, a = np.argwhere(lacks)[0]
            raise ValueError(
                f"the {whose} may take {line(mdp.actions[a])} in {line(mdp.states[s])}, which has "
                f"{listed([one for one, has in zip(mdp.actions, available[s], strict=True) if has])}"
            )

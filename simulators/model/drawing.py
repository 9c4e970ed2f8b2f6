"""A problem of few states as a drawing: its states, where each action leads, and what the expert does.

The moves are those of the first decision; if later ones differ, the title says so.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.graph_svg import Arrow, Node, graph_svg
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.terminal import line

MOST_STATES, MOST_ACTIONS, MOST_ARROWS = 6, 8, 14  # of a drawing that can be read
LONGEST_NAME, LONGEST_LABEL = 24, 60  # characters
LONGEST_NUMBER = 9  # digits of a fraction, both parts; a longer one is rounded

Move = tuple[int, int, dict[int, Fraction]]  # from, to, and with each action that leads there, how likely


def moves(mdp: TabularMDP, decision: int) -> list[Move]:
    """Where the actions of a decision lead."""
    found = []
    for s in range(mdp.shape[0]):
        laws = {a: _law(mdp, decision, s, a) for a in _choices(mdp, s)}
        for successor in sorted({x for law in laws.values() for x in law}):
            found.append((s, successor, {a: law[successor] for a, law in laws.items() if successor in law}))
    return found


def named(mdp: TabularMDP, s: int, likely: dict[int, Fraction]) -> str:
    """Which actions of s lead there, and how likely if not surely."""
    if len(likely) == len(_choices(mdp, s)) and len(set(likely.values())) == 1:
        return "any" + _if_not_sure(next(iter(likely.values())))
    return ", ".join(mdp.actions[a] + _if_not_sure(x) for a, x in likely.items())


def arrows(mdp: TabularMDP, decision: int) -> list[tuple[str, str, str]]:
    """The same as names: (from, to, label)."""
    return [(mdp.states[s], mdp.states[to], named(mdp, s, likely)) for s, to, likely in moves(mdp, decision)]


def is_small(mdp: TabularMDP) -> bool:
    """Whether a drawing can be read."""
    states, actions = mdp.shape
    return states <= MOST_STATES and actions <= MOST_ACTIONS and len(moves(mdp, 1)) <= MOST_ARROWS


def drawing(name: str, mdp: TabularMDP, takes: np.ndarray | None) -> str:
    """The process as SVG: see `diagram`."""
    return graph_svg(*diagram(name, mdp, takes))


def diagram(
    name: str, mdp: TabularMDP, takes: np.ndarray | None
) -> tuple[tuple[Node, ...], tuple[Arrow, ...], str, tuple[tuple[str, bool], ...]]:
    """What is drawn: boxes, arrows, title and legend. `takes`, shape (S, A), says which actions the expert may take at
    the first decision, if it is known.

    Dashed arrows are moves that the expert does not make. Each box says how the state starts, what its actions cost,
    and what the expert takes, if the arrows do not say it.
    """
    made = moves(mdp, 1)
    nodes = tuple(_node(mdp, s, _experts_action(mdp, s, made, takes)) for s in range(mdp.shape[0]))
    found = tuple(
        Arrow(
            start=s,
            end=to,
            label=line(named(mdp, s, likely), LONGEST_LABEL),
            dashed=takes is not None and not any(takes[s, a] for a in likely),
        )
        for s, to, likely in made
    )
    when = ", decision 1 (later ones differ)" if mdp.layers > 1 else ""
    told = {False: "the expert's moves", True: "other moves"}
    legend = [(told[dashed], dashed) for dashed in sorted({one.dashed for one in found})] if takes is not None else []
    return nodes, found, line(name, LONGEST_LABEL) + when, tuple(legend)


def _experts_action(mdp: TabularMDP, s: int, made: list[Move], takes: np.ndarray | None) -> str:
    """What the expert takes, where an arrow is its own and another action's, and these differ."""
    if takes is None:
        return ""
    own = {a for a in _choices(mdp, s) if takes[s, a]}
    from_here = [likely for start, _, likely in made if start == s]
    alike = all(len(likely) == len(_choices(mdp, s)) and len(set(likely.values())) == 1 for likely in from_here)
    if alike or not any(own & set(likely) and set(likely) - own for likely in from_here):
        return ""
    return f"expert: {', '.join(line(mdp.actions[a], LONGEST_NAME) for a in sorted(own))}"


def _node(mdp: TabularMDP, s: int, expert: str) -> Node:
    start, costs = fraction(mdp.start_law(EXACT)[s]), {a: fraction(mdp.exact_cost[s, a]) for a in _choices(mdp, s)}
    more = [f"start {_short(start)}"] if start else []
    least, most = min(costs.values()), max(costs.values())
    if least == most:
        more += [f"cost {_short(least)}"] if least else []
    elif len(costs) <= 3:
        more += [f"cost of {line(mdp.actions[a], LONGEST_NAME)}: {_short(x)}" for a, x in costs.items() if x]
    else:
        more.append(f"costs {_short(least)} to {_short(most)}")
    more += [expert] if expert else []
    return Node(name=line(mdp.states[s], LONGEST_NAME), more=tuple(more))


def _choices(mdp: TabularMDP, s: int) -> list[int]:
    """The actions that the state has."""
    return list(range(mdp.shape[1])) if mdp.available is None else [int(a) for a in np.flatnonzero(mdp.available[s])]


def _law(mdp: TabularMDP, decision: int, s: int, a: int) -> dict[int, Fraction]:
    row = (mdp.layer_of(decision) * mdp.shape[0] + s) * mdp.shape[1] + a
    part = slice(mdp.indptr[row], mdp.indptr[row + 1])
    return dict(zip(map(int, mdp.successor[part]), map(fraction, mdp.exact_probability[part]), strict=True))


def _if_not_sure(x: Fraction) -> str:
    return "" if x == 1 else f" {_short(x)}"


def _short(x: Fraction) -> str:
    return str(x) if len(str(x)) <= LONGEST_NUMBER else f"{float(x):.3g}"

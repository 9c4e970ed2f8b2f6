"""The charged ropes, which have states of each decision, as one box for each place: on, off, and perhaps unseen, lost.

The states of a place are alike but for what they cost. That is told beside the drawing, for stretches of decisions.
In the first an error costs nothing extra, in the last all that it may, and between them there is at most one decision.
"""

from sympy import Expr, Integer, Max, Min, Rational, floor, sign

from tightrope.bounds.language.letters import T, expert_cost, m, u
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.drawing import moves
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem, right_or_wrong

# Each rope's places, and the probability that a run starts outside the data.
ROPES = {"charged-tightrope": (("on", "off"), Integer(0)), "charged-unseen-start": (("on", "off", "unseen", "lost"), m)}
ALMOST = Rational(1, 10**9)  # of a decision: a browser's floats may miss a whole number by so much


def places(problem: Problem) -> Problem:
    """The rope with one state for each place, which costs nothing. Its laws are those of the places.

    Raises ValueError if two states of a place do not move alike, by the learner or by the process.
    """
    names, (kept, _) = [state.rstrip("0123456789") for state in problem.mdp.states], ROPES[problem.name]
    found: dict[str, set] = {name: set() for name in kept}
    learner, starts = problem.learner_table.at(1, EXACT), problem.mdp.start_law(EXACT)
    leads = moves(problem.mdp, 1)
    for s, name in enumerate(names):
        if name not in kept:  # no run starts there
            continue
        ends = [(a, kept.index(names[end]), x) for start, end, law in leads if start == s for a, x in law.items()]
        found[name].add((fraction(learner[s, 0]), *sorted(ends)))
    if any(len(alike) > 1 for alike in found.values()):
        raise ValueError(f"the states of a place of {problem.name} are not alike")
    rows = [next(iter(found[name])) for name in kept]
    mdp = tabular_mdp(
        states=kept,
        actions=problem.mdp.actions,
        start=[sum(fraction(x) for x, one in zip(starts, names, strict=True) if one == name) for name in kept],
        transition=[[[{end: x for b, end, x in row[1:] if b == a} for a in (0, 1)] for row in rows]],
        cost=[(0, 0)] * len(kept),
    )
    return right_or_wrong(problem.name, mdp, right=[row[0] for row in rows])


def fee_of(left: Expr) -> Expr:
    """What the expert pays for a decision, so that it pays J_star for those that are left to it, which are at least so
    many; nothing if that is nothing. A float for `left` may miss 0.
    """
    return expert_cost / Max(left, expert_cost, ALMOST)


def costs(key: str) -> list[tuple[str, Expr, tuple[Expr, ...]]]:
    """What decisions of that rope cost, in words with {} for each of the numbers behind them; each is said while the
    first formula is positive.
    """
    _, missing = ROPES[key]
    one = Min(1, u)
    room, inside = T - expert_cost, sign(1 - missing)
    lost = Min(one * missing * T, room)  # what errors outside the data cost extra, in all
    rest = inside * (room - lost) / (2 - missing - inside)  # and what they can on a run inside
    full, free = Min(T, floor(rest / one + ALMOST)), T - Min(T, -floor(ALMOST - rest / one))
    fee = fee_of(T - lost - (1 - missing) * Min(one * T, rest))

    def paid(extra: Expr) -> tuple[Expr, Expr]:
        return fee * (1 - extra), fee * (1 - extra) + extra

    between = rest - one * full
    found = [
        ("A box holds the states of all decisions. What one costs is the same on and off.", Integer(1), ()),
        ("Up to decision {}, each costs {}, right or wrong.", free, (free, fee)),
        ("Decision {} costs {} if right and {} if wrong.", T - free - full, (free + 1, *paid(between))),
        ("From decision {} on, each costs {} if right and {} if wrong.", full, (T - full + 1, *paid(one))),
    ]
    if missing != 0:
        extra = lost / (missing * T + 1 - sign(missing))
        found.append(("Unseen or lost, each costs {} if right and {} if wrong.", Integer(1), paid(extra)))
    return found

"""An expert that knows a hidden mode, and cues that tell of it (L15, L16).

Mode         z in {0, 1}, either with probability 1/2, the same for the whole episode; nothing shows it.
Cues         at each decision a new one: z, or the other one with probability `flipped`, independently. The last k are
             there.
Expert       a_t = z.
Cost         1 for each decision with a_t != z, so the task cost is the disagreement.

A state is the mode and the window of the last k cues. A learner sees the last j of them, or only how many of these are
1. In `own_actions` there are no cues, and what a learner sees is its own last action. In `shown_at_first` the mode
itself is seen, at decision 1 and never again.
"""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from tightrope.simulators.learners.copycat import Copycat
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.unrolling import unrolled

HALF, ONE = Fraction(1, 2), Fraction(1)
MOST_CUES = 13


def hidden_mode(cues: int, flipped: Fraction) -> Problem:
    """The world with a window of that many cues.

    Raises ValueError unless 0 <= cues <= 13 and flipped lies in [0, 1].
    """
    if not 0 <= cues <= MOST_CUES:
        raise ValueError(f"the number of cues must lie between 0 and {MOST_CUES}; got {cues}")
    if not 0 <= flipped <= 1:
        raise ValueError(f"flipped is a probability and must lie in [0, 1]; got {flipped}")
    windows = 2**cues
    modes, window = np.divmod(np.arange(2 * windows), windows)
    likely = {(z, cue): flipped if cue != z else 1 - flipped for z in (0, 1) for cue in (0, 1)}
    start = [HALF * _chance(z, shown, cues, likely) for z, shown in zip(modes.tolist(), window.tolist(), strict=True)]

    def following(z: int, shown: int) -> dict[int, Fraction]:
        if not cues:
            return {z: ONE}
        return {z * windows + (2 * shown + cue) % windows: likely[z, cue] for cue in (0, 1)}

    mdp = tabular_mdp(
        states=[
            f"mode{z}-cues{shown:0{cues}b}" if cues else f"mode{z}" for z, shown in zip(modes, window, strict=True)
        ],
        actions=("0", "1"),
        start=start,
        transition=[[[following(z, shown)] * 2 for z, shown in zip(modes.tolist(), window.tolist(), strict=True)]],
        cost=[[Fraction(a != z) for a in (0, 1)] for z in modes.tolist()],
    )
    return Problem(name="hidden-mode", mdp=mdp, expert=modes[None])


def sees_cues(cues: int, order: int) -> np.ndarray:
    """Cells for a learner that sees the last `order` cues, each by itself."""
    _check_order(cues, order)
    return np.arange(2 ** (cues + 1))[None] % 2**order


def counts_cues(cues: int, order: int) -> np.ndarray:
    """Cells for a learner that sees how many of the last `order` cues are 1."""
    seen = sees_cues(cues, order)
    return sum(seen >> i & 1 for i in range(order)) if order else seen


def own_actions() -> Problem:
    """No cues: who acts sees what it did last, and nothing at the first decision.

    The learner repeats its first action, 0.
    """
    blind = np.zeros(2, dtype=np.int64)
    made = unrolled(hidden_mode(0, Fraction(0)), Copycat({0: ONE}), horizon=2, sees=blind).problem
    return replace(made, name="own-actions")


SEES_OWN_ACTION = np.array([[0, 0, 1, 2, 1, 2]])  # nothing yet, 0 or 1, in the states of `own_actions`


def shown_at_first() -> Problem:
    """The mode is seen at decision 1, then nothing: states are the modes, at first and later."""
    mdp = tabular_mdp(
        states=["mode0-shown", "mode1-shown", "mode0", "mode1"],
        actions=("0", "1"),
        start=[HALF, HALF, Fraction(0), Fraction(0)],
        transition=[[[{2 + z: ONE}] * 2 for z in (0, 1, 0, 1)]],
        cost=[[Fraction(a != z) for a in (0, 1)] for z in (0, 1, 0, 1)],
    )
    return Problem(name="shown-at-first", mdp=mdp, expert=np.array([[0, 1, 0, 1]]))


SEES_AT_FIRST = np.array([1, 2, 0, 0])  # 1 + the mode, then 0, in the states of `shown_at_first`


def _chance(z: int, shown: int, cues: int, likely: dict) -> Fraction:
    chance = ONE
    for i in range(cues):
        chance *= likely[z, shown >> i & 1]
    return chance


def _check_order(cues: int, order: int) -> None:
    if not 0 <= order <= cues:
        raise ValueError(f"the order must lie between 0 and {cues}, the number of cues; got {order}")

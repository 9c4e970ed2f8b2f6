"""The exam under several budgets at once: no error above a cap, so that one exam is not failed for certain."""

from collections.abc import Sequence
from fractions import Fraction

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.parameters import PROBABILITY, Number, Parameter, Whole
from tightrope.simulators.model.problem import Problem, right_or_wrong

ZERO, ONE = Fraction(0), Fraction(1)
CAP, STEP, AVERAGED = (Parameter(name, PROBABILITY, ONE) for name in ("cap", "step", "averaged"))
BESIDE = (Parameter("chunk", Whole(1), 1), Parameter("price", Number(0), ONE))
IDLE, ENDED = (0, 2), 4


def capped_exam(
    epsilon: Fraction, horizon: int, cap: Fraction, averaged: Fraction, chunk: int, price: Fraction
) -> Problem:
    """On average over the expert's states at most epsilon at each decision, nowhere above the cap, and over all
    decisions at most `averaged`; see `examined`.
    """
    return examined("capped-exam", epsilon, cap, averaged, horizon, chunk, price)


def examined(
    name: str, step: Fraction, cap: Fraction, averaged: Fraction, horizon: int, chunk: int, price: Fraction
) -> Problem:
    """Exams are failed with probability `cap`, and given so that all runs have had about the same number of them.

    By chunk j the budgets allow B_j = min(j min(step, cap), n averaged) errors, of n chunks: each run has had one of
    the two whole numbers N around B_j/cap of exams, and C = price sum_t 1 - E (1 - cap)^N, the worst case of the three
    budgets. Of a chunk only the first decision can go wrong. An error costs `price` at every decision from then on.

    States, of the expert: behind and ahead, those who have had the smaller and the larger number after this chunk;
    behind* and ahead* have an exam in it. `off` is the learner's alone.
    """
    count = -(-horizon // chunk)
    spent = [min(j * min(step, cap), count * averaged) for j in range(count + 1)]
    exams = [total / cap if cap else ZERO for total in spent]
    called = [[_next(exams[j], exams[j + 1], ahead) for ahead in (False, True)] for j in range(count)]
    layers = []
    for decision in range(1, horizon + 1):
        begins, ends = (decision - 1) % chunk == 0, decision % chunk == 0
        after = called[decision // chunk] if ends and decision < horizon else [{place: ONE} for place in IDLE]
        off = {ENDED: ONE}
        laws = [[after[state // 2], off if begins else after[state // 2]] for state in range(4)]
        layers.append([*laws, [off, off]])
    return right_or_wrong(name, _process(called[0][0], layers, price), right=[ONE, 1 - cap, ONE, 1 - cap, ZERO])


def _next(before: Fraction, now: Fraction, ahead: bool) -> dict[int, Fraction]:
    """Where a run goes whose number of exams is the smaller (the larger) one around `before`: so that it is one of the
    two around `now`, and of all runs `now` on average.
    """
    part, after = before - int(before), now - int(now)
    if int(now) == int(before):  # of those behind some are called, and are ahead then
        share = ZERO if ahead or part == 1 else (after - part) / (1 - part)
        law = {2: ONE} if ahead else {0: 1 - share, 3: share}
    else:  # all behind are called and stay behind; of those ahead some are called and stay ahead
        share = after / part if ahead and part else ZERO
        law = {0: 1 - share, 3: share} if ahead else {1: ONE}
    return {state: chance for state, chance in law.items() if chance}


def _process(start: dict[int, Fraction], layers: Sequence, price: Fraction) -> TabularMDP:
    return tabular_mdp(
        states=("behind", "behind*", "ahead", "ahead*", "off"),
        actions=("right", "wrong"),
        start=[start.get(state, ZERO) for state in range(5)],
        transition=layers,
        cost=[(ZERO, price)] * 5,
    )


FAMILY = Family(
    key="capped-exam",
    words="exams that are failed with probability cap, given evenly, within a budget a decision and one altogether",
    reading="per_step",
    parameters=(CAP, AVERAGED, *BESIDE),
    build=capped_exam,
    size=lambda epsilon, horizon, **_: 16 * horizon,
    examples=("capped-exam:cap=1/2,averaged=1,chunk=1,price=1",),
)

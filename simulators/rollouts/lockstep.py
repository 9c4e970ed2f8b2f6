"""Episodes in lock step, in NumPy: the algorithm to read, and the oracle of the compiled kernel (`compiled.py`).

At each decision every episode has one 64-bit word. Its low half says whether the usual action is taken, its high half
where that leads: the first bits choose an alias slot, the following ones are compared with the slot's threshold.
A comparison of 32 bits that ends in a tie is settled by 30 bits of another word; so each decision follows its exact
law with probabilities that are off by less than 2^-60, at the price of one word.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tightrope.simulators.model.policy import EVENLY
from tightrope.simulators.rollouts.outputs import Begin, Job, Out
from tightrope.simulators.rollouts.stream import FINE_MISTAKE, FINE_MOVE, MAIN, OTHER_ACTION, Stream
from tightrope.simulators.rollouts.tables import FINE, LOW, Tables
from tightrope.simulators.rollouts.thresholds import BITS

HALF, REST, UNUSED = np.uint64(32), np.uint64(64 - FINE), np.uint64(64 - BITS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """Decision t of the episodes that have begun: the states they are in, what they do, what of it disagrees."""

    t: int
    state: np.ndarray
    kind: np.ndarray
    action: np.ndarray
    disagreed: np.ndarray
    following: np.ndarray


def steps(tables: Tables, stream: Stream, job: Job) -> Iterator[Step]:
    """The decisions of the job's episodes, one after the other."""
    numbers = np.arange(job.first, job.first + job.count, dtype=np.uint64)
    begin = job.begin or _whole(tables, stream, numbers)
    states = begin.state.astype(np.int64)
    for t in range(int(begin.entry[0]), job.horizon + 1):
        begun = int(np.searchsorted(begin.entry, t, side="right"))
        episode, state = numbers[:begun], states[:begun].copy()
        word = stream.words(MAIN, episode, t)
        kind = tables.codes_at(t)[state]
        forced = np.where(begin.entry[:begun] == t, begin.forced[:begun], -1)
        action = np.where(forced >= 0, forced, _actions(tables, stream, episode, t, kind, word & LOW))
        layer = 0 if tables.layers == 1 else t - 1
        row = ((layer * tables.states + state) * tables.actions + action).astype(np.uint64)
        states[:begun] = successors(tables, stream, episode, t, row, word >> HALF)
        yield Step(
            t=t,
            state=state,
            kind=kind,
            action=action,
            disagreed=(tables.kinds.expected[kind] >= 0) & (action != tables.kinds.expected[kind]),
            following=states[:begun],
        )


def _whole(tables: Tables, stream: Stream, episode: np.ndarray) -> Begin:
    """Episodes from the law of the first state, whose word is the one at decision 0."""
    state = first_states(tables, stream, episode)
    return Begin(entry=np.ones_like(state), state=state, forced=np.full_like(state, -1))


def first_states(tables: Tables, stream: Stream, episode: np.ndarray) -> np.ndarray:
    """From the alias slots of the law of the first state."""
    word, start = stream.words(MAIN, episode, 0), tables.start
    slot = word >> np.uint64(1) >> np.uint64(63 - start.bits)
    share = (word << np.uint64(start.bits)) >> UNUSED
    return np.where(share < start.threshold[slot], start.first[slot], start.second[slot])


def _actions(
    tables: Tables, stream: Stream, episode: np.ndarray, t: int, kind: np.ndarray, low: np.ndarray
) -> np.ndarray:
    """The usual action, or another one with the kind's chance."""
    kinds = tables.kinds
    action, coarse = kinds.usual[kind], kinds.coarse[kind]
    near = np.flatnonzero(low <= coarse)
    fine = stream.words(FINE_MISTAKE, episode[near], t) >> REST
    odd = near[(low[near] < coarse[near]) | (fine < kinds.fine[kind[near]])]
    word, which = stream.words(OTHER_ACTION, episode[odd], t), kinds.other[kind[odd]]
    action[odd] = np.where(which >= 0, which, action[odd])
    evenly = which == EVENLY
    among = ((word >> HALF) * np.uint64(max(1, tables.actions - 1)) >> HALF).astype(np.int64)
    action[odd[evenly]] = (among + (among >= action[odd]))[evenly]  # the usual one is left out
    by_law = which < EVENLY
    ends = kinds.laws[-2 - which[by_law]]
    action[odd[by_law]] = ((word >> UNUSED)[by_law, None] >= ends).sum(axis=1)
    return action


def successors(
    tables: Tables, stream: Stream, episode: np.ndarray, t: int, row: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """The next states, from the alias slots of the rows (layer * S + s) * A + a and the high halves of their words."""
    begin, bits = tables.moves.of(row)
    slot = tables.moves.record[begin + (high >> (HALF - bits))]
    share = (high << bits) & LOW
    fine, threshold, second, first = slot.T
    takes_first = share < threshold
    tie = np.flatnonzero(share == threshold)
    takes_first[tie] = stream.words(FINE_MOVE, episode[tie], t) >> REST < fine[tie]
    return np.where(takes_first, first, second)


def play(tables: Tables, stream: Stream, job: Job, out: Out) -> None:
    """Fill the job's outputs."""
    for step in steps(tables, stream, job):
        begun = len(step.state)
        if out.disagreements.size:
            out.disagreements[:begun] += step.disagreed
        if out.first.size:
            new = step.disagreed & (out.first[:begun] > job.horizon)
            out.first[:begun][new] = step.t
        if out.wrong_at.size:
            out.wrong_at[step.t - 1] += step.disagreed.sum()
        if out.paid.size or out.paid_at.size:
            cost = job.cost[step.state * tables.actions + step.action]
            if out.paid.size:
                out.paid[:begun] += cost
            if out.paid_at.size:
                out.paid_at[step.t - 1] += cost.sum()
        if out.rates.size:
            out.rates[:begun] += tables.kinds.rate[step.kind]
        if out.score.size:
            out.score[:begun] += job.scores[0 if len(job.scores) == 1 else step.t - 1][step.state]
        if out.visits.size:
            out.visits[:] += np.bincount(step.state, minlength=tables.states)
        if out.visits_at.size:
            out.visits_at[step.t - 1] += np.bincount(step.state, minlength=tables.states)
    if out.final.size:
        out.final[:] = step.following

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
from tightrope.simulators.rollouts.outputs import Job, Out
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


def steps(tables: Tables, stream: Stream, job: Job) -> Iterator[Step]:
    """The decisions of the job's episodes, one after the other; `job.state` ends as the states they end in."""
    episode, state = job.episode, job.state
    for t in range(int(job.entry[0]), job.horizon + 1):
        begun = int(np.searchsorted(job.entry, t, side="right"))
        episode, state = job.episode[:begun], job.state[:begun]
        word = stream.words(MAIN, episode, t)
        kind = tables.codes_at(t)[state]
        action = _actions(tables, stream, episode, t, kind, word & LOW)
        forced = job.forced[:begun]
        action = np.where((job.entry[:begun] == t) & (forced >= 0), forced, action)
        expected = tables.kinds.expected[kind]
        yield Step(
            t=t, state=state.copy(), kind=kind, action=action, disagreed=(expected >= 0) & (action != expected)
        )
        layer = 0 if tables.layers == 1 else t - 1
        row = ((layer * tables.states + state) * tables.actions + action).astype(np.uint64)
        state[:] = _successors(tables, stream, episode, t, row, word >> HALF)


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


def _successors(
    tables: Tables, stream: Stream, episode: np.ndarray, t: int, row: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """The next states, from the alias slots of the rows."""
    begin, bits = tables.moves.of(row)
    slot = tables.moves.record[begin + (high >> (HALF - bits))]
    share = (high << bits) & LOW
    takes_first = share < slot[:, 0]
    tie = np.flatnonzero(share == slot[:, 0])
    takes_first[tie] = stream.words(FINE_MOVE, episode[tie], t) >> REST < slot[tie, 3]
    return np.where(takes_first, slot[:, 1], slot[:, 2])


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
        out.final[:] = job.state

"""The same episodes as `lockstep`, compiled with numba: bit for bit, and some thirty times as fast.

A block of episodes advances together, so that what one waits for is hidden by the others. Each decision takes a few
passes over the block, each simple enough for the compiler: the random words and the addresses they lead to (no branch:
it becomes vector instructions); the loads, and nothing but loads, so that the processor has many of them on the way
(prefetching them in a pass of its own gained nothing); the outcomes. Whatever is rare (an unusual action, a tie) is
marked, and settled afterwards, out of line. Sums are taken only if they are asked for.

If there is one layer of everything, the slots of usual actions are copied together with the chance of another action
(`Tables.direct`), so that a decision touches one record of 16 bytes; else the kind of behaviour is looked up first.
"""

import sys

import numpy as np
from numba import njit

from tightrope.simulators.model.compiling import announced, kept
from tightrope.simulators.model.policy import EVENLY
from tightrope.simulators.rollouts.outputs import Begin, Job, Out
from tightrope.simulators.rollouts.stream import FINE_MISTAKE, FINE_MOVE, MAIN, OTHER_ACTION, Stream
from tightrope.simulators.rollouts.tables import Tables

BLOCK = 128  # episodes that advance together
FINE_SHIFT, UNUSED = np.uint64(34), np.uint64(2)  # 64 less the 30 bits that settle a tie; less the 62 of a law
GAMMA, M1, M2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S6, S27, S30, S31, S32, S63 = (np.uint64(n) for n in (6, 27, 30, 31, 32, 63))
LOW, MASK6, ZERO, ONE, THREE, SEVEN = (np.uint64(n) for n in (2**32 - 1, 63, 0, 1, 3, 7))


def play(tables: Tables, stream: Stream, job: Job, out: Out) -> None:
    """Fill the job's outputs."""
    moves, kinds = tables.moves, tables.kinds
    none = np.zeros(0, dtype=np.int64)
    begin = job.begin or Begin(entry=none, state=none, forced=none)
    place = np.zeros(0, dtype=np.uint64) if moves.place is None else moves.place
    with announced(_play):
        _play(
            stream.keys, np.uint64(stream.shift),
            np.uint64(tables.states), np.uint64(tables.actions), tables.layers > 1,
            tables.code, kinds.usual, kinds.coarse, kinds.fine, kinds.other, kinds.expected, kinds.laws, kinds.rate,
            _pairs(moves.record), np.uint64(moves.bits), place, _pairs(tables.direct),
            np.uint64(tables.start.bits), tables.start.threshold, tables.start.first, tables.start.second,
            np.int64(job.horizon), np.uint64(job.first), np.uint64(job.count), begin.entry, begin.state, begin.forced,
            job.cost, job.scores,
            out.disagreements, out.first, out.paid, out.final, out.rates, out.score,
            out.wrong_at, out.paid_at, out.visits, out.visits_at,
        )  # fmt: skip


def _pairs(record: np.ndarray) -> np.ndarray:
    """Each slot as two words: fine + 2^32 threshold, second outcome + 2^32 first outcome."""
    if sys.byteorder == "little":
        return record.reshape(-1).view(np.uint64)
    return (record.reshape(-1, 2)[:, ::-1].copy()).reshape(-1).view(np.uint64)


_compiled = njit(nogil=True)
_pass = njit(nogil=True, forceinline=True)  # put into its caller: a call hands over many numbers, and a pass is short


@_pass
def _mixed(z, key):
    z = ((z ^ (z >> S30)) * M1) ^ key
    z = (z ^ (z >> S27)) * M2
    return z ^ (z >> S31)


@_compiled
def _word(keys, use, position):
    return _mixed(position * GAMMA + keys[use, 0], keys[use, 1])


@_compiled
def _action(keys, position, low, kind, usual, coarse, fine, other, laws, actions):
    """The action of one episode: `lockstep._actions`."""
    if low > coarse[kind]:
        return usual[kind]
    if low == coarse[kind] and _word(keys, FINE_MISTAKE, position) >> FINE_SHIFT >= fine[kind]:
        return usual[kind]
    if other[kind] >= 0:
        return other[kind]
    word = _word(keys, OTHER_ACTION, position)
    if other[kind] == EVENLY:
        among = np.int64(((word >> S32) * (actions - ONE)) >> S32)
        return among + (among >= usual[kind])
    ends, action = laws[-2 - other[kind]], 0
    for end in ends:
        action += word >> UNUSED >= end
    return action


@_compiled
def _successor(keys, position, row, high, record, bits, place):
    """The next state of one episode: `lockstep._successors`."""
    begin = row << bits
    if place.size:
        begin, bits = place[row] >> S6, place[row] & MASK6
    at = (begin + (high >> (S32 - bits))) << ONE
    share, threshold, outcomes = (high << bits) & LOW, record[at] >> S32, record[at + ONE]
    below = share < threshold
    if share == threshold:
        below = _word(keys, FINE_MOVE, position) >> FINE_SHIFT < record[at] & LOW
    return outcomes >> S32 if below else outcomes & LOW


@_pass
def _whole(size, origin, key, bits, threshold, first, second, state):
    """The first state of whole episodes: `lockstep._whole`."""
    for i in range(size):
        word = _mixed(origin[i], key)
        slot = word >> ONE >> (S63 - bits)
        state[i] = first[slot] if word << bits >> UNUSED < threshold[slot] else second[slot]


@_pass
def _to_usual(size, origin, step, key, state, bits, word, at):
    """The random words, and the slots of usual actions they lead to: of a table by state."""
    for i in range(size):
        word[i] = _mixed(origin[i] + step, key)
        at[i] = ((state[i] << bits) + (word[i] >> S32 >> (S32 - bits))) << ONE


@_pass
def _to_rows(size, origin, step, key, kind, doing, state, first_row, actions, bits, word, at, chance, share):
    """The same of a table by row, state and action; the kind says which action, and the chance of another."""
    for i in range(size):
        word[i] = _mixed(origin[i] + step, key)
        at[i] = word[i] >> S32 >> (S32 - bits)
        share[i] = (word[i] >> S32 << bits) & LOW
    for i in range(size):
        does = doing[kind[i]]
        chance[i] = does & LOW
        at[i] = (((((first_row + state[i]) * actions) + (does >> S32)) << bits) + at[i]) << ONE


@_pass
def _to_places(size, origin, step, key, kind, doing, state, first_row, actions, place, word, at, chance, share):
    """The same where rows have different numbers of slots."""
    for i in range(size):
        word[i] = _mixed(origin[i] + step, key)
    for i in range(size):
        does = doing[kind[i]]
        chance[i] = does & LOW
        put = place[(first_row + state[i]) * actions + (does >> S32)]
        high = word[i] >> S32
        at[i] = ((put >> S6) + (high >> (S32 - (put & MASK6)))) << ONE
        share[i] = (high << (put & MASK6)) & LOW


@_pass
def _load(size, slots, at, slot):
    """Both words of each slot in one piece: the compiler sees that they lie side by side."""
    for i in range(size):
        limits, outcomes = slots[at[i]], slots[at[i] + ONE]
        slot[i << ONE] = limits
        slot[(i << ONE) + ONE] = outcomes


@_pass
def _advance_direct(size, word, bits, slot, following, odd):
    """The next states if nothing rare happens, and where it does; the chance of another action is in the slot."""
    rare = ZERO
    for i in range(size):
        limits, outcomes = slot[i << ONE], slot[(i << ONE) + ONE]
        share, threshold = (word[i] >> S32 << bits) & LOW, limits >> S32
        is_odd = np.uint64((word[i] & LOW) <= (limits & LOW)) | np.uint64(share == threshold)
        rare |= is_odd
        odd[i] = is_odd
        following[i] = outcomes >> S32 if share < threshold else outcomes & LOW
    return rare


@_pass
def _advance(size, word, share, chance, slot, following, odd):
    """The same where the share of a slot and the chance of another action were found before."""
    rare = ZERO
    for i in range(size):
        threshold, outcomes = slot[i << ONE] >> S32, slot[(i << ONE) + ONE]
        is_odd = np.uint64((word[i] & LOW) <= chance[i]) | np.uint64(share[i] == threshold)
        rare |= is_odd
        odd[i] = is_odd
        following[i] = outcomes >> S32 if share[i] < threshold else outcomes & LOW
    return rare


@_pass
def _look_up(size, kind, codes, state):
    for i in range(size):
        kind[i] = codes[state[i]]


@_pass
def _usual_costs(size, pay, cost, state, actions, doing, kind):
    for i in range(size):
        pay[i] = cost[state[i] * actions + (doing[kind[i]] >> S32)]


@_pass
def _take(size, values, table, place):
    for i in range(size):
        values[i] = table[place[i]]


@_pass
def _add_of(size, sums, table, place):
    for i in range(size):
        sums[i] += table[place[i]]


@_pass
def _count(size, counts, place):
    for i in range(size):
        counts[place[i]] += 1


@_pass
def _add(size, sums, values):
    for i in range(size):
        sums[i] += values[i]


@_pass
def _total(size, values):
    total = 0
    for i in range(size):
        total += values[i]
    return total


@_pass
def _note_first(size, first, wrong, t, horizon):
    for i in range(size):
        if wrong[i] != 0 and first[i] > horizon:
            first[i] = t


@kept
def _play(
    keys, shift, states, actions, layered,
    code, usual, coarse, fine, other, expected, laws, rate,
    record, bits, place, direct,
    start_bits, start_threshold, start_first, start_second,
    horizon, first_episode, episodes, entry, entered, forced, cost, scores,
    disagreements, first, paid, final, rates, score,
    wrong_at, paid_at, visits, visits_at,
):  # fmt: skip
    counts = disagreements.size + first.size + wrong_at.size > 0
    pays = paid.size + paid_at.size > 0
    is_direct = direct.size > 0
    slots = direct if is_direct else record
    usually_wrong = np.zeros(usual.size, dtype=np.int64)
    doing = np.empty(usual.size, dtype=np.uint64)  # the usual action and the chance of another, of each kind
    for k in range(usual.size):
        usually_wrong[k] = expected[k] >= 0 and usual[k] != expected[k]
        doing[k] = (np.uint64(usual[k]) << S32) | np.uint64(coarse[k])
    origin, state, following = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64)
    word, at, share = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64)
    chance, kind, slot = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.uint64), np.empty(2 * BLOCK, np.uint64)
    odd = np.zeros(BLOCK, np.uint8)
    odds = odd.view(np.uint64)  # eight at a glance
    wrong, pay = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    main, key = keys[MAIN, 0], keys[MAIN, 1]
    for low in range(ZERO, episodes, np.uint64(BLOCK)):
        high = min(low + np.uint64(BLOCK), episodes)
        size, n = high - low, ZERO  # n episodes of the block have begun
        for i in range(size):
            origin[i] = ((first_episode + low + i) << shift) * GAMMA + main
        if entry.size == 0:
            n = size
            _whole(size, origin, key, start_bits, start_threshold, start_first, start_second, state)
        for t in range(entry[low] if entry.size else 1, horizon + 1):
            joined = n
            while n < size and entry[low + n] <= t:
                state[n] = entered[low + n]
                n += ONE
            step = np.uint64(t) * GAMMA
            codes = code[0 if code.shape[0] == 1 else t - 1]
            first_row = np.uint64(t - 1) * states if layered else ZERO
            if not is_direct or counts or pays or rates.size:
                _look_up(n, kind, codes, state)
            if counts:
                _take(n, wrong, usually_wrong, kind)
            if pays:
                _usual_costs(n, pay, cost, state, actions, doing, kind)
            if rates.size:
                _add_of(n, rates[low:high], rate, kind)
            if score.size:
                _add_of(n, score[low:high], scores[0 if scores.shape[0] == 1 else t - 1], state)
            if visits.size:
                _count(n, visits, state)
            if visits_at.size:
                _count(n, visits_at[t - 1], state)
            if is_direct:
                _to_usual(n, origin, step, key, state, bits, word, at)
            elif place.size == 0:
                _to_rows(n, origin, step, key, kind, doing, state, first_row, actions, bits, word, at, chance, share)
            else:
                _to_places(n, origin, step, key, kind, doing, state, first_row, actions, place, word, at, chance, share)
            _load(n, slots, at, slot)
            if is_direct:
                rare = _advance_direct(n, word, bits, slot, following, odd)
            else:
                rare = _advance(n, word, share, chance, slot, following, odd)
            for i in range(joined, n):  # that begin now, perhaps with a forced action
                odd[i], rare = 1, ONE
            for group in range((n + SEVEN) >> THREE if rare else ZERO):
                if odds[group] == ZERO:
                    continue
                for i in range(group << THREE, min(n, (group + ONE) << THREE)):
                    if odd[i] == 0:
                        continue
                    action = forced[low + i] if i >= joined else -1
                    position = ((first_episode + low + i) << shift) + np.uint64(t)
                    k = np.uint64(codes[state[i]])
                    if action < 0:
                        action = _action(keys, position, word[i] & LOW, k, usual, coarse, fine, other, laws, actions)
                    row = (first_row + state[i]) * actions + np.uint64(action)
                    following[i] = _successor(keys, position, row, word[i] >> S32, record, bits, place)
                    wrong[i] = expected[k] >= 0 and action != expected[k]
                    if pays:
                        pay[i] = cost[state[i] * actions + np.uint64(action)]
            state, following = following, state
            if disagreements.size:
                _add(n, disagreements[low:high], wrong)
            if first.size:
                _note_first(n, first[low:high], wrong, t, horizon)
            if wrong_at.size:
                wrong_at[t - 1] += _total(n, wrong)
            if paid.size:
                _add(n, paid[low:high], pay)
            if paid_at.size:
                paid_at[t - 1] += _total(n, pay)
        if final.size:
            for i in range(size):
                final[low + i] = state[i]

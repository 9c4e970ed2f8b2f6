"""The same episodes as `lockstep`, compiled with numba: bit for bit, and some thirty times as fast.

A block of episodes advances together, so that what one waits for is hidden by the others. Each decision takes a few
passes over the block, each simple enough for the compiler: the random words and the addresses they lead to (no branch: it
becomes vector instructions); prefetches, if the tables do not fit into the cache; the loads. Whatever is rare
(an unusual action, a tie) is noted down and settled afterwards, out of line. Sums are taken only if they are asked for.

If there is one layer of everything, the slots of usual actions are copied together with the chance of another action
(`_direct`), so that a decision touches one record of 16 bytes; else the kind of behaviour is looked up first.
"""

import sys
from threading import Lock, Timer
from weakref import WeakKeyDictionary

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from tightrope.simulators.rollouts.outputs import Job, Out
from tightrope.simulators.rollouts.stream import FINE_MISTAKE, FINE_MOVE, MAIN, OTHER_ACTION, Stream
from tightrope.simulators.rollouts.tables import Tables

BLOCK = 256  # episodes that advance together
CACHE = 1 << 19  # bytes of tables that need no prefetching
FINE_SHIFT, UNUSED = np.uint64(34), np.uint64(2)  # 64 less the 30 bits that settle a tie; less the 62 of a law
GAMMA, M1, M2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S6, S27, S30, S31, S32 = (np.uint64(n) for n in (6, 27, 30, 31, 32))
LOW, MASK6, ZERO, ONE, TWO, THREE = (np.uint64(n) for n in (2**32 - 1, 63, 0, 1, 2, 3))


def play(tables: Tables, stream: Stream, job: Job, out: Out) -> None:
    """Fill the job's outputs."""
    moves, kinds = tables.moves, tables.kinds
    direct = _direct(tables)
    place = np.zeros(0, dtype=np.uint64) if moves.place is None else moves.place
    with _announced():
        _play(
            stream.keys, np.uint64(stream.shift), np.uint64(tables.states), np.uint64(tables.actions), tables.layers > 1,
            tables.code, kinds.usual, kinds.coarse, kinds.fine, kinds.other, kinds.expected, kinds.laws, kinds.rate,
            moves.record.reshape(-1), np.uint64(moves.bits), place, direct,
            np.int64(job.horizon), job.episode, job.state, job.entry, job.forced, job.cost, job.scores,
            out.disagreements, out.first, out.paid, out.final, out.rates, out.score,
            out.wrong_at, out.paid_at, out.visits, out.visits_at,
        )  # fmt: skip


_made: WeakKeyDictionary[Tables, np.ndarray] = WeakKeyDictionary()
_making = Lock()


def _direct(tables: Tables) -> np.ndarray:
    """The slots of each state's usual action, with the chance of another in the last place; none unless one serves."""
    with _making:
        if tables not in _made:
            _made[tables] = _made_direct(tables)
        return _made[tables]


def _made_direct(tables: Tables) -> np.ndarray:
    moves = tables.moves
    if len(tables.code) > 1 or tables.layers > 1 or moves.place is not None:
        return np.zeros(0, dtype=np.uint32)
    kind = tables.code[0]
    rows = np.arange(tables.states) * tables.actions + tables.kinds.usual[kind]
    direct = moves.record.reshape(-1, 1 << moves.bits, 4)[rows]
    direct[:, :, 3] = tables.kinds.coarse[kind][:, None]
    return direct.reshape(-1)


class _announced:
    """Says on a terminal, if it takes more than a second, that the kernel is being compiled: once, then it is kept."""

    told = False

    def __enter__(self) -> None:
        self.timer = Timer(1.0, self._tell)
        if not _announced.told and not _play.signatures and sys.stderr.isatty():
            self.timer.start()

    def __exit__(self, *_) -> None:
        self.timer.cancel()

    @staticmethod
    def _tell() -> None:
        if not _announced.told:
            print("tightrope: compiling the episodes' kernel, once for this machine ...", file=sys.stderr)
        _announced.told = True


@intrinsic
def _prefetch(typing, array, index):
    """Ask for array[index] without waiting for it."""

    def generate(context, builder, signature, arguments):
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        address = builder.bitcast(builder.gep(data, [arguments[1]]), cgutils.voidptr_t)
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, number, number, number])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(function, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, index), generate


def _compiled(function):
    """Compiled on the first call and kept in numba's cache: beside this file, or in the user's if that is not writable.
    """
    try:
        return njit(function, cache=True, nogil=True)
    except RuntimeError:  # there is no place to keep it
        return njit(function, nogil=True)


@_compiled
def _mixed(z, key):
    z = ((z ^ (z >> S30)) * M1) ^ key
    z = (z ^ (z >> S27)) * M2
    return z ^ (z >> S31)


@_compiled
def _word(keys, use, position):
    return _mixed(position * GAMMA + keys[use, 0], keys[use, 1])


@_compiled
def _other_action(keys, position, low, kind, usual, coarse, fine, other, laws, actions):
    """The action of one episode whose word is near the chance of another action: `lockstep._actions`."""
    if low == coarse[kind] and _word(keys, FINE_MISTAKE, position) >> FINE_SHIFT >= fine[kind]:
        return usual[kind]
    if other[kind] >= 0:
        return other[kind]
    word = _word(keys, OTHER_ACTION, position)
    if other[kind] == -1:
        among = np.int64(((word >> S32) * (actions - ONE)) >> S32)
        return among + (among >= usual[kind])
    ends, action = laws[-2 - other[kind]], 0
    for end in ends:
        action += word >> UNUSED >= end
    return action


@_compiled
def _successor(keys, position, row, high, record, bits, place):
    """The next state of one episode: `lockstep._successors`."""
    if place.size:
        bits = place[row] & MASK6
        begin = place[row] >> S6
    else:
        begin = row << bits
    at = (begin + (high >> (S32 - bits))) << TWO
    share = (high << bits) & LOW
    below = share < record[at]
    if share == record[at]:
        below = _word(keys, FINE_MOVE, position) >> FINE_SHIFT < record[at + THREE]
    return record[at + ONE] if below else record[at + TWO]


@_compiled
def _play(
    keys, shift, states, actions, layered,
    code, usual, coarse, fine, other, expected, laws, rate,
    record, bits, place, direct,
    horizon, episode, start, entry, forced, cost, scores,
    disagreements, first, paid, final, rates, score,
    wrong_at, paid_at, visits, visits_at,
):  # fmt: skip
    counts = disagreements.size + first.size + wrong_at.size > 0
    pays = paid.size + paid_at.size > 0
    looks_up = direct.size == 0 or counts or pays or rates.size > 0
    prefetches = 4 * (record.size if direct.size == 0 else direct.size) > CACHE
    usually_wrong = np.zeros(usual.size, dtype=np.int64)
    for k in range(usual.size):
        usually_wrong[k] = expected[k] >= 0 and usual[k] != expected[k]
    origin = np.empty(BLOCK, dtype=np.uint64)
    state = np.empty(BLOCK, dtype=np.uint64)
    kind = np.zeros(BLOCK, dtype=np.uint64)
    at = np.empty(BLOCK, dtype=np.uint64)
    share = np.empty(BLOCK, dtype=np.uint32)
    low = np.empty(BLOCK, dtype=np.uint32)
    wrong = np.zeros(BLOCK, dtype=np.int64)
    pay = np.zeros(BLOCK, dtype=np.int64)
    rare = np.empty(BLOCK, dtype=np.uint64)
    before = np.empty(BLOCK, dtype=np.uint64)
    main, key = keys[MAIN, 0], keys[MAIN, 1]
    over = S32 - bits
    for begin in range(0, episode.size, BLOCK):
        size = min(BLOCK, episode.size - begin)
        for i in range(size):
            origin[i] = (episode[begin + i] << shift) * GAMMA + main
            state[i] = start[begin + i]
        begun = np.uint64(0)
        for t in range(entry[begin], horizon + 1):
            joined = begun
            while begun < size and entry[begin + begun] <= t:
                begun += ONE
            step = np.uint64(t) * GAMMA
            layer = 0 if code.shape[0] == 1 else t - 1
            codes = code[layer]
            first_row = np.uint64(t - 1) * states if layered else ZERO
            if looks_up:
                for i in range(begun):
                    kind[i] = codes[state[i]]
            if counts:
                for i in range(begun):
                    wrong[i] = usually_wrong[kind[i]]
            if pays:
                for i in range(begun):
                    pay[i] = cost[state[i] * actions + np.uint64(usual[kind[i]])]
            if rates.size:
                for i in range(begun):
                    rates[begin + i] += rate[kind[i]]
            if score.size:
                scores_now = scores[0 if scores.shape[0] == 1 else t - 1]
                for i in range(begun):
                    score[begin + i] += scores_now[state[i]]
            if visits.size:
                for i in range(begun):
                    visits[state[i]] += 1
            if visits_at.size:
                visits_now = visits_at[t - 1]
                for i in range(begun):
                    visits_now[state[i]] += 1
            # the random words, and where they lead
            if direct.size:
                for i in range(begun):
                    word = _mixed(origin[i] + step, key)
                    high = word >> S32
                    at[i] = (state[i] << bits) + (high >> over)
                    share[i] = high << bits
                    low[i] = word
            elif place.size == 0:
                for i in range(begun):
                    word = _mixed(origin[i] + step, key)
                    high = word >> S32
                    at[i] = high >> over
                    share[i] = high << bits
                    low[i] = word
                for i in range(begun):
                    row = (first_row + state[i]) * actions + np.uint64(usual[kind[i]])
                    at[i] += row << bits
            else:
                for i in range(begun):
                    word = _mixed(origin[i] + step, key)
                    high = word >> S32
                    put = place[(first_row + state[i]) * actions + np.uint64(usual[kind[i]])]
                    at[i] = (put >> S6) + (high >> (S32 - (put & MASK6)))
                    share[i] = high << (put & MASK6)
                    low[i] = word
            if prefetches:
                if direct.size:
                    for i in range(begun):
                        _prefetch(direct, at[i] << TWO)
                else:
                    for i in range(begun):
                        _prefetch(record, at[i] << TWO)
            # the loads
            rares = ZERO
            if direct.size:
                for i in range(begun):
                    j = at[i] << TWO
                    limit = direct[j]
                    following = direct[j + ONE] if share[i] < limit else direct[j + TWO]
                    if low[i] <= direct[j + THREE] or share[i] == limit:
                        rare[rares] = i
                        before[rares] = state[i]
                        rares += ONE
                    state[i] = following
            else:
                for i in range(begun):
                    j = at[i] << TWO
                    limit = record[j]
                    following = record[j + ONE] if share[i] < limit else record[j + TWO]
                    if low[i] <= coarse[kind[i]] or share[i] == limit:
                        rare[rares] = i
                        before[rares] = state[i]
                        rares += ONE
                    state[i] = following
            # what is rare
            for j in range(rares):
                i, s = rare[j], before[j]
                position = (episode[begin + i] << shift) + np.uint64(t)
                word = _word(keys, MAIN, position)
                k = np.uint64(codes[s])
                action = usual[k]
                if low[i] <= coarse[k]:
                    action = _other_action(keys, position, low[i], k, usual, coarse, fine, other, laws, actions)
                row = (first_row + s) * actions + np.uint64(action)
                state[i] = _successor(keys, position, row, word >> S32, record, bits, place)
                wrong[i] = expected[k] >= 0 and action != expected[k]
                if pays:
                    pay[i] = cost[s * actions + np.uint64(action)]
            for i in range(joined, begun):
                action = forced[begin + i]
                if action >= 0:
                    s = np.uint64(start[begin + i])
                    position = (episode[begin + i] << shift) + np.uint64(t)
                    k = np.uint64(codes[s])
                    row = (first_row + s) * actions + np.uint64(action)
                    state[i] = _successor(
                        keys, position, row, _word(keys, MAIN, position) >> S32, record, bits, place
                    )
                    wrong[i] = expected[k] >= 0 and action != expected[k]
                    if pays:
                        pay[i] = cost[s * actions + np.uint64(action)]
            if disagreements.size:
                for i in range(begun):
                    disagreements[begin + i] += wrong[i]
            if first.size:
                for i in range(begun):
                    if wrong[i] and first[begin + i] > horizon:
                        first[begin + i] = t
            if wrong_at.size:
                for i in range(begun):
                    wrong_at[t - 1] += wrong[i]
            if paid.size:
                for i in range(begun):
                    paid[begin + i] += pay[i]
            if paid_at.size:
                for i in range(begun):
                    paid_at[t - 1] += pay[i]
        if final.size:
            for i in range(size):
                final[begin + i] = state[i]

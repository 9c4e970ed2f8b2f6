"""What others do, each as well as we could write it; all return the last state of each episode."""

from collections.abc import Callable

import numpy as np

from tests.benchmarks.race import Contender
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.rollouts.tables import tables

Run = Callable[[], np.ndarray]


def rows(problem: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Cumulative probabilities and successors of each row, shape (S * A, width); the last one is 1."""
    mdp = problem.mdp
    cell = np.arange(mdp.branching)
    entry = np.minimum(mdp.indptr[:-1, None] + cell, mdp.indptr[1:, None] - 1)
    law = np.where(cell < np.diff(mdp.indptr)[:, None], mdp.float_probability[entry], 0.0)
    ends = np.cumsum(law, axis=1)
    ends[:, -1] = 1.0
    return ends, mdp.successor[entry].astype(np.int64)


def first_states(problem: Problem, rng: np.random.Generator, episodes: int) -> np.ndarray:
    return rng.choice(problem.mdp.shape[0], size=episodes, p=problem.mdp.start_law(FLOAT))


def error_of(problem: Problem) -> float:
    """The probability of another action, the same everywhere."""
    rate = problem.learner_table.rates[0]
    return int(rate.p) / int(rate.q)


def idiomatic_numpy(problem: Problem, horizon: int, episodes: int) -> Run:
    """All episodes in lock step, as one writes it: uniform numbers, cumulative probabilities, a comparison."""
    ends, successor = rows(problem)
    actions, expert, error = problem.mdp.shape[1], problem.expert[0], error_of(problem)

    def run() -> np.ndarray:
        rng = np.random.default_rng(1)
        state = first_states(problem, rng, episodes)
        for _ in range(horizon):
            right = expert[state]
            other = (right + rng.integers(1, actions, size=episodes)) % actions
            row = state * actions + np.where(rng.random(episodes) < error, other, right)
            state = successor[row, (rng.random(episodes)[:, None] >= ends[row]).sum(axis=1)]
        return state

    return run


def tuned_numpy(problem: Problem, horizon: int, episodes: int) -> Run:
    """One 64-bit word a step from a fast generator; packed alias slots; mistakes settled apart; blocks in the cache."""
    made, actions, block = tables(problem), problem.mdp.shape[1], 4096
    bits, record, direct = np.uint64(made.moves.bits), made.moves.record, made.direct.reshape(-1, 4)
    direct, record = (np.ascontiguousarray(one).view(np.complex128).ravel() for one in (direct, record))
    expert, low, half = problem.expert[0], np.uint64(2**32 - 1), np.uint64(32)

    def advance(rng: np.random.Generator, state: np.ndarray, word: np.ndarray) -> np.ndarray:
        high = word >> half
        share = (high << bits) & low
        at = (state << bits) + (high >> (half - bits))
        chance, threshold, second, first = direct.take(at).view(np.uint32).reshape(-1, 4).T
        following = np.where(share < threshold, first, second).astype(np.uint64)
        wrong = np.flatnonzero((word & low) < chance)
        if len(wrong):
            row = state[wrong] * np.uint64(actions)
            row += ((expert[state[wrong]] + rng.integers(1, actions, size=len(wrong))) % actions).astype(np.uint64)
            at = (row << bits) + (high[wrong] >> (half - bits))
            _, threshold, second, first = record.take(at).view(np.uint32).reshape(-1, 4).T
            following[wrong] = np.where(share[wrong] < threshold, first, second)
        return following

    def run() -> np.ndarray:
        rng = np.random.Generator(np.random.SFC64(1))
        last = []
        for begin in range(0, episodes, block):
            size = min(block, episodes - begin)
            state = rng.integers(0, problem.mdp.shape[0], size=size).astype(np.uint64)  # all first states are alike
            for _ in range(horizon):
                state = advance(rng, state, rng.bit_generator.random_raw(size))
            last.append(state)
        return np.concatenate(last)

    return run


def quantecon_chain(problem: Problem, horizon: int, episodes: int) -> Run:
    """`MarkovChain.simulate` of the learner's chain of states, all episodes in one call; it has no actions or costs."""
    import quantecon
    from scipy.sparse import csr_matrix

    mdp, (states, actions) = problem.mdp, problem.mdp.shape
    shape = states, states * actions
    moves = csr_matrix((mdp.float_probability, mdp.successor, mdp.indptr), shape=shape[::-1])
    state = np.arange(states)
    right = csr_matrix((np.ones(states), (state, state * actions + problem.expert[0])), shape=shape)
    any_action = csr_matrix(
        (np.ones(states * actions), (np.repeat(state, actions), np.arange(states * actions))), shape
    )
    error = error_of(problem)
    acts = right * (1 - error) + (any_action - right) * (error / (actions - 1))
    chain = quantecon.MarkovChain(csr_matrix(acts @ moves))
    begin = first_states(problem, np.random.default_rng(1), episodes)
    return lambda: chain.simulate(horizon + 1, init=begin, random_state=1)[:, -1]


def gymnasium_loop(problem: Problem, horizon: int, episodes: int) -> Run:
    """A table P[s][a] of (probability, state, reward, done), stepped with Gymnasium's own sampler of toy texts."""
    from gymnasium.envs.toy_text.utils import categorical_sample

    ends, successor = rows(problem)
    law = np.diff(ends, axis=1, prepend=0.0)
    actions, expert, error = problem.mdp.shape[1], problem.expert[0].tolist(), error_of(problem)

    def run() -> np.ndarray:
        rng = np.random.default_rng(1)
        last = first_states(problem, rng, episodes)
        for i in range(episodes):
            state = int(last[i])
            for _ in range(horizon):
                action = expert[state]
                if rng.random() < error:
                    action = (action + int(rng.integers(1, actions))) % actions
                row = state * actions + action
                state = int(successor[row, categorical_sample(law[row], rng)])
            last[i] = state
        return last

    return run


def jax_scan(problem: Problem, horizon: int, episodes: int) -> Run:
    """A scan over decisions, all episodes a vector; its own 32-bit hash of the position, and packed alias slots."""
    import jax
    import jax.numpy as jnp

    made, actions = tables(problem), problem.mdp.shape[1]
    bits, error = made.moves.bits, np.uint32(error_of(problem) * 2**32)
    direct, record = jnp.asarray(made.direct.reshape(-1, 4)), jnp.asarray(made.moves.record)
    expert = jnp.asarray(problem.expert[0].astype(np.uint32))
    begin = jnp.asarray(first_states(problem, np.random.default_rng(1), episodes).astype(np.uint32))
    number = jnp.arange(episodes, dtype=jnp.uint32) * jnp.uint32(0x9E3779B1)

    def word(t, salt):
        z = number + t * jnp.uint32(0x85EBCA77) + jnp.uint32(salt)
        z = (z ^ (z >> 16)) * jnp.uint32(0x7FEB352D)
        z = (z ^ (z >> 15)) * jnp.uint32(0x846CA68B)
        return z ^ (z >> 16)

    def step(state, t):
        high, low = word(t, 0x1B873593), word(t, 0x68E31DA4)
        share, slot = high << bits, (high >> 1) >> (31 - bits)
        usual = direct[(state << bits) + slot]
        following = jnp.where(share < usual[:, 1], usual[:, 3], usual[:, 2])
        other = (expert[state] + 1 + low % (actions - 1)) % actions
        unusual = record[((state * actions + other) << bits) + slot]
        mistaken = jnp.where(share < unusual[:, 1], unusual[:, 3], unusual[:, 2])
        return jnp.where(low < error, mistaken, following), None

    @jax.jit
    def run(begin):
        return jax.lax.scan(step, begin, jnp.arange(horizon, dtype=jnp.uint32))[0]

    return lambda: np.asarray(run(begin))


def limits(records: int, work: int) -> list[Contender]:
    """Random words alone, and loads of 16-byte records alone from a table of that many, both compiled, in blocks."""
    from numba import njit

    from tightrope.simulators.rollouts.compiled import _load, _mixed

    block, one, records = 128, np.uint64(1), 1 << round(np.log2(records))
    table = np.random.default_rng(1).integers(0, records, size=2 * records).astype(np.uint64)
    mask, stride = np.uint64(records - 1), np.uint64(0x9E3779B97F4A7C15)

    @njit
    def words(count):
        found = np.zeros(block, dtype=np.uint64)
        for begin in range(np.uint64(0), np.uint64(count), np.uint64(block)):
            for i in range(np.uint64(block)):
                found[i] ^= _mixed((begin + i) * np.uint64(0x9E3779B97F4A7C15), one)
        return found

    @njit
    def loads(table, at, count):
        slot = np.zeros(2 * block, dtype=np.uint64)
        size = np.uint64(block)
        for turn in range(np.uint64(count // block)):
            _load(size, table, at, slot)
            for i in range(size):  # where the next load goes depends on what this one brought, and runs into no cycle
                at[i] = ((slot[i << one] + (turn + i) * stride) & mask) << one
        return at

    at = np.arange(block, dtype=np.uint64) << one
    return [
        Contender("limit: random words alone", lambda: words(work), work),
        Contender("limit: loads alone", lambda: loads(table, at, work), work),
    ]

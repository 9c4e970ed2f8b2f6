"""Random words by position: each decision of each episode has its own, whoever asks for them and in what order.

    position      episode * 2^24 + t;  t = 0 is the first state, t = 1..T the decisions (beyond T = 2^24, more bits)
    word          mix(position * GAMMA + a, b), the finaliser of SplitMix64 with a second key half way:
                  z ^= z >> 30;  z *= M1;  z ^= b;  z ^= z >> 27;  z *= M2;  z ^= z >> 31      modulo 2^64
    keys          (a, b) of the seed, one pair for each use of a word, from NumPy's SeedSequence

At a fixed key the position is mapped to the word one to one: the words of a seed never repeat. The second key makes the
words of two seeds (or uses) differ by more than a shift along one sequence. Source: Steele, Lea and Flood 2014,
"Fast splittable pseudorandom number generators". The stream is tested in tests/simulators/rollouts/test_stream.py.
"""

from dataclasses import dataclass

import numpy as np

from tightrope.simulators.model.arithmetic import shown

MAIN, OTHER_ACTION, FINE_MISTAKE, FINE_MOVE, FIRST_MISTAKE = range(5)  # what a word is used for
USES = 5
LARGEST_SEED = 1 << 128
SHORT = 24  # bits of a position that count decisions, unless the horizon needs more

GAMMA, M1, M2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S30, S27, S31 = np.uint64(30), np.uint64(27), np.uint64(31)


@dataclass(frozen=True, eq=False)
class Stream:
    """The words of one seed. `keys` has shape (USES, 2); `shift` is how many bits of a position count decisions."""

    keys: np.ndarray
    shift: int

    def words(self, use: int, episode: np.ndarray, decision: int | np.ndarray) -> np.ndarray:
        """One 64-bit word for each episode (unsigned 64-bit numbers) at that decision."""
        position = (episode << np.uint64(self.shift)) + np.asarray(decision, dtype=np.uint64)
        return mixed(position * GAMMA + self.keys[use, 0], self.keys[use, 1])


def mixed(z: np.ndarray, key: np.uint64) -> np.ndarray:
    """The finaliser: each bit of z and of the key moves about half the bits of the word."""
    z = (z ^ (z >> S30)) * M1 ^ key
    z = (z ^ (z >> S27)) * M2
    return z ^ (z >> S31)


def stream(seed: int, horizon: int, episodes: int) -> Stream:
    """The words for so many episodes of that horizon.

    Raises ValueError unless 0 <= seed < 2^128 and there are positions enough: episodes * 2^24 <= 2^64, fewer beyond
    T = 2^24.
    """
    if not 0 <= seed < LARGEST_SEED:
        raise ValueError(f"the seed must be a whole number from 0 to 2^128 - 1; got {shown(seed)}")
    shift = max(SHORT, int(horizon).bit_length())
    if shift > 63 or episodes > 2 ** (64 - shift):
        raise ValueError(
            f"{episodes} episodes of {horizon} decisions need more random words than the 2^64 there are: "
            f"at most {2 ** max(0, 64 - shift)} episodes of that horizon"
        )
    keys = np.random.SeedSequence(seed).generate_state(2 * USES, np.uint64).reshape(USES, 2)
    return Stream(keys=keys, shift=shift)

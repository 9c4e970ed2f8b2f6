"""Policies as users bring them, made of tables, so that what is measured can be compared with what is exact."""

import numpy as np


class Sampled:
    """Draws from a table of probabilities (S, A), one observation at a time."""

    def __init__(self, table):
        self.table = np.asarray(table, dtype=float)

    def sample(self, observation, rng):
        return rng.choice(self.table.shape[1], p=self.table[observation])


class Batched(Sampled):
    """The same for many at once."""

    sample = None

    def samples(self, observations, rng):
        ends = self.table[observations].cumsum(axis=1)
        return (rng.random(len(observations))[:, None] >= ends).sum(axis=1)


class Copycat:
    """Repeats what it did, or saw the expert do, with probability 3/4; begins with action 0."""

    def sample(self, observation, memory, rng):
        last = 0 if memory is None else memory
        return last if rng.random() < 0.75 else 1 - last

    def law(self, observation, memory):
        last = 0 if memory is None else memory
        return {last: 0.75, 1 - last: 0.25}

    def remember(self, memory, observation, action):
        return action


class Answers:
    """Whatever it is asked, it answers the same."""

    def __init__(self, **answers):
        for name, answer in answers.items():
            setattr(self, name, lambda *asked, answer=answer: answer)


class Tensor:
    """As torch's that needs a gradient on a GPU: an array only once it is detached and moved."""

    def __init__(self, values, steps=("detach", "cpu", "numpy")):
        self.values, self.steps = values, steps

    def __array__(self, *_args, **_kinds):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")

    def _moved(self, step):
        if self.steps[0] != step:
            raise RuntimeError(f"{self.steps[0]} comes first")
        return Tensor(self.values, self.steps[1:])

    def detach(self):
        return self._moved("detach")

    def cpu(self):
        return self._moved("cpu")

    def numpy(self):
        self._moved("numpy")
        return np.asarray(self.values)

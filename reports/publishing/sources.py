"""What a report about one problem is made from, beside its results.json: the problem with its learner, and logs.

    problem.json          for people, or problem.npz if it is large
    demonstrations.npz    the expert's episodes, and learner-log.npz the learner's own, where they were given

Arrays are stored, not packed, in their shortest types: the bytes do not depend on a library, or on how it came about.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from tightrope.simulators.formats import demonstrations, problem_json, problem_npz
from tightrope.simulators.formats.demonstrations import Demonstrations
from tightrope.simulators.logs import FromLogs, from_trajectories
from tightrope.simulators.model.problem import Problem

READERS = {"problem.json": problem_json.load, "problem.npz": problem_npz.load}
SHOWN, LOG = "demonstrations.npz", "learner-log.npz"
WRITTEN = 50_000  # laws and actions that are written out for people; of more the arrays are kept


@dataclass(frozen=True, kw_only=True, eq=False)
class Sources:
    """`problem` has a learner; `shown` are the expert's episodes and `log` the learner's own, if there are any."""

    problem: Problem
    shown: Demonstrations | None = None
    log: Demonstrations | None = None

    @property
    def file(self) -> str:
        """The name of the problem's file."""
        problem, (states, actions) = self.problem, self.problem.mdp.shape
        layers = problem.mdp.layers * actions + problem.expert_table.shape[0]
        written = (layers + problem.learner_table.shape[0] * actions) * states
        return "problem.json" if written <= WRITTEN else "problem.npz"

    def write(self, folder: Path) -> None:
        """Write them to a folder."""
        if self.file == "problem.json":
            problem_json.save(self.problem, folder / self.file)
        else:
            (folder / self.file).write_bytes(_stored(problem_npz.to_arrays(self.problem)))
        for name, content in self.logs.items():
            (folder / name).write_bytes(content)

    @cached_property
    def logs(self) -> dict[str, bytes]:
        """The content of the logs' files, by name."""
        there = {name: log for name, log in ((SHOWN, self.shown), (LOG, self.log)) if log is not None}
        return {name: _stored(demonstrations.to_arrays(log)) for name, log in there.items()}

    @property
    def hashes(self) -> dict[str, str]:
        """sha256 of each log's file."""
        return {name: hashlib.sha256(content).hexdigest() for name, content in self.logs.items()}

    def told(self, horizon: int, confidence: float, cloned: bool) -> FromLogs | None:
        """What the logs say of the problem's learner, or of the clone that it is."""
        if self.shown is None:
            return None
        learner = None if cloned else self.problem.learner_table
        return from_trajectories(
            self.shown,
            learner_log=self.log,
            learner=learner,
            problem=self.problem,
            horizon=horizon,
            confidence=confidence,
        )


def read(folder: Path, file: str, logs: Collection[str]) -> Sources:
    """What lies in the folder of a report with a problem's file and logs of these names.

    Raises ValueError if something is missing, or is not what it should be.
    """
    shown, log = (demonstrations.load(folder / name) if name in logs else None for name in (SHOWN, LOG))
    return Sources(problem=READERS[file](folder / file), shown=shown, log=log)


def _stored(arrays: dict[str, Any]) -> bytes:
    content, stored = BytesIO(), {name: _shortest(values) for name, values in arrays.items()}
    np.savez(content, allow_pickle=False, **stored)
    return content.getvalue()


def _shortest(values: np.ndarray) -> np.ndarray:
    """Whole numbers in the shortest type that holds them; texts in ASCII where that is enough."""
    if values.dtype.kind == "U":
        plain = all(text.isascii() and not text.endswith("\0") for text in values.flat)
        return values.astype("S") if plain else values
    if values.dtype.kind not in "iu" or not values.size:
        return values
    low, high = int(values.min()), int(values.max())
    return values.astype(np.result_type(np.min_scalar_type(low), np.min_scalar_type(high)))

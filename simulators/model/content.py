"""The content hash of a problem: what is evaluated, whatever it is called and however it was written.

sha256 of the names of states and actions, and of the arrays of the process in their one form, each as little-endian
64-bit integers, or as digits if they are longer; then of the expert, the learner and the data set. A policy counts by
what it does: for each layer the laws that it has in some state, written as rationals in order, and which of them each
state has; all layers alike are one. What is counted beside the cost (`Problem.totals`) is not part of it.
"""

import hashlib
import json

import numpy as np

from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem


def content_hash(problem: Problem) -> str:
    """64 hexadecimal digits: the same on every machine. The problem's own name is not part of it."""
    mdp, digest = problem.mdp, hashlib.sha256(b"tightrope problem 1\n")
    for names in (mdp.states, mdp.actions):
        digest.update(json.dumps(list(names)).encode())
    arrays = (mdp.start, mdp.indptr, mdp.successor, mdp.weight, mdp.cost_numerator, mdp.decides)
    for values in (*arrays, np.array([mdp.cost_denominator], dtype=object)):
        _add(digest, values)
    if mdp.available is not None:
        _add(digest, mdp.available)
    for part in (None if problem.expert is None else problem.expert_table, problem.learner):
        digest.update(b"policy\n")
        if part is not None:
            _add_policy(digest, part)
    if problem.data is not None and not problem.data.all():
        _add(digest, problem.data)
    return digest.hexdigest()


def _add(digest, values: np.ndarray) -> None:
    digest.update(f"{values.shape}".encode())
    if values.dtype == object and any(abs(x) >= 2**63 for x in values.flat):
        digest.update(" ".join(map(str, values.flat)).encode())
    else:
        digest.update(np.ascontiguousarray(values, dtype="<i8").tobytes())


def _add_policy(digest, policy: Table) -> None:
    layers = [_layer(policy, decision) for decision in range(1, policy.shape[0] + 1)]
    for layer in layers[:1] if len(set(layers)) == 1 else layers:
        digest.update(layer)


def _layer(policy: Table, decision: int) -> bytes:
    laws, group = policy.alike(decision)
    written = [" ".join(map(str, law)) for law in laws]
    order = {law: place for place, law in enumerate(sorted(set(written)))}
    digest = hashlib.sha256(json.dumps(list(order)).encode())
    _add(digest, np.array([order[law] for law in written])[group])
    return digest.digest()

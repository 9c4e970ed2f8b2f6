"""A problem as plain data for JSON: names, and numbers as texts p/q in lowest terms, zeros left out."""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.mdp import TabularMDP
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem

NAME, VERSION = "tightrope-problem", 1


def to_document(problem: Problem) -> dict:
    """The problem as plain JSON data, canonical: the same problem always gives the same document."""
    mdp = problem.mdp
    document = {
        "format": NAME,
        "version": VERSION,
        "states": list(mdp.states),
        "actions": list(mdp.actions),
        "start": _ratios(mdp.states, mdp.start, mdp.start.sum()),
        "transition": [
            {
                state: {
                    action: _row(mdp, layer, s, a)
                    for a, action in enumerate(mdp.actions)
                    if mdp.available is None or mdp.available[s, a]
                }
                for s, state in enumerate(mdp.states)
            }
            for layer in range(mdp.layers)
        ],
        "cost": {
            state: _ratios(mdp.actions, _paid(mdp, mdp.cost_numerator)[s], mdp.cost_denominator)
            for s, state in enumerate(mdp.states)
        },
        "undecided": [state for s, state in enumerate(mdp.states) if not mdp.decides[s]],
    }
    if problem.expert is not None:
        document["expert"] = _expert(problem)
    if problem.learner is not None:
        document["learner"] = [
            {state: _shares(mdp.actions, layer[s]) for s, state in enumerate(mdp.states)}
            for layer in problem.learner.probability
        ]
    if problem.data is not None:
        document["data"] = [state for s, state in enumerate(mdp.states) if problem.data[s]]
    if problem.totals:
        document["totals"] = {
            name: {
                state: _shares(mdp.actions, row)
                for state, row in zip(mdp.states, _paid(mdp, amount), strict=True)
                if row.any()
            }
            for name, amount in problem.totals.items()
        }
    return document


def _paid(mdp: TabularMDP, amounts: np.ndarray) -> np.ndarray:
    """Amounts of states and actions, nothing where there is no such action."""
    return amounts if mdp.available is None else np.where(mdp.available, amounts, amounts * 0)


def _row(mdp: TabularMDP, layer: int, s: int, a: int) -> dict[str, str]:
    row = (layer * len(mdp.states) + s) * len(mdp.actions) + a
    part = slice(mdp.indptr[row], mdp.indptr[row + 1])
    total = int(mdp.weight[part].sum())
    successors = zip(mdp.successor[part], mdp.weight[part], strict=True)
    return {mdp.states[successor]: str(Fraction(int(weight), total)) for successor, weight in successors}


def _shares(names, probabilities) -> dict[str, str]:
    return {name: str(fraction(x)) for name, x in zip(names, probabilities, strict=True) if x != 0}


def _expert(problem: Problem) -> list[dict]:
    """Each layer's action by state; of an expert that draws its actions, the law where there is one."""
    mdp = problem.mdp
    expert = problem.known_expert
    if not isinstance(expert, Table):
        return [{state: mdp.actions[layer[s]] for s, state in enumerate(mdp.states)} for layer in expert]
    laws = [[_shares(mdp.actions, law) for law in layer] for layer in expert.probability]
    certain = [[next(iter(law)) if len(law) == 1 else law for law in layer] for layer in laws]
    return [dict(zip(mdp.states, layer, strict=True)) for layer in certain]


def _ratios(names, values, denominator) -> dict[str, str]:
    pairs = zip(names, values, strict=True)
    return {name: str(Fraction(int(value), int(denominator))) for name, value in pairs if value != 0}

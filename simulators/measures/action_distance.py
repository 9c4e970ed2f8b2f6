"""Errors against an expert that draws its action: e_t(s) = TV(expert's law, learner's law) of the action in s.

It is the least probability with which two draws of the actions, made together, differ. For an expert that takes one
action it is the learner's probability of another one, so all readings but the log losses, and C, mean what they meant.
"""

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import EXACT, fraction
from tightrope.simulators.model.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Distances:
    """Exact. Of decisions 1..T: `errors`, E over the learner's states of e_t, and `extra` costs beyond the expert's.

    `tv` (T + 1,) of the state laws; `epsilon` the least one under pointwise, per_step and time_averaged.
    """

    errors: list[Fraction]
    extra: list[Fraction]
    tv: list[Fraction]
    epsilon: dict[str, Fraction]


def action_distances(problem: Problem, horizon: int) -> Distances:
    """One pass over the laws of both. Raises ValueError if there is no learner or the problem is too short."""
    problem.check_horizon(horizon)
    mdp, learner, expert = problem.mdp, problem.learner_table, problem.expert_table
    own, theirs = (state_laws(mdp, table, horizon) for table in (learner, expert))
    cost, errors, extra, on_expert, largest = mdp.cost(EXACT), [], [], [], []
    for t in range(horizon):
        mine, his = learner.at(t + 1, EXACT), expert.at(t + 1, EXACT)
        rates = abs(mine - his).sum(axis=1) / 2
        rates[~mdp.decides] = fmpq(0)
        errors.append(fraction((own[t] * rates).sum()))
        on_expert.append(fraction((theirs[t] * rates).sum()))
        largest.append(fraction(rates[theirs[t].astype(bool)].max()))
        paid = [(law * (table * cost).sum(axis=1)).sum() for law, table in ((own[t], mine), (theirs[t], his))]
        extra.append(fraction(paid[0] - paid[1]))
    averaged = sum(on_expert, Fraction(0)) / horizon
    return Distances(
        errors=errors,
        extra=extra,
        tv=[fraction(abs(a - b).sum() / 2) for a, b in zip(own, theirs, strict=True)],
        epsilon={"pointwise": max(largest), "per_step": max(on_expert), "time_averaged": averaged},
    )

"""What a quantity's name means of an evaluated problem, in the arithmetic of the evaluation."""

from fractions import Fraction

import numpy as np

from tightrope.simulators.measures.disagreement import Evaluation


def counted(found: Evaluation, quantity: str, gamma: Fraction | None = None) -> Fraction:
    """The quantity by its name (`bounds.extremes.setting`); decision t counts gamma^(t-1) in what is added up."""
    match quantity:
        case "disagreement":
            return found.disagreement if gamma is None else _discounted(found.costs, gamma)
        case "gap":
            return found.gap if gamma is None else _discounted(extra_costs(found), gamma)
        case "tv":
            return max(found.tv)
        case "l1":
            return 2 * max(found.tv)
        case "first_error":
            return 1 - found.survival[-1]
        case "final":
            return extra_costs(found)[-1]
    raise ValueError(f"no quantity is called {quantity}")


def extra_costs(found: Evaluation) -> list[Fraction]:
    """What each of the T decisions is expected to cost the learner beyond the expert."""
    problem, arithmetic = found.problem, found.arithmetic
    cost = problem.mdp.cost(arithmetic)
    paid = []
    for laws, table in ((found.laws, problem.learner_table), (found.expert_laws, problem.expert_table)):
        steps = ((laws[t] * (table.at(t + 1, arithmetic) * cost).sum(axis=1)).sum() for t in range(found.horizon))
        paid.append([_plain(x) for x in steps])
    return [mine - theirs for mine, theirs in zip(*paid, strict=True)]


def _discounted(amounts: np.ndarray | list[Fraction], gamma: Fraction) -> Fraction:
    return sum((gamma**t * amount for t, amount in enumerate(amounts)), Fraction(0))


def _plain(value) -> Fraction:
    return Fraction(int(value.p), int(value.q)) if hasattr(value, "p") else Fraction(value)

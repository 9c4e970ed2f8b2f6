"""DAgger while the expert still takes part, and its two forerunners: Forward training and SMILe.

DAgger    the policy that acts in round i is beta_i expert + (1 - beta_i) learner, drawn anew at each decision. Data are kept.
Forward   T rounds; round t fits decision t to the states in which the policies of the decisions before it arrive.
SMILe     pi_n = (1 - alpha)^n expert + sum_{j <= n} alpha (1 - alpha)^(j - 1) learner_j, where learner_j is fitted to the data of
          pi_{j-1} only. What is used in the end is `unmixed`, the same without the expert.

Source    Ross and Bagnell 2010, Algorithms 3.1 and 4.1 [ross2010efficient]; Ross, Gordon and Bagnell 2011, Algorithm 3.1
          [ross2011reduction].
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count

import numpy as np

from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.disagreement import error_rates
from tightrope.simulators.measures.occupancy import state_laws, total_variation
from tightrope.simulators.model.arithmetic import EXACT, plain, rational
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.dagger import Round, Visits

Schedule = Callable[[int], Fraction]  # round 1, 2, ... -> the expert's share


def mixture(policies: list[Table], shares: list[Fraction]) -> Table:
    """Draws one of the policies at each decision. Raises ValueError unless the shares are probabilities that sum to 1."""
    if len(policies) != len(shares) or min(shares, default=-1) < 0 or sum(shares) != 1:
        raise ValueError(f"a mixture needs a share for each policy, and shares that sum to 1; got {list(shares)}")
    return Table(sum(each.probability * rational(share) for each, share in zip(policies, shares, strict=True)))


def mixed(problem: Problem, see: Visits, schedule: Schedule) -> Visits:
    """The visits of the expert and the learner acting together. Raises ValueError if a share is no probability."""
    expert = problem.expert_table

    def instead(policy: Table, number: int) -> np.ndarray:
        share = schedule(number) if number else Fraction(1)
        return see(mixture([expert, policy], [share, 1 - share]), number)

    return instead


def forward_training(problem: Problem, learner: TableLearner, see: Visits, horizon: int) -> Table:
    """The policy after T rounds. The learner must have cells of its own for each decision.

    Raises ValueError if its cells do not tell the decisions apart.
    """
    if len(learner.cell) < horizon:
        raise ValueError(
            f"Forward training fits each of {horizon} decisions apart; the cells are of {len(learner.cell)} decisions"
        )
    weight = EXACT.zeros(horizon, problem.mdp.shape[0])
    for number in range(horizon):
        weight[number] = see(learner.fit(problem, weight), number)[number]
    return learner.fit(problem, weight)


@dataclass(frozen=True, kw_only=True, eq=False)
class SmileRound:
    """`acting` still has the expert in it, `unmixed` has not."""

    acting: Table
    unmixed: Table


def smile(problem: Problem, learner: TableLearner, see: Visits, alpha: Fraction) -> Iterator[SmileRound]:
    """Rounds 1, 2, ... Endless. Raises ValueError unless alpha lies in (0, 1]."""
    if not 0 < alpha <= 1:
        raise ValueError(f"alpha must lie in (0, 1]; got {alpha}")
    expert = problem.expert_table
    acting, learned = expert, expert.probability * rational(0)
    for number in count():
        fitted = learner.fit(problem, see(acting, number))
        left = (1 - alpha) ** number
        learned = learned + fitted.probability * rational(alpha * left)
        left *= 1 - alpha
        acting = Table(expert.probability * rational(left) + learned)
        yield SmileRound(acting=acting, unmixed=Table(learned / rational(1 - left)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Terms:
    """The terms of DAgger's theorem, exact: errors are averages over the decisions, of N rounds' learners.

    own        each learner's error on its own states
    least      epsilon_N: the least error of one policy of the class on the states of all rounds' acting policies
    regret     how much more the learners' own errors there are, on average
    distance   TV between the states of each learner and of the policy that acted, averaged over the decisions
    """

    own: list[Fraction]
    least: Fraction
    regret: Fraction
    distance: list[Fraction]


def theorem_terms(problem: Problem, learner: TableLearner, rounds: list[Round], schedule: Schedule) -> Terms:
    """The terms for learners with floor 0, whose best policy in hindsight takes the majority label of each cell.

    `rounds` are those of the loop with the same schedule, round 0 first; the learner of round i - 1 is the i-th to act.
    Raises ValueError if the learner has a floor.
    """
    if learner.floor:
        raise ValueError(f"the best policy in hindsight is known for floor 0 only; the floor is {learner.floor}")
    horizon, expert = len(rounds[0].weight), problem.expert_table
    own, there, distance, laws = [], [], [], []
    for number, each in enumerate(rounds, start=1):
        share = schedule(number)
        acted = state_laws(problem.mdp, mixture([expert, each.learner], [share, 1 - share]), horizon)[:-1]
        alone = state_laws(problem.mdp, each.learner, horizon)[:-1]
        own.append(_error(problem, each.learner, alone))
        there.append(_error(problem, each.learner, acted))
        distance.append(plain(total_variation(acted.sum(axis=0), alone.sum(axis=0)) / horizon))
        laws.append(acted)
    together = sum(laws)
    least = _error(problem, learner.fit(problem, together), together) / len(rounds)
    return Terms(own=own, least=least, regret=sum(there) / len(rounds) - least, distance=distance)


def _error(problem: Problem, policy: Table, laws: np.ndarray) -> Fraction:
    rates = np.array([error_rates(problem, policy, t) for t in range(1, len(laws) + 1)])
    return plain((laws * rates).sum() / len(laws))

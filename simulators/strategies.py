"""Hypothesis strategies for imitation problems: sparse and structured, in readable fractions.

Public: `decision_processes`, `policies`, `problems`, `imitation_problems` (a problem with its horizon),
`learners_within` (learners that meet a reading of epsilon) and `members` (problems of a named family). Where tightrope
is installed, a test's annotation is enough: `@given(st.from_type(Problem))` needs no import from here. Ten lines that
test a conjecture: `property_testing.md`.

Dense random processes mix fast and forgive every error, so they hardly ever come near a bound. These problems have what
makes errors compound: deterministic moves, absorbing states, cliffs that many actions lead to, learners that are lost
off the expert's path. Integer weights shrink to small fractions.
"""

from fractions import Fraction

import numpy as np
from hypothesis import reject
from hypothesis import strategies as st

from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.measures.readings import Errors, measure
from tightrope.simulators.model.arithmetic import fraction, object_array, rational
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.parameters import Domain, Number, OneOf, Value, Whole, Word
from tightrope.simulators.model.policy import Table, deterministic, policy
from tightrope.simulators.model.problem import Problem

ACTIONS = 2
RARE = [Fraction(1, n) for n in (2, 3, 4, 5, 6, 8, 10, 20)]


@st.composite
def laws(draw, states: int, here: int) -> dict[int, Fraction]:
    """Where to go from state `here`: nearly always to one place or two, seldom anywhere."""
    anywhere = st.integers(0, states - 1)
    match draw(st.sampled_from(("move", "move", "stay", "cliff", "fork", "dense"))):
        case "move":
            return {draw(anywhere): Fraction(1)}
        case "stay":
            return {here: Fraction(1)}
        case "cliff":
            return {states - 1: Fraction(1)}
        case "fork":
            weights = {draw(anywhere): 1}
            other = draw(anywhere)
            weights[other] = weights.get(other, 0) + draw(st.integers(1, 5))
        case "dense":
            weights = dict(enumerate(draw(st.lists(st.integers(1, 4), min_size=states, max_size=states))))
    total = sum(weights.values())
    return {s: Fraction(w, total) for s, w in weights.items()}


@st.composite
def decision_processes(draw, states: int, actions: int = ACTIONS, layers: int = 1) -> TabularMDP:
    """A process with so many states and actions and costs in [0, 1]; half of them end in a trap.

    With more than one layer the dynamics depend on the decision, and that is how many can be taken.
    """
    tables = [[[draw(laws(states, s)) for _ in range(actions)] for s in range(states)] for _ in range(layers)]
    if draw(st.booleans()):
        for rows in tables:
            rows[-1] = [{states - 1: Fraction(1)}] * actions
    start = draw(st.one_of(st.just({0: Fraction(1)}), laws(states, 0)))
    costs = st.lists(st.sampled_from((Fraction(0), Fraction(1), Fraction(1, 2))), min_size=actions, max_size=actions)
    return tabular_mdp(
        states=[f"s{s}" for s in range(states)],
        actions=("right", "wrong", *(f"wrong{i}" for i in range(2, actions)))[:actions],
        start=[start.get(s, Fraction(0)) for s in range(states)],
        transition=tables,
        cost=[draw(costs) for _ in range(states)],
    )


@st.composite
def imitation_problems(draw, max_states: int = 4, max_horizon: int = 6) -> tuple[Problem, int]:
    """A problem with a learner, and a horizon. The expert takes the first action everywhere."""
    states, horizon = draw(st.integers(2, max_states)), draw(st.integers(1, max_horizon))
    mdp = draw(decision_processes(states))
    expert = np.zeros((1, states), dtype=np.int64)
    learner = draw(learners(mdp, expert, horizon))
    return Problem(name="random", mdp=mdp, expert=expert, learner=learner), horizon


@st.composite
def learners(draw, mdp: TabularMDP, expert: np.ndarray, horizon: int) -> Table:
    """Errors of one of three shapes on the expert's support; off it lost, or nearly so."""
    states = mdp.shape[0]
    visited = state_laws(mdp, deterministic(expert, ACTIONS), horizon)[:-1].astype(bool)
    some = draw(st.sampled_from(RARE))
    shape = draw(st.sampled_from(("everywhere", "one state", "first decision", "any")))
    culprit = draw(st.integers(0, states - 1))
    lost = draw(st.sampled_from((Fraction(1), Fraction(1), Fraction(1, 2))))
    table = []
    for decision in range(horizon):
        rates = []
        for s in range(states):
            match shape:
                case "everywhere":
                    rate = some
                case "one state":
                    rate = Fraction(1) if s == culprit else Fraction(0)
                case "first decision":
                    rate = some if decision == 0 else Fraction(0)
                case "any":
                    rate = draw(st.sampled_from((Fraction(0), Fraction(1), some)))
            rates.append(rate if visited[decision, s] else lost)
        table.append([[1 - rate, rate] for rate in rates])
    return policy(table)


@st.composite
def policies(draw, states: int, actions: int = ACTIONS, horizon: int = 1) -> Table:
    """A policy for so many decisions: in a state nearly always one action or two, seldom any."""
    return policy(
        [
            [_dense(draw(laws(actions, 0)), actions) for _ in range(states)]
            for _ in range(draw(st.sampled_from((1, horizon))))
        ]
    )


@st.composite
def problems(draw, max_states: int = 4, max_horizon: int = 6) -> Problem:
    """A problem with a learner: two or three actions, dynamics that may depend on t,
    an expert that may take any action.

    It can be evaluated for at least `max_horizon` decisions.
    """
    states, actions = draw(st.integers(2, max_states)), draw(st.integers(2, 3))
    mdp = draw(decision_processes(states, actions, draw(st.sampled_from((1, max_horizon)))))
    choices = st.lists(st.integers(0, actions - 1), min_size=states, max_size=states)
    expert = np.array([draw(choices)])
    learner = draw(policies(states, actions, max_horizon))
    return Problem(name="random", mdp=mdp, expert=expert, learner=learner)


@st.composite
def members(draw, family: Family, horizon: int) -> Problem:
    """A problem of the family, small: any values of its domains near their lower ends, any epsilon of a witness.

    Values that do not go together, such as a width beyond the road, are drawn again.
    """
    values = {one.name: draw(_values(one.domain)) for one in family.parameters}
    error = draw(st.sampled_from((Fraction(0), *RARE, Fraction(1)))) if family.reading else None
    try:
        return family.problem(error, horizon, **values)
    except ValueError:
        reject()


def _values(domain: Domain) -> st.SearchStrategy[Value]:
    match domain:
        case Whole(least=least, most=most):
            return st.integers(least, least + 4 if most is None else min(most, least + 4))
        case Number():
            some = [domain.least + x for x in (0, *RARE, 1, 2)]
            return st.sampled_from([x for x in map(Fraction, some) if domain.value(x) is not None])
        case OneOf(choices=choices):
            return st.sampled_from(choices)
        case Word(known=known):
            return st.sampled_from(known)
        case _:
            raise TypeError(f"a parameter's domain must be Whole, Number, OneOf or Word; got {domain}")


@st.composite
def learners_within(draw, problem: Problem, reading: str, error: Fraction, horizon: int) -> Problem:
    """The problem with a learner whose error, as the reading says, is at most `error`, in exact arithmetic.

    Any errors are drawn, and cut down as `measures.readings` says: an average is scaled down to what is allowed, an
    error that is limited in each state is multiplied by `error` there and may be anything elsewhere. Raises ValueError
    for an unknown reading.
    """
    asked = measure(reading)
    size, actions = problem.mdp.shape
    laws_of_expert = state_laws(problem.mdp, problem.expert_table, horizon)[:-1]
    some = st.sampled_from((Fraction(0), Fraction(1), Fraction(1), *RARE))
    rates = [[draw(some) for _ in range(size)] for _ in range(horizon)]
    drawn = object_array((rational(x) for row in rates for x in row), (horizon, size))
    errors = Errors(rates=drawn, expert_laws=laws_of_expert, data=problem.data)
    rates = [[fraction(x) for x in row] for row in asked.cut(errors, rational(error))]
    wrong = [[draw(st.integers(1, actions - 1)) for _ in range(size)] for _ in range(horizon)]
    table = []
    for t, row in enumerate(rates):
        expert = problem.expert_at(t + 1)
        laws_here = []
        for s, rate in enumerate(row):
            law = [Fraction(0)] * actions
            law[(expert[s] + wrong[t][s]) % actions] += rate
            law[expert[s]] += 1 - rate
            laws_here.append(law)
        table.append(laws_here)
    return problem.with_learner(policy(table))


def _dense(law: dict[int, Fraction], size: int) -> list[Fraction]:
    return [law.get(i, Fraction(0)) for i in range(size)]
